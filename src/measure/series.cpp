#include "measure/series.h"

#include <algorithm>
#include <map>

namespace realign::measure {
namespace {

bool exact_enough(const coding::When& date, Step step) {
  using coding::Precision;
  switch (date.precision) {
    case Precision::day:
    case Precision::week:
      return true;
    case Precision::month:
      return step != Step::week;
    case Precision::quarter:
      return step == Step::quarter || step == Step::year;
    case Precision::year:
      return step == Step::year;
    case Precision::relative:
    case Precision::none:
      return true;  // the document's day then stands for it
  }
  return false;
}

}  // namespace

Series series_of(const ledger::Ledger& ledger, const std::string& source, const std::string& target,
                 const SeriesOptions& options) {
  ledger::Filter filter;
  filter.sources = {source};
  filter.targets = {target};
  filter.undirected = !options.directed;
  if (options.domain) filter.domains = {*options.domain};
  filter.from = options.from;
  filter.to = options.to;
  filter.distinct = options.distinct;
  filter.newest_first = false;
  Series series{source, target, options.step, {}, 0, 0};
  std::map<int, Point> points;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    const bool real = row.event.modality == coding::Modality::actual;
    if ((options.unreal == Unreal::out && !real) || (options.unreal == Unreal::only && real)) return true;
    const auto period =
        exact_enough(row.event.date, options.step) ? period_of(row.day, options.step) : std::nullopt;
    if (!period) {
      ++series.undated;
      return true;
    }
    auto& p = points[*period];
    p.period = *period;
    p.mean += (row.event.score - p.mean) / ++p.count;
    (row.event.score > 0 ? p.cooperative : p.conflictual) += row.event.score;
    p.records.push_back(row.id);
    ++series.events;
    return true;
  });
  if (points.empty()) return series;
  const int first = points.begin()->first, last = points.rbegin()->first;
  series.points.reserve(static_cast<std::size_t>(last - first + 1));
  for (int period = first; period <= last; ++period) {
    const auto found = points.find(period);
    if (found != points.end())
      series.points.push_back(std::move(found->second));
    else
      series.points.push_back({period, 0, 0, 0, 0, {}});
  }
  return series;
}

}  // namespace realign::measure
