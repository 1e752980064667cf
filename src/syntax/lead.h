// What stands before a sentence proper: a dateline ("ANKARA, March 3 (Reuters) - "), the date of an entry
// ("May 24, 2021: "). A parser that reads it as part of the clause often takes its numbers for the subject.
#pragma once

#include <cstddef>

#include "syntax/sentence.h"

namespace realign::syntax {

// How many words at the head of the sentence are such a lead, with the dash or colon that ends it; 0 if none.
std::size_t lead_length(const Sentence& sentence);

// Hangs a lead of `n` words, untagged, under the root of the tree of the words behind it: its date as an
// adverbial, the rest as discourse.
void attach_lead(Sentence& sentence, std::size_t n);

}  // namespace realign::syntax
