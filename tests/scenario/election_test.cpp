#include "scenario/election.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace realign::scenario {
namespace {

std::vector<Actor> some(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0, 1);
  std::vector<Actor> actors;
  for (std::size_t i = 0; i < n; ++i)
    actors.push_back({"a" + std::to_string(i), 100 * u(random), 0.05 + u(random), 0.05 + 0.95 * u(random)});
  return actors;
}

// With two options the chances stand as the supports: two to one by weight, four to one by its square.
TEST(Election, TwoOptionsByHand) {
  const std::vector<Actor> actors = {{"a", 0, 2, 1}, {"b", 10, 1, 1}};
  for (const auto challenges : {Challenges::uniform, Challenges::incentive}) {
    const auto e = elect(actors, challenges);
    ASSERT_EQ(e.options.size(), 2U);
    if (challenges == Challenges::uniform) {
      EXPECT_NEAR(e.chances[0], 2.0 / 3, 1e-12);
      EXPECT_NEAR(e.expected(), 10.0 / 3, 1e-12);
      EXPECT_NEAR(e.distance(10), 20.0 / 3, 1e-12);
    }
    EXPECT_EQ(e.likeliest(), 0);
  }
  EXPECT_NEAR(elect(actors, Challenges::uniform, 2).chances[0], 0.8, 1e-12);
}

// The equation at the head of election.h, written out: one more step changes nothing.
TEST(Election, IsTheLimitOfItsOwnProcess) {
  for (std::uint64_t seed = 1; seed < 12; ++seed)
    for (const auto challenges : {Challenges::uniform, Challenges::incentive}) {
      const auto actors = some(3 + seed % 6, seed);
      const auto e = elect(actors, challenges);
      const std::size_t m = e.options.size();
      const auto support = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (const auto& k : actors)
          sum += k.capability * k.salience *
                 std::max(std::abs(k.position - e.options[b]) - std::abs(k.position - e.options[a]), 0.0);
        return sum;
      };
      const auto victory = [&](std::size_t a, std::size_t b) {
        return a == b ? 0.5 : support(a, b) / (support(a, b) + support(b, a));
      };
      const auto challenge = [&](std::size_t a, std::size_t b) {  // of a, b being the favourite
        if (challenges == Challenges::uniform) return 1.0 / static_cast<double>(m);
        double all = 0;
        for (std::size_t x = 0; x < m; ++x) all += support(x, b) * victory(x, b);
        return support(a, b) * victory(a, b) / all;
      };
      for (std::size_t a = 0; a < m; ++a) {
        double next = 0;
        for (std::size_t b = 0; b < m; ++b)
          next += victory(a, b) * (e.chances[a] * challenge(b, a) + e.chances[b] * challenge(a, b));
        EXPECT_NEAR(next, e.chances[a], 1e-12) << seed;
      }
      EXPECT_NEAR(std::accumulate(e.chances.begin(), e.chances.end(), 0.0), 1, 1e-12);
    }
}

// As the exponent grows, small majorities win for sure: the deterministic Condorcet winner, the weighted
// median.
TEST(Election, TendsToTheMedian) {
  int clear = 0;
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    const auto actors = some(7, seed);
    Bargaining model;
    model.set(actors);
    const double median = model.outcome().median;
    // Only where the median beats its rivals clearly is an exponent of 150 as good as none.
    double least = 1;
    for (std::size_t i = 0; i < 7; ++i)
      for (std::size_t j = 0; j < 7; ++j)
        if (actors[i].position == median && j != i) least = std::min(least, model.contest(i, j));
    if (least < 0.52) continue;
    ++clear;
    const auto e = elect(actors, Challenges::uniform, 150);
    EXPECT_EQ(e.likeliest(), median) << seed;
    EXPECT_GT(*std::max_element(e.chances.begin(), e.chances.end()), 0.9) << seed;
  }
  EXPECT_GT(clear, 10);
}

TEST(Election, ShiftScaleOrderAndWeightlessActors) {
  auto actors = some(6, 3);
  const auto e = elect(actors);
  std::reverse(actors.begin(), actors.end());
  for (auto& a : actors) a.position = 2 * a.position - 30;
  actors.push_back({"nobody", 500, 1, 0});
  const auto f = elect(actors);
  ASSERT_EQ(f.options.size(), e.options.size());
  for (std::size_t a = 0; a < e.options.size(); ++a) EXPECT_NEAR(f.chances[a], e.chances[a], 1e-9);
  EXPECT_NEAR(f.expected(), 2 * e.expected() - 30, 1e-6);
  EXPECT_EQ(elect({{"a", 5, 1, 1}, {"b", 5, 1, 1}}).chances, std::vector<double>{1});
}

}  // namespace
}  // namespace realign::scenario
