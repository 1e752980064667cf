// Lemmas by form and Penn tag.
//
// In this order: words listed whole, irregular forms (irregular.tsv, with a prefix too: "outfought"), then
// the rule of the longest known suffix ("-ies" of NNS loses three letters and gains "y"). Whether capitals
// stay is learned apart from that, by tag, writing (lower, Title, UPPER) and suffix: "Iranian" keeps its
// capital, "Recent" does not. lemmas.tsv, made by scripts/train-lemmatizer.py, has words and rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/word_map.h"

namespace realign::syntax {

class Lemmatizer {
 public:
  static Lemmatizer load(
      const std::string& dir);  // reads DIR/lemmas.tsv, DIR/irregular.tsv; text::Error names the line
  // `form` with straight quotes, `xpos` a Penn tag; never empty for a form that is not. O(length).
  std::string lemma(std::string_view form, std::string_view xpos) const;

 private:
  enum class Case : std::uint8_t { lower, keep, capital };
  struct Rule {
    std::size_t strip = 0;
    std::string add;
  };
  template <typename Value>
  using Map = text::WordMap<Value>;

  Map<std::string> words_;      // "tag form": lemma, both lower case
  Map<std::string> irregular_;  // the same
  Map<Rule> rules_;             // "tag suffix"
  Map<Case> cases_;             // "tag writing suffix" or "tag writing =word"

  std::string base(std::string& key, std::string_view low) const;
  Case case_of(std::string& key, std::string_view form, std::string_view low) const;
};

}  // namespace realign::syntax
