#include "syntax/kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define REALIGN_AVX2 __attribute__((target("avx2,fma")))
// Unrolled whole, a tile's sums stay in registers; left to itself g++ keeps a copy of each on the stack.
#if defined(__clang__)
#define REALIGN_UNROLL _Pragma("clang loop unroll(full)")
#define REALIGN_IN_ORDER(x, y)
#else
#define REALIGN_UNROLL _Pragma("GCC unroll 8")
// Emits nothing; keeps g++ from loading all rows first, for which there are not enough registers.
#define REALIGN_IN_ORDER(x, y) __asm__ volatile("" : "+x"(x), "+x"(y))
#endif
#endif

namespace realign::syntax {

QuantizedMatrix::QuantizedMatrix(std::span<const float> values, std::size_t rows, std::size_t columns,
                                 float limit)
    : rows_(rows),
      columns_(columns),
      stride_((columns + 15) / 16 * 16),
      data_(rows * stride_, 0),
      scale_(stride_, 0.0F) {
  std::vector<float> largest(columns, 0.0F), sum(columns, 0.0F);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const float size = std::fabs(values[r * columns + c]);
      largest[c] = std::max(largest[c], size);
      sum[c] += size;
    }
  std::vector<float> steps(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    // The sum of |weight| steps, with half a step of rounding each, times kSteps stays below 2^31.
    const float room = 2147483000.0F / kSteps - 0.5F * static_cast<float>(rows) - 1.0F;
    steps[c] = std::min(32767.0F / std::max(largest[c], 1e-12F), room / std::max(sum[c], 1e-12F));
    scale_[c] = limit / (kSteps * steps[c]);
  }
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      data_[(c / 16) * rows * 16 + (r / 2) * 32 + (c % 16) * 2 + r % 2] =
          static_cast<std::int16_t>(std::lrintf(values[r * columns + c] * steps[c]));
}

FloatMatrix::FloatMatrix(std::span<const float> values, std::size_t rows, std::size_t columns)
    : rows_(rows), columns_(columns), stride_((columns + 15) / 16 * 16), data_(rows * stride_, 0.0F) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      data_[(c / 16) * rows * 16 + r * 16 + c % 16] = values[r * columns + c];
}

namespace {

constexpr std::size_t kRowBlock = 96;  // rows of `a` kept in cache while all panels pass over them

void multiply_portable(const std::int16_t* a, std::size_t m, std::size_t lda, const QuantizedMatrix& w,
                       const float* bias, bool accumulate, float* c, std::size_t ldc) {
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t p = 0; p * 16 < w.stride(); ++p) {
      std::int32_t sum[16] = {};
      const std::int16_t* b = w.panel(p);
      for (std::size_t r = 0; r < w.rows(); r += 2) {
        const std::int32_t x = a[i * lda + r], y = a[i * lda + r + 1];
        for (std::size_t j = 0; j < 16; ++j) sum[j] += x * b[r * 16 + 2 * j] + y * b[r * 16 + 2 * j + 1];
      }
      float* out = c + i * ldc + p * 16;
      for (std::size_t j = 0; j < 16; ++j)
        out[j] = static_cast<float>(sum[j]) * w.scale()[p * 16 + j] + (accumulate        ? out[j]
                                                                       : bias != nullptr ? bias[p * 16 + j]
                                                                                         : 0.0F);
    }
}

void multiply_portable(const float* a, std::size_t m, std::size_t lda, const FloatMatrix& w,
                       const float* bias, bool accumulate, float* c, std::size_t ldc) {
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t p = 0; p * 16 < w.stride(); ++p) {
      float* out = c + i * ldc + p * 16;
      float sum[16];
      for (std::size_t j = 0; j < 16; ++j)
        sum[j] = accumulate ? out[j] : bias != nullptr ? bias[p * 16 + j] : 0.0F;
      const float* b = w.panel(p);
      for (std::size_t r = 0; r < w.rows(); ++r) {
        const float x = a[i * lda + r];
        for (std::size_t j = 0; j < 16; ++j) sum[j] += x * b[r * 16 + j];
      }
      std::copy(sum, sum + 16, out);
    }
}

void quantize_portable(const float* x, std::size_t n, float factor, std::int16_t* out) {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = static_cast<std::int16_t>(std::lrintf(std::clamp(x[i] * factor, -kSteps, kSteps)));
}

void lstm_portable(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell,
                   std::int16_t* output) {
  const auto sigmoid = [](float x) { return 1.0F / (1.0F + std::exp(-x)); };
  for (std::size_t i = 0; i < m; ++i) {
    const float* g = gates + i * ldg;
    for (std::size_t j = 0; j < h; ++j) {
      float& state = cell[i * h + j];
      state = sigmoid(g[h + j]) * state + sigmoid(g[j]) * std::tanh(g[2 * h + j]);
      output[i * h + j] =
          static_cast<std::int16_t>(std::lrintf(kSteps * sigmoid(g[3 * h + j]) * std::tanh(state)));
    }
  }
}

#ifdef REALIGN_AVX2

// Rows x 16 values of a product, summed in registers: twelve variables by name, since g++ keeps an array of
// them on the stack.
template <int Rows>
REALIGN_AVX2 void tile(const std::int16_t* a, std::size_t lda, const std::int16_t* b, std::size_t k,
                       const float* scale, const float* bias, bool accumulate, float* c, std::size_t ldc) {
  __m256i lo0 = _mm256_setzero_si256(), lo1 = lo0, lo2 = lo0, lo3 = lo0, lo4 = lo0, lo5 = lo0;
  __m256i hi0 = lo0, hi1 = lo0, hi2 = lo0, hi3 = lo0, hi4 = lo0, hi5 = lo0;
  __m256i b0, b1;
  const auto add = [&](const std::int16_t* row, __m256i& lo, __m256i& hi) REALIGN_AVX2 {
    std::int32_t pair;
    std::memcpy(&pair, row, sizeof(pair));
    const __m256i x = _mm256_set1_epi32(pair);
    lo = _mm256_add_epi32(lo, _mm256_madd_epi16(x, b0));
    hi = _mm256_add_epi32(hi, _mm256_madd_epi16(x, b1));
    REALIGN_IN_ORDER(lo, hi);
  };
  for (std::size_t r = 0; r < k; r += 2, a += 2, b += 32) {
    b0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b));
    b1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + 16));
    add(a, lo0, hi0);
    if constexpr (Rows > 1) add(a + lda, lo1, hi1);
    if constexpr (Rows > 2) add(a + 2 * lda, lo2, hi2);
    if constexpr (Rows > 3) add(a + 3 * lda, lo3, hi3);
    if constexpr (Rows > 4) add(a + 4 * lda, lo4, hi4);
    if constexpr (Rows > 5) add(a + 5 * lda, lo5, hi5);
  }
  const __m256 s0 = _mm256_loadu_ps(scale), s1 = _mm256_loadu_ps(scale + 8);
  const auto finish = [&](int i, __m256i lo, __m256i hi) REALIGN_AVX2 {
    float* out = c + static_cast<std::size_t>(i) * ldc;
    const float* from = accumulate ? out : bias;
    const __m256 z0 = from != nullptr ? _mm256_loadu_ps(from) : _mm256_setzero_ps();
    const __m256 z1 = from != nullptr ? _mm256_loadu_ps(from + 8) : _mm256_setzero_ps();
    _mm256_storeu_ps(out, _mm256_fmadd_ps(_mm256_cvtepi32_ps(lo), s0, z0));
    _mm256_storeu_ps(out + 8, _mm256_fmadd_ps(_mm256_cvtepi32_ps(hi), s1, z1));
  };
  finish(0, lo0, hi0);
  if constexpr (Rows > 1) finish(1, lo1, hi1);
  if constexpr (Rows > 2) finish(2, lo2, hi2);
  if constexpr (Rows > 3) finish(3, lo3, hi3);
  if constexpr (Rows > 4) finish(4, lo4, hi4);
  if constexpr (Rows > 5) finish(5, lo5, hi5);
}

template <int Rows>
REALIGN_AVX2 void tile(const float* a, std::size_t lda, const float* b, std::size_t k, const float* /*scale*/,
                       const float* bias, bool accumulate, float* c, std::size_t ldc) {
  __m256 lo[Rows], hi[Rows];
  REALIGN_UNROLL for (int i = 0; i < Rows; ++i) {
    const float* from = accumulate ? c + static_cast<std::size_t>(i) * ldc : bias;
    lo[i] = from != nullptr ? _mm256_loadu_ps(from) : _mm256_setzero_ps();
    hi[i] = from != nullptr ? _mm256_loadu_ps(from + 8) : _mm256_setzero_ps();
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

inline const float* scales(const QuantizedMatrix& w) {
  return w.scale();
}
inline const float* scales(const FloatMatrix& /*w*/) {
  return nullptr;
}

template <typename Value, typename Matrix>
REALIGN_AVX2 void multiply_avx2(const Value* a, std::size_t m, std::size_t lda, const Matrix& w,
                                const float* bias, bool accumulate, float* c, std::size_t ldc) {
  const std::size_t k = w.rows();
  for (std::size_t block = 0; block < m; block += kRowBlock) {
    const std::size_t last = std::min(m, block + kRowBlock);
    for (std::size_t p = 0; p * 16 < w.stride(); ++p) {
      const auto* b = w.panel(p);
      const float* scale = scales(w) != nullptr ? scales(w) + p * 16 : nullptr;
      const float* start = bias != nullptr ? bias + p * 16 : nullptr;
      const auto rows = [&]<int Rows>(std::size_t i) REALIGN_AVX2 {
        tile<Rows>(a + i * lda, lda, b, k, scale, start, accumulate, c + i * ldc + p * 16, ldc);
      };
      std::size_t i = block;
      for (; i + 6 <= last; i += 6) rows.template operator()<6>(i);
      switch (last - i) {
        case 5:
          rows.template operator()<5>(i);
          break;
        case 4:
          rows.template operator()<4>(i);
          break;
        case 3:
          rows.template operator()<3>(i);
          break;
        case 2:
          rows.template operator()<2>(i);
          break;
        case 1:
          rows.template operator()<1>(i);
          break;
        default:
          break;
      }
    }
  }
}

// exp(x) by splitting off powers of two and a polynomial of degree 6 for the rest; relative error below 2e-7
// on [-40, 40], where larger x are clamped: a product of two stays within single precision.
REALIGN_AVX2 inline __m256 exp256(__m256 x) {
  x = _mm256_max_ps(_mm256_min_ps(x, _mm256_set1_ps(40.0F)), _mm256_set1_ps(-40.0F));
  const __m256 n = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)),
                                   _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375F), x);
  r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4F), r);
  __m256 y = _mm256_set1_ps(1.0F / 720);
  for (const float c : {1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F})
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(c));
  const __m256i power =
      _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return _mm256_mul_ps(y, _mm256_castsi256_ps(power));
}

// sigmoid(a) * tanh(b) = (1 - e) / ((1 + d) (1 + e)) with d = exp(-a), e = exp(-2b): one division for both.
REALIGN_AVX2 inline __m256 sigmoid_tanh256(__m256 a, __m256 b) {
  const __m256 one = _mm256_set1_ps(1.0F), zero = _mm256_setzero_ps();
  const __m256 d = exp256(_mm256_sub_ps(zero, a)), e = exp256(_mm256_mul_ps(b, _mm256_set1_ps(-2.0F)));
  return _mm256_div_ps(_mm256_sub_ps(one, e), _mm256_mul_ps(_mm256_add_ps(one, d), _mm256_add_ps(one, e)));
}

REALIGN_AVX2 inline __m128i to_int16(__m256 x) {
  const __m256i whole = _mm256_cvtps_epi32(x);
  return _mm_packs_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
}

REALIGN_AVX2 void quantize_avx2(const float* x, std::size_t n, float factor, std::int16_t* out) {
  const __m256 f = _mm256_set1_ps(factor), most = _mm256_set1_ps(kSteps), least = _mm256_set1_ps(-kSteps);
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const __m256 y = _mm256_max_ps(least, _mm256_min_ps(most, _mm256_mul_ps(_mm256_loadu_ps(x + i), f)));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), to_int16(y));
  }
  quantize_portable(x + i, n - i, factor, out + i);
}

REALIGN_AVX2 void lstm_avx2(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell,
                            std::int16_t* output) {
  const __m256 one = _mm256_set1_ps(1.0F), zero = _mm256_setzero_ps(), steps = _mm256_set1_ps(kSteps);
  for (std::size_t i = 0; i < m; ++i) {
    const float* g = gates + i * ldg;
    for (std::size_t j = 0; j < h; j += 8) {
      const __m256 kept =
          _mm256_div_ps(_mm256_loadu_ps(cell + i * h + j),
                        _mm256_add_ps(one, exp256(_mm256_sub_ps(zero, _mm256_loadu_ps(g + h + j)))));
      const __m256 state =
          _mm256_add_ps(kept, sigmoid_tanh256(_mm256_loadu_ps(g + j), _mm256_loadu_ps(g + 2 * h + j)));
      _mm256_storeu_ps(cell + i * h + j, state);
      const __m256 out = _mm256_mul_ps(steps, sigmoid_tanh256(_mm256_loadu_ps(g + 3 * h + j), state));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(output + i * h + j), to_int16(out));
    }
  }
}

REALIGN_AVX2 float dot_avx2(const float* a, const float* b, std::size_t n) {
  __m256 sum = _mm256_setzero_ps();
  for (std::size_t i = 0; i < n; i += 8)
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum);
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  half = _mm_add_ss(half, _mm_shuffle_ps(half, half, 1));
  return _mm_cvtss_f32(half);
}

#endif

bool has_avx2() {
#ifdef REALIGN_AVX2
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

bool avx2 = has_avx2();

}  // namespace

void use_portable_kernels(bool portable) {
  avx2 = !portable && has_avx2();
}

void quantize(const float* x, std::size_t n, float limit, std::int16_t* out) {
#ifdef REALIGN_AVX2
  if (avx2) return quantize_avx2(x, n, kSteps / limit, out);
#endif
  quantize_portable(x, n, kSteps / limit, out);
}

void multiply(const std::int16_t* a, std::size_t m, std::size_t lda, const QuantizedMatrix& w,
              const float* bias, bool accumulate, float* c, std::size_t ldc) {
#ifdef REALIGN_AVX2
  if (avx2) return multiply_avx2(a, m, lda, w, bias, accumulate, c, ldc);
#endif
  multiply_portable(a, m, lda, w, bias, accumulate, c, ldc);
}

void multiply(const float* a, std::size_t m, std::size_t lda, const FloatMatrix& w, const float* bias,
              bool accumulate, float* c, std::size_t ldc) {
#ifdef REALIGN_AVX2
  if (avx2) return multiply_avx2(a, m, lda, w, bias, accumulate, c, ldc);
#endif
  multiply_portable(a, m, lda, w, bias, accumulate, c, ldc);
}

void lstm_step(const float* gates, std::size_t m, std::size_t ldg, std::size_t h, float* cell,
               std::int16_t* output) {
#ifdef REALIGN_AVX2
  if (avx2) return lstm_avx2(gates, m, ldg, h, cell, output);
#endif
  lstm_portable(gates, m, ldg, h, cell, output);
}

float dot(const float* a, const float* b, std::size_t n) {
#ifdef REALIGN_AVX2
  if (avx2) return dot_avx2(a, b, n);
#endif
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace realign::syntax
