// Where states move: the map, dyads, regions.
#include <algorithm>
#include <cmath>

#include "ledger/ties.h"
#include "measure/plot.h"
#include "measure/windows.h"
#include "serve/answers.h"
#include "text/table.h"

namespace realign::serve {
namespace {

using measure::Step;

double rounded(double v) {
  return std::round(v * 1e4) / 1e4;
}

// What a state and the power did: both ways, and all.
struct Between {
  explicit Between(const measure::SeriesOptions& o) : forth(o), back(o), both(o) {}
  measure::Gatherer forth, back, both;
  std::int64_t last = 0;  // an act whose sides name both on either side counts once between them
};

std::vector<int> ends_of(const Context& c, const Query& q, const measure::SeriesOptions& o) {
  const auto ends = text_of(q, "ends"), every = text_of(q, "every");
  if (!ends.empty() && !every.empty()) throw Bad{"ends and every do not go together"};
  std::vector<int> out;
  if (!ends.empty()) {
    for (const auto& label : text::split(ends, ',')) {
      const auto period = period_from(label, o.step);
      if (!period) throw Bad{"ends: '" + label + "' is no " + std::string(to_string(o.step))};
      out.push_back(*period);
    }
  } else {
    const auto [first_day, last_day] = ledger::days_of(c.ledger);
    const auto first = measure::period_of(o.from.empty() ? first_day : o.from, o.step),
               last = measure::period_of(o.to.empty() ? last_day : o.to, o.step);
    if (!last || !first) return {};  // an empty ledger
    if (every.empty()) return {*last};
    const auto unit = measure::step_from(every);
    if (!unit || *unit == Step::week) throw Bad{"every is month, quarter or year"};
    for (int p = *first; p <= *last; ++p)
      if (p == *last || measure::period_of(measure::first_day(p, o.step), *unit) !=
                            measure::period_of(measure::first_day(p + 1, o.step), *unit))
        out.push_back(p);
  }
  if (out.size() > kMostFrames)
    throw Bad{std::to_string(out.size()) + " frames are too many: " + std::to_string(kMostFrames) +
              " at most; ask for a longer step, or with from and to"};
  return out;
}

struct Mover {
  std::string who;
  double by_state = 0, by_power = 0;
};

std::optional<Mover> mover_of(const measure::Trajectory& both, const measure::Trajectory& forth,
                              const measure::Trajectory& back, const std::string& state,
                              const std::string& power) {
  if (forth.verdict == measure::Verdict::too_little || back.verdict == measure::Verdict::too_little)
    return std::nullopt;
  Mover m{"", 0.5 * forth.change, 0.5 * back.change};
  const double total = m.by_state + m.by_power;
  if (both.verdict != measure::Verdict::stable && std::abs(total) >= 0.2) {
    const double share = m.by_state / total;
    m.who = share > 0.65 ? state : share < 0.35 ? power : "both";
  }
  return m;
}

}  // namespace

ordered_json map(const Context& c, const Query& q) {
  only(q, {"toward", "from", "to", "by", "domain", "ends", "every", "corrections"});
  const auto& world = c.shared.world;
  const auto toward = one_code(q, "toward", world);
  const auto options = series_options(q);
  const auto ends = ends_of(c, q, options);
  ledger::Filter filter;
  filter.from = options.from;
  filter.to = options.to;
  filter.distinct = options.distinct;
  if (options.domain) filter.domains = {*options.domain};
  std::map<std::string, Between> states;
  ledger::acts_with(c.ledger, toward, filter, [&](const ledger::Act& act) {
    const bool forth = act.target == toward;
    const auto& other = forth ? act.source : act.target;
    if (!world.is_state(other)) return;
    auto& s = states.try_emplace(other, options).first->second;
    (forth ? s.forth : s.back).take(act);
    if (s.last != act.id) s.both.take(act);
    s.last = act.id;
  });
  struct Row {
    std::string code;
    measure::Series series;
    std::vector<measure::Trajectory> both, forth, back;
  };
  std::vector<Row> rows;
  std::vector<Between*> gathered;
  for (auto& [code, s] : states) {
    rows.push_back({code, {}, {}, {}, {}});
    gathered.push_back(&s);
  }
  each(rows.size(), [&](std::size_t i) {
    auto& r = rows[i];
    r.series = gathered[i]->both.series(r.code, toward);
    r.both = measure::trajectories(r.series, c.shared.thresholds, ends);
    r.forth = measure::trajectories(gathered[i]->forth.series(r.code, toward), c.shared.thresholds, ends,
                                    measure::Detail::change);
    r.back = measure::trajectories(gathered[i]->back.series(toward, r.code), c.shared.thresholds, ends,
                                   measure::Detail::change);
  });
  ordered_json frames = ordered_json::array();
  for (std::size_t f = 0; f < ends.size(); ++f) {
    ordered_json list = ordered_json::array();
    for (const auto& r : rows) {
      const int events = measure::events_until(r.series, ends[f]);
      if (events == 0) continue;
      ordered_json row{{"code", r.code},
                       {"numeric", c.shared.numeric_of(r.code)},
                       {"name", world.name_of(r.code)},
                       {"events", events}};
      auto verdict = told(r.both[f], options.step);
      for (const char* key : {"probability", "change", "low", "high"})
        if (verdict.contains(key)) verdict[key] = rounded(verdict[key]);
      if (verdict.contains("probabilities"))
        for (auto& p : verdict["probabilities"]) p = rounded(p);
      row.update(verdict);
      if (verdict.contains("change"))
        if (const auto m = mover_of(r.both[f], r.forth[f], r.back[f], r.code, toward)) {
          if (!m->who.empty()) row["mover"] = m->who;
          row["by"] = {{r.code, rounded(m->by_state)}, {toward, rounded(m->by_power)}};
        }
      list.push_back(std::move(row));
    }
    frames.push_back({{"end", measure::label(ends[f], options.step)}, {"rows", std::move(list)}});
  }
  return {{"toward", {{"code", toward}, {"name", world.name_of(toward)}}},
          {"step", to_string(options.step)},
          {"window", std::max(1, c.shared.thresholds.window * measure::a_year(options.step) / 12)},
          {"frames", std::move(frames)}};
}

namespace {

struct Sides {
  std::string first, second, a, b;
};

Sides sides_of(const Context& c, const Query& q) {
  const auto& world = c.shared.world;
  Sides s{one_code(q, "first", world), one_code(q, "second", world), "", ""};
  if (s.first == s.second) throw Bad{"first and second are the same"};
  s.a = world.name_of(s.first);
  s.b = world.name_of(s.second);
  return s;
}

bool names(const std::vector<actors::Actor>& side, const std::string& code) {
  return std::any_of(side.begin(), side.end(), [&](const auto& a) { return a.country == code; });
}

}  // namespace

ordered_json dyad(const Context& c, const Query& q) {
  only(q, {"first", "second", "by", "domain", "from", "to", "marks", "corrections"});
  const auto s = sides_of(c, q);
  const auto options = series_options(q);
  const auto d = measure::read_dyad(c.ledger, s.first, s.second, options, c.shared.thresholds);
  ordered_json j{{"first", {{"code", s.first}, {"name", s.a}}},
                 {"second", {{"code", s.second}, {"name", s.b}}},
                 {"verdict", measure::verdict_sentence(d, s.a, s.b)}};
  if (d.split)
    j["change"] = {{"total", d.split->change}, {"by_first", d.split->first}, {"by_second", d.split->second}};
  j["forth"] = direction(d.first);
  j["back"] = direction(d.second);
  j["both"] = direction(d.both);

  const auto marks = static_cast<std::size_t>(number_of(q, "marks", 0, kMostMarks, 2000));
  ledger::Filter filter;
  filter.sources = {s.first};
  filter.targets = {s.second};
  filter.undirected = filter.distinct = true;
  if (options.domain) filter.domains = {*options.domain};
  filter.from = options.from;
  filter.to = options.to;
  ordered_json list = ordered_json::array();
  struct Chain {
    std::string name, document, title, from, to;
    std::vector<std::int64_t> events;
  };
  std::vector<Chain> chains;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  if (marks > 0) {
    ledger::Page page;
    page.limit = marks;
    std::vector<ledger::EventRow> rows;
    ledger::event_page(c.ledger, filter, page, [&](const ledger::EventRow& row) { rows.push_back(row); });
    std::reverse(rows.begin(), rows.end());  // oldest first
    for (const auto& row : rows) {
      const auto& e = row.event;
      const bool forth = names(e.source, s.first) && names(e.target, s.second);
      const auto period = measure::exact_enough(e.date.precision, options.step)
                              ? measure::period_of(row.day, options.step)
                              : std::nullopt;
      list.push_back({{"id", row.id},
                      {"day", row.day},
                      {"precision", to_string(e.date.precision)},
                      {"period", period ? measure::label(*period, options.step) : ""},
                      {"direction", forth ? "forth" : "back"},
                      {"source", forth ? s.first : s.second},
                      {"target", forth ? s.second : s.first},
                      {"type", to_string(e.type)},
                      {"mode", e.mode},
                      {"domain", to_string(e.domain)},
                      {"polarity", to_string(e.polarity)},
                      {"modality", to_string(e.modality)},
                      {"score", e.score},
                      {"text", e.text},
                      {"speaker", e.attribution.speaker},
                      {"document", row.source.id},
                      {"title", row.source.title},
                      {"chain", e.chain}});
      if (e.chain.empty()) continue;
      const auto [at, fresh] = known.try_emplace({row.source.id, e.chain}, chains.size());
      if (fresh) chains.push_back({e.chain, row.source.id, row.source.title, row.day, row.day, {}});
      auto& chain = chains[at->second];
      chain.to = row.day;
      chain.events.push_back(row.id);
    }
  }
  const auto all = ledger::count_events(c.ledger, filter);
  j["marks"] = std::move(list);
  j["marks_left_out"] = std::max<std::int64_t>(0, all - static_cast<std::int64_t>(j["marks"].size()));
  j["chains"] = ordered_json::array();
  for (const auto& chain : chains)
    if (chain.events.size() > 1)
      j["chains"].push_back({{"name", chain.name},
                             {"document", chain.document},
                             {"title", chain.title},
                             {"from", chain.from},
                             {"to", chain.to},
                             {"events", chain.events}});
  return j;
}

std::string dyad_picture(const Context& c, const Query& q) {
  only(q, {"first", "second", "by", "domain", "from", "to", "corrections"});
  const auto s = sides_of(c, q);
  const auto d = measure::read_dyad(c.ledger, s.first, s.second, series_options(q), c.shared.thresholds);
  return measure::svg(s.a + " and " + s.b, {measure::panel_of(d.first, s.a + " toward " + s.b),
                                            measure::panel_of(d.second, s.b + " toward " + s.a),
                                            measure::panel_of(d.both, "Between them")});
}

ordered_json region(const Context& c, const Query& q) {
  only(q, {"region", "toward", "by", "domain", "from", "to", "corrections"});
  const auto& world = c.shared.world;
  const auto place = one_code(q, "region", world), toward = one_code(q, "toward", world);
  auto members = world.members_of(place, std::nullopt);
  std::erase(members, toward);
  const auto options = series_options(q);
  ordered_json rows = ordered_json::array();
  for (const auto& code : members) {
    const auto d = measure::read_dyad(c.ledger, code, toward, options, c.shared.thresholds);
    ordered_json row{{"code", code},
                     {"numeric", c.shared.numeric_of(code)},
                     {"name", world.name_of(code)},
                     {"events", d.both.series.events}};
    row.update(told(d.both.trajectory, options.step));
    if (d.split) row["by"] = {{code, d.split->first}, {toward, d.split->second}};
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& x, const auto& y) {
    const bool a = x.contains("change"), b = y.contains("change");
    return a != b ? a : a && x["change"].template get<double>() < y["change"].template get<double>();
  });
  return {{"region", world.name_of(place)}, {"toward", world.name_of(toward)}, {"rows", rows}};
}

}  // namespace realign::serve
