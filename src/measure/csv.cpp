#include "measure/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

#include "text/decode.h"

namespace realign::measure {

Csv Csv::read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw text::Error(path, "cannot be opened");
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw text::Error(path, "cannot be read");
  if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
  if (content.find('\0') != std::string::npos) throw text::Error(path, "is binary, no table");
  Csv csv;
  csv.path_ = path;
  const auto end_of_header = content.find_first_of("\r\n");
  const auto head = std::string_view(content).substr(0, end_of_header);
  const char comma =
      head.find(',') == std::string_view::npos && head.find('\t') != std::string_view::npos ? '\t' : ',';
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, any = false;
  int line = 1, first_line = 1;
  const auto end_row = [&] {
    if (!any && row.empty() && cell.empty()) return;
    row.push_back(std::move(cell));
    cell.clear();
    if (csv.header_.empty()) {
      csv.header_ = std::move(row);
    } else {
      if (row.size() != csv.header_.size())
        throw text::Error(fmt::format("{}:{}", path, first_line),
                          fmt::format("has {} cells, the header {}", row.size(), csv.header_.size()));
      csv.cells_.push_back(std::move(row));
      csv.lines_.push_back(first_line);
    }
    row.clear();
    any = false;
  };
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    if (quoted) {
      if (c == '"' && i + 1 < content.size() && content[i + 1] == '"') {
        cell += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        if (c == '\n') ++line;
        cell += c;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = any = true;
    } else if (c == comma) {
      row.push_back(std::move(cell));
      cell.clear();
      any = true;
    } else if (c == '\n') {
      end_row();
      first_line = ++line;
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) throw text::Error(fmt::format("{}:{}", path, first_line), "a quotation mark is never closed");
  end_row();
  if (csv.header_.empty()) throw text::Error(path, "is empty");
  return csv;
}

std::size_t Csv::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end())
    throw text::Error(path_ + ":1",
                      fmt::format("has no column '{}' (there are: {})", name, fmt::join(header_, ", ")));
  return static_cast<std::size_t>(found - header_.begin());
}

text::Error Csv::error(std::size_t row, const std::string& what) const {
  return text::Error(fmt::format("{}:{}", path_, lines_[row]), what);
}

double Csv::number(std::size_t row, std::size_t column) const {
  const auto& cell = at(row, column);
  double value = 0;
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (failed != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
    throw error(row, fmt::format("{}: '{}' is no number", header_[column], cell));
  return value;
}

int Csv::whole(std::size_t row, std::size_t column) const {
  const double value = number(row, column);
  if (value != std::floor(value) || std::abs(value) > 1e9)
    throw error(row, fmt::format("{}: '{}' is no whole number", header_[column], at(row, column)));
  return static_cast<int>(value);
}

}  // namespace realign::measure
