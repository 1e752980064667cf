#include "ledger/schema.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/acts.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

// Version 1. Spans are code points into documents.text; days are ISO texts, '' where unknown, so that they
// sort.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE documents (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, outlet TEXT NOT NULL, url TEXT NOT NULL,
  date TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_id ON documents (id);

CREATE TABLE sentences (
  document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
  sentence INTEGER NOT NULL,
  begin INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (document, sentence)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
  act INTEGER NOT NULL,
  sentence INTEGER NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  type TEXT NOT NULL, mode TEXT NOT NULL, context TEXT NOT NULL, cameo TEXT NOT NULL,
  domain TEXT NOT NULL, polarity TEXT NOT NULL, modality TEXT NOT NULL,
  day TEXT NOT NULL,
  date_from TEXT NOT NULL, date_to TEXT NOT NULL, date_precision TEXT NOT NULL, date_text TEXT NOT NULL,
  speaker TEXT NOT NULL, affiliation TEXT NOT NULL, speaker_country TEXT NOT NULL,
  named INTEGER NOT NULL CHECK (named IN (0, 1)), quotation TEXT NOT NULL,
  chain TEXT NOT NULL, mentions TEXT NOT NULL,
  score REAL NOT NULL, confidence REAL NOT NULL
) STRICT;
CREATE INDEX events_by_day ON events (day, id);
CREATE INDEX events_by_act ON events (act);
CREATE INDEX events_by_document ON events (document);

CREATE TABLE actors (
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  side INTEGER NOT NULL CHECK (side IN (0, 1)),
  place INTEGER NOT NULL,
  country TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (event, side, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX actors_by_country ON actors (country, side, event);

CREATE TABLE claims (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
  sentence INTEGER NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  claim TEXT NOT NULL, direction TEXT NOT NULL, condition TEXT NOT NULL,
  day TEXT NOT NULL,
  speaker TEXT NOT NULL, affiliation TEXT NOT NULL, speaker_country TEXT NOT NULL,
  named INTEGER NOT NULL CHECK (named IN (0, 1)), quotation TEXT NOT NULL,
  confidence REAL NOT NULL
) STRICT;
CREATE INDEX claims_by_day ON claims (day, id);
CREATE INDEX claims_by_document ON claims (document);

CREATE TABLE about (
  claim INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  PRIMARY KEY (claim, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_by_code ON about (code, claim);

CREATE VIRTUAL TABLE event_words USING fts5 (sentence, title, content = '', tokenize = "porter unicode61");
CREATE VIRTUAL TABLE claim_words USING fts5 (sentence, title, content = '', tokenize = "porter unicode61");
)sql";

// Version 2: indicators of dyads by year.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE indicators (
  year INTEGER NOT NULL,
  source TEXT NOT NULL, target TEXT NOT NULL, indicator TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (indicator, year, source, target)
) STRICT, WITHOUT ROWID;
)sql";

// Version 3: where an act's other tellings are looked for (`events.act` of older files was judged by other
// rules); pairs of acting sides (a dyad's acts at once, also where several act together), the first actors'
// codes, indices for each order of the ledger's pages, and corrections.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE told (
  source TEXT NOT NULL, target TEXT NOT NULL,
  day TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  PRIMARY KEY (source, target, day, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_event ON told (event);

CREATE TABLE pairs (
  source TEXT NOT NULL, target TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  PRIMARY KEY (source, target, event)
) STRICT, WITHOUT ROWID;

ALTER TABLE events ADD COLUMN source_code TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN target_code TEXT NOT NULL DEFAULT '';
CREATE INDEX events_by_source_code ON events (source_code, day);
CREATE INDEX events_by_target_code ON events (target_code, day);
CREATE INDEX events_by_type ON events (type, day);
CREATE INDEX events_by_domain ON events (domain, day);
CREATE INDEX events_by_polarity ON events (polarity, day);
CREATE INDEX events_by_modality ON events (modality, day);
CREATE INDEX events_by_speaker ON events (speaker, day);
CREATE INDEX events_by_affiliation ON events (affiliation) WHERE affiliation <> '';
CREATE INDEX events_by_score ON events (score, day);
CREATE INDEX events_by_confidence ON events (confidence, day);
CREATE INDEX claims_by_claim ON claims (claim, day);
CREATE INDEX claims_by_direction ON claims (direction, day);
CREATE INDEX claims_by_speaker ON claims (speaker, day);
CREATE INDEX claims_by_affiliation ON claims (affiliation) WHERE affiliation <> '';
CREATE INDEX claims_by_confidence ON claims (confidence, day);

CREATE TABLE corrections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'claim')),
  record INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('wrong', 'right')),
  fields TEXT NOT NULL, note TEXT NOT NULL, author TEXT NOT NULL,
  made TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_by_record ON corrections (kind, record, id);
CREATE VIEW wrong AS SELECT kind, record, fields, id FROM corrections c WHERE verdict = 'wrong'
  AND id = (SELECT max(id) FROM corrections d WHERE d.kind = c.kind AND d.record = c.record);
)sql";

// Version 4: the actors' codes in a user's dictionaries, and with which of them a document was read (JSON, ''
// with none: coding/work.h).
constexpr const char* kVersion4 = R"sql(
ALTER TABLE actors ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN dictionaries TEXT NOT NULL DEFAULT '';
)sql";

// What version 3 adds, for the records of an older ledger. Also used where records were written past
// Ledger::add.
constexpr const char* kFill3 = R"sql(
INSERT OR IGNORE INTO pairs SELECT s.country, t.country, s.event FROM actors s JOIN actors t ON t.event = s.event AND t.side = 1
  WHERE s.side = 0 AND s.country <> '' AND t.country <> '';
UPDATE events SET
  source_code = coalesce((SELECT country FROM actors WHERE event = id AND side = 0 ORDER BY place LIMIT 1), ''),
  target_code = coalesce((SELECT country FROM actors WHERE event = id AND side = 1 ORDER BY place LIMIT 1), '');
)sql";

void judge_acts(SQLite::Database& db) {
  Acts acts(db);
  std::vector<std::int64_t> ids;
  SQLite::Statement all(db, "SELECT id FROM events ORDER BY day, id");
  while (all.executeStep()) ids.push_back(all.getColumn(0).getInt64());
  constexpr std::size_t kAtOnce = 1000;
  for (std::size_t at = 0; at < ids.size(); at += kAtOnce)
    acts.place(std::span(ids).subspan(at, std::min(kAtOnce, ids.size() - at)));
}

}  // namespace

void migrate(SQLite::Database& db, const std::string& path) {
  const int version = db.execAndGet("PRAGMA user_version").getInt();
  const int application = db.execAndGet("PRAGMA application_id").getInt();
  const int tables = db.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
  if (version == 0 && application == 0 && tables == 0) {
    SQLite::Transaction transaction(db);
    db.exec(kVersion1);
    db.exec(kVersion2);
    db.exec(kVersion3);
    db.exec(kVersion4);
    db.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    db.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
    return;
  }
  if (application != kApplicationId) throw text::Error(path, "is a database, but no Realign ledger");
  if (version > kSchemaVersion)
    throw text::Error(path, "was written by a newer Realign (ledger version " + std::to_string(version) +
                                ", this program knows " + std::to_string(kSchemaVersion) + ")");
  // Steps from one version to the next, each in its own transaction.
  if (version < 2) {
    SQLite::Transaction transaction(db);
    db.exec(kVersion2);
    db.exec("PRAGMA user_version = 2");
    transaction.commit();
  }
  if (version < 3) {
    SQLite::Transaction transaction(db);
    db.exec(kVersion3);
    db.exec(kFill3);
    judge_acts(db);
    db.exec("PRAGMA user_version = 3");
    transaction.commit();
  }
  if (version < 4) {
    SQLite::Transaction transaction(db);
    db.exec(kVersion4);
    db.exec("PRAGMA user_version = 4");
    transaction.commit();
  }
}

}  // namespace realign::ledger
