// Accuracy of tokens, sentences, tags, lemmas and trees against a treebank, counted as in the CoNLL 2018
// shared task (Zeman et al. 2018, https://universaldependencies.org/conll18/evaluation.html): words are
// matched by the characters that they cover, blanks not counted; all words count, punctuation too; lemmas and
// relations exactly, subtypes included.
//
// Usage: realign_parser_eval [--system FILE.conllu] [--text] [--errors tokens|sentences|lemmas]
// GOLD.conllu[.gz]...
//
//   (none)    our Pipeline: first on the raw text, then on the gold tokens, then lemmas with gold tags; and
//   its speed
//   --system  scores another parser's output on the same text instead
//   --text    writes the raw text of GOLD, a blank line between paragraphs and documents, for another parser
//   to read
//   --errors  lists what differs
#include <fmt/format.h>
#include <unicode/utf8.h>
#include <zlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include "syntax/conllu.h"
#include "syntax/lemmatizer.h"
#include "syntax/parser.h"
#include "text/error.h"
#include "text/table.h"

namespace {

using realign::syntax::ConlluDocument;
using realign::syntax::Pipeline;
using realign::syntax::Sentence;
using realign::syntax::Word;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<ConlluDocument> read(const std::string& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw realign::text::Error(path, "cannot be opened");
  std::string content;
  char block[1 << 16];
  int n = 0;
  while ((n = gzread(file, block, sizeof block)) > 0) content.append(block, static_cast<std::size_t>(n));
  gzclose(file);
  if (n < 0) throw realign::text::Error(path, "is no gzip file or damaged");
  std::istringstream in(std::move(content));
  std::vector<ConlluDocument> documents;
  realign::syntax::read_conllu(in, path, [&](ConlluDocument&& d) { documents.push_back(std::move(d)); });
  return documents;
}

// A text as its visible characters: what offsets are counted in.
struct Visible {
  std::vector<std::size_t> before;  // visible characters before each byte, and in all

  explicit Visible(std::string_view text) : before(text.size() + 1) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      before[i] = count;
      const auto c = static_cast<unsigned char>(text[i]);
      const bool no_break_space =
          c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xA0;
      if (c > ' ' && !no_break_space && (c & 0xC0) != 0x80) ++count;
    }
    before[text.size()] = count;
  }
};

struct Score {
  std::size_t right = 0, gold = 0, system = 0;
  void count(bool hit) { right += hit ? 1 : 0, ++gold, ++system; }
  double f1() const {
    return gold + system == 0 ? 0 : 200.0 * static_cast<double>(right) / static_cast<double>(gold + system);
  }
};

struct Scores {
  Score tokens, sentences, upos, xpos, lemmas, uas, las;

  void print(std::string_view what) const {
    fmt::print(
        "  {:<28} tokens {:6.2f}  sentences {:6.2f}  UPOS {:6.2f}  XPOS {:6.2f}  lemmas {:6.2f}  UAS {:6.2f} "
        " LAS {:6.2f}\n",
        what, tokens.f1(), sentences.f1(), upos.f1(), xpos.f1(), lemmas.f1(), uas.f1(), las.f1());
  }
};

// Straight quotes, one for one: forms of ours have them straight whatever the treebank does.
std::string straight(std::string_view form) {
  std::string out;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (i + 2 < form.size() && form.substr(i, 2) == "\xE2\x80" &&
        static_cast<unsigned char>(form[i + 2]) >= 0x98 && static_cast<unsigned char>(form[i + 2]) <= 0x9F) {
      out += static_cast<unsigned char>(form[i + 2]) <= 0x9B ? '\'' : '"';
      i += 2;
    } else {
      out += form[i];
    }
  }
  return out;
}

bool same_lemma(const Word& gold, const Word& system) {
  return gold.lemma == "_" || straight(gold.lemma) == straight(system.lemma);
}

using Span = std::pair<std::size_t, std::size_t>;

struct Flat {  // words of a document with their spans in visible characters
  std::vector<Span> spans, sentences;
  std::vector<const Word*> words;
  std::vector<int> heads;  // index among all words; -1 the root

  Flat(std::string_view text, const std::vector<Sentence>& from) {
    const Visible visible(text);
    for (const auto& s : from) {
      const int base = static_cast<int>(words.size());
      sentences.emplace_back(visible.before[s.begin], visible.before[s.end]);
      for (const auto& w : s.words) {
        spans.emplace_back(visible.before[w.begin], visible.before[w.end]);
        words.push_back(&w);
        heads.push_back(w.head < 0 ? -1 : base + w.head);
      }
    }
  }
};

void print_span(std::string_view mark, std::string_view text, const std::vector<Sentence>& sentences,
                const std::vector<std::size_t>& words) {
  std::vector<const Word*> all;
  for (const auto& s : sentences)
    for (const auto& w : s.words) all.push_back(&w);
  if (words.empty()) return;
  const auto begin = all[words.front()]->begin, end = all[words.back()]->end;
  const auto from = begin < 30 ? 0 : begin - 30;
  fmt::print("{} ", mark);
  for (const auto i : words) fmt::print("[{}]", all[i]->form);
  std::string around(text.substr(from, end + 20 - from));
  for (auto& c : around)
    if (c == '\n') c = '|';
  fmt::print("    ... {}\n", around);
}

void compare(std::string_view gold_text, const std::vector<Sentence>& gold, std::string_view text,
             const std::vector<Sentence>& system, Scores& scores, const std::string& errors) {
  const Flat g(gold_text, gold), s(text, system);
  std::map<Span, std::size_t> found;
  for (std::size_t i = 0; i < s.spans.size(); ++i) found.emplace(s.spans[i], i);
  std::vector<int> match(g.spans.size(), -1);  // a system word with the same characters
  std::vector<char> matched(s.spans.size(), 0);
  for (std::size_t i = 0; i < g.spans.size(); ++i)
    if (const auto at = found.find(g.spans[i]); at != found.end()) {
      match[i] = static_cast<int>(at->second);
      matched[at->second] = 1;
    }
  const auto add = [&](Score& score, std::size_t right) {
    score.right += right;
    score.gold += g.spans.size();
    score.system += s.spans.size();
  };
  std::size_t tokens = 0, upos = 0, xpos = 0, lemmas = 0, uas = 0, las = 0;
  for (std::size_t i = 0; i < g.spans.size(); ++i) {
    if (match[i] < 0) continue;
    const Word &a = *g.words[i], &b = *s.words[static_cast<std::size_t>(match[i])];
    ++tokens;
    upos += a.upos == b.upos ? 1 : 0;
    xpos += a.xpos == b.xpos ? 1 : 0;
    lemmas += same_lemma(a, b) ? 1 : 0;
    if (errors == "lemmas" && !same_lemma(a, b))
      fmt::print("{}\t{}\t{}\t{}\t{}\n", a.form, a.xpos, b.xpos, a.lemma, b.lemma);
    const int head = g.heads[i] < 0 ? -1 : match[static_cast<std::size_t>(g.heads[i])];
    const bool arc = head == s.heads[static_cast<std::size_t>(match[i])] && (head >= 0 || g.heads[i] < 0);
    uas += arc ? 1 : 0;
    las += arc && a.deprel == b.deprel ? 1 : 0;
  }
  add(scores.tokens, tokens), add(scores.upos, upos), add(scores.xpos, xpos), add(scores.lemmas, lemmas),
      add(scores.uas, uas), add(scores.las, las);
  std::map<Span, int> sentences;
  for (const auto& span : g.sentences) sentences[span] |= 1;
  for (const auto& span : s.sentences) sentences[span] |= 2;
  for (const auto& [span, where] : sentences) scores.sentences.right += where == 3 ? 1 : 0;
  scores.sentences.gold += g.sentences.size();
  scores.sentences.system += s.sentences.size();

  if (errors == "tokens") {
    std::size_t j = 0;
    for (std::size_t i = 0; i < g.spans.size();) {
      if (match[i] >= 0) {
        j = static_cast<std::size_t>(match[i]) + 1;
        ++i;
        continue;
      }
      std::vector<std::size_t> ours, theirs;
      while (i < g.spans.size() && match[i] < 0) theirs.push_back(i++);
      while (j < s.spans.size() && matched[j] == 0) ours.push_back(j++);
      print_span("gold  ", gold_text, gold, theirs);
      print_span("system", text, system, ours);
    }
  } else if (errors == "sentences") {
    std::map<std::size_t, int> ends;
    for (const auto& span : g.sentences) ends[span.second] |= 1;
    for (const auto& span : s.sentences) ends[span.second] |= 2;
    const Visible visible(gold_text);
    for (const auto& [end, where] : ends) {
      if (where == 3) continue;
      const auto byte = static_cast<std::size_t>(
          std::lower_bound(visible.before.begin(), visible.before.end(), end) - visible.before.begin());
      const auto from = byte < 60 ? 0 : byte - 60;
      std::string around = std::string(gold_text.substr(from, byte - from)) + "  <||>  " +
                           std::string(gold_text.substr(byte, 60));
      for (auto& c : around)
        if (c == '\n') c = '|';
      fmt::print("{} {}\n", where == 1 ? "missed" : "extra ", around);
    }
  }
}

std::size_t words_in(const std::vector<Sentence>& sentences) {
  std::size_t n = 0;
  for (const auto& s : sentences) n += s.words.size();
  return n;
}

// The gold sentences without what is to be found out.
std::vector<Sentence> bare(const std::vector<Sentence>& gold, bool tags) {
  auto out = gold;
  for (auto& s : out) {
    s.parsed = true;
    for (auto& w : s.words) {
      Word b;
      b.form = straight(w.form);
      b.begin = w.begin;
      b.end = w.end;
      b.space_after = w.space_after;
      if (tags) b.xpos = w.xpos, b.upos = w.upos;
      w = std::move(b);
    }
  }
  return out;
}

// Does the probability that a word's arc states hold? By tenths of it: how many arcs, and how many are right,
// head and relation.
class Bands {
 public:
  void add(const std::vector<Sentence>& gold, const std::vector<Sentence>& ours) {
    for (std::size_t s = 0; s < gold.size(); ++s)
      for (std::size_t w = 0; w < gold[s].words.size(); ++w) {
        const auto &a = gold[s].words[w], &b = ours[s].words[w];
        auto& band = bands_[std::min<std::size_t>(9, static_cast<std::size_t>(b.confidence * 10))];
        ++band.arcs;
        band.stated += static_cast<double>(b.confidence);
        band.right += a.head == b.head && a.deprel == b.deprel ? 1 : 0;
      }
  }
  void print() const {
    double off = 0, all = 0;
    fmt::print("  stated probability of an arc   arcs    mean stated   right\n");
    for (std::size_t i = 0; i < bands_.size(); ++i) {
      const auto& b = bands_[i];
      if (b.arcs == 0) continue;
      const auto n = static_cast<double>(b.arcs);
      fmt::print("    {:.1f} to {:.1f} {:23} {:13.3f} {:8.3f}\n", 0.1 * static_cast<double>(i),
                 0.1 * static_cast<double>(i + 1), b.arcs, b.stated / n, static_cast<double>(b.right) / n);
      off += std::abs(b.stated - static_cast<double>(b.right));
      all += n;
    }
    fmt::print("  expected calibration error {:.3f}\n", off / all);
  }

 private:
  struct Band {
    std::size_t arcs = 0, right = 0;
    double stated = 0;
  };
  std::array<Band, 10> bands_{};
};

void evaluate(const Pipeline& pipeline, const std::string& dir, const std::string& path,
              const std::string& errors, bool confidence) {
  Bands bands;
  const auto lemmatizer = realign::syntax::Lemmatizer::load(dir);
  Scores raw, tokens, tags;
  std::size_t sentences = 0, words = 0, bytes = 0;
  double splitting = 0, annotating = 0;
  for (const auto& document : read(path)) {
    bytes += document.text.size();
    auto start = Clock::now();
    auto ours = pipeline.split(document.text);
    splitting += since(start);
    start = Clock::now();
    pipeline.annotate(ours);
    annotating += since(start);
    sentences += ours.size();
    words += words_in(ours);
    compare(document.text, document.sentences, document.text, ours, raw, errors == "lemmas" ? "" : errors);
    auto given = bare(document.sentences, false);
    pipeline.annotate(given);
    compare(document.text, document.sentences, document.text, given, tokens, "");
    bands.add(document.sentences, given);
    auto tagged = bare(document.sentences, true);
    for (auto& s : tagged)
      for (auto& w : s.words) w.lemma = lemmatizer.lemma(w.form, w.xpos);
    compare(document.text, document.sentences, document.text, tagged, tags, errors == "lemmas" ? errors : "");
  }
  fmt::print("{}: {} gold sentences, {} words\n", path, raw.sentences.gold, raw.tokens.gold);
  raw.print("from raw text");
  tokens.print("on gold tokens");
  fmt::print("  {:<28} lemmas {:6.2f}\n", "with gold tags", tags.lemmas.f1());
  if (confidence) bands.print();
  fmt::print(
      "  one thread: split {:.0f} sentences/s ({:.1f} MB/s), annotate {:.0f} sentences/s ({:.0f} words/s), "
      "document by document\n",
      static_cast<double>(sentences) / splitting, static_cast<double>(bytes) / splitting / 1e6,
      static_cast<double>(sentences) / annotating, static_cast<double>(words) / annotating);
}

// All documents of a file as one, so that systems that lost sight of documents can be scored.
ConlluDocument joined(const std::string& path) {
  ConlluDocument all;
  for (auto& d : read(path)) {
    for (auto& s : d.sentences) {
      s.begin += all.text.size(), s.end += all.text.size();
      for (auto& w : s.words) w.begin += all.text.size(), w.end += all.text.size();
      all.sentences.push_back(std::move(s));
    }
    all.text += d.text + "\n\n";
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Accuracy of our parser, or another's output, against a treebank");
  std::vector<std::string> gold;
  std::string system, errors;
  bool text = false, confidence = false;
  app.add_option("gold", gold, "treebank, CoNLL-U, also gzip")->required();
  app.add_option("--system", system, "another parser's CoNLL-U of the same text");
  app.add_option("--errors", errors, "list what differs")
      ->check(CLI::IsMember({"tokens", "sentences", "lemmas"}));
  app.add_flag("--confidence", confidence, "how often arcs are right, by the probability that they state");
  app.add_flag("--text", text, "write the raw text and stop");
  CLI11_PARSE(app, argc, argv);
  try {
    if (text) {
      for (const auto& path : gold) std::cout << joined(path).text;
    } else if (!system.empty()) {
      const auto other = joined(system);
      for (const auto& path : gold) {
        const auto all = joined(path);
        Scores scores;
        compare(all.text, all.sentences, other.text, other.sentences, scores, errors);
        scores.print(path);
      }
    } else {
      const auto dir = realign::text::data_dir() + "/models/english";
      const auto pipeline = Pipeline::load(dir);
      for (const auto& path : gold) evaluate(pipeline, dir, path, errors, confidence);
    }
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "realign_parser_eval: {}\n", e.what());
    return 1;
  }
}
