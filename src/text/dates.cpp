#include "text/dates.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/table.h"

namespace realign::text {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// 1-based place in `names` of a name, or of its first three letters or more; 0 if it is none.
template <std::size_t N>
unsigned named(const std::array<std::string_view, N>& names, std::string_view word) {
  if (word.size() < 3) return 0;
  std::string low(word);
  for (auto& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  for (unsigned i = 0; i < N; ++i)
    if (names[i].starts_with(low)) return i + 1;
  return 0;
}

// A reader of the words and numbers of a text.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  std::string_view rest() const { return text_.substr(at_); }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && letter(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // A number of at most four digits; -1 if there is none.
  int number() {
    const std::size_t begin = at_;
    int value = 0;
    while (at_ < text_.size() && digit(text_[at_]) && at_ - begin < 4)
      value = value * 10 + (text_[at_++] - '0');
    return at_ == begin || (at_ < text_.size() && digit(text_[at_])) ? -1 : value;
  }
  // A day of the month, "21" or "21st"; -1 if there is none.
  int day() {
    const std::size_t begin = at_;
    const int value = number();
    if (value < 1 || at_ - begin > 2) return -1;
    for (const std::string_view ending : {"st", "nd", "rd", "th"})
      if (rest().starts_with(ending)) {
        at_ += ending.size();
        break;
      }
    return value;
  }
  // Blanks, with at most one of `marks` among them.
  bool gap(std::string_view marks) {
    const std::size_t begin = at_;
    const auto blanks = [&] {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    };
    blanks();
    if (at_ < text_.size() && marks.find(text_[at_]) != std::string_view::npos) ++at_;
    blanks();
    return at_ > begin;
  }
  void back_to(std::size_t at) { at_ = at; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Date> day_of(int year, int month, int day) {
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// What may follow a date that is the whole of a text: "08:00:00 +0000", "at 9:15 pm EDT", "| 10:30 GMT".
bool is_time(std::string_view rest) {
  rest = trim(rest);
  if (rest.empty()) return true;
  if (rest.size() > 40) return false;
  if (rest.starts_with("at ") || rest.starts_with("| ") || rest.starts_with("- "))
    rest = trim(rest.substr(2));
  Words words(rest);
  const int hour = words.number();
  if (hour < 0 || hour > 24) return false;
  const std::size_t colon = words.at();
  if (colon == rest.size()) return false;
  if (rest[colon] != ':' && rest[colon] != '.') {
    words.gap("");
    const auto half = words.word();
    return half == "am" || half == "pm" || half == "AM" || half == "PM";
  }
  // Minutes, seconds, half of the day and zone, whatever their spelling.
  return std::all_of(rest.begin() + static_cast<std::ptrdiff_t>(colon), rest.end(), [](char c) {
    return digit(c) || letter(c) || c == ':' || c == '.' || c == '+' || c == '-' || c == ' ' || c == '(' ||
           c == ')';
  });
}

// "20221012" or "12.10.2022".
std::optional<Date> digits_only(std::string_view text) {
  if (text.size() == 8 && std::all_of(text.begin(), text.end(), digit)) {
    const int value = std::stoi(std::string(text));
    const int year = value / 10000;
    return year >= 1800 && year < 2200 ? day_of(year, value / 100 % 100, value % 100) : std::nullopt;
  }
  Words words(text);
  const int day = words.number();
  if (day < 1 || !words.rest().starts_with('.')) return std::nullopt;
  words.gap(".");
  const int month = words.number();
  if (month < 1 || !words.rest().starts_with('.')) return std::nullopt;
  words.gap(".");
  const int year = words.number();
  return year >= 1000 && is_time(words.rest()) ? day_of(year, month, day) : std::nullopt;
}

}  // namespace

std::optional<LeadingDate> leading_date(std::string_view text) {
  Words words(text);
  LeadingDate found;
  unsigned weekday = 0;
  if (const auto first = words.word(); !first.empty()) {
    weekday = named(kWeekdays, first);
    if (weekday == 0)
      words.back_to(0);
    else if (!words.gap(",."))
      return std::nullopt;
  }
  int day = -1;
  unsigned month = 0;
  if (!words.rest().empty() && digit(words.rest().front())) {
    day = words.day();
    if (day < 0 || !words.gap("-,.")) return std::nullopt;
    month = named(kMonths, words.word());
    if (month == 0 || !words.gap("-,.")) return std::nullopt;
  } else {
    month = named(kMonths, words.word());
    if (month == 0 || !words.gap(".")) return std::nullopt;
    day = words.day();
    if (day < 0 || !words.gap(",")) return std::nullopt;
  }
  const std::size_t at = words.at();
  int year = words.number();
  if (year >= 0 && words.at() - at == 2) year += year < 70 ? 2000 : 1900;  // RFC 822
  if (year < 1000) return std::nullopt;
  const auto date = day_of(year, static_cast<int>(month), day);
  if (!date) return std::nullopt;
  if (weekday != 0 && std::chrono::weekday(std::chrono::sys_days(*date)).c_encoding() != weekday - 1)
    return std::nullopt;
  found.date = *date;
  found.end = words.at();
  found.weekday = weekday != 0;
  return found;
}

std::optional<Date> parse_stated_date(std::string_view text) {
  text = trim(text);
  if (const auto iso = parse_date(text)) return iso;
  if (const auto numbers = digits_only(text)) return numbers;
  const auto found = leading_date(text);
  if (!found) return std::nullopt;
  auto rest = text.substr(found->end);
  if (rest.starts_with(',')) rest.remove_prefix(1);
  return is_time(rest) ? std::optional(found->date) : std::nullopt;
}

}  // namespace realign::text
