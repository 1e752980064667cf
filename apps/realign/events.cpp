// realign events, realign claims: what the ledger holds, filtered.
#include <fmt/format.h>

#include <string>

#include "coding/coder.h"
#include "exchange/rows.h"
#include "ledger/ledger.h"
#include "options.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

using ledger::ClaimRow;
using ledger::EventRow;
using ledger::Ledger;

struct Options {
  FilterOptions filter;
  std::string ledger, format;
};

// What a terminal shows must not be able to steer it: control characters become blanks.
std::string shown(std::string text, std::size_t width) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (width == 0 || text.size() <= width) return text;
  while (width > 0 && (static_cast<unsigned char>(text[width]) & 0xC0) == 0x80) --width;
  return text.substr(0, width) + "…";
}

// DESIGN.md's record with the ledger's own fields behind.
template <typename Row, typename Record>
std::string json(const Row& row, const Record& record) {
  std::string out;
  append_json(out, record);
  out.pop_back();
  const auto field = [&](const char* name, const std::string& value) {
    out += fmt::format(",\"{}\":\"", name);
    for (const char c : value) {
      if (c == '"' || c == '\\') out += '\\';
      if (static_cast<unsigned char>(c) < 0x20)
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else
        out += c;
    }
    out += '"';
  };
  out += fmt::format(",\"id\":{}", row.id);
  field("day", row.day);
  field("sentence_text", row.sentence);
  field("title", row.source.title);
  field("outlet", row.source.outlet);
  field("published", row.source.date);
  field("url", row.source.url);
  if (!row.source.dictionaries.empty()) out.append(",\"dictionaries\":").append(row.source.dictionaries);
  return out + "}";
}

// Which act it tells, and how many articles do.
std::string with_act(std::string line, const EventRow& row) {
  line.pop_back();
  return line + fmt::format(",\"act\":{},\"articles\":{}}}", row.act, row.articles);
}

int events(const Options& o) {
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto filter = filter_of(o.filter, world);
  const Ledger ledger =
      Ledger::open(o.ledger.empty() ? Ledger::default_path() : o.ledger, ledger::Mode::read);
  const Format format = format_of(o.format);
  if (format == Format::csv) fmt::print("{}", exchange::csv_head(true));
  if (format == Format::table)
    fmt::print("{:<11}{:<26}{:<26}{:<11}{:<11}{:<22}{}\n", "day", "source", "target", "type", "domain",
               "reading", "words");
  std::size_t n = 0;
  ledger.events(filter, [&](const EventRow& r) {
    ++n;
    const auto& e = r.event;
    switch (format) {
      case Format::jsonl:
        fmt::print("{}\n", with_act(json(r, e), r));
        break;
      case Format::csv:
        fmt::print("{}", exchange::csv_line(r));
        break;
      case Format::table:
        fmt::print(
            "{:<11}{:<26}{:<26}{:<11}{:<11}{:<22}{}\n", r.day, shown(exchange::side_of(e.source), 24),
            shown(exchange::side_of(e.target), 24), to_string(e.type), to_string(e.domain),
            fmt::format("{}{}", e.polarity == coding::Polarity::negated ? "not " : "", to_string(e.modality)),
            shown(e.text, 90));
        fmt::print("{:<11}“{}” — {}{}{}\n", "", shown(r.sentence, 200),
                   shown(r.source.title.empty() ? r.source.id : r.source.title, 60),
                   e.attribution.speaker == "narrator" ? "" : ", " + shown(e.attribution.speaker, 40),
                   r.articles > 1 ? fmt::format(" (told by {} articles)", r.articles) : "");
        break;
    }
    return true;
  });
  if (format == Format::table) fmt::print("{} event{}\n", n, n == 1 ? "" : "s");
  return 0;
}

int claims(const Options& o) {
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto filter = filter_of(o.filter, world);
  const Ledger ledger =
      Ledger::open(o.ledger.empty() ? Ledger::default_path() : o.ledger, ledger::Mode::read);
  const Format format = format_of(o.format);
  if (format == Format::csv) fmt::print("{}", exchange::csv_head(false));
  std::size_t n = 0;
  ledger.claims(filter, [&](const ClaimRow& r) {
    ++n;
    const auto& c = r.claim;
    std::string about;
    for (const auto& code : c.about) about += (about.empty() ? "" : " ") + code;
    switch (format) {
      case Format::jsonl:
        fmt::print("{}\n", json(r, c));
        break;
      case Format::csv:
        fmt::print("{}", exchange::csv_line(r));
        break;
      case Format::table:
        fmt::print("{:<11}{:<20}{:<15}{:<30}{}\n", r.day, shown(about, 19), to_string(c.claim),
                   shown(c.attribution.speaker, 28), shown(c.text, 110));
        break;
    }
    return true;
  });
  if (format == Format::table) fmt::print("{} claim{}\n", n, n == 1 ? "" : "s");
  return 0;
}

}  // namespace

void add_events(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("events", "Show events of the ledger");
  auto o = std::make_shared<Options>();
  add_filter(*verb, o->filter, true);
  add_ledger(*verb, o->ledger);
  add_corrections_choice(*verb);
  add_format(*verb, o->format);
  verb->callback([o, &run] { run = [o] { return events(*o); }; });
}

void add_claims(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("claims", "Show claims of the ledger");
  auto o = std::make_shared<Options>();
  add_filter(*verb, o->filter, false);
  add_ledger(*verb, o->ledger);
  add_corrections_choice(*verb);
  add_format(*verb, o->format);
  verb->callback([o, &run] { run = [o] { return claims(*o); }; });
}

}  // namespace realign::app
