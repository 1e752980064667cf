// Trajectory: is a dyad being severed, loosening, stable or deepening over the last periods, and how sure is
// that?
//
// The level is drawn from its posterior (draw_variances, then the simulation smoother); each draw falls into
// one class:
//   severance   the level fell by at least `change` and ends at or below `severed`
//   loosening   it fell by at least `change` and ends above `severed`
//   deepening   it rose by at least `change`
//   stable      else
// The shares of the draws are the probabilities. Units: score points (-10 to 10) between the window's ends.
// data/measure/trajectory.tsv holds the thresholds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "measure/series.h"
#include "measure/state.h"

namespace realign::measure {

struct Thresholds {
  double change = 1.0;                      // > 0
  double severed = -4.0;                    // within the scale
  int window = 12;                          // months; turned into periods of the series
  int least_events = 6, least_periods = 4;  // below either: too little to say
  int least_in_window = 6;                  // events after the window's begin; below: too little to say
  int draws = 1000;

  static Thresholds load(const std::string& path);
};

enum class Verdict : unsigned char { too_little, severance, loosening, stable, deepening };
std::string_view to_string(Verdict verdict);

struct Trajectory {
  Verdict verdict = Verdict::too_little;
  std::string why;         // of too_little
  double probability = 0;  // of the verdict
  double severance = 0, loosening = 0, stable = 0, deepening = 0;
  double change = 0, low = 0, high = 0;  // mean of the change over the window and its 80 % interval
  double end = 0;                        // mean level in the last period
  std::vector<double> changes;           // the change in each draw, in the order of drawing
  int from = 0, to = 0;                  // periods between which the change is taken
};

// Why there is too little to say of the window from the periods after `begin` to `last` (indices into `y`),
// "" if there is not. `label`: of `begin`.
std::string too_little(const std::vector<Observation>& y, int begin, int last, const Thresholds& thresholds,
                       const std::string& label);

// Observations of a series, one a period.
std::vector<Observation> observations(const Series& series);

// `to`: last period of the window (the series' last by default); the same seed gives the same answer.
Trajectory trajectory(const Series& series, const Thresholds& thresholds,
                      std::optional<int> to = std::nullopt, std::uint64_t seed = 1);

}  // namespace realign::measure
