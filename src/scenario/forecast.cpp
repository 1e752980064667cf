#include "scenario/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "text/error.h"

namespace realign::scenario {
namespace {

// Work items in order of number on several threads; the first failure is thrown here.
void parallel(std::size_t n, unsigned threads, const std::function<void(std::size_t)>& work,
              const std::function<void(double)>& progress) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto worker = [&](bool tells) {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (!failure) failure = std::current_exception();
        next = n;
      }
      if (tells && progress && i % 64 == 0) progress(static_cast<double>(i) / static_cast<double>(n));
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back(worker, false);
    worker(true);
  }
  if (failure) std::rethrow_exception(failure);
}

// A stream of its own for each run: the order in which threads take them does not matter.
std::mt19937_64 stream(std::uint64_t seed, std::size_t run) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                         static_cast<std::uint32_t>(run), static_cast<std::uint32_t>(run >> 32)};
  return std::mt19937_64(sequence);
}

double uniform(std::mt19937_64& random) {
  return (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0;
}

struct Present {
  std::vector<std::size_t> who;  // scenario's index of each actor in the model
};

void push_out(Actor& a, double from, double to) {
  if (a.position > from && a.position < to) a.position = a.position - from < to - a.position ? from : to;
}

double chance_of_any(const std::vector<Conflict>& conflicts, std::size_t who, bool all) {
  double none = 1;
  for (const auto& c : conflicts)
    if (all || c.a == who || c.b == who) none *= 1 - c.risk;
  return 1 - none;
}

}  // namespace

double Run::any_conflict() const {
  return chance_of_any(conflicts, 0, true);
}

std::vector<double> middles(const Scenario& scenario) {
  std::vector<double> out;
  for (const auto& a : scenario.actors)
    for (const auto* n : {&a.position, &a.capability, &a.salience}) out.push_back(n->middle());
  return out;
}

Run run(const Scenario& s, const std::vector<double>& values, const Choice* held) {
  const auto actor = [&](std::size_t i) {
    return Actor{s.actors[i].name, values[3 * i], std::max(values[3 * i + 1], 0.0),
                 std::clamp(values[3 * i + 2], 0.0, 1.0)};
  };
  Present present;
  std::vector<Actor> actors;
  for (std::size_t i = 0; i < s.actors.size(); ++i)
    if (s.actors[i].joins == 1) {
      present.who.push_back(i);
      actors.push_back(actor(i));
    }
  const auto hold = [&](Actor& a) {
    if (held != nullptr && a.name == held->actor) push_out(a, held->poles[0], held->poles[1]);
  };
  Bargaining model(s.variant);
  model.set(actors);
  for (auto& a : model.actors()) hold(a);
  Run out;
  out.start = model.outcome();
  out.paths.assign(s.actors.size(),
                   std::vector<double>(static_cast<std::size_t>(s.rounds) + 1, std::nan("")));
  const auto note = [&](std::size_t at) {
    for (std::size_t k = 0; k < present.who.size(); ++k)
      out.paths[present.who[k]][at] = model.actors()[k].position;
  };
  note(0);
  std::map<std::pair<std::size_t, std::size_t>, double> risks;
  for (int r = 1; r <= s.rounds; ++r) {
    auto now = model.actors();
    bool others = false;
    for (std::size_t i = 0; i < s.actors.size(); ++i)
      if (s.actors[i].joins == r && r > 1) {
        present.who.push_back(i);
        now.push_back(actor(i));
        others = true;
      }
    for (const auto& k : s.shocks) {
      if (k.round != r) continue;
      for (std::size_t at = 0; at < now.size();) {
        auto& a = now[at];
        if (k.actor.empty() ? s.actors[present.who[at]].group != k.group : a.name != k.actor) {
          ++at;
          continue;
        }
        if (k.leaves) {
          now.erase(now.begin() + static_cast<std::ptrdiff_t>(at));
          present.who.erase(present.who.begin() + static_cast<std::ptrdiff_t>(at));
          others = true;
          continue;
        }
        if (k.position) a.position = *k.position;
        if (k.capability) a.capability = *k.capability;
        if (k.salience) a.salience = *k.salience;
        if (k.capability_times) a.capability *= *k.capability_times;
        if (k.salience_times) a.salience = std::min(a.salience * *k.salience_times, 1.0);
        ++at;
      }
    }
    for (const auto& x : s.removed)
      if (x.round <= r)
        for (auto& a : now) push_out(a, x.from, x.to);
    for (auto& a : now) hold(a);
    if (others)
      model.replace(std::move(now));
    else
      model.actors() = std::move(now);
    if (present.who.size() < 2)
      throw text::Error("round " + std::to_string(r), "fewer than two actors are left");
    Round round = model.step();
    for (std::size_t a = 0; a < present.who.size(); ++a)
      for (std::size_t b = a + 1; b < present.who.size(); ++b)
        if (const double risk = model.conflict_risk(a, b); risk > 0) {
          auto& most = risks[std::minmax(present.who[a], present.who[b])];
          most = std::max(most, risk);
        }
    for (auto& a : model.actors()) hold(a);
    for (const auto& x : s.removed)
      if (x.round <= r)
        for (auto& a : model.actors()) push_out(a, x.from, x.to);
    round.outcome = model.outcome();
    for (auto& m : round.moves) m.actor = present.who[m.actor], m.other = present.who[m.other];
    note(static_cast<std::size_t>(r));
    out.settled = round.moves.empty();
    out.rounds.push_back(std::move(round));
  }
  out.outcome = out.rounds.back().outcome;
  for (const auto& [pair, risk] : risks) out.conflicts.push_back({pair.first, pair.second, risk});
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const auto& x, const auto& y) { return x.risk > y.risk; });
  return out;
}

ForcedChoice force(const Scenario& s) {
  const auto& choice = *s.choice;
  const auto who = s.index(choice.actor);
  auto values = middles(s);
  ForcedChoice out;
  const auto at_pole = [&](std::vector<double> v, double pole) {
    v[3 * who] = pole;
    return run(s, v, &choice);
  };
  out.free = run(s, values);
  out.chooser_free = chance_of_any(out.free.conflicts, who, false);
  for (const double pole : choice.poles) {
    Chosen c{pole, at_pole(values, pole), {}};
    for (std::size_t i = 0; i < s.actors.size(); ++i) {
      const double ideal = values[3 * i], salience = values[3 * i + 2];
      c.cost.push_back(salience *
                       (std::abs(c.run.outcome.median - ideal) - std::abs(out.free.outcome.median - ideal)));
    }
    out.chooser.push_back(chance_of_any(c.run.conflicts, who, false));
    out.choices.push_back(std::move(c));
  }
  for (const double times : {1.5, 2.0, 3.0}) {
    auto stronger = values;
    stronger[3 * who + 1] *= times;
    ForcedChoice::Support support{times, chance_of_any(run(s, stronger).conflicts, who, false), {}};
    for (const double pole : choice.poles)
      support.by_pole.push_back(chance_of_any(at_pole(stronger, pole).conflicts, who, false));
    out.support.push_back(std::move(support));
  }
  return out;
}

double Spread::quantile(double p) const {
  if (sorted.empty()) return std::nan("");
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const double rest = at - static_cast<double>(low);
  return low + 1 < sorted.size() ? sorted[low] * (1 - rest) + sorted[low + 1] * rest : sorted[low];
}

Sobol sobol(const std::function<double(const std::vector<double>&)>& f, std::size_t k, std::size_t n,
            std::uint64_t seed, unsigned threads) {
  std::vector<double> fa(n), fb(n);
  std::vector<std::vector<double>> fab(k, std::vector<double>(n));
  parallel(n, threads,
           [&](std::size_t i) {
             auto random = stream(seed ^ 0x5eed5eedULL, i);
             std::vector<double> a(k), b(k);
             for (auto& x : a) x = uniform(random);
             for (auto& x : b) x = uniform(random);
             fa[i] = f(a);
             fb[i] = f(b);
             for (std::size_t j = 0; j < k; ++j) {
               const double kept = a[j];
               a[j] = b[j];
               fab[j][i] = f(a);
               a[j] = kept;
             }
           },
           {});
  double mean = 0, square = 0;
  for (std::size_t i = 0; i < n; ++i) {
    mean += fa[i] + fb[i];
    square += fa[i] * fa[i] + fb[i] * fb[i];
  }
  mean /= 2 * static_cast<double>(n);
  const double variance = square / (2 * static_cast<double>(n)) - mean * mean;
  Sobol out{std::vector<double>(k, 0), std::vector<double>(k, 0)};
  if (variance < 1e-12 * (1 + mean * mean)) return out;
  for (std::size_t j = 0; j < k; ++j) {
    double first = 0, total = 0;
    for (std::size_t i = 0; i < n; ++i) {
      first += (fb[i] - mean) * (fab[j][i] - fa[i]);
      total += (fa[i] - fab[j][i]) * (fa[i] - fab[j][i]);
    }
    out.first[j] = first / static_cast<double>(n) / variance;
    out.total[j] = total / (2 * static_cast<double>(n)) / variance;
  }
  return out;
}

Uncertainty spread(const Scenario& s, unsigned threads, const std::function<void(double)>& progress) {
  const auto base = middles(s);
  std::vector<std::pair<std::size_t, const Number*>> inputs;
  static constexpr const char* kNames[] = {"position", "capability", "salience"};
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    std::size_t k = 0;
    for (const auto* n : {&s.actors[i].position, &s.actors[i].capability, &s.actors[i].salience}) {
      if (n->uncertain()) inputs.emplace_back(3 * i + k, n);
      ++k;
    }
  }
  const auto draw = [&](const std::vector<double>& u) {
    auto values = base;
    for (std::size_t j = 0; j < inputs.size(); ++j)
      values[inputs[j].first] = inputs[j].second->quantile(u[j]);
    return values;
  };
  const auto n = static_cast<std::size_t>(s.runs);
  std::vector<double> medians(n), means(n), any(n);
  std::vector<std::vector<Conflict>> conflicts(n);
  parallel(
      n, threads,
      [&](std::size_t i) {
        auto random = stream(s.seed, i);
        std::vector<double> u(inputs.size());
        for (auto& x : u) x = uniform(random);
        auto r = run(s, draw(u));
        medians[i] = r.outcome.median;
        means[i] = r.outcome.mean;
        any[i] = r.any_conflict();
        conflicts[i] = std::move(r.conflicts);
      },
      progress);
  Uncertainty out;
  out.runs = s.runs;
  const auto fill = [](Spread& spread, std::vector<double>& values) {
    for (const double v : values) spread.mean += v / static_cast<double>(values.size());
    spread.sorted = std::move(values);
    std::sort(spread.sorted.begin(), spread.sorted.end());
  };
  for (const double a : any) out.conflict += a / static_cast<double>(n);
  std::map<std::pair<std::size_t, std::size_t>, double> risks;
  for (const auto& list : conflicts)
    for (const auto& c : list) risks[{c.a, c.b}] += c.risk / static_cast<double>(n);
  for (const auto& [pair, risk] : risks) out.conflicts.push_back({pair.first, pair.second, risk});
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const auto& x, const auto& y) { return x.risk > y.risk; });
  if (!inputs.empty()) {
    const auto indices = sobol([&](const std::vector<double>& u) { return run(s, draw(u)).outcome.median; },
                               inputs.size(), std::clamp<std::size_t>(n / 2, 64, 2048), s.seed, threads);
    for (std::size_t j = 0; j < inputs.size(); ++j)
      out.inputs.push_back({s.actors[inputs[j].first / 3].name + ": " + kNames[inputs[j].first % 3],
                            indices.first[j], indices.total[j]});
    std::stable_sort(out.inputs.begin(), out.inputs.end(),
                     [](const auto& x, const auto& y) { return x.total > y.total; });
  }
  fill(out.median, medians);
  fill(out.mean, means);
  return out;
}

}  // namespace realign::scenario
