// Many windows of one series at once, for a map with a slider of time.
//
// The posterior is that of trajectory(), reached without simulating paths: for each ratio q on the grid of
// draw_variances one forward pass gives the likelihood up to every period, and from a window's first period
// on the level there is carried along in the state, so that at its last period both ends of the window have
// their joint distribution given all data until then. Draws of the variance and of the two ends follow from
// it. The probabilities are those of trajectory() but for the chance in the draws of both, at a hundredth of
// the cost.
//
// Windows end where they are told to, also behind the series' last event: the periods since are missing.
#pragma once

#include <span>
#include <vector>

#include "measure/trajectory.h"

namespace realign::measure {

enum class Detail : unsigned char {
  whole,
  change  // nothing but the mean change, which needs no draws; the verdict only tells whether there is enough
          // to say
};

// One trajectory for each of `ends` (periods of the series' step); `changes` and `from`, `to` as in
// trajectory() but that `changes` stays empty. The same ends give the same answer, whichever others are asked
// for.
std::vector<Trajectory> trajectories(const Series& series, const Thresholds& thresholds,
                                     std::span<const int> ends, Detail detail = Detail::whole);

// Events of the series until the end of `period`.
int events_until(const Series& series, int period);

}  // namespace realign::measure
