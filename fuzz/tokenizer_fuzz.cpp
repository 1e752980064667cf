// Any bytes as a text: words lie in order on characters of the text, sentences hold all of them and are not
// overlong.
#include <cstdlib>
#include <string_view>

#include "syntax/splitter.h"
#include "syntax/token_lexicon.h"
#include "syntax/tokenizer.h"
#include "text/paragraphs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace realign::syntax;
  static const auto lexicon = TokenLexicon::load(REALIGN_SOURCE_DIR "/data/models/english");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Word> words;
  std::vector<Sentence> sentences;
  std::size_t count = 0, kept = 0, at = 0;
  int number = 0;
  for (const auto& paragraph : realign::text::paragraphs(text)) {
    tokenize(text, paragraph.begin, paragraph.end, lexicon, words);
    count += words.size();
    split_sentences(words, number++, lexicon, sentences);
  }
  for (const auto& s : sentences) {
    kept += s.words.size();
    if (s.words.empty() || s.words.size() > kLongestSentence + 100 || s.begin != s.words.front().begin ||
        s.end != s.words.back().end)
      std::abort();
    for (const auto& w : s.words) {
      if (w.begin < at || w.end <= w.begin || w.end > size || w.form.empty()) std::abort();
      at = w.end;
    }
  }
  if (kept != count) std::abort();
  return 0;
}
