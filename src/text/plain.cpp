#include "text/plain.h"

#include <filesystem>

#include "text/dates.h"
#include "text/table.h"

namespace realign::text {
namespace {

constexpr std::size_t kLongestTitle = 160;  // code points
constexpr int kHead = 3;                    // lines, blank ones not counted, that a date may stand in

bool ends_sentence(std::string_view line) {
  for (const char* closing : {"\"", "'", ")", "\xE2\x80\x9D", "\xE2\x80\x99"})
    if (line.ends_with(closing)) line.remove_suffix(std::string_view(closing).size());
  return line.ends_with('.') || line.ends_with(':') || line.ends_with(';') || line.ends_with(',');
}

bool upper_case_or_quote(std::string_view text) {
  return !text.empty() &&
         ((text[0] >= 'A' && text[0] <= 'Z') || text[0] == '"' || text.starts_with("\xE2\x80\x9C"));
}

std::optional<Date> date_of_line(std::string_view line) {
  if (const auto found = leading_date(line)) {
    const auto rest = line.substr(found->end);
    // "Thursday, May 7, 2015 On Tuesday, the government..."
    if (found->weekday && rest.starts_with(' ') && upper_case_or_quote(trim(rest))) return found->date;
  }
  if (line.size() > 60 || line.find_first_not_of("0123456789") == std::string_view::npos) return std::nullopt;
  return parse_stated_date(line);
}

}  // namespace

std::optional<Date> date_of_name(const std::string& path) {
  const std::string stem = std::filesystem::path(path).stem().string();
  if (stem.size() > 10 && stem[10] != '_' && stem[10] != '-' && stem[10] != ' ' && stem[10] != 'T')
    return std::nullopt;
  return parse_date(stem.substr(0, 10));
}

Document document_from_plain(std::string text, const std::string& path) {
  Document document;
  document.path = path;
  document.text = std::move(text);
  document.id = content_id(document.text);
  std::string_view rest = document.text, first;
  bool alone = false, dated_first = false;
  int shown = 0;
  while (shown < kHead && !rest.empty()) {
    const auto cut = rest.find_first_of("\r\n");
    const auto line = trim(rest.substr(0, cut));
    rest.remove_prefix(cut == std::string_view::npos ? rest.size()
                                                     : cut + (rest.substr(cut).starts_with("\r\n") ? 2 : 1));
    if (line.empty()) {
      alone = alone || shown == 1;
      continue;
    }
    const auto date = document.date ? std::nullopt : date_of_line(line);
    if (date) document.date = date;
    if (++shown == 1) {
      first = line;
      dated_first = date.has_value();
    } else if (shown == 2 && date) {
      alone = true;
    }
  }
  if (alone && shown > 1 && !dated_first && CodePointIndex(first).at(first.size()) <= kLongestTitle &&
      !ends_sentence(first))
    document.title = first;
  return document;
}

}  // namespace realign::text
