// Which pattern of a verb's block holds at a verb of a sentence.
//
// What a pattern asks for before the verb is looked for in the subject (of a passive: in the agent, "by
// ..."), what it asks for after it among the verb's objects, particles, complements and prepositional phrases
// (of a passive, the subject too), not in other clauses. The heaviest pattern that holds wins, and of equals
// the last, as in PETRARCH, where a later line replaces an earlier one.
#pragma once

#include <optional>
#include <vector>

#include "coding/petrarch_sentence.h"
#include "coding/petrarch_verbs.h"

namespace realign::coding::petrarch {

struct Match {
  const Pattern* pattern = nullptr;
  int source = -1, target = -1;  // heads of prepositional phrases that the pattern names as one
  std::vector<int> anyone;       // heads of phrases that it says are neither
  bool both = false;             // a subject of several who act on each other
  bool subject_is_target = false;
  bool source_behind = false, target_behind = false;
};

// The verb of the dictionary at word `i`: the form's entry of most words that all stand there; nullptr if
// none.
const Verb* verb_at(const SentenceView& view, const VerbDictionary& verbs, int i);

// `subject` and `agent`: heads of the verb's own phrases, -1 if none.
// `lower`: a verb under this one that means nothing by itself ("vowed to wage war"), -1 if none.
std::optional<Match> best_match(const SentenceView& view, const Block& block, int verb, bool passive,
                                int subject, int agent, int lower = -1);

// Prepositional phrases below the verb and below its objects, by their heads, nearest first; clauses are left
// out.
std::vector<int> phrases_below(const SentenceView& view, int verb);

}  // namespace realign::coding::petrarch
