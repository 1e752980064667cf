// The read-out for programs, and what each difference between the variants does.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenario/report.h"

namespace realign::scenario {
namespace {

using nlohmann::ordered_json;

ordered_json number(double x) {
  return std::isfinite(x) ? ordered_json(x) : ordered_json(nullptr);
}

ordered_json outcome(const Forecast& f, const Election& e) {
  ordered_json distribution = ordered_json::array();
  for (std::size_t a = 0; a < e.options.size(); ++a)
    distribution.push_back({{"position", e.options[a]}, {"chance", e.chances[a]}});
  return {{"median", f.median},
          {"mean", f.mean},
          {"election",
           {{"expected", e.expected()}, {"likeliest", e.likeliest()}, {"distribution", distribution}}}};
}

ordered_json pairs(const Scenario& s, const std::vector<Conflict>& list) {
  ordered_json out = ordered_json::array();
  for (const auto& c : list) {
    out.push_back({{"pair", {s.actors[c.a].name, s.actors[c.b].name}}, {"risk", c.risk}});
    if (c.round > 0) out.back()["round"] = c.round;
  }
  return out;
}

ordered_json quantiles(const Spread& spread) {
  ordered_json out;
  for (const double p : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95})
    out[fmt::format("{:g}", p)] = spread.quantile(p);
  return out;
}

ordered_json differences(const Scenario& s) {
  ordered_json out;
  auto d = s.differences();
  for (std::size_t i = 0; i < kDifferences.size(); ++i) out[std::string(kDifferences[i])] = difference(d, i);
  return out;
}

ordered_json rounds(const Scenario& s, const Run& run) {
  ordered_json out = ordered_json::array();
  for (std::size_t r = 0; r < run.rounds.size(); ++r) {
    const auto& round = run.rounds[r];
    ordered_json moves = ordered_json::array(), challenges = ordered_json::array();
    for (const auto& m : round.moves)
      moves.push_back({{"actor", s.actors[m.actor].name},
                       {"other", s.actors[m.other].name},
                       {"kind", to_string(m.kind)},
                       {"own", m.own},
                       {"theirs", m.theirs},
                       {"position", m.position}});
    if (r < run.challenges.size())
      for (const auto& c : run.challenges[r])
        challenges.push_back({{"actor", s.actors[c.actor].name},
                              {"other", s.actors[c.other].name},
                              {"chance", c.chance},
                              {"gain", c.gain},
                              {"other_gain", c.feared},
                              {"risk", c.risk}});
    out.push_back({{"moves", moves},
                   {"challenges", challenges},
                   {"median", round.outcome.median},
                   {"mean", round.outcome.mean}});
  }
  return out;
}

ordered_json choice(const Scenario& s, const ForcedChoice& c) {
  ordered_json out{{"actor", s.choice->actor},
                   {"free",
                    {{"median", c.free.outcome.median},
                     {"expected", c.free.election.expected()},
                     {"conflict", c.chooser_free},
                     {"conflicts", pairs(s, c.free.conflicts)}}}};
  for (std::size_t k = 0; k < c.choices.size(); ++k) {
    const auto& x = c.choices[k];
    ordered_json cost;
    for (std::size_t i = 0; i < s.actors.size(); ++i) cost[s.actors[i].name] = x.cost[i];
    out["poles"].push_back({{"pole", x.pole},
                            {"median", x.run.outcome.median},
                            {"expected", x.run.election.expected()},
                            {"apart", x.apart},
                            {"conflict", c.chooser[k]},
                            {"conflicts", pairs(s, x.run.conflicts)},
                            {"cost", cost}});
  }
  for (const auto& p : c.support)
    out["support"].push_back({{"times", p.times}, {"free", p.free}, {"poles", p.by_pole}});
  return out;
}

ordered_json bargain(const Scenario& s) {
  const auto t = terms_of(s, middles(s));
  const auto now = split_pie(t);
  ordered_json out{
      {"country", s.bargain->country}, {"patron", s.bargain->patron},          {"share", now.share},
      {"outside", now.outside},        {"patron_outside", now.patron_outside}, {"weight", now.weight}};
  for (const double times : {0.8, 0.6, 0.4}) {
    auto u = t;
    u.patron_capability *= times;
    out["patron_capability"].push_back({{"times", times}, {"share", split_pie(u).share}});
  }
  for (const double more : {1.0, 2.0, 4.0})
    out["partners"].push_back({{"more", more}, {"share", split_pie(with_more_partners(t, more)).share}});
  return out;
}

// The runs of effects_*: name, the two variants and each difference by itself.
struct Case {
  std::string name;
  Run run;
};
std::vector<Case> cases_of(const Scenario& scenario) {
  auto s = scenario;
  s.choice.reset();
  s.bargain.reset();
  s.turned = {};
  std::vector<Case> out;
  const auto add = [&](const std::string& name) { out.push_back({name, run(s, middles(s))}); };
  for (const auto variant : {Variant::scholz, Variant::corrected}) {
    const bool corrected = variant == Variant::corrected;
    s.variant = variant;
    // All on one scale: the range of the positions.
    if (corrected) s.low.clear(), s.high.clear();
    add(corrected ? "corrected" : "scholz");
    for (const auto name : kDifferences) {
      s.turned = {};
      s.turn(name, !corrected);
      add(fmt::format("{} {} {}", corrected ? "corrected" : "scholz", corrected ? "without" : "with", name));
    }
    s.turned = {};
  }
  return out;
}

double highest_of(const Run& run) {
  return run.conflicts.empty() ? 0 : run.conflicts.front().risk;
}

std::size_t moves_in(const Run& run, OfferKind kind) {
  std::size_t n = 0;
  for (const auto& round : run.rounds)
    n += static_cast<std::size_t>(
        std::count_if(round.moves.begin(), round.moves.end(), [&](const Move& m) { return m.kind == kind; }));
  return n;
}

}  // namespace

std::string json(const Reading& r) {
  const auto& s = r.scenario;
  ordered_json j{{"issue", s.issue},
                 {"low", s.low},
                 {"high", s.high},
                 {"variant", s.variant == Variant::scholz ? "scholz" : "corrected"},
                 {"differences", differences(s)},
                 {"start", outcome(r.run.start, r.run.election_start)},
                 {"forecast", outcome(r.run.outcome, r.run.election)},
                 {"conflict", r.run.any_conflict()},
                 {"settled", r.run.settled}};
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    ordered_json path = ordered_json::array();
    for (const double x : r.run.paths[i]) path.push_back(number(x));
    j["actors"].push_back({{"name", s.actors[i].name},
                           {"group", s.actors[i].group},
                           {"position", s.actors[i].position.middle()},
                           {"capability", s.actors[i].capability.middle()},
                           {"salience", s.actors[i].salience.middle()},
                           {"path", path}});
  }
  j["drivers"] = ordered_json::array();
  for (const auto& d : r.drivers) {
    j["drivers"].push_back({{"actor", s.actors[d.actor].name}, {"moved", d.moved}});
    if (d.round > 0)
      j["drivers"].back().update(
          {{"other", s.actors[d.other].name}, {"kind", to_string(d.kind)}, {"round", d.round}});
  }
  j["rounds"] = rounds(s, r.run);
  j["conflicts"] = pairs(s, r.run.conflicts);
  if (r.forced) j["choice"] = choice(s, *r.forced);
  if (s.bargain) j["bargain"] = bargain(s);
  if (r.uncertainty) {
    const auto& u = *r.uncertainty;
    auto& m = j["monte_carlo"];
    m = {{"runs", u.runs},
         {"conflict", u.conflict},
         {"mean", u.median.mean},
         {"quantiles", quantiles(u.median)}};
    m["mean_quantiles"] = quantiles(u.mean);
    m["election_quantiles"] = quantiles(u.election);
    if (!u.share.sorted.empty()) m["share_quantiles"] = quantiles(u.share);
    m["conflicts"] = pairs(s, u.conflicts);
    m["inputs"] = ordered_json::array();
    for (const auto& i : u.inputs)
      m["inputs"].push_back({{"input", i.name},
                             {"first", i.first},
                             {"total", i.total},
                             {"error", i.error},
                             {"conflict_first", i.conflict_first},
                             {"conflict_total", i.conflict_total}});
  }
  if (r.before && r.before->scenario.bargain)
    j["bargain"]["before"] = {
        {"day", r.before->day},
        {"share", split_pie(terms_of(r.before->scenario, middles(r.before->scenario))).share}};
  for (const auto& o : r.origins)
    j["origins"].push_back({{"actor", o.actor}, {"what", o.what}, {"value", o.value}, {"from", o.from}});
  return j.dump(2) + "\n";
}

std::string effects_markdown(const Scenario& s) {
  std::string out = fmt::format("# {}: what each difference does\n\n", s.issue);
  out += fmt::format(
      "After {} rounds. Moves: lost confrontations, compromises, giving in.\n\n| run | median | mean | "
      "election | moves "
      "| likeliest conflict | settled |\n| --- | ---: | ---: | ---: | --- | ---: | --- |\n",
      s.rounds);
  for (const auto& c : cases_of(s))
    out += fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} | {}, {}, {} | {:.2f} | {} |\n", c.name,
                       c.run.outcome.median, c.run.outcome.mean, c.run.election.expected(),
                       moves_in(c.run, OfferKind::confrontation), moves_in(c.run, OfferKind::compromise),
                       moves_in(c.run, OfferKind::capitulation), highest_of(c.run),
                       c.run.settled ? "yes" : "no");
  return out;
}

std::string effects_json(const Scenario& s) {
  ordered_json j{{"issue", s.issue}, {"rounds", s.rounds}, {"runs", ordered_json::array()}};
  for (const auto& c : cases_of(s)) {
    ordered_json x{{"run", c.name}, {"forecast", outcome(c.run.outcome, c.run.election)}};
    for (const auto kind : {OfferKind::confrontation, OfferKind::compromise, OfferKind::capitulation})
      x["moves"][std::string(to_string(kind))] = moves_in(c.run, kind);
    x["conflict"] = c.run.any_conflict();
    x["likeliest_conflict"] = highest_of(c.run);
    x["settled"] = c.run.settled;
    j["runs"].push_back(std::move(x));
  }
  return j.dump(2) + "\n";
}

}  // namespace realign::scenario
