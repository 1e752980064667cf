#include "measure/state.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace realign::measure {
namespace {

std::string shared() {
  const char* at = std::getenv("REALIGN_SHARED");
  return at != nullptr ? at : std::string(REALIGN_SOURCE_DIR) + "/../shared";
}

std::vector<Observation> nile() {
  std::ifstream in(shared() + "/data/measure/ref/nile.csv");
  std::vector<Observation> y;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) y.push_back({std::stod(line.substr(line.find(',') + 1)), 1});
  return y;
}

// Durbin and Koopman (2012), table 2.1: sigma2_eps 15,099, sigma2_eta 1,469.1.
TEST(State, LocalLevelOfTheNile) {
  const auto y = nile();
  if (y.empty()) GTEST_SKIP() << "../shared is not there";
  const auto f = fit(y, Model::local_level);
  ASSERT_TRUE(f.enough);
  EXPECT_NEAR(f.variances.observation, 15098.5, 15.1);
  EXPECT_NEAR(f.variances.level, 1469.18, 1.47);
  EXPECT_NEAR(f.log_likelihood, -632.5456, 1e-3);
}

TEST(State, TrendOfANileWithoutSlopeVarianceIsNoWorseThanTheLevel) {
  const auto y = nile();
  if (y.empty()) GTEST_SKIP() << "../shared is not there";
  const auto f = fit(y, Model::local_trend);
  ASSERT_TRUE(f.enough);
  // Two diffuse states leave one observation fewer: the constants differ, the variances must not be wild.
  EXPECT_GT(f.variances.observation, 1000);
  EXPECT_LT(f.variances.observation, 30000);
  EXPECT_TRUE(std::isfinite(f.log_likelihood));
}

// By generalised least squares: with a flat prior on the first level the smoothed state is the best linear
// predictor. A dense solve of (H^-1 + D'D/q) m = H^-1 y is another way to the same numbers.
TEST(State, SmootherAgreesWithADenseSolve) {
  const std::vector<Observation> y = {{1, 2}, {0, 0}, {3, 1}, {2.5, 4}, {0, 0}, {0, 0}, {-1, 1}, {0.5, 3}};
  const Variances v{2.0, 0.7, 0};
  const std::size_t n = y.size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1, 0));
  for (std::size_t i = 0; i < n; ++i) {
    a[i][i] += y[i].count / v.observation;
    a[i][n] += y[i].count / v.observation * y[i].value;
    if (i + 1 < n) {
      a[i][i] += 1 / v.level;
      a[i + 1][i + 1] += 1 / v.level;
      a[i][i + 1] -= 1 / v.level;
      a[i + 1][i] -= 1 / v.level;
    }
  }
  auto inverse = a;
  std::vector<std::vector<double>> unit(n, std::vector<double>(n, 0));
  for (std::size_t i = 0; i < n; ++i) unit[i][i] = 1;
  for (std::size_t c = 0; c < n; ++c) {  // Gauss and Jordan; the matrix is positive definite
    const double p = a[c][c];
    for (std::size_t k = 0; k <= n; ++k) a[c][k] /= p;
    for (std::size_t k = 0; k < n; ++k) unit[c][k] /= p;
    for (std::size_t r = 0; r < n; ++r)
      if (r != c) {
        const double f = a[r][c];
        for (std::size_t k = 0; k <= n; ++k) a[r][k] -= f * a[c][k];
        for (std::size_t k = 0; k < n; ++k) unit[r][k] -= f * unit[c][k];
      }
  }
  const auto s = smooth(y, Model::local_level, v);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_NEAR(s.level[i], a[i][n], 1e-9) << i;
    EXPECT_NEAR(s.variance[i], unit[i][i], 1e-9) << i;
  }
}

TEST(State, TrendFollowsALineThroughGaps) {
  std::vector<Observation> y;
  for (int i = 0; i < 30; ++i) y.push_back({2.0 + 0.5 * i, i % 4 == 2 ? 0.0 : 1.0});
  const auto s = smooth(y, Model::local_trend, {1, 0.1, 0.01});
  for (int i = 0; i < 30; ++i) {
    EXPECT_NEAR(s.level[static_cast<std::size_t>(i)], 2.0 + 0.5 * i, 1e-8);
    EXPECT_NEAR(s.slope[static_cast<std::size_t>(i)], 0.5, 1e-8);
  }
}

TEST(State, DrawsHaveTheSmoothersMeanAndVariance) {
  const std::vector<Observation> y = {{1, 2}, {0, 0}, {3, 1}, {2.5, 4}, {0, 0}, {-1, 1}};
  const Variances v{2.0, 0.7, 0};
  std::mt19937_64 random(7);
  const std::size_t n = 40000;
  const auto draws = simulate(y, Model::local_level, v, n, random);
  const auto s = smooth(y, Model::local_level, v);
  for (std::size_t t = 0; t < y.size(); ++t) {
    double mean = 0, square = 0;
    for (const auto& d : draws) mean += d[t], square += d[t] * d[t];
    mean /= static_cast<double>(n);
    square = square / static_cast<double>(n) - mean * mean;
    EXPECT_NEAR(mean, s.level[t], 0.03);
    EXPECT_NEAR(square, s.variance[t], 0.05 * s.variance[t] + 0.01);
  }
}

TEST(State, TooLittleIsNotFitted) {
  EXPECT_FALSE(fit({}, Model::local_level).enough);
  const std::vector<Observation> one = {{1, 1}}, same = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
  EXPECT_FALSE(fit(one, Model::local_level).enough);
  EXPECT_FALSE(fit(same, Model::local_level).enough);
  const std::vector<Observation> gaps = {{1, 0}, {2, 1}, {5, 0}, {3, 1}};
  EXPECT_FALSE(fit(gaps, Model::local_level).enough);
}

}  // namespace
}  // namespace realign::measure
