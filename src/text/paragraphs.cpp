#include "text/paragraphs.h"

#include <algorithm>

namespace realign::text {
namespace {

constexpr std::size_t kNarrowest = 40, kWidest = 130;  // columns of a margin

struct Line {
  Range range;                 // trimmed
  std::size_t columns = 0;     // of the trimmed line
  std::size_t indent = 0;      // blanks before it
  std::size_t first_word = 0;  // columns of it
};

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}
bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

Line measure(std::string_view text, std::size_t begin, std::size_t end) {
  Line line;
  line.range = {begin, end};
  while (line.range.begin < end && blank(text[line.range.begin])) ++line.range.begin;
  while (line.range.end > line.range.begin && blank(text[line.range.end - 1])) --line.range.end;
  line.indent = line.range.begin - begin;
  bool first = true;
  for (std::size_t i = line.range.begin; i < line.range.end; ++i) {
    line.columns += starts_character(text[i]) ? 1 : 0;
    first = first && !blank(text[i]);
    if (first) line.first_word = line.columns;
  }
  return line;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto cut = std::min(text.find_first_of("\n\r", at), text.size());
    lines.push_back(measure(text, at, cut));
    at = cut + (text.substr(cut).starts_with("\r\n") ? 2 : 1);
  }
  return lines;
}

bool ends_sentence(std::string_view line) {
  for (bool stripped = true; stripped;) {
    stripped = false;
    for (const std::string_view closing : {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"})
      if (line.ends_with(closing)) line.remove_suffix(closing.size()), stripped = true;
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with(':') ||
         line.ends_with("\xE2\x80\xA6");
}

bool is_item(std::string_view line) {
  for (const char* mark : {"- ", "* ", "\xE2\x80\xA2", "\xE2\x80\x93 ", "\xE2\x80\x94 "})
    if (line.starts_with(mark)) return true;
  const auto digits = line.find_first_not_of("0123456789");
  return digits != 0 && digits < 3 &&
         (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
}

std::string_view in(std::string_view text, const Line& line) {
  return text.substr(line.range.begin, line.range.end - line.range.begin);
}

// The margin that the text is wrapped at, 0 if it is not: the longest line but for the few that no margin
// holds (addresses, tables).
std::size_t margin_of(std::string_view text, const std::vector<Line>& lines) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (lines[i].columns > 0 && lines[i + 1].columns > 0) lengths.push_back(lines[i].columns);
  if (lengths.empty()) return 0;
  const auto most = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() - 1) * 19 / 20);
  std::nth_element(lengths.begin(), most, lengths.end());
  const std::size_t margin = *most;
  if (margin < kNarrowest || margin > kWidest) return 0;
  // Lines that go on in the next one, those of them that were full, and those that go on in lower case, as
  // headlines under one another do not.
  std::size_t breaks = 0, open = 0, full = 0, lower = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].columns == 0 || lines[i + 1].columns == 0) continue;
    ++breaks;
    if (ends_sentence(in(text, lines[i]))) continue;
    ++open;
    full += lines[i].columns + 1 + lines[i + 1].first_word + 4 > margin ? 1 : 0;
    const char c = text[lines[i + 1].range.begin];
    lower += c >= 'a' && c <= 'z' ? 1 : 0;
  }
  return open * 2 >= breaks && full * 10 >= open * 6 && lower * 10 >= open * 3 ? margin : 0;
}

// Whether `next` goes on with what `line` breaks off, in text wrapped at `margin`.
bool goes_on(std::string_view text, const Line& line, const Line& next, std::size_t margin) {
  const auto below = in(text, next);
  if (next.indent > line.indent + 1 && next.indent < line.indent + 9) return false;
  if (is_item(below) || line.columns > margin + margin / 4) return false;
  return !ends_sentence(in(text, line)) || line.columns + 1 + next.first_word + margin / 10 > margin;
}

}  // namespace

std::vector<Range> paragraphs(std::string_view text) {
  const auto lines = lines_of(text);
  const std::size_t margin = margin_of(text, lines);
  std::vector<Range> out;
  const Line* above = nullptr;  // the line before in the same block
  for (const auto& line : lines) {
    if (line.columns == 0) {
      above = nullptr;
      continue;
    }
    if (above != nullptr && margin > 0 && goes_on(text, *above, line, margin))
      out.back().end = line.range.end;
    else
      out.push_back(line.range);
    above = &line;
  }
  return out;
}

}  // namespace realign::text
