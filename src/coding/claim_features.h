// What a clause looks like to the learned judgement of claims (claim_model.h): names of facts, each counted
// once.
//
// Its own words (lemmas) and those of clauses within it; what heads it, what it hangs on and by
// which conjunction; tense, mood, negation; what its subject is; which cues fit; on whose word it stands;
// where in the paragraph; what act was read from it. Names are left out: a state's name tells nothing of the
// kind of a claim.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/attribution.h"
#include "coding/record.h"
#include "syntax/sentence.h"

namespace realign::coding {

struct ClaimClause {
  const syntax::Sentence& sentence;
  int number = 0;                      // of the sentence
  int head = 0;                        // the word that heads the clause
  std::span<const int> clause_of;      // of each word the head of its clause
  int first = 0, last = 0;             // words of the clause and of all within it
  std::span<const std::string> cues;   // "KIND PATTERN" of those that fit, the first winner first
  std::size_t about = 0;               // how many states and blocs the clause itself names
  bool opens = false, closes = false;  // first or last sentence of its paragraph
  bool lead = false;                   // ... which is the document's first
  const Event* act = nullptr;          // an act read from the clause
};

std::vector<std::string> claim_features(const ClaimClause& clause, const actors::Cast& cast,
                                        const Sources& sources);

}  // namespace realign::coding
