#include "syntax/conllu.h"

#include <array>
#include <charconv>
#include <istream>
#include <ostream>

#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

using text::Error;

// Splits a line into its ten fields; false if there are more or fewer.
bool fields_of(std::string_view line, std::array<std::string_view, 10>& fields) {
  std::size_t n = 0;
  for (;;) {
    const auto tab = line.find('\t');
    if (n == 10) return false;
    fields[n++] = line.substr(0, tab);
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return n == 10;
}

bool number(std::string_view text, int& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc{} && end == text.data() + text.size();
}

class Reader {
 public:
  Reader(std::istream& in, const std::string& name, const std::function<void(ConlluDocument&&)>& take) : in_(in), name_(name), take_(take) {}

  void run() {
    std::string line;
    while (std::getline(in_, line)) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.empty()) {
        finish_sentence();
      } else if (line[0] == '#') {
        comment(line);
      } else {
        word(line);
      }
    }
    finish_sentence();
    finish_document();
  }

 private:
  std::istream& in_;
  const std::string& name_;
  const std::function<void(ConlluDocument&&)>& take_;
  ConlluDocument document_;
  Sentence sentence_;
  std::string text_;          // of "# text"
  std::size_t line_ = 0, sentence_line_ = 0;
  int paragraph_ = 0;
  int token_last_ = 0;        // last word of an open multi-word token
  std::string token_form_;
  bool token_space_ = true;
  std::vector<std::pair<std::size_t, std::string>> tokens_;  // first word of a multi-word token and its form

  Error error(std::size_t line, const std::string& what) const { return Error(name_ + ":" + std::to_string(line), what); }

  void comment(std::string_view line) {
    line.remove_prefix(1);
    line = text::trim(line);
    const auto value = [&](std::string_view key, std::string& out) {
      if (!line.starts_with(key)) return false;
      const auto rest = text::trim(line.substr(key.size()));
      if (!rest.starts_with('=')) return false;
      out = std::string(text::trim(rest.substr(1)));
      return true;
    };
    if (line.starts_with("newdoc")) {
      finish_document();
      value("newdoc id", document_.id);
    } else if (line.starts_with("newpar")) {
      if (!document_.sentences.empty()) ++paragraph_;
    } else if (!value("text", text_)) {
      value("date", document_.date);
    }
  }

  void word(std::string_view line) {
    std::array<std::string_view, 10> f;
    if (!fields_of(line, f)) throw error(line_, "a word line has 10 fields separated by tabs");
    if (sentence_.words.empty() && token_last_ == 0) sentence_line_ = line_;
    if (f[0].find('.') != std::string_view::npos) return;  // an empty node
    const bool space = f[9].find("SpaceAfter=No") == std::string_view::npos;
    if (const auto dash = f[0].find('-'); dash != std::string_view::npos) {
      int first = 0;
      if (!number(f[0].substr(0, dash), first) || !number(f[0].substr(dash + 1), token_last_) || first != static_cast<int>(sentence_.words.size()) + 1 || token_last_ < first)
        throw error(line_, "'" + std::string(f[0]) + "' is no range of the words that follow");
      token_form_ = f[1];
      token_space_ = space;
      tokens_.emplace_back(sentence_.words.size(), token_form_);
      return;
    }
    int id = 0, head = 0;
    if (!number(f[0], id) || id != static_cast<int>(sentence_.words.size()) + 1) throw error(line_, "word numbers run 1, 2, 3 ...");
    if (f[1].empty()) throw error(line_, "a word without form");
    Word w;
    w.form = f[1];
    w.lemma = f[2] == "_" && f[1] != "_" ? f[1] : f[2];
    w.upos = upos_from(f[3]);
    if (f[4] != "_") w.xpos = f[4];
    if (f[6] != "_") {
      if (!number(f[6], head) || head < 0 || head == id) throw error(line_, "'" + std::string(f[6]) + "' is no head");
      w.head = head - 1;
    } else {
      sentence_.parsed = false;
    }
    w.deprel = deprel_from(f[7]);
    w.space_after = space;
    if (token_last_ > 0) {
      w.space_after = id == token_last_ ? token_space_ : false;
      if (id == token_last_) token_last_ = 0;
    }
    sentence_.words.push_back(std::move(w));
  }

  void check_tree() const {
    const int n = static_cast<int>(sentence_.words.size());
    std::vector<char> state(sentence_.words.size(), 0);  // 1: on the way, 2: known to reach the root
    for (int i = 0; i < n; ++i) {
      if (sentence_.words[static_cast<std::size_t>(i)].head >= n)
        throw error(sentence_line_ + static_cast<std::size_t>(i), "head " + std::to_string(sentence_.words[static_cast<std::size_t>(i)].head + 1) + " is out of the sentence");
    }
    std::vector<int> way;
    for (int i = 0; i < n; ++i) {
      int at = i;
      way.clear();
      while (at >= 0 && state[static_cast<std::size_t>(at)] == 0) {
        state[static_cast<std::size_t>(at)] = 1;
        way.push_back(at);
        at = sentence_.words[static_cast<std::size_t>(at)].head;
      }
      if (at >= 0 && state[static_cast<std::size_t>(at)] == 1) throw error(sentence_line_, "the heads of this sentence make a cycle");
      for (const int w : way) state[static_cast<std::size_t>(w)] = 2;
    }
  }

  void finish_sentence() {
    if (sentence_.words.empty()) {
      text_.clear();
      return;
    }
    if (token_last_ > 0) throw error(line_, "a multi-word token without all its words");
    if (sentence_.parsed) check_tree();
    std::string& all = document_.text;
    if (!all.empty()) all += document_.sentences.back().paragraph == paragraph_ ? " " : "\n\n";
    const std::size_t base = all.size();
    // Forms are looked for in "# text" one after another; without one (or where it does not fit) they are put together.
    if (!locate(base)) {
      std::string built;
      std::size_t next = 0;
      for (std::size_t i = 0; i < sentence_.words.size();) {
        std::size_t last = i + 1;
        std::string form = sentence_.words[i].form;
        if (next < tokens_.size() && tokens_[next].first == i) {
          form = tokens_[next].second;
          ++next;
          while (last < sentence_.words.size() && !sentence_.words[last - 1].space_after && sentence_.words[last].begin == 0 && in_token(i, last)) ++last;
        }
        for (std::size_t k = i; k < last; ++k) {
          sentence_.words[k].begin = base + built.size();
          sentence_.words[k].end = base + built.size() + form.size();
        }
        built += form;
        if (sentence_.words[last - 1].space_after) built += ' ';
        i = last;
      }
      while (!built.empty() && built.back() == ' ') built.pop_back();
      all += built;
    } else {
      all += text_;
    }
    sentence_.begin = base;
    sentence_.end = all.size();
    sentence_.paragraph = paragraph_;
    document_.sentences.push_back(std::move(sentence_));
    sentence_ = {};
    text_.clear();
    tokens_.clear();
  }

  // Is word `k` still part of the multi-word token that begins at word `first`? Its words' forms add up to the token's.
  bool in_token(std::size_t first, std::size_t k) const {
    std::size_t length = 0;
    for (std::size_t i = first; i < k; ++i) length += sentence_.words[i].form.size();
    for (const auto& [at, form] : tokens_)
      if (at == first) return length < form.size();
    return false;
  }

  bool locate(std::size_t base) {
    if (text_.empty()) return false;
    std::size_t at = 0, next = 0;
    for (std::size_t i = 0; i < sentence_.words.size(); ++i) {
      auto& w = sentence_.words[i];
      while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
      std::string_view form = w.form;
      if (next < tokens_.size() && tokens_[next].first == i) {
        // All words of the token carry its span.
        const std::string& token = tokens_[next].second;
        if (text_.compare(at, token.size(), token) != 0) return false;
        std::size_t k = i;
        std::size_t length = 0;
        while (k < sentence_.words.size() && length < token.size()) {
          length += sentence_.words[k].form.size();
          sentence_.words[k].begin = base + at;
          sentence_.words[k].end = base + at + token.size();
          ++k;
        }
        at += token.size();
        i = k - 1;
        ++next;
        continue;
      }
      if (text_.compare(at, form.size(), form) != 0) return false;
      w.begin = base + at;
      w.end = base + at + form.size();
      at += form.size();
    }
    return true;
  }

  void finish_document() {
    finish_sentence();
    if (!document_.sentences.empty()) take_(std::move(document_));
    document_ = {};
    paragraph_ = 0;
  }
};

}  // namespace

void read_conllu(std::istream& in, const std::string& name, const std::function<void(ConlluDocument&&)>& take) { Reader(in, name, take).run(); }

void write_conllu(std::ostream& out, std::string_view text, const std::vector<Sentence>& sentences) {
  int paragraph = -1;
  int id = 0;
  for (const auto& s : sentences) {
    if (s.paragraph != paragraph) out << "# newpar\n";
    paragraph = s.paragraph;
    out << "# sent_id = " << ++id << '\n';
    std::string shown(text.substr(s.begin, s.end - s.begin));
    for (auto& c : shown)
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    out << "# text = " << shown << '\n';
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      const auto& w = s.words[i];
      out << i + 1 << '\t' << w.form << '\t' << (w.lemma.empty() ? "_" : w.lemma) << '\t' << to_string(w.upos) << '\t' << (w.xpos.empty() ? "_" : w.xpos)
          << "\t_\t" << w.head + 1 << '\t' << to_string(w.deprel) << "\t_\t" << (w.space_after ? "_" : "SpaceAfter=No") << '\n';
    }
    out << '\n';
  }
}

}  // namespace realign::syntax
