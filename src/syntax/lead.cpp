#include "syntax/lead.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace realign::syntax {
namespace {

constexpr std::size_t kLongest = 14;  // words of a lead
constexpr std::size_t kRest = 3;      // words that must follow it

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool digits(std::string_view form) {
  return !form.empty() && form.size() <= 4 &&
         std::all_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool year(std::string_view form) {
  return digits(form) && form.size() == 4 && (form[0] == '1' || form[0] == '2');
}

bool calendar_name(std::string_view form) {
  constexpr std::array<std::string_view, 19> kNames = {
      "January",   "February",  "March",   "April",    "May",      "June",   "July",
      "August",    "September", "October", "November", "December", "Monday", "Tuesday",
      "Wednesday", "Thursday",  "Friday",  "Saturday", "Sunday"};
  if (form.ends_with('.')) form.remove_suffix(1);
  if (form.size() < 3) return false;
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return name == form || (form.size() <= 4 && name.starts_with(form));
  });
}

bool of_date(std::string_view form) {
  return calendar_name(form) || digits(form) ||
         one_of(form, {",", "(", ")", "-", "/", "and", "Early", "Late", "Mid", "early", "late", "mid", "of",
                       "the"});
}

// A town in capitals: "TBILISI", "NUR-SULTAN".
bool capitals(std::string_view form) {
  return form.size() >= 3 && std::all_of(form.begin(), form.end(),
                                         [](char c) { return upper(c) || c == '-' || (c & 0x80) != 0; });
}

bool capitalised(std::string_view form) {
  return !form.empty() && (upper(form[0]) || (form[0] & 0x80) != 0);
}

}  // namespace

std::size_t lead_length(const Sentence& sentence) {
  const auto& words = sentence.words;
  if (words.size() < kRest + 2) return 0;
  bool date = false, only_date = true, agency = false, bracket = false, all_capitals = true;
  const bool town = capitals(words[0].form) && !calendar_name(words[0].form);
  for (std::size_t i = 0; i < std::min(words.size() - kRest, kLongest); ++i) {
    const std::string_view form = words[i].form;
    const bool colon = form == ":" && i > 0;
    const bool dash =
        one_of(form, {"-", "--", "–", "—"}) && i > 0 && words[i - 1].space_after && words[i].space_after;
    if (colon && date && only_date) return i + 1;
    if (dash && ((date && only_date) || (town && (date || agency || all_capitals)))) return i + 1;
    if (colon || (dash && !date)) return 0;
    date = date || calendar_name(form) || year(form);
    if (form == "(") bracket = true;
    if (bracket && !of_date(form)) agency = true;
    if (!of_date(form)) {
      only_date = false;
      if (!town || !(capitalised(form) || one_of(form, {".", "/", "de", "of"}))) return 0;
    }
    if (form == ")") bracket = false;
    all_capitals = all_capitals && (capitals(form) || form == ",");
  }
  return 0;
}

void attach_lead(Sentence& sentence, std::size_t n) {
  auto& words = sentence.words;
  int root = -1;
  for (std::size_t i = n; i < words.size(); ++i)
    if (words[i].head < 0) root = static_cast<int>(i);
  // The date hangs by its month, else by its first number; what belongs to it hangs there.
  int date = -1;
  for (std::size_t i = 0; i < n; ++i)
    if (calendar_name(words[i].form) && date < 0) date = static_cast<int>(i);
  for (std::size_t i = 0; i < n && date < 0; ++i)
    if (digits(words[i].form)) date = static_cast<int>(i);
  for (std::size_t i = 0; i < n; ++i) {
    auto& w = words[i];
    const bool number = digits(w.form), name = calendar_name(w.form);
    const bool punctuation = !number && !capitalised(w.form) && !(w.form[0] >= 'a' && w.form[0] <= 'z');
    w.upos = punctuation ? Upos::PUNCT : number ? Upos::NUM : Upos::PROPN;
    w.xpos = punctuation ? (w.form == "("   ? "-LRB-"
                            : w.form == ")" ? "-RRB-"
                            : w.form == "," ? ","
                                            : ":")
             : number    ? "CD"
                         : "NNP";
    w.confidence = 1.0F;
    if (static_cast<int>(i) == date) {
      w.head = root;
      w.deprel = Deprel::obl_unmarked;
    } else if ((number || name) && date >= 0) {
      w.head = date;
      w.deprel = number ? Deprel::nummod : Deprel::nmod_unmarked;
    } else {
      w.head = root;
      w.deprel = punctuation ? Deprel::punct : Deprel::discourse;
    }
  }
}

}  // namespace realign::syntax
