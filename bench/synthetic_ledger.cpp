// A ledger of made-up records, as large as wanted, for timing what must stay quick on a large one.
//
//   realign_synthetic_ledger FILE --events 1000000 [--from 2005-01-01 --to 2024-12-31] [--seed 1] [--bare]
//
// Ten events and two claims a document. Pairs of states are drawn by a power law, as news has them: a few
// dyads hold much of the news, most hold a handful of acts. Each pair has a level that drifts over the years,
// and its acts' types are drawn so that their scores scatter round it; hence verdicts of every kind. --bare
// leaves out texts, sentences and the words for full-text search: what series need and nothing else. The same
// seed gives the same ledger.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>

#include "actors/actor.h"
#include "coding/scale.h"
#include "ledger/ledger.h"
#include "ledger/parts.h"
#include "text/table.h"

namespace {

using namespace realign;

struct Verb {
  coding::Type type;
  const char* words;
};
constexpr Verb kVerbs[] = {{coding::Type::AGREE, "signed an agreement with"},
                           {coding::Type::CONSULT, "held talks with"},
                           {coding::Type::SUPPORT, "praised"},
                           {coding::Type::CONCEDE, "gave in to"},
                           {coding::Type::COOPERATE, "trained together with"},
                           {coding::Type::AID, "sent relief to"},
                           {coding::Type::RETREAT, "withdrew its troops from"},
                           {coding::Type::REQUEST, "asked for help from"},
                           {coding::Type::ACCUSE, "accused"},
                           {coding::Type::REJECT, "turned down a request from"},
                           {coding::Type::THREATEN, "warned"},
                           {coding::Type::PROTEST, "protested against"},
                           {coding::Type::SANCTION, "put sanctions on"},
                           {coding::Type::MOBILIZE, "moved troops toward"},
                           {coding::Type::COERCE, "detained citizens of"},
                           {coding::Type::ASSAULT, "attacked"}};
constexpr const char* kMatters[] = {"grain", "gas transit",  "border posts", "fishing rights",
                                    "visas", "rail freight", "air defence",  "loans",
                                    "water", "uranium",      "elections",    "customs"};
constexpr const char* kSpeakers[] = {
    "narrator",     "narrator",       "narrator",          "narrator",          "the foreign minister",
    "Anna Example", "Boris Beispiel", "several officials", "a Western diplomat"};

struct Options {
  std::string file, from = "2005-01-01", to = "2024-12-31";
  long long events = 1000000;
  unsigned seed = 1;
  bool bare = false;
};

int make(const Options& o) {
  if (std::filesystem::exists(o.file)) throw text::Error(o.file, "is there already");
  const auto first = text::parse_date(o.from), last = text::parse_date(o.to);
  if (!first || !last || *first > *last)
    throw text::Error("--from, --to", "want two days (YYYY-MM-DD) in order");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto scale = coding::Scale::load(text::data_dir() + "/scores.tsv");
  std::vector<std::pair<std::string, std::string>> states;  // code, name
  const auto countries = text::Table::read(text::data_dir() + "/actors/countries.tsv", 3, 3);
  for (const auto& row : countries.rows())
    if (world.is_state(row[0])) states.emplace_back(row[0], world.name_of(row[0]));

  auto ledger = ledger::Ledger::open(o.file, ledger::Mode::write);
  auto& db = ledger.parts().db;
  db.exec("PRAGMA synchronous = OFF");
  db.exec("PRAGMA cache_size = -200000");
  // Indices are made at the end: far quicker than keeping them in order row by row.
  std::vector<std::pair<std::string, std::string>> indices;
  {
    SQLite::Statement find(db,
                           "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL");
    while (find.executeStep())
      indices.emplace_back(find.getColumn(0).getString(), find.getColumn(1).getString());
  }
  for (const auto& [name, sql] : indices) db.exec("DROP INDEX " + name);

  std::mt19937_64 random(o.seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  // Rank k has weight 1 / k: drawn by turning a uniform number.
  const auto zipf = [&] {
    const double n = static_cast<double>(states.size());
    return std::min(states.size() - 1, static_cast<std::size_t>(std::pow(n, uniform(random))) - 1);
  };
  std::shuffle(states.begin(), states.end(), random);
  for (const char* great : {"IND", "TUR", "DEU", "FRA", "CHN", "RUS", "USA"})  // the last is the greatest
    for (std::size_t i = 0; i < states.size(); ++i)
      if (states[i].first == great)
        std::rotate(states.begin(), states.begin() + static_cast<std::ptrdiff_t>(i),
                    states.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  const auto days = (std::chrono::sys_days(*last) - std::chrono::sys_days(*first)).count() + 1;
  const long long documents = (o.events + 9) / 10;

  SQLite::Transaction transaction(db);
  SQLite::Statement add_document(
      db,
      "INSERT INTO documents (number, id, hash, title, outlet, url, date, text) VALUES (?,?,?,?,?,?,?,?)");
  SQLite::Statement add_sentence(db, "INSERT INTO sentences VALUES (?,?,?,?)");
  SQLite::Statement add_event(db,
                              "INSERT INTO events (id, document, act, sentence, begin, \"end\", text, type, "
                              "mode, context, cameo, domain, polarity, "
                              "modality, day, date_from, date_to, date_precision, date_text, speaker, "
                              "affiliation, speaker_country, named, quotation, "
                              "chain, mentions, score, confidence, source_code, target_code) VALUES "
                              "(?,?,?,?,?,?,?,?,'','','',?,?,?,?,?,?,?,'',?,'','',0,'none',?,'',?,?,?,?)");
  SQLite::Statement add_pair(db, "INSERT INTO pairs VALUES (?,?,?)");
  SQLite::Statement add_actor(db,
                              "INSERT INTO actors (event, side, place, country, role, name, text) VALUES "
                              "(?,?,0,?,'government','',?)");
  SQLite::Statement add_words(db, "INSERT INTO event_words (rowid, sentence, title) VALUES (?,?,?)");
  SQLite::Statement add_claim(
      db,
      "INSERT INTO claims (id, document, sentence, begin, \"end\", text, claim, direction, condition, day, "
      "speaker, affiliation, "
      "speaker_country, named, quotation, confidence) VALUES (?,?,?,?,?,?,?,'','',?,?,'','',0,'none',0.6)");
  SQLite::Statement add_about(db, "INSERT OR IGNORE INTO about VALUES (?,?)");
  SQLite::Statement add_claim_words(db, "INSERT INTO claim_words (rowid, sentence, title) VALUES (?,?,?)");
  long long event = 0, claim = 0;
  for (long long d = 1; d <= documents; ++d) {
    // Documents come in the order of their days, as an archive is read.
    const auto day_number = days * (d - 1) / documents;
    const text::Date date(std::chrono::sys_days(*first) + std::chrono::days(day_number));
    const std::string day = text::format_date(date), id = fmt::format("made-{:08}", d);
    const std::string title =
        fmt::format("{} and other news of {}",
                    kMatters[static_cast<std::size_t>(uniform(random) * std::size(kMatters))], day);
    std::string body;
    struct Sentence {
      std::size_t begin, end;
    };
    std::vector<Sentence> sentences;
    struct Made {
      std::size_t source, target, verb;
    };
    std::vector<Made> made;
    for (int k = 0; k < 12; ++k) {
      const auto a = zipf();
      auto b = zipf();
      if (a == b) b = (a + 1 + static_cast<std::size_t>(uniform(random) * 5)) % states.size();
      // The pair's level: a slow wave of its own length and phase.
      const double phase = static_cast<double>((a * 131 + b * 37) % 997) / 997.0 * 6.28;
      const double level = 3.5 * std::sin(phase + static_cast<double>(day_number) /
                                                      (400.0 + static_cast<double>((a + b) % 40) * 60.0));
      std::size_t verb = 0;
      double best = 1e9;
      for (int tries = 0; tries < 3; ++tries) {  // of three acts the one nearest to the level
        const auto v = static_cast<std::size_t>(uniform(random) * std::size(kVerbs));
        const double miss = std::abs(
            scale.score(kVerbs[v].type, "", coding::Polarity::affirmed, coding::Modality::actual) - level);
        if (miss < best) best = miss, verb = v;
      }
      made.push_back({a, b, verb});
      if (!body.empty()) body += ' ';
      const auto begin = body.size();
      body += fmt::format("{} {} {} over {}.", states[a].second, kVerbs[verb].words, states[b].second,
                          kMatters[static_cast<std::size_t>(uniform(random) * std::size(kMatters))]);
      sentences.push_back({begin, body.size()});
    }
    const text::CodePointIndex points(body);
    add_document.bind(1, static_cast<std::int64_t>(d));
    add_document.bind(2, id);
    add_document.bind(3, id);
    add_document.bind(4, title);
    add_document.bind(5, fmt::format("Outlet {}", d % 50));
    add_document.bind(6, "");
    add_document.bind(7, day);
    add_document.bind(8, o.bare ? std::string() : body);
    add_document.exec();
    add_document.reset();
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      const auto words = body.substr(sentences[s].begin, sentences[s].end - sentences[s].begin);
      const auto begin = o.bare ? 0 : static_cast<std::int64_t>(points.at(sentences[s].begin));
      const auto end = o.bare ? 0 : static_cast<std::int64_t>(points.at(sentences[s].end));
      if (!o.bare) {
        add_sentence.bind(1, static_cast<std::int64_t>(d));
        add_sentence.bind(2, static_cast<std::int64_t>(s));
        add_sentence.bind(3, begin);
        add_sentence.bind(4, end);
        add_sentence.exec();
        add_sentence.reset();
      }
      const auto& m = made[s];
      const std::string speaker = kSpeakers[static_cast<std::size_t>(uniform(random) * std::size(kSpeakers))];
      if (s >= 10) {
        ++claim;
        add_claim.bind(1, static_cast<std::int64_t>(claim));
        add_claim.bind(2, static_cast<std::int64_t>(d));
        add_claim.bind(3, static_cast<std::int64_t>(s));
        add_claim.bind(4, begin);
        add_claim.bind(5, end);
        add_claim.bind(6, o.bare ? std::string() : words);
        add_claim.bind(
            7, std::string(to_string(static_cast<coding::ClaimKind>(static_cast<int>(uniform(random) * 7)))));
        add_claim.bind(8, day);
        add_claim.bind(9, speaker);
        add_claim.exec();
        add_claim.reset();
        for (const auto side : {m.source, m.target}) {
          add_about.bind(1, static_cast<std::int64_t>(claim));
          add_about.bind(2, states[side].first);
          add_about.exec();
          add_about.reset();
        }
        if (!o.bare) {
          add_claim_words.bind(1, static_cast<std::int64_t>(claim));
          add_claim_words.bind(2, words);
          add_claim_words.bind(3, title);
          add_claim_words.exec();
          add_claim_words.reset();
        }
        continue;
      }
      if (event == o.events) continue;
      ++event;
      const double chance = uniform(random);
      const auto polarity = chance < 0.05 ? coding::Polarity::negated : coding::Polarity::affirmed;
      const auto modality = chance > 0.9    ? coding::Modality::intended
                            : chance > 0.87 ? coding::Modality::demanded
                                            : coding::Modality::actual;
      const auto domain = static_cast<coding::Domain>(static_cast<int>(uniform(random) * 9));
      const bool month = uniform(random) < 0.1;
      int at = 1;
      add_event.bind(at++, static_cast<std::int64_t>(event));
      add_event.bind(at++, static_cast<std::int64_t>(d));
      add_event.bind(at++, static_cast<std::int64_t>(event));
      add_event.bind(at++, static_cast<std::int64_t>(s));
      add_event.bind(at++, begin);
      add_event.bind(at++, end);
      add_event.bind(at++, o.bare ? std::string() : words);
      add_event.bind(at++, std::string(to_string(kVerbs[m.verb].type)));
      add_event.bind(at++, std::string(to_string(domain)));
      add_event.bind(at++, std::string(to_string(polarity)));
      add_event.bind(at++, std::string(to_string(modality)));
      const std::string from = month ? day.substr(0, 8) + "01" : day;
      add_event.bind(at++, from);
      add_event.bind(at++, from);
      add_event.bind(at++, month ? day.substr(0, 8) + "28" : day);
      add_event.bind(at++, month ? "month" : "day");
      add_event.bind(at++, speaker);
      add_event.bind(at++, s < 3 && uniform(random) < 0.3 ? "story" : "");
      add_event.bind(at++, scale.score(kVerbs[m.verb].type, "", polarity, modality));
      add_event.bind(at++, 0.5 + 0.5 * uniform(random));
      add_event.bind(at++, states[m.source].first);
      add_event.bind(at++, states[m.target].first);
      add_event.exec();
      add_event.reset();
      add_pair.bind(1, states[m.source].first);
      add_pair.bind(2, states[m.target].first);
      add_pair.bind(3, static_cast<std::int64_t>(event));
      add_pair.exec();
      add_pair.reset();
      for (int side = 0; side < 2; ++side) {
        const auto& state = states[side == 0 ? m.source : m.target];
        add_actor.bind(1, static_cast<std::int64_t>(event));
        add_actor.bind(2, side);
        add_actor.bind(3, state.first);
        add_actor.bind(4, o.bare ? std::string() : state.second);
        add_actor.exec();
        add_actor.reset();
      }
      if (!o.bare) {
        add_words.bind(1, static_cast<std::int64_t>(event));
        add_words.bind(2, words);
        add_words.bind(3, title);
        add_words.exec();
        add_words.reset();
      }
    }
    if (d % 10000 == 0) fmt::print(stderr, "\r{} events", event);
  }
  transaction.commit();
  fmt::print(stderr, "\r{} events; indices\n", event);
  for (const auto& [name, sql] : indices) db.exec(sql);
  db.exec("PRAGMA optimize");
  fmt::print("{}: {} documents, {} events, {} claims\n", o.file, documents, event, claim);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A ledger of made-up records, for timing"};
  Options o;
  app.add_option("file", o.file, "The ledger to make")->required();
  app.add_option("--events", o.events, "Events (1000000)")->check(CLI::Range(1LL, 1000000000LL));
  app.add_option("--from", o.from, "First day (2005-01-01)");
  app.add_option("--to", o.to, "Last day (2024-12-31)");
  app.add_option("--seed", o.seed, "Seed (1)");
  app.add_flag("--bare", o.bare, "Without texts, sentences and full-text words");
  CLI11_PARSE(app, argc, argv);
  try {
    return make(o);
  } catch (const std::exception& e) {
    fmt::print(stderr, "realign_synthetic_ledger: {}\n", e.what());
    return 1;
  }
}
