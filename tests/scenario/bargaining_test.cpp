#include "scenario/bargaining.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "text/error.h"

namespace realign::scenario {
namespace {

std::string shared() {
  const char* at = std::getenv("REALIGN_SHARED");
  return at != nullptr ? at : std::string(REALIGN_SOURCE_DIR) + "/../shared";
}

std::vector<Actor> emissions() {
  std::ifstream in(shared() + "/data/scenario/emissions.csv");
  std::vector<Actor> actors;
  std::string line, cell;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    Actor a;
    std::getline(cells, a.name, ',');
    std::getline(cells, cell, ',');
    a.capability = std::stod(cell);
    std::getline(cells, cell, ',');
    a.position = std::stod(cell);
    std::getline(cells, cell, ',');
    a.salience = std::stod(cell);
    actors.push_back(a);
  }
  return actors;
}

// Every number of the published run, in its order.
TEST(Scholz, GivesTheEmissionsRunToTheDigit) {
  std::ifstream in(shared() + "/data/scenario/emissions-scholz-output.txt");
  if (!in) GTEST_SKIP() << "../shared is not there";
  Bargaining model(Variant::scholz);
  model.set(emissions());
  const auto close = [](double a, double b) { return std::abs(a - b) < 1e-9; };
  std::string line;
  std::size_t at = 0, compared = 0;
  Forecast outcome = model.outcome();
  Round round;
  while (std::getline(in, line)) {
    if (line.starts_with("Median position: ")) {
      EXPECT_PRED2(close, outcome.median, std::stod(line.substr(17)));
      ++compared;
    } else if (line.starts_with("Mean position: ")) {
      EXPECT_PRED2(close, outcome.mean, std::stod(line.substr(15)));
      ++compared;
    } else if (line.starts_with("ROUND")) {
      EXPECT_EQ(at, round.moves.size());
      round = model.step();
      outcome = round.outcome;
      at = 0;
    } else if (line.find(" with ") != std::string::npos || line.find(" to ") != std::string::npos) {
      ASSERT_LT(at, round.moves.size()) << line;
      const auto& m = round.moves[at];
      const bool lost = m.kind == OfferKind::confrontation;
      EXPECT_EQ(line, model.actors()[m.actor].name +
                          (lost ? " loses confrontation to " : " compromises with ") +
                          model.actors()[m.other].name);
    } else if (const auto vs = line.find(" vs "); vs != std::string::npos) {
      EXPECT_PRED2(close, round.moves[at].own, std::stod(line.substr(1)));
      EXPECT_PRED2(close, round.moves[at].theirs, std::stod(line.substr(vs + 4)));
      compared += 2;
    } else if (const auto is = line.find("new_pos = "); is != std::string::npos) {
      EXPECT_PRED2(close, round.moves[at].position, std::stod(line.substr(is + 10)));
      ++compared;
      ++at;
    }
  }
  EXPECT_EQ(compared, 68U);
}

std::vector<Actor> some(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0, 1);
  std::vector<Actor> actors;
  for (std::size_t i = 0; i < n; ++i)
    actors.push_back(
        {"actor " + std::to_string(i), 100 * u(random), 0.05 + u(random), 0.05 + 0.95 * u(random)});
  return actors;
}

TEST(Corrected, ChancesOfAContestSumToOne) {
  Bargaining model;
  model.set(some(9, 1));
  for (int r = 0; r < 4; ++r) {
    model.step();
    for (std::size_t i = 0; i < 9; ++i)
      for (std::size_t j = 0; j < 9; ++j)
        EXPECT_NEAR(model.probability(i, j) + model.probability(j, i), 1, 1e-12);
  }
}

TEST(Corrected, ShiftAndScaleOfPositionsChangeNothingElse) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const auto actors = some(7, seed);
    auto moved = actors;
    for (auto& a : moved) a.position = 3 * a.position - 40;
    Bargaining first, second;
    first.set(actors);
    second.set(moved);
    for (int r = 0; r < 5; ++r) {
      const auto x = first.step(), y = second.step();
      for (std::size_t i = 0; i < 7; ++i)
        EXPECT_NEAR(3 * x.positions[i] - 40, y.positions[i], 1e-6) << seed << " " << r;
    }
  }
}

TEST(Corrected, OrderOfActorsChangesNothing) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    const auto actors = some(8, seed);
    std::vector<Actor> reversed(actors.rbegin(), actors.rend());
    Bargaining first, second;
    first.set(actors);
    second.set(reversed);
    for (int r = 0; r < 5; ++r) {
      const auto x = first.step(), y = second.step();
      for (std::size_t i = 0; i < 8; ++i)
        EXPECT_NEAR(x.positions[i], y.positions[7 - i], 1e-6) << seed << " " << r;
    }
  }
}

TEST(Corrected, MoreCapabilityNeverLowersTheChances) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    auto actors = some(6, seed);
    Bargaining weak, strong;
    weak.set(actors);
    actors[2].capability *= 1.5;
    strong.set(actors);
    for (std::size_t j = 0; j < 6; ++j) {
      if (j == 2) continue;
      EXPECT_GE(strong.contest(2, j), weak.contest(2, j) - 1e-12);
    }
  }
}

TEST(Check, BadActorsGetAWord) {
  EXPECT_THROW(check({}), text::Error);
  EXPECT_THROW(check({{"a", 1, 1, 0.5}}), text::Error);
  EXPECT_THROW(check({{"a", 1, 1, 0.5}, {"b", 1, 1, 0.5}}), text::Error);
  EXPECT_THROW(check({{"a", 1, -1, 0.5}, {"b", 2, 1, 0.5}}), text::Error);
  EXPECT_THROW(check({{"a", 1, 0, 0.5}, {"b", 2, 0, 0.5}}), text::Error);
  EXPECT_THROW(check({{"a", 1, 1, 1.5}, {"b", 2, 1, 0.5}}), text::Error);
  EXPECT_THROW(check({{"a", std::nan(""), 1, 0.5}, {"b", 2, 1, 0.5}}), text::Error);
  EXPECT_THROW(check(some(10000, 1)), text::Error);
  EXPECT_NO_THROW(check({{"a", 1, 1, 0.5}, {"b", 2, 0, 0}}));
}

}  // namespace
}  // namespace realign::scenario
