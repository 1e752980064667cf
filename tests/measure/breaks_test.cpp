#include "measure/breaks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <sstream>

#include "measure/mover.h"

namespace realign::measure {
namespace {

std::string shared() {
  const char* at = std::getenv("REALIGN_SHARED");
  return at != nullptr ? at : std::string(REALIGN_SOURCE_DIR) + "/../shared";
}

std::vector<double> column(const std::string& file, std::size_t which) {
  std::ifstream in(shared() + file);
  std::vector<double> out;
  std::string line, cell;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    for (std::size_t i = 0; i <= which; ++i) std::getline(cells, cell, ',');
    out.push_back(std::stod(cell));
  }
  return out;
}

TEST(Breaks, NileAfter1898) {
  const auto flow = column("/data/measure/ref/nile.csv", 1);
  if (flow.empty()) GTEST_SKIP() << "../shared is not there";
  const auto b = one_break_normal(flow);
  EXPECT_EQ(1871 + b.after, 1898U);
  EXPECT_NEAR(b.before_level, 1097.75, 1e-2);
  EXPECT_NEAR(b.after_level, 849.9722, 1e-3);
  EXPECT_NEAR(std::accumulate(b.posterior.begin(), b.posterior.end(), 0.0), 1, 1e-9);
  std::vector<Observation> y;
  for (const double f : flow) y.push_back({f, 1});
  const auto many = breaks(y, 0.01);
  ASSERT_EQ(many.most_probable.size(), 1U);
  EXPECT_EQ(many.most_probable[0], 28U);
}

TEST(Breaks, CoalMiningAfter1891) {
  const auto dates = column("/data/measure/ref/coal_mining_disasters.csv", 0);
  if (dates.empty()) GTEST_SKIP() << "../shared is not there";
  std::vector<int> counts(112, 0);
  for (const double d : dates) ++counts[static_cast<std::size_t>(std::floor(d)) - 1851];
  ASSERT_EQ(std::accumulate(counts.begin(), counts.end(), 0), 191);
  const auto b = one_break_poisson(counts, 2, 1);
  EXPECT_EQ(1851 + b.after, 1891U);
  EXPECT_NEAR(b.before_level, 3.097561, 1e-6);
  EXPECT_NEAR(b.after_level, 0.9014085, 1e-6);
  EXPECT_NEAR(b.posterior[1891 - 1851], 0.2383, 1e-3);
  EXPECT_NEAR(b.posterior[1890 - 1851], 0.1843, 1e-3);
  EXPECT_NEAR(b.posterior[1887 - 1851], 0.0999, 1e-3);
}

TEST(Breaks, ANoiseWithoutBreakHasNone) {
  std::vector<Observation> y;
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 60; ++i) y.push_back({normal(random), 1});
  const auto b = breaks(y, 0.01);
  EXPECT_TRUE(b.most_probable.empty());
  EXPECT_LT(*std::max_element(b.probability.begin(), b.probability.end()), 0.2);
}

TEST(Breaks, TooLittleGivesNothing) {
  EXPECT_TRUE(one_break_normal(std::vector<double>{1, 2, 3}).posterior.empty());
  EXPECT_TRUE(one_break_poisson(std::vector<int>{1, 2}).posterior.empty());
  EXPECT_TRUE(interventions(std::vector<Observation>(5, {1, 1})).empty());
}

TEST(Interventions, ShiftAndStray) {
  std::vector<Observation> y;
  for (int i = 0; i < 30; ++i) y.push_back({0.1 * std::sin(i * 3.7), 1});
  auto shifted = y;
  for (std::size_t i = 22; i < 30; ++i) shifted[i].value += 2;
  const auto s = interventions(shifted);
  EXPECT_EQ(s.front().change, Change::shift);
  EXPECT_EQ(s.front().at, 22U);
  EXPECT_NEAR(s.front().size, 2, 0.2);
  EXPECT_GT(s.front().probability, 0.95);
  auto strayed = y;
  strayed[22].value -= 2;
  const auto p = interventions(strayed);
  EXPECT_EQ(p.front().change, Change::passing);
  EXPECT_EQ(p.front().at, 22U);
  EXPECT_TRUE(interventions(y).empty());
}

// Ideal points published by Bailey, Strezhnev and Voeten, column idealpointfp.
TEST(Interventions, UnitedNationsVotesIn2022) {
  std::ifstream in(shared() + "/data/un/ideal-points-2025.csv");
  if (!in) GTEST_SKIP() << "../shared is not there";
  std::map<std::string, std::map<int, double>> points;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::string cell;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        cells.push_back(cell), cell.clear();
      else
        cell += c;
    }
    if (cells.size() > 4 && !cells[4].empty())
      points[cells[1]][static_cast<int>(std::stod(cells[3]))] = std::stod(cells[4]);
  }
  const auto from_1992 = [&](const std::string& state) {
    std::vector<Observation> y;
    for (int year = 1992; year <= points[state].rbegin()->first; ++year)
      y.push_back(points[state].contains(year) ? Observation{points[state][year], 1} : Observation{0, 0});
    return y;
  };
  const auto in_2022 = [&](const std::string& state) {
    Intervention none;
    for (const auto& i : interventions(from_1992(state)))
      if (1992 + i.at == 2022) return i;
    return none;
  };
  for (const auto* state : {"RUS", "BLR"}) {
    EXPECT_EQ(in_2022(state).change, Change::shift) << state;
    EXPECT_GT(in_2022(state).probability, 0.95) << state;
    EXPECT_GT(in_2022(state).stays, 0.95) << state;
  }
  EXPECT_EQ(in_2022("KAZ").change, Change::passing);
  EXPECT_EQ(in_2022("TUR").change, Change::none);
  // KAZ and RUS: who moved?
  const auto s =
      split_distance(points["KAZ"][2021], points["KAZ"][2022], points["RUS"][2021], points["RUS"][2022]);
  EXPECT_NEAR(s.first + s.second, s.change, 1e-12);
  EXPECT_NEAR(s.change, 0.107 - 0.449, 1e-3);
  EXPECT_LT(s.second, 0);            // RUS came closer
  EXPECT_GT(s.first, s.second / 2);  // KAZ did not
}

TEST(Movers, PartsAddUpAndNameTheOneThatMoved) {
  const auto s = split_distance(0, 0, 1, 0.2);
  EXPECT_NEAR(s.change, -0.8, 1e-12);
  EXPECT_NEAR(s.first, 0, 1e-12);
  EXPECT_NEAR(s.second, -0.8, 1e-12);
  const auto crossing = split_distance(0, 2, 1, 1);
  EXPECT_NEAR(crossing.change, 0, 1e-12);
  EXPECT_NEAR(crossing.first + crossing.second, 0, 1e-12);
  const auto l = split_levels(1, 3, 2, 2);
  EXPECT_NEAR(l.change, 1, 1e-12);
  EXPECT_NEAR(l.first, 1, 1e-12);
}

}  // namespace
}  // namespace realign::measure
