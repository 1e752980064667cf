#include "scenario/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "text/error.h"

namespace realign::scenario {
namespace {

constexpr std::size_t kOfActor = 3, kOfShock = 5, kOfBargain = 4;

std::array<const Number*, kOfActor> numbers_of(const ActorSpec& a) {
  return {&a.position, &a.capability, &a.salience};
}

std::array<const std::optional<Number>*, kOfShock> numbers_of(const Shock& k) {
  return {&k.position, &k.capability, &k.salience, &k.capability_times, &k.salience_times};
}

std::array<const Number*, kOfBargain> numbers_of(const BargainSpec& b) {
  return {&b.partners, &b.dependence, &b.patience, &b.patron_patience};
}

void push_out(Actor& a, double from, double to) {
  if (a.position > from && a.position < to) a.position = a.position - from < to - a.position ? from : to;
}

double chance_of_any(const std::vector<Conflict>& conflicts, std::size_t who, bool all) {
  double none = 1;
  for (const auto& c : conflicts)
    if (all || c.a == who || c.b == who) none *= 1 - c.risk;
  return 1 - none;
}

// What happens before the moves of a round. False if there is nothing left to change in any later round.
class Course {
 public:
  Course(const Scenario& s, const std::vector<double>& values, const Held* held)
      : s_(s), values_(values), held_(held) {
    for (std::size_t i = 0; i < s.actors.size(); ++i)
      if (s.actors[i].joins == 1) who_.push_back(i);
    for (const auto& a : s.actors) last_ = std::max(last_, a.joins);
    for (const auto& k : s.shocks) last_ = std::max(last_, k.round);
    for (const auto& x : s.removed) last_ = std::max(last_, x.round);
  }

  Actor actor(std::size_t i) const {
    Actor a{s_.actors[i].name, values_[kOfActor * i], std::max(values_[kOfActor * i + 1], 0.0),
            std::clamp(values_[kOfActor * i + 2], 0.0, 1.0)};
    if (held_ != nullptr && held_->actor == i) a.position = held_->position, a.fixed = true;
    return a;
  }
  std::vector<Actor> first() const {
    std::vector<Actor> out;
    for (const auto i : who_) out.push_back(actor(i));
    return out;
  }
  const std::vector<std::size_t>& who() const { return who_; }  // scenario's index of each actor in the model
  int last() const { return last_; }  // the last round before which anything happens

  void before(int round, Bargaining& model) {
    bool others = false, any = false;
    for (std::size_t i = 0; i < s_.actors.size(); ++i)
      others = others || (round > 1 && s_.actors[i].joins == round);
    for (const auto& k : s_.shocks) any = any || k.round == round;
    if (!others && !any) return;
    auto now = model.actors();
    for (std::size_t i = 0; i < s_.actors.size(); ++i)
      if (s_.actors[i].joins == round && round > 1) {
        who_.push_back(i);
        now.push_back(actor(i));
      }
    for (std::size_t k = 0; k < s_.shocks.size(); ++k)
      if (s_.shocks[k].round == round) others = shake(k, now) || others;
    if (now.size() < 2) throw text::Error(fmt::format("round {}", round), "fewer than two actors are left");
    if (others)
      model.replace(std::move(now));
    else
      model.actors() = std::move(now);
  }

  void remove(int round, Bargaining& model) const {
    for (const auto& x : s_.removed)
      if (x.round <= round)
        for (auto& a : model.actors())
          if (!a.fixed) push_out(a, x.from, x.to);
  }

 private:
  const Scenario& s_;
  const std::vector<double>& values_;
  const Held* held_;
  std::vector<std::size_t> who_;
  int last_ = 0;

  bool shake(std::size_t k, std::vector<Actor>& now) {
    const auto& shock = s_.shocks[k];
    const double* v = values_.data() + kOfActor * s_.actors.size() + kOfShock * k;
    bool left = false;
    for (std::size_t at = 0; at < now.size();) {
      auto& a = now[at];
      if (shock.actor.empty() ? s_.actors[who_[at]].group != shock.group : a.name != shock.actor) {
        ++at;
        continue;
      }
      if (shock.leaves) {
        now.erase(now.begin() + static_cast<std::ptrdiff_t>(at));
        who_.erase(who_.begin() + static_cast<std::ptrdiff_t>(at));
        left = true;
        continue;
      }
      if (shock.position && !a.fixed) a.position = v[0];
      if (shock.capability) a.capability = std::max(v[1], 0.0);
      if (shock.salience) a.salience = std::clamp(v[2], 0.0, 1.0);
      if (shock.capability_times) a.capability *= std::max(v[3], 0.0);
      if (shock.salience_times) a.salience = std::min(a.salience * std::max(v[4], 0.0), 1.0);
      ++at;
    }
    return left;
  }
};

}  // namespace

double Run::any_conflict() const {
  return chance_of_any(conflicts, 0, true);
}

double Run::conflict_of(std::size_t who) const {
  return chance_of_any(conflicts, who, false);
}

std::vector<double> middles(const Scenario& s) {
  std::vector<double> out;
  for (const auto& a : s.actors)
    for (const auto* n : numbers_of(a)) out.push_back(n->middle());
  for (const auto& k : s.shocks)
    for (const auto* n : numbers_of(k)) out.push_back(*n ? (*n)->middle() : std::nan(""));
  if (s.bargain)
    for (const auto* n : numbers_of(*s.bargain)) out.push_back(n->middle());
  return out;
}

std::vector<Input> inputs_of(const Scenario& s) {
  static constexpr const char* kNames[] = {"position", "capability", "salience", "capability times",
                                           "salience times"};
  static constexpr const char* kBargain[] = {"partners", "dependence", "patience", "patron's patience"};
  std::vector<Input> out;
  std::size_t at = 0;
  const auto take = [&](const Number* n, const std::string& name) {
    if (n != nullptr && n->uncertain()) out.push_back({at, n, name});
    ++at;
  };
  for (const auto& a : s.actors) {
    std::size_t k = 0;
    for (const auto* n : numbers_of(a)) take(n, fmt::format("{}: {}", a.name, kNames[k++]));
  }
  for (const auto& shock : s.shocks) {
    std::size_t k = 0;
    for (const auto* n : numbers_of(shock))
      take(*n ? &**n : nullptr,
           fmt::format("{}, round {}: {}", shock.actor.empty() ? shock.group : shock.actor, shock.round,
                       kNames[k++]));
  }
  if (s.bargain) {
    std::size_t k = 0;
    for (const auto* n : numbers_of(*s.bargain)) take(n, fmt::format("bargain: {}", kBargain[k++]));
  }
  return out;
}

Terms terms_of(const Scenario& s, const std::vector<double>& values) {
  const auto& b = *s.bargain;
  const double* v = values.data() + kOfActor * s.actors.size() + kOfShock * s.shocks.size();
  const auto patience = [](double d) { return std::clamp(d, 1e-6, 1 - 1e-6); };
  return {std::max(values[kOfActor * s.index(b.country) + 1], 1e-9),
          std::max(values[kOfActor * s.index(b.patron) + 1], 1e-9),
          std::max(v[0], 1.0),
          std::clamp(v[1], 0.0, 1.0),
          patience(v[2]),
          patience(v[3])};
}

double length_of(const Scenario& s, const std::vector<double>& values) {
  if (s.variant == Variant::scholz && !s.choice) return 0;
  double low = HUGE_VAL, high = -HUGE_VAL;
  const auto take = [&](double x) { low = std::min(low, x), high = std::max(high, x); };
  for (std::size_t i = 0; i < s.actors.size(); ++i)
    if (s.actors[i].joins == 1) take(values[kOfActor * i]);
  if (s.choice)
    for (const double p : s.choice->poles) take(p);
  if (s.variant == Variant::corrected && !s.low.empty() && !s.high.empty()) take(0), take(100);
  return high - low;
}

Run run(const Scenario& s, const std::vector<double>& values, const Held* held, bool full) {
  Course course(s, values, held);
  Bargaining model(s.differences());
  model.set(course.first(), length_of(s, values));
  Run out;
  out.start = model.outcome();
  out.election_start = elect(model.actors());
  const auto rounds = static_cast<std::size_t>(s.rounds);
  out.paths.assign(s.actors.size(), std::vector<double>(rounds + 1, std::nan("")));
  out.rounds.reserve(rounds);
  const auto note = [&](std::size_t at) {
    for (std::size_t k = 0; k < course.who().size(); ++k)
      out.paths[course.who()[k]][at] = model.actors()[k].position;
  };
  note(0);
  const std::size_t all = s.actors.size();
  std::vector<Conflict> risks(all * all);
  for (int r = 1; r <= s.rounds; ++r) {
    course.before(r, model);
    course.remove(r, model);
    Round round = model.step();
    const auto& who = course.who();
    if (full) out.challenges.emplace_back();
    for (std::size_t a = 0; a < who.size(); ++a)
      for (std::size_t b = a + 1; b < who.size(); ++b) {
        const double risk = model.conflict_risk(a, b);
        const auto [low, high] = std::minmax(who[a], who[b]);
        if (auto& most = risks[low * all + high]; risk > most.risk) most = {low, high, risk, r};
        if (!full) continue;
        for (const auto& [i, j] : {std::pair{a, b}, {b, a}})
          if (model.utility(i, j) > 0 && model.readiness(i, j) > 1e-9)
            out.challenges.back().push_back({who[i], who[j], model.probability(i, j), model.readiness(i, j),
                                             model.readiness(j, i), risk});
      }
    course.remove(r, model);
    round.outcome = model.outcome();
    for (auto& m : round.moves) m.actor = who[m.actor], m.other = who[m.other];
    note(static_cast<std::size_t>(r));
    out.settled = round.moves.empty();
    out.rounds.push_back(std::move(round));
    if (out.settled && r >= course.last()) {
      // Nothing can change any more: the remaining rounds are like this one.
      for (int later = r + 1; later <= s.rounds; ++later) {
        out.rounds.push_back(out.rounds.back());
        if (full) out.challenges.push_back(out.challenges.back());
        note(static_cast<std::size_t>(later));
      }
      break;
    }
  }
  out.outcome = out.rounds.back().outcome;
  out.election = elect(model.actors());
  for (const auto& c : risks)
    if (c.risk > 0) out.conflicts.push_back(c);
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const auto& x, const auto& y) { return x.risk > y.risk; });
  return out;
}

ForcedChoice force(const Scenario& s) {
  const auto& choice = *s.choice;
  const auto who = s.index(choice.actor);
  const auto values = middles(s);
  ForcedChoice out;
  const auto at_pole = [&](const std::vector<double>& v, double pole) {
    const Held held{who, pole};
    return run(s, v, &held);
  };
  out.free = run(s, values);
  out.chooser_free = out.free.conflict_of(who);
  for (const double pole : choice.poles) {
    Chosen c{pole, at_pole(values, pole), {}, std::abs(pole - values[kOfActor * who])};
    for (std::size_t i = 0; i < s.actors.size(); ++i) {
      const double ideal = values[kOfActor * i], salience = values[kOfActor * i + 2];
      c.cost.push_back(salience * (c.run.election.distance(ideal) - out.free.election.distance(ideal)));
    }
    out.chooser.push_back(c.run.conflict_of(who));
    out.choices.push_back(std::move(c));
  }
  for (const double times : {1.5, 2.0, 3.0}) {
    auto stronger = values;
    stronger[kOfActor * who + 1] *= times;
    ForcedChoice::Support support{times, run(s, stronger).conflict_of(who), {}};
    for (const double pole : choice.poles)
      support.by_pole.push_back(at_pole(stronger, pole).conflict_of(who));
    out.support.push_back(std::move(support));
  }
  return out;
}

}  // namespace realign::scenario
