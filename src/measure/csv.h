// Tables of numbers that analysts bring: comma-separated values as RFC 4180 describes them, with a header.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "text/error.h"

namespace realign::measure {

class Csv {
 public:
  // Reads the whole file; Error naming file and line for a file that cannot be read, is no UTF-8, has an open
  // quotation mark or a row with another number of cells than the header. Tabs part cells if the header has
  // one and no comma.
  static Csv read(const std::string& path);
  static Csv read(std::istream& in, const std::string& name);  // `name` for errors
  // The same for tables larger than memory: `take` gets one row at a time, as a table of that row alone (row
  // 0).
  static void stream(const std::string& path, const std::function<void(const Csv&)>& take);

  const std::vector<std::string>& header() const { return header_; }
  std::size_t rows() const { return cells_.size(); }
  const std::string& at(std::size_t row, std::size_t column) const { return cells_[row][column]; }
  // Index of a column by name; Error naming the file and the columns there are.
  std::size_t column(std::string_view name) const;
  double number(std::size_t row, std::size_t column) const;  // finite; Error naming file, line and cell
  int whole(std::size_t row, std::size_t column) const;      // also "2014.0"
  text::Error error(std::size_t row, const std::string& what) const;

 private:
  static void scan(std::istream& in, const std::string& path, Csv& csv,
                   const std::function<void()>& row_done);

  std::string path_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> cells_;
  std::vector<int> lines_;
};

}  // namespace realign::measure
