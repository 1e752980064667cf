#include "measure/similarity.h"

#include <cmath>
#include <limits>
#include <vector>

#include "text/error.h"

namespace realign::measure {

Similarity similarity(std::span<const int> x, std::span<const int> y, std::span<const double> weights,
                      int most) {
  const auto n = x.size();
  if (n < 2 || y.size() != n || weights.size() != n || most < 1)
    throw text::Error("profiles", "want at least two states, and as many in each");
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  double total = 0, apart = 0, weighted = 0, squared = 0, s1 = 0, s2 = 0, sum1 = 0, sum2 = 0;
  std::vector<double> p(static_cast<std::size_t>(most) + 1, 0);
  double agree = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (x[i] < 0 || x[i] > most || y[i] < 0 || y[i] > most)
      throw text::Error("profiles", "a level lies outside 0 to " + std::to_string(most));
    if (!(weights[i] >= 0)) throw text::Error("profiles", "a weight is negative");
    const double d = std::abs(x[i] - y[i]);
    total += weights[i];
    apart += d;
    weighted += weights[i] * d;
    squared += d * d;
    s1 += x[i] * x[i];
    s2 += y[i] * y[i];
    sum1 += x[i];
    sum2 += y[i];
    p[static_cast<std::size_t>(x[i])] += 1;
    p[static_cast<std::size_t>(y[i])] += 1;
    agree += x[i] == y[i] ? 1 : 0;
  }
  if (!(total > 0)) throw text::Error("profiles", "all weights are 0");
  const auto m = static_cast<double>(n);
  Similarity out;
  out.s = 1 - 2 * apart / (most * m);
  out.weighted_s = 1 - 2 * weighted / (most * total);
  const double by_chance =
      s1 + s2 - 2 / m * sum1 * sum2;  // n times the mean squared distance of independent draws
  out.kappa = by_chance > 0 ? 1 - squared / by_chance : kNone;
  const double pooled = s1 + s2 - (sum1 + sum2) * (sum1 + sum2) / (2 * m);
  out.haege_pi = pooled > 0 ? 1 - squared / pooled : kNone;
  double chance = 0;
  for (const double c : p) chance += c / (2 * m) * (c / (2 * m));
  out.scott_pi = chance < 1 ? (agree / m - chance) / (1 - chance) : kNone;
  double concordant = 0, pairs_x = 0, pairs_y = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      const int a = x[i] - x[j], b = y[i] - y[j];
      pairs_x += a != 0 ? 1 : 0;
      pairs_y += b != 0 ? 1 : 0;
      if (a != 0 && b != 0) concordant += (a > 0) == (b > 0) ? 1 : -1;
    }
  out.tau_b = pairs_x > 0 && pairs_y > 0 ? concordant / std::sqrt(pairs_x * pairs_y) : kNone;
  return out;
}

}  // namespace realign::measure
