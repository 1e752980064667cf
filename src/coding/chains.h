// Chains: the events of one document that tell one story, such as a demand for an ambassador's recall, its
// refusal, the ambassador's leaving and return.
#pragma once

#include <span>
#include <vector>

#include "actors/actor.h"
#include "coding/record.h"
#include "syntax/sentence.h"
#include "text/document.h"

namespace realign::coding {

// Names Event::chain after the person (below the rank of a head of state or government) whom two or more
// events concern: those that have the person as actor or within their words, and refusals of a demand already
// in the chain. An event belongs to at most one chain; others keep "".
void name_chains(std::vector<Event>& events, const actors::Cast& cast,
                 std::span<const syntax::Sentence> sentences, const text::CodePointIndex& index);

}  // namespace realign::coding
