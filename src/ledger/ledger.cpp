#include "ledger/ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "ledger/acts.h"
#include "ledger/parts.h"
#include "ledger/schema.h"
#include "text/error.h"

namespace realign::ledger {

namespace fs = std::filesystem;
using coding::Claim;
using coding::Event;

Ledger::Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

const std::string& Ledger::path() const {
  return parts_->path;
}

std::string Ledger::default_path() {
  if (const char* named = std::getenv("REALIGN_LEDGER"); named != nullptr && *named != '\0') return named;
  fs::path base;
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') {
    base = xdg;
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    base = fs::path(home) / ".local" / "share";
  } else {
    throw text::Error("ledger", "no place for it: give --ledger FILE, or set REALIGN_LEDGER or HOME");
  }
  return (base / "realign" / "ledger.sqlite").string();
}

Ledger Ledger::open(const std::string& path, Mode mode) {
  Ledger ledger;
  std::error_code failed;
  if (mode == Mode::read && !fs::exists(path, failed))
    throw text::Error(path, "no ledger there: `realign read` makes one");
  if (fs::is_directory(path, failed)) throw text::Error(path, "is a folder, not a ledger");
  if (mode == Mode::write)
    if (const auto parent = fs::path(path).parent_path(); !parent.empty()) {
      fs::create_directories(parent, failed);
      if (failed) throw text::Error(parent.string(), failed.message());
    }
  try {
    ledger.parts_ = std::make_unique<Parts>(
        path, mode == Mode::write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY);
    auto& db = ledger.parts_->db;
    db.setBusyTimeout(10000);
    if (mode == Mode::write) {
      db.exec("PRAGMA journal_mode = WAL");
      db.exec("PRAGMA synchronous = NORMAL");
      db.exec("PRAGMA foreign_keys = ON");
      migrate(db, path);
    } else if (db.execAndGet("PRAGMA application_id").getInt() != kApplicationId) {
      throw text::Error(path, "is a database, but no Realign ledger");
    } else if (db.execAndGet("PRAGMA user_version").getInt() > kSchemaVersion) {
      throw text::Error(path, "was written by a newer Realign");
    } else if (db.execAndGet("PRAGMA user_version").getInt() < kSchemaVersion) {
      // Queries rest on today's tables: an older ledger is brought up to them once.
      ledger.parts_.reset();
      try {
        Ledger::open(path, Mode::write);
      } catch (const text::Error&) {
        throw text::Error(path,
                          "is of an older Realign and cannot be brought up to date: it is not writable");
      }
      return Ledger::open(path, Mode::read);
    }
    // A file cut short or overwritten shows here rather than in the middle of a query. Looking at every page
    // of a large one would take longer than most questions: there only its length is looked at.
    constexpr std::int64_t kLarge = 64 << 20;
    const auto pages = db.execAndGet("PRAGMA page_count").getInt64(),
               size = db.execAndGet("PRAGMA page_size").getInt64();
    if (pages * size > kLarge) {
      if (static_cast<std::int64_t>(fs::file_size(path)) < pages * size && !fs::exists(path + "-wal"))
        throw text::Error(path, "damaged ledger: cut short");
    } else if (const std::string state = db.execAndGet("PRAGMA quick_check(1)").getString(); state != "ok")
      throw text::Error(path, "damaged ledger: " + state);
  } catch (const SQLite::Exception& e) {
    throw text::Error(path, std::string("damaged or no ledger: ") + e.what());
  }
  return ledger;
}

Ledger Ledger::again(const std::string& path) {
  Ledger ledger;
  try {
    ledger.parts_ = std::make_unique<Parts>(path, SQLite::OPEN_READONLY);
    ledger.parts_->db.setBusyTimeout(10000);
  } catch (const SQLite::Exception& e) {
    throw text::Error(path, std::string("damaged or no ledger: ") + e.what());
  }
  return ledger;
}

bool Ledger::has(const text::Document& document) const {
  SQLite::Statement find(parts_->db, "SELECT 1 FROM documents WHERE hash = ?");
  find.bind(1, text::content_id(document.text));
  return find.executeStep();
}

std::string Ledger::name_of(const text::Document& document) const {
  SQLite::Statement find(parts_->db, "SELECT id FROM documents WHERE hash = ?");
  find.bind(1, text::content_id(document.text));
  return find.executeStep() ? find.getColumn(0).getString() : std::string();
}

namespace {

std::string slice(const text::Document& document, std::pair<std::size_t, std::size_t> span) {
  if (span.first >= document.text.size() || span.second < span.first) return {};
  return document.text.substr(span.first, span.second - span.first);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += ',';
    out += part;
  }
  return out;
}

std::string spans_text(const std::vector<coding::Span>& spans) {
  std::string out;
  for (const auto& s : spans)
    out += fmt::format("{}{}:{}-{}", out.empty() ? "" : " ", s.sentence, s.begin, s.end);
  return out;
}

int bind_attribution(SQLite::Statement& insert, int at, const coding::Attribution& a) {
  insert.bind(at++, a.speaker);
  insert.bind(at++, a.affiliation);
  insert.bind(at++, a.country);
  insert.bind(at++, a.named ? 1 : 0);
  insert.bind(at++, std::string(to_string(a.quotation)));
  return at;
}

}  // namespace

bool Ledger::add(const text::Document& document,
                 std::span<const std::pair<std::size_t, std::size_t>> sentences,
                 const std::vector<Event>& events, const std::vector<Claim>& claims,
                 const std::string& dictionaries) {
  auto& db = parts_->db;
  try {
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    if (has(document)) return false;
    const std::string date = document.date ? text::format_date(*document.date) : "";
    SQLite::Statement insert_document(
        db,
        "INSERT INTO documents (id, hash, title, outlet, url, date, text, dictionaries) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?)");
    const std::string hash = text::content_id(document.text);
    insert_document.bind(1, document.id.empty() ? hash : document.id);
    insert_document.bind(2, hash);
    insert_document.bind(3, document.title);
    insert_document.bind(4, document.outlet);
    insert_document.bind(5, document.url);
    insert_document.bind(6, date);
    insert_document.bind(7, document.text);
    insert_document.bind(8, dictionaries);
    insert_document.exec();
    const std::int64_t number = db.getLastInsertRowid();

    const text::CodePointIndex index(document.text);
    SQLite::Statement insert_sentence(db, "INSERT INTO sentences VALUES (?, ?, ?, ?)");
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      insert_sentence.bind(1, number);
      insert_sentence.bind(2, static_cast<std::int64_t>(s));
      insert_sentence.bind(3, static_cast<std::int64_t>(index.at(sentences[s].first)));
      insert_sentence.bind(4, static_cast<std::int64_t>(index.at(sentences[s].second)));
      insert_sentence.exec();
      insert_sentence.reset();
    }
    const auto sentence_text = [&](int s) {
      return static_cast<std::size_t>(s) < sentences.size()
                 ? slice(document, sentences[static_cast<std::size_t>(s)])
                 : std::string();
    };

    SQLite::Statement insert_event(
        db,
        "INSERT INTO events (document, act, sentence, begin, \"end\", text, type, mode, context, cameo, "
        "domain, polarity, modality, day,"
        " date_from, date_to, date_precision, date_text, speaker, affiliation, speaker_country, named, "
        "quotation, chain, mentions,"
        " score, confidence, source_code, target_code) VALUES "
        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    std::vector<std::int64_t> added;
    SQLite::Statement insert_actor(
        db,
        "INSERT INTO actors (event, side, place, country, role, name, text, code) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::Statement insert_pair(db, "INSERT OR IGNORE INTO pairs VALUES (?, ?, ?)");
    SQLite::Statement insert_words(db, "INSERT INTO event_words (rowid, sentence, title) VALUES (?, ?, ?)");
    for (const auto& e : events) {
      const std::string day = !e.date.from.empty() ? e.date.from : date;
      int at = 1;
      insert_event.bind(at++, number);
      insert_event.bind(at++, std::int64_t{0});  // its act is judged below
      insert_event.bind(at++, e.span.sentence);
      insert_event.bind(at++, static_cast<std::int64_t>(e.span.begin));
      insert_event.bind(at++, static_cast<std::int64_t>(e.span.end));
      insert_event.bind(at++, e.text);
      for (const auto& name : {std::string(to_string(e.type)), e.mode, joined(e.context), e.cameo,
                               std::string(to_string(e.domain)), std::string(to_string(e.polarity)),
                               std::string(to_string(e.modality)), day, e.date.from, e.date.to,
                               std::string(to_string(e.date.precision)), e.date.text})
        insert_event.bind(at++, name);
      at = bind_attribution(insert_event, at, e.attribution);
      insert_event.bind(at++, e.chain);
      insert_event.bind(at++, spans_text(e.mentions));
      insert_event.bind(at++, e.score);
      insert_event.bind(at++, e.confidence);
      insert_event.bind(at++, e.source.empty() ? "" : e.source.front().country);
      insert_event.bind(at++, e.target.empty() ? "" : e.target.front().country);
      insert_event.exec();
      insert_event.reset();
      const std::int64_t id = db.getLastInsertRowid();
      added.push_back(id);
      for (int side = 0; side < 2; ++side) {
        const auto& list = side == 0 ? e.source : e.target;
        for (std::size_t i = 0; i < list.size(); ++i) {
          insert_actor.bind(1, id);
          insert_actor.bind(2, side);
          insert_actor.bind(3, static_cast<std::int64_t>(i));
          insert_actor.bind(4, list[i].country);
          insert_actor.bind(5, list[i].role);
          insert_actor.bind(6, list[i].name);
          insert_actor.bind(7, list[i].text);
          insert_actor.bind(8, list[i].code);
          insert_actor.exec();
          insert_actor.reset();
        }
      }
      for (const auto& s : e.source)
        for (const auto& t : e.target) {
          if (s.country.empty() || t.country.empty()) continue;
          insert_pair.bind(1, s.country);
          insert_pair.bind(2, t.country);
          insert_pair.bind(3, id);
          insert_pair.exec();
          insert_pair.reset();
        }
      insert_words.bind(1, id);
      insert_words.bind(2, sentence_text(e.span.sentence));
      insert_words.bind(3, document.title);
      insert_words.exec();
      insert_words.reset();
    }

    if (!added.empty()) Acts(db).place(added);

    SQLite::Statement insert_claim(
        db,
        "INSERT INTO claims (document, sentence, begin, \"end\", text, claim, direction, condition, day, "
        "speaker, affiliation,"
        " speaker_country, named, quotation, confidence) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    SQLite::Statement insert_about(db, "INSERT OR IGNORE INTO about VALUES (?, ?)");
    SQLite::Statement insert_claim_words(db,
                                         "INSERT INTO claim_words (rowid, sentence, title) VALUES (?, ?, ?)");
    for (const auto& c : claims) {
      int at = 1;
      insert_claim.bind(at++, number);
      insert_claim.bind(at++, c.span.sentence);
      insert_claim.bind(at++, static_cast<std::int64_t>(c.span.begin));
      insert_claim.bind(at++, static_cast<std::int64_t>(c.span.end));
      for (const auto& name : {c.text, std::string(to_string(c.claim)), c.direction, c.condition, date})
        insert_claim.bind(at++, name);
      at = bind_attribution(insert_claim, at, c.attribution);
      insert_claim.bind(at++, c.confidence);
      insert_claim.exec();
      insert_claim.reset();
      const std::int64_t id = db.getLastInsertRowid();
      for (const auto& code : c.about) {
        insert_about.bind(1, id);
        insert_about.bind(2, code);
        insert_about.exec();
        insert_about.reset();
      }
      insert_claim_words.bind(1, id);
      insert_claim_words.bind(2, sentence_text(c.span.sentence));
      insert_claim_words.bind(3, document.title);
      insert_claim_words.exec();
      insert_claim_words.reset();
    }
    transaction.commit();
    return true;
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts_->path, std::string("cannot be written: ") + e.what());
  }
}

Counts Ledger::counts() const {
  auto& db = parts_->db;
  return {db.execAndGet("SELECT count(*) FROM documents").getInt64(),
          db.execAndGet("SELECT count(*) FROM events").getInt64(),
          db.execAndGet("SELECT count(*) FROM claims").getInt64()};
}

std::optional<text::Document> Ledger::document(const std::string& id) const {
  SQLite::Statement find(parts_->db,
                         "SELECT id, title, outlet, url, date, text FROM documents WHERE id = ? OR hash = ? "
                         "ORDER BY number LIMIT 1");
  find.bind(1, id);
  find.bind(2, id);
  if (!find.executeStep()) return std::nullopt;
  text::Document document;
  document.id = find.getColumn(0).getString();
  document.title = find.getColumn(1).getString();
  document.outlet = find.getColumn(2).getString();
  document.url = find.getColumn(3).getString();
  document.date = text::parse_date(find.getColumn(4).getString());
  document.text = find.getColumn(5).getString();
  return document;
}

}  // namespace realign::ledger
