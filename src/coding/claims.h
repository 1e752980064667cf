// Claims: clauses that assess how things stand rather than report an act (trend, constraint, conditional,
// counterfactual, causal, evaluation, forecast), with the actors that they are about.
//
// Two ways lead to one: a cue of data/coding/claims.tsv (a pattern of lemmas), or the form of the clause
// (would have done; if ...; a speaker's present-tense judgement). One claim a clause; of several cues the
// first in the file wins. With a learned judgement (claim_model.h) a third: it is asked of every clause of a
// sentence with actors, and it decides which clauses are claims and of which kind.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/attribution.h"
#include "coding/claim_model.h"
#include "coding/record.h"
#include "syntax/sentence.h"
#include "text/document.h"
#include "text/word_map.h"

namespace realign::coding {

// A cue: elements of alternatives that follow one another, '*' standing for up to four words between.
struct Cue {
  ClaimKind kind{};
  std::string direction;
  bool said = false;   // holds only on somebody's word, not the narrator's
  bool actor = false;  // the subject of its clause is an actor, or something of one's
  std::vector<std::vector<std::string>> elements;
  int order = 0;
  std::string pattern;  // as the table has it
};

// For the trainer: a clause that could be a claim, and what the learned judgement sees of it.
struct AskedClaim {
  Claim claim;
  std::vector<std::string> features;
};

// What is known of a document before its claims are found.
struct ClaimSources {
  const text::Document& document;
  std::span<const syntax::Sentence> sentences;
  const actors::Cast& cast;
  const Sources& sources;
  std::span<const Event> events;
};

class ClaimFinder {
 public:
  static ClaimFinder load(const std::string& dir);  // reads DIR/claims.tsv
  // `model` may be nullptr; so may `asked`, else it gets every clause that the model is or would be asked of.
  std::vector<Claim> find(const ClaimSources& from, const ClaimModel* model,
                          std::vector<AskedClaim>* asked = nullptr) const;
  // Could a cue without ACTOR fit a sentence of no actors? Of each word: its form and possible lemmas, in
  // lower case.
  bool may_fit(std::span<const std::vector<std::string>> words) const;

 private:
  text::WordMap<std::vector<Cue>> cues_;  // by each lemma of the first element
  struct Work;
};

}  // namespace realign::coding
