// Fitting and smoothing dyads: 300 months each, a third of them without events.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <thread>
#include <vector>

#include "measure/breaks.h"
#include "measure/state.h"

namespace {

using realign::measure::Model;
using realign::measure::Observation;

std::vector<std::vector<Observation>> dyads(std::size_t n) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  std::vector<std::vector<Observation>> out(n);
  for (auto& y : out) {
    double m = normal(random);
    for (int t = 0; t < 300; ++t) {
      const int count = std::poisson_distribution<int>(1.1)(random);
      y.push_back({count > 0 ? m + 3 * normal(random) / std::sqrt(count) : 0, static_cast<double>(count)});
      m += 0.3 * normal(random);
    }
  }
  return out;
}

void fit_and_smooth(benchmark::State& state) {
  static const auto all = dyads(40000);
  for (auto _ : state) {
    const auto threads = static_cast<std::size_t>(state.range(0));
    std::vector<std::jthread> workers;
    for (std::size_t w = 0; w < threads; ++w)
      workers.emplace_back([&, w] {
        for (std::size_t i = w; i < all.size(); i += threads) {
          const auto f = fit(all[i], Model::local_level);
          benchmark::DoNotOptimize(smooth(all[i], Model::local_level, f.variances));
        }
      });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * all.size()));
}
BENCHMARK(fit_and_smooth)->Arg(1)->Arg(2)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

void break_posterior(benchmark::State& state) {
  const auto all = dyads(8);
  for (auto _ : state)
    for (const auto& y : all) benchmark::DoNotOptimize(realign::measure::breaks(y, 1.0 / 48));
}
BENCHMARK(break_posterior)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
