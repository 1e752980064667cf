#include "measure/mover.h"

#include <cmath>

namespace realign::measure {

Split split_distance(double a0, double a1, double b0, double b1) {
  const auto d = [](double a, double b) { return std::abs(a - b); };
  Split s;
  s.change = d(a1, b1) - d(a0, b0);
  s.first = 0.5 * (d(a1, b0) - d(a0, b0) + d(a1, b1) - d(a0, b1));
  s.second = s.change - s.first;
  return s;
}

Split split_levels(double a0, double a1, double b0, double b1) {
  return {0.5 * (a1 - a0 + b1 - b0), 0.5 * (a1 - a0), 0.5 * (b1 - b0)};
}

}  // namespace realign::measure
