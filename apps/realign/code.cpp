// realign code: documents on standard input (or files) to records on standard output; no state.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

#include "actors/actor.h"
#include "coding/coder.h"
#include "coding/work.h"
#include "dictionaries.h"
#include "options.h"
#include "syntax/conllu.h"
#include "syntax/parser.h"
#include "syntax/petrarch_xml.h"
#include "text/reader.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

using coding::Coded;
using coding::Coding;
using coding::run_ordered;
using coding::Works;

struct Options {
  std::vector<std::string> paths;
  std::string date, input = "auto";
  unsigned threads = 0;
  bool explain = false, trees = false, acts = false, claims = false;
  DictionaryOptions dictionaries;
};

// Takes the user's dictionaries into use, and says so where it explains.
int take_dictionaries(const Options& o, Coding& coding) {
  const int status = use_dictionaries(o.dictionaries, coding);
  if (o.explain && coding.dictionaries() != nullptr)
    fmt::print("# dictionaries: {}\n\n", coding.dictionaries()->summary());
  return status;
}

void print_records(const coding::Records& records, std::string& out) {
  out.clear();
  // Events and claims in the order of the text.
  std::size_t c = 0;
  const auto claims_up_to = [&](std::size_t begin) {
    for (; c < records.claims.size() && records.claims[c].span.begin < begin; ++c) {
      append_json(out, records.claims[c]);
      out += '\n';
    }
  };
  for (const auto& event : records.events) {
    claims_up_to(event.span.begin);
    append_json(out, event);
    out += '\n';
  }
  claims_up_to(std::string::npos);
  std::fwrite(out.data(), 1, out.size(), stdout);
}

void print_explanation(const Coded& coded, const actors::World& world) {
  const auto& text = coded.document.text;
  const auto cast = world.cast(coded.document, coded.sentences);
  for (std::size_t s = 0; s < coded.sentences.size(); ++s) {
    const auto& sentence = coded.sentences[s];
    fmt::print("# {}\n", text.substr(sentence.begin, sentence.end - sentence.begin));
    if (!sentence.parsed) {
      fmt::print("  left unparsed: no word of it can name an actor\n\n");
      continue;
    }
    for (std::size_t i = 0; i < sentence.words.size(); ++i) {
      const auto& w = sentence.words[i];
      fmt::print("  {:>3} {:<20} {:<18} {:<6} {:<6} {:>3} {:<14} {:.2f}\n", i + 1, w.form, w.lemma,
                 to_string(w.upos), w.xpos, w.head + 1, to_string(w.deprel), w.confidence);
    }
    for (const auto& m : cast.in_sentence(static_cast<int>(s))) {
      std::string who;
      for (const auto& a : m.actors)
        who += fmt::format(" {}{}{}", a.country.empty() ? "?" : a.country, a.role.empty() ? "" : " " + a.role,
                           a.name.empty() ? "" : " (" + a.name + ")");
      std::string words;
      for (int k = m.first; k <= m.last; ++k)
        words += (words.empty() ? "" : " ") + sentence.words[static_cast<std::size_t>(k)].form;
      fmt::print("  actor '{}':{}{}\n", words, who.empty() ? " unresolved" : who,
                 m.place ? ", only a place" : "");
    }
    if (s < coded.why.sentences.size())
      for (const auto& line : coded.why.sentences[s]) fmt::print("  {}\n", line);
    fmt::print("\n");
  }
}

// For scripts/train-acts.py: the number of flags there are and which of them tell of the frame (first, the
// one for none, last); then a line for each word that the learned judgement is asked of. Columns, separated
// by tabs: document, begin and end of the word (code points), depth in the tree, its words by slot, its
// flags. Then, for scripts/train-sides.py, a line for each side chosen: document, begin, end, "source" or
// "target", the other side, and the options, each a code ("*": the rules' choice) and its features. Then, for
// scripts/train-records.py, a line for each record: document, begin and end of the clause, "record", type,
// countries of source and of target, features.
void print_asked(const Coded& coded) {
  const text::CodePointIndex index(coded.document.text);
  for (const auto& asked : coded.why.asked) {
    const auto& words = coded.sentences[static_cast<std::size_t>(asked.sentence)].words;
    const auto& word = words[static_cast<std::size_t>(asked.word)];
    int depth = 0;
    for (int at = word.head; at >= 0; at = words[static_cast<std::size_t>(at)].head) ++depth;
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n", coded.document.id, index.at(word.begin), index.at(word.end), depth,
               fmt::join(asked.features.words, " "), fmt::join(asked.features.flags, " "));
  }
  for (const auto& asked : coded.why.sides) {
    const auto& word =
        coded.sentences[static_cast<std::size_t>(asked.sentence)].words[static_cast<std::size_t>(asked.word)];
    fmt::print("{}\t{}\t{}\t{}\t{}", coded.document.id, index.at(word.begin), index.at(word.end),
               asked.target ? "target" : "source", asked.other);
    for (const auto& o : asked.options)
      fmt::print("\t{}{} {}", o.code, o.current ? "*" : "", fmt::join(o.features, " "));
    fmt::print("\n");
  }
  for (const auto& [event, features] : coded.why.records) {
    fmt::print("{}\t{}\t{}\trecord\t{}\t", coded.document.id, event.span.begin, event.span.end,
               to_string(event.type));
    for (const auto* side : {&event.source, &event.target}) {
      for (const auto& a : *side) fmt::print("{} ", a.country);
      fmt::print("\t");
    }
    for (const auto& [name, value] : features) fmt::print("{}:{:.4f} ", name, value);
    fmt::print("\n");
  }
}

// For scripts/train-claims.py: a line for each clause that the learned judgement of claims is asked of.
// Columns, separated by tabs: begin and end of the clause (code points), its codes, "cued" or "bare", the
// kind chosen, its likelihood, and a column for each feature.
void print_asked_claims(const Coded& coded) {
  for (const auto& [claim, features] : coded.why.claims) {
    const bool bare = std::find(features.begin(), features.end(), "no-cue") != features.end();
    fmt::print("{}\t{}\t{}\t{}\t{}\t{:.3f}\t{}\n", claim.span.begin, claim.span.end,
               fmt::join(claim.about, " "), bare ? "bare" : "cued", to_string(claim.claim), claim.confidence,
               fmt::join(features, "\t"));
  }
}

// Trees as given: CoNLL-U, or the XML of PETRARCH.
int code_trees(const Options& o) {
  Coding coding;
  int status = take_dictionaries(o, coding);
  std::string out;
  const std::optional<text::Date> date = o.date.empty() ? std::nullopt : text::parse_date(o.date);
  std::ios::sync_with_stdio(false);
  const auto take = [&](syntax::ConlluDocument&& d) {
    text::Document document;
    document.text = std::move(d.text);
    document.id = d.id.empty() ? text::content_id(document.text) : d.id;
    document.date = date;
    if (const auto stated = text::parse_date(d.date)) document.date = stated;
    if (o.explain) {
      Coded coded;
      coded.records = coding.records(document, d.sentences, &coded.why);
      coded.document = std::move(document);
      coded.sentences = std::move(d.sentences);
      print_explanation(coded, coding.coder().world());
    } else {
      print_records(coding.records(document, d.sentences, nullptr), out);
    }
  };
  const auto problem = [&](const std::string& what) {
    fmt::print(stderr, "realign: {}\n", what);
    status = 1;
  };
  const auto read = [&](std::istream& in, const std::string& name) {
    if (o.input == "conllu")
      syntax::read_conllu(in, name, take);
    else
      syntax::read_petrarch_xml(in, name, take, problem);
  };
  if (o.paths.empty()) read(std::cin, "-");
  for (const auto& path : o.paths) {
    std::ifstream in(path, std::ios::binary);
    if (in)
      read(in, path);
    else
      problem(path + ": cannot be opened");
  }
  return status;
}

// Calls take(document) for what is to be read; 1 if some of it could not be.
int read_inputs(const Options& o, const std::function<void(text::Document&&)>& take) {
  text::ReadOptions options;
  if (!o.date.empty()) options.date = text::parse_date(o.date);
  if (o.input == "text") options.format = text::InputFormat::text;
  if (o.input == "html") options.format = text::InputFormat::html;
  if (o.input == "jsonl") options.format = text::InputFormat::jsonl;
  if (o.input == "feed") options.format = text::InputFormat::feed;
  std::vector<std::string> paths = o.paths;
  if (paths.empty()) paths.emplace_back("-");
  int status = 0;
  for (const auto& path : paths)
    text::read_documents(path, options, take, [&](const text::Error& e) {
      fmt::print(stderr, "realign: {}\n", e.what());
      status = 1;
    });
  return status;
}

// The trees of all sentences as CoNLL-U, which `--input conllu` reads back: parse once, code often, or mend
// by hand.
int print_trees(const Options& o) {
  const auto pipeline = syntax::Pipeline::load(text::data_dir() + "/models/english");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  return read_inputs(o, [&](text::Document&& document) {
    auto sentences = pipeline.split(document.text);
    world.introduce(sentences);
    std::vector<syntax::Sentence*> all;
    for (auto& s : sentences) all.push_back(&s);
    pipeline.annotate(all);
    std::ostringstream out;
    out << "# newdoc id = " << document.id << '\n';
    if (document.date) out << "# date = " << text::format_date(*document.date) << '\n';
    syntax::write_conllu(out, document.text, sentences);
    std::fputs(out.str().c_str(), stdout);
  });
}

int code(const Options& o) {
  if (o.input == "conllu" || o.input == "petrarch-xml") return code_trees(o);
  if (o.trees) return print_trees(o);
  Works works;
  int status = take_dictionaries(o, works.coding());
  if (o.acts) fmt::print("flags\t{}\t{}\n", coding::kActFlags, fmt::join(coding::kFrameFlags, "\t"));
  std::string out;
  const unsigned threads = o.threads > 0 ? o.threads : std::max(1U, std::thread::hardware_concurrency());
  run_ordered(
      works, threads, o.explain || o.acts || o.claims,
      [&](const auto& take) { status = std::max(status, read_inputs(o, take)); },
      [&](Coded&& coded) {
        if (o.acts)
          print_asked(coded);
        else if (o.claims)
          print_asked_claims(coded);
        else if (o.explain)
          print_explanation(coded, works.coder().world());
        else
          print_records(coded.records, out);
      });
  return status;
}

}  // namespace

void add_code(CLI::App& app, Run& run) {
  auto* verb =
      app.add_subcommand("code", "Code documents on standard input (or files): records as JSON Lines");
  auto o = std::make_shared<Options>();
  verb->add_option("paths", o->paths, "Files or folders; standard input if none");
  verb->add_option("--date", o->date, "Date of documents that state none")->check(is_date());
  verb->add_option("--input", o->input, "auto, text, html, jsonl, feed, conllu or petrarch-xml")
      ->check(CLI::IsMember({"auto", "text", "html", "jsonl", "feed", "conllu", "petrarch-xml"}));
  verb->add_option("--threads", o->threads, "Threads (all cores)")->check(CLI::Range(1U, 1024U));
  verb->add_flag(
      "--explain", o->explain,
      "For each sentence: the tree, the actors, the frames tried, and why a record was made or not");
  verb->add_flag("--trees", o->trees, "The trees as CoNLL-U, not the records; --input conllu reads them back")
      ->excludes("--explain");
  verb->add_flag("--acts", o->acts, "What the learned judgement of acts is asked, for scripts/train-acts.py")
      ->excludes("--explain")
      ->excludes("--trees");
  verb->add_flag("--claims", o->claims,
                 "What the learned judgement of claims is asked, for scripts/train-claims.py")
      ->excludes("--explain")
      ->excludes("--trees")
      ->excludes("--acts");
  add_dictionaries(*verb, o->dictionaries);
  verb->callback([o, &run] { run = [o] { return code(*o); }; });
}

}  // namespace realign::app
