#include "syntax/tensors.h"

#include <cmath>
#include <cstring>
#include <filesystem>

namespace realign::syntax {

using nlohmann::json;

namespace {

// IEEE 754 half precision to single; exact.
float widen(std::uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const float size = exponent == 0    ? std::ldexp(static_cast<float>(fraction), -24)
                     : exponent == 31 ? (fraction == 0 ? HUGE_VALF : NAN)
                                      : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return half & 0x8000 ? -size : size;
}

}  // namespace

Tensors::Tensors(const std::string& path) : path_(path), in_(path, std::ios::binary) {
  if (!in_) throw text::Error(path, "cannot be read");
  const std::uint64_t size = std::filesystem::file_size(path);
  unsigned char length[8] = {};
  in_.read(reinterpret_cast<char*>(length), 8);
  std::uint64_t n = 0;
  for (int i = 7; i >= 0; --i) n = n << 8 | length[i];
  if (!in_ || n > size || n + 8 > size || n > (1U << 26)) throw error("its header is cut off");
  std::string header(n, ' ');
  in_.read(header.data(), static_cast<std::streamsize>(n));
  header_ = json::parse(header, nullptr, false);
  if (!in_ || !header_.is_object()) throw error("its header is no JSON object");
  data_ = 8 + n;
  bytes_ = size - data_;
}

std::size_t Tensors::rows(const std::string& name) const {
  const auto found = header_.find(name);
  if (found == header_.end() || !found->is_object()) return 0;
  const auto shape = found->value("shape", json());
  return shape.is_array() && !shape.empty() && shape[0].is_number_unsigned() ? shape[0].get<std::size_t>()
                                                                             : 0;
}

std::vector<float> Tensors::read(const std::string& name, std::size_t rows, std::size_t columns) {
  const auto found = header_.find(name);
  if (found == header_.end()) throw error("it holds no " + name);
  const json shape{rows, columns}, flat{rows};
  const json& t = *found;
  const json type = t.is_object() ? t.value("dtype", json()) : json();
  const json told = t.is_object() ? t.value("shape", json()) : json();
  if ((type != "F32" && type != "F16") || (told != shape && !(columns == 1 && told == flat)))
    throw error(name + " has another type or shape than was looked for");
  const auto range = t.value("data_offsets", json());
  if (!range.is_array() || range.size() != 2 || !range[0].is_number_unsigned() ||
      !range[1].is_number_unsigned())
    throw error(name + " has no place");
  const auto from = range[0].get<std::uint64_t>(), to = range[1].get<std::uint64_t>();
  std::vector<float> values(rows * columns);
  const std::size_t each = type == "F32" ? sizeof(float) : sizeof(std::uint16_t);
  if (from > to || to > bytes_ || to - from != values.size() * each)
    throw error(name + " lies outside of the file");
  std::vector<char> bytes(to - from);
  in_.seekg(static_cast<std::streamoff>(data_ + from));
  in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in_) throw error(name + " is cut off");
  if (each == sizeof(float)) {
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, bytes.data() + 2 * i, 2);
    values[i] = widen(half);
  }
  return values;
}

}  // namespace realign::syntax
