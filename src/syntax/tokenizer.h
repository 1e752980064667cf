// Text into paragraphs, sentences and words, by the rules of UD English (EWT 2.16).
//
// Words are split from punctuation and from clitics ("do|n't", "Kazakhstan|'s"), compounds at their hyphens unless the first part is a
// prefix ("so|-|called", but "anti-American"). Curly quotes and dashes are read as straight ones, one character for one, so that
// offsets stay those of the document. Sentences never cross paragraphs and are never longer than kLongestSentence words.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "syntax/sentence.h"

namespace realign::syntax {

inline constexpr std::size_t kLongestSentence = 300;

class Tokenizer {
 public:
  static Tokenizer load(const std::string& dir);  // reads DIR/abbreviations.tsv

  std::vector<Sentence> split(std::string_view text) const;

 private:
  enum class Stop : char { title, often };
  std::unordered_map<std::string, Stop> abbreviations_;

  struct Scan;
  void words(std::string_view text, std::size_t begin, std::size_t end, std::vector<Word>& out) const;
  void sentences(std::string_view text, std::vector<Word>& words, int paragraph, std::vector<Sentence>& out) const;
  bool ends_here(const std::vector<Word>& words, std::size_t stop, std::size_t next) const;
};

}  // namespace realign::syntax
