// A table of knowledge: a text file under data/ that an analyst edits.
//
// UTF-8, one row a line, fields separated by tabs; '#' at the start of a line (or after a tab or blanks at
// the end of a row, as " # ...") begins a comment; blank lines are skipped. Errors name file and line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/error.h"

namespace realign::text {

struct Row {
  std::size_t line = 0;             // 1-based
  std::vector<std::string> fields;  // trimmed; at least `columns` of them (missing ones are empty)

  const std::string& operator[](std::size_t i) const { return fields[i]; }
};

class Table {
 public:
  // Reads `path`; a row with fewer than `required` non-empty leading fields is an Error.
  static Table read(const std::string& path, std::size_t columns, std::size_t required = 1);
  static Table parse(std::string_view content, const std::string& name, std::size_t columns,
                     std::size_t required = 1);

  const std::vector<Row>& rows() const { return rows_; }
  Error error(const Row& row, const std::string& what) const;  // "NAME:LINE: what"

 private:
  std::string name_;
  std::vector<Row> rows_;
};

std::vector<std::string> split(std::string_view text, char separator);  // trimmed, empty parts dropped
std::string_view trim(std::string_view text);
std::string read_file(const std::string& path);  // whole file as bytes; Error if it cannot be read

// The folder data/ of this installation: $REALIGN_DATA, else beside the program (../share/realign), else the
// source tree that it was built from. Error if none holds actors/countries.tsv.
std::string data_dir();

}  // namespace realign::text
