#include "syntax/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace realign::syntax {
namespace {

std::vector<float> random_values(std::mt19937& random, std::size_t n, float spread) {
  std::uniform_real_distribution<float> uniform(-spread, spread);
  std::vector<float> out(n);
  for (auto& x : out) x = uniform(random);
  return out;
}

class Kernels : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { use_portable_kernels(GetParam()); }
  void TearDown() override { use_portable_kernels(false); }
  std::mt19937 random_{1};
};

TEST_P(Kernels, MultiplyAnyNumberOfRowsAndColumns) {
  for (const std::size_t m : {1, 2, 5, 6, 7, 100})
    for (const std::size_t columns : {1, 16, 51}) {
      const std::size_t k = 22;
      const auto a = random_values(random_, m * k, 1), b = random_values(random_, k * columns, 2),
                 bias = random_values(random_, 64, 1);
      std::vector<std::int16_t> q(m * k);
      quantize(a.data(), q.size(), 1.0F, q.data());
      const QuantizedMatrix whole(b, k, columns, 1.0F);
      const FloatMatrix single(b, k, columns);
      std::vector<float> c(m * whole.stride(), 0.5F), d = c, sums = c;
      multiply(q.data(), m, k, whole, bias.data(), false, c.data(), whole.stride());
      multiply(a.data(), m, k, single, bias.data(), false, d.data(), whole.stride());
      multiply(q.data(), m, k, whole, nullptr, true, sums.data(), whole.stride());
      for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
          double expected = 0;
          for (std::size_t r = 0; r < k; ++r)
            expected += static_cast<double>(a[i * k + r]) * static_cast<double>(b[r * columns + j]);
          const std::size_t at = i * whole.stride() + j;
          EXPECT_NEAR(static_cast<double>(c[at]), expected + static_cast<double>(bias[j]), 4e-3);
          EXPECT_NEAR(static_cast<double>(d[at]), expected + static_cast<double>(bias[j]), 1e-4);
          EXPECT_NEAR(static_cast<double>(sums[at]), expected + 0.5, 4e-3);
        }
    }
}

TEST_P(Kernels, NeverOverflow) {
  // All weights and inputs as large as they can be, of the same sign.
  for (const std::size_t k : {2, 288, 4096}) {
    const QuantizedMatrix w(std::vector<float>(k * 16, 3.0F), k, 16, 8.0F);
    const std::vector<float> x(k, 1000.0F);
    std::vector<std::int16_t> q(k);
    quantize(x.data(), k, 8.0F, q.data());
    std::vector<float> c(16);
    multiply(q.data(), 1, k, w, nullptr, false, c.data(), 16);
    EXPECT_NEAR(c[0] / (24.0F * static_cast<float>(k)), 1.0F, 0.02F) << k;
  }
}

TEST_P(Kernels, StepAnLstm) {
  const std::size_t m = 3, h = 16;
  const auto gates = random_values(random_, m * 4 * h, 6), before = random_values(random_, m * h, 2);
  auto cell = before;
  std::vector<std::int16_t> out(m * h);
  lstm_step(gates.data(), m, 4 * h, h, cell.data(), out.data());
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < h; ++j) {
      const auto gate = [&](std::size_t g) { return static_cast<double>(gates[i * 4 * h + g * h + j]); };
      const double state =
          sigmoid(gate(1)) * static_cast<double>(before[i * h + j]) + sigmoid(gate(0)) * std::tanh(gate(2));
      EXPECT_NEAR(static_cast<double>(cell[i * h + j]), state, 1e-5);
      EXPECT_NEAR(out[i * h + j] / static_cast<double>(kSteps), sigmoid(gate(3)) * std::tanh(state), 2e-4);
    }
}

TEST_P(Kernels, SurviveExtremeGates) {
  const std::size_t h = 8;
  std::vector<float> gates(4 * h);
  for (const float x : {-1e6F, -100.0F, 0.0F, 100.0F, 1e6F}) {
    std::fill(gates.begin(), gates.end(), x);
    std::vector<float> cell(h, 50.0F);
    std::vector<std::int16_t> out(h);
    lstm_step(gates.data(), 1, 4 * h, h, cell.data(), out.data());
    EXPECT_TRUE(std::isfinite(cell[0]));
    EXPECT_LE(std::abs(out[0]), static_cast<int>(kSteps));
  }
}

TEST_P(Kernels, Dot) {
  const auto a = random_values(random_, 96, 1), b = random_values(random_, 96, 1);
  double expected = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    expected += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  EXPECT_NEAR(static_cast<double>(dot(a.data(), b.data(), a.size())), expected, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Versions, Kernels, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "portable" : "fastest"); });

}  // namespace
}  // namespace realign::syntax
