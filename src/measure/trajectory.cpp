#include "measure/trajectory.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>

#include "text/table.h"

namespace realign::measure {

Thresholds Thresholds::load(const std::string& path) {
  Thresholds t;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    double value = 0;
    const auto [end, error] = std::from_chars(row[1].data(), row[1].data() + row[1].size(), value);
    if (error != std::errc() || end != row[1].data() + row[1].size())
      throw table.error(row, "'" + row[1] + "' is no number");
    const auto whole = [&](int least) {
      if (value < least || value > 1e6 || value != static_cast<int>(value))
        throw table.error(row, row[0] + " is a whole number from " + std::to_string(least));
      return static_cast<int>(value);
    };
    if (row[0] == "change") {
      if (!(value > 0)) throw table.error(row, "change is greater than 0");
      t.change = value;
    } else if (row[0] == "severed") {
      if (!(value >= -10 && value <= 10)) throw table.error(row, "severed lies between -10 and 10");
      t.severed = value;
    } else if (row[0] == "window") {
      t.window = whole(1);
    } else if (row[0] == "least_events") {
      t.least_events = whole(3);
    } else if (row[0] == "least_periods") {
      t.least_periods = whole(3);
    } else if (row[0] == "least_in_window") {
      t.least_in_window = whole(1);
    } else if (row[0] == "draws") {
      t.draws = whole(100);
    } else {
      throw table.error(row, "no threshold is called '" + row[0] + "'");
    }
  }
  return t;
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::too_little:
      return "too little to say";
    case Verdict::severance:
      return "severance";
    case Verdict::loosening:
      return "loosening";
    case Verdict::stable:
      return "stable";
    case Verdict::deepening:
      return "deepening";
  }
  return {};
}

std::vector<Observation> observations(const Series& series) {
  std::vector<Observation> y;
  y.reserve(series.points.size());
  for (const auto& p : series.points) y.push_back({p.mean, static_cast<double>(p.count)});
  return y;
}

std::string too_little(const std::vector<Observation>& y, int begin, int last, const Thresholds& thresholds,
                       const std::string& label) {
  int before = 0, within = 0, periods = 0;
  for (int t = 0; t <= last; ++t) {
    const auto count = static_cast<int>(y[static_cast<std::size_t>(t)].count);
    (t > begin ? within : before) += count;
    periods += count > 0 ? 1 : 0;
  }
  const auto told = [](int n, const char* what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  const int events = before + within;
  if (events < thresholds.least_events || periods < thresholds.least_periods)
    return fmt::format("{} in {}; {} in {} are the least", told(events, "event"), told(periods, "period"),
                       thresholds.least_events, thresholds.least_periods);
  if (before == 0) return fmt::format("no event up to {}, where the window begins", label);
  if (within < thresholds.least_in_window)
    return fmt::format("{} after {}, where the window begins; {} are the least", told(within, "event"), label,
                       thresholds.least_in_window);
  return {};
}

Trajectory trajectory(const Series& series, const Thresholds& thresholds, std::optional<int> to,
                      std::uint64_t seed) {
  Trajectory out;
  auto y = observations(series);
  if (to && !series.points.empty()) {
    const auto keep = std::clamp<std::ptrdiff_t>(*to - series.points.front().period + 1, 0,
                                                 static_cast<std::ptrdiff_t>(y.size()));
    y.resize(static_cast<std::size_t>(keep));
  }
  const int last = static_cast<int>(y.size()) - 1;
  const int window = std::max(1, thresholds.window * a_year(series.step) / 12);
  const int begin = std::max(0, last - window);
  const int first = series.points.empty() ? 0 : series.points.front().period;
  out.why = too_little(y, begin, last, thresholds, label(first + begin, series.step));
  if (!out.why.empty()) return out;
  out.from = first + begin;
  out.to = first + last;
  std::mt19937_64 random(seed);
  const auto variances = draw_variances(y, static_cast<std::size_t>(thresholds.draws), random);
  std::vector<double> changes;
  changes.reserve(variances.size());
  for (const auto& v : variances) {
    const auto level = simulate(y, Model::local_level, v, 1, random).front();
    const double end = level[static_cast<std::size_t>(last)],
                 change = end - level[static_cast<std::size_t>(begin)];
    changes.push_back(change);
    out.end += end / static_cast<double>(variances.size());
    out.change += change / static_cast<double>(variances.size());
    double& share = change <= -thresholds.change ? (end <= thresholds.severed ? out.severance : out.loosening)
                    : change >= thresholds.change ? out.deepening
                                                  : out.stable;
    share += 1.0 / static_cast<double>(variances.size());
  }
  out.changes = changes;
  std::sort(changes.begin(), changes.end());
  out.low = changes[changes.size() / 10];
  out.high = changes[changes.size() * 9 / 10];
  out.verdict = Verdict::stable;
  out.probability = out.stable;
  for (const auto& [share, verdict] : {std::pair{out.severance, Verdict::severance},
                                       {out.loosening, Verdict::loosening},
                                       {out.deepening, Verdict::deepening}})
    if (share > out.probability) out.probability = share, out.verdict = verdict;
  return out;
}

}  // namespace realign::measure
