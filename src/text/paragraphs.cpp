#include "text/paragraphs.h"

#include <algorithm>

namespace realign::text {
namespace {

struct Line {
  Range range;  // trimmed
  std::size_t columns = 0;
  bool blank = false;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t at = 0;
  while (at <= text.size()) {
    auto cut = text.find_first_of("\n\r", at);
    if (cut == std::string_view::npos) cut = text.size();
    Line line;
    line.range = {at, cut};
    const auto blank = [&](std::size_t i) {
      return text[i] == ' ' || text[i] == '\t' || text[i] == '\f' || text[i] == '\v';
    };
    while (line.range.begin < line.range.end && blank(line.range.begin)) ++line.range.begin;
    while (line.range.end > line.range.begin && blank(line.range.end - 1)) --line.range.end;
    line.blank = line.range.begin == line.range.end;
    for (std::size_t i = at; i < line.range.end; ++i)
      line.columns += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 ? 1 : 0;
    lines.push_back(line);
    if (cut >= text.size()) break;
    at = cut + (text[cut] == '\r' && cut + 1 < text.size() && text[cut + 1] == '\n' ? 2 : 1);
  }
  return lines;
}

// Wrapped at a margin: lines that have a successor in their block fill at least two thirds of the longest
// line, and none is longer than 100 columns.
bool wrapped(const std::vector<Line>& lines) {
  std::size_t longest = 0, inner = 0, full = 0, blanks = 0;
  for (const auto& line : lines) {
    longest = std::max(longest, line.columns);
    blanks += line.blank ? 1 : 0;
  }
  if (longest < 40 || longest > 100) return false;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (!lines[i].blank && !lines[i + 1].blank) {
      ++inner;
      full += lines[i].columns * 3 >= longest * 2 ? 1 : 0;
    }
  return inner >= 2 && full * 10 >= inner * 8;
}

}  // namespace

std::vector<Range> paragraphs(std::string_view text) {
  const auto lines = lines_of(text);
  const bool join = wrapped(lines);
  std::vector<Range> out;
  bool open = false;
  for (const auto& line : lines) {
    if (line.blank) {
      open = false;
    } else if (open && join) {
      out.back().end = line.range.end;
    } else {
      out.push_back(line.range);
      open = true;
    }
  }
  return out;
}

}  // namespace realign::text
