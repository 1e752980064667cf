#include "measure/windows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace realign::measure {
namespace {

Series made(unsigned seed, int periods, double slope) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(0, 2);
  std::uniform_real_distribution<double> uniform(0, 1);
  Series s{"AAA", "BBB", Step::month, {}, 0, 0};
  double level = 2;
  for (int t = 0; t < periods; ++t) {
    level += slope + 0.2 * noise(random);
    const int n = t == 0 ? 1 : static_cast<int>(uniform(random) * 4);  // some months are missing
    Point p;
    p.period = 24000 + t;
    p.count = n;
    p.mean = n > 0 ? level + noise(random) / std::sqrt(n) : 0;
    s.events += n;
    s.points.push_back(p);
  }
  while (s.points.back().count == 0) s.points.pop_back();
  return s;
}

TEST(Windows, AgreeWithTheSimulationSmoother) {
  Thresholds thresholds;
  thresholds.draws = 8000;
  for (const auto& [seed, slope] : {std::pair{1U, 0.0}, {2U, -0.15}, {3U, 0.12}, {4U, -0.4}}) {
    const auto s = made(seed, 48, slope);
    const int last = s.points.back().period;
    for (const int end : {last, last - 7, last - 15}) {
      if (s.points[static_cast<std::size_t>(end - s.points.front().period)].count == 0) continue;
      const auto slow = trajectory(s, thresholds, end);
      const std::vector<int> ends{end};
      const auto quick = trajectories(s, thresholds, ends).front();
      ASSERT_NE(slow.verdict, Verdict::too_little);
      const auto mean = trajectories(s, thresholds, std::vector<int>{end}, Detail::change).front();
      EXPECT_NE(mean.verdict, Verdict::too_little);
      EXPECT_NEAR(mean.change, slow.change, 0.1);
      EXPECT_EQ(quick.from, slow.from);
      EXPECT_EQ(quick.to, slow.to);
      EXPECT_NEAR(quick.change, slow.change, 0.12) << seed << " " << end;
      EXPECT_NEAR(quick.end, slow.end, 0.12);
      EXPECT_NEAR(quick.low, slow.low, 0.25);
      EXPECT_NEAR(quick.high, slow.high, 0.25);
      EXPECT_NEAR(quick.severance, slow.severance, 0.03);
      EXPECT_NEAR(quick.loosening, slow.loosening, 0.03);
      EXPECT_NEAR(quick.stable, slow.stable, 0.03);
      EXPECT_NEAR(quick.deepening, slow.deepening, 0.03);
      EXPECT_NEAR(quick.severance + quick.loosening + quick.stable + quick.deepening, 1, 1e-9);
    }
  }
}

TEST(Windows, OthersDoNotMatter) {
  const auto s = made(5, 40, 0.1);
  const int last = s.points.back().period;
  const std::vector<int> one{last - 3}, many{last, last - 3, last - 20};
  EXPECT_DOUBLE_EQ(trajectories(s, {}, one)[0].change, trajectories(s, {}, many)[1].change);
}

TEST(Windows, SilenceIsNotStability) {
  const auto s = made(6, 30, 0);
  const int last = s.points.back().period;
  const std::vector<int> ends{last + 3, last + 13, s.points.front().period + 1, s.points.front().period - 5};
  const auto t = trajectories(s, {}, ends);
  EXPECT_NE(t[0].verdict, Verdict::too_little);
  EXPECT_EQ(t[1].verdict, Verdict::too_little);
  EXPECT_EQ(t[1].why.substr(0, 14), "0 events after") << t[1].why;
  EXPECT_EQ(t[2].verdict, Verdict::too_little);
  EXPECT_EQ(t[3].why, "0 events in 0 periods; 6 in 4 are the least");
  // The longer the silence, the less is known.
  const std::vector<int> later{last, last + 9};
  const auto u = trajectories(s, {}, later);
  EXPECT_GT(u[1].high - u[1].low, u[0].high - u[0].low);
  EXPECT_EQ(events_until(s, last), s.events);
  EXPECT_EQ(events_until(s, s.points.front().period), 1);
}

// Five acts in the window are too few, six are not, however many came before.
TEST(Windows, ALeastNumberOfActsInTheWindow) {
  auto s = made(7, 30, 0);
  const int last = s.points.back().period;
  for (std::size_t t = 0; t < s.points.size(); ++t)
    if (s.points[t].period > last - 12) s.points[t].count = s.points[t].period == last ? 5 : 0;
  const auto five = trajectory(s, {});
  EXPECT_EQ(five.verdict, Verdict::too_little);
  EXPECT_NE(five.why.find("5 events after"), std::string::npos) << five.why;
  EXPECT_EQ(five.probability, 0);
  const std::vector<int> ends{last};
  EXPECT_EQ(trajectories(s, {}, ends).front().why, five.why);
  s.points.back().count = 6;
  EXPECT_NE(trajectory(s, {}).verdict, Verdict::too_little);
}

TEST(Windows, NothingAtAll) {
  const std::vector<int> ends{24000};
  EXPECT_EQ(trajectories({"A", "B", Step::month, {}, 0, 0}, {}, ends).front().verdict, Verdict::too_little);
}

}  // namespace
}  // namespace realign::measure
