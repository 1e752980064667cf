#include "scenario/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "measure/plot.h"
#include "scenario/nash.h"

namespace realign::scenario {
namespace {

const char* word_for(double risk) {
  return risk < 0.02   ? "next to none"
         : risk < 0.15 ? "low"
         : risk < 0.4  ? "considerable"
         : risk < 0.7  ? "high"
                       : "very high";
}

std::string end_of(const Scenario& s, double value) {
  if (s.low.empty() && s.high.empty()) return {};
  return value < 20   ? " (near “" + s.low + "”)"
         : value > 80 ? " (near “" + s.high + "”)"
                      : fmt::format(" (between “{}” and “{}”)", s.low, s.high);
}

Terms terms_of(const Scenario& s) {
  const auto v = middles(s);
  const auto& b = *s.bargain;
  return {std::max(v[3 * s.index(b.country) + 1], 1e-9),
          std::max(v[3 * s.index(b.patron) + 1], 1e-9),
          b.partners,
          b.dependence,
          b.patience,
          b.patron_patience};
}

// What explains the outcome: who moved most, and because of whom.
std::string drivers(const Reading& r) {
  std::string out;
  const auto& s = r.scenario;
  std::vector<std::pair<double, std::size_t>> moved;
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    const auto& path = r.run.paths[i];
    double first = std::nan(""), last = std::nan("");
    for (const double x : path)
      if (std::isfinite(x)) {
        if (!std::isfinite(first)) first = x;
        last = x;
      }
    if (std::isfinite(first) && std::abs(last - first) > 1e-9) moved.emplace_back(last - first, i);
  }
  std::stable_sort(moved.begin(), moved.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
  for (std::size_t k = 0; k < std::min<std::size_t>(3, moved.size()); ++k) {
    const auto who = moved[k].second;
    std::string because;
    double most = 0;
    double at = r.run.paths[who][0];
    for (std::size_t n = 0; n < r.run.rounds.size(); ++n)
      for (const auto& m : r.run.rounds[n].moves)
        if (m.actor == who) {
          if (std::abs(m.position - at) > most) {
            most = std::abs(m.position - at);
            because = fmt::format("{} {} in round {}",
                                  m.kind == OfferKind::confrontation ? "loses a confrontation with"
                                  : m.kind == OfferKind::compromise  ? "compromises with"
                                                                     : "gives in to",
                                  s.actors[m.other].name, n + 1);
          }
          at = m.position;
        }
    out += fmt::format("- {} moves by {:+.1f}{}\n", s.actors[who].name, moved[k].first,
                       because.empty() ? "" : ": it " + because);
  }
  if (moved.empty()) out = "- Nobody finds a challenge worth it: all stay where they are.\n";
  return out;
}

}  // namespace

Reading read_out(const Scenario& s, unsigned threads, const std::function<void(double)>& progress) {
  Reading r{s, run(s, middles(s)), std::nullopt, std::nullopt};
  if (s.choice) r.forced = force(s);
  if (s.uncertain()) r.uncertainty = spread(s, threads, progress);
  return r;
}

std::string markdown(const Reading& r) {
  const auto& s = r.scenario;
  std::string out = fmt::format("# {}\n\n", s.issue);
  const auto& f = r.run.outcome;
  out += fmt::format(
      "**The forecast is {:.1f}{}** (the median voter after {} rounds; it was {:.1f}; the weighted mean goes "
      "from {:.1f} to {:.1f}).",
      f.median, end_of(s, f.median), r.run.rounds.size(), r.run.start.median, r.run.start.mean, f.mean);
  const double risk = r.run.any_conflict();
  out += fmt::format(" The risk of an open conflict is {} ({:.2f}).\n", word_for(risk), risk);
  if (r.uncertainty) {
    const auto& u = *r.uncertainty;
    out += fmt::format(
        "\nOver {} runs drawn from the stated distributions the outcome lies between {:.1f} and {:.1f} with "
        "80 %, its median is "
        "{:.1f}; the risk of a conflict averages {:.2f}.\n",
        u.runs, u.median.quantile(0.1), u.median.quantile(0.9), u.median.quantile(0.5), u.conflict);
  }
  if (!r.run.settled) out += "\nActors still moved in the last round: more rounds may change the outcome.\n";
  out += "\n## Drivers\n\n" + drivers(r);
  out += "\n## Paths\n\n| actor | capability | salience | start |";
  const std::size_t shown = std::min<std::size_t>(r.run.rounds.size(), 8);
  for (std::size_t k = 1; k <= shown; ++k) out += fmt::format(" {} |", k);
  if (shown < r.run.rounds.size()) out += fmt::format(" {} |", r.run.rounds.size());
  out += "\n| --- | ---: | ---: | ---: |";
  for (std::size_t k = 0; k < shown + (shown < r.run.rounds.size() ? 1 : 0); ++k) out += " ---: |";
  out += "\n";
  const auto cell = [](double x) {
    return std::isfinite(x) ? fmt::format(" {:.1f} |", x) : std::string(" – |");
  };
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    out += fmt::format("| {} | {:.3g} | {:.2g} |", s.actors[i].name, s.actors[i].capability.middle(),
                       s.actors[i].salience.middle());
    for (std::size_t k = 0; k <= shown; ++k) out += cell(r.run.paths[i][k]);
    if (shown < r.run.rounds.size()) out += cell(r.run.paths[i].back());
    out += "\n";
  }
  const auto& conflicts = r.uncertainty ? r.uncertainty->conflicts : r.run.conflicts;
  out += "\n## Who may come to blows\n\n";
  if (conflicts.empty()) out += "No pair in which both expect to gain from a contest.\n";
  for (std::size_t k = 0; k < std::min<std::size_t>(8, conflicts.size()); ++k)
    out += fmt::format("- {} and {}: {:.2f}\n", s.actors[conflicts[k].a].name, s.actors[conflicts[k].b].name,
                       conflicts[k].risk);
  if (r.forced) {
    const auto& c = *r.forced;
    const auto& who = s.choice->actor;
    out += fmt::format("\n## If {} must choose\n\n", who);
    out += fmt::format(
        "Free to stay between {:g} and {:g}, the outcome is {:.1f} and {} faces a risk of conflict of "
        "{:.2f}.\n\n",
        s.choice->poles[0], s.choice->poles[1], c.free.outcome.median, who, c.chooser_free);
    for (std::size_t k = 0; k < c.choices.size(); ++k) {
      const auto& x = c.choices[k];
      const double more = c.chooser[k] - c.chooser_free;
      out += fmt::format(
          "- At {:g}: outcome {:.1f}; cost to {} {:+.1f}; risk of conflict that involves it {:.2f}, {}.\n",
          x.pole, x.run.outcome.median, who, x.cost[s.index(who)], c.chooser[k],
          more > 0.02    ? fmt::format("{:.2f} more than free", more)
          : more < -0.02 ? fmt::format("{:.2f} less than free", -more)
                         : std::string("as when free"));
    }
    const auto worst =
        static_cast<std::size_t>(std::max_element(c.chooser.begin(), c.chooser.end()) - c.chooser.begin());
    if (c.chooser[worst] > c.chooser_free + 0.02)
      out += fmt::format(
          "\nForcing {} to {:g} harms it and raises the risk of conflict from {:.2f} to {:.2f}.\n", who,
          c.choices[worst].pole, c.chooser_free, c.chooser[worst]);
    out +=
        "\nCost by side (salience times how much farther the outcome lies from what it wants than in the "
        "free case):\n\n| actor |";
    for (const auto& x : c.choices) out += fmt::format(" at {:g} |", x.pole);
    out += "\n| --- |";
    for (std::size_t k = 0; k < c.choices.size(); ++k) out += " ---: |";
    out += "\n";
    for (std::size_t i = 0; i < s.actors.size(); ++i) {
      out += "| " + s.actors[i].name + " |";
      for (const auto& x : c.choices) out += fmt::format(" {:+.1f} |", x.cost[i]);
      out += "\n";
    }
    out += fmt::format(
        "\nWith support from outside that multiplies the capability of {}, its risk of conflict is:\n\n",
        who);
    for (const auto& p : c.support) {
      out += fmt::format("- times {:g}: free {:.2f}", p.times, p.free);
      for (std::size_t k = 0; k < p.by_pole.size(); ++k)
        out += fmt::format(", at {:g} {:.2f}", c.choices[k].pole, p.by_pole[k]);
      out += "\n";
    }
  }
  if (s.bargain) {
    const auto t = terms_of(s);
    const auto now = split_pie(t);
    out += fmt::format(
        "\n## {} and {}: who can ask for more\n\n{} gets {:.2f} of what the two have to share (outside "
        "options {:.2f} and {:.2f}, weight of its patience {:.2f}).\n\n",
        s.bargain->country, s.bargain->patron, s.bargain->country, now.share, now.outside, now.patron_outside,
        now.weight);
    for (const double x : {0.8, 0.6, 0.4}) {
      auto u = t;
      u.patron_capability *= x;
      out += fmt::format("- capability of {} times {:g}: {:.2f} ({:+.2f})\n", s.bargain->patron, x,
                         split_pie(u).share, split_pie(u).share - now.share);
    }
    for (const double x : {1.0, 2.0}) {
      auto u = t;
      u.partners += x;
      out += fmt::format("- {:g} more partner{}: {:.2f} ({:+.2f})\n", x, x == 1 ? "" : "s",
                         split_pie(u).share, split_pie(u).share - now.share);
    }
  }
  if (r.uncertainty && !r.uncertainty->inputs.empty()) {
    out +=
        "\n## Which number matters\n\nSobol indices of the outcome: alone, and with its interactions.\n\n| "
        "input | first order | total |\n| --- | ---: | ---: |\n";
    for (const auto& i : r.uncertainty->inputs)
      out += fmt::format("| {} | {:.2f} | {:.2f} |\n", i.name, std::max(i.first, 0.0), i.total);
  }
  return out;
}

std::string json(const Reading& r) {
  using nlohmann::ordered_json;
  const auto& s = r.scenario;
  const auto number = [](double x) { return std::isfinite(x) ? ordered_json(x) : ordered_json(nullptr); };
  ordered_json j{{"issue", s.issue},
                 {"variant", s.variant == Variant::scholz ? "scholz" : "corrected"},
                 {"start", {{"median", r.run.start.median}, {"mean", r.run.start.mean}}},
                 {"forecast", {{"median", r.run.outcome.median}, {"mean", r.run.outcome.mean}}},
                 {"conflict", r.run.any_conflict()},
                 {"settled", r.run.settled}};
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    ordered_json path = ordered_json::array();
    for (const double x : r.run.paths[i]) path.push_back(number(x));
    j["actors"].push_back({{"name", s.actors[i].name}, {"path", path}});
  }
  j["rounds"] = ordered_json::array();
  for (const auto& round : r.run.rounds) {
    ordered_json moves = ordered_json::array();
    for (const auto& m : round.moves)
      moves.push_back({{"actor", s.actors[m.actor].name},
                       {"other", s.actors[m.other].name},
                       {"kind", to_string(m.kind)},
                       {"own", m.own},
                       {"theirs", m.theirs},
                       {"position", m.position}});
    j["rounds"].push_back({{"moves", moves}, {"median", round.outcome.median}, {"mean", round.outcome.mean}});
  }
  const auto pairs = [&](const std::vector<Conflict>& list) {
    ordered_json out = ordered_json::array();
    for (const auto& c : list)
      out.push_back({{"pair", {s.actors[c.a].name, s.actors[c.b].name}}, {"risk", c.risk}});
    return out;
  };
  j["conflicts"] = pairs(r.run.conflicts);
  if (r.forced) {
    auto& f = j["choice"];
    f = {{"actor", s.choice->actor},
         {"free", {{"median", r.forced->free.outcome.median}, {"conflict", r.forced->chooser_free}}}};
    for (std::size_t k = 0; k < r.forced->choices.size(); ++k) {
      const auto& c = r.forced->choices[k];
      ordered_json cost;
      for (std::size_t i = 0; i < s.actors.size(); ++i) cost[s.actors[i].name] = c.cost[i];
      f["poles"].push_back({{"pole", c.pole},
                            {"median", c.run.outcome.median},
                            {"conflict", r.forced->chooser[k]},
                            {"cost", cost}});
    }
    for (const auto& p : r.forced->support)
      f["support"].push_back({{"times", p.times}, {"free", p.free}, {"poles", p.by_pole}});
  }
  if (s.bargain) {
    const auto now = split_pie(terms_of(s));
    j["bargain"] = {{"country", s.bargain->country},
                    {"patron", s.bargain->patron},
                    {"share", now.share},
                    {"outside", now.outside},
                    {"patron_outside", now.patron_outside}};
  }
  if (r.uncertainty) {
    const auto& u = *r.uncertainty;
    auto& m = j["monte_carlo"];
    m = {{"runs", u.runs}, {"conflict", u.conflict}, {"mean", u.median.mean}};
    for (const double p : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95})
      m["quantiles"][fmt::format("{:g}", p)] = u.median.quantile(p);
    m["conflicts"] = pairs(u.conflicts);
    m["inputs"] = ordered_json::array();
    for (const auto& i : u.inputs)
      m["inputs"].push_back({{"input", i.name}, {"first", i.first}, {"total", i.total}});
  }
  return j.dump(2) + "\n";
}

std::string picture(const Reading& r) {
  std::vector<measure::Panel> panels;
  for (std::size_t i = 0; i < r.scenario.actors.size(); ++i) {
    measure::Panel p;
    p.title = r.scenario.actors[i].name;
    for (std::size_t k = 0; k < r.run.paths[i].size(); ++k) {
      if (!std::isfinite(r.run.paths[i][k])) continue;
      p.labels.push_back(std::to_string(k));
      p.level.push_back(r.run.paths[i][k]);
    }
    panels.push_back(std::move(p));
  }
  return measure::svg(r.scenario.issue, panels);
}

}  // namespace realign::scenario
