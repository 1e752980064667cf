#include "syntax/splitter.h"

#include <algorithm>
#include <iterator>

#include "syntax/characters.h"

namespace realign::syntax {
namespace {

constexpr std::size_t kLongestInsertion = 60;  // words between brackets that are taken for a pair
constexpr std::size_t kNear = 8;               // words behind a quotation in which a verb of saying may stand

bool only(std::string_view form, std::string_view characters) {
  return !form.empty() && form.find_first_not_of(characters) == std::string_view::npos;
}

class Splitter {
 public:
  Splitter(std::vector<Word>& words, int paragraph, const TokenLexicon& lexicon, std::vector<Sentence>& out)
      : words_(words), paragraph_(paragraph), lexicon_(lexicon), out_(out) {}

  void run() {
    pair_brackets();
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i].form == "i") lower_style_ = true;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (const auto last = stop_at(i); last != kNone) {
        if (last + 1 >= words_.size()) break;
        if (ends(i, last)) {
          finish(last + 1);
          i = last;
        } else {
          i = std::max(i, last);
        }
      }
      if (i + 1 - first_ >= kLongestSentence) cut_overlong(i + 1);
    }
    finish(words_.size());
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::vector<Word>& words_;
  const int paragraph_;
  const TokenLexicon& lexicon_;
  std::vector<Sentence>& out_;
  std::size_t first_ = 0;            // of the sentence being read
  bool lower_style_ = false;         // the writer does without capitals
  std::vector<std::size_t> opened_;  // for each word inside a pair of brackets: where it opens; else kNone

  const std::string& form(std::size_t i) const { return words_[i].form; }
  char32_t initial(std::size_t i) const { return first_character(words_[i].form); }

  void pair_brackets() {
    opened_.assign(words_.size(), kNone);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (form(i) == "(" || form(i) == "[") {
        open.push_back(i);
      } else if ((form(i) == ")" || form(i) == "]") && !open.empty()) {
        const auto from = open.back();
        open.pop_back();
        if (i - from <= kLongestInsertion && open.empty())
          std::fill(opened_.begin() + static_cast<std::ptrdiff_t>(from),
                    opened_.begin() + static_cast<std::ptrdiff_t>(i), from);
        if (!open.empty() && i - open.front() > kLongestInsertion) open.clear();  // never closed
      }
    }
  }

  bool is_stop(std::size_t i) const { return only(form(i), ".!?") || form(i) == "\xE2\x80\xA6"; }
  bool is_abbreviation(std::size_t i) const {
    return form(i).size() > 1 && form(i).back() == '.' && !is_stop(i);
  }

  // If a sentence may end at word i: the last word that closes with it. Else kNone.
  std::size_t stop_at(std::size_t i) const {
    const bool abbreviated = is_abbreviation(i);
    if (!is_stop(i) && !abbreviated && lexicon_.smileys.find(form(i)) == lexicon_.smileys.end()) return kNone;
    std::size_t last = i;
    while (last + 1 < words_.size()) {
      const auto& next = form(last + 1);
      const bool glued = !words_[last].space_after;
      if (glued &&
          (next == "\"" || next == "'" || next == "''" || next == ")" || next == "]" || is_stop(last + 1))) {
        ++last;
      } else if (!glued && next == "\"" && words_[last + 1].space_after && quote_open(last + 1)) {
        ++last;  // a closing quote with blanks on either side
      } else if (next == "[" && last + 3 < words_.size() && is_digit(initial(last + 2)) &&
                 form(last + 3) == "]") {
        last += 3;  // the number of a note
      } else {
        break;
      }
    }
    return last;
  }

  // Is a quotation open at word i of this sentence? (Straight quotes do not tell.)
  bool quote_open(std::size_t i) const {
    bool open = false;
    for (std::size_t k = i; k-- > first_ && i - k < kLongestSentence;)
      if (form(k) == "\"") open = !open;
    return open;
  }

  bool starter(std::size_t i) const { return lexicon_.starters.contains(lower_case(form(i))); }

  bool ends(std::size_t stop, std::size_t last) const {
    const auto next = last + 1;
    const bool closed = last > stop && !is_stop(last) && form(last) != "]";
    const bool quoted = closed && (form(last) == "\"" || form(last) == "'" || form(last) == "''");
    char32_t c = initial(next);
    std::size_t speaker = next;  // the word that tells, behind quotes and brackets that open
    while (speaker + 1 < words_.size() && (c == U'"' || c == U'\'') && form(speaker).size() <= 2)
      c = initial(++speaker);
    // Inside brackets that opened in mid-sentence nothing ends.
    if (opened_[last] != kNone && opened_[last] > first_) return false;
    if (is_abbreviation(stop) && opened_[stop] != kNone && opened_[stop] > first_) return false;
    if (c == U'(' || c == U'[') {
      // An insertion belongs to the sentence that goes on behind it in lower case.
      if (is_abbreviation(stop)) return false;
      std::size_t k = speaker;
      while (k < words_.size() && opened_[k] != kNone) ++k;
      return k == speaker || k + 1 >= words_.size() || !is_lower(initial(k + 1));
    }
    if (!words_[last].space_after && !(is_upper(c) && form(stop) == ".")) {
      // "text.Next" and "text!next": a blank is missing; but never behind dots, or inside numbers and names.
      if (!is_letter(c) || !only(form(stop), "!?") || last != stop) return false;
      return is_upper(c) || lower_writing();
    }
    if (is_lower(c))
      return is_stop(stop) && !closed && form(stop).size() <= 3 &&
             form(stop).find("..") == std::string::npos && speaker == next && lower_writing();
    if (lexicon_.smileys.contains(form(stop))) return is_upper(c);
    if (!is_alnum(c) && c != U'-' && c != U'$' && c != U'*' && c != U'#' && c != U'<' && c != U'@' &&
        !is_currency(c) && c < 0x80)
      return false;
    if (is_abbreviation(stop)) return abbreviation_ends(stop, speaker, c);
    if (only(form(stop), ".") && form(stop).size() > 1)
      return is_upper(c) && !(stop == first_);                                       // an ellipsis
    if (form(stop) == "." && stop == first_ + 1 && numbering(first_)) return false;  // "1. First item"
    if (quoted && form(stop) != "." && speaker == next && !starter(next) && saying(next)) return false;
    if (form(stop) == "!" && is_upper(c) && !closed && named_with_mark(stop)) return false;
    return true;
  }

  // Sentences of this text begin in lower case.
  bool lower_writing() const { return lower_style_ || is_lower(initial(first_)); }

  bool numbering(std::size_t i) const {
    return form(i).size() <= 3 &&
           (is_digit(initial(i)) || (form(i).size() == 1 && is_letter(initial(i)) && form(i) != "I"));
  }

  // "Yahoo! Inc": the mark belongs to a name that stands in mid-sentence.
  bool named_with_mark(std::size_t stop) const {
    return stop > first_ + 1 && !words_[stop - 1].space_after && is_upper(initial(stop - 1)) &&
           stop + 1 < words_.size() &&
           lexicon_.stop_after(form(stop + 1).substr(0, form(stop + 1).find('.'))) !=
               TokenLexicon::Stop::none;
  }

  bool abbreviation_ends(std::size_t stop, std::size_t next, char32_t c) const {
    const std::string_view word(form(stop).data(), form(stop).size() - 1);
    if (word.size() == 1) return false;  // an initial
    if (lexicon_.stop_after(word) == TokenLexicon::Stop::title ||
        lexicon_.stop_after(word) == TokenLexicon::Stop::number)
      return false;
    return is_upper(c) && starter(next);
  }

  // Does a verb of saying with its subject follow ("President X of Y asked")? Only names and small words may
  // come before it.
  bool saying(std::size_t at) const {
    for (std::size_t k = at; k < words_.size() && k < at + kNear; ++k) {
      if (k > at && lexicon_.says.contains(form(k))) return true;
      if (is_stop(k) || form(k) == "\"") return false;
      static constexpr std::string_view kSmall[] = {"of",  "the", "de", "al", "bin", "von",   "van",  "for",
                                                    "and", "'s",  "'",  "-",  ",",   "later", "then", "also"};
      if (!is_upper(initial(k)) &&
          std::find(std::begin(kSmall), std::end(kSmall), form(k)) == std::end(kSmall))
        return false;
    }
    return false;
  }

  // At `end` the sentence has as many words as may be: cut behind the last good place in its later two
  // thirds.
  void cut_overlong(std::size_t end) {
    for (const std::string_view marks : {";:", ","})
      for (std::size_t k = end; k-- > first_ + kLongestSentence / 3;)
        if (only(form(k), marks)) return finish(k + 1);
    finish(end);
  }

  void finish(std::size_t end) {
    if (first_ >= end) return;
    Sentence s;
    s.begin = words_[first_].begin;
    s.end = words_[end - 1].end;
    s.paragraph = paragraph_;
    s.words.reserve(end - first_);
    for (; first_ < end; ++first_) s.words.push_back(std::move(words_[first_]));
    out_.push_back(std::move(s));
  }
};

}  // namespace

void split_sentences(std::vector<Word>& words, int paragraph, const TokenLexicon& lexicon,
                     std::vector<Sentence>& out) {
  Splitter(words, paragraph, lexicon, out).run();
  words.clear();
}

}  // namespace realign::syntax
