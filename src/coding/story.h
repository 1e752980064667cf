// A document's acts as a story: what one sentence leaves out is supplied from the others, and an act told
// twice becomes one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "coding/candidate.h"

namespace realign::coding {

// Supplies missing sides, in this order: the doer of an act that a stance is about; the object shared with a
// coordinate verb; who asked (for refusals) and who was asked (for demands); the other party of a conflict
// told just before; the sides that a word implies within the state in focus. `focus`: per sentence, the state
// most spoken of so far ("" if none).
void complete(std::vector<Candidate>& candidates, std::span<const Clause> clauses,
              std::span<const std::string> focus);

// Drops candidates that make no record and joins repeated tellings; `notes` per sentence if not nullptr.
void select(std::vector<Candidate>& candidates, std::span<const Clause> clauses, const FrameSet& frames,
            std::vector<std::vector<std::string>>* notes);

}  // namespace realign::coding
