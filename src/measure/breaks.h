// Breaks: when did a series change, and how sure is that?
//
// Three readings, each with probabilities that add up:
//  - one break in the mean of a normal or the rate of a Poisson series, by Bayes' rule over all dates (Smith
//  1975;
//    Poisson: Raftery and Akman 1986);
//  - any number of breaks: exact posterior by dynamic programming (Fearnhead 2006, Statistics and Computing
//  16) over
//    the product partition model of Barry and Hartigan (1993, JASA 88): each segment has a mean of its own;
//  - for a drifting series (local level): at which date does it shift and stay, or stray for one period and
//  come back
//    (level shift against additive outlier; Harvey and Koopman 1992, J. Business & Economic Statistics 10),
//    against no break at all.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "measure/state.h"

namespace realign::measure {

struct OneBreak {
  std::size_t after = 0;  // index of the last observation of the first regime, the most probable one
  double before_level = 0, after_level = 0;  // maximum likelihood means or rates of both regimes
  std::vector<double> posterior;             // by index of the first regime's last observation; sums to 1
};

// Means differ, variance is the same and unknown (Jeffreys). At least four observations; else posterior is
// empty.
OneBreak one_break_normal(std::span<const double> y);
// Counts with a Gamma(shape, rate) prior on both rates.
OneBreak one_break_poisson(std::span<const int> counts, double shape = 2, double rate = 1);

struct Breaks {
  std::vector<double> probability;  // that a new segment begins at this index; [0] is 0
  std::vector<std::size_t>
      most_probable;  // beginnings of segments of the single most probable partition, without 0
};
// y_t ~ N(mean of its segment, s2 / n_t); the segments' means and s2 have a normal-inverse-gamma prior scaled
// to the series; `chance`: prior probability of a new segment at each period. Missing observations carry
// nothing.
Breaks breaks(std::span<const Observation> y, double chance);

enum class Change : unsigned char { none, shift, passing };

struct Intervention {
  Change change = Change::none;
  std::size_t at = 0;      // first period that is off
  double size = 0;         // in the series' units
  double probability = 0;  // that something changed at this date, against all others and none at all
  double stays =
      0.5;  // that the level of all later periods lies off the old one, to the same side; 0.5 if none follow
};
// Those that are more probable than not, found one after the other, each given those before it; empty: none,
// or fewer than six observations. Prior: one half for none, the rest spread evenly over dates (from the third
// observation on) and kinds. A shift may overshoot in its first period.
std::vector<Intervention> interventions(std::span<const Observation> y);

}  // namespace realign::measure
