// Smoothed states against R's KalmanSmooth. Numbers made by tests/measure/smoother_reference.R (R 4.2.2).
#include <gtest/gtest.h>

#include <fstream>

#include "measure/state.h"

namespace realign::measure {
namespace {

enum Case : unsigned char { kLevel, kHoles, kTrend };  // kHoles: years 21 to 40 missing

struct Row {
  Case of;
  std::size_t at;
  double level, variance, slope;
};

constexpr Row kReference[] = {
    {kLevel, 0, 1111.66869453, 4032.173751, 0.00000000},
    {kLevel, 1, 1110.85800556, 3242.924208, 0.00000000},
    {kLevel, 9, 1097.72264811, 2333.133738, 0.00000000},
    {kLevel, 24, 1104.09424540, 2326.779844, 0.00000000},
    {kLevel, 29, 919.48758847, 2326.779301, 0.00000000},
    {kLevel, 39, 862.99252661, 2326.779275, 0.00000000},
    {kLevel, 69, 806.92352196, 2326.779289, 0.00000000},
    {kLevel, 98, 804.04665706, 3242.924211, 0.00000000},
    {kLevel, 99, 798.36716134, 4032.173755, 0.00000000},
    {kHoles, 0, 1111.32143019, 4032.202591, 0.00000000},
    {kHoles, 1, 1110.47695019, 3242.958935, 0.00000000},
    {kHoles, 9, 1094.43084704, 2335.725246, 0.00000000},
    {kHoles, 24, 951.57694246, 8051.522535, 0.00000000},
    {kHoles, 29, 903.43685916, 9715.426224, 0.00000000},
    {kHoles, 39, 807.15669257, 4723.679107, 0.00000000},
    {kHoles, 69, 806.91852158, 2326.779308, 0.00000000},
    {kHoles, 98, 804.04665621, 3242.924211, 0.00000000},
    {kHoles, 99, 798.36716057, 4032.173755, 0.00000000},
    {kTrend, 0, 1123.97238595, 4804.784977, -4.34466008},
    {kTrend, 1, 1119.99848189, 3600.866414, -4.34783799},
    {kTrend, 9, 1098.55437139, 2338.023906, -5.10365826},
    {kTrend, 24, 1106.52420784, 2332.202710, -8.52325319},
    {kTrend, 29, 919.16577701, 2331.316089, -9.36425128},
    {kTrend, 39, 858.79463748, 2330.819568, -4.92568028},
    {kTrend, 69, 806.57970389, 2331.215424, -0.30762529},
    {kTrend, 98, 791.90888957, 3600.866521, -7.81482654},
    {kTrend, 99, 780.32993570, 4804.784986, -7.81482654},
};

TEST(State, SmoothedStatesAreThoseOfR) {
  const char* at = std::getenv("REALIGN_SHARED");
  std::ifstream in((at != nullptr ? at : std::string(REALIGN_SOURCE_DIR) + "/../shared") +
                   "/data/measure/ref/nile.csv");
  if (!in) GTEST_SKIP() << "../shared is not there";
  std::vector<Observation> y;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) y.push_back({std::stod(line.substr(line.find(',') + 1)), 1});
  ASSERT_EQ(y.size(), 100U);
  auto holes = y;
  for (std::size_t t = 20; t < 40; ++t) holes[t] = {0, 0};
  const auto level = smooth(y, Model::local_level, {15098.5, 1469.18, 0}),
             missing = smooth(holes, Model::local_level, {15098.5, 1469.18, 0}),
             trend = smooth(y, Model::local_trend, {15000, 1400, 12});
  for (const auto& r : kReference) {
    const auto& s = r.of == kLevel ? level : r.of == kHoles ? missing : trend;
    EXPECT_NEAR(s.level[r.at], r.level, 1e-6) << r.of << ' ' << r.at;
    EXPECT_NEAR(s.variance[r.at] / r.variance, 1, 1e-6) << r.of << ' ' << r.at;
    if (r.of == kTrend) {
      EXPECT_NEAR(s.slope[r.at], r.slope, 1e-6) << r.at;
    }
  }
}

}  // namespace
}  // namespace realign::measure
