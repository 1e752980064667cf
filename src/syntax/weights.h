// The file of a trained network: named arrays with a checksum.
//
// Little-endian: "RLNW", version (u32), FNV-1a 64 checksum of all that follows, number of arrays (u32); then
// for each: length of name (u16), name, kind (u8), rows (u32), columns (u32), data. Kinds: 0 float32; 1
// float16; 2 int8 with a float32 scale a row (all scales first); 3 strings, rows of them separated by
// newlines in columns bytes.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "text/error.h"

namespace realign::syntax {

struct Array {
  std::size_t rows = 0, columns = 0;
  std::vector<float> values;       // row-major; empty for int8 and strings
  std::vector<signed char> bytes;  // int8: values divided by the scale of their row
  std::vector<float> scales;
  std::vector<std::string> strings;

  // Row `r` of a table of numbers: written to, or added to, out[columns].
  void row(std::size_t r, float* out) const;
  void add_row(std::size_t r, float* out) const;
};

class Weights {
 public:
  static Weights load(const std::string& path);  // text::Error if damaged
  bool has(const std::string& name) const { return arrays_.contains(name); }
  // Numbers that are not int8, or strings; Error if absent, or (second form) of another shape.
  const Array& at(const std::string& name) const;
  const Array& at(const std::string& name, std::size_t rows, std::size_t columns) const;
  Array take(const std::string& name);  // of any kind, moved out
  text::Error error(const std::string& what) const { return {path_, "damaged: " + what}; }

 private:
  std::string path_;
  std::unordered_map<std::string, Array> arrays_;
};

}  // namespace realign::syntax
