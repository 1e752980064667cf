// How often does what the program calls 80 % sure come true? Dyads are simulated with a known level: a local
// level with ratio exp(N(-3, 1.5^2)), Poisson counts of events, normal scores. Prints coverage of the 80 %
// interval of the change over the window, and of verdicts by stated probability. Usage: realign_calibration
// [DYADS] [SEED]
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <random>

#include "measure/trajectory.h"

int main(int argc, char** argv) {
  using namespace realign::measure;
  const int dyads = argc > 1 ? std::atoi(argv[1]) : 10000;
  std::mt19937_64 random(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20240229);
  std::normal_distribution<double> normal;
  Thresholds thresholds;
  thresholds.draws = 400;
  int judged = 0, covered = 0, sure = 0, right = 0;
  double stated = 0;
  std::map<int, std::pair<int, int>> bins, by_acts;
  for (int i = 0; i < dyads; ++i) {
    const double s2 = std::exp(2.0 + 0.5 * normal(random)), q = std::exp(-3 + 1.5 * normal(random));
    const double rate = std::exp(-0.5 + normal(random));
    const int months = std::uniform_int_distribution<int>(24, 96)(random);
    Series series;
    std::vector<double> level;
    double m = 2 * normal(random);
    for (int t = 0; t < months; ++t) {
      level.push_back(m);
      Point p;
      p.period = 24000 + t;
      p.count = std::poisson_distribution<int>(rate)(random);
      if (t + 1 == months || t == 0) p.count = std::max(p.count, 1);
      if (p.count > 0) p.mean = m + normal(random) * std::sqrt(s2 / p.count);
      series.points.push_back(p);
      m += std::sqrt(q * s2) * normal(random);
    }
    const auto t = trajectory(series, thresholds, std::nullopt, static_cast<std::uint64_t>(i) + 1);
    if (t.verdict == Verdict::too_little) continue;
    const double end = level.back(), change = end - level[static_cast<std::size_t>(t.from - 24000)];
    const Verdict truth = change <= -thresholds.change
                              ? (end <= thresholds.severed ? Verdict::severance : Verdict::loosening)
                          : change >= thresholds.change ? Verdict::deepening
                                                        : Verdict::stable;
    ++judged;
    covered += change >= t.low && change <= t.high ? 1 : 0;
    int acts = 0;
    for (const auto& p : series.points)
      if (p.period > t.from) acts += p.count;
    auto& [many, hold] = by_acts[acts < 3 ? 0 : acts < 6 ? 3 : acts < 9 ? 6 : acts < 12 ? 9 : 12];
    ++many;
    hold += truth == t.verdict ? 1 : 0;
    auto& [n, hits] = bins[static_cast<int>(t.probability * 10)];
    ++n;
    hits += truth == t.verdict ? 1 : 0;
    if (t.probability >= 0.75 && t.probability < 0.85)
      ++sure, right += truth == t.verdict ? 1 : 0, stated += t.probability;
  }
  fmt::print("{} dyads, {} judged\n80 % interval of the change holds in {:.1f} %\n", dyads, judged,
             100.0 * covered / judged);
  fmt::print("verdicts stated at 0.75-0.85 (mean {:.3f}), {} of them, hold in {:.1f} %\n", stated / sure,
             sure, 100.0 * right / sure);
  for (const auto& [bin, counts] : bins)
    fmt::print("  stated {:.1f}-{:.1f}: {} verdicts, {:.1f} % hold\n", bin / 10.0, bin / 10.0 + 0.1,
               counts.first, 100.0 * counts.second / counts.first);
  for (const auto& [acts, counts] : by_acts)
    fmt::print("  {} or more acts in the window: {} verdicts, {:.1f} % hold\n", acts, counts.first,
               100.0 * counts.second / counts.first);
}
