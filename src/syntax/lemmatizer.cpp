#include "syntax/lemmatizer.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>

#include "text/table.h"

namespace realign::syntax {
namespace {

constexpr std::size_t kLongestSuffix = 5;

std::string lower(std::string_view form) {
  std::string out(form);
  bool ascii = true;
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    ascii = ascii && static_cast<unsigned char>(c) < 128;
  }
  if (ascii) return out;
  std::string folded;
  icu::UnicodeString::fromUTF8(icu::StringPiece(form.data(), static_cast<int>(form.size()))).toLower(icu::Locale::getEnglish()).toUTF8String(folded);
  return folded;
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
      if (failed != std::errc{} || end != row[3].data() + row[3].size()) throw table.error(row, "'" + row[3] + "' is no count of letters");
      if (row[4] != "-") rule.add = row[4];
      lemmatizer.rules_[row[1] + " " + (row[2] == "-" ? "" : row[2])] = rule;
    } else {
      throw table.error(row, "'" + row[0] + "' is neither word nor rule");
    }
  }
  return lemmatizer;
}

std::string Lemmatizer::lemma(std::string_view form, std::string_view xpos) const {
  const bool proper = xpos == "NNP" || xpos == "NNPS";
  const std::string low = lower(form);
  std::string key;
  key.reserve(xpos.size() + 1 + low.size());
  key.append(xpos).append(" ");
  const std::size_t tag = key.size();
  key += low;
  if (const auto found = words_.find(key); found != words_.end()) return found->second;
  for (std::size_t n = std::min(kLongestSuffix, low.size());; --n) {
    key.resize(tag);
    key.append(low, low.size() - n, n);
    if (const auto found = rules_.find(key); found != rules_.end() && found->second.strip < low.size()) {
      std::string out(proper ? form : std::string_view(low));
      out.resize(out.size() - std::min(found->second.strip, out.size()));
      return out + found->second.add;
    }
    if (n == 0) break;
  }
  return proper ? std::string(form) : low;
}

}  // namespace realign::syntax
