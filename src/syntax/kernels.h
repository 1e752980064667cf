// The few dense operations that the network is made of, in single precision.
//
// Each has a version for processors with AVX2 and FMA, chosen at run time, and a portable one; they agree up to rounding.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace realign::syntax {

// A weight matrix of `rows` x `columns`, stored in panels of 16 columns so that a product reads it in order.
class PackedMatrix {
 public:
  PackedMatrix() = default;
  // `values`: row-major rows x columns.
  PackedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t stride() const { return stride_; }  // columns rounded up to 16: what a product's output rows need
  const float* panel(std::size_t p) const { return data_.data() + p * rows_ * 16; }

 private:
  std::size_t rows_ = 0, columns_ = 0, stride_ = 0;
  std::vector<float> data_;
};

// c[m x w.stride()] = (accumulate ? c : bias) + a[m x w.rows()] * w. `a` has row stride `lda`; `bias` has w.stride() values or is null
// (zeros). Rows of c are w.stride() apart unless `ldc` says otherwise.
void multiply(const float* a, std::size_t m, std::size_t lda, const PackedMatrix& w, const float* bias, bool accumulate, float* c, std::size_t ldc);

// One LSTM step for `m` rows: gates[m x 4h] (input, forget, cell, output as PyTorch orders them; rows `ldg` apart), cell and output
// states [m x h] updated in place. h is a multiple of 8.
void lstm_step(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell, float* output);

float dot(const float* a, const float* b, std::size_t n);  // n a multiple of 8

}  // namespace realign::syntax
