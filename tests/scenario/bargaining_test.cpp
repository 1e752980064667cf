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
  for (std::uint64_t seed = 1; seed < 20; ++seed)
    for (const double times : {1.01, 1.5, 20.0}) {
      auto actors = some(6, seed);
      Bargaining weak, strong;
      weak.set(actors);
      actors[2].capability *= times;
      strong.set(actors);
      for (std::size_t j = 0; j < 6; ++j) {
        if (j == 2) continue;
        EXPECT_GE(strong.contest(2, j), weak.contest(2, j) - 1e-12);
      }
    }
}

// Each difference by itself changes something somewhere, and all of them together are `corrected`.
TEST(Differences, EachActsByItself) {
  for (std::size_t d = 0; d < kDifferences.size(); ++d) {
    bool acts = false;
    for (std::uint64_t seed = 1; seed < 60 && !acts; ++seed) {
      Differences one;
      difference(one, d) = true;
      // Giving in needs chances that sum to one before it ever happens.
      if (kDifferences[d] == "capitulation") one.probabilities = true;
      Differences base = one;
      difference(base, d) = false;
      Bargaining with(one), without(base);
      with.set(some(7, seed));
      without.set(some(7, seed));
      for (int r = 0; r < 4; ++r) acts = acts || with.step().positions != without.step().positions;
    }
    EXPECT_TRUE(acts) << kDifferences[d];
  }
  EXPECT_EQ(differences_of(Variant::scholz), Differences{});
  Differences all;
  for (std::size_t d = 0; d < kDifferences.size(); ++d) difference(all, d) = true;
  EXPECT_EQ(differences_of(Variant::corrected), all);
}

TEST(Corrected, NobodyMovesByAConflictAndOffersCostLeast) {
  for (std::uint64_t seed = 1; seed < 30; ++seed) {
    Bargaining model;
    model.set(some(8, seed));
    for (int r = 0; r < 5; ++r) {
      const auto before = model.actors();
      for (const auto& m : model.step().moves) {
        EXPECT_NE(m.kind, OfferKind::confrontation);
        EXPECT_GT(m.theirs, 0);
        EXPECT_LT(m.own, 0);
        // No other offer would have moved it less.
        for (std::size_t j = 0; j < before.size(); ++j) {
          const double own = model.utility(m.actor, j), theirs = model.challenged(m.actor, j);
          if (!(own < 0 && theirs > 0) || before[j].position == before[m.actor].position) continue;
          const double far =
              std::abs(before[j].position - before[m.actor].position) * std::min(1.0, -own / theirs);
          EXPECT_LE(std::abs(m.position - before[m.actor].position), far + 1e-9);
        }
      }
    }
  }
}

TEST(Corrected, AFixedActorStays) {
  auto actors = some(6, 5);
  actors[3].fixed = true;
  Bargaining model;
  model.set(actors);
  for (int r = 0; r < 6; ++r) model.step();
  EXPECT_EQ(model.actors()[3].position, actors[3].position);
}

// Two of equal strength, half of whose care is for the issue, at its ends: chance 1/2 each, so that each
// expects 1 - 2 * 0.5 (1 - 0.5) = 0.5 of what it could gain, and the risk is 1 - (1 - 0.5 * 0.25)^2.
TEST(Risk, ByHand) {
  Differences d = differences_of(Variant::corrected);
  d.risk = false;  // of two alike nobody is in greater danger then: exponent 1
  Bargaining model(d);
  model.set({{"a", 0, 1, 0.5}, {"b", 100, 1, 0.5}});
  model.step();
  EXPECT_NEAR(model.probability(0, 1), 0.5, 1e-12);
  EXPECT_NEAR(model.readiness(0, 1), 0.5, 1e-12);
  EXPECT_NEAR(model.conflict_risk(0, 1), 1 - std::pow(1 - 0.125, 2), 1e-12);
  // On an issue ten times as long the same quarrel is a trifle.
  model.set({{"a", 0, 1, 0.5}, {"b", 100, 1, 0.5}}, 1000);
  model.step();
  EXPECT_NEAR(model.conflict_risk(0, 1), 1 - std::pow(1 - 0.0125, 2), 1e-12);
  // Who cares only for this resists: nobody expects to gain, and there is no conflict.
  model.set({{"a", 0, 1, 1}, {"b", 100, 1, 1}});
  model.step();
  EXPECT_EQ(model.conflict_risk(0, 1), 0);
  // Without any care there is no fight.
  model.set({{"a", 0, 1, 0.5}, {"b", 100, 1, 0}});
  model.step();
  EXPECT_EQ(model.conflict_risk(0, 1), 0);
}

// The weaker of two gives way, if it may; if it is fixed, the stronger one presses it.
TEST(Risk, OfWhoMayNotGiveWay) {
  Bargaining model;
  model.set({{"a", 0, 8, 1}, {"b", 100, 1, 1}});
  model.step();
  EXPECT_LT(model.readiness(1, 0), 0);
  EXPECT_EQ(model.conflict_risk(0, 1), 0);
  model.set({{"a", 0, 8, 1}, {"b", 100, 1, 1, true}});
  model.step();
  EXPECT_GT(model.readiness(0, 1), 0.3);
  EXPECT_NEAR(model.conflict_risk(0, 1), model.readiness(0, 1), 1e-12);
  EXPECT_EQ(model.conflict_risk(0, 1), model.conflict_risk(1, 0));
}

TEST(Risk, LiesBetweenZeroAndOneAndIsMutual) {
  for (std::uint64_t seed = 1; seed < 30; ++seed) {
    Bargaining model(seed % 2 != 0 ? Variant::corrected : Variant::scholz);
    model.set(some(7, seed));
    for (int r = 0; r < 4; ++r) {
      model.step();
      for (std::size_t i = 0; i < 7; ++i)
        for (std::size_t j = 0; j < 7; ++j) {
          EXPECT_GE(model.conflict_risk(i, j), 0);
          EXPECT_LE(model.conflict_risk(i, j), 1);
          EXPECT_NEAR(model.conflict_risk(i, j), model.conflict_risk(j, i), 1e-15);
        }
    }
  }
}

// The sums over sorted places that make a round cheap give the votes that are defined one by one.
TEST(Corrected, ChancesAreThoseOfTheVotes) {
  auto actors = some(9, 11);
  actors[4].position = actors[2].position;
  Bargaining model;
  model.set(actors);
  const auto risk = model.step().risk;
  const double range = model.range();
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t j = 0; j < 9; ++j) {
      double up = 0, down = 0;
      for (std::size_t k = 0; k < 9; ++k) {
        const auto far = [&](std::size_t a) {
          return std::pow(std::abs(actors[k].position - actors[a].position) / range, risk[k]);
        };
        const double v = actors[k].capability * actors[k].salience * (far(j) - far(i));
        (v > 0 ? up : down) += std::abs(v);
      }
      EXPECT_NEAR(model.probability(i, j), up + down > 0 ? up / (up + down) : 0.5, 1e-12) << i << " " << j;
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
