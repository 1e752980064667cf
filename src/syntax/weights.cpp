#include "syntax/weights.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

constexpr std::uint32_t kVersion = 1;

float from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1FU, fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float tiny = static_cast<float>(fraction) * 5.9604645e-8F;  // subnormal: fraction * 2^-24
    return sign != 0 ? -tiny : tiny;
  }
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | (fraction << 13));
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

class Cursor {
 public:
  Cursor(const std::string& bytes, const std::string& path) : bytes_(bytes), path_(path) {}
  const char* take(std::size_t n) {
    if (n > bytes_.size() - at_) throw text::Error(path_, "damaged: it ends too early");
    const char* p = bytes_.data() + at_;
    at_ += n;
    return p;
  }
  // `rows` x `columns` items of `size` bytes; no product of two 32-bit numbers and a small size overflows.
  const char* take(std::size_t rows, std::size_t columns, std::size_t size) {
    static_assert(sizeof(std::size_t) == 8);
    if (rows != 0 && columns > (bytes_.size() - at_) / rows)
      throw text::Error(path_, "damaged: it ends too early");
    return take(rows * columns * size);
  }
  template <typename T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
    return value;
  }
  std::size_t at() const { return at_; }
  [[noreturn]] void fail(const std::string& what) const { throw text::Error(path_, "damaged: " + what); }

 private:
  const std::string& bytes_;
  const std::string& path_;
  std::size_t at_ = 0;
};

void read_floats(Cursor& in, Array& array) {
  const char* p = in.take(array.rows, array.columns, 4);
  array.values.resize(array.rows * array.columns);
  if (!array.values.empty()) std::memcpy(array.values.data(), p, array.values.size() * 4);
}

void read_halves(Cursor& in, Array& array) {
  const char* p = in.take(array.rows, array.columns, 2);
  array.values.resize(array.rows * array.columns);
  for (std::size_t k = 0; k < array.values.size(); ++k) {
    std::uint16_t half;
    std::memcpy(&half, p + 2 * k, 2);
    array.values[k] = from_half(half);
  }
}

void read_bytes(Cursor& in, Array& array) {
  const char* scales = in.take(array.rows, 1, 4);
  const char* p = in.take(array.rows, array.columns, 1);
  array.scales.resize(array.rows);
  array.bytes.resize(array.rows * array.columns);
  if (array.bytes.empty()) return;
  std::memcpy(array.scales.data(), scales, array.rows * 4);
  std::memcpy(array.bytes.data(), p, array.bytes.size());
}

void read_strings(Cursor& in, Array& array) {
  const std::string_view text(in.take(array.columns), array.columns);
  for (std::size_t from = 0; array.strings.size() < array.rows;) {
    const auto cut = text.find('\n', from);
    array.strings.emplace_back(text.substr(from, cut == std::string_view::npos ? cut : cut - from));
    if (cut == std::string_view::npos) break;
    from = cut + 1;
  }
  if (array.strings.size() != array.rows) in.fail("it lacks strings");
}

}  // namespace

void Array::row(std::size_t r, float* out) const {
  std::fill(out, out + columns, 0.0F);
  add_row(r, out);
}

void Array::add_row(std::size_t r, float* out) const {
  if (!values.empty()) {
    for (std::size_t c = 0; c < columns; ++c) out[c] += values[r * columns + c];
  } else {
    const signed char* p = bytes.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) out[c] += scales[r] * static_cast<float>(p[c]);
  }
}

Weights Weights::load(const std::string& path) {
  const std::string bytes = text::read_file(path);
  Weights weights;
  weights.path_ = path;
  Cursor in(bytes, path);
  if (bytes.size() < 20 || std::memcmp(in.take(4), "RLNW", 4) != 0)
    throw text::Error(path, "is no file of network weights");
  if (const auto version = in.number<std::uint32_t>(); version != kVersion)
    throw text::Error(path, "has version " + std::to_string(version) + "; this program reads version " +
                                std::to_string(kVersion));
  const auto checksum = in.number<std::uint64_t>();
  // FNV-1a over words of 8 bytes (the tail over bytes): a tenth of the time of the bytewise one.
  std::uint64_t hash = 14695981039346656037ULL;
  std::size_t i = in.at();
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    hash = (hash ^ word) * 1099511628211ULL;
  }
  for (; i < bytes.size(); ++i) hash = (hash ^ static_cast<unsigned char>(bytes[i])) * 1099511628211ULL;
  if (hash != checksum) throw text::Error(path, "damaged: its checksum does not fit");
  const auto count = in.number<std::uint32_t>();
  for (std::uint32_t a = 0; a < count; ++a) {
    const auto length = in.number<std::uint16_t>();
    const std::string name(in.take(length), length);
    const auto kind = in.number<std::uint8_t>();
    Array array;
    array.rows = in.number<std::uint32_t>();
    array.columns = in.number<std::uint32_t>();
    switch (kind) {
      case 0:
        read_floats(in, array);
        break;
      case 1:
        read_halves(in, array);
        break;
      case 2:
        read_bytes(in, array);
        break;
      case 3:
        read_strings(in, array);
        break;
      default:
        throw weights.error("unknown kind of array");
    }
    weights.arrays_.emplace(name, std::move(array));
  }
  return weights;
}

const Array& Weights::at(const std::string& name) const {
  const auto found = arrays_.find(name);
  if (found == arrays_.end()) throw error("it lacks '" + name + "'");
  return found->second;
}

const Array& Weights::at(const std::string& name, std::size_t rows, std::size_t columns) const {
  const Array& array = at(name);
  if (array.rows != rows || array.columns != columns || array.values.size() != rows * columns)
    throw error("'" + name + "' has another shape than expected");
  return array;
}

Array Weights::take(const std::string& name) {
  const auto found = arrays_.find(name);
  if (found == arrays_.end()) throw error("it lacks '" + name + "'");
  return std::move(found->second);
}

}  // namespace realign::syntax
