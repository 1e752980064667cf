#include "syntax/tokenizer.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "text/paragraphs.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

struct Char {
  char32_t c = 0;
  std::size_t at = 0;  // byte in the text
};

char32_t straight(char32_t c) {
  switch (c) {
    case U'‘': case U'’': case U'‚': case U'‛': case U'′': case U'`': case U'´': return U'\'';
    case U'“': case U'”': case U'„': case U'‟': case U'«': case U'»': case U'″': return U'"';
    case U'–': case U'—': case U'−': case U'‑': case U'‒': case U'―': return U'-';
    default: return c;
  }
}

bool dash(char32_t c) { return c == U'–' || c == U'—' || c == U'―'; }
bool space(char32_t c) { return c <= U' ' || c == 0xA0 || c == 0x200B || c == 0xFEFF || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x2028 || c == 0x2029 || c == 0x3000; }
bool letter(char32_t c) { return c < 128 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : u_isalpha(static_cast<UChar32>(c)) != 0 || u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK; }
bool digit(char32_t c) { return c < 128 ? c >= '0' && c <= '9' : u_isdigit(static_cast<UChar32>(c)) != 0; }
bool upper(char32_t c) { return c < 128 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c)) != 0; }
bool lower(char32_t c) { return c < 128 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c)) != 0; }
bool alnum(char32_t c) { return letter(c) || digit(c); }
bool currency(char32_t c) { return c == U'$' || c == U'€' || c == U'£' || c == U'¥' || c == U'₽' || c == U'₹' || c == U'₩' || c == U'₸' || c == U'₺'; }

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12));
    out += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (c >> 18));
    out += static_cast<char>(0x80U | ((c >> 12) & 0x3FU));
    out += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

Char decode(std::string_view text, std::size_t at, std::size_t& next) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t n = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  n = std::min(n, text.size() - at);
  char32_t c = n == 1 ? lead : lead & (0xFFU >> (n + 1));
  for (std::size_t k = 1; k < n; ++k) c = (c << 6) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
  next = at + n;
  return {c, at};
}

// Prefixes that UD English leaves joined to their word.
bool joined_prefix(std::string_view low) {
  static constexpr std::array<std::string_view, 36> kPrefixes = {
      "a",    "ante", "anti", "bi",   "co",   "counter", "de",   "e",     "ex",    "extra", "hyper", "inter", "intra", "macro", "mega", "meta", "micro", "mid",
      "mini", "multi", "non", "o",    "over", "post",    "pre",  "pro",   "proto", "pseudo", "re",   "semi",  "sub",   "super", "trans", "ultra", "un",   "under"};
  return std::find(kPrefixes.begin(), kPrefixes.end(), low) != kPrefixes.end();
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// Words that seldom follow an abbreviation within a sentence but often begin the next.
bool begins_sentences(const std::string& low) {
  static constexpr std::array<std::string_view, 44> kStarters = {
      "the",  "in",   "on",    "he",      "she",       "it",   "they",  "but",     "and",  "a",    "an",    "this",  "that",  "we",    "i",
      "at",   "as",   "for",   "there",   "his",       "its",  "after", "however", "when", "while", "if",   "these", "those", "their", "her",
      "with", "some", "many",  "although", "meanwhile", "last", "since", "what",    "who",  "you",  "our",  "by",    "from",  "such"};
  return std::find(kStarters.begin(), kStarters.end(), low) != kStarters.end();
}

bool closer(const Word& w, std::string_view form) { return (form == "\"" || form == "'" || form == ")" || form == "]" || form == "''") && w.begin > 0; }
bool stop(std::string_view form) { return !form.empty() && form.find_first_not_of(".!?") == std::string_view::npos; }

}  // namespace

// Splits one run of characters without blanks into words.
struct Tokenizer::Scan {
  std::string_view text;
  const std::unordered_map<std::string, Stop>& abbreviations;
  std::vector<Char> chars;  // straightened; ends with a sentinel that holds the byte after the run
  std::vector<char> long_dash;
  std::vector<Word>& out;

  void emit(std::size_t i, std::size_t j) {
    if (i >= j) return;
    Word w;
    for (std::size_t k = i; k < j; ++k) append(w.form, chars[k].c);
    w.begin = chars[i].at;
    w.end = chars[j].at;
    w.space_after = false;
    out.push_back(std::move(w));
  }
  std::string low(std::size_t i, std::size_t j) const {
    std::string s;
    for (std::size_t k = i; k < j; ++k) append(s, chars[k].c);
    return ascii_lower(s);
  }

  // A full stop that belongs to the word before it: initials, acronyms with dots, listed abbreviations.
  bool abbreviation(std::size_t i, std::size_t stop_at) const {
    if (stop_at == i) return false;
    if (stop_at - i == 1 && upper(chars[i].c)) return true;
    bool dotted = false, short_parts = true;
    std::size_t part = 0;
    for (std::size_t k = i; k < stop_at; ++k) {
      if (chars[k].c == U'.') {
        dotted = true;
        short_parts = short_parts && part <= 2;
        part = 0;
      } else {
        if (!letter(chars[k].c)) return false;
        ++part;
      }
    }
    if (dotted && short_parts && part <= 2) return true;
    return abbreviations.contains(low(i, stop_at));
  }

  void run(std::size_t i, std::size_t j) {
    const auto opening = [](char32_t c) { return c == U'"' || c == U'\'' || c == U'(' || c == U'[' || c == U'{' || c == U'<' || c == U'*' || c == U'-' || c == U'#' || c == U'~' || c == U'|' || c == U'•' || c == U'¿' || c == U'¡' || currency(c) || c == U'=' || c == U'+' || c == U'>'; };
    while (i < j) {
      if (chars[i].c == U'-' || chars[i].c == U'*' || chars[i].c == U'=' || chars[i].c == U'.') {
        std::size_t k = i;
        while (k < j && chars[k].c == chars[i].c) ++k;
        if (chars[i].c == U'.' && k - i == 1 && k < j && digit(chars[k].c)) break;  // ".5"
        if (chars[i].c == U'-' && k - i == 1 && k < j && digit(chars[k].c) && long_dash[i] == 0) break;  // "-5"
        emit(i, k);
        i = k;
      } else if (chars[i].c == U'\'' && j - i > 1 && (digit(chars[i + 1].c) || low(i + 1, j) == "em" || low(i + 1, j) == "s" || low(i + 1, j) == "til")) {
        break;  // "'90s", "'em"
      } else if (opening(chars[i].c)) {
        // "US$" and "C$" stay whole elsewhere; a bare sign stands alone
        emit(i, i + 1);
        ++i;
      } else if (chars[i].c == U'…' || chars[i].c == U',' || chars[i].c == U';' || chars[i].c == U':' || chars[i].c == U'!' || chars[i].c == U'?' || chars[i].c == U')' || chars[i].c == U']' || chars[i].c == U'}' || chars[i].c == U'%') {
        std::size_t k = i + 1;
        if (chars[i].c == U'!' || chars[i].c == U'?')
          while (k < j && (chars[k].c == U'!' || chars[k].c == U'?')) ++k;
        emit(i, k);
        i = k;
      } else {
        break;
      }
    }
    // What hangs on at the end, outermost last.
    std::vector<std::pair<std::size_t, std::size_t>> tail;
    while (j > i) {
      const char32_t c = chars[j - 1].c;
      if (c == U'.') {
        std::size_t k = j - 1;
        while (k > i && chars[k - 1].c == U'.') --k;
        if (j - k > 1) {
          tail.emplace_back(k, j);
          j = k;
          continue;
        }
        if (abbreviation(core_begin(i, j - 1), j - 1)) break;
        tail.emplace_back(j - 1, j);
        --j;
      } else if (c == U'!' || c == U'?') {
        std::size_t k = j - 1;
        while (k > i && (chars[k - 1].c == U'!' || chars[k - 1].c == U'?')) --k;
        tail.emplace_back(k, j);
        j = k;
      } else if (c == U',' || c == U';' || c == U':' || c == U'"' || c == U')' || c == U']' || c == U'}' || c == U'>' || c == U'…' || c == U'*' || c == U'%' || c == U'|' || (currency(c) && j - i > 1 && digit(chars[i].c))) {
        tail.emplace_back(j - 1, j);
        --j;
      } else if (c == U'\'' && !(j - i >= 2 && (chars[j - 2].c == U's' || chars[j - 2].c == U'S') && j - i > 2)) {
        tail.emplace_back(j - 1, j);
        --j;
      } else if (c == U'-') {
        std::size_t k = j - 1;
        while (k > i && chars[k - 1].c == U'-') --k;
        tail.emplace_back(k, j);
        j = k;
      } else {
        break;
      }
    }
    inner(i, j);
    for (std::size_t t = tail.size(); t-- > 0;) emit(tail[t].first, tail[t].second);
  }

  // Where the last part of a compound begins, for judging an abbreviation at its end ("Franco-U.S.").
  std::size_t core_begin(std::size_t i, std::size_t j) const {
    std::size_t b = i;
    for (std::size_t k = i; k < j; ++k)
      if (!alnum(chars[k].c) && chars[k].c != U'.') b = k + 1;
    return b;
  }

  void inner(std::size_t i, std::size_t j) {
    if (i >= j) return;
    const std::string whole = low(i, j);
    if (whole.find("://") != std::string::npos || whole.starts_with("www.") || (whole.find('@') != std::string::npos && whole.find('.') != std::string::npos)) return emit(i, j);
    // Splitting points inside the run, leftmost first.
    for (std::size_t k = i; k < j; ++k) {
      const char32_t c = chars[k].c;
      const bool left = k > i && alnum(chars[k - 1].c), right = k + 1 < j && alnum(chars[k + 1].c);
      if (c == U'"' || c == U'(' || c == U')' || c == U'[' || c == U']' || c == U'{' || c == U'}' || c == U'…' || c == U';') return cut(i, k, k + 1, j);
      if (c == U'-') {
        std::size_t e = k;
        while (e < j && chars[e].c == U'-') ++e;
        if (e - k > 1 || long_dash[k] != 0) return cut(i, k, e, j);
        if (!left || !right) continue;
        if (iso_date(i, j)) return emit(i, j);
        std::size_t b = i;
        if (joined_prefix(low(b, k)) && letter(chars[k + 1].c)) continue;
        return cut(i, k, k + 1, j);
      }
      if (c == U'/' && left && right && (letter(chars[k - 1].c) || letter(chars[k + 1].c))) return cut(i, k, k + 1, j);
      if (c == U',' && left && right && !(digit(chars[k - 1].c) && digit(chars[k + 1].c))) return cut(i, k, k + 1, j);
      if ((c == U':' || c == U'!' || c == U'?') && k > i && right && !(digit(chars[k - 1].c) && digit(chars[k + 1].c))) return cut(i, k, k + 1, j);
      if (c == U'.' && k >= i + 2 && k + 2 < j && k - i > 2 && lower(chars[k - 1].c) && upper(chars[k + 1].c) && lower(chars[k + 2].c)) return cut(i, k, k + 1, j);  // "end.Next"
      if (c == U'.' && k + 1 < j && chars[k + 1].c == U'.') {
        std::size_t e = k;
        while (e < j && chars[e].c == U'.') ++e;
        return cut(i, k, e, j);
      }
      if (currency(c) && right && digit(chars[k + 1].c)) {
        emit(i, k + 1);
        return inner(k + 1, j);
      }
    }
    clitics(i, j);
  }

  void cut(std::size_t i, std::size_t k, std::size_t e, std::size_t j) {
    inner(i, k);
    emit(k, e);
    run(e, j);
  }

  bool iso_date(std::size_t i, std::size_t j) const {
    if (j - i != 10) return false;
    for (std::size_t k = 0; k < 10; ++k)
      if (k == 4 || k == 7 ? chars[i + k].c != U'-' : !digit(chars[i + k].c)) return false;
    return true;
  }

  void clitics(std::size_t i, std::size_t j) {
    const std::size_t n = j - i;
    const auto ends = [&](std::u32string_view suffix) {
      if (n <= suffix.size()) return false;
      for (std::size_t k = 0; k < suffix.size(); ++k) {
        char32_t c = chars[j - suffix.size() + k].c;
        if (c >= 'A' && c <= 'Z') c += 32;
        if (c != suffix[k]) return false;
      }
      return true;
    };
    const std::string word = low(i, j);
    if (word == "cannot" || word == "gonna" || word == "gotta" || word == "wanna") {
      emit(i, i + 3);
      return emit(i + 3, j);
    }
    if (ends(U"n't")) {
      emit(i, j - 3);
      return emit(j - 3, j);
    }
    for (const std::u32string_view suffix : {U"'s", U"'m", U"'d"})
      if (ends(suffix)) {
        number_unit(i, j - 2);
        return emit(j - 2, j);
      }
    for (const std::u32string_view suffix : {U"'ll", U"'re", U"'ve"})
      if (ends(suffix)) {
        emit(i, j - 3);
        return emit(j - 3, j);
      }
    if (n > 2 && chars[j - 1].c == U'\'' && (chars[j - 2].c == U's' || chars[j - 2].c == U'S')) {
      number_unit(i, j - 1);
      return emit(j - 1, j);
    }
    number_unit(i, j);
  }

  // "10km" and "5bn" are a number and a unit; "1990s", "20th" and "G20" are one word.
  void number_unit(std::size_t i, std::size_t j) {
    std::size_t k = i;
    while (k < j && (digit(chars[k].c) || chars[k].c == U'.' || chars[k].c == U',')) ++k;
    if (k > i && k < j) {
      const std::string unit = low(k, j);
      for (const char* known : {"km", "kg", "m", "bn", "mn", "tn", "k", "mm", "cm", "mw", "gw", "kw", "am", "pm", "mph", "ft", "bcm", "pc"})
        if (unit == known && digit(chars[k - 1].c)) {
          emit(i, k);
          return emit(k, j);
        }
    }
    emit(i, j);
  }
};

Tokenizer Tokenizer::load(const std::string& dir) {
  Tokenizer tokenizer;
  const auto table = text::Table::read(dir + "/abbreviations.tsv", 2, 2);
  for (const auto& row : table.rows()) {
    if (row[1] != "title" && row[1] != "often") throw table.error(row, "'" + row[1] + "' is neither title nor often");
    tokenizer.abbreviations_[row[0]] = row[1] == "title" ? Stop::title : Stop::often;
  }
  return tokenizer;
}

void Tokenizer::words(std::string_view text, std::size_t begin, std::size_t end, std::vector<Word>& out) const {
  Scan scan{text, abbreviations_, {}, {}, out};
  std::size_t at = begin;
  while (at < end) {
    std::size_t next = at;
    Char c = decode(text, at, next);
    if (space(c.c)) {
      at = next;
      continue;
    }
    scan.chars.clear();
    scan.long_dash.clear();
    // A run longer than any word is cut, so that a hostile text costs no more than a plain one.
    while (at < end && scan.chars.size() < 400) {
      c = decode(text, at, next);
      if (space(c.c)) break;
      scan.long_dash.push_back(dash(c.c) ? 1 : 0);
      scan.chars.push_back({straight(c.c), at});
      at = next;
    }
    scan.chars.push_back({0, at});
    scan.long_dash.push_back(0);
    const std::size_t before = out.size();
    scan.run(0, scan.chars.size() - 1);
    if (out.size() > before && (at >= end || space(decode(text, at, next).c))) out.back().space_after = true;
  }
}

bool Tokenizer::ends_here(const std::vector<Word>& words, std::size_t last, std::size_t next) const {
  const auto& follower = words[next];
  std::size_t ignored = 0;
  const char32_t c = decode(follower.form, 0, ignored).c;
  const auto& form = words[last].form;
  if (c == U'(' || c == U'[') {
    // An insertion belongs to the sentence that goes on behind it in lower case.
    const std::string close = c == U'(' ? ")" : "]";
    for (std::size_t k = next + 1; k < words.size() && k < next + 40; ++k)
      if (words[k].form == close) return k + 1 >= words.size() || !lower(decode(words[k + 1].form, 0, ignored).c);
    return true;
  }
  if (lower(c)) return false;
  if (!alnum(c) && c != U'"' && c != U'\'' && c != U'-' && c != U'$' && c != U'*' && c != U'#' && c != U'<') return false;
  if (!stop(form)) {
    // An abbreviation with its stop.
    std::string low = ascii_lower(form);
    low.pop_back();
    if (low.size() == 1) return false;  // an initial
    const auto found = abbreviations_.find(low);
    if (found != abbreviations_.end() && found->second == Stop::title) return false;
    return begins_sentences(ascii_lower(follower.form)) && upper(c);
  }
  // "No. 5", "Art. 3" are listed; a stop after a number in a list ("1. First") begins one with it.
  if (form == "." && last > 0 && digit(c) && words[last - 1].form == "No") return false;
  return true;
}

void Tokenizer::sentences(std::string_view, std::vector<Word>& words, int paragraph, std::vector<Sentence>& out) const {
  std::size_t first = 0;
  const auto finish = [&](std::size_t end) {
    if (first >= end) return;
    Sentence s;
    s.begin = words[first].begin;
    s.end = words[end - 1].end;
    s.paragraph = paragraph;
    s.words.assign(std::make_move_iterator(words.begin() + static_cast<std::ptrdiff_t>(first)), std::make_move_iterator(words.begin() + static_cast<std::ptrdiff_t>(end)));
    out.push_back(std::move(s));
    first = end;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string form = words[i].form;
    const bool abbreviated = form.size() > 1 && form.back() == '.' && !stop(form);
    if (stop(form) || form == "…" || abbreviated) {
      std::size_t last = i;
      if (!abbreviated)
        while (last + 1 < words.size() && !words[last].space_after && closer(words[last + 1], words[last + 1].form)) ++last;
      // A closing quote that stands by itself (". '' Then" or a stray one) still closes.
      if (last + 1 < words.size() && words[last].space_after && ends_here(words, i, last + 1)) {
        finish(last + 1);
        i = last;
        continue;
      }
      i = last;
    }
    if (i + 1 - first >= kLongestSentence || (i + 1 - first >= kLongestSentence * 2 / 3 && (form == ";" || form == ":" || form == ","))) finish(i + 1);
  }
  finish(words.size());
}

std::vector<Sentence> Tokenizer::split(std::string_view text) const {
  std::vector<Sentence> out;
  std::vector<Word> found;
  int number = 0;
  for (const auto& paragraph : text::paragraphs(text)) {
    found.clear();
    words(text, paragraph.begin, paragraph.end, found);
    if (found.empty()) continue;
    sentences(text, found, number++, out);
  }
  return out;
}

}  // namespace realign::syntax
