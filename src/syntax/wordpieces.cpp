#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <fstream>

#include "syntax/characters.h"
#include "syntax/encoder.h"
#include "text/error.h"

namespace realign::syntax {

namespace {

// Longer words are links or damage: one unknown piece.
constexpr std::size_t kLongestWord = 100;

bool stands_alone(char32_t c) {
  const auto u = static_cast<UChar32>(c);
  if (c < 128) return u_isgraph(u) && !u_isalnum(u);
  return u_ispunct(u) || u_hasBinaryProperty(u, UCHAR_IDEOGRAPHIC);
}

// Lower-cased, decomposed, without combining marks.
std::string plain(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString s(static_cast<UChar32>(c));
  s.toLower(icu::Locale::getRoot());
  if (U_SUCCESS(status)) s = nfd->normalize(s, status);
  std::string out;
  for (int i = 0; i < s.length(); i = s.moveIndex32(i, 1))
    if (const UChar32 d = s.char32At(i); u_charType(d) != U_NON_SPACING_MARK)
      append_character(out, static_cast<char32_t>(d));
  return out;
}

}  // namespace

WordPieces WordPieces::load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw text::Error(path, "cannot be read");
  WordPieces pieces;
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    pieces.ids_.emplace(line, static_cast<int>(pieces.ids_.size()));
  }
  const auto special = [&](const char* name) {
    const auto found = pieces.ids_.find(name);
    if (found == pieces.ids_.end()) throw text::Error(path, std::string("has no piece ") + name);
    return found->second;
  };
  pieces.unknown_ = special("[UNK]");
  pieces.start_ = special("[CLS]");
  pieces.stop_ = special("[SEP]");
  return pieces;
}

// `from`: for each byte of the plain word, the byte of the text that it came from; `end` of the word there.
void WordPieces::cut_word(const std::string& word, const std::vector<std::size_t>& from, std::size_t end,
                          std::vector<WordPiece>& out) const {
  if (word.empty()) return;
  const auto before = static_cast<std::ptrdiff_t>(out.size());
  std::string piece;
  for (std::size_t i = 0; i < word.size() && word.size() <= kLongestWord;) {
    std::size_t j = word.size();
    auto found = ids_.end();
    for (; j > i; --j) {
      piece = i > 0 ? "##" : "";
      piece.append(word, i, j - i);
      if ((found = ids_.find(piece)) != ids_.end()) break;
    }
    if (found == ids_.end()) break;
    out.push_back({from[i], j < word.size() ? from[j] : end, found->second});
    if (j == word.size()) return;
    i = j;
  }
  out.erase(out.begin() + before, out.end());
  out.push_back({from.front(), end, unknown_});
}

std::vector<WordPiece> WordPieces::cut(std::string_view text) const {
  std::vector<WordPiece> out;
  std::string word;
  std::vector<std::size_t> from;
  const auto flush = [&](std::size_t end) {
    cut_word(word, from, end, out);
    word.clear();
    from.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(text, at);
    if (is_space(c) || c == 0xFFFD) {
      flush(begin);
      continue;
    }
    const bool alone = stands_alone(c);
    if (alone) flush(begin);
    const std::string p = plain(c);
    word += p;
    from.insert(from.end(), p.size(), begin);
    if (alone) flush(at);
  }
  flush(text.size());
  return out;
}

}  // namespace realign::syntax
