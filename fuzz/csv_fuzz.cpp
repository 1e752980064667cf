// Any bytes as a table: an error, or rows of as many cells as the header, all in UTF-8; written again with
// every cell in quotation marks the table is the same.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "measure/csv.h"
#include "text/decode.h"

using realign::measure::Csv;

namespace {

std::string quoted(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& cell : cells) {
    if (!out.empty()) out += ',';
    out += '"';
    for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + '\n';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  Csv csv;
  try {
    csv = Csv::read(in, "table.csv");
  } catch (const realign::text::Error&) {
    return 0;
  }
  if (csv.header().empty()) std::abort();
  std::string text = quoted(csv.header());
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < csv.header().size(); ++c) {
      cells.push_back(csv.at(r, c));
      if (realign::text::invalid_utf8(cells.back()) != std::string::npos) std::abort();
      try {
        (void)csv.whole(r, c);
      } catch (const realign::text::Error&) {  // no whole number: said, not guessed
      }
    }
    text += quoted(cells);
  }
  std::istringstream again(text);
  const auto same = Csv::read(again, "again.csv");
  if (same.header() != csv.header() || same.rows() != csv.rows()) std::abort();
  for (std::size_t r = 0; r < csv.rows(); ++r)
    for (std::size_t c = 0; c < csv.header().size(); ++c)
      if (same.at(r, c) != csv.at(r, c)) std::abort();
  return 0;
}
