// The file of a trained network: named arrays with a checksum.
//
// Little-endian: "RLNW", version (u32), FNV-1a 64 checksum of all that follows, number of arrays (u32); then for each: length of
// name (u16), name, kind (u8), rows (u32), columns (u32), data. Kinds: 0 float32; 1 float16; 2 int8 with a float32 scale a row
// (all scales first); 3 strings, rows of them separated by newlines in columns bytes.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace realign::syntax {

struct Array {
  std::size_t rows = 0, columns = 0;
  std::vector<float> values;  // row-major, whatever it was stored as
  std::vector<std::string> strings;
};

class Weights {
 public:
  static Weights load(const std::string& path);  // text::Error if damaged
  const Array& at(const std::string& name) const;
  const Array& at(const std::string& name, std::size_t rows, std::size_t columns) const;  // Error if the shape differs

 private:
  std::string path_;
  std::unordered_map<std::string, Array> arrays_;
};

}  // namespace realign::syntax
