#include "scenario/derive.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

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

Derived derive(const ledger::Ledger& ledger, const actors::World& world,
               const std::map<std::string, Economy>& economies, const std::string& country,
               const std::string& patron, const std::string& at, const measure::Thresholds& thresholds,
               std::size_t others) {
  // Partners by number of acts.
  std::map<std::string, int> acts, about;
  std::map<std::string, int> own;
  ledger::Filter filter;
  filter.actors = {country};
  filter.to = at;
  filter.distinct = true;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    std::set<std::string> codes;
    for (const auto* side : {&row.event.source, &row.event.target})
      for (const auto& a : *side)
        if (a.country != country && world.can_act(a.country)) codes.insert(a.country);
    for (const auto& c : codes) ++acts[c];
    return true;
  });
  if (acts[patron] == 0)
    throw text::Error("the ledger",
                      fmt::format("has no act between {} and {} until {}", country, patron, at));
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [code, n] : acts)
    if (code != patron && economies.contains(code)) order.emplace_back(n, code);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > others) order.resize(others);
  if (order.empty())
    throw text::Error("the ledger", fmt::format("knows no other partner of {} until {}", country, at));
  std::vector<std::string> codes{country, patron};
  for (const auto& [n, code] : order) codes.push_back(code);
  for (const auto& code : codes)
    if (!economies.contains(code)) throw text::Error("data/measure/economies.tsv", "has no " + code);
  measure::SeriesOptions options;
  options.to = at;
  options.directed = false;
  struct Level {
    double value = 0;
    std::string from;
  };
  const auto level_between = [&](const std::string& one, const std::string& other) {
    const auto series = measure::series_of(ledger, one, other, options);
    const auto t = measure::trajectory(series, thresholds);
    if (t.verdict != measure::Verdict::too_little)
      return Level{t.end, fmt::format("level of {} events between {} and {}", series.events, one, other)};
    double sum = 0;
    for (const auto& p : series.points) sum += p.mean * p.count;
    // Few acts say little: drawn toward 0 as if four neutral ones stood beside them.
    return Level{sum / (series.events + 4),
                 fmt::format("mean of {} event{} between {} and {}, drawn toward 0", series.events,
                             series.events == 1 ? "" : "s", one, other)};
  };
  const auto level = [&](const std::string& other) { return level_between(country, other); };
  const auto toward = level(patron);
  double rest = 0;
  int weight = 0;
  for (const auto& [n, code] : order) {
    rest += level(code).value * n;
    weight += n;
  }
  rest /= weight;
  double most = 0;
  std::map<std::string, double> capability;
  for (const auto& code : codes) {
    const auto& e = economies.at(code);
    capability[code] = std::sqrt(e.gdp * e.population);
    most = std::max(most, capability[code]);
  }
  Derived out;
  auto& s = out.scenario;
  s.issue =
      fmt::format("{} between {} and its other partners", world.name_of(country), world.name_of(patron));
  s.low = "with the others alone";
  s.high = "with " + world.name_of(patron) + " alone";
  std::string text = fmt::format(
      "# Derived from {} as of {}. Change what you know better.\nissue = \"{}\"\nlow = \"{}\"\nhigh = "
      "\"{}\"\nrounds = 10\n",
      ledger.path().substr(ledger.path().rfind('/') + 1), at, s.issue, s.low, s.high);
  int all = 0;
  for (const auto& [code, n] : acts) all += n;
  for (const auto& code : codes) {
    double position = 100, salience = 0;
    std::string where = "the patron wants all of it", why;
    if (code != country && code != patron) {
      const auto theirs = level_between(code, patron);
      position = std::clamp(50 + 5 * theirs.value, 0.0, 100.0);
      where = fmt::format("50 + 5 ({:+.2f} toward {}): {}", theirs.value, patron, theirs.from);
    }
    if (code == country) {
      position = std::clamp(50 + 5 * (toward.value - rest) / 2, 0.0, 100.0);
      where = fmt::format("50 + 5/2 ({:+.2f} toward {} less {:+.2f} toward the others): {}", toward.value,
                          patron, rest, toward.from);
      salience = 1;
      why = "its own fate";
    } else {
      ledger::Filter theirs;
      theirs.actors = {code};
      theirs.to = at;
      theirs.distinct = true;
      int n = 0;
      ledger.events(theirs, [&](const ledger::EventRow&) {
        ++n;
        return true;
      });
      salience = std::clamp(static_cast<double>(acts[code]) / std::max(n, 1), 0.05, 1.0);
      why = fmt::format("{} of its {} records concern {}", acts[code], n, country);
    }
    const double share = capability[code] / most;
    const Number p{Number::Kind::fixed, std::round(position * 10) / 10, 0, 0},
        c{Number::Kind::fixed, std::round(share * 1000) / 1000, 0, 0},
        v{Number::Kind::fixed, std::round(salience * 100) / 100, 0, 0};
    s.actors.push_back({world.name_of(code), "", p, c, v, 1});
    text += fmt::format(
        "\n[[actor]]\nname = \"{}\"\nposition = {:g}    # {}\ncapability = {:g}  # root of GDP {:.3g} x "
        "population {:.3g}, largest 1 (Unicode CLDR)\nsalience = {:g}    # {}\n",
        world.name_of(code), p.a, where, c.a, economies.at(code).gdp, economies.at(code).population, v.a,
        why);
  }
  s.choice = Choice{world.name_of(country), {0, 100}};
  text += fmt::format("\n[choice]\nactor = \"{}\"\npoles = [0, 100]\n", world.name_of(country));
  // Partners: Herfindahl of the country's acts.
  double h = 0;
  for (const auto& [code, n] : acts) h += std::pow(static_cast<double>(n) / all, 2);
  const double dependence = static_cast<double>(acts[patron]) / all;
  s.bargain = BargainSpec{world.name_of(country),
                          world.name_of(patron),
                          fixed(std::round(100 / h) / 100),
                          fixed(std::round(dependence * 100) / 100),
                          fixed(0.9),
                          fixed(0.9)};
  text += fmt::format(
      "\n[bargain]\ncountry = \"{}\"\npatron = \"{}\"\npartners = {:g}      # effective number (1 / "
      "Herfindahl) of {} acts with {} partners\ndependence = {:g}  # share of the patron in them\npatience = "
      "0.9     # not measured\npatron_patience = 0.9\n",
      s.bargain->country, s.bargain->patron, s.bargain->partners.a, all, acts.size(), s.bargain->dependence.a);
  out.explained = std::move(text);
  return out;
}

}  // namespace realign::scenario
