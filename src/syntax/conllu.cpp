#include "syntax/conllu.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <istream>
#include <ostream>
#include <streambuf>

#include "syntax/characters.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

using text::Error;

constexpr std::size_t kFields = 10;

// Splits a line into its ten fields; false if there are more or fewer.
bool fields_of(std::string_view line, std::array<std::string_view, kFields>& fields) {
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t n = 0; n < kFields; ++n) {
    const char* stop = end;
    if (end - at > 1 && at[0] != '\t' && at[1] == '\t') {  // most fields are "_"
      stop = at + 1;
    } else if (at != end) {
      const void* tab = std::memchr(at, '\t', static_cast<std::size_t>(end - at));
      if (tab != nullptr) stop = static_cast<const char*>(tab);
    }
    fields[n] = {at, static_cast<std::size_t>(stop - at)};
    if (stop == end) return n + 1 == kFields;
    at = stop + 1;
  }
  return false;
}

bool number(std::string_view text, int& out) {
  if (text.size() == 1 || text.size() == 2) {  // most are
    const unsigned tens = text.size() == 2 ? static_cast<unsigned char>(text[0]) - '0' : 0U;
    const unsigned ones = static_cast<unsigned char>(text.back()) - '0';
    if (tens <= 9 && ones <= 9) {
      out = static_cast<int>(tens * 10 + ones);
      return true;
    }
  }
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc{} && end == text.data() + text.size();
}

bool is_utf8(std::string_view line) {
  std::size_t at = 0;
  const auto ascii = [&](std::size_t from) {  // eight bytes at a time
    std::uint64_t block = 0;
    std::memcpy(&block, line.data() + from, 8);
    return (block & 0x8080808080808080U) == 0;
  };
  while (at + 8 <= line.size() && ascii(at)) at += 8;
  if (line.size() >= 8 && at + 8 > line.size() && ascii(line.size() - 8)) return true;
  const auto size = static_cast<std::int32_t>(line.size());
  for (auto i = static_cast<std::int32_t>(at); i < size;) {
    UChar32 c = 0;
    U8_NEXT(line.data(), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

// MISC's value of `key` ("SpacesAfter=" and such), or no data() if it is absent.
std::string_view misc_value(std::string_view misc, std::string_view key) {
  while (!misc.empty()) {
    const auto bar = misc.find('|');
    const auto part = misc.substr(0, bar);
    if (part.starts_with(key)) return part.substr(key.size());
    if (bar == std::string_view::npos) break;
    misc.remove_prefix(bar + 1);
  }
  return {};
}

// SpacesAfter and SpacesBefore write white space as \s \t \r \n \p (a bar) \\ .
void append_spaces(std::string& out, std::string_view escaped) {
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '\\' || i + 1 == escaped.size()) {
      out += escaped[i];
      continue;
    }
    switch (escaped[++i]) {
      case 's':
        out += ' ';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 'p':
        out += '|';
        break;
      default:
        out += escaped[i];
    }
  }
}

std::string escape_spaces(std::string_view spaces) {
  std::string out;
  for (const char c : spaces) {
    switch (c) {
      case ' ':
        out += "\\s";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\n':
        out += "\\n";
        break;
      case '|':
        out += "\\p";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Bytes of `text` that `form` covers at its beginning, quotes and dashes straightened; npos if it is not
// there.
std::size_t match(std::string_view text, std::string_view form) {
  if (text.size() >= form.size() && std::memcmp(text.data(), form.data(), form.size()) == 0)
    return form.size();
  std::size_t at = 0;
  for (std::size_t i = 0; i < form.size();) {
    for (std::size_t next = at; next < text.size() && is_ignorable(next_character(text, next));) at = next;
    if (at >= text.size()) return std::string_view::npos;
    if (straightened(next_character(form, i)) != straightened(next_character(text, at)))
      return std::string_view::npos;
  }
  return at;
}

// Lines of a stream, straight from its buffer: what has arrived is given at once, as by std::getline, and
// only a line that two fillings share is copied.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(*in.rdbuf()) {}

  // False at the end; the line holds until the next call. std::ios_base::failure if the stream cannot be
  // read.
  bool next(std::string_view& line) {
    for (std::size_t seen = at_;;) {
      if (const auto stop = block_.find('\n', seen); stop != std::string::npos) {
        line = std::string_view(block_).substr(at_, stop - at_);
        at_ = stop + 1;
        return true;
      }
      block_.erase(0, at_);
      at_ = 0;
      seen = block_.size();
      if (!fill()) {
        if (block_.empty()) return false;
        line = block_;
        at_ = block_.size();
        return true;
      }
    }
  }

 private:
  bool fill() {
    if (in_.sgetc() == std::char_traits<char>::eof()) return false;
    constexpr std::streamsize kMost = 1 << 16;
    const auto ready = std::clamp<std::streamsize>(in_.in_avail(), 1, kMost);
    const auto before = block_.size();
    block_.resize(before + static_cast<std::size_t>(ready));
    const auto got = in_.sgetn(block_.data() + before, ready);
    block_.resize(before + static_cast<std::size_t>(got));
    return got > 0;
  }

  std::streambuf& in_;
  std::string block_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  Reader(std::istream& in, const std::string& name, const std::function<void(ConlluDocument&&)>& take)
      : input_(in), name_(name), take_(take) {}

  void run() {
    std::string_view view;
    while (next(view)) {
      ++line_;
      if (view.ends_with('\r')) view.remove_suffix(1);
      if (line_ == 1 && view.starts_with("\xEF\xBB\xBF")) view.remove_prefix(3);
      if (!is_utf8(view)) throw error(line_, "not UTF-8");
      if (view.empty()) {
        finish_sentence();
      } else if (view[0] == '#') {
        comment(view.substr(1));
      } else {
        word(view);
      }
    }
    finish_document();
  }

 private:
  struct Token {  // a multi-word token: words first .. last, and its form
    std::size_t first = 0, last = 0;
    std::string form;
    bool space_after = true;
  };

  Lines input_;
  const std::string& name_;
  const std::function<void(ConlluDocument&&)>& take_;
  std::size_t line_ = 0;

  ConlluDocument document_;
  int paragraph_ = 0;
  std::string gap_;  // after the last sentence, if said
  bool gap_said_ = false;

  Sentence sentence_;
  std::string text_;    // of "# text"
  std::string before_;  // SpacesBefore of the first word
  std::string after_;   // SpacesAfter of the last word or token
  bool after_said_ = false;
  std::vector<Token> tokens_;
  std::vector<std::size_t> lines_;  // of each word
  std::vector<int> mark_;           // scratch of check_tree

  bool next(std::string_view& line) {
    try {
      return input_.next(line);
    } catch (const std::ios_base::failure&) {
      throw Error(name_, "cannot be read");
    }
  }

  Error error(std::size_t line, const std::string& what) const {
    return {name_ + ":" + std::to_string(line), what};
  }

  void comment(std::string_view line) {
    line = text::trim(line);
    const auto value = [&](std::string_view key, std::string& out) {
      if (!line.starts_with(key)) return false;
      const auto rest = text::trim(line.substr(key.size()));
      if (!rest.starts_with('=')) return false;
      out = text::trim(rest.substr(1));
      return true;
    };
    if (line.starts_with("newdoc")) {
      finish_document();
      value("newdoc id", document_.id);
    } else if (line.starts_with("newpar") && (line.size() == 6 || line[6] == ' ')) {
      finish_sentence();
      if (!document_.sentences.empty()) ++paragraph_;
    } else if (!value("text", text_)) {
      value("date", document_.date);
    }
  }

  void word(std::string_view line) {
    std::array<std::string_view, kFields> f;
    if (!fields_of(line, f)) throw error(line_, "a word line has 10 fields separated by tabs");
    const auto& misc = f[9];
    auto& words = sentence_.words;
    if (f[0].find('.') != std::string_view::npos) return;  // an empty node
    const bool plain = misc == "_";
    const bool space = plain || misc_value(misc, "SpaceAfter=") != "No";
    if (!plain && words.empty() && before_.empty()) append_spaces(before_, misc_value(misc, "SpacesBefore="));
    if (const auto dash = f[0].find('-'); dash != std::string_view::npos) {
      int first = 0, last = 0;
      if (!number(f[0].substr(0, dash), first) || !number(f[0].substr(dash + 1), last) ||
          first != static_cast<int>(words.size()) + 1 || last < first ||
          (!tokens_.empty() && tokens_.back().last >= words.size()))
        throw error(line_, "'" + std::string(f[0]) + "' is no range of the words that follow");
      if (f[1].empty()) throw error(line_, "a token without form");
      tokens_.push_back({words.size(), static_cast<std::size_t>(last - 1), std::string(f[1]), space});
      spaces_after(misc);
      return;
    }
    int id = 0;
    if (!number(f[0], id) || id != static_cast<int>(words.size()) + 1)
      throw error(line_, "word numbers run 1, 2, 3 ...");
    if (f[1].empty()) throw error(line_, "a word without form");
    if (words.empty()) words.reserve(32);
    lines_.push_back(line_);
    Word& w = words.emplace_back();
    w.form = f[1];
    w.lemma = f[2] == "_" && f[1] != "_" ? f[1] : f[2];
    w.upos = upos_from(f[3]);
    if (f[4] != "_") w.xpos = f[4];
    if (f[6] != "_") {
      int head = 0;
      if (!number(f[6], head) || head < 0 || head == id)
        throw error(line_, "'" + std::string(f[6]) + "' is no head");
      w.head = head - 1;
    } else {
      sentence_.parsed = false;
    }
    w.deprel = deprel_from(f[7]);
    w.space_after = space;
    if (!tokens_.empty() && tokens_.back().last + 1 >= words.size()) {  // inside a multi-word token
      w.space_after = tokens_.back().last + 1 == words.size() && tokens_.back().space_after;
    } else {
      spaces_after(plain ? std::string_view{} : misc);
    }
  }

  void spaces_after(std::string_view misc) {
    after_said_ = false;
    if (misc.empty()) return;
    const auto spaces = misc_value(misc, "SpacesAfter=");
    after_said_ = spaces.data() != nullptr;
    after_.clear();
    append_spaces(after_, spaces);
  }

  void check_tree() {
    const auto& words = sentence_.words;
    const int n = static_cast<int>(words.size());
    const auto head = [&](int i) { return words[static_cast<std::size_t>(i)].head; };
    for (int i = 0; i < n; ++i)
      if (head(i) >= n)
        throw error(lines_[static_cast<std::size_t>(i)],
                    "head " + std::to_string(head(i) + 1) + " is out of the sentence");
    // Each way up is walked once: its words are marked with the number of the walk that met them first.
    mark_.assign(words.size(), -1);
    for (int i = 0; i < n; ++i) {
      int at = i;
      for (; at >= 0 && mark_[static_cast<std::size_t>(at)] < 0; at = head(at))
        mark_[static_cast<std::size_t>(at)] = i;
      if (at >= 0 && mark_[static_cast<std::size_t>(at)] == i)
        throw error(lines_[static_cast<std::size_t>(at)], "the heads of this sentence make a cycle");
    }
  }

  void finish_sentence() {
    auto& words = sentence_.words;
    if (words.empty()) {
      if (!tokens_.empty()) throw error(line_, "a multi-word token without its words");
      text_.clear();
      return;
    }
    if (!tokens_.empty() && tokens_.back().last >= words.size())
      throw error(line_, "a multi-word token without all its words");
    if (sentence_.parsed) {
      check_tree();
    } else {
      for (auto& w : words) w.head = -1;  // one head missing: there is no tree
    }
    std::string& all = document_.text;
    if (document_.sentences.empty()) {
      all += before_;
    } else if (gap_said_) {
      all += gap_;
    } else if (document_.sentences.back().paragraph != paragraph_) {
      all += "\n\n";
    } else if (document_.sentences.back().words.back().space_after) {
      all += ' ';
    }
    sentence_.begin = all.size();
    if (text_.empty() || !locate(all.size())) build(all.size());
    all += text_;
    sentence_.end = all.size();
    sentence_.paragraph = paragraph_;
    document_.sentences.push_back(std::move(sentence_));
    gap_said_ = after_said_;
    std::swap(gap_, after_);
    sentence_ = {};
    text_.clear();
    before_.clear();
    after_said_ = false;
    tokens_.clear();
    lines_.clear();
  }

  // Calls visit(first, last, form) for each token: words [first, last] and the form that stands in the text.
  template <typename Visit>
  bool each_token(Visit visit) {
    auto token = tokens_.begin();
    for (std::size_t i = 0; i < sentence_.words.size();) {
      if (token != tokens_.end() && token->first == i) {
        if (!visit(i, token->last, std::string_view(token->form))) return false;
        i = token++->last + 1;
      } else {
        if (!visit(i, i, std::string_view(sentence_.words[i].form))) return false;
        ++i;
      }
    }
    return true;
  }

  // The sentence's text from forms and SpaceAfter, where "# text" is missing or does not fit.
  void build(std::size_t base) {
    text_.clear();
    each_token([&](std::size_t first, std::size_t last, std::string_view form) {
      const auto at = text_.size();
      text_ += form;
      place(first, last, base, at, form.size());
      if (sentence_.words[last].space_after && last + 1 < sentence_.words.size()) text_ += ' ';
      return true;
    });
  }

  // Finds the tokens in text_ one after another and sets their words' offsets.
  bool locate(std::size_t base) {
    const std::string_view shown = text_;
    std::size_t at = 0;
    return each_token([&](std::size_t first, std::size_t last, std::string_view form) {
      if (at < shown.size() && shown[at] == ' ' && form.front() > ' ' && form.front() <= '~')
        ++at;  // nearly always one blank
      auto length = match(shown.substr(at), form);
      if (length == std::string_view::npos) {
        for (std::size_t next = at; next < shown.size() && is_space(next_character(shown, next));) at = next;
        length = match(shown.substr(at), form);
      }
      if (length == std::string_view::npos) return false;
      place(first, last, base, at, length);
      at += length;
      return true;
    });
  }

  // The token of words [first, last] stands at text_[at, at + length). Its words have spans of their own
  // where they add up to it (did|n't), else each has the whole token's.
  void place(std::size_t first, std::size_t last, std::size_t base, std::size_t at, std::size_t length) {
    const std::string_view token = std::string_view(text_).substr(at, length);
    std::size_t next = 0;
    for (std::size_t k = first; first < last && k <= last; ++k) {
      const auto part = match(token.substr(next), sentence_.words[k].form);
      if (part == std::string_view::npos) break;
      sentence_.words[k].begin = base + at + next;
      sentence_.words[k].end = base + at + (next += part);
    }
    if (first < last && next == length) return;
    for (std::size_t k = first; k <= last; ++k) {
      sentence_.words[k].begin = base + at;
      sentence_.words[k].end = base + at + length;
    }
  }

  void finish_document() {
    finish_sentence();
    if (!document_.sentences.empty()) {
      if (gap_said_) document_.text += gap_;
      take_(std::move(document_));
    }
    document_ = {};
    paragraph_ = 0;
    gap_said_ = false;
  }
};

}  // namespace

void read_conllu(std::istream& in, const std::string& name,
                 const std::function<void(ConlluDocument&&)>& take) {
  Reader(in, name, take).run();
}

void write_conllu(std::ostream& out, std::string_view text, const std::vector<Sentence>& sentences) {
  std::string page;
  int paragraph = -1;
  const auto append_number = [&](long long value) {
    char digits[24];
    page.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  };
  const auto append = [&](std::string_view field) {  // a field holds no tab or newline and is never empty
    if (field.empty()) field = "_";
    for (const char c : field) page += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
  };
  for (std::size_t k = 0; k < sentences.size(); ++k) {
    const auto& s = sentences[k];
    page.clear();
    if (s.paragraph != paragraph) page += "# newpar\n";
    paragraph = s.paragraph;
    page += "# sent_id = ";
    append_number(static_cast<long long>(k) + 1);
    page += "\n# text = ";
    append(text.substr(s.begin, s.end - s.begin));
    page += '\n';
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      const auto& w = s.words[i];
      append_number(static_cast<long long>(i) + 1);
      page += '\t';
      append(w.form);
      page += '\t';
      append(w.lemma);
      page += '\t';
      page += s.parsed ? to_string(w.upos) : "_";
      page += '\t';
      append(w.xpos);
      page += "\t_\t";
      if (s.parsed) {
        append_number(w.head + 1);
        page += '\t';
        page += to_string(w.deprel);
      } else {
        page += "_\t_";
      }
      page += "\t_\t";
      const auto mark = page.size();
      // What stands between sentences is kept, so that reading gives the same text and offsets.
      if (k == 0 && i == 0 && s.begin > 0) page += "SpacesBefore=" + escape_spaces(text.substr(0, s.begin));
      if (i + 1 == s.words.size()) {
        const auto next = k + 1 < sentences.size() ? sentences[k + 1].begin : text.size();
        const auto gap = text.substr(s.end, next - s.end);
        if (gap.empty() ? k + 1 < sentences.size() : gap != " ") {
          if (page.size() > mark) page += '|';
          page += gap.empty() ? "SpaceAfter=No" : "SpacesAfter=" + escape_spaces(gap);
        }
      } else if (!w.space_after) {
        if (page.size() > mark) page += '|';
        page += "SpaceAfter=No";
      }
      if (page.size() == mark) page += '_';
      page += '\n';
    }
    page += '\n';
    out << page;
  }
}

}  // namespace realign::syntax
