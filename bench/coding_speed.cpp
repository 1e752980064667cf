// How fast text becomes records, beside our own tagging and parsing of the same text, in one sitting.
//
//   realign_coding_speed [--rounds N] [--max-ratio R] [FILE...]     (examples/dispatches.jsonl if none)
//
// One thread, CPU time, best of N rounds; every round runs all of it one after another, so that what disturbs
// the machine disturbs all alike:
//   split       text to words and sentences
//   introduce   names told to the parser, and which sentences may be left out
//   parse       tagging, lemmas and trees of every sentence, document by document (what a user of the parser
//   pays) code        what `realign code` does with the text: split, leave out, parse, find actors, code,
//   write JSON code all    the same with nothing left out: every sentence is parsed trees       actors,
//   coding and JSON of trees in memory CoNLL-U     the same with the trees read from CoNLL-U, as `realign
//   code --input conllu` does
// It ends with status 1 if leaving sentences unparsed changed a byte of the records, or if code takes more
// than R times split and parse.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "coding/coder.h"
#include "syntax/conllu.h"
#include "syntax/parser.h"
#include "text/reader.h"
#include "text/table.h"

namespace {

using realign::coding::Coder;
using realign::coding::Records;
using realign::syntax::Pipeline;
using realign::syntax::Sentence;
using realign::text::Document;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

void write(const Records& records, std::string& out) {
  for (const auto& e : records.events) append_json(out, e), out += '\n';
  for (const auto& c : records.claims) append_json(out, c), out += '\n';
}

constexpr std::size_t kTogether =
    16 << 10;  // bytes of text parsed together, as by the program (apps/realign/work.cpp)

class Bench {
 public:
  Bench(const Pipeline& pipeline, const Coder& coder, std::vector<Document> documents)
      : pipeline_(pipeline), coder_(coder), documents_(std::move(documents)) {
    for (const auto& d : documents_) {
      tokens_.push_back(pipeline.split(d.text));
      trees_.push_back(tokens_.back());
      coder_.world().introduce(trees_.back());
      pipeline_.annotate(trees_.back());
      std::ostringstream out;
      realign::syntax::write_conllu(out, d.text, trees_.back());
      conllu_ += "# newdoc id = " + d.id + "\n";
      if (d.date) conllu_ += "# date = " + realign::text::format_date(*d.date) + "\n";
      conllu_ += out.str();
      sentences_ += trees_.back().size();
      for (const auto& s : trees_.back()) words_ += s.words.size();
    }
  }

  std::size_t sentences() const { return sentences_; }
  std::size_t words() const { return words_; }
  std::size_t documents() const { return documents_.size(); }

  void split() const {
    for (const auto& d : documents_) pipeline_.split(d.text);
  }

  void introduce() const {
    for (const auto& tokens : tokens_) {
      auto copy = tokens;
      coder_.world().introduce(copy);
      coder_.leave_out(copy, pipeline_);
    }
  }

  void parse() const {
    for (const auto& tokens : tokens_) {
      auto copy = tokens;
      pipeline_.annotate(copy);
    }
  }

  // Gives the records as JSON Lines; `left` counts sentences left unparsed.
  std::string code(bool leave_out, std::size_t* left = nullptr) const {
    std::string out;
    for (std::size_t at = 0; at < documents_.size();) {
      std::vector<std::vector<Sentence>> group;
      std::vector<Sentence*> all;
      for (std::size_t bytes = 0; at + group.size() < documents_.size() && bytes < kTogether;) {
        const auto& d = documents_[at + group.size()];
        bytes += d.text.size();
        auto& sentences = group.emplace_back(pipeline_.split(d.text));
        coder_.world().introduce(sentences);
        if (leave_out) coder_.leave_out(sentences, pipeline_);
      }
      for (auto& sentences : group)
        for (auto& s : sentences) {
          if (left != nullptr && !s.parsed) ++*left;
          all.push_back(&s);
        }
      pipeline_.annotate(all);
      for (auto& sentences : group) write(coder_.code(documents_[at++], sentences), out);
    }
    return out;
  }

  void trees() const {
    std::string out;
    for (std::size_t i = 0; i < documents_.size(); ++i) write(coder_.code(documents_[i], trees_[i]), out);
  }

  void conllu() const {
    std::string out;
    std::istringstream in(conllu_);
    realign::syntax::read_conllu(in, "-", [&](realign::syntax::ConlluDocument&& d) {
      Document document;
      document.text = std::move(d.text);
      document.id = d.id;
      document.date = realign::text::parse_date(d.date);
      write(coder_.code(document, d.sentences), out);
    });
  }

 private:
  const Pipeline& pipeline_;
  const Coder& coder_;
  std::vector<Document> documents_;
  std::vector<std::vector<Sentence>> tokens_, trees_;
  std::string conllu_;
  std::size_t sentences_ = 0, words_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Speed of coding beside that of tagging and parsing"};
  std::vector<std::string> paths;
  int rounds = 5;
  double max_ratio = 0;
  std::string dump, only;
  app.add_option("--only", only, "Run this row alone, for a profiler");
  app.add_option("--dump", dump, "Where to write records that differ: DUMP.with, DUMP.without");
  app.add_option("paths", paths, "Texts");
  app.add_option("--rounds", rounds, "Rounds, of which the best counts");
  app.add_option("--max-ratio", max_ratio, "Fail if code takes more than this many times split and parse");
  CLI11_PARSE(app, argc, argv);
  const std::string source = REALIGN_SOURCE_DIR;
  if (paths.empty()) paths.push_back(source + "/examples/dispatches.jsonl");
  std::vector<Document> documents;
  bool bad = false;
  for (const auto& path : paths)
    realign::text::read_documents(
        path, {}, [&](Document&& d) { documents.push_back(std::move(d)); },
        [&](const realign::text::Error& e) {
          std::fprintf(stderr, "realign_coding_speed: %s\n", e.what());
          bad = true;
        });
  if (bad || documents.empty()) return 1;
  const auto pipeline = Pipeline::load(source + "/data/models/english");
  const auto coder = Coder::load(source + "/data");
  const Bench bench(pipeline, coder, std::move(documents));

  std::size_t left = 0;
  const auto with = bench.code(true, &left), without = bench.code(false);
  const auto lines = static_cast<long>(std::count(with.begin(), with.end(), '\n'));
  const std::vector<std::pair<const char*, std::function<void()>>> jobs = {
      {"split", [&] { bench.split(); }},        {"introduce", [&] { bench.introduce(); }},
      {"parse", [&] { bench.parse(); }},        {"code", [&] { bench.code(true); }},
      {"code all", [&] { bench.code(false); }}, {"trees", [&] { bench.trees(); }},
      {"CoNLL-U", [&] { bench.conllu(); }}};
  std::vector<double> best(jobs.size(), 1e9);
  for (int r = 0; r < rounds; ++r)
    for (std::size_t j = 0; j < jobs.size(); ++j) {
      if (!only.empty() && only != jobs[j].first) continue;
      const double start = cpu_seconds();
      jobs[j].second();
      best[j] = std::min(best[j], cpu_seconds() - start);
    }
  const auto n = static_cast<double>(bench.sentences());
  std::printf("%zu documents, %zu sentences, %zu words; %ld records\n", bench.documents(), bench.sentences(),
              bench.words(), lines);
  for (std::size_t j = 0; j < jobs.size(); ++j)
    if (only.empty() || only == jobs[j].first)
      std::printf("%-10s %8.1f us a sentence %10.0f sentences a second\n", jobs[j].first, 1e6 * best[j] / n,
                  n / best[j]);
  if (!only.empty()) return 0;
  const double ratio = best[3] / (best[0] + best[2]);
  std::printf("code takes %.2f times split and parse, %.2f with every sentence parsed\n", ratio,
              best[4] / (best[0] + best[2]));
  std::printf("%zu of %zu sentences left unparsed (%.1f %%); records with and without: %s\n", left,
              bench.sentences(), 100 * static_cast<double>(left) / n,
              with == without ? "the same bytes" : "DIFFERENT");
  if (with != without) {
    if (!dump.empty()) {
      for (const auto& [name, text] :
           {std::pair{dump + ".with", &with}, std::pair{dump + ".without", &without}})
        if (std::FILE* f = std::fopen(name.c_str(), "w"))
          std::fwrite(text->data(), 1, text->size(), f), std::fclose(f);
    }
    return 1;
  }
  return max_ratio > 0 && ratio > max_ratio ? 1 : 0;
}
