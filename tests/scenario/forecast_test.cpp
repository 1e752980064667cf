#include "scenario/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "scenario/nash.h"
#include "text/error.h"

namespace realign::scenario {
namespace {

const char* kText = R"(issue = "how close"
rounds = 6
runs = 200
[[actor]]
name = "North"
position = 100
capability = 1.0
salience = 0.9
[[actor]]
name = "Middle"
position = { uniform = [30, 60] }
capability = 0.3
salience = 0.8
[[actor]]
name = "South"
position = 0
capability = { triangular = [0.4, 0.6, 0.9] }
salience = 0.5
[[shock]]
round = 2
actor = "North"
capability_times = 0.5
[choice]
actor = "Middle"
poles = [0, 100]
[bargain]
country = "Middle"
patron = "North"
partners = 2
dependence = 0.5
)";

std::string error_of(const std::string& text) {
  try {
    parse_scenario(text, "file.toml");
  } catch (const text::Error& e) {
    return e.what();
  }
  return {};
}

TEST(Scenario, IsReadAndWrittenAlike) {
  const auto s = parse_scenario(kText, "file.toml");
  EXPECT_EQ(s.actors.size(), 3U);
  EXPECT_TRUE(s.uncertain());
  const auto again = parse_scenario(to_toml(s), "again.toml");
  EXPECT_EQ(to_toml(again), to_toml(s));
  EXPECT_EQ(again.shocks.size(), 1U);
  ASSERT_TRUE(again.choice);
  ASSERT_TRUE(again.bargain);
}

TEST(Scenario, ErrorsNameTheLine) {
  const std::string good(kText);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string t = good;
    t.replace(t.find(from), from.size(), to);
    return t;
  };
  EXPECT_EQ(error_of(good), "");
  EXPECT_NE(error_of(with("salience = 0.9", "salience = 1.9")).find("file.toml:8"), std::string::npos);
  EXPECT_NE(error_of(with("salience = 0.9", "saliense = 0.9")).find("saliense"), std::string::npos);
  EXPECT_NE(error_of(with("actor = \"North\"", "actor = \"Nort\"")).find("Nort"), std::string::npos);
  EXPECT_NE(error_of(with("uniform = [30, 60]", "uniform = [60, 30]")).find("file.toml:11"),
            std::string::npos);
  EXPECT_NE(error_of(with("rounds = 6", "rounds = 0")).find("file.toml:2"), std::string::npos);
  EXPECT_NE(error_of(with("rounds = 6", "rounds = ")).find("file.toml:2"), std::string::npos);
  EXPECT_NE(error_of("issue = \"x\"\n").find("there are none"), std::string::npos);
}

TEST(Forecast, ShocksAndChoiceAct) {
  auto s = parse_scenario(kText, "file.toml");
  const auto with = run(s, middles(s));
  EXPECT_EQ(with.rounds.size(), 6U);
  s.shocks.clear();
  const auto without = run(s, middles(s));
  EXPECT_NE(with.outcome.mean, without.outcome.mean);
  const auto f = force(s);
  ASSERT_EQ(f.choices.size(), 2U);
  for (const auto& c : f.choices)
    for (const double x : c.run.paths[1]) EXPECT_EQ(x, c.pole);
}

// Free, the small one gives way to the strong; at the far pole it may not, and the strong one presses it.
TEST(Forecast, AForcedChoiceRaisesTheRisk) {
  const auto s = parse_scenario(R"(issue = "with whom"
low = "the others"
high = "the patron"
[[actor]]
name = "Patron"
position = 100
capability = 1
salience = 0.9
[[actor]]
name = "Small"
position = 55
capability = 0.2
salience = 1
[[actor]]
name = "Other"
position = 20
capability = 0.5
salience = 0.3
[choice]
actor = "Small"
poles = [0, 100]
)",
                                "file.toml");
  const auto f = force(s);
  EXPECT_LT(f.chooser_free, 0.05);
  EXPECT_GT(f.chooser[0], f.chooser_free + 0.1);
  EXPECT_NEAR(f.choices[0].apart, 55, 1e-12);
  EXPECT_GT(f.choices[0].cost[1], 0);
  EXPECT_EQ(length_of(s, middles(s)), 100);
}

TEST(Forecast, SettledRoundsAreCopied) {
  auto s = parse_scenario(kText, "file.toml");
  s.rounds = 60;
  const auto r = run(s, middles(s), nullptr, true);
  EXPECT_EQ(r.rounds.size(), 60U);
  EXPECT_EQ(r.challenges.size(), 60U);
  for (const auto& path : r.paths)
    for (const double x : path) EXPECT_TRUE(std::isfinite(x));
}

TEST(Forecast, ShocksAndBargainMayBeUncertain) {
  std::string text(kText);
  text.replace(text.find("capability_times = 0.5"), 22, "capability_times = { uniform = [0.2, 0.9] }");
  text.replace(text.find("dependence = 0.5"), 16, "dependence = { triangular = [0.2, 0.5, 0.9] }");
  const auto s = parse_scenario(text, "file.toml");
  const auto inputs = inputs_of(s);
  ASSERT_EQ(inputs.size(), 4U);
  EXPECT_EQ(inputs[2].name, "North, round 2: capability times");
  EXPECT_EQ(inputs[3].name, "bargain: dependence");
  const auto u = spread(s, 2);
  EXPECT_GT(u.share.quantile(0.9), u.share.quantile(0.1));
  EXPECT_EQ(to_toml(parse_scenario(to_toml(s), "again.toml")), to_toml(s));
}

TEST(Scenario, DifferencesAreTurnedByName) {
  std::string text = "variant = \"scholz\"\nwith = [\"risk\", \"offer\"]\n" + std::string(kText);
  auto s = parse_scenario(text, "file.toml");
  EXPECT_TRUE(s.differences().risk && s.differences().offer && !s.differences().conflict);
  EXPECT_EQ(parse_scenario(to_toml(s), "again.toml").differences(), s.differences());
  s.turn("risk", false);
  EXPECT_FALSE(s.differences().risk);
  EXPECT_NE(error_of("with = [\"luck\"]\n" + std::string(kText)).find("file.toml:1"), std::string::npos);
}

TEST(Forecast, SameSeedSameNumbersOnAnyThreads) {
  const auto s = parse_scenario(kText, "file.toml");
  const auto one = spread(s, 1), two = spread(s, 2);
  EXPECT_EQ(one.median.sorted, two.median.sorted);
  EXPECT_EQ(one.conflict, two.conflict);
  ASSERT_EQ(one.inputs.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(one.inputs[i].total, two.inputs[i].total);
  auto other = s;
  other.seed = 2;
  EXPECT_NE(spread(other, 1).median.sorted, one.median.sorted);
}

// Ishigami and Homma (1990) with a = 7, b = 0.1: S1 = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437.
TEST(Sobol, IshigamiFunction) {
  const auto f = [](const std::vector<double>& u) {
    const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
    return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
  };
  const auto s = sobol(f, 3, 100000, 1, 2);
  EXPECT_NEAR(s.first[0], 0.3139, 0.01);
  EXPECT_NEAR(s.first[1], 0.4424, 0.01);
  EXPECT_NEAR(s.first[2], 0, 0.01);
  EXPECT_NEAR(s.total[0], 0.5576, 0.01);
  EXPECT_NEAR(s.total[1], 0.4424, 0.01);
  EXPECT_NEAR(s.total[2], 0.2437, 0.01);
  // The stated standard errors are about as large as the errors are.
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_LT(s.total_error[i], 0.01);
    EXPECT_GT(s.total_error[i], 0.0001);
  }
}

TEST(Number, Quantiles) {
  const Number normal{Number::Kind::normal, 10, 2, 0}, triangle{Number::Kind::triangular, 0, 1, 4};
  EXPECT_NEAR(normal.quantile(0.975), 10 + 2 * 1.959963984540054, 1e-9);
  EXPECT_NEAR(normal.quantile(1e-6), 10 - 2 * 4.753424308822899, 1e-7);
  EXPECT_NEAR(triangle.quantile(0.25), 1, 1e-12);
  EXPECT_NEAR(triangle.quantile(1 - 1e-12), 4, 1e-5);
}

TEST(Nash, WeakerPatronMorePartnersMorePatienceHelp) {
  const Terms t{0.3, 1, 2, 0.6, 0.9, 0.9};
  const double share = split_pie(t).share;
  auto u = t;
  u.patron_capability = 0.6;
  EXPECT_GT(split_pie(u).share, share);
  u = t;
  u.partners = 4;
  EXPECT_GT(split_pie(u).share, share);
  u = t;
  u.patience = 0.97;
  EXPECT_GT(split_pie(u).share, share);
  u = t;
  u.dependence = 0.9;
  EXPECT_LT(split_pie(u).share, share);
  EXPECT_NEAR(split_pie({1, 1, 1, 1, 0.9, 0.9}).share, 0.375, 1e-12);
  EXPECT_GT(split_pie(with_more_partners(t, 2)).share, share);
  u.partners = 0.5;
  EXPECT_THROW(split_pie(u), text::Error);
}

}  // namespace
}  // namespace realign::scenario
