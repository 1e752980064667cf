#include "measure/ideal_points.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "text/error.h"

namespace realign::measure {
namespace {

struct World {
  RollCalls calls;
  std::vector<std::vector<double>> truth;  // [state][session]
};

// Twenty-four states, four sessions, votes drawn from the model.
World simulated(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  World w;
  for (int i = 0; i < 24; ++i) {
    w.calls.states.push_back(i == 0 ? "USA" : "S" + std::to_string(i));
    std::vector<double> path;
    double x = i == 0 ? 2 : normal(random);
    for (int t = 0; t < 4; ++t) {
      path.push_back(x);
      x += 0.1 * normal(random);
    }
    w.truth.push_back(path);
  }
  for (int t = 0; t < 4; ++t) w.calls.sessions.push_back(40 + t);
  for (std::int32_t t = 0; t < 4; ++t)
    for (int j = 0; j < 40; ++j) {
      const double slope = normal(random), cut = 0.7 * normal(random) - 0.4;
      for (std::int32_t i = 0; i < 24; ++i) {
        const double y =
            slope * w.truth[static_cast<std::size_t>(i)][static_cast<std::size_t>(t)] + normal(random);
        w.calls.votes.push_back({i, t, w.calls.items,
                                 y < cut         ? Choice::no
                                 : y < cut + 0.6 ? Choice::abstain
                                                 : Choice::yes});
      }
      ++w.calls.items;
    }
  return w;
}

double correlation(const World& w, const IdealPoints& found) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const auto& p : found.points) {
    const double t = w.truth[static_cast<std::size_t>(p.state)][static_cast<std::size_t>(p.session)];
    ++n, x += t, y += p.mean, xx += t * t, yy += p.mean * p.mean, xy += t * p.mean;
  }
  return (xy - x * y / n) / std::sqrt((xx - x * x / n) * (yy - y * y / n));
}

TEST(IdealPoints, EstimateFindsSimulatedPoints) {
  const auto w = simulated(1);
  const auto e = estimate(w.calls, {});
  EXPECT_EQ(e.points.size(), 96U);
  EXPECT_GT(correlation(w, e), 0.95);
  EXPECT_GT(e.points.front().mean, 0);  // the anchor
  EXPECT_EQ(e.points.front().votes, 40);
}

TEST(IdealPoints, SamplerAgreesConvergesAndRepeats) {
  const auto w = simulated(2);
  IdealOptions o;
  o.draws = 300;
  o.warm_up = 100;
  const auto s = sample(w.calls, o);
  EXPECT_GT(correlation(w, s), 0.95);
  EXPECT_LT(s.r_hat, 1.2);
  EXPECT_GT(s.effective, 5);  // few states: the unit of the axis mixes slowly
  EXPECT_GT(s.accepted, 0.5);
  o.threads = 1;
  const auto again = sample(w.calls, o);
  for (std::size_t i = 0; i < s.points.size(); ++i) EXPECT_EQ(s.points[i].mean, again.points[i].mean);
}

// One state votes with nobody: a resolution of its own, and one on which all agree, change nothing for the
// rest.
TEST(IdealPoints, UnanimousResolutionsAndSessionsOfOneAreLeftOut) {
  auto w = simulated(4);
  const auto before = estimate(w.calls, {});
  for (std::int32_t i = 0; i < 24; ++i) w.calls.votes.push_back({i, 0, w.calls.items, Choice::yes});
  ++w.calls.items;
  w.calls.sessions.push_back(44);
  for (std::int32_t i = 0; i < 24; ++i)
    w.calls.votes.push_back({i, 4, w.calls.items, i < 9 ? Choice::yes : Choice::no});
  ++w.calls.items;
  const auto after = estimate(w.calls, {});
  ASSERT_EQ(after.points.size(), before.points.size());
  for (std::size_t i = 0; i < after.points.size(); ++i)
    EXPECT_EQ(after.points[i].mean, before.points[i].mean);
}

// As draws are: what is uncertain of a point counts as its spread.
TEST(IdealPoints, AreStandardised) {
  const auto e = estimate(simulated(5).calls, {});
  double mean = 0, square = 0;
  for (const auto& p : e.points) mean += p.mean / 96, square += (p.mean * p.mean + p.sd * p.sd) / 96;
  EXPECT_NEAR(mean, 0, 1e-9);
  EXPECT_NEAR(square, 1, 1e-9);
}

TEST(IdealPoints, WithoutTheAnchorOrVotesThereIsNothing) {
  auto w = simulated(3);
  w.calls.states[0] = "CAN";
  EXPECT_THROW(estimate(w.calls, {}), text::Error);
  EXPECT_THROW(estimate({}, {}), text::Error);
}

TEST(RollCalls, ReadsTablesAndNamesBadLines) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("realign-votes-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder);
  const auto file = [&](const char* name, const std::string& content) {
    const auto path = (folder / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  };
  const auto same = [](const std::string& c) { return c == "US" ? "USA" : std::string(); };
  const std::string good =
      "rcid,session,country_code,vote\n3,1,US,yes\n3,1,FR,no\n9,2,US,abstain\n9,2,FR,absent\n";
  const auto calls = RollCalls::read(file("v.csv", good), file("m.csv", "v1,rcid1,rcid2\n1,3,9\n"), same);
  EXPECT_EQ(calls.votes.size(), 3U);
  EXPECT_EQ(calls.items, 1);
  EXPECT_EQ(calls.sessions, (std::vector<int>{1, 2}));
  EXPECT_EQ(calls.states[static_cast<std::size_t>(calls.votes[1].state)], "USA");  // in order of codes
  const auto zipped = (folder / "v.csv.gz").string();
  const gzFile out = gzopen(zipped.c_str(), "wb");
  gzwrite(out, good.data(), static_cast<unsigned>(good.size()));
  gzclose(out);
  EXPECT_EQ(RollCalls::read(zipped, "", same).votes.size(), 3U);
  // Missing codes before Namibia was a member; two votes of one country in a roll call.
  const auto odd =
      RollCalls::read(file("odd.csv",
                           "rcid,session,country_code,vote\n3,1,NA,yes\n3,1,US,yes\n3,1,FR,no\n9,46,NA,no\n"
                           "9,46,FR,yes\n9,46,FR,no\n"),
                      "", same);
  EXPECT_EQ(odd.states, (std::vector<std::string>{"FR", "NA", "USA"}));
  EXPECT_EQ(odd.votes.size(), 3U);
  EXPECT_EQ(odd.doubled, 2);
  const auto error = [&](const std::string& content) {
    try {
      RollCalls::read(file("bad.csv", content), "", same);
    } catch (const text::Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_NE(error("rcid,session,country_code,vote\n3,1,US,yes\nx,1,US,yes\n").find("bad.csv:3"),
            std::string::npos);
  EXPECT_NE(error("rcid,session,country_code,vote\n3,1,US\n").find("bad.csv:2"), std::string::npos);
  EXPECT_NE(error("rcid,session,vote\n").find("country_code"), std::string::npos);
  EXPECT_NE(error("").find("empty"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace realign::measure
