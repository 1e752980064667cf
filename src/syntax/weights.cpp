#include "syntax/weights.h"

#include <bit>
#include <cstdint>
#include <cstring>

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
  template <typename T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
    return value;
  }
  std::size_t at() const { return at_; }

 private:
  const std::string& bytes_;
  const std::string& path_;
  std::size_t at_ = 0;
};

}  // namespace

Weights Weights::load(const std::string& path) {
  const std::string bytes = text::read_file(path);
  Weights weights;
  weights.path_ = path;
  Cursor in(bytes, path);
  if (bytes.size() < 20 || std::memcmp(in.take(4), "RLNW", 4) != 0) throw text::Error(path, "is no file of network weights");
  if (const auto version = in.number<std::uint32_t>(); version != kVersion)
    throw text::Error(path, "has version " + std::to_string(version) + "; this program reads version " + std::to_string(kVersion));
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
    const std::size_t n = array.rows * array.columns;
    if (kind != 3) array.values.resize(n <= bytes.size() ? n : throw text::Error(path, "damaged: '" + name + "' is larger than the file"));
    if (kind == 0) {
      const char* p = in.take(n * 4);
      if (n > 0) std::memcpy(array.values.data(), p, n * 4);
    } else if (kind == 1) {
      const char* p = in.take(n * 2);
      for (std::size_t k = 0; k < n; ++k) {
        std::uint16_t half;
        std::memcpy(&half, p + 2 * k, 2);
        array.values[k] = from_half(half);
      }
    } else if (kind == 2) {
      const char* scales = in.take(array.rows * 4);
      const char* p = in.take(n);
      for (std::size_t r = 0; r < array.rows; ++r) {
        float scale;
        std::memcpy(&scale, scales + 4 * r, 4);
        for (std::size_t c = 0; c < array.columns; ++c)
          array.values[r * array.columns + c] = scale * static_cast<float>(static_cast<signed char>(p[r * array.columns + c]));
      }
    } else if (kind == 3) {
      const std::string text(in.take(array.columns), array.columns);
      for (std::size_t from = 0; array.strings.size() < array.rows;) {
        const auto cut = text.find('\n', from);
        array.strings.push_back(text.substr(from, cut == std::string::npos ? cut : cut - from));
        if (cut == std::string::npos) break;
        from = cut + 1;
      }
      if (array.strings.size() != array.rows) throw text::Error(path, "damaged: '" + name + "' lacks strings");
    } else {
      throw text::Error(path, "damaged: unknown kind of array");
    }
    weights.arrays_.emplace(name, std::move(array));
  }
  return weights;
}

const Array& Weights::at(const std::string& name) const {
  const auto found = arrays_.find(name);
  if (found == arrays_.end()) throw text::Error(path_, "lacks '" + name + "'");
  return found->second;
}

const Array& Weights::at(const std::string& name, std::size_t rows, std::size_t columns) const {
  const Array& array = at(name);
  if (array.rows != rows || array.columns != columns) throw text::Error(path_, "'" + name + "' has another shape than expected");
  return array;
}

}  // namespace realign::syntax
