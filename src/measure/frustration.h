// How few ties must be removed (or change sign) until a signed network falls into two camps?
//
// The removed ties must hit every unbalanced cycle (Harary 1953), so the least amounts x_e >= 0 that sum to 1
// or more along every such cycle are a lower bound, and where they are whole numbers, the answer (Barahona
// and Mahjoub 1986, Mathematical Programming 36). Cycles are added as they are found violated, by shortest
// paths in the network's signed double; what stays fractional is branched on. Upper bounds come from
// annealing and from rounding the amounts.
#pragma once

#include <cstdint>
#include <vector>

namespace realign::measure {

struct Tie {
  int a = 0, b = 0;  // 0..states - 1, a != b
  int sign = 1;      // 1 or -1
};

struct Frustration {
  int least = 0;          // the best division found
  int at_least = 0;       // no division has fewer
  std::vector<int> camp;  // 0 or 1 by state, of the best division
};

// Ties are taken as valid (balance() checks them): each pair once. `steps`: simplex steps before it stops
// looking for a proof; the same input always gives the same answer.
Frustration frustration(int states, const std::vector<Tie>& ties, std::uint64_t seed, long steps);

}  // namespace realign::measure
