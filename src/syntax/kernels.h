// The few dense operations that the network is made of.
//
// The large products run on 16-bit integers: twice the speed of single precision, half the memory, and a sum
// that is the same in every order, so that batches and processors agree. Each operation has a version for
// processors with AVX2 and FMA, chosen at run time, and a portable one; integer sums agree exactly, the rest
// up to rounding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace realign::syntax {

// Largest magnitude of a quantized input: 13 bits leave room for sums of many products.
inline constexpr float kSteps = 8191.0F;

// x -> nearest integer to x * kSteps / limit, clamped to +-kSteps. n values.
void quantize(const float* x, std::size_t n, float limit, std::int16_t* out);

// A weight matrix of `rows` x `columns` as 16-bit integers with a scale a column, stored in panels of 16
// columns, two rows together. A column's step is the smallest with which no sum of products can leave 32
// bits, whatever the input.
class QuantizedMatrix {
 public:
  QuantizedMatrix() = default;
  // `values`: row-major rows x columns, rows even; `limit`: that of the inputs (see quantize).
  QuantizedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns, float limit);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t stride() const {
    return stride_;
  }  // columns rounded up to 16: what a product's output rows need
  const std::int16_t* panel(std::size_t p) const { return data_.data() + p * rows_ * 16; }
  const float* scale() const { return scale_.data(); }  // of each column: integer sum to value

 private:
  std::size_t rows_ = 0, columns_ = 0, stride_ = 0;
  std::vector<std::int16_t> data_;
  std::vector<float> scale_;
};

// The same in single precision, for the small products behind a ReLU, whose inputs have no limit.
class FloatMatrix {
 public:
  FloatMatrix() = default;
  FloatMatrix(std::span<const float> values, std::size_t rows, std::size_t columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t stride() const { return stride_; }
  const float* panel(std::size_t p) const { return data_.data() + p * rows_ * 16; }

 private:
  std::size_t rows_ = 0, columns_ = 0, stride_ = 0;
  std::vector<float> data_;
};

// c[m x w.stride()] = (accumulate ? c : bias) + a[m x w.rows()] * w. Rows of a are `lda` apart, of c `ldc`;
// `bias` has w.stride() values or is null (zeros).
void multiply(const std::int16_t* a, std::size_t m, std::size_t lda, const QuantizedMatrix& w,
              const float* bias, bool accumulate, float* c, std::size_t ldc);
void multiply(const float* a, std::size_t m, std::size_t lda, const FloatMatrix& w, const float* bias,
              bool accumulate, float* c, std::size_t ldc);

// One LSTM step for `m` rows: gates[m x 4h] (input, forget, cell, output as PyTorch orders them; rows `ldg`
// apart), cells [m x h] updated in place, outputs (within +-1) quantized with limit 1. h is a multiple of 8.
void lstm_step(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell,
               std::int16_t* output);

float dot(const float* a, const float* b, std::size_t n);  // n a multiple of 8

// Portable versions by force, for tests: true until set back. Not for use while other threads compute.
void use_portable_kernels(bool portable);

}  // namespace realign::syntax
