#include "measure/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace realign::measure {
namespace {

// As draw_variances (state.cpp).
constexpr int kGrid = 41;
constexpr double kFrom = -9, kTo = 4, kMean = -2.995732273553991, kSd = 2;

// The filter's state after a period, with s2_e = 1.
struct Filtered {
  double a = 0, p = 0, log_f = 0, squares = 0;
  int other = 0;
};

// One step: a missing period only adds to the variance.
void step(Filtered& s, const Observation& o, double q) {
  s.p += q;
  if (o.count <= 0) return;
  const double f = s.p + 1 / o.count, k = s.p / f, v = o.value - s.a;
  s.a += k * v;
  s.p *= 1 - k;
  s.log_f += std::log(f);
  s.squares += v * v / f;
  ++s.other;
}

// Both ends of a window given all data until the second: means, variances, covariance, with s2_e = 1.
struct Ends {
  double first = 0, last = 0, var_first = 0, var_last = 0, both = 0;
};

Ends ends_of(const std::vector<Filtered>& path, const std::vector<Observation>& y, std::size_t begin,
             std::size_t end, double q) {
  const auto& s = path[begin];
  Ends e{s.a, s.a, s.p, s.p, s.p};
  for (std::size_t t = begin + 1; t <= end; ++t) {
    e.var_last += q;
    if (y[t].count <= 0) continue;
    const double f = e.var_last + 1 / y[t].count, v = y[t].value - e.last;
    const double k = e.var_last / f, kf = e.both / f;
    e.first += kf * v;
    e.var_first -= kf * e.both;
    e.last += k * v;
    e.both *= 1 - k;
    e.var_last *= 1 - k;
  }
  return e;
}

struct Drawn {
  double change, weight;
};

double quantile(const std::vector<Drawn>& sorted, double p) {
  double sum = 0;
  for (const auto& d : sorted)
    if ((sum += d.weight) >= p) return d.change;
  return sorted.back().change;
}

}  // namespace

int events_until(const Series& series, int period) {
  int n = 0;
  for (const auto& p : series.points)
    if (p.period <= period) n += p.count;
  return n;
}

std::vector<Trajectory> trajectories(const Series& series, const Thresholds& thresholds,
                                     std::span<const int> ends, Detail detail) {
  std::vector<Trajectory> out(ends.size());
  if (series.points.empty()) {
    for (auto& t : out)
      t.why = fmt::format("0 events in 0 periods; {} in {} are the least", thresholds.least_events,
                          thresholds.least_periods);
    return out;
  }
  const int first = series.points.front().period;
  auto y = observations(series);
  const int latest = ends.empty() ? first : *std::max_element(ends.begin(), ends.end());
  if (latest - first + 1 > static_cast<int>(y.size()))
    y.resize(static_cast<std::size_t>(latest - first + 1), {0, 0});
  const int window = std::max(1, thresholds.window * a_year(series.step) / 12);

  std::array<std::vector<Filtered>, kGrid> paths;
  std::array<double, kGrid> ratio{}, prior{};
  for (int i = 0; i < kGrid; ++i) {
    const auto g = static_cast<std::size_t>(i);
    const double x = kFrom + (kTo - kFrom) * i / (kGrid - 1);
    ratio[g] = std::exp(x);
    prior[g] = -0.5 * (x - kMean) * (x - kMean) / (kSd * kSd);
    auto& path = paths[g];
    path.reserve(y.size());
    path.push_back({y[0].value, 1 / y[0].count, 0, 0, 0});  // the first period has events
    for (std::size_t t = 1; t < y.size(); ++t) {
      path.push_back(path.back());
      step(path.back(), y[t], ratio[g]);
    }
  }

  for (std::size_t w = 0; w < ends.size(); ++w) {
    auto& told = out[w];
    const int last = ends[w] - first;
    const int begin = std::max(0, last - window);
    told.why = too_little(y, begin, last, thresholds, label(first + begin, series.step));
    if (!told.why.empty()) continue;
    told.from = first + begin;
    told.to = ends[w];
    const auto at_end = static_cast<std::size_t>(last);
    std::array<double, kGrid> weight{};
    double most = -1e300, sum = 0;
    for (std::size_t g = 0; g < kGrid; ++g) {
      const auto& s = paths[g][at_end];
      weight[g] = prior[g] - 0.5 * s.log_f - 0.5 * s.other * std::log(std::max(s.squares, 1e-300));
      most = std::max(most, weight[g]);
    }
    for (auto& v : weight) {
      v = std::exp(v - most);
      if (v < 1e-4) v = 0;  // not worth a draw
      sum += v;
    }
    if (detail == Detail::change) {
      told.verdict = Verdict::stable;
      for (std::size_t g = 0; g < kGrid; ++g) {
        if (weight[g] == 0) continue;
        const auto e = ends_of(paths[g], y, static_cast<std::size_t>(begin), at_end, ratio[g]);
        told.change += weight[g] / sum * (e.last - e.first);
      }
      continue;
    }
    std::mt19937_64 random(static_cast<std::uint64_t>(ends[w]) + 1);
    std::normal_distribution<double> normal;
    std::vector<Drawn> drawn;
    drawn.reserve(static_cast<std::size_t>(thresholds.draws) + kGrid);
    for (std::size_t g = 0; g < kGrid; ++g) {
      const double share = weight[g] / sum;
      if (share == 0) continue;
      const auto& s = paths[g][at_end];
      const auto e = ends_of(paths[g], y, static_cast<std::size_t>(begin), at_end, ratio[g]);
      const double var = std::max(0.0, e.var_first + e.var_last - 2 * e.both);  // of the change
      const double slope = var > 0 ? (e.var_last - e.both) / var : 0;           // of the end on the change
      const double rest = std::sqrt(std::max(0.0, e.var_last - slope * (e.var_last - e.both)));
      std::gamma_distribution<double> gamma(0.5 * std::max(s.other, 1), 1.0);
      const int n = std::max(1, static_cast<int>(std::ceil(share * thresholds.draws)));
      for (int k = 0; k < n; ++k) {
        const double sd = std::sqrt(std::max(0.5 * s.squares / gamma(random), 1e-12));
        const double off = sd * std::sqrt(var) * normal(random);
        const double change = e.last - e.first + off;
        const double end = e.last + slope * off + sd * rest * normal(random);
        const double part = share / n;
        drawn.push_back({change, part});
        told.change += part * change;
        told.end += part * end;
        double& kind = change <= -thresholds.change
                           ? (end <= thresholds.severed ? told.severance : told.loosening)
                       : change >= thresholds.change ? told.deepening
                                                     : told.stable;
        kind += part;
      }
    }
    std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.change < b.change; });
    told.low = quantile(drawn, 0.1);
    told.high = quantile(drawn, 0.9);
    told.verdict = Verdict::stable;
    told.probability = told.stable;
    for (const auto& [share, verdict] : {std::pair{told.severance, Verdict::severance},
                                         {told.loosening, Verdict::loosening},
                                         {told.deepening, Verdict::deepening}})
      if (share > told.probability) told.probability = share, told.verdict = verdict;
  }
  return out;
}

}  // namespace realign::measure
