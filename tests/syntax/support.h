// Shows tokens and sentences as plain strings, so that tests read as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/splitter.h"
#include "syntax/token_lexicon.h"
#include "syntax/tokenizer.h"

namespace realign::syntax::test {

inline std::string model_dir() {
  return std::string(REALIGN_SOURCE_DIR) + "/data/models/english";
}

inline const TokenLexicon& lexicon() {
  static const auto loaded = TokenLexicon::load(model_dir());
  return loaded;
}

// Forms separated by blanks.
inline std::string tokens(std::string_view text) {
  std::vector<Word> words;
  tokenize(text, 0, text.size(), lexicon(), words);
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w.form;
  return out;
}

// The text of each sentence of one paragraph.
inline std::vector<std::string> sentences(std::string_view text) {
  std::vector<Word> words;
  tokenize(text, 0, text.size(), lexicon(), words);
  std::vector<Sentence> found;
  split_sentences(words, 0, lexicon(), found);
  std::vector<std::string> out;
  for (const auto& s : found) out.emplace_back(text.substr(s.begin, s.end - s.begin));
  return out;
}

}  // namespace realign::syntax::test
