#include "text/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "text/table.h"

namespace realign::text {

namespace {

constexpr std::size_t kBlock = 64;  // bytes counted at most by one call of at()

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes exactly `count` digits off the front of `text`; -1 if they are not there.
int take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool two_digits_up_to(std::string_view& text, int highest) {
  const int value = take_number(text, 2);
  return value >= 0 && value <= highest;
}

// HH:MM[:SS[.fff]][ ][Z|+HH[[:]MM]], as ISO 8601 (and the feeds and databases that almost follow it) has it.
bool is_time(std::string_view text) {
  if (!two_digits_up_to(text, 24) || !take(text, ':') || !two_digits_up_to(text, 59)) return false;
  if (take(text, ':')) {
    if (!two_digits_up_to(text, 60)) return false;  // 60: a leap second
    if (take(text, '.') || take(text, ','))
      while (!text.empty() && digit(text.front())) text.remove_prefix(1);
  }
  text = trim(text);
  if (text.empty() || text == "Z" || text == "z" || text == "UTC" || text == "GMT") return true;
  if (!take(text, '+') && !take(text, '-')) return false;
  if (!two_digits_up_to(text, 14)) return false;
  if (text.empty()) return true;
  take(text, ':');
  return two_digits_up_to(text, 59) && text.empty();
}

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

std::string format_date(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  text = trim(text);
  const int year = take_number(text, 4);
  if (year < 1 || !take(text, '-')) return std::nullopt;
  const int month = take_number(text, 2);
  if (month < 1 || !take(text, '-')) return std::nullopt;
  const int day = take_number(text, 2);
  if (day < 1) return std::nullopt;
  if (!text.empty()) {
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    if (!is_time(text)) return std::nullopt;
  }
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string content_id(std::string_view text) {
  // FNV-1a (Fowler, Noll, Vo), 64 bits: two of a million different articles share a name with chance 3e-8.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return fmt::format("{:016x}", hash);
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  marks_.reserve(text.size() / kBlock + 1);
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    marks_.push_back(count);
    std::size_t in_block = 0;
    for (const auto end = std::min(i + kBlock, text.size()); i < end; ++i)
      in_block += starts_character(text[i]) ? 1 : 0;
    count += in_block;
  }
  if (text.size() % kBlock == 0) marks_.push_back(count);
}

std::size_t CodePointIndex::at(std::size_t byte) const {
  byte = std::min(byte, text_.size());
  const std::size_t block = byte / kBlock;
  std::size_t count = marks_[block];
  for (std::size_t i = block * kBlock; i < byte; ++i) count += starts_character(text_[i]);
  return count;
}

std::size_t CodePointIndex::byte_of(std::size_t code_point) const {
  // The last block with at most `code_point` characters before it: there, or at the next block's start, it
  // begins.
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), code_point);
  const auto block = static_cast<std::size_t>(after - marks_.begin()) - 1;
  std::size_t count = marks_[block];
  for (std::size_t i = block * kBlock; i < text_.size(); ++i)
    if (starts_character(text_[i]) && count++ == code_point) return i;
  return text_.size();
}

}  // namespace realign::text
