// Lemmas by form and Penn tag: a table of exceptions, then suffix rules (data/models/english/lemmas.tsv).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace realign::syntax {

class Lemmatizer {
 public:
  static Lemmatizer load(const std::string& dir);  // reads DIR/lemmas.tsv; text::Error names the line
  // Lower case but for proper nouns (NNP, NNPS). O(length).
  std::string lemma(std::string_view form, std::string_view xpos) const;

 private:
  struct Rule {
    std::size_t strip = 0;
    std::string add;
  };
  std::unordered_map<std::string, std::string> words_;  // "tag form"
  std::unordered_map<std::string, Rule> rules_;         // "tag suffix"
};

}  // namespace realign::syntax
