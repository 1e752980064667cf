// Agreements to part: two sides may agree to come together, or that one of them leaves. "Agreed to end the
// mission", "agreed on the closure of the base", "signed an agreement on the withdrawal" bring nobody closer;
// nor does "agreed on the change", where the sentences before tell of a leaving.
#pragma once

#include <span>
#include <vector>

#include "coding/candidate.h"

namespace realign::coding {

// Gives such agreements the mode `part`. What counts is in data/frames/classes.tsv: parting (ways to leave),
// ending with bond (what is ended), aforesaid (words that point back), handing_over (further words that the
// sentences before may tell it by).
void mark_partings(std::vector<Candidate>& candidates, std::span<const Clause> clauses,
                   const FrameSet& frames);

}  // namespace realign::coding
