// realign measure --partners, --influence, --similarity, --balance, --floor: indices from the ledger, from
// tables, and built in.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "coding/coder.h"
#include "ledger/indicators.h"
#include "measure.h"
#include "measure/balance.h"
#include "measure/csv.h"
#include "measure/floor.h"
#include "measure/influence.h"
#include "measure/periods.h"
#include "measure/shares.h"
#include "measure/similarity.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {
namespace {

struct Options {
  bool partners = false, floor = false;
  std::string indicator, alliance, influence, similarity, balance, first = "", second = "", weight, window,
                                                                   of;
  int levels = 3;
};

std::string code_for(const actors::World& world, const std::string& what) {
  auto code = world.code_of(what);
  if (code.empty()) throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
  return code;
}

void print_shares(const measure::Diversification& d, const std::string& title, Format format,
                  const actors::World* world) {
  const auto name = [&](const std::string& code) { return world == nullptr ? code : world->name_of(code); };
  if (format == Format::table) {
    fmt::print("{}\n", title);
    if (d.shares.empty()) {
      fmt::print("  nothing to share\n");
      return;
    }
    fmt::print("  Herfindahl {:.3f}", d.herfindahl);
    if (d.herfindahl_low < d.herfindahl_high)
      fmt::print(" ({:.3f} to {:.3f})", d.herfindahl_low, d.herfindahl_high);
    fmt::print("   effective partners {:.2f}   entropy {:.3f}   largest {:.3f}", d.partners, d.entropy,
               d.largest);
    if (d.largest_low < d.largest_high) fmt::print(" ({:.3f} to {:.3f})", d.largest_low, d.largest_high);
    fmt::print("   total {:g}\n", d.total);
    for (const auto& s : d.shares)
      fmt::print("  {:<28}{:>12g}{:>9.3f}\n", name(s.partner), s.amount, s.share);
    return;
  }
  for (const auto& s : d.shares)
    if (format == Format::csv)
      fmt::print("\"{}\",{},{:g},{:.6f}\n", title, s.partner, s.amount, s.share);
    else
      fmt::print("{{\"kind\":\"share\",\"of\":\"{}\",\"partner\":\"{}\",\"amount\":{:g},\"share\":{:.6f}}}\n",
                 title, s.partner, s.amount, s.share);
  if (format == Format::jsonl)
    fmt::print(
        "{{\"kind\":\"diversification\",\"of\":\"{}\",\"total\":{:g},\"herfindahl\":{:.6f},\"herfindahl_"
        "low\":{:.6f},\"herfindahl_high\":{:.6f},"
        "\"partners\":{:.4f},\"entropy\":{:.4f},\"largest\":{:.4f}}}\n",
        title, d.total, d.herfindahl, d.herfindahl_low, d.herfindahl_high, d.partners, d.entropy, d.largest);
}

// Shares of partners: of cooperative acts by domain from the ledger, or of an indicator.
int partners(const MeasureOptions& m, const Options& o) {
  if (m.countries.size() != 1) throw text::Error("--partners", "wants one country");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto country = code_for(world, m.countries[0]);
  const auto ledger =
      ledger::Ledger::open(m.ledger.empty() ? ledger::Ledger::default_path() : m.ledger, ledger::Mode::read);
  const auto format = format_of(m.format);
  if (format == Format::csv) fmt::print("of,partner,amount,share\n");
  if (!o.indicator.empty()) {
    std::map<int, std::vector<std::pair<std::string, double>>> years;
    std::vector<std::pair<std::string, double>> all;
    ledger::indicators(ledger, o.indicator, [&](const ledger::Indicator& i) {
      if (i.from != country && i.to != country) return;
      const auto day = std::to_string(i.year) + "-07-01";
      if ((!m.from.empty() && day < m.from) || (!m.to.empty() && day > m.to)) return;
      all.emplace_back(i.from == country ? i.to : i.from, i.value);
      years[i.year].push_back(all.back());
    });
    if (all.empty())
      throw text::Error(o.indicator,
                        "the ledger has no such indicator of " + country + " (realign import indicators)");
    print_shares(measure::diversification(all), o.indicator, format, &world);
    if (format == Format::table) {
      fmt::print("\n{:<6}{:>12}{:>12}{:>10}{:>9}\n", "year", "total", "Herfindahl", "partners", "largest");
      for (const auto& [year, list] : years) {
        const auto d = measure::diversification(list);
        if (!d.shares.empty())
          fmt::print("{:<6}{:>12g}{:>12.3f}{:>10.2f}{:>9.3f}\n", year, d.total, d.herfindahl, d.partners,
                     d.largest);
      }
    }
    return 0;
  }
  std::map<std::string, std::vector<std::pair<std::string, double>>> domains;
  std::map<int, std::vector<std::pair<std::string, double>>> years;
  std::set<std::string> security;
  ledger::Filter filter;
  filter.actors = {country};
  filter.from = m.from;
  filter.to = m.to;
  filter.distinct = true;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    if (row.event.score <= 0 || row.event.modality != coding::Modality::actual) return true;
    std::set<std::string> others;
    for (const auto* side : {&row.event.source, &row.event.target})
      for (const auto& a : *side)
        if (a.country != country && world.can_act(a.country)) others.insert(a.country);
    for (const auto& code : others) {
      domains["all domains"].emplace_back(code, row.event.score);
      domains[std::string(to_string(row.event.domain))].emplace_back(code, row.event.score);
      if (const auto year = measure::period_of(row.day, measure::Step::year))
        years[*year].emplace_back(code, row.event.score);
      if (row.event.domain == coding::Domain::security || row.event.domain == coding::Domain::military)
        security.insert(code);
    }
    return true;
  });
  if (domains.empty()) {
    fmt::print("{}: too little to say: no cooperative act\n", world.name_of(country));
    return 0;
  }
  for (const auto& [domain, acts] : domains)
    print_shares(measure::diversification_of_acts(acts, 500, 1), domain, format, &world);
  if (format == Format::table) {
    fmt::print("\nby year\n{:<6}{:>7}{:>12}{:>18}{:>10}  {}\n", "year", "acts", "Herfindahl", "80 %",
               "partners", "largest");
    for (const auto& [year, acts] : years) {
      const auto d = measure::diversification_of_acts(acts, 500, 1);
      fmt::print("{:<6}{:>7}{:>12.3f}{:>18}{:>10.2f}  {} {:.2f}\n", year, acts.size(), d.herfindahl,
                 fmt::format("{:.2f} .. {:.2f}", d.herfindahl_low, d.herfindahl_high), d.partners,
                 world.name_of(d.shares.front().partner), d.largest);
    }
  }
  if (!o.alliance.empty()) {
    const auto code = code_for(world, o.alliance);
    const auto members = world.members_of(code, std::nullopt);
    int in = 0;
    std::string inside, outside;
    for (const auto& s : security) {
      const bool member = s == code || std::find(members.begin(), members.end(), s) != members.end();
      in += member ? 1 : 0;
      (member ? inside : outside) += " " + s;
    }
    if (format == Format::jsonl)
      fmt::print("{{\"kind\":\"security partners\",\"alliance\":\"{}\",\"inside\":{},\"outside\":{}}}\n",
                 code, in, security.size() - static_cast<std::size_t>(in));
    else if (format == Format::table)
      fmt::print("\nsecurity and military partners: {} in {} ({}), {} outside ({})\n", in,
                 world.name_of(code), inside, security.size() - static_cast<std::size_t>(in), outside);
  }
  return 0;
}

int influence(const MeasureOptions& m, const Options& o) {
  const auto csv = measure::Csv::read(o.influence);
  std::array<std::size_t, 6> b{}, d{};
  for (std::size_t i = 0; i < 6; ++i) {
    b[i] = csv.column(measure::kBandwidthColumns[i]);
    d[i] = csv.column(measure::kDependenceColumns[i]);
  }
  const auto from = csv.column("iso3a"), to = csv.column("iso3b"), year = csv.column("year");
  std::set<std::string> wanted;
  if (!m.countries.empty()) {
    const auto world = actors::World::load(text::data_dir() + "/actors");
    for (const auto& c : m.countries) wanted.insert(code_for(world, c));
  }
  const auto format = format_of(m.format);
  if (format == Format::csv) fmt::print("year,from,to,bandwidth,dependence,influence\n");
  if (format == Format::table)
    fmt::print("{:<6}{:<6}{:<6}{:>10}{:>11}{:>10}   {}\n", "year", "from", "to", "bandwidth", "dependence",
               "influence", "largest parts of dependence");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    if (!wanted.empty() &&
        !(wanted.contains(csv.at(r, from)) && (wanted.size() == 1 || wanted.contains(csv.at(r, to)))) &&
        !(wanted.size() == 1 && wanted.contains(csv.at(r, to))))
      continue;
    measure::InfluenceInput in;
    bool known = true;
    for (std::size_t i = 0; i < 6; ++i) {
      known = known && !csv.at(r, b[i]).empty() && !csv.at(r, d[i]).empty();
      if (known) in.bandwidth[i] = csv.number(r, b[i]), in.dependence[i] = csv.number(r, d[i]);
    }
    if (!known) continue;
    const auto x = measure::influence(in);
    const int y = csv.whole(r, year);
    switch (format) {
      case Format::csv:
        fmt::print("{},{},{},{:.8f},{:.8f},{:.8f}\n", y, csv.at(r, from), csv.at(r, to), x.bandwidth,
                   x.dependence, x.index);
        break;
      case Format::jsonl:
        fmt::print(
            "{{\"kind\":\"influence\",\"year\":{},\"from\":\"{}\",\"to\":\"{}\",\"bandwidth\":{:.8f},"
            "\"dependence\":{:.8f},\"influence\":{:.8f}",
            y, csv.at(r, from), csv.at(r, to), x.bandwidth, x.dependence, x.index);
        for (std::size_t i = 0; i < 6; ++i)
          fmt::print(",\"{}\":{:.6f},\"{}\":{:.6f}", measure::kBandwidthNames[i], x.of_bandwidth[i],
                     measure::kDependenceNames[i], x.of_dependence[i]);
        fmt::print("}}\n");
        break;
      case Format::table: {
        std::vector<std::pair<double, std::size_t>> parts;
        for (std::size_t i = 0; i < 6; ++i) parts.emplace_back(x.of_dependence[i], i);
        std::sort(parts.rbegin(), parts.rend());
        std::string told;
        for (std::size_t k = 0; k < 3 && parts[k].first > 0; ++k)
          told += fmt::format("{}{} {:.3f}", k == 0 ? "" : ", ", measure::kDependenceNames[parts[k].second],
                              parts[k].first);
        fmt::print("{:<6}{:<6}{:<6}{:>10.4f}{:>11.4f}{:>10.4f}   {}\n", y, csv.at(r, from), csv.at(r, to),
                   x.bandwidth, x.dependence, x.index, told);
      }
    }
  }
  return 0;
}

int similarity(const MeasureOptions& m, const Options& o) {
  if (o.first.empty() || o.second.empty())
    throw text::Error("--similarity", "wants --first and --second, columns of the table");
  const auto csv = measure::Csv::read(o.similarity);
  const auto a = csv.column(o.first), b = csv.column(o.second);
  std::vector<int> x, y;
  std::vector<double> w;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    x.push_back(csv.whole(r, a));
    y.push_back(csv.whole(r, b));
    w.push_back(o.weight.empty() ? 1 : csv.number(r, csv.column(o.weight)));
  }
  const auto s = measure::similarity(x, y, w, o.levels);
  const std::pair<const char*, double> rows[] = {{"S", s.s},
                                                 {"weighted S", s.weighted_s},
                                                 {"kappa", s.kappa},
                                                 {"Scott's pi", s.scott_pi},
                                                 {"Haege's pi", s.haege_pi},
                                                 {"tau-b", s.tau_b}};
  const auto format = format_of(m.format);
  if (format == Format::csv) fmt::print("measure,value\n");
  for (const auto& [name, value] : rows) {
    const auto shown = std::isfinite(value) ? fmt::format("{:.10f}", value)
                                            : std::string(format == Format::jsonl ? "null" : "not defined");
    if (format == Format::table) fmt::print("{:<12}{:>16}\n", name, shown);
    if (format == Format::csv) fmt::print("{},{}\n", name, shown);
    if (format == Format::jsonl)
      fmt::print("{{\"kind\":\"similarity\",\"measure\":\"{}\",\"value\":{}}}\n", name, shown);
  }
  return 0;
}

int balance(const MeasureOptions& m, const Options& o) {
  const auto csv = measure::Csv::read(o.balance);
  const auto from = csv.column("from"), to = csv.column("to"), sign = csv.column("sign");
  const bool windows = std::find(csv.header().begin(), csv.header().end(), "window") != csv.header().end();
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::size_t>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string key = windows ? csv.at(r, csv.column("window")) : "";
    if (!rows.contains(key)) order.push_back(key);
    rows[key].push_back(r);
  }
  const auto format = format_of(m.format);
  if (format == Format::csv)
    fmt::print("window,states,ties,triangles,balanced,frustration,at_least,proven\n");
  if (format == Format::table)
    fmt::print("{:<8}{:>7}{:>7}{:>10}{:>10}{:>13}{:>10}  {}\n", "window", "states", "ties", "triangles",
               "balanced", "frustration", "at least", "proven");
  for (const auto& key : order) {
    std::map<std::string, int> index;
    std::vector<measure::Tie> ties;
    std::set<std::pair<int, int>> seen;
    for (const auto r : rows[key]) {
      const auto at = [&](std::size_t column) {
        return index.emplace(csv.at(r, column), static_cast<int>(index.size())).first->second;
      };
      const int a = at(from), b = at(to);
      const int s = csv.whole(r, sign);
      if (s != 1 && s != -1) throw csv.error(r, "sign is 1 or -1");
      if (a == b) throw csv.error(r, "joins a state with itself");
      if (!seen.insert(std::minmax(a, b)).second) throw csv.error(r, "stands twice");
      ties.push_back({a, b, s});
    }
    const auto x = measure::balance(static_cast<int>(index.size()), ties);
    switch (format) {
      case Format::table:
        fmt::print("{:<8}{:>7}{:>7}{:>10}{:>10.4f}{:>13}{:>10}  {}\n", key, index.size(), ties.size(),
                   x.triangles, x.balanced_share(), x.frustration, x.at_least, x.proven ? "yes" : "no");
        break;
      case Format::csv:
        fmt::print("{},{},{},{},{},{},{},{}\n", key, index.size(), ties.size(), x.triangles, x.balanced,
                   x.frustration, x.at_least, x.proven);
        break;
      case Format::jsonl:
        fmt::print(
            "{{\"kind\":\"balance\",\"window\":\"{}\",\"states\":{},\"ties\":{},\"triangles\":{},"
            "\"balanced\":{},\"frustration\":{},\"at_least\":{},\"proven\":{}}}\n",
            key, index.size(), ties.size(), x.triangles, x.balanced, x.frustration, x.at_least, x.proven);
    }
  }
  return 0;
}

int floor_of(const MeasureOptions& m) {
  if (m.countries.empty()) throw text::Error("--floor", "wants a country, or two");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto structure = measure::Structure::load(text::data_dir());
  const auto country = code_for(world, m.countries[0]);
  if (!world.is_state(country)) throw text::Error("'" + m.countries[0] + "'", "is no state");
  std::vector<std::string> others;
  if (m.countries.size() == 2)
    others = codes_of(m.countries[1], world);
  else
    others = world.members_of("UN", std::nullopt);
  std::erase_if(others, [&](const std::string& c) { return c == country || !world.is_state(c); });
  if (others.empty()) throw text::Error("'" + m.countries.back() + "'", "is no other state");
  std::vector<std::pair<measure::Floor, std::string>> rows;
  for (const auto& other : others) rows.emplace_back(structure.floor(world, country, other), other);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first.score > b.first.score; });
  if (m.countries.size() == 1 && rows.size() > 15) rows.resize(15);
  const auto format = format_of(m.format);
  const auto cell = [](const std::optional<double>& v, const char* pattern) {
    return v ? fmt::format(fmt::runtime(pattern), *v) : std::string("?");
  };
  if (format == Format::table)
    fmt::print("what holds {}\n{:<24}{:>6}{:>8}{:>10}{:>11}{:>9}{:>9}  {}\n", world.name_of(country), "by",
               "floor", "border", "capital km", "language", "GDP x", "people x", "common organisations");
  if (format == Format::csv)
    fmt::print(
        "from,to,floor,border,distance_km,language,language_share,gdp_ratio,people_ratio,organisations\n");
  for (const auto& [f, other] : rows) {
    std::string common;
    for (const auto& c : f.common) common += (common.empty() ? "" : " ") + c;
    switch (format) {
      case Format::table:
        fmt::print("{:<24}{:>6.2f}{:>8}{:>10}{:>11}{:>9}{:>9}  {}\n", world.name_of(other), f.score,
                   f.border ? "yes" : "no", cell(f.distance, "{:.0f}"),
                   f.language ? fmt::format("{} {:.2f}", f.language_name, *f.language) : "?",
                   cell(f.gdp_ratio, "{:.2f}"), cell(f.people_ratio, "{:.2f}"), common);
        break;
      case Format::csv:
        fmt::print("{},{},{:.4f},{},{},{},{},{},{},{}\n", country, other, f.score, f.border,
                   cell(f.distance, "{:.1f}"), f.language_name, cell(f.language, "{:.4f}"),
                   cell(f.gdp_ratio, "{:.4f}"), cell(f.people_ratio, "{:.4f}"), common);
        break;
      case Format::jsonl: {
        const auto json = [&](const std::optional<double>& v) {
          return v ? fmt::format("{:.4f}", *v) : std::string("null");
        };
        fmt::print(
            "{{\"kind\":\"floor\",\"from\":\"{}\",\"to\":\"{}\",\"floor\":{:.4f},\"border\":{},\"distance_"
            "km\":{},\"language\":\"{}\",\"language_share\":{},\"gdp_ratio\":{},\"people_ratio\":{},"
            "\"organisations\":\"{}\"}}\n",
            country, other, f.score, f.border, json(f.distance), f.language_name, json(f.language),
            json(f.gdp_ratio), json(f.people_ratio), common);
      }
    }
  }
  return 0;
}

}  // namespace

void add_index_readings(CLI::App& verb, MeasureRun& chosen) {
  auto o = std::make_shared<Options>();
  verb.add_flag("--partners", o->partners, "Shares of a country's partners, by domain");
  verb.add_option("--indicator", o->indicator, "... of an imported indicator instead of acts");
  verb.add_option("--alliance", o->alliance, "... and how many security partners are in this alliance");
  verb.add_flag(
      "--floor", o->floor,
      "What holds a country to another (or to the fifteen that hold it most), whatever its government does");
  verb.add_option("--influence", o->influence,
                  "Formal Bilateral Influence Capacity from a panel (CSV with the release's columns)");
  verb.add_option("--similarity", o->similarity, "Similarity of two profiles in a table (CSV)");
  verb.add_option("--first", o->first, "... column of the first profile");
  verb.add_option("--second", o->second, "... column of the second");
  verb.add_option("--weight", o->weight, "... column of weights");
  verb.add_option("--levels", o->levels, "... highest level (3)")->check(CLI::Range(1, 1000));
  verb.add_option("--balance", o->balance,
                  "Balance of a signed network (CSV: from, to, sign, and window if there are several)");
  const auto before = std::make_shared<MeasureRun>(chosen);
  chosen = [o, before](const MeasureOptions& m) {
    if (o->partners) return partners(m, *o);
    if (o->floor) return floor_of(m);
    if (!o->influence.empty()) return influence(m, *o);
    if (!o->similarity.empty()) return similarity(m, *o);
    if (!o->balance.empty()) return balance(m, *o);
    return (*before)(m);
  };
}

}  // namespace realign::app
