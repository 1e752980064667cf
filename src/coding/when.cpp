#include "coding/when.h"

#include <algorithm>
#include <charconv>

#include "syntax/characters.h"
#include "text/lowered.h"
#include "text/table.h"

namespace realign::coding {

using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;
using text::Date;
namespace ch = std::chrono;

namespace {

bool integer(std::string_view text, int& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc{} && end == text.data() + text.size() && !text.empty();
}

When span(ch::sys_days from, ch::sys_days to, Precision precision) {
  return {text::format_date(Date(from)), text::format_date(Date(to)), precision, ""};
}

ch::sys_days last_of(int year, int month) {
  return ch::sys_days(ch::year(year) / month / ch::last);
}

When month_span(int year, int month, std::string_view part) {
  const ch::sys_days first = ch::sys_days(ch::year(year) / month / 1), last = last_of(year, month);
  if (part == "early") return span(first, first + ch::days(9), Precision::month);
  if (part == "mid") return span(first + ch::days(10), first + ch::days(19), Precision::month);
  if (part == "late") return span(first + ch::days(20), last, Precision::month);
  return span(first, last, Precision::month);
}

When year_span(int year, std::string_view part) {
  const auto months = part == "early"  ? std::pair(1, 4)
                      : part == "mid"  ? std::pair(5, 8)
                      : part == "late" ? std::pair(9, 12)
                                       : std::pair(1, 12);
  return span(ch::sys_days(ch::year(year) / months.first / 1), last_of(year, months.second), Precision::year);
}

ch::sys_days monday_of(ch::sys_days day) {
  return day - (ch::weekday(day) - ch::Monday);
}

// How far the clause that holds a word looks: -1 past, +1 future.
int tense_at(const Sentence& s, int word) {
  int at = word;
  for (int steps = 0; steps < 12 && at >= 0; ++steps) {
    const auto& w = s.words[static_cast<std::size_t>(at)];
    if (w.upos == Upos::VERB || w.upos == Upos::AUX) {
      for (std::size_t i = 0; i < s.words.size(); ++i)
        if (s.words[i].head == at && (s.words[i].deprel == Deprel::aux)) {
          const auto l = syntax::ascii_lower(s.words[i].form);
          if (l == "will" || l == "'ll" || l == "shall" || l == "would") return 1;
        }
      // "is expected in Hanoi in June", "is due to visit in May"
      if (w.lemma == "expect" || w.lemma == "schedule" || w.lemma == "plan") return 1;
      if (w.xpos == "VBD" || w.xpos == "VBN") return -1;
      if (w.xpos == "VB" || w.xpos == "VBG") {
        // an infinitive: "plans to visit in May"
        at = w.head;
        if (w.deprel == Deprel::xcomp) return 1;
        continue;
      }
      return w.xpos == "VBP" || w.xpos == "VBZ" ? 0 : -1;
    }
    at = w.head;
  }
  return -1;
}

}  // namespace

Calendar Calendar::load(const std::string& file) {
  static constexpr std::pair<std::string_view, Kind> kKinds[] = {
      {"month", Kind::month},        {"weekday", Kind::weekday}, {"number", Kind::number},
      {"unit", Kind::unit},          {"season", Kind::season},   {"part", Kind::part},
      {"direction", Kind::direction}};
  Calendar calendar;
  const auto table = text::Table::read(file, 3, 3);
  for (const auto& row : table.rows()) {
    const auto kind =
        std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == row[0]; });
    if (kind == std::end(kKinds)) throw table.error(row, "no kind '" + row[0] + "'");
    int number = 0;
    if ((kind->second == Kind::month || kind->second == Kind::weekday || kind->second == Kind::number ||
         kind->second == Kind::season) &&
        !integer(row[2], number))
      throw table.error(row, "'" + row[2] + "' is no number");
    for (const auto& word : text::split(row[1], '|')) calendar.words_[word].push_back({kind->second, row[2]});
  }
  return calendar;
}

bool Calendar::may_tell(std::string_view low) const {
  return words_.contains(low) || low.find_first_of("0123456789") != low.npos || low == "yesterday" ||
         low == "today" || low == "tomorrow" || low == "tonight";
}

const Calendar::Entry* Calendar::entry(std::string_view low, Kind kind) const {
  const auto known = words_.find(low);
  if (known == words_.end()) return nullptr;
  for (const auto& e : known->second)
    if (e.kind == kind) return &e;
  return nullptr;
}

// One attempt to read an expression at a word; `i` moves over what is read.
struct Calendar::Parse {
  const Calendar& calendar;
  const Sentence& s;
  std::optional<ch::sys_days> now;
  std::vector<std::string_view> low;
  std::optional<ch::sys_days> then;  // the first day of the date told before
  bool then_with_year = false;       // told with its year
  bool then_near = true;             // in this sentence or the one before

  void tell(const When& when) {
    const auto day = text::parse_date(when.from);
    if (!day) return;
    then = ch::sys_days(*day);
    then_with_year = false;
    for (std::size_t i = 0; i + 4 <= when.text.size(); ++i) {
      int y = 0;
      then_with_year |= integer(std::string_view(when.text).substr(i, 4), y) && y >= 1800 && y <= 2100;
    }
  }

  // n units from a day: "two months ago", "a year later".
  static When reckon(ch::sys_days from, std::string_view unit, int n) {
    const Date day(from);
    const int y = static_cast<int>(day.year()), mo = static_cast<int>(static_cast<unsigned>(day.month()));
    if (unit == "day") return span(from + ch::days(n), from + ch::days(n), Precision::day);
    if (unit == "week") {
      const auto monday = monday_of(from) + ch::days(7 * n);
      return span(monday, monday + ch::days(6), Precision::week);
    }
    if (unit == "month") {
      const int index = y * 12 + mo - 1 + n;
      return month_span(index / 12, index % 12 + 1, "");
    }
    if (unit == "year" || unit == "decade") return year_span(y + (unit == "year" ? n : 10 * n), "");
    return relative();
  }

  // "in the same month", "that June", "the next day", from the date told before.
  bool read_from_told(int i, int& last, When& when) const {
    if (!then) return false;
    const bool same = at(i) == "same" && at(i - 1) == "the", that = at(i) == "that";
    if (same || that) {
      if (const std::string_view unit = text_value(i + 1, Kind::unit);
          unit == "day" || unit == "week" || unit == "month" || unit == "year") {
        last = i + 1;
        when = reckon(*then, unit, 0);
        return true;
      }
      if (const int m = month(i + 1); m > 0) {
        last = i + 1;
        when = month_span(static_cast<int>(Date(*then).year()), m, "");
        return true;
      }
    }
    if (text_value(i, Kind::direction) == "next" && at(i - 1) == "the" && tense_at(s, i) <= 0)
      if (const std::string_view unit = text_value(i + 1, Kind::unit);
          unit == "day" || unit == "week" || unit == "month" || unit == "year") {
        last = i + 1;
        when = reckon(*then, unit, 1);
        return true;
      }
    return false;
  }

  // A bare month in a passage that told a date with its year: the first one from there, if it is not to come;
  // but what lies a season back or less is this year's.
  std::optional<int> year_from_told(int month) const {
    if (!then || !then_with_year || !now || !then_near) return std::nullopt;
    if (*now - last_of(pick_year(month, -1), month) < ch::days(92)) return std::nullopt;
    const Date told(*then);
    const int y = static_cast<int>(told.year()) +
                  (month < static_cast<int>(static_cast<unsigned>(told.month())) ? 1 : 0);
    if (ch::sys_days(ch::year(y) / month / 1) > *now) return std::nullopt;
    return y;
  }

  int size() const { return static_cast<int>(s.words.size()); }
  std::string_view at(int i) const {
    return i >= 0 && i < size() ? low[static_cast<std::size_t>(i)] : std::string_view();
  }
  int value(int i, Kind kind) const {
    if (i < 0 || i >= size()) return 0;
    const auto* e = calendar.entry(at(i), kind);
    int v = 0;
    return e != nullptr && integer(e->value, v) ? v : 0;
  }
  int month(int i) const {
    if (i < 0 || i >= size()) return 0;
    const auto& form = s.words[static_cast<std::size_t>(i)].form;
    if (form.empty() || form[0] < 'A' || form[0] > 'Z') return 0;
    if ((at(i) == "may" || at(i) == "march") && s.words[static_cast<std::size_t>(i)].upos != Upos::PROPN &&
        s.words[static_cast<std::size_t>(i)].upos != Upos::NOUN)
      return 0;
    return value(i, Kind::month);
  }
  std::string_view text_value(int i, Kind kind) const {
    if (i < 0 || i >= size()) return {};
    const auto* e = calendar.entry(at(i), kind);
    return e == nullptr ? std::string_view() : std::string_view(e->value);
  }
  int year(int i) const {
    int y = 0;
    return i >= 0 && i < size() && at(i).size() == 4 && integer(at(i), y) && y >= 1800 && y <= 2100 ? y : 0;
  }
  int day(int i) const {
    if (i < 0 || i >= size()) return 0;
    std::string_view t = at(i);
    for (const std::string_view suffix : {"st", "nd", "rd", "th"})
      if (t.size() > 2 && t.ends_with(suffix)) t.remove_suffix(2);
    int d = 0;
    return t.size() <= 2 && integer(t, d) && d >= 1 && d <= 31 ? d : 0;
  }
  static When relative() { return {"", "", Precision::relative, ""}; }

  int pick_year(int month, int tense) const {
    const Date today(*now);
    const int y = static_cast<int>(today.year()), m = static_cast<int>(static_cast<unsigned>(today.month()));
    if (tense > 0) return month >= m ? y : y + 1;
    return month <= m ? y : y - 1;
  }

  // Could read() find anything at the word? Most words are told from those that begin an expression at once.
  bool may_begin(int i) const {
    const auto word = at(i);
    if (word.empty()) return false;
    const auto c = static_cast<unsigned char>(word[0]);
    if ((c >= '0' && c <= '9') || c == '-' || c <= ' ' || c >= 0x80) return true;  // may be a number
    return calendar.words_.contains(word) || word == "same" || word == "that" || word == "earlier" ||
           word == "later" || word == "yesterday" || word == "today" || word == "tomorrow" ||
           word == "tonight";
  }

  bool read(int i, int& last, When& when) const {
    if (read_from_told(i, last, when)) return true;
    // 2022-10-12
    if (const auto date = at(i).size() == 10 ? text::parse_date(at(i)) : std::nullopt) {
      last = i;
      when = span(ch::sys_days(*date), ch::sys_days(*date), Precision::day);
      return true;
    }
    std::string_view part = text_value(i, Kind::part);
    int m = i;
    if (!part.empty()) {
      m = i + 1;
      if (at(m) == "-") ++m;
      if (at(m) == "of") ++m;
      if (at(m) == "the") ++m;
    }
    // "early October 2022", "October 3, 2022", "3 October"
    if (const int month_number = month(m); month_number > 0) {
      last = m;
      int d = 0, y = 0;
      int next = m + 1;
      if (part.empty() && day(next) > 0 &&
          at(next).find_first_not_of("0123456789stndrh") == std::string::npos && !(year(next) > 0)) {
        d = day(next);
        last = next++;
      }
      const int comma = at(next) == "," ? 1 : 0;
      if (year(next + comma) > 0) {
        y = year(next + comma);
        last = next + comma;
      } else if (at(next) == "of" && at(next + 1) == "last" && at(next + 2) == "year" && now) {
        y = static_cast<int>(Date(*now).year()) - 1;
        last = next + 2;
      } else if (at(next) == "last" && at(next + 1) == "year" && now) {
        y = static_cast<int>(Date(*now).year()) - 1;
        last = next + 1;
      }
      std::string_view direction = text_value(i - 1, Kind::direction);
      const int tense = direction == "next" ? 1 : direction == "last" ? -1 : tense_at(s, m);
      if (y == 0) {
        if (!now) {
          when = relative();
          return true;
        }
        const auto told = tense <= 0 && direction.empty() ? year_from_told(month_number) : std::nullopt;
        y = told ? *told : pick_year(month_number, tense);
        if (direction == "last" && y == static_cast<int>(Date(*now).year()) &&
            month_number == static_cast<int>(static_cast<unsigned>(Date(*now).month())))
          --y;
        if (d > 0 && tense <= 0) {
          const Date exact = ch::year(y) / month_number / d;
          if (exact.ok() && ch::sys_days(exact) > *now) --y;
        } else if (d == 0 && tense < 0 && !part.empty() &&
                   month_span(y, month_number, part).from > text::format_date(Date(*now))) {
          --y;  // "in late September he gave way", told in mid-September
        }
      }
      if (d > 0) {
        const Date exact = ch::year(y) / month_number / d;
        if (!exact.ok()) return false;
        when = span(ch::sys_days(exact), ch::sys_days(exact), Precision::day);
      } else {
        when = month_span(y, month_number, part);
      }
      return true;
    }
    if (part.empty() && day(i) > 0 && (month(i + 1) > 0 || (at(i + 1) == "of" && month(i + 2) > 0))) {
      const int at_month = month(i + 1) > 0 ? i + 1 : i + 2;
      int y = year(at_month + 1);
      last = y > 0 ? at_month + 1 : at_month;
      if (y == 0) {
        if (!now) {
          when = relative();
          return true;
        }
        const int tense = tense_at(s, at_month);
        const auto told = tense <= 0 ? year_from_told(month(at_month)) : std::nullopt;
        y = told ? *told : pick_year(month(at_month), tense);
        const Date exact = ch::year(y) / month(at_month) / day(i);
        if (tense <= 0 && exact.ok() && ch::sys_days(exact) > *now) --y;
      }
      const Date exact = ch::year(y) / month(at_month) / day(i);
      if (!exact.ok()) return false;
      when = span(ch::sys_days(exact), ch::sys_days(exact), Precision::day);
      return true;
    }
    // "late 2021", "in 2014", "the 1990s"
    if (const int y = year(m); y > 0) {
      const bool led = m > i || at(i - 1) == "in" || at(i - 1) == "since" || at(i - 1) == "by" ||
                       at(i - 1) == "during" || at(i - 1) == "until" || at(i - 1) == "from" ||
                       at(i - 1) == "of" || at(i - 1) == "after" || at(i - 1) == "before" ||
                       at(i - 1) == "the" || at(i - 1) == "," || at(i - 1) == "(" || at(i - 1) == "to" ||
                       at(i - 1) == "and";
      if (!led) return false;
      last = m;
      when = year_span(y, part);
      return true;
    }
    if (at(m).size() == 5 && at(m).back() == 's') {
      int y = 0;
      if (integer(std::string_view(at(m)).substr(0, 4), y) && y % 10 == 0 && y >= 1800 && y <= 2090) {
        last = m;
        when =
            span(ch::sys_days(ch::year(y) / 1 / 1), ch::sys_days(ch::year(y + 9) / 12 / 31), Precision::year);
        return true;
      }
    }
    if (at(i) == "yesterday" || at(i) == "today" || at(i) == "tomorrow" || at(i) == "tonight") {
      last = i;
      if (!now) {
        when = relative();
        return true;
      }
      const auto d = *now + ch::days(at(i) == "yesterday" ? -1 : at(i) == "tomorrow" ? 1 : 0);
      when = span(d, d, Precision::day);
      return true;
    }
    std::string_view direction = text_value(i, Kind::direction);
    int k = i;
    std::string_view inner;
    if ((at(i) == "earlier" || at(i) == "later") && at(i + 1) == "this") {
      direction = "this";
      inner = at(i) == "earlier" ? "before" : "after";
      k = i + 1;
    }
    if (!direction.empty()) {
      ++k;
      if (const int wd = value(k, Kind::weekday); wd > 0) {
        last = k;
        if (!now) {
          when = relative();
          return true;
        }
        auto d = monday_of(*now) + ch::days(wd - 1);
        if (direction == "last" && d >= *now) d -= ch::days(7);
        if (direction == "last" && at(i) == "last" && *now - d < ch::days(1)) d -= ch::days(7);
        if (direction == "next" && d <= *now) d += ch::days(7);
        when = span(d, d, Precision::day);
        return true;
      }
      const std::string_view unit = text_value(k, Kind::unit);
      const int season = value(k, Kind::season);
      if (unit.empty() && season == 0) return false;
      last = k;
      // "the past three years" is a stretch up to now; "last year" is the year.
      if (!now) {
        when = relative();
        return true;
      }
      const Date today(*now);
      const int y = static_cast<int>(today.year()),
                mo = static_cast<int>(static_cast<unsigned>(today.month()));
      const int shift = direction == "last" ? -1 : direction == "next" ? 1 : 0;
      if (season > 0) {
        int sy = y + (shift < 0 && season >= mo ? -1 : shift > 0 && season <= mo ? 1 : 0);
        const auto first = ch::sys_days(ch::year(sy) / season / 1);
        when = span(first, last_of(season == 12 ? sy + 1 : sy, season == 12 ? 2 : season + 2),
                    Precision::quarter);
        return true;
      }
      if (unit == "week") {
        const auto monday = monday_of(*now) + ch::days(7 * shift);
        when = span(monday, monday + ch::days(6), Precision::week);
      } else if (unit == "weekend") {
        const auto saturday =
            monday_of(*now) + ch::days(5 + 7 * (shift < 0 || ch::weekday(*now) != ch::Saturday ? shift : 0));
        when = span(saturday, saturday + ch::days(1), Precision::day);
      } else if (unit == "month") {
        const int index = y * 12 + mo - 1 + shift;
        when = month_span(index / 12, index % 12 + 1, "");
        if (inner == "before") when.to = text::format_date(today);
      } else if (unit == "quarter") {
        const int index = y * 4 + (mo - 1) / 3 + shift;
        when = span(ch::sys_days(ch::year(index / 4) / (index % 4 * 3 + 1) / 1),
                    last_of(index / 4, index % 4 * 3 + 3), Precision::quarter);
      } else if (unit == "year") {
        when = year_span(y + shift, "");
        if (inner == "before") when.to = text::format_date(today);
      } else if (unit == "day") {
        return false;
      } else {
        when = relative();
      }
      return true;
    }
    if (const int wd = value(i, Kind::weekday); wd > 0 &&
                                                s.words[static_cast<std::size_t>(i)].form[0] >= 'A' &&
                                                s.words[static_cast<std::size_t>(i)].form[0] <= 'Z') {
      last = i;
      if (!now) {
        when = relative();
        return true;
      }
      const int tense = tense_at(s, i);
      auto d = monday_of(*now) + ch::days(wd - 1);
      if (tense > 0) {
        if (d < *now) d += ch::days(7);
      } else if (d > *now) {
        d -= ch::days(7);
      }
      when = span(d, d, Precision::day);
      return true;
    }
    // "two months ago", "three days later", "a year earlier"
    int n = value(i, Kind::number);
    if (n == 0) integer(at(i), n);
    if (n > 0 && n < 200) {
      int u = i + 1;
      if (at(u) == "of") ++u;
      const std::string_view unit = text_value(u, Kind::unit);
      if (!unit.empty() && (at(u + 1) == "ago" || at(u + 1) == "earlier" || at(u + 1) == "later" ||
                            at(u + 1) == "before" || at(u + 1) == "after")) {
        last = u + 1;
        const bool later = at(u + 1) == "later", earlier = at(u + 1) == "earlier";
        if (then && (later || earlier)) {
          when = reckon(*then, unit, later ? n : -n);
        } else if (now && at(u + 1) == "ago") {
          when = reckon(*now, unit, -n);
        } else {
          when = relative();  // reckoned from another event
        }
        return true;
      }
    }
    // "by the end of the year", "at the end of the month"
    if (!part.empty() && (at(i + 1) == "of") && at(i + 2) == "the" &&
        !text_value(i + 3, Kind::unit).empty()) {
      const std::string_view unit = text_value(i + 3, Kind::unit);
      last = i + 3;
      if (!now) {
        when = relative();
        return true;
      }
      const Date today(*now);
      if (unit == "year")
        when = year_span(static_cast<int>(today.year()), part);
      else if (unit == "month")
        when = month_span(static_cast<int>(today.year()),
                          static_cast<int>(static_cast<unsigned>(today.month())), part);
      else
        when = relative();
      return true;
    }
    return false;
  }
};

std::vector<TimeExpression> Calendar::find(const Sentence& s, std::optional<Date> reference, const When& told,
                                           bool told_near) const {
  std::vector<TimeExpression> out;
  Parse parse{*this, s, {}, {}, {}};
  parse.tell(told);
  parse.then_near = told_near;
  if (reference && reference->ok()) parse.now = ch::sys_days(*reference);
  text::Lowered lowered;
  parse.low.reserve(s.words.size());
  for (const auto& w : s.words) parse.low.push_back(lowered(w.form));
  for (int i = 0; i < parse.size(); ++i) {
    if (!parse.may_begin(i)) continue;
    TimeExpression e;
    if (!parse.read(i, e.last, e.when)) continue;
    e.first = i;
    e.head = e.last;
    for (int k = i; k <= e.last; ++k)
      if (const int h = s.words[static_cast<std::size_t>(k)].head; h < i || h > e.last) e.head = k;
    for (int k = i; k <= e.last; ++k) {
      if (k > i && s.words[static_cast<std::size_t>(k) - 1].space_after) e.when.text += ' ';
      e.when.text += s.words[static_cast<std::size_t>(k)].form;
    }
    i = e.last;
    parse.tell(e.when);
    parse.then_near = true;
    out.push_back(std::move(e));
  }
  return out;
}

namespace {

bool clausal(Deprel r) {
  switch (r) {
    case Deprel::acl:
    case Deprel::acl_relcl:
    case Deprel::advcl:
    case Deprel::advcl_relcl:
    case Deprel::ccomp:
    case Deprel::parataxis:
    case Deprel::csubj:
      return true;
    default:
      return false;
  }
}

bool verbal(const Sentence& s, int i) {
  return s.words[static_cast<std::size_t>(i)].upos == Upos::VERB;
}

}  // namespace

When when_of(const Sentence& s, int event_word, std::span<const TimeExpression> expressions) {
  if (expressions.empty()) return {};
  const TimeExpression* best = nullptr;
  int nearest = 1 << 20;
  for (const auto& e : expressions) {
    // Climb from the expression: it must reach the act without leaving another clause; coordinate verbs end
    // it too.
    int at = e.head, steps = 0;
    bool reached = at == event_word;
    while (!reached && at >= 0 && steps < 40) {
      const auto& w = s.words[static_cast<std::size_t>(at)];
      if (at != e.head && (clausal(w.deprel) || (w.deprel == Deprel::conj && verbal(s, at)))) break;
      at = w.head;
      reached = at == event_word;
      ++steps;
    }
    if (!reached) continue;
    const int distance = steps * 10 + std::abs(e.head - event_word);
    if (distance < nearest) {
      nearest = distance;
      best = &e;
    }
  }
  if (best != nullptr) return best->when;
  const auto& w = s.words[static_cast<std::size_t>(event_word)];
  if (w.head < 0) return {};
  // A verb shares the date of the one it complements, or of the first of its series if that stands before
  // both.
  const bool noun = w.upos == Upos::NOUN || w.upos == Upos::PROPN;
  if (w.deprel == Deprel::xcomp || (noun && (w.deprel == Deprel::obj || w.deprel == Deprel::nsubj_pass ||
                                             w.deprel == Deprel::obl || w.deprel == Deprel::nmod)))
    return when_of(s, w.head, expressions);
  // "announced in May that it would leave": dated by the announcement.
  if (w.deprel == Deprel::ccomp && w.head < event_word && verbal(s, w.head)) {
    for (int k = 0; k < static_cast<int>(s.words.size()); ++k)
      if (const auto& aux = s.words[static_cast<std::size_t>(k)];
          aux.head == event_word && aux.deprel == Deprel::aux && aux.xpos == "MD")
        return when_of(s, w.head, expressions);
  }
  if (w.deprel == Deprel::ccomp && w.head > event_word && expressions.front().first < event_word &&
      expressions.front().first <= 3)
    return expressions.front().when;
  if (w.deprel == Deprel::conj || w.deprel == Deprel::parataxis) {
    for (const auto& e : expressions)
      if (e.last < event_word && (e.last < w.head || w.deprel == Deprel::conj))
        return when_of(s, w.head, expressions);
  }
  return {};
}

}  // namespace realign::coding
