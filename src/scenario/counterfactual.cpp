#include "scenario/counterfactual.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "measure/state.h"
#include "text/error.h"

namespace realign::scenario {
namespace {

using measure::Observation;
using measure::Point;
using measure::Series;

struct Act {
  std::int64_t id;
  std::string day;
  double score;
  bool forth;
};

Series build(const std::vector<Act>& acts, const Series& like) {
  Series s{like.source, like.target, like.step, {}, 0, like.undated};
  std::map<int, Point> points;
  for (const auto& a : acts) {
    const auto period = measure::period_of(a.day, like.step);
    if (!period) continue;
    auto& p = points[*period];
    p.period = *period;
    p.mean += (a.score - p.mean) / ++p.count;
    (a.score > 0 ? p.cooperative : p.conflictual) += a.score;
    p.records.push_back(a.id);
    ++s.events;
  }
  if (points.empty()) return s;
  for (int t = points.begin()->first; t <= points.rbegin()->first; ++t) {
    const auto found = points.find(t);
    s.points.push_back(found == points.end() ? Point{t, 0, 0, 0, 0, {}} : std::move(found->second));
  }
  return s;
}

// The smoothed level in a period; false if the series has too little or does not reach it.
bool level_at(const Series& series, int period, double& level) {
  const auto y = measure::observations(series);
  const auto f = measure::fit(y, measure::Model::local_level);
  if (!f.enough || period < series.points.front().period || period > series.points.back().period)
    return false;
  level = measure::smooth(y, measure::Model::local_level, f.variances)
              .level[static_cast<std::size_t>(period - series.points.front().period)];
  return true;
}

}  // namespace

ledger::EventRow record_of(const ledger::Ledger& ledger, std::int64_t id) {
  std::optional<ledger::EventRow> found;
  if (id > 0) {
    ledger::Filter filter;
    filter.after = id - 1;
    filter.limit = 1;
    filter.newest_first = false;
    ledger.events(filter, [&](const ledger::EventRow& row) {
      if (row.id == id) found = row;
      return false;
    });
  }
  if (!found) throw text::Error("record " + std::to_string(id), "there is none in this ledger");
  return *std::move(found);
}

WhatIf what_if(const ledger::Ledger& ledger, const std::string& first, const std::string& second,
               const measure::SeriesOptions& options, const measure::Thresholds& thresholds,
               const Change& change) {
  auto both = options;
  both.directed = false;
  WhatIf out;
  out.before = measure::series_of(ledger, first, second, both);
  // The same records, with their days.
  std::vector<Act> acts;
  std::map<std::int64_t, bool> counted;
  for (const auto& p : out.before.points)
    for (const auto id : p.records) counted[id] = true;
  ledger::Filter filter;
  filter.sources = {first};
  filter.targets = {second};
  filter.undirected = true;
  filter.newest_first = false;
  std::map<std::int64_t, std::size_t> at;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    if (!counted.contains(row.id)) return true;
    const bool forth = std::any_of(row.event.source.begin(), row.event.source.end(),
                                   [&](const auto& a) { return a.country == first; });
    at[row.id] = acts.size();
    acts.push_back({row.id, row.day, row.event.score, forth});
    return true;
  });
  const auto concerns = [&](std::int64_t id) {
    const auto row = record_of(ledger, id);
    for (const auto* side : {&row.event.source, &row.event.target})
      for (const auto& a : *side)
        if (a.country == first || a.country == second) return true;
    return false;
  };
  const auto need = [&](std::int64_t id) {
    const auto found = at.find(id);
    if (found == at.end())
      throw text::Error("record " + std::to_string(id),
                        fmt::format("is none of those measured between {} and {}", first, second));
    return found->second;
  };
  std::vector<Act> changed = acts;
  for (const auto& [id, day] : change.moved) {
    if (!at.contains(id) && concerns(id)) continue;
    auto& act = changed[need(id)];
    WhatIf::Reaction reaction{id, act.day, day, 0, 0, false, false};
    auto directed = options;
    directed.directed = true;
    const auto back = act.forth ? measure::series_of(ledger, second, first, directed)
                                : measure::series_of(ledger, first, second, directed);
    if (!back.points.empty()) {
      if (const auto p = measure::period_of(act.day, back.step))
        reaction.then_known = level_at(back, *p, reaction.then);
      if (const auto p = measure::period_of(day, back.step))
        reaction.now_known = level_at(back, *p, reaction.now);
    }
    out.reactions.push_back(std::move(reaction));
    act.day = day;
  }
  for (const auto id : change.without) need(id);
  std::erase_if(changed, [&](const Act& a) {
    return std::find(change.without.begin(), change.without.end(), a.id) != change.without.end();
  });
  for (const auto& a : change.added) changed.push_back({0, a.day, a.score, a.source == first});
  out.after = build(changed, out.before);
  // Both are judged over the same window, with the same draws of chance.
  std::optional<int> to;
  if (!out.before.points.empty()) to = out.before.points.back().period;
  out.was = measure::trajectory(out.before, thresholds, to);
  out.would_be = measure::trajectory(out.after, thresholds, to);
  if (out.was.verdict != measure::Verdict::too_little &&
      out.would_be.verdict != measure::Verdict::too_little) {
    out.difference = out.would_be.change - out.was.change;
    // Draw by draw with the same chances on both sides, so that only what the change does is left.
    std::vector<double> apart;
    for (std::size_t k = 0; k < std::min(out.was.changes.size(), out.would_be.changes.size()); ++k)
      apart.push_back(out.would_be.changes[k] - out.was.changes[k]);
    std::sort(apart.begin(), apart.end());
    out.low = apart[apart.size() / 10];
    out.high = apart[apart.size() * 9 / 10];
  }
  return out;
}

}  // namespace realign::scenario
