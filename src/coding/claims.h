// Claims: clauses that assess how things stand rather than report an act (trend, constraint, conditional,
// counterfactual, causal, evaluation, forecast), with the actors that they are about.
//
// Two ways lead to one: a cue of data/coding/claims.tsv (a pattern of lemmas), or the form of the clause
// (would have done; if ...; a speaker's present-tense judgement). One claim a clause; of several cues the
// first in the file wins.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/attribution.h"
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
  std::vector<std::uint64_t> marks;  // of each element: the marks (claims.cpp) of its alternatives together
  int order = 0;
};

class ClaimFinder {
 public:
  static ClaimFinder load(const std::string& dir);  // reads DIR/claims.tsv
  std::vector<Claim> find(const text::Document& document, std::span<const syntax::Sentence> sentences,
                          const actors::Cast& cast, const Sources& sources) const;
  // Could a cue without ACTOR fit a sentence of no actors? Of each word: its form and possible lemmas, in
  // lower case.
  bool may_fit(std::span<const std::vector<std::string>> words) const;

 private:
  text::WordMap<std::vector<Cue>> cues_;  // by each lemma of the first element
  struct Work;
};

}  // namespace realign::coding
