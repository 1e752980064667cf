// Accuracy of tags, lemmas and trees against a treebank, as the CoNLL 2018 shared task counts them on gold tokens (every word, punctuation
// too), and of tokens and sentences on raw text; then the speed of tagging and parsing on one thread.
//
// Usage: realign_parser_eval FILE.conllu [FILE.conllu ...]
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <set>
#include <vector>

#include "syntax/conllu.h"
#include "syntax/parser.h"
#include "text/error.h"
#include "text/table.h"

namespace {

using realign::syntax::ConlluDocument;
using realign::syntax::Pipeline;
using realign::syntax::Sentence;

struct Share {
  std::size_t right = 0, all = 0;
  void count(bool hit) { right += hit ? 1 : 0, ++all; }
  double percent() const { return all == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(all); }
};

using Spans = std::set<std::pair<std::size_t, std::size_t>>;

double f1(const Spans& gold, const Spans& ours) {
  std::size_t both = 0;
  for (const auto& span : ours) both += gold.contains(span) ? 1 : 0;
  return 200.0 * static_cast<double>(both) / static_cast<double>(gold.size() + ours.size());
}

bool all_ascii_lower_equal(const std::string& a, const std::string& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y)); });
}

std::string straight(std::string form) {
  for (const auto& [curly, plain] : {std::pair<const char*, const char*>{"’", "'"}, {"‘", "'"}, {"“", "\""}, {"”", "\""}, {"–", "-"}, {"—", "-"}})
    for (auto at = form.find(curly); at != std::string::npos; at = form.find(curly)) form.replace(at, 3, plain);
  return form;
}

void evaluate(const Pipeline& pipeline, const std::string& path) {
  std::vector<Sentence> gold;
  double token_f = 0, sentence_f = 0;
  std::size_t documents = 0;
  Spans gold_tokens, our_tokens, gold_sentences, our_sentences;
  std::ifstream in(path);
  if (!in) throw realign::text::Error(path, "cannot be opened");
  std::size_t base = 0;
  realign::syntax::read_conllu(in, path, [&](ConlluDocument&& document) {
    ++documents;
    for (const auto& s : document.sentences) {
      gold_sentences.emplace(base + s.begin, base + s.end);
      for (const auto& w : s.words) gold_tokens.emplace(base + w.begin, base + w.end);
    }
    for (const auto& s : pipeline.split(document.text)) {
      our_sentences.emplace(base + s.begin, base + s.end);
      for (const auto& w : s.words) our_tokens.emplace(base + w.begin, base + w.end);
    }
    base += document.text.size() + 1;
    for (auto& s : document.sentences) gold.push_back(std::move(s));
  });
  token_f = f1(gold_tokens, our_tokens);
  sentence_f = f1(gold_sentences, our_sentences);
  std::vector<Sentence> ours;
  for (const auto& s : gold) {
    Sentence bare = s;
    for (auto& w : bare.words) {
      w = {};
      w.form = straight(s.words[static_cast<std::size_t>(&w - bare.words.data())].form);
    }
    ours.push_back(std::move(bare));
  }
  auto timed = ours;
  const auto start = std::chrono::steady_clock::now();
  pipeline.annotate(timed);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ours = std::move(timed);
  Share upos, xpos, lemma, uas, las;
  for (std::size_t s = 0; s < gold.size(); ++s)
    for (std::size_t i = 0; i < gold[s].words.size(); ++i) {
      const auto &g = gold[s].words[i], &o = ours[s].words[i];
      upos.count(g.upos == o.upos);
      xpos.count(g.xpos == o.xpos);
      lemma.count(straight(g.lemma) == o.lemma || all_ascii_lower_equal(straight(g.lemma), o.lemma));
      uas.count(g.head == o.head);
      las.count(g.head == o.head && g.deprel == o.deprel);
    }
  fmt::print("{}: {} sentences, {} words; tokens F1 {:.2f}, sentences F1 {:.2f}; on gold tokens UPOS {:.2f} XPOS {:.2f} lemmas {:.2f} UAS {:.2f} LAS {:.2f}; {:.0f} sentences/s\n", path,
             gold.size(), upos.all, token_f, sentence_f, upos.percent(), xpos.percent(), lemma.percent(), uas.percent(), las.percent(),
             static_cast<double>(gold.size()) / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto pipeline = Pipeline::load(realign::text::data_dir() + "/models/english");
    for (int i = 1; i < argc; ++i) evaluate(pipeline, argv[i]);
    return argc > 1 ? 0 : 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "realign_parser_eval: {}\n", e.what());
    return 1;
  }
}
