#include "syntax/tokenizer.h"

#include <algorithm>

#include "syntax/characters.h"

namespace realign::syntax {
namespace {

// A run without blanks is worked on whole; a longer one in pieces, so that memory stays small.
constexpr std::size_t kLongestRun = 2000;

struct Character {
  char32_t c = 0;
  std::size_t at = 0;  // byte in the text
  bool long_dash = false;
};

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t end, const TokenLexicon& lexicon, std::vector<Word>& out)
      : text_(text), end_(end), lexicon_(lexicon), out_(out) {}

  void scan(std::size_t at) {
    while (at < end_) {
      at = read_run(at);
      if (n_ == 0) continue;
      const std::size_t before = out_.size();
      for (std::size_t i = 0; i < n_;) i = token(i);
      std::size_t next = at;
      if (out_.size() > before) out_.back().space_after = at >= end_ || is_space(next_character(text_, next));
    }
  }

 private:
  std::string_view text_;
  const std::size_t end_;
  const TokenLexicon& lexicon_;
  std::vector<Word>& out_;
  std::vector<Character> run_;  // straightened, with a sentinel that holds the byte behind the run
  std::size_t n_ = 0;           // characters of the run
  std::string low_;             // scratch
  std::size_t no_address_ = 0;  // characters before this one begin no address

  char32_t c(std::size_t i) const { return run_[i].c; }  // 0 at n_

  std::size_t read_run(std::size_t at) {
    run_.clear();
    std::size_t next = at;
    while (at < end_ && is_space(next_character(text_, next))) at = next;
    while (at < end_ && run_.size() < kLongestRun) {
      next = at;
      const char32_t character = next_character(text_, next);
      if (is_space(character)) break;
      if (!is_ignorable(character)) run_.push_back({straightened(character), at, is_long_dash(character)});
      at = next;
    }
    n_ = run_.size();
    no_address_ = 0;
    run_.push_back({0, at});
    return at;
  }

  std::size_t emit(std::size_t i, std::size_t j) {
    if (i >= j) return j;
    Word& w = out_.emplace_back();
    for (std::size_t k = i; k < j; ++k) append_character(w.form, c(k));
    w.begin = run_[i].at;
    w.end = run_[j].at;
    w.space_after = false;
    return j;
  }

  // Characters [i, j) as UTF-8, ASCII in lower case; valid until the next call.
  const std::string& low(std::size_t i, std::size_t j) {
    low_.clear();
    for (std::size_t k = i; k < j; ++k)
      append_character(low_, c(k) >= U'A' && c(k) <= U'Z' ? c(k) + 32 : c(k));
    return low_;
  }
  std::string form(std::size_t i, std::size_t j) const {
    std::string out;
    for (std::size_t k = i; k < j; ++k) append_character(out, c(k));
    return out;
  }

  template <typename Is>
  std::size_t while_is(std::size_t i, Is is) const {
    while (i < n_ && is(c(i))) ++i;
    return i;
  }

  // One or more tokens beginning at character i; gives the first character behind them.
  std::size_t token(std::size_t i) {
    const char32_t ch = c(i);
    if (is_alnum(ch)) {
      if (const auto j = address(i); j > i) return emit(i, j);
      return word(i);
    }
    if (const auto j = smiley(i); j > i) return emit(i, j);
    const bool at_start = i == 0 || !is_alnum(c(i - 1));
    switch (ch) {
      case U'.':
        if (at_start && is_digit(c(i + 1))) return word(i);  // ".5"
        return emit(i, while_is(i, [](char32_t x) { return x == U'.'; }));
      case U'!':
      case U'?':
        return emit(i, while_is(i, [](char32_t x) { return x == U'!' || x == U'?'; }));
      case U'-':
        if (run_[i].long_dash) return emit(i, i + 1);
        return emit(i, while_is(i, [](char32_t x) { return x == U'-'; }));
      case U'*':
      case U'=':
      case U'_':
      case U'~':
      case U'<':
      case U'>':
      case U'$':
      case U'|':
      case U'#':
        if (ch == U'#' && at_start && is_letter(c(i + 1)))
          return emit(i, while_is(i + 1, [](char32_t x) { return is_alnum(x) || x == U'_'; }));
        if (ch == U'$' && is_digit(c(i + 1))) return emit(i, i + 1);
        return emit(i, while_is(i, [ch](char32_t x) { return x == ch; }));
      case U'@':
        if (at_start && is_alnum(c(i + 1)))
          return emit(i, while_is(i + 1, [](char32_t x) { return is_alnum(x) || x == U'_'; }));
        return emit(i, i + 1);
      case U'+':
        if (i == 0 && is_digit(c(i + 1)))
          return emit(i, while_is(i + 1, [](char32_t x) { return is_digit(x); }));  // "+44"
        return emit(i, i + 1);
      case U'\'':
        return apostrophe(i);
      default:
        return emit(i, i + 1);
    }
  }

  std::size_t smiley(std::size_t i) {
    if (c(i) != U':' && c(i) != U';' && c(i) != U'=' && c(i) != U'<') return i;
    for (std::size_t k = std::min(lexicon_.longest_smiley, n_ - i); k >= 2; --k)
      if (!is_alnum(c(i + k)) && c(i + k) != U'/' && lexicon_.smileys.contains(low(i, i + k)) &&
          (i == 0 || !is_digit(c(i - 1))))
        return i + k;
    return i;
  }

  std::size_t apostrophe(std::size_t i) {
    if (c(i + 1) == U'\'' && !is_alnum(c(i + 2))) return emit(i, i + 2);  // '' as a quote
    if (is_digit(c(i + 1)) && (i == 0 || !is_alnum(c(i - 1))) && is_digit(c(i + 2)) && !is_digit(c(i + 3)))
      return emit(i, c(i + 3) == U's' && !is_letter(c(i + 4)) ? i + 4 : i + 3);  // "'90s"
    const auto j = while_is(i + 1, [](char32_t x) { return is_letter(x); });
    if (j > i + 1 && j - i <= 6) {
      const auto& word = low(i, j);
      if (lexicon_.clipped.contains(word)) return emit(i, j);
      // A clitic torn off its word: "Kazakhstan 's"; or behind what is no letter: "2003's", "(x)'s".
      if (word == "'s" || word == "'m" || word == "'ll" || word == "'re" || word == "'ve" || word == "'d")
        return emit(i, j);
    }
    return emit(i, i + 1);
  }

  // The end of an Internet address, an e-mail address or a file name that begins at i; i if there is none.
  std::size_t address(std::size_t i) {
    if (i < no_address_ || (i > 0 && (is_alnum(c(i - 1)) || c(i - 1) == U'-'))) return i;
    const auto j = while_is(i, [](char32_t x) {
      return is_alnum(x) || x == U'.' || x == U'-' || x == U'_' || x == U'+' || x == U'%';
    });
    if (c(j) == U'@' && is_alnum(c(j + 1)) && !is_long_dash_in(i, j))
      return trimmed(
          i, while_is(j + 1, [](char32_t x) { return is_alnum(x) || x == U'.' || x == U'-' || x == U'_'; }));
    if (c(j) == U':' && c(j + 1) == U'/' && c(j + 2) == U'/') return rest_of_address(i, j + 3);
    if (j - i > 4 && low(i, i + 4) == "www.") return rest_of_address(i, j);
    if (!domain(i, j)) {
      no_address_ = j;  // nor do its parts
      return i;
    }
    return c(j) == U'/' ? rest_of_address(i, j) : trimmed(i, j);
  }

  bool is_long_dash_in(std::size_t i, std::size_t j) const {
    for (; i < j; ++i)
      if (run_[i].long_dash) return true;
    return false;
  }

  std::size_t rest_of_address(std::size_t i, std::size_t j) const {
    int open = 0;
    for (; j < n_ && c(j) != U'"' && c(j) != U'<' && c(j) != U'>' && c(j) != U']' && c(j) != U'['; ++j) {
      if (c(j) == U'(') ++open;
      if (c(j) == U')' && --open < 0) break;
    }
    return trimmed(i, j);
  }

  std::size_t trimmed(std::size_t i, std::size_t j) const {
    while (j > i + 1 && (c(j - 1) == U'.' || c(j - 1) == U',' || c(j - 1) == U';' || c(j - 1) == U':' ||
                         c(j - 1) == U'!' || c(j - 1) == U'?' || c(j - 1) == U'\'' || c(j - 1) == U'*' ||
                         c(j - 1) == U'-'))
      --j;
    return j;
  }

  // "example.com", "report.pdf": letters behind the last stop that are an address's or a file's.
  bool domain(std::size_t i, std::size_t j) {
    while (j > i && !is_alnum(c(j - 1))) --j;
    std::size_t dot = j;
    while (dot > i && c(dot - 1) != U'.') --dot;
    if (dot <= i + 1 || dot >= j || is_long_dash_in(i, j)) return false;
    const auto& ending = low(dot, j);
    if (lexicon_.endings.contains(ending)) {
      const bool sentence = is_upper(c(dot)) && is_lower(c(j - 1)) && is_lower(c(dot - 2));  // "end.De"
      return !sentence || ending == "com" || ending == "org" || ending == "net";
    }
    // A newsgroup and the like: three or more parts in lower case.
    int dots = 0;
    for (std::size_t k = i; k < j; ++k) {
      if (c(k) == U'.' && (++dots, k == i || !is_letter(c(k - 1)) || !is_lower(c(k + 1)))) return false;
      if (c(k) != U'.' && !is_lower(c(k)) && c(k) != U'-') return false;
    }
    return dots >= 2 && j - i >= 3 * static_cast<std::size_t>(dots + 1);
  }

  // The word that begins at i, with the stop of an abbreviation, cut into clitics and units.
  std::size_t word(std::size_t i) {
    const auto j = core(i);
    if ((c(j) == U'/' || c(j) == U'!') && is_letter(c(j - 1))) {
      const auto k = while_is(j + 1, [](char32_t x) { return is_letter(x); });
      if (k - i <= 6 && lexicon_.wholes.contains(low(i, k))) return emit(i, k);
    }
    if (c(j) == U'$' && is_upper(c(j - 1)) && j - i <= 3 && !is_letter(c(j + 1)))
      return emit(i, j + 1);  // "US$"
    if (c(j) == U'.' && abbreviation(i, j)) return unit(i, j + 1);
    clitics(i, j);
    return j;
  }

  // Where the word from i ends, without a stop that may belong to it.
  std::size_t core(std::size_t i) {
    if (const auto j = dashed_number(i); j > i) return j;
    bool numeric = true;   // only digits and what numbers hold so far
    std::size_t part = i;  // behind the last stop inside
    bool initials = true;  // only single letters between stops so far
    std::size_t k = i;
    for (; k < n_; ++k) {
      const char32_t ch = c(k), left = k > i ? c(k - 1) : 0, right = c(k + 1);
      if (is_digit(ch)) continue;
      if (is_letter(ch)) {
        numeric = false;
        continue;
      }
      if (!is_alnum(right)) break;
      if (ch == U'.') {
        if (k == i || (numeric && is_digit(right))) continue;
        if (numeric || !is_letter(left) || !is_letter(right)) break;
        initials = initials && k - part == 1;
        const bool single = !is_letter(c(k + 2)) && !is_digit(c(k + 2));
        if (!(initials && single) && !known_dotted(i, k)) break;
        part = k + 1;
      } else if (ch == U'\'') {
        if (is_letter(left) && is_letter(right)) continue;
        if (left == U'0' && numeric && right == U's' && !is_letter(c(k + 2))) continue;  // "1960's"
        break;
      } else if (ch == U',') {
        if (!(numeric && is_digit(right) && is_digit(c(k + 2)) && is_digit(c(k + 3)) && !is_digit(c(k + 4))))
          break;
      } else if (ch == U':' || ch == U'/') {
        if (!(numeric && is_digit(left) && is_digit(right))) break;
      } else if (ch == U'&') {
        if (!(is_upper(left) && is_upper(right) && k - i <= 3)) break;
      } else if (ch == U'*' || ch == U'$') {
        if (!(is_letter(left) && is_letter(right))) break;
      } else if (ch == U'-') {
        if (run_[k].long_dash || !joins(i, k)) break;
      } else if (ch != U'_') {
        break;
      }
    }
    return k;
  }

  // "Ph.D": a listed abbreviation that goes on behind the stop at k.
  bool known_dotted(std::size_t i, std::size_t k) {
    std::size_t j = k + 1;
    while (j < n_ && j < k + 6 && (is_letter(c(j)) || c(j) == U'.')) ++j;
    return k - i < 6 &&
           lexicon_.stop_after(form(i, c(j - 1) == U'.' ? j - 1 : j)) != TokenLexicon::Stop::none;
  }

  bool joins(std::size_t i, std::size_t hyphen) {
    for (std::size_t k = i; k < hyphen; ++k)
      if (!is_letter(c(k)) || k - i > 8) return false;
    return is_alnum(c(hyphen + 1)) && lexicon_.prefixes.contains(low(i, hyphen)) &&
           !(hyphen == i + 1 && is_upper(c(i)) && c(i) != U'E');
  }

  // Telephone numbers and dates: "713-853-1696", "345-9945", "2022-10-12". Other pairs of numbers are ranges
  // and are cut.
  std::size_t dashed_number(std::size_t i) const {
    std::size_t k = i, groups = 0, first = 0, last = 0;
    while (k < n_ && is_digit(c(k))) {
      const auto j = while_is(k, [](char32_t x) { return is_digit(x); });
      if (groups++ == 0) first = j - k;
      last = j - k;
      k = j;
      if (c(k) != U'-' || run_[k].long_dash || !is_digit(c(k + 1))) break;
      ++k;
    }
    return !is_letter(c(k)) && (groups >= 3 || (groups == 2 && first == 3 && last == 4)) ? k : i;
  }

  // Does the full stop at j belong to the word [i, j)?
  bool abbreviation(std::size_t i, std::size_t j) {
    if (c(j + 1) == U'.' && c(j + 2) == U'.') return false;  // an ellipsis
    if (c(j + 1) == U'.' && lexicon_.stop_after(form(i, j)) == TokenLexicon::Stop::none)
      return false;  // ".." but for "Inc.."
    std::size_t letters = 0, dots = 0;
    for (std::size_t k = i; k < j; ++k) {
      if (c(k) == U'.') {
        ++dots;
      } else if (is_letter(c(k))) {
        ++letters;
      } else if (c(k) != U'-') {
        return false;
      }
    }
    if (dots > 0) return true;
    const bool glued = is_letter(c(j + 1));  // "J.Smith", "end.Next"
    if (letters == 1 && is_upper(c(i)) && j == i + 1) {
      const char32_t next = c(j + 1);
      return next == 0 ? initial_before(run_[n_].at, c(i))
                       : glued || next == U',' || next == U';' || next == U')' || next == U']';
    }
    switch (lexicon_.stop_after(form(i, j))) {
      case TokenLexicon::Stop::title:
      case TokenLexicon::Stop::often:
        return true;
      case TokenLexicon::Stop::number:
        return is_digit(c(j + 1)) || (c(j + 1) == 0 && number_follows(run_[n_].at));
      case TokenLexicon::Stop::none:
        break;
    }
    return (c(j + 1) == U',' || c(j + 1) == U';') && letters <= 5 &&
           letters == j - i;  // no sentence ends before a comma
  }

  // The word behind byte `at`, as far as it is letters and digits.
  std::string following(std::size_t at) const {
    std::string word;
    while (at < end_) {
      const auto from = at;
      const char32_t ch = straightened(next_character(text_, at));
      if (is_space(ch) && word.empty()) continue;
      if (!is_alnum(ch) || word.size() > 24) {
        if (word.empty()) append_character(word, ch);
        break;
      }
      word.append(text_, from, at - from);
    }
    return word;
  }
  bool number_follows(std::size_t at) const { return is_digit(first_character(following(at))); }

  // Is a single capital with a stop an initial? Not before a word that begins sentences, nor at a paragraph's
  // end.
  bool initial_before(std::size_t at, char32_t letter) const {
    const auto next = following(at);
    const char32_t first = first_character(next);
    if (letter == U'I' && !is_upper(first)) return false;
    return is_upper(first) && !(next.size() > 1 && lexicon_.starters.contains(lower_case(next)));
  }

  void clitics(std::size_t i, std::size_t j) {
    const std::size_t n = j - i;
    const auto letter = [&](std::size_t back) {
      return c(j - back) | 0x20U;
    };  // ASCII lower case of the last but `back`
    if (n > 3 && letter(1) == U't' && c(j - 2) == U'\'' && letter(3) == U'n') {
      emit(i, j - 3);
      emit(j - 3, j);
    } else if (n > 2 && c(j - 2) == U'\'' && !is_digit(c(j - 3)) &&
               (letter(1) == U's' || letter(1) == U'm' || letter(1) == U'd')) {
      unit(i, j - 2);
      emit(j - 2, j);
    } else if (n > 3 && c(j - 3) == U'\'' &&
               ((letter(2) == U'l' && letter(1) == U'l') || (letter(2) == U'r' && letter(1) == U'e') ||
                (letter(2) == U'v' && letter(1) == U'e'))) {
      clitics(i, j - 3);
      emit(j - 3, j);
    } else if (const auto* cuts = n >= 3 && n <= 10 ? lexicon_.cuts(low(i, j)) : nullptr; cuts != nullptr) {
      for (const auto length : *cuts) {
        emit(i, i + length);
        i += length;
      }
    } else {
      unit(i, j);
    }
  }

  // "10km" and "5bn" are a number and a unit; "1990s", "20th" and "4G" are one word.
  std::size_t unit(std::size_t i, std::size_t j) {
    std::size_t k = i;
    while (k < j && (is_digit(c(k)) || c(k) == U'.' || c(k) == U',' || c(k) == U':')) ++k;
    if (k > i && k < j && is_digit(c(k - 1)) && lexicon_.units.contains(low(k, c(j - 1) == U'.' ? j - 1 : j)))
      i = emit(i, k);
    return emit(i, j);
  }
};

}  // namespace

void tokenize(std::string_view text, std::size_t begin, std::size_t end, const TokenLexicon& lexicon,
              std::vector<Word>& out) {
  Scanner(text, end, lexicon, out).scan(begin);
}

}  // namespace realign::syntax
