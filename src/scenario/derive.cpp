#include "scenario/derive.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <set>

#include "ledger/indicators.h"
#include "measure/floor.h"
#include "measure/shares.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::scenario {

std::map<std::string, Economy> read_economies(const std::string& path) {
  std::map<std::string, Economy> out;
  const auto table = text::Table::read(path, 3, 3);
  for (const auto& row : table.rows()) {
    const auto number = [&](const std::string& cell) {
      double v = 0;
      const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
      if (failed != std::errc() || end != cell.data() + cell.size() || !(v > 0))
        throw table.error(row, "'" + cell + "' is no number above 0");
      return v;
    };
    out[row[0]] = {number(row[1]), number(row[2])};
  }
  return out;
}

namespace {

text::Date date_of(const std::string& day) {
  const auto date = text::parse_date(day);
  if (!date) throw text::Error("'" + day + "'", "is no date (YYYY-MM-DD)");
  return *date;
}

// What an actor did and what concerned the country, in a time.
struct Tally {
  int records = 0, about = 0;         // its records, and those that concern the country
  double weight = 0, elsewhere = 0;   // of what it did, and of its force against third parties
  double all = 0, unrest = 0;         // of all its records, and of protest and repression at home
  std::map<std::string, int> others;  // the other sides of its records
};

bool is_force(coding::Type type) {
  return type == coding::Type::MOBILIZE || type == coding::Type::COERCE || type == coding::Type::ASSAULT;
}

Tally tally(const ledger::Ledger& ledger, const actors::World& world, const std::string& code,
            const std::string& country, const std::string& from, const std::string& to) {
  Tally t;
  ledger::Filter filter;
  filter.actors = {code};
  filter.from = from;
  filter.to = to;
  filter.distinct = true;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    const auto& e = row.event;
    const auto has = [](const std::vector<actors::Actor>& list, const std::string& who) {
      return std::any_of(list.begin(), list.end(), [&](const auto& a) { return a.country == who; });
    };
    ++t.records;
    if (has(e.source, country) || has(e.target, country)) ++t.about;
    std::set<std::string> codes;
    for (const auto* side : {&e.source, &e.target})
      for (const auto& a : *side)
        if (a.country != code && world.can_act(a.country)) codes.insert(a.country);
    for (const auto& c : codes) ++t.others[c];
    t.all += std::abs(e.score);
    if (codes.empty() &&
        (e.type == coding::Type::PROTEST || (e.domain == coding::Domain::domestic && e.score < 0)))
      t.unrest += std::abs(e.score);
    if (!has(e.source, code)) return true;
    t.weight += std::abs(e.score);
    if (is_force(e.type) && e.polarity == coding::Polarity::affirmed &&
        e.modality == coding::Modality::actual && !codes.empty() && !has(e.target, country) &&
        !has(e.target, code))
      t.elsewhere += std::abs(e.score);
    return true;
  });
  return t;
}

double bound_of(const Tally& t) {
  return t.elsewhere / (t.weight + 8);
}

// Who is pressed at home cannot wait: 0.95 in quiet times, down to 0.65 where all its records are unrest.
double patience_of(const Tally& t) {
  return 0.95 - 0.3 * t.unrest / (t.all + 8);
}

struct Level {
  double value = 0;
  std::string from;
};

Level level_between(const ledger::Ledger& ledger, const std::string& one, const std::string& other,
                    const std::string& at, const measure::Thresholds& thresholds) {
  measure::SeriesOptions options;
  options.to = at;
  options.directed = false;
  const auto series = measure::series_of(ledger, one, other, options);
  const auto t = measure::trajectory(series, thresholds);
  if (t.verdict != measure::Verdict::too_little)
    return {t.end, fmt::format("level of {} events between {} and {}", series.events, one, other)};
  double sum = 0;
  for (const auto& p : series.points) sum += p.mean * p.count;
  // Few acts say little: drawn toward 0 as if four neutral ones stood beside them.
  return {sum / (series.events + 4), fmt::format("mean of {} event{} between {} and {}, drawn toward 0",
                                                 series.events, series.events == 1 ? "" : "s", one, other)};
}

double rounded(double value, double steps) {
  return std::round(value * steps) / steps;
}

// National capabilities by code, the largest not yet 1, with where they came from.
std::map<std::string, std::pair<double, std::string>> capabilities(
    const ledger::Ledger& ledger, const std::map<std::string, Economy>& economies,
    const std::vector<std::string>& codes, const std::string& indicator, int year) {
  std::map<std::string, std::pair<double, std::string>> out;
  if (indicator.empty()) {
    for (const auto& code : codes) {
      const auto& e = economies.at(code);
      out[code] = {std::sqrt(e.gdp * e.population),
                   fmt::format("root of GDP {:.3g} x population {:.3g} (Unicode CLDR)", e.gdp, e.population)};
    }
    return out;
  }
  std::map<std::string, std::map<int, double>> years;
  ledger::indicators(ledger, indicator, [&](const ledger::Indicator& row) {
    if (row.year <= year) years[row.from][row.year] += row.value;
  });
  for (const auto& code : codes) {
    const auto found = years.find(code);
    if (found == years.end())
      throw text::Error("the ledger",
                        fmt::format("has no indicator '{}' of {} until {}", indicator, code, year));
    const auto& [latest, value] = *found->second.rbegin();
    out[code] = {value, fmt::format("{} of {}: {:.4g}", indicator, latest, value)};
  }
  return out;
}

struct Shares {
  double partners = 1, dependence = 0;
  int acts = 0;
  std::string from;
};

Shares shares_of(const ledger::Ledger& ledger, const Tally& own, const std::string& country,
                 const std::string& patron, const std::string& indicator, int year,
                 const std::string& period) {
  std::vector<std::pair<std::string, double>> amounts;
  Shares out;
  if (indicator.empty()) {
    for (const auto& [code, n] : own.others) amounts.emplace_back(code, n), out.acts += n;
    out.from = fmt::format("{} acts with {} partners {}", out.acts, amounts.size(), period);
  } else {
    std::map<int, std::map<std::string, double>> years;
    ledger::indicators(ledger, indicator, [&](const ledger::Indicator& row) {
      if (row.year > year || row.from == row.to) return;
      if (row.from == country) years[row.year][row.to] += row.value;
      if (row.to == country) years[row.year][row.from] += row.value;
    });
    if (years.empty())
      throw text::Error("the ledger",
                        fmt::format("has no indicator '{}' of {} until {}", indicator, country, year));
    for (const auto& [code, value] : years.rbegin()->second) amounts.emplace_back(code, value);
    out.from = fmt::format("{} of {} with {} partners", indicator, years.rbegin()->first, amounts.size());
  }
  const auto d = measure::diversification(amounts);
  out.partners = std::max(d.partners, 1.0);
  for (const auto& s : d.shares)
    if (s.partner == patron) out.dependence = s.share;
  return out;
}

}  // namespace

std::string year_before(const std::string& day) {
  const auto date = date_of(day) - std::chrono::years(1);
  return text::format_date(date.ok() ? date : date.year() / std::chrono::March / 1);
}

std::string day_before(const std::string& day) {
  return text::format_date(std::chrono::sys_days(date_of(day)) - std::chrono::days(1));
}

std::string last_of_month(const std::string& month) {
  const auto date = date_of(month + "-01");
  return text::format_date(date.year() / date.month() / std::chrono::last);
}

std::pair<std::string, std::string> sides_of(const actors::World& world, const std::string& issue) {
  const auto between = issue.find(" between "), and_others = issue.find(" and ", between + 1);
  if (between == std::string::npos || and_others == std::string::npos) return {};
  const auto country = world.code_of(issue.substr(0, between)),
             patron = world.code_of(issue.substr(between + 9, and_others - between - 9));
  if (country.empty() || patron.empty()) return {};
  return {country, patron};
}

Derived derive(const ledger::Ledger& ledger, const actors::World& world,
               const std::map<std::string, Economy>& economies, const std::string& country,
               const std::string& patron, const std::string& at, const measure::Thresholds& thresholds,
               std::size_t others, const DeriveOptions& wanted) {
  if (country == patron) throw text::Error("the issue", "country and patron are the same");
  const int year = std::stoi(at.substr(0, 4));
  std::string from = year_before(at), period = "from " + from + " to " + at;
  auto own = tally(ledger, world, country, country, from, at);
  if (own.records < static_cast<int>(measure::kLeastActs)) {
    from.clear(), period = "until " + at;
    own = tally(ledger, world, country, country, from, at);
  }
  const auto ever = tally(ledger, world, country, country, "", at);
  if (!ever.others.contains(patron))
    throw text::Error("the ledger",
                      fmt::format("has no act between {} and {} until {}", country, patron, at));
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [code, n] : ever.others)
    if (code != patron && (wanted.capability.empty() ? economies.contains(code) : world.is_state(code)))
      order.emplace_back(n, code);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    if ((a.second == wanted.partner) != (b.second == wanted.partner)) return a.second == wanted.partner;
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > others) order.resize(others);
  if (!wanted.partners.empty()) {
    order.clear();
    for (const auto& code : wanted.partners) {
      const auto found = ever.others.find(code);
      order.emplace_back(found == ever.others.end() ? 0 : found->second, code);
    }
  }
  if (order.empty())
    throw text::Error("the ledger", fmt::format("knows no other partner of {} until {}", country, at));

  Derived out;
  out.codes = {country, patron};
  for (const auto& [n, code] : order) out.codes.push_back(code);
  if (wanted.capability.empty())
    for (const auto& code : out.codes)
      if (!economies.contains(code)) throw text::Error("data/measure/economies.tsv", "has no " + code);
  const auto strength = capabilities(ledger, economies, out.codes, wanted.capability, year);
  const auto structure = measure::Structure::load(text::data_dir());
  double most = 0;
  for (const auto& [code, c] : strength) most = std::max(most, c.first);
  if (most <= 0) throw text::Error("the ledger", "gives no actor any capability");

  auto& s = out.scenario;
  s.issue =
      fmt::format("{} between {} and its other partners", world.name_of(country), world.name_of(patron));
  s.low = "with the others alone";
  s.high = "with " + world.name_of(patron) + " alone";
  std::string text = fmt::format(
      "# Derived from {} as of {}. Change what you know better.\nissue = \"{}\"\nlow = \"{}\"\nhigh = "
      "\"{}\"\nrounds "
      "= 10\n",
      ledger.path().substr(ledger.path().rfind('/') + 1), at, s.issue, s.low, s.high);

  const auto toward = level_between(ledger, country, patron, at, thresholds);
  out.level = toward.value, out.level_from = toward.from;
  double rest = 0;
  int weight = 0;
  std::map<std::string, Level> to_country;
  for (const auto& [n, code] : order) {
    to_country[code] = level_between(ledger, code, country, at, thresholds);
    rest += to_country[code].value * n;
    weight += n;
  }
  if (weight > 0) rest /= weight;
  for (const auto& code : out.codes) {
    const auto name = world.name_of(code);
    const auto t = code == country ? own : tally(ledger, world, code, country, from, at);
    double position = 100, salience = 1, reach = 1;
    std::string where = "the patron wants all of it", why = "its own fate";
    if (code == country) {
      position = std::clamp(50 + 2.5 * (toward.value - rest), 0.0, 100.0);
      where = fmt::format("50 + 5/2 ({:+.2f} toward {} less {:+.2f} toward the others): {}", toward.value,
                          patron, rest, toward.from);
    } else {
      const double share = t.about / (t.records + 4.0),
                   matters = structure.floor(world, code, country).score.value_or(0);
      salience = std::clamp(std::sqrt(share * matters), 0.05, 1.0);
      why = fmt::format(
          "root of {:.2f} ({} of its {} records {} concern {}, drawn down by 4) x {:.2f} (how far {} can "
          "matter to it at all)",
          share, t.about, t.records, period, country, matters, country);
      reach = 0.5 + 0.5 * structure.floor(world, country, code).closeness;
      if (code != patron) {
        const auto theirs = level_between(ledger, code, patron, at, thresholds);
        position = std::clamp(50 + 2.5 * (theirs.value - to_country[code].value), 0.0, 100.0);
        where = fmt::format("50 + 5/2 ({:+.2f} toward {} less {:+.2f} toward {}): {}; {}", theirs.value,
                            patron, to_country[code].value, country, theirs.from, to_country[code].from);
      }
    }
    const double bound = bound_of(t);
    if (code == patron) out.bound = bound;
    const auto& [raw, made] = strength.at(code);
    const double capability = raw / most * reach * (1 - bound);
    std::string power = fmt::format("{:.3f} ({}, largest 1)", raw / most, made);
    if (code != country) power += fmt::format(" x reach {:.2f}", reach);
    if (bound > 0.005) power += fmt::format(" x {:.2f} not bound by force elsewhere {}", 1 - bound, period);
    ActorSpec a{name,
                "",
                fixed(rounded(position, 10)),
                fixed(rounded(capability, 10000)),
                fixed(rounded(salience, 100)),
                1};
    text += fmt::format(
        "\n[[actor]]\nname = \"{}\"\nposition = {}    # {}\ncapability = {}  # {}\nsalience = {}    # {}\n",
        name, a.position.a, where, a.capability.a, power, a.salience.a, why);
    out.origins.push_back({name, "position", a.position.a, where});
    out.origins.push_back({name, "capability", a.capability.a, power});
    out.origins.push_back({name, "salience", a.salience.a, why});
    s.actors.push_back(std::move(a));
  }
  s.choice = Choice{world.name_of(country), {0, 100}};
  text += fmt::format("\n[choice]\nactor = \"{}\"\npoles = [0, 100]\n", world.name_of(country));

  const auto shares = shares_of(ledger, own, country, patron, wanted.dependence, year, period);
  out.dependence = shares.dependence, out.acts = shares.acts;
  const auto theirs = tally(ledger, world, patron, country, from, at);
  s.bargain = BargainSpec{world.name_of(country),
                          world.name_of(patron),
                          fixed(rounded(shares.partners, 100)),
                          fixed(rounded(shares.dependence, 100)),
                          fixed(rounded(patience_of(own), 1000)),
                          fixed(rounded(patience_of(theirs), 1000))};
  text +=
      fmt::format("\n[bargain]\ncountry = \"{}\"\npatron = \"{}\"\n", s.bargain->country, s.bargain->patron);
  const auto tell = [&](const std::string& actor, const char* key, double value, const std::string& made) {
    text += fmt::format("{} = {}  # {}\n", key, value, made);
    out.origins.push_back({actor, key, value, made});
  };
  const auto unrest = [&](const Tally& t) {
    return fmt::format(
        "0.95 less 0.3 times the share of unrest at home in its records {}: {:.1f} of {:.1f} + 8 by weight",
        period, t.unrest, t.all);
  };
  tell(s.bargain->country, "partners", s.bargain->partners.a,
       "effective number (1 / Herfindahl) of " + shares.from);
  tell(s.bargain->country, "dependence", s.bargain->dependence.a, "share of the patron in " + shares.from);
  tell(s.bargain->country, "patience", s.bargain->patience.a, unrest(own));
  tell(s.bargain->patron, "patron_patience", s.bargain->patron_patience.a, unrest(theirs));
  out.explained = std::move(text);
  return out;
}

}  // namespace realign::scenario
