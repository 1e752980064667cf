// realign measure A B: the dyad's series, state, verdict and movers; --region R --toward C: a region's states
// side by side;
// --positions FILE: the same questions asked of positions on an axis (ideal points), by country and year.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include "coding/coder.h"
#include "measure.h"
#include "measure/csv.h"
#include "measure/dyad.h"
#include "measure/floor.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {
namespace {

using measure::Direction;
using measure::Verdict;

struct Options {
  std::string by = "month", domain, unreal = "weighted", region, toward, positions, value = "value",
              country = "country", year = "year";
  bool directed = false, undirected = false, records = false;
  int window = 0;
};

std::string code_for(const actors::World& world, const std::string& what) {
  auto code = world.code_of(what);
  if (code.empty()) throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
  return code;
}

// A side of a dyad must be able to act; a region is only where states lie.
std::string side_for(const actors::World& world, const std::string& what) {
  const auto code = code_for(world, what);
  if (!world.can_act(code))
    throw text::Error("'" + what + "'", "does not act; --region with --toward sets its states side by side");
  return code;
}

void write(const std::string& path, const std::string& content) {
  const std::string part = path + ".part";
  {
    std::ofstream out(part, std::ios::binary);
    out << content;
    if (!out.flush()) throw text::Error(path, "cannot be written");
  }
  if (std::rename(part.c_str(), path.c_str()) != 0) throw text::Error(path, "cannot be written");
}

std::string list_of(const std::vector<std::int64_t>& ids) {
  std::string out;
  for (const auto id : ids) out += (out.empty() ? "" : ",") + std::to_string(id);
  return out;
}

void json_direction(const Direction& d, const char* direction, bool records) {
  const auto& t = d.trajectory;
  fmt::print(
      "{{\"kind\":\"trajectory\",\"direction\":\"{}\",\"source\":\"{}\",\"target\":\"{}\",\"by\":\"{}\","
      "\"events\":{},"
      "\"undated\":{},\"verdict\":\"{}\"",
      direction, d.series.source, d.series.target, to_string(d.series.step), d.series.events,
      d.series.undated, to_string(t.verdict));
  if (t.verdict == Verdict::too_little)
    fmt::print(",\"why\":\"{}\"}}\n", t.why);
  else
    fmt::print(
        ",\"probability\":{:.3f},\"probabilities\":{{\"severance\":{:.3f},\"loosening\":{:.3f},\"stable\":{:."
        "3f},"
        "\"deepening\":{:.3f}}},\"from\":\"{}\",\"to\":\"{}\",\"change\":{:.3f},\"low\":{:.3f},\"high\":{:."
        "3f},\"end\":{:.3f}}}\n",
        t.probability, t.severance, t.loosening, t.stable, t.deepening, label(t.from, d.series.step),
        label(t.to, d.series.step), t.change, t.low, t.high, t.end);
  for (const auto& [at, p] : d.breaks)
    fmt::print("{{\"kind\":\"break\",\"direction\":\"{}\",\"period\":\"{}\",\"probability\":{:.3f}}}\n",
               direction, label(d.series.points[at].period, d.series.step), p);
  for (std::size_t i = 0; i < d.series.points.size(); ++i) {
    const auto& p = d.series.points[i];
    fmt::print("{{\"kind\":\"point\",\"direction\":\"{}\",\"period\":\"{}\",\"count\":{}", direction,
               label(p.period, d.series.step), p.count);
    if (p.count > 0)
      fmt::print(",\"mean\":{:.3f},\"cooperative\":{:.2f},\"conflictual\":{:.2f}", p.mean, p.cooperative,
                 p.conflictual);
    if (!d.state.level.empty())
      fmt::print(",\"level\":{:.3f},\"low\":{:.3f},\"high\":{:.3f}", d.state.level[i], d.low[i], d.high[i]);
    if (records) fmt::print(",\"records\":[{}]", list_of(p.records));
    fmt::print("}}\n");
  }
}

void csv_direction(const Direction& d, const char* direction) {
  for (std::size_t i = 0; i < d.series.points.size(); ++i) {
    const auto& p = d.series.points[i];
    fmt::print("{},{},{},{}", direction, label(p.period, d.series.step), first_day(p.period, d.series.step),
               p.count);
    if (p.count > 0)
      fmt::print(",{:.4f},{:.3f},{:.3f}", p.mean, p.cooperative, p.conflictual);
    else
      fmt::print(",,,");
    if (d.state.level.empty())
      fmt::print(",,,");
    else
      fmt::print(",{:.4f},{:.4f},{:.4f}", d.state.level[i], d.low[i], d.high[i]);
    fmt::print(",\"{}\"\n", list_of(p.records));
  }
}

void table_direction(const Direction& d, const std::string& title, bool records) {
  const auto& t = d.trajectory;
  fmt::print("\n{}\n", title);
  if (t.verdict == Verdict::too_little)
    fmt::print("  too little to say: {}\n", t.why);
  else
    fmt::print(
        "  {} (probability {:.2f}): {:+.1f} from {} to {}, 80 % between {:+.1f} and {:+.1f}\n"
        "  severance {:.2f}  loosening {:.2f}  stable {:.2f}  deepening {:.2f}\n",
        to_string(t.verdict), t.probability, t.change, label(t.from, d.series.step),
        label(t.to, d.series.step), t.low, t.high, t.severance, t.loosening, t.stable, t.deepening);
  for (const auto& [at, p] : d.breaks)
    fmt::print("  break at {} (probability {:.2f})\n", label(d.series.points[at].period, d.series.step), p);
  if (!d.state.level.empty())
    fmt::print("  level  {}\n", measure::sparkline(d.state.level, 60));
  else if (!d.series.points.empty()) {
    std::vector<double> means;
    for (const auto& p : d.series.points) means.push_back(p.count > 0 ? p.mean : std::nan(""));
    fmt::print("  means  {}\n", measure::sparkline(means, 60));
  }
  if (!d.series.points.empty())
    fmt::print("  {:<10}{:>7}{:>8}{:>9}{:>10}{:>9}{}\n", to_string(d.series.step), "events", "mean", "coop.",
               "conflict", "level", records ? "  records" : "");
  for (std::size_t i = 0; i < d.series.points.size(); ++i) {
    const auto& p = d.series.points[i];
    if (p.count == 0) continue;
    fmt::print("  {:<10}{:>7}{:>8.2f}{:>9.1f}{:>10.1f}{:>9}{}\n", label(p.period, d.series.step), p.count,
               p.mean, p.cooperative, p.conflictual,
               d.state.level.empty() ? "" : fmt::format("{:.2f}", d.state.level[i]),
               records ? "  " + list_of(p.records) : "");
  }
  if (d.series.undated > 0)
    fmt::print("  {} event{} left out: {} date is not known to the {}\n", d.series.undated,
               d.series.undated == 1 ? "" : "s", d.series.undated == 1 ? "its" : "their",
               to_string(d.series.step));
}

measure::SeriesOptions series_options(const MeasureOptions& m, const Options& o) {
  measure::SeriesOptions s;
  s.step = *measure::step_from(o.by);
  if (coding::Domain d{}; coding::from_string(o.domain, d)) s.domain = d;
  s.unreal = o.unreal == "out"    ? measure::Unreal::out
             : o.unreal == "only" ? measure::Unreal::only
                                  : measure::Unreal::weighted;
  s.from = m.from;
  s.to = m.to;
  s.distinct = !m.tellings;
  return s;
}

measure::Thresholds thresholds_for(const Options& o) {
  auto t = measure::Thresholds::load(text::data_dir() + "/measure/trajectory.tsv");
  if (o.window > 0) t.window = o.window;
  return t;
}

ledger::Ledger open(const MeasureOptions& m) {
  return ledger::Ledger::open(m.ledger.empty() ? ledger::Ledger::default_path() : m.ledger,
                              ledger::Mode::read);
}

int dyad(const MeasureOptions& m, const Options& o) {
  if (m.countries.size() != 2)
    throw text::Error("measure",
                      "wants two countries, or --region with --toward, or another reading (--help)");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto first = side_for(world, m.countries[0]), second = side_for(world, m.countries[1]);
  if (first == second) throw text::Error("'" + m.countries[1] + "'", "is the same as the other side");
  const auto ledger = open(m);
  const auto d = measure::read_dyad(ledger, first, second, series_options(m, o), thresholds_for(o));
  const auto a = world.name_of(first), b = world.name_of(second);
  const auto format = format_of(m.format);
  const bool each = !o.undirected, both = !o.directed;
  if (format == Format::csv)
    fmt::print("direction,period,first_day,count,mean,cooperative,conflictual,level,low,high,records\n");
  if (format == Format::table) {
    fmt::print("{} and {}: {}\n", a, b, measure::verdict_sentence(d, a, b));
    if (d.split)
      fmt::print("change of the dyad {:+.2f}: {} {:+.2f}, {} {:+.2f}\n", d.split->change, a, d.split->first,
                 b, d.split->second);
    if (world.is_state(first) && world.is_state(second)) {
      const auto structure = measure::Structure::load(text::data_dir());
      fmt::print("how far can it go: {} on {}: {}\n", b, a,
                 measure::summary(structure.floor(world, first, second)));
      fmt::print("                   {} on {}: {}\n", a, b,
                 measure::summary(structure.floor(world, second, first)));
    }
  }
  if (format == Format::jsonl) {
    fmt::print("{{\"kind\":\"dyad\",\"first\":\"{}\",\"second\":\"{}\",\"verdict\":\"{}\"", first, second,
               measure::verdict_sentence(d, a, b));
    if (d.split)
      fmt::print(",\"change\":{:.3f},\"by_first\":{:.3f},\"by_second\":{:.3f}", d.split->change,
                 d.split->first, d.split->second);
    if (world.is_state(first) && world.is_state(second)) {
      const auto structure = measure::Structure::load(text::data_dir());
      const auto forth = structure.floor(world, first, second), back = structure.floor(world, second, first);
      if (forth.score && back.score)
        fmt::print(",\"floor_of_first\":{:.3f},\"floor_of_second\":{:.3f}", *forth.score, *back.score);
    }
    fmt::print("}}\n");
  }
  const auto show = [&](const Direction& x, const char* key, const std::string& title) {
    if (format == Format::table) table_direction(x, title, o.records);
    if (format == Format::jsonl) json_direction(x, key, o.records);
    if (format == Format::csv) csv_direction(x, key);
  };
  if (each) show(d.first, "forth", a + " toward " + b);
  if (each) show(d.second, "back", b + " toward " + a);
  if (both) show(d.both, "both", "Between them");
  if (!m.plot.empty()) {
    std::vector<measure::Panel> panels;
    if (each) panels.push_back(measure::panel_of(d.first, a + " toward " + b));
    if (each) panels.push_back(measure::panel_of(d.second, b + " toward " + a));
    if (both) panels.push_back(measure::panel_of(d.both, "Between them"));
    write(m.plot, measure::svg(a + " and " + b, panels));
  }
  return 0;
}

int region(const MeasureOptions& m, const Options& o) {
  if (!m.countries.empty()) throw text::Error("'" + m.countries[0] + "'", "--region names the countries");
  if (o.region.empty()) throw text::Error("--toward", "wants --region REGION");
  if (o.toward.empty()) throw text::Error("--region", "wants --toward COUNTRY");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto place = code_for(world, o.region), toward = side_for(world, o.toward);
  auto members = world.members_of(place, std::nullopt);
  std::erase(members, toward);
  if (members.empty()) throw text::Error("'" + o.region + "'", "has no members");
  const auto ledger = open(m);
  const auto options = series_options(m, o);
  const auto thresholds = thresholds_for(o);
  struct Row {
    std::string code, name;
    measure::Dyad dyad;
  };
  std::vector<Row> rows;
  for (const auto& code : members)
    rows.push_back(
        {code, world.name_of(code), measure::read_dyad(ledger, code, toward, options, thresholds)});
  // Those that moved most away first; those with too little last.
  std::stable_sort(rows.begin(), rows.end(), [](const Row& x, const Row& y) {
    const auto &a = x.dyad.both.trajectory, &b = y.dyad.both.trajectory;
    const bool no_a = a.verdict == Verdict::too_little, no_b = b.verdict == Verdict::too_little;
    return no_a != no_b ? no_b : a.change < b.change;
  });
  const auto structure = measure::Structure::load(text::data_dir());
  const auto floor = [&](const std::string& code) {  // beside the state: how far can it go?
    return world.is_state(code) && world.is_state(toward) ? structure.floor(world, code, toward).score
                                                          : std::nullopt;
  };
  const auto format = format_of(m.format);
  if (format == Format::csv)
    fmt::print("country,events,verdict,probability,change,low,high,by_country,by_other,floor\n");
  if (format == Format::table)
    fmt::print("{} toward {}\n{:<24}{:>7}  {:<18}{:>6}{:>9}  {:<16}{:<7}{}\n", world.name_of(place),
               world.name_of(toward), "country", "events", "verdict", "prob.", "change", "80 %", "floor",
               "whose doing");
  for (const auto& r : rows) {
    const auto& t = r.dyad.both.trajectory;
    const bool none = t.verdict == Verdict::too_little;
    const auto& s = r.dyad.split;
    switch (format) {
      case Format::table:
        fmt::print("{:<24}{:>7}  {:<18}{:>6}{:>9}  {:<16}{:<7}{}\n", r.name, r.dyad.both.series.events,
                   to_string(t.verdict), none ? "" : fmt::format("{:.2f}", t.probability),
                   none ? "" : fmt::format("{:+.2f}", t.change),
                   none ? "" : fmt::format("{:+.1f} .. {:+.1f}", t.low, t.high),
                   floor(r.code) ? fmt::format("{:.2f}", *floor(r.code)) : "",
                   !s ? "" : fmt::format("{} {:+.2f}, {} {:+.2f}", r.code, s->first, toward, s->second));
        break;
      case Format::jsonl:
        fmt::print(
            "{{\"kind\":\"trajectory\",\"source\":\"{}\",\"target\":\"{}\",\"events\":{},\"verdict\":\"{}\"",
            r.code, toward, r.dyad.both.series.events, to_string(t.verdict));
        if (!none)
          fmt::print(",\"probability\":{:.3f},\"change\":{:.3f},\"low\":{:.3f},\"high\":{:.3f}",
                     t.probability, t.change, t.low, t.high);
        if (s) fmt::print(",\"by_source\":{:.3f},\"by_target\":{:.3f}", s->first, s->second);
        if (const auto f = floor(r.code)) fmt::print(",\"floor\":{:.3f}", *f);
        fmt::print("}}\n");
        break;
      case Format::csv:
        fmt::print("{},{},{},", r.code, r.dyad.both.series.events, to_string(t.verdict));
        if (none)
          fmt::print(",,,,,");
        else
          fmt::print("{:.3f},{:.3f},{:.3f},{:.3f},{},{}", t.probability, t.change, t.low, t.high,
                     s ? fmt::format("{:.3f}", s->first) : "", s ? fmt::format("{:.3f}", s->second) : "");
        fmt::print(",{}\n", floor(r.code) ? fmt::format("{:.3f}", *floor(r.code)) : "");
        break;
    }
  }
  if (!m.plot.empty()) {
    std::vector<measure::Panel> panels;
    for (const auto& r : rows) panels.push_back(measure::panel_of(r.dyad.both, r.name));
    write(m.plot, measure::svg(world.name_of(place) + " toward " + world.name_of(toward), panels));
  }
  return 0;
}

// Positions of countries on an axis, a year a row.
int positions(const MeasureOptions& m, const Options& o) {
  if (m.countries.empty()) throw text::Error("--positions", "wants one or two countries");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto csv = measure::Csv::read(o.positions);
  const auto country = csv.column(o.country), year = csv.column(o.year), value = csv.column(o.value);
  std::map<std::string, std::map<int, double>> all;
  for (std::size_t r = 0; r < csv.rows(); ++r)
    if (!csv.at(r, value).empty()) all[csv.at(r, country)][csv.whole(r, year)] = csv.number(r, value);
  const auto bound = [](const std::string& day, int none) {
    return day.empty() ? none : std::stoi(day.substr(0, 4));
  };
  const int from = bound(m.from, -1000000), to = bound(m.to, 1000000);
  const auto format = format_of(m.format);
  std::vector<std::map<int, double>> both;
  std::vector<std::string> codes;
  std::vector<measure::Panel> panels;
  for (const auto& what : m.countries) {
    const auto code = code_for(world, what);
    auto series = all[code];
    std::erase_if(series, [&](const auto& p) { return p.first < from || p.first > to; });
    if (series.empty())
      throw text::Error(o.positions, "has no " + o.value + " of " + code + " in those years");
    const int first = series.begin()->first, last = series.rbegin()->first;
    std::vector<measure::Observation> y;
    measure::Panel panel;
    panel.title = world.name_of(code);
    panel.first = first;
    for (int t = first; t <= last; ++t) {
      const auto at = series.find(t);
      y.push_back(at == series.end() ? measure::Observation{0, 0} : measure::Observation{at->second, 1});
      panel.labels.push_back(std::to_string(t));
      if (at != series.end())
        panel.marks.push_back(
            {static_cast<std::size_t>(t - first), at->second, 1, fmt::format("{}: {:.2f}", t, at->second)});
    }
    if (const auto f = measure::fit(y, measure::Model::local_level); f.enough) {
      const auto s = measure::smooth(y, measure::Model::local_level, f.variances);
      panel.level = s.level;
      for (std::size_t i = 0; i < y.size(); ++i) {
        panel.low.push_back(s.level[i] - 1.2816 * std::sqrt(s.variance[i]));
        panel.high.push_back(s.level[i] + 1.2816 * std::sqrt(s.variance[i]));
      }
    }
    const auto found = measure::interventions(y);
    if (format == Format::table) {
      std::vector<double> shown;
      for (const auto& x : y) shown.push_back(x.count > 0 ? x.value : std::nan(""));
      fmt::print("{} {}-{}  {}\n", world.name_of(code), first, last, measure::sparkline(shown, 60));
      if (y.size() < 6)
        fmt::print("  too little to say: {} years\n", series.size());
      else if (found.empty())
        fmt::print("  no break\n");
    }
    for (const auto& i : found) {
      const int at = first + static_cast<int>(i.at);
      panel.breaks.emplace_back(i.at, i.probability);
      const bool shift = i.change == measure::Change::shift;
      if (format == Format::table)
        fmt::print("  {}: {} ({:+.2f}; probability {:.2f}, that it stays {:.2f})\n", at,
                   shift ? "break" : "passing", i.size, i.probability, i.stays);
      else if (format == Format::jsonl)
        fmt::print(
            "{{\"kind\":\"break\",\"country\":\"{}\",\"year\":{},\"change\":\"{}\",\"size\":{:.4f},"
            "\"probability\":{:.4f},"
            "\"stays\":{:.4f}}}\n",
            code, at, shift ? "shift" : "passing", i.size, i.probability, i.stays);
    }
    both.push_back(std::move(series));
    codes.push_back(code);
    panels.push_back(std::move(panel));
  }
  if (both.size() == 2) {
    std::vector<int> years;
    for (const auto& [t, x] : both[0])
      if (both[1].contains(t)) years.push_back(t);
    if (format == Format::csv) fmt::print("year,distance,change,by_{},by_{}\n", codes[0], codes[1]);
    if (format == Format::table && !years.empty())
      fmt::print("\n{:<6}{:>10}{:>9}{:>9}{:>9}\n", "year", "distance", "change", codes[0], codes[1]);
    for (std::size_t i = 0; i < years.size(); ++i) {
      const int t = years[i];
      const double distance = std::abs(both[0][t] - both[1][t]);
      measure::Split s;
      if (i > 0)
        s = measure::split_distance(both[0][years[i - 1]], both[0][t], both[1][years[i - 1]], both[1][t]);
      if (format == Format::csv)
        fmt::print("{},{:.4f},{:.4f},{:.4f},{:.4f}\n", t, distance, s.change, s.first, s.second);
      else if (format == Format::jsonl)
        fmt::print(
            "{{\"kind\":\"distance\",\"year\":{},\"distance\":{:.4f},\"change\":{:.4f},\"by\":{{\"{}\":{:.4f}"
            ",\"{}\":{:.4f}}}}}\n",
            t, distance, s.change, codes[0], s.first, codes[1], s.second);
      else
        fmt::print("{:<6}{:>10.3f}{:>+9.3f}{:>+9.3f}{:>+9.3f}\n", t, distance, s.change, s.first, s.second);
    }
  }
  if (!m.plot.empty()) write(m.plot, measure::svg(o.value, panels));
  return 0;
}

}  // namespace

void add_dyad_reading(CLI::App& verb, MeasureRun& chosen) {
  auto o = std::make_shared<Options>();
  verb.add_option("--by", o->by, "Period: week, month, quarter or year")
      ->check(CLI::IsMember({"week", "month", "quarter", "year"}));
  verb.add_option("--domain", o->domain, "Only acts of this domain")->check(is_domain());
  auto* directed = verb.add_flag("--directed", o->directed, "Only each side toward the other");
  verb.add_flag("--undirected", o->undirected, "Only all acts between them")->excludes(directed);
  verb.add_flag("--records", o->records, "The ids of the records behind each point");
  verb.add_option("--unreal", o->unreal, "Planned, demanded and imagined acts: weighted, out or only")
      ->check(CLI::IsMember({"weighted", "out", "only"}));
  verb.add_option("--window", o->window, "Months over which a change is taken (12)")
      ->check(CLI::Range(1, 1200));
  verb.add_option("--region", o->region, "All states of a region or bloc side by side");
  verb.add_option("--toward", o->toward, "... toward this country");
  verb.add_option("--positions", o->positions,
                  "A table of positions by country and year (CSV) instead of the ledger");
  verb.add_option("--value", o->value, "... its column of positions (value)");
  verb.add_option("--country", o->country, "... its column of country codes (country)");
  verb.add_option("--year", o->year, "... its column of years (year)");
  chosen = [o](const MeasureOptions& m) {
    if (!o->positions.empty()) return positions(m, *o);
    return o->region.empty() && o->toward.empty() ? dyad(m, *o) : region(m, *o);
  };
}

}  // namespace realign::app
