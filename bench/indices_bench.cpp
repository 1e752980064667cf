// Indices over all states: influence for a full panel of dyads and years, similarity of all pairs,
// frustration of a network the size of the world's, diversification with its bootstrap.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "measure/balance.h"
#include "measure/influence.h"
#include "measure/shares.h"
#include "measure/similarity.h"

namespace {

using namespace realign::measure;

// 200 states, 61 years: 2,427,800 directed dyads.
void influence_of_a_full_panel(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> u(0, 3);
  std::vector<InfluenceInput> panel(200 * 199 * 61);
  for (auto& in : panel) {
    for (auto& v : in.bandwidth) v = u(random);
    for (auto& v : in.dependence) v = u(random);
  }
  for (auto _ : state)
    for (const auto& in : panel) benchmark::DoNotOptimize(influence(in));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * panel.size()));
}
BENCHMARK(influence_of_a_full_panel)->Unit(benchmark::kSecond);

void similarity_of_all_pairs(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<std::vector<int>> profiles(193, std::vector<int>(200));
  for (auto& p : profiles)
    for (auto& v : p) v = static_cast<int>(random() % 4);
  const std::vector<double> weights(200, 1);
  for (auto _ : state)
    for (std::size_t a = 0; a < profiles.size(); ++a)
      for (std::size_t b = a + 1; b < profiles.size(); ++b)
        benchmark::DoNotOptimize(similarity(profiles[a], profiles[b], weights, 3));
}
BENCHMARK(similarity_of_all_pairs)->Unit(benchmark::kMillisecond);

// 150 states in two camps with one tie in ten at odds.
void frustration_of_two_camps(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<Tie> ties;
  for (int a = 0; a < 150; ++a)
    for (int b = a + 1; b < 150; ++b)
      if (random() % 100 < 11)
        ties.push_back({a, b, ((a < 75) == (b < 75)) == (random() % 10 != 0) ? 1 : -1});
  Balance found;
  for (auto _ : state) benchmark::DoNotOptimize(found = balance(150, ties));
  state.counters["ties"] = static_cast<double>(ties.size());
  state.counters["frustration"] = found.frustration;
  state.counters["at_least"] = found.at_least;
}
BENCHMARK(frustration_of_two_camps)->Unit(benchmark::kMillisecond);

void diversification_with_bands(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<std::pair<std::string, double>> acts;
  for (int k = 0; k < 1000; ++k) acts.emplace_back("P" + std::to_string(random() % 40), 1 + random() % 7);
  for (auto _ : state) benchmark::DoNotOptimize(diversification_of_acts(acts, 500, 1));
}
BENCHMARK(diversification_with_bands)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
