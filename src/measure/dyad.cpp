#include "measure/dyad.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace realign::measure {

Direction direction_of(Series series, const Thresholds& thresholds) {
  Direction d;
  d.series = std::move(series);
  d.trajectory = trajectory(d.series, thresholds);
  const auto y = observations(d.series);
  const auto f = fit(y, Model::local_level);
  if (!f.enough || d.trajectory.verdict == Verdict::too_little) return d;
  d.state = smooth(y, Model::local_level, f.variances);
  std::mt19937_64 random(1);
  const auto n = static_cast<std::size_t>(std::min(thresholds.draws, 400));
  std::vector<std::vector<double>> draws;
  for (const auto& v : draw_variances(y, n, random))
    draws.push_back(simulate(y, Model::local_level, v, 1, random).front());
  d.low.resize(y.size());
  d.high.resize(y.size());
  std::vector<double> column(draws.size());
  for (std::size_t t = 0; t < y.size(); ++t) {
    double mean = 0;
    for (std::size_t k = 0; k < draws.size(); ++k) {
      column[k] = draws[k][t];
      mean += draws[k][t] / static_cast<double>(draws.size());
    }
    d.state.level[t] = mean;
    std::sort(column.begin(), column.end());
    d.low[t] = column[column.size() / 10];
    d.high[t] = column[column.size() * 9 / 10];
  }
  // One break in four years on average before seeing the data.
  const int year = a_year(d.series.step);
  const auto found = breaks(y, 1.0 / (4.0 * year));
  for (const auto at : found.most_probable) {
    // Its date is known to within some periods: the chance of a break in the half year around it (years: in
    // it).
    const auto reach = static_cast<std::size_t>(year / 4);
    double p = 0;
    for (std::size_t t = at > reach ? at - reach : 1; t <= std::min(at + reach, y.size() - 1); ++t)
      p += found.probability[t];
    if (p >= 0.5) d.breaks.emplace_back(at, std::min(p, 1.0));
  }
  return d;
}

Direction read_direction(const ledger::Ledger& ledger, const std::string& source, const std::string& target,
                         const SeriesOptions& options, const Thresholds& thresholds) {
  return direction_of(series_of(ledger, source, target, options), thresholds);
}

Dyad dyad_of(Direction first, Direction second, Direction both) {
  Dyad dyad{std::move(first), std::move(second), std::move(both), std::nullopt};
  const auto &a = dyad.first.trajectory, &b = dyad.second.trajectory;
  if (a.verdict != Verdict::too_little && b.verdict != Verdict::too_little)
    dyad.split = Split{0.5 * (a.change + b.change), 0.5 * a.change, 0.5 * b.change};
  return dyad;
}

namespace {

std::vector<ledger::Act> acts_of(const ledger::Ledger& ledger, const std::string& source,
                                 const std::string& target, const SeriesOptions& options) {
  ledger::Filter filter;
  filter.sources = {source};
  filter.targets = {target};
  if (options.domain) filter.domains = {*options.domain};
  filter.from = options.from;
  filter.to = options.to;
  filter.distinct = options.distinct;
  std::vector<ledger::Act> acts;
  ledger::acts_between(ledger, filter, [&](const ledger::Act& act) { acts.push_back(act); });
  // In order but for corrected ones.
  std::stable_sort(acts.begin(), acts.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return acts;
}

}  // namespace

// The ledger is asked once for either direction; what stands in both (a meeting is told of both sides) counts
// once between them. A large dyad's time goes into reading its acts.
Dyad read_dyad(const ledger::Ledger& ledger, const std::string& first, const std::string& second,
               const SeriesOptions& options, const Thresholds& thresholds) {
  const auto there = acts_of(ledger, first, second, options), here = acts_of(ledger, second, first, options);
  Gatherer forth(options), back(options), both(options);
  for (const auto& act : there) forth.take(act);
  for (const auto& act : here) back.take(act);
  for (auto a = there.begin(), b = here.begin(); a != there.end() || b != here.end();) {
    const bool from_here = a == there.end() || (b != here.end() && b->id < a->id);
    both.take(from_here ? *b : *a);
    const auto id = from_here ? b->id : a->id;
    if (a != there.end() && a->id == id) ++a;
    if (b != here.end() && b->id == id) ++b;
  }
  return dyad_of(direction_of(forth.series(first, second), thresholds),
                 direction_of(back.series(second, first), thresholds),
                 direction_of(both.series(first, second), thresholds));
}

std::string verdict_sentence(const Dyad& dyad, const std::string& first, const std::string& second) {
  const auto& t = dyad.both.trajectory;
  if (t.verdict == Verdict::too_little) return "too little to say: " + t.why;
  std::string out(to_string(t.verdict));
  if (t.verdict == Verdict::loosening) out += ", not severance";
  out += fmt::format(": probability {:.2f}", t.probability);
  if (!dyad.both.breaks.empty()) {
    const auto best = *std::max_element(dyad.both.breaks.begin(), dyad.both.breaks.end(),
                                        [](const auto& a, const auto& b) { return a.first < b.first; });
    out += fmt::format("; last break around {} (probability {:.2f})",
                       label(dyad.both.series.points[best.first].period, dyad.both.series.step), best.second);
  }
  if (dyad.split && t.verdict != Verdict::stable && std::abs(dyad.split->change) >= 0.2) {
    const double share = dyad.split->first / dyad.split->change;
    if (share > 0.65)
      out += fmt::format("; mostly {}'s doing", first);
    else if (share < 0.35)
      out += fmt::format("; mostly {}'s doing", second);
    else
      out += "; both sides' doing";
  } else if (!dyad.split && t.verdict != Verdict::stable) {
    out += "; too little to say whose doing";
  }
  return out;
}

Panel panel_of(const Direction& d, const std::string& title) {
  Panel p;
  p.title = title;
  const auto& t = d.trajectory;
  p.note = t.verdict == Verdict::too_little
               ? "too little to say: " + t.why
               : fmt::format("{} (probability {:.2f})", to_string(t.verdict), t.probability);
  for (std::size_t i = 0; i < d.series.points.size(); ++i) {
    const auto& point = d.series.points[i];
    p.labels.push_back(label(point.period, d.series.step));
    if (point.count > 0)
      p.marks.push_back({i, point.mean, point.count,
                         fmt::format("{}: {} event{}, mean {:.1f}", p.labels.back(), point.count,
                                     point.count == 1 ? "" : "s", point.mean)});
  }
  if (!d.series.points.empty()) p.first = d.series.points.front().period;
  p.level = d.state.level;
  p.low = d.low;
  p.high = d.high;
  p.breaks = d.breaks;
  return p;
}

}  // namespace realign::measure
