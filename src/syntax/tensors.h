// Named arrays of a safetensors file: a length (u64, little-endian), a JSON header of that many bytes
// ({name: {dtype, shape, data_offsets}}), the data. Single precision (F32) is read as it is, half precision
// (F16) widened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "text/error.h"

namespace realign::syntax {

class Tensors {
 public:
  explicit Tensors(const std::string& path);  // text::Error if the header is damaged

  bool has(const std::string& name) const { return header_.contains(name); }
  // The first of an array's sizes; 0 where there is no such array.
  std::size_t rows(const std::string& name) const;
  // An array of rows x columns, or (columns 1) of rows. text::Error where it is missing, of another shape or
  // type, or cut off.
  std::vector<float> read(const std::string& name, std::size_t rows, std::size_t columns);

 private:
  text::Error error(const std::string& what) const { return {path_, "damaged: " + what}; }

  std::string path_;
  std::ifstream in_;
  nlohmann::json header_;
  std::uint64_t data_ = 0, bytes_ = 0;
};

}  // namespace realign::syntax
