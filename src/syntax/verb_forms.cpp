#include "syntax/verb_forms.h"

#include <algorithm>

#include "text/table.h"

namespace realign::syntax {
namespace {

// Frequent in the treebank, with an object, and hardly ever nouns.
constexpr std::string_view kThird = "provides", kPast = "provided", kGerund = "providing";

bool vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

bool ends_in(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return word.ends_with(e); });
}

}  // namespace

void VerbForms::add(const std::string& verb, bool only) {
  const std::size_t n = verb.size();
  const bool consonant_y = n > 1 && verb[n - 1] == 'y' && !vowel(verb[n - 2]);
  const std::string stem = verb.substr(0, n - 1);
  if (only)
    forms_[consonant_y                                       ? stem + "ies"
           : ends_in(verb, {"s", "x", "z", "ch", "sh", "o"}) ? verb + "es"
                                                             : verb + "s"] = kThird;
  const bool mute_e = verb[n - 1] == 'e';
  forms_[consonant_y ? stem + "ied" : mute_e ? verb + "d" : verb + "ed"] = kPast;
  forms_[mute_e && !ends_in(verb, {"ee", "oe", "ye"}) ? stem + "ing" : verb + "ing"] = kGerund;
  // "barring", "annulled": whether the last consonant doubles hangs on the stress, so both spellings are
  // taken.
  if (n > 2 && !vowel(verb[n - 1]) && vowel(verb[n - 2]) && !vowel(verb[n - 3]) &&
      !ends_in(verb, {"w", "x", "y"})) {
    forms_[verb + verb[n - 1] + "ed"] = kPast;
    forms_[verb + verb[n - 1] + "ing"] = kGerund;
  }
}

VerbForms VerbForms::load(const std::string& dir) {
  VerbForms out;
  const auto table = text::Table::read(dir + "/verbs.tsv", 2, 2);
  for (const auto& row : table.rows()) {
    if (row[0] != "only" && row[0] != "also")
      throw table.error(row, "'" + row[0] + "' is neither only nor also");
    for (const auto& verb : text::split(row[1], '|')) {
      if (verb.size() < 2) throw table.error(row, "'" + verb + "' is no verb");
      out.add(verb, row[0] == "only");
    }
  }
  return out;
}

std::string_view VerbForms::stand_in(std::string_view form) const {
  const auto found = forms_.find(form);
  return found == forms_.end() ? std::string_view() : found->second;
}

}  // namespace realign::syntax
