#include "measure/series.h"

namespace realign::measure {

bool exact_enough(coding::Precision precision, Step step) {
  using coding::Precision;
  switch (precision) {
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

bool Gatherer::take(const ledger::Act& act) {
  const bool real = act.modality == coding::Modality::actual;
  if ((options_.unreal == Unreal::out && !real) || (options_.unreal == Unreal::only && real)) return false;
  const auto period =
      exact_enough(act.precision, options_.step) ? period_of(act.day, options_.step) : std::nullopt;
  if (!period) {
    ++undated_;
    return false;
  }
  auto& p = points_[*period];
  p.period = *period;
  p.mean += (act.score - p.mean) / ++p.count;
  (act.score > 0 ? p.cooperative : p.conflictual) += act.score;
  p.records.push_back(act.id);
  ++events_;
  return true;
}

Series Gatherer::series(const std::string& source, const std::string& target) {
  Series series{source, target, options_.step, {}, events_, undated_};
  if (points_.empty()) return series;
  const int first = points_.begin()->first, last = points_.rbegin()->first;
  series.points.reserve(static_cast<std::size_t>(last - first + 1));
  for (int period = first; period <= last; ++period) {
    const auto found = points_.find(period);
    if (found != points_.end())
      series.points.push_back(std::move(found->second));
    else
      series.points.push_back({period, 0, 0, 0, 0, {}});
  }
  points_.clear();
  return series;
}

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
  Gatherer gather(options);
  ledger::acts_between(ledger, filter, [&](const ledger::Act& act) { gather.take(act); });
  return gather.series(source, target);
}

}  // namespace realign::measure
