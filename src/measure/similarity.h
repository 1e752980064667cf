// How alike are two states' profiles of alliances or votes? Levels are whole numbers from 0 to `most`.
//
//   S       1 - 2 sum w_i |x_i - y_i| / (most sum w_i), Signorino and Ritter (1999, International Studies
//   Quarterly 43); plain w = 1 kappa   1 - D / E with squared distances: D = sum (x - y)^2, E expected from
//   both margins (Cohen 1968) pi      the same, E from the pooled margin: nominal distances (Scott 1955),
//   squared ones (Haege 2011, Political Analysis 19) tau-b   Kendall (1938) with ties
#pragma once

#include <span>

namespace realign::measure {

struct Similarity {
  double s = 0, weighted_s = 0, kappa = 0, scott_pi = 0, haege_pi = 0, tau_b = 0;
};

// text::Error for fewer than two states, another number of weights, weights that are negative or all 0,
// levels outside 0..most. A measure that is not defined (no variation) is NaN.
Similarity similarity(std::span<const int> x, std::span<const int> y, std::span<const double> weights,
                      int most);

}  // namespace realign::measure
