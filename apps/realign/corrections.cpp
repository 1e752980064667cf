// realign corrections: what readers marked wrong or right, listed and exported.
#include "ledger/corrections.h"

#include <fmt/format.h>

#include "options.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

struct Options {
  std::string ledger, format, kind, document;
  long long record = 0;
  std::size_t limit = 0;
};

// What a terminal shows must not be able to steer it.
std::string shown(std::string text, std::size_t width) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (text.size() <= width) return text;
  while (width > 0 && (static_cast<unsigned char>(text[width]) & 0xC0) == 0x80) --width;
  return text.substr(0, width) + "…";
}

int corrections(const Options& o) {
  if (o.record != 0 && o.kind.empty())
    throw text::Error("--record", "wants --kind event or claim: both are numbered from 1");
  const auto ledger =
      ledger::Ledger::open(o.ledger.empty() ? ledger::Ledger::default_path() : o.ledger, ledger::Mode::read);
  const auto format = format_of(o.format);
  if (format == Format::csv) fmt::print("{}", ledger::correction_csv_head());
  if (format == Format::table)
    fmt::print("{:<21}{:<7}{:>9}  {:<8}{:<40}{:<18}{}\n", "made", "kind", "record", "verdict", "instead",
               "author", "note");
  std::size_t n = 0;
  ledger::corrections(ledger, {o.kind, o.document, o.record, 0, o.limit}, [&](const ledger::Correction& c) {
    ++n;
    if (format == Format::jsonl) fmt::print("{}\n", to_json(c));
    if (format == Format::csv) fmt::print("{}", to_csv(c));
    if (format == Format::table)
      fmt::print("{:<21}{:<7}{:>9}  {:<8}{:<40}{:<18}{}\n", c.made, c.kind, c.record,
                 c.wrong ? "wrong" : "right", shown(c.fields == "{}" ? "" : c.fields, 38),
                 shown(c.author, 16), shown(c.note, 80));
    return true;
  });
  if (format == Format::table) fmt::print("{} correction{}\n", n, n == 1 ? "" : "s");
  return 0;
}

}  // namespace

void add_corrections(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("corrections", "Show what readers marked wrong or right, newest first");
  auto o = std::make_shared<Options>();
  verb->add_option("--kind", o->kind, "event or claim")->check(CLI::IsMember({"event", "claim"}));
  verb->add_option("--record", o->record, "Of this record's id (with --kind)")
      ->check(CLI::Range(1LL, 1LL << 62));
  verb->add_option("--document", o->document, "Of this document's records");
  verb->add_option("--limit", o->limit, "At most this many")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000000}));
  add_ledger(*verb, o->ledger);
  add_format(*verb, o->format);
  verb->callback([o, &run] { run = [o] { return corrections(*o); }; });
}

}  // namespace realign::app
