#include "syntax/kernels.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#define REALIGN_AVX2 __attribute__((target("avx2,fma")))
// Unrolled whole, a tile's sums stay in registers; left to itself g++ keeps a copy of each on the stack.
#if defined(__clang__)
#define REALIGN_UNROLL _Pragma("clang loop unroll(full)")
#else
#define REALIGN_UNROLL _Pragma("GCC unroll 8")
#endif
#endif

namespace realign::syntax {

PackedMatrix::PackedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns)
    : rows_(rows), columns_(columns), stride_((columns + 15) / 16 * 16), data_(rows * stride_, 0.0F) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) data_[(c / 16) * rows * 16 + r * 16 + c % 16] = values[r * columns + c];
}

namespace {

constexpr std::size_t kRowBlock = 96;  // rows of `a` kept in cache while all panels pass over them

void multiply_portable(const float* a, std::size_t m, std::size_t lda, const PackedMatrix& w, const float* bias, bool accumulate, float* c,
                       std::size_t ldc) {
  const std::size_t k = w.rows();
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t p = 0; p * 16 < w.stride(); ++p) {
      float* out = c + i * ldc + p * 16;
      float sum[16];
      for (std::size_t j = 0; j < 16; ++j) sum[j] = accumulate ? out[j] : bias != nullptr ? bias[p * 16 + j] : 0.0F;
      const float* b = w.panel(p);
      for (std::size_t r = 0; r < k; ++r) {
        const float x = a[i * lda + r];
        for (std::size_t j = 0; j < 16; ++j) sum[j] += x * b[r * 16 + j];
      }
      std::copy(sum, sum + 16, out);
    }
}

void lstm_portable(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell, float* output) {
  const auto sigmoid = [](float x) { return 1.0F / (1.0F + std::exp(-x)); };
  for (std::size_t i = 0; i < m; ++i) {
    const float* g = gates + i * ldg;
    for (std::size_t j = 0; j < h; ++j) {
      float& state = cell[i * h + j];
      state = sigmoid(g[h + j]) * state + sigmoid(g[j]) * std::tanh(g[2 * h + j]);
      output[i * h + j] = sigmoid(g[3 * h + j]) * std::tanh(state);
    }
  }
}

#ifdef REALIGN_AVX2

template <int Rows>
REALIGN_AVX2 void tile(const float* a, std::size_t lda, const float* b, std::size_t k, const float* bias, bool accumulate, float* c, std::size_t ldc) {
  __m256 lo[Rows], hi[Rows];
  REALIGN_UNROLL for (int i = 0; i < Rows; ++i) {
    if (accumulate) {
      lo[i] = _mm256_loadu_ps(c + static_cast<std::size_t>(i) * ldc);
      hi[i] = _mm256_loadu_ps(c + static_cast<std::size_t>(i) * ldc + 8);
    } else if (bias != nullptr) {
      lo[i] = _mm256_loadu_ps(bias);
      hi[i] = _mm256_loadu_ps(bias + 8);
    } else {
      lo[i] = hi[i] = _mm256_setzero_ps();
    }
  }
  for (std::size_t r = 0; r < k; ++r) {
    const __m256 b0 = _mm256_loadu_ps(b + r * 16), b1 = _mm256_loadu_ps(b + r * 16 + 8);
    REALIGN_UNROLL for (int i = 0; i < Rows; ++i) {
      const __m256 x = _mm256_broadcast_ss(a + static_cast<std::size_t>(i) * lda + r);
      lo[i] = _mm256_fmadd_ps(x, b0, lo[i]);
      hi[i] = _mm256_fmadd_ps(x, b1, hi[i]);
    }
  }
  REALIGN_UNROLL for (int i = 0; i < Rows; ++i) {
    _mm256_storeu_ps(c + static_cast<std::size_t>(i) * ldc, lo[i]);
    _mm256_storeu_ps(c + static_cast<std::size_t>(i) * ldc + 8, hi[i]);
  }
}

REALIGN_AVX2 void multiply_avx2(const float* a, std::size_t m, std::size_t lda, const PackedMatrix& w, const float* bias, bool accumulate, float* c,
                                std::size_t ldc) {
  const std::size_t k = w.rows();
  for (std::size_t block = 0; block < m; block += kRowBlock) {
    const std::size_t last = std::min(m, block + kRowBlock);
    for (std::size_t p = 0; p * 16 < w.stride(); ++p) {
      const float* b = w.panel(p);
      const float* start = bias != nullptr ? bias + p * 16 : nullptr;
      std::size_t i = block;
      for (; i + 6 <= last; i += 6) tile<6>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc);
      switch (last - i) {
        case 5: tile<5>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc); break;
        case 4: tile<4>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc); break;
        case 3: tile<3>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc); break;
        case 2: tile<2>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc); break;
        case 1: tile<1>(a + i * lda, lda, b, k, start, accumulate, c + i * ldc + p * 16, ldc); break;
        default: break;
      }
    }
  }
}

// exp(x) by splitting off powers of two and a polynomial of degree 6 for the rest; relative error below 2e-7 on [-87, 87].
REALIGN_AVX2 inline __m256 exp256(__m256 x) {
  x = _mm256_max_ps(_mm256_min_ps(x, _mm256_set1_ps(87.0F)), _mm256_set1_ps(-87.0F));
  const __m256 n = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375F), x);
  r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4F), r);
  __m256 y = _mm256_set1_ps(1.0F / 720);
  for (const float c : {1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F}) y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(c));
  const __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return _mm256_mul_ps(y, _mm256_castsi256_ps(power));
}

REALIGN_AVX2 inline __m256 sigmoid256(__m256 x) {
  const __m256 one = _mm256_set1_ps(1.0F);
  return _mm256_div_ps(one, _mm256_add_ps(one, exp256(_mm256_sub_ps(_mm256_setzero_ps(), x))));
}

REALIGN_AVX2 inline __m256 tanh256(__m256 x) {  // 2 sigmoid(2x) - 1
  return _mm256_fmsub_ps(_mm256_set1_ps(2.0F), sigmoid256(_mm256_add_ps(x, x)), _mm256_set1_ps(1.0F));
}

REALIGN_AVX2 void lstm_avx2(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell, float* output) {
  for (std::size_t i = 0; i < m; ++i) {
    const float* g = gates + i * ldg;
    for (std::size_t j = 0; j < h; j += 8) {
      const __m256 in = sigmoid256(_mm256_loadu_ps(g + j)), forget = sigmoid256(_mm256_loadu_ps(g + h + j));
      const __m256 fresh = tanh256(_mm256_loadu_ps(g + 2 * h + j)), out = sigmoid256(_mm256_loadu_ps(g + 3 * h + j));
      const __m256 state = _mm256_fmadd_ps(forget, _mm256_loadu_ps(cell + i * h + j), _mm256_mul_ps(in, fresh));
      _mm256_storeu_ps(cell + i * h + j, state);
      _mm256_storeu_ps(output + i * h + j, _mm256_mul_ps(out, tanh256(state)));
    }
  }
}

REALIGN_AVX2 float dot_avx2(const float* a, const float* b, std::size_t n) {
  __m256 sum = _mm256_setzero_ps();
  for (std::size_t i = 0; i < n; i += 8) sum = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum);
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  half = _mm_add_ss(half, _mm_shuffle_ps(half, half, 1));
  return _mm_cvtss_f32(half);
}

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}

#endif

}  // namespace

void multiply(const float* a, std::size_t m, std::size_t lda, const PackedMatrix& w, const float* bias, bool accumulate, float* c, std::size_t ldc) {
#ifdef REALIGN_AVX2
  if (has_avx2()) return multiply_avx2(a, m, lda, w, bias, accumulate, c, ldc);
#endif
  multiply_portable(a, m, lda, w, bias, accumulate, c, ldc);
}

void lstm_step(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell, float* output) {
#ifdef REALIGN_AVX2
  if (has_avx2()) return lstm_avx2(gates, m, ldg, h, cell, output);
#endif
  lstm_portable(gates, m, ldg, h, cell, output);
}

float dot(const float* a, const float* b, std::size_t n) {
#ifdef REALIGN_AVX2
  if (has_avx2()) return dot_avx2(a, b, n);
#endif
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace realign::syntax
