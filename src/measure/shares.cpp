#include "measure/shares.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "text/error.h"

namespace realign::measure {

Diversification diversification(const std::vector<std::pair<std::string, double>>& amounts) {
  std::map<std::string, double> sums;
  for (const auto& [partner, amount] : amounts) {
    if (!std::isfinite(amount) || amount < 0)
      throw text::Error("partner '" + partner + "'", "its amount must be 0 or more");
    sums[partner] += amount;
  }
  Diversification d;
  for (const auto& [partner, amount] : sums)
    if (amount > 0) {
      d.shares.push_back({partner, amount, 0});
      d.total += amount;
    }
  for (auto& s : d.shares) {
    s.share = s.amount / d.total;
    d.herfindahl += s.share * s.share;
    d.entropy -= s.share * std::log(s.share);
    d.largest = std::max(d.largest, s.share);
  }
  d.partners = d.herfindahl > 0 ? 1 / d.herfindahl : 0;
  std::stable_sort(d.shares.begin(), d.shares.end(),
                   [](const Share& a, const Share& b) { return a.amount > b.amount; });
  d.herfindahl_low = d.herfindahl_high = d.herfindahl;
  d.largest_low = d.largest_high = d.largest;
  return d;
}

Diversification diversification_of_acts(const std::vector<std::pair<std::string, double>>& acts, int draws,
                                        std::uint64_t seed) {
  auto d = diversification(acts);
  if (acts.size() < 2 || d.shares.empty()) return d;
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::size_t> pick(0, acts.size() - 1);
  std::vector<double> h, l;
  // Partners by number, in the order of their names: a resample is then a sum into a row.
  std::map<std::string, std::size_t> numbers;
  for (const auto& [partner, amount] : acts) numbers.emplace(partner, 0);
  std::size_t count = 0;
  for (auto& [partner, number] : numbers) number = count++;
  std::vector<std::pair<std::size_t, double>> plain;
  plain.reserve(acts.size());
  for (const auto& [partner, amount] : acts) plain.emplace_back(numbers[partner], amount);
  std::vector<double> sums(count);
  for (int k = 0; k < draws; ++k) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t i = 0; i < acts.size(); ++i) {
      const auto& [partner, amount] = plain[pick(random)];
      sums[partner] += amount;
    }
    double total = 0, herfindahl = 0, largest = 0;
    for (const double s : sums) total += s;
    if (!(total > 0)) continue;
    for (const double s : sums) {
      const double share = s / total;
      herfindahl += share * share;
      largest = std::max(largest, share);
    }
    h.push_back(herfindahl);
    l.push_back(largest);
  }
  if (h.empty()) return d;
  std::sort(h.begin(), h.end());
  std::sort(l.begin(), l.end());
  // Resamples are more concentrated than the whole: the basic bootstrap turns their quantiles round the
  // estimate (Davison and Hinkley 1997, section 5.2).
  const auto within = [](double v) { return std::clamp(v, 0.0, 1.0); };
  d.herfindahl_low = within(2 * d.herfindahl - h[h.size() * 9 / 10]);
  d.herfindahl_high = within(2 * d.herfindahl - h[h.size() / 10]);
  d.largest_low = within(2 * d.largest - l[l.size() * 9 / 10]);
  d.largest_high = within(2 * d.largest - l[l.size() / 10]);
  d.herfindahl_high = std::max(d.herfindahl_high, d.herfindahl);
  d.largest_high = std::max(d.largest_high, d.largest);
  return d;
}

}  // namespace realign::measure
