// Signed networks of friends and foes: how far from two camps (structural balance; Cartwright and Harary
// 1956)?
//
// Frustration L: the fewest ties at odds with a division into two camps (Aref and Wilson 2019, Journal of
// Complex Networks 7); frustration.h says how it is found and proven.
#pragma once

#include <cstdint>
#include <vector>

#include "measure/frustration.h"

namespace realign::measure {

struct Balance {
  int triangles = 0, balanced = 0;
  int frustration = 0;    // best found
  int at_least = 0;       // lower bound
  bool proven = false;    // frustration is the least possible
  std::vector<int> camp;  // 0 or 1 by state
  double balanced_share() const { return triangles > 0 ? static_cast<double>(balanced) / triangles : 0; }
};

// text::Error for a tie with itself, an unknown state, a sign other than 1 or -1, two ties of one pair.
Balance balance(int states, const std::vector<Tie>& ties, std::uint64_t seed = 1);

}  // namespace realign::measure
