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

namespace {

// A tab if the header has one and no comma, quotation marks heeded.
char separator(std::string_view text) {
  bool quoted = false, start = true, tab = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      // Two of them are one of the cell's own.
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
        ++i;
      else
        quoted = c != '"';
      continue;
    }
    if (c == ',') return ',';
    if (c == '\n') break;
    tab = tab || c == '\t';
    quoted = c == '"' && start;
    start = c == '\t';
  }
  return tab ? '\t' : ',';
}

}  // namespace

Csv Csv::read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw text::Error(path, "cannot be opened");
  return read(in, path);
}

Csv Csv::read(std::istream& in, const std::string& name) {
  Csv csv;
  scan(in, name, csv, [] {});
  return csv;
}

void Csv::stream(const std::string& path, const std::function<void(const Csv&)>& take) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw text::Error(path, "cannot be opened");
  Csv csv;
  scan(in, path, csv, [&] {
    take(csv);
    csv.cells_.clear();
    csv.lines_.clear();
  });
}

void Csv::scan(std::istream& in, const std::string& path, Csv& csv, const std::function<void()>& row_done) {
  csv.path_ = path;
  std::string chunk(std::size_t{1} << 20, '\0');
  std::vector<std::string> row;
  std::string cell;
  char comma = ',';
  bool first_chunk = true, quoted = false, closing = false,
       any = false;  // closing: a quotation mark inside quotes
  int line = 1, first_line = 1;
  const auto end_cell = [&] {
    row.push_back(std::move(cell));
    cell.clear();
  };
  const auto end_row = [&] {
    if (!any && row.empty() && cell.empty()) return;
    end_cell();
    any = false;
    for (const auto& c : row)
      if (text::invalid_utf8(c) != std::string_view::npos)
        throw text::Error(fmt::format("{}:{}", path, first_line), "is no UTF-8");
    if (csv.header_.empty()) {
      csv.header_ = std::move(row);
    } else {
      if (row.size() != csv.header_.size())
        throw text::Error(fmt::format("{}:{}", path, first_line),
                          fmt::format("has {} cells, the header {}", row.size(), csv.header_.size()));
      csv.cells_.push_back(std::move(row));
      csv.lines_.push_back(first_line);
      row_done();
    }
    row.clear();
    row.reserve(csv.header_.size());
  };
  while (in) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    std::string_view rest(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) throw text::Error(path, "cannot be read");
    if (rest.find('\0') != std::string_view::npos) throw text::Error(path, "is binary, no table");
    if (first_chunk) {
      first_chunk = false;
      if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
      comma = separator(rest);
    }
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const char c = rest[i];
      if (closing) {
        closing = false;
        if (c == '"') {
          cell += '"';
          continue;
        }
        quoted = false;
      }
      if (quoted) {
        if (c == '"') {
          closing = true;
        } else {
          if (c == '\n') ++line;
          cell += c;
        }
      } else if (c == '"' && cell.empty()) {
        quoted = any = true;
      } else if (c == comma) {
        end_cell();
        any = true;
      } else if (c == '\n') {
        end_row();
        first_line = ++line;
      } else if (c != '\r') {
        // The rest of the cell at once.
        std::size_t end = i + 1;
        while (end < rest.size() && rest[end] != comma && rest[end] != '\n' && rest[end] != '\r') ++end;
        cell.append(rest, i, end - i);
        i = end - 1;
      }
    }
  }
  if (quoted && !closing)
    throw text::Error(fmt::format("{}:{}", path, first_line), "a quotation mark is never closed");
  end_row();
  if (csv.header_.empty()) throw text::Error(path, "is empty");
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
