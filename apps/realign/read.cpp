// realign read: files, folders and standard input into the ledger.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <thread>

#include "coding/work.h"
#include "dictionaries.h"
#include "ledger/ledger.h"
#include "options.h"
#include "text/reader.h"
#include "verbs.h"

namespace realign::app {
namespace {

using coding::Coded;
using coding::run_ordered;
using coding::Whole;
using coding::Works;

struct Options {
  std::vector<std::string> paths;
  std::string date, input = "auto", ledger;
  unsigned threads = 0;
  DictionaryOptions dictionaries;
};

int read(const Options& o) {
  auto ledger =
      ledger::Ledger::open(o.ledger.empty() ? ledger::Ledger::default_path() : o.ledger, ledger::Mode::write);
  text::ReadOptions options;
  if (!o.date.empty()) options.date = text::parse_date(o.date);
  if (o.input == "text") options.format = text::InputFormat::text;
  if (o.input == "html") options.format = text::InputFormat::html;
  if (o.input == "jsonl") options.format = text::InputFormat::jsonl;
  if (o.input == "feed") options.format = text::InputFormat::feed;
  std::vector<std::string> paths = o.paths;
  if (paths.empty()) paths.emplace_back("-");
  Works works;
  int status = use_dictionaries(o.dictionaries, works.coding());
  const std::string dictionaries = works.coding().dictionaries_used();
  std::size_t added = 0, known = 0, events = 0, claims = 0;
  const bool progress = isatty(STDERR_FILENO) != 0;
  Whole whole;
  const unsigned threads = o.threads > 0 ? o.threads : std::max(1U, std::thread::hardware_concurrency());
  run_ordered(
      works, threads, false,
      [&](const auto& take) {
        for (const auto& path : paths)
          text::read_documents(
              path, options,
              [&](text::Document&& d) {
                // What the ledger has already needs no parse.
                if (ledger.has(d))
                  ++known;
                else
                  take(std::move(d));
              },
              [&](const text::Error& e) {
                fmt::print(stderr, "{}realign: {}\n", progress ? "\r\033[K" : "", e.what());
                status = 1;
              });
      },
      [&](Coded&& coded) {
        if (!whole.add(std::move(coded))) return;
        if (ledger.add(whole.document, whole.sentences, whole.events, whole.claims, dictionaries)) {
          ++added;
          events += whole.events.size();
          claims += whole.claims.size();
        } else {
          ++known;
        }
        if (progress) fmt::print(stderr, "\r\033[K{} documents", added + known);
      });
  if (progress) fmt::print(stderr, "\r\033[K");
  fmt::print("{} documents added, {} known already; {} events, {} claims added to {}\n", added, known, events,
             claims, ledger.path());
  return status;
}

}  // namespace

void add_read(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("read", "Read documents into the ledger");
  auto o = std::make_shared<Options>();
  verb->add_option("paths", o->paths, "Files or folders; - or nothing for standard input");
  verb->add_option("--date", o->date, "Date of documents that state none")->check(is_date());
  verb->add_option("--input", o->input, "auto, text, html, jsonl or feed")
      ->check(CLI::IsMember({"auto", "text", "html", "jsonl", "feed"}));
  verb->add_option("--threads", o->threads, "Threads (all cores)")->check(CLI::Range(1U, 1024U));
  add_ledger(*verb, o->ledger);
  add_dictionaries(*verb, o->dictionaries);
  verb->callback([o, &run] { run = [o] { return read(*o); }; });
}

}  // namespace realign::app
