#include "scenario/election.h"

#include <algorithm>
#include <cmath>

namespace realign::scenario {

double Election::expected() const {
  double sum = 0;
  for (std::size_t a = 0; a < options.size(); ++a) sum += chances[a] * options[a];
  return sum;
}

double Election::likeliest() const {
  return options[static_cast<std::size_t>(std::max_element(chances.begin(), chances.end()) -
                                          chances.begin())];
}

double Election::distance(double from) const {
  double sum = 0;
  for (std::size_t a = 0; a < options.size(); ++a) sum += chances[a] * std::abs(options[a] - from);
  return sum;
}

Election elect(const std::vector<Actor>& actors, Challenges challenges, double exponent) {
  Election out;
  // Positions that nobody with weight holds could be beaten for certain and would make the chain fall apart.
  for (const auto& a : actors)
    if (a.capability * a.salience > 0) out.options.push_back(a.position);
  if (out.options.empty())
    for (const auto& a : actors) out.options.push_back(a.position);
  std::sort(out.options.begin(), out.options.end());
  out.options.erase(std::unique(out.options.begin(), out.options.end()), out.options.end());
  const std::size_t m = out.options.size();
  out.chances.assign(m, 1.0 / static_cast<double>(m));
  if (m < 2) return out;

  std::vector<double> support(m * m, 0), victory(m * m, 0.5);
  for (const auto& k : actors) {
    const double w = k.capability * k.salience;
    for (std::size_t a = 0; a < m; ++a)
      for (std::size_t b = 0; b < m; ++b)
        support[a * m + b] +=
            w * std::max(std::abs(k.position - out.options[b]) - std::abs(k.position - out.options[a]), 0.0);
  }
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b < m; ++b) {
      // By the ratio: powers of the supports themselves could be too large.
      const double ours = support[a * m + b], theirs = support[b * m + a];
      if (a != b && ours + theirs > 0)
        victory[a * m + b] = ours > 0 ? 1 / (1 + std::pow(theirs / ours, exponent)) : 0;
    }

  // chain[b][a]: from b to a in one step.
  std::vector<double> chain(m * m, 0);
  for (std::size_t b = 0; b < m; ++b) {
    double all = static_cast<double>(m);
    if (challenges == Challenges::incentive) {
      all = 0;
      for (std::size_t a = 0; a < m; ++a) all += support[a * m + b] * victory[a * m + b];
    }
    for (std::size_t a = 0; a < m; ++a) {
      if (a == b || all <= 0) continue;
      const double proposed = challenges == Challenges::uniform ? 1 : support[a * m + b] * victory[a * m + b];
      chain[b * m + a] = proposed / all * victory[a * m + b];
    }
  }
  // Eliminate the last option: whoever goes there comes back according to where it leads.
  for (std::size_t k = m; k-- > 1;) {
    double leaves = 0;
    for (std::size_t a = 0; a < k; ++a) leaves += chain[k * m + a];
    for (std::size_t b = 0; b < k; ++b) chain[b * m + k] = leaves > 0 ? chain[b * m + k] / leaves : 0;
    for (std::size_t b = 0; b < k; ++b)
      for (std::size_t a = 0; a < k; ++a)
        if (a != b) chain[b * m + a] += chain[b * m + k] * chain[k * m + a];
  }
  out.chances[0] = 1;
  for (std::size_t k = 1; k < m; ++k) {
    double p = 0;
    for (std::size_t b = 0; b < k; ++b) p += out.chances[b] * chain[b * m + k];
    // The largest so far stays 1, so that steep chances cannot grow beyond all bounds.
    if (p > 1)
      for (std::size_t b = 0; b < k; ++b) out.chances[b] /= p;
    out.chances[k] = std::min(p, 1.0);
  }
  double sum = 0;
  for (const double p : out.chances) sum += p;
  for (double& p : out.chances) p /= sum;
  return out;
}

}  // namespace realign::scenario
