#include "syntax/lemmatizer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "syntax/characters.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

// Pasts that are plain forms of other verbs.
constexpr std::array<std::string_view, 14> kPlainToo = {"found", "saw",    "fell",  "lay",  "left",
                                                        "bound", "ground", "wound", "felt", "rose",
                                                        "bore",  "dove",   "stove", "lit"};
constexpr std::size_t kLongestSuffix = 6;
constexpr std::string_view kPrefixes[] = {"out", "over", "under", "un", "re", "fore", "mis", "inter", "up"};

// How a form is written: l lower case or no letters, T with a capital first (or a single one), U all
// capitals.
char writing(std::string_view form) {
  std::size_t at = 0, letters = 0, capitals = 0;
  bool first = false;
  while (at < form.size()) {
    const char32_t c = next_character(form, at);
    if (!is_letter(c)) continue;
    if (letters++ == 0) first = is_upper(c);
    capitals += is_upper(c) ? 1 : 0;
  }
  if (!first) return 'l';
  return capitals == letters && letters > 1 ? 'U' : 'T';
}

// `lemma`, lower case, with the capitals of `form` as far as both go together (`low` is form in lower case).
std::string with_capitals(std::string_view form, std::string_view low, const std::string& lemma) {
  if (form.size() != low.size()) return lemma;  // lower case of another length: rare letters
  const auto common = static_cast<std::size_t>(
      std::mismatch(low.begin(), low.end(), lemma.begin(), lemma.end()).first - low.begin());
  std::string out(form.substr(0, common));
  const bool loud = writing(form) == 'U';
  for (const char c : std::string_view(lemma).substr(common))
    out += loud && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string capitalised(const std::string& lemma) {
  std::string out = lemma;
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

}  // namespace

Lemmatizer Lemmatizer::load(const std::string& dir) {
  Lemmatizer lemmatizer;
  const auto table = text::Table::read(dir + "/lemmas.tsv", 5, 4);
  for (const auto& row : table.rows()) {
    if (row[0] == "word") {
      lemmatizer.words_[row[1] + " " + row[2]] = row[3];
    } else if (row[0] == "rule") {
      Rule rule;
      const auto [end, failed] = std::from_chars(row[3].data(), row[3].data() + row[3].size(), rule.strip);
      if (failed != std::errc{} || end != row[3].data() + row[3].size())
        throw table.error(row, "'" + row[3] + "' is no count of letters");
      const auto suffix = row[2] == "-" ? std::string{} : row[2];
      if (rule.strip > suffix.size()) throw table.error(row, "a rule cannot strip more than its suffix");
      if (row[4] != "-") rule.add = row[4];
      lemmatizer.rules_[row[1] + " " + suffix] = rule;
    } else if (row[0] == "case") {
      const auto& value = row[4];
      if (row[2] != "l" && row[2] != "T" && row[2] != "U")
        throw table.error(row, "'" + row[2] + "' is none of l, T, U");
      if (value != "lower" && value != "keep" && value != "capital")
        throw table.error(row, "'" + value + "' is none of lower, keep, capital");
      lemmatizer.cases_[row[1] + " " + row[2] + (row[3] == "-" ? "" : row[3])] =
          value == "lower"  ? Case::lower
          : value == "keep" ? Case::keep
                            : Case::capital;
    } else {
      throw table.error(row, "'" + row[0] + "' is none of word, rule, case");
    }
  }
  const auto irregular = text::Table::read(dir + "/irregular.tsv", 4, 3);
  for (const auto& row : irregular.rows()) {
    const auto add = [&](const char* tag, const std::string& forms) {
      for (const auto& form : text::split(forms, '/'))
        lemmatizer.irregular_.emplace(std::string(tag) + " " + form, row[1]);
    };
    if (row[0] == "verb") {
      add("VBD", row[2]), add("VBN", row[3]);
    } else if (row[0] == "noun") {
      add("NNS", row[2]);
    } else if (row[0] == "adjective") {
      add("JJR", row[2]), add("JJS", row[3]);
    } else if (row[0] == "adverb") {
      add("RBR", row[2]), add("RBS", row[3]);
    } else {
      throw irregular.error(row, "'" + row[0] + "' is none of verb, noun, adjective, adverb");
    }
  }
  return lemmatizer;
}

// The lemma in lower case; `key` begins with "tag ".
std::string Lemmatizer::base(std::string& key, std::string_view low) const {
  const std::size_t tag = key.size();
  key += low;
  if (const auto found = words_.find(key); found != words_.end()) return found->second;
  if (const auto found = irregular_.find(key); found != irregular_.end()) return found->second;
  // A past that the tagger took for a present ("overthrew"), unless it is a verb's plain form as well.
  if (key.starts_with("VBP ") || key.starts_with("VB ")) {
    if (const auto found = irregular_.find("VBD " + std::string(low));
        found != irregular_.end() && found->second != low && !words_.contains("VB " + std::string(low)) &&
        std::find(kPlainToo.begin(), kPlainToo.end(), low) == kPlainToo.end())
      return found->second;
  }
  const bool past = key.starts_with("VBD ") || key.starts_with("VBN ");
  for (const auto prefix : kPrefixes)
    if (past && low.starts_with(prefix) && low.size() >= prefix.size() + 3) {
      key.resize(tag);
      key += low.substr(prefix.size());
      if (const auto found = irregular_.find(key); found != irregular_.end())
        return std::string(prefix) + found->second;
    }
  for (std::size_t n = std::min(kLongestSuffix, low.size());; --n) {
    key.resize(tag);
    key += low.substr(low.size() - n);
    if (const auto found = rules_.find(key); found != rules_.end() && found->second.strip < low.size()) {
      std::string out(low.substr(0, low.size() - found->second.strip));
      return out + found->second.add;
    }
    if (n == 0) return std::string(low);
  }
}

Lemmatizer::Case Lemmatizer::case_of(std::string& key, std::string_view form, std::string_view low) const {
  key += writing(form);
  const std::size_t tag = key.size();
  key += '=';
  key += low;
  if (const auto found = cases_.find(key); found != cases_.end()) return found->second;
  for (std::size_t n = std::min(kLongestSuffix, low.size());; --n) {
    key.resize(tag);
    key += low.substr(low.size() - n);
    if (const auto found = cases_.find(key); found != cases_.end()) return found->second;
    if (n == 0) return key[tag - 1] == 'l' ? Case::keep : Case::lower;
  }
}

std::string Lemmatizer::lemma(std::string_view form, std::string_view xpos) const {
  const std::string low = lower_case(form);
  std::string key(xpos);
  key += ' ';
  const std::size_t tag = key.size();
  const std::string plain = base(key, low);
  key.resize(tag);
  switch (case_of(key, form, low)) {
    case Case::lower:
      return plain;
    case Case::keep:
      return with_capitals(form, low, plain);
    case Case::capital:
      return capitalised(plain);
  }
  return plain;
}

}  // namespace realign::syntax
