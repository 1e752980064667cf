// realign measure --partners, --influence, --similarity, --balance, --floor: indices from the ledger, from
// tables, and built in.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "coding/coder.h"
#include "measure.h"
#include "measure/balance.h"
#include "measure/csv.h"
#include "measure/floor.h"
#include "measure/influence.h"
#include "measure/similarity.h"
#include "measure_partners.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {
namespace {

struct Options {
  bool partners = false, floor = false;
  PartnersOptions of_partners;
  std::string influence, similarity, balance, first, second, weight;
  int levels = 3;
};

std::string code_for(const actors::World& world, const std::string& what) {
  auto code = world.code_of(what);
  if (code.empty()) throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
  return code;
}

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct InfluencePanel {
  struct Row {
    int year;
    std::size_t from, to;  // of codes
    measure::InfluenceInput parts;
  };
  std::vector<std::string> codes;
  std::deque<Row> rows;
};

// The whole table is read before anything is said, so that a bad row leaves no half an answer.
InfluencePanel read_influence(const std::string& path, const std::set<std::string>& wanted) {
  InfluencePanel panel;
  std::unordered_map<std::string, std::size_t> known;
  const auto code = [&](const std::string& name) {
    const auto [at, added] = known.emplace(name, panel.codes.size());
    if (added) panel.codes.push_back(name);
    return at->second;
  };
  std::array<std::size_t, 6> b{}, d{};
  std::size_t from = 0, to = 0, year = 0;
  bool begun = false;
  measure::Csv::stream(path, [&](const measure::Csv& csv) {
    if (!begun) {
      for (std::size_t i = 0; i < 6; ++i) {
        b[i] = csv.column(measure::kBandwidthColumns[i]);
        d[i] = csv.column(measure::kDependenceColumns[i]);
      }
      from = csv.column("iso3a"), to = csv.column("iso3b"), year = csv.column("year");
      begun = true;
    }
    for (const auto column : {from, to})
      if (csv.at(0, column).find_first_of(",\"\r\n") != std::string::npos)
        throw csv.error(0, "'" + csv.at(0, column) + "' is no code");
    const auto named =
        (wanted.contains(csv.at(0, from)) ? 1U : 0U) + (wanted.contains(csv.at(0, to)) ? 1U : 0U);
    if (named < wanted.size()) return;
    measure::InfluenceInput in;
    for (std::size_t i = 0; i < 6; ++i) {
      if (csv.at(0, b[i]).empty() || csv.at(0, d[i]).empty()) return;  // not known
      in.bandwidth[i] = csv.number(0, b[i]);
      in.dependence[i] = csv.number(0, d[i]);
      if (in.bandwidth[i] < 0 || in.dependence[i] < 0) throw csv.error(0, "a part is negative");
    }
    panel.rows.push_back({csv.whole(0, year), code(csv.at(0, from)), code(csv.at(0, to)), in});
  });
  return panel;
}

// v to so many decimals: a panel has tens of millions of numbers, and whole ones are printed several times
// faster.
void fixed(std::string& out, double v, int decimals) {
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  if (!(std::abs(v) * scale < 9e15)) {
    out += fmt::format("{:.{}f}", v, decimals);
    return;
  }
  const auto n = std::llround(v * scale);
  const fmt::format_int digits(n < 0 ? -n : n);
  if (n < 0) out += '-';
  const auto size = static_cast<int>(digits.size());
  if (size <= decimals) {
    out += "0.";
    out.append(static_cast<std::size_t>(decimals - size), '0').append(digits.data(), digits.size());
  } else {
    out.append(digits.data(), static_cast<std::size_t>(size - decimals)) += '.';
    out.append(digits.data() + size - decimals, static_cast<std::size_t>(decimals));
  }
}

void add_influence(std::string& out, const InfluencePanel& panel, const InfluencePanel::Row& row,
                   Format format) {
  const auto x = measure::influence(row.parts);
  const auto &from = panel.codes[row.from], &to = panel.codes[row.to];
  if (format == Format::table) {
    std::vector<std::pair<double, std::size_t>> parts;
    for (std::size_t i = 0; i < 6; ++i) parts.emplace_back(x.of_dependence[i], i);
    std::sort(parts.rbegin(), parts.rend());
    std::string told;
    for (std::size_t k = 0; k < 3 && parts[k].first > 0; ++k)
      told += fmt::format("{}{} {:.3f}", k == 0 ? "" : ", ", measure::kDependenceNames[parts[k].second],
                          parts[k].first);
    out += fmt::format("{:<6}{:<6}{:<6}{:>10.4f}{:>11.4f}{:>10.4f}   {}\n", row.year, from, to, x.bandwidth,
                       x.dependence, x.index, told);
    return;
  }
  const bool json = format == Format::jsonl;
  const auto field = [&](std::string_view name, double v, int decimals) {
    out += ',';
    if (json) (out += '"').append(name) += "\":";
    fixed(out, v, decimals);
  };
  if (json) out += "{\"kind\":\"influence\",\"year\":";
  out.append(fmt::format_int(row.year).c_str());
  (out += json ? ",\"from\":" : ",") += json ? json_text(from) : from;
  (out += json ? ",\"to\":" : ",") += json ? json_text(to) : to;
  field("bandwidth", x.bandwidth, 8);
  field("dependence", x.dependence, 8);
  field("influence", x.index, 8);
  for (std::size_t i = 0; i < 6; ++i) field(measure::kBandwidthNames[i], x.of_bandwidth[i], 6);
  for (std::size_t i = 0; i < 6; ++i) field(measure::kDependenceNames[i], x.of_dependence[i], 6);
  out += json ? "}\n" : "\n";
}

int influence(const MeasureOptions& m, const Options& o) {
  std::set<std::string> wanted;
  if (!m.countries.empty()) {
    const auto world = actors::World::load(text::data_dir() + "/actors");
    for (const auto& c : m.countries) wanted.insert(code_for(world, c));
  }
  const auto panel = read_influence(o.influence, wanted);
  if (panel.rows.empty())
    throw text::Error(o.influence, "has no complete row" + std::string(wanted.empty() ? "" : " of them"));
  const auto format = format_of(m.format);
  std::string out;
  if (format == Format::csv) {
    out = "year,from,to,bandwidth,dependence,influence";
    for (const auto& name : measure::kBandwidthNames) out += fmt::format(",\"bandwidth: {}\"", name);
    for (const auto& name : measure::kDependenceNames) out += fmt::format(",\"dependence: {}\"", name);
    out += '\n';
  }
  if (format == Format::table)
    out = fmt::format("{:<6}{:<6}{:<6}{:>10}{:>11}{:>10}   {}\n", "year", "from", "to", "bandwidth",
                      "dependence", "influence", "largest parts of dependence");
  for (const auto& row : panel.rows) {
    add_influence(out, panel, row, format);
    if (out.size() > 1 << 16) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return 0;
}

int similarity(const MeasureOptions& m, const Options& o) {
  if (o.first.empty() || o.second.empty())
    throw text::Error("--similarity", "wants --first and --second, columns of the table");
  const auto csv = measure::Csv::read(o.similarity);
  const auto a = csv.column(o.first), b = csv.column(o.second);
  std::vector<int> x, y;
  std::vector<double> w;
  const auto weight = o.weight.empty() ? 0 : csv.column(o.weight);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    x.push_back(csv.whole(r, a));
    y.push_back(csv.whole(r, b));
    w.push_back(o.weight.empty() ? 1 : csv.number(r, weight));
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
    const auto camp = [&](int side) {
      std::string out;
      for (const auto& [name, at] : index)
        if (x.camp[static_cast<std::size_t>(at)] == side) (out += out.empty() ? "" : ",") += json_text(name);
      return out;
    };
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
            "{{\"kind\":\"balance\",\"window\":{},\"states\":{},\"ties\":{},\"triangles\":{},"
            "\"balanced\":{},\"frustration\":{},\"at_least\":{},\"proven\":{},\"camps\":[[{}],[{}]]}}\n",
            json_text(key), index.size(), ties.size(), x.triangles, x.balanced, x.frustration, x.at_least,
            x.proven, camp(0), camp(1));
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
  const auto cell = [format](const std::optional<double>& v, const char* pattern) {
    return v ? fmt::format(fmt::runtime(pattern), *v) : std::string(format == Format::csv ? "" : "?");
  };
  if (format == Format::table)
    fmt::print("what holds {}\n{:<24}{:>6}{:>8}{:>12}{:>9}{:>9}{:>10}  {}\n", world.name_of(country), "by",
               "floor", "border", "capital km", "language", "GDP x", "people x", "common organisations");
  if (format == Format::csv)
    fmt::print(
        "from,to,floor,border,distance_km,language,language_share,gdp_ratio,people_ratio,organisations,"
        "closeness,weight\n");
  for (const auto& [f, other] : rows) {
    std::string common;
    for (const auto& c : f.common) common += (common.empty() ? "" : " ") + c;
    switch (format) {
      case Format::table:
        fmt::print("{:<24}{:>6}{:>8}{:>12}{:>9}{:>9}{:>10}  {}\n", world.name_of(other),
                   cell(f.score, "{:.2f}"), f.border ? "yes" : "no", cell(f.distance, "{:.0f}"),
                   f.language ? fmt::format("{} {:.2f}", f.language_name, *f.language) : "?",
                   cell(f.gdp_ratio, "{:.2f}"), cell(f.people_ratio, "{:.2f}"), common);
        break;
      case Format::csv:
        fmt::print("{},{},{},{},{},{},{},{},{},{},{:.4f},{}\n", country, other, cell(f.score, "{:.4f}"),
                   f.border ? 1 : 0, cell(f.distance, "{:.1f}"), f.language_name, cell(f.language, "{:.4f}"),
                   cell(f.gdp_ratio, "{:.4f}"), cell(f.people_ratio, "{:.4f}"), common, f.closeness,
                   cell(f.weight, "{:.4f}"));
        break;
      case Format::jsonl: {
        const auto json = [&](const std::optional<double>& v) {
          return v ? fmt::format("{:.4f}", *v) : std::string("null");
        };
        fmt::print(
            "{{\"kind\":\"floor\",\"from\":\"{}\",\"to\":\"{}\",\"floor\":{},\"closeness\":{:.4f},\"weight\":"
            "{},\"border\":{},\"distance_"
            "km\":{},\"language\":\"{}\",\"language_share\":{},\"gdp_ratio\":{},\"people_ratio\":{},"
            "\"organisations\":\"{}\"}}\n",
            country, other, json(f.score), f.closeness, json(f.weight), f.border, json(f.distance),
            f.language_name, json(f.language), json(f.gdp_ratio), json(f.people_ratio), common);
      }
    }
  }
  return 0;
}

}  // namespace

void add_index_readings(CLI::App& verb, MeasureRun& chosen) {
  auto o = std::make_shared<Options>();
  verb.add_flag("--partners", o->partners, "Shares of a country's partners, by domain");
  verb.add_option("--indicator", o->of_partners.indicator, "... of an imported indicator instead of acts");
  verb.add_option("--flow", o->of_partners.flow,
                  "... of the indicator: what partners send it (in), what it sends (out), or both")
      ->check(CLI::IsMember({"in", "out", "both"}));
  verb.add_option("--alliance", o->of_partners.alliance,
                  "... and how many security partners are in this alliance");
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
    if (o->partners) return partners(m, o->of_partners);
    if (o->floor) return floor_of(m);
    if (!o->influence.empty()) return influence(m, *o);
    if (!o->similarity.empty()) return similarity(m, *o);
    if (!o->balance.empty()) return balance(m, *o);
    return (*before)(m);
  };
}

}  // namespace realign::app
