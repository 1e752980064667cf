// The bargaining model: a round by number of actors, and a whole Monte Carlo.
#include <benchmark/benchmark.h>

#include <random>
#include <thread>

#include "scenario/forecast.h"

namespace {

using namespace realign::scenario;

std::vector<Actor> some(std::size_t n) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> u(0, 1);
  std::vector<Actor> actors;
  for (std::size_t i = 0; i < n; ++i)
    actors.push_back({"a" + std::to_string(i), 100 * u(random), 0.1 + u(random), 0.1 + 0.9 * u(random)});
  return actors;
}

void one_round(benchmark::State& state) {
  const auto actors = some(static_cast<std::size_t>(state.range(0)));
  Bargaining model(state.range(1) != 0 ? Variant::scholz : Variant::corrected);
  for (auto _ : state) {
    model.set(actors);
    benchmark::DoNotOptimize(model.step());
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(one_round)
    ->ArgsProduct({{10, 20, 40, 80, 160}, {0, 1}})
    ->Unit(benchmark::kMicrosecond)
    ->Complexity();

void monte_carlo(benchmark::State& state) {
  Scenario s;
  s.issue = "x";
  s.rounds = 20;
  s.runs = 10000;
  for (const auto& a : some(50))
    s.actors.push_back({a.name,
                        "",
                        {Number::Kind::normal, a.position, 5, 0},
                        {Number::Kind::fixed, a.capability, 0, 0},
                        {Number::Kind::fixed, a.salience, 0, 0},
                        1});
  for (auto _ : state) {
    // The runs alone: the indices would take as many evaluations again for every input.
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t < 2; ++t)
      workers.emplace_back([&, t] {
        std::mt19937_64 random(t);
        std::uniform_real_distribution<double> u(1e-9, 1 - 1e-9);
        auto values = middles(s);
        for (int k = 0; k < s.runs / 2; ++k) {
          for (std::size_t i = 0; i < s.actors.size(); ++i)
            values[3 * i] = s.actors[i].position.quantile(u(random));
          benchmark::DoNotOptimize(run(s, values));
        }
      });
  }
}
BENCHMARK(monte_carlo)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
