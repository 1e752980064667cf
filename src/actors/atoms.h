// Words as names are compared: folded to lower case without accents, dots and apostrophes, and cut at
// hyphens.
//
// "Kassym-Jomart" is two atoms, "U.S." one ("us", in capitals), "N'Djamena" two, "Côte d'Ivoire" three,
// however a tokenizer cut them. A name then matches whatever spelling of accents, hyphens and quotes an
// outlet prefers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/word_map.h"

namespace realign::actors {

struct Atom {
  std::uint32_t id = 0;       // 0: a word that no name holds
  std::uint16_t word = 0;     // index of the word it belongs to
  bool first = false;         // begins its word
  bool last = false;          // ends its word
  bool capital = false;       // begins with a capital letter
  bool all_capitals = false;  // at least two letters, all of them capitals
};

class Vocabulary {
 public:
  std::uint32_t add(std::string_view folded) {
    return words_.emplace(folded, static_cast<std::uint32_t>(words_.size() + 1)).first->second;
  }
  std::uint32_t find(std::string_view folded) const {  // 0 if unknown
    const auto found = words_.find(folded);
    return found == words_.end() ? 0 : found->second;
  }

 private:
  text::WordMap<std::uint32_t> words_;
};

// Calls take(folded, first, last, capital, all_capitals) for each atom of a form; a form of punctuation that
// matters (a comma, an ampersand) is one atom, a hyphen or apostrophe none.
template <class Take>
void each_atom(std::string_view form, Take take);

// A form folded, its atoms joined by single blanks.
std::string fold(std::string_view form);

namespace detail {
// Folds the character at `i` (advancing it) into `out`, at most 3 bytes: gives their number, 0 for a
// separator, -1 for a dot to be passed over, -2 for a symbol. Sets `upper` where it was a capital letter.
int fold_character(std::string_view form, std::size_t& i, char* out, bool& upper);
}  // namespace detail

template <class Take>
void each_atom(std::string_view form, Take take) {
  char buffer[64];
  std::size_t n = 0;
  // Nearly all forms are plain letters: one atom.
  std::size_t capitals = 0;
  if (form.size() <= sizeof buffer)
    for (; n < form.size(); ++n) {
      const auto c = static_cast<unsigned char>(form[n]);
      const auto low = static_cast<unsigned char>(c | 0x20U);
      if (low < 'a' || low > 'z') break;
      capitals += c == low ? 0 : 1;
      buffer[n] = static_cast<char>(low);
    }
  if (n > 0 && n == form.size())
    return take(std::string_view(buffer, n), true, true, form[0] < 'a', capitals == n && n > 1);
  n = 0;
  bool first = true, capital = false, all = true;
  std::size_t letters = 0;
  std::size_t i = 0;
  const auto flush = [&](bool last) {
    if (n == 0) return;
    take(std::string_view(buffer, n), first, last, capital, all && letters > 1);
    first = false;
    n = 0;
    letters = 0;
    capital = false;
    all = true;
  };
  // Whether anything but separators is left decides whether an atom is the word's last.
  const auto only_separators = [&](std::size_t at) {
    char ignored[4];
    bool upper = false;
    while (at < form.size()) {
      const int k = detail::fold_character(form, at, ignored, upper);
      if (k > 0 || k == -2) return false;
    }
    return true;
  };
  while (i < form.size()) {
    char out[4] = {};
    bool upper = false;
    const std::size_t at = i;
    const int k = detail::fold_character(form, i, out, upper);
    if (k == -1) continue;
    if (k == 0) {
      flush(n > 0 && only_separators(i));
      continue;
    }
    if (k == -2) {
      flush(false);
      take(form.substr(at, i - at), first, i >= form.size(), false, false);
      first = false;
      continue;
    }
    if (n == 0) capital = upper;
    const bool letter = !(out[0] >= '0' && out[0] <= '9');
    if (letter) {
      ++letters;
      if (!upper) all = false;
    }
    for (int c = 0; c < k && n < sizeof buffer; ++c) buffer[n++] = out[c];
  }
  flush(true);
}

}  // namespace realign::actors
