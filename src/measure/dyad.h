// A dyad read whole: both directions, the level of each with its band, the verdict, breaks, and which side
// moved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/breaks.h"
#include "measure/mover.h"
#include "measure/plot.h"
#include "measure/series.h"
#include "measure/state.h"
#include "measure/trajectory.h"

namespace realign::measure {

struct Direction {
  Series series;
  Smoothed state;                 // the level, variances integrated out; empty if there is too little to fit
  std::vector<double> low, high;  // 80 % band of the level, variances integrated out; empty as `state`
  Trajectory trajectory;
  std::vector<std::pair<std::size_t, double>>
      breaks;  // index of the first period of a new regime, probability >= 0.5
};

struct Dyad {
  Direction first, second;  // what the first does toward the second; what the second does toward the first
  Direction both;           // all acts between them
  std::optional<Split>
      split;  // change of the dyad's level over the window by side; nothing if one side has too little
};

Direction direction_of(Series series, const Thresholds& thresholds);
// Both sides and all acts between them, each series measured already.
Dyad dyad_of(Direction first, Direction second, Direction both);
Direction read_direction(const ledger::Ledger& ledger, const std::string& source, const std::string& target,
                         const SeriesOptions& options, const Thresholds& thresholds);
Dyad read_dyad(const ledger::Ledger& ledger, const std::string& first, const std::string& second,
               const SeriesOptions& options, const Thresholds& thresholds);

// "loosening, not severance: probability 0.83; break around 2022-03; mostly Russia's doing". Names as given.
std::string verdict_sentence(const Dyad& dyad, const std::string& first, const std::string& second);
Panel panel_of(const Direction& direction, const std::string& title);

}  // namespace realign::measure
