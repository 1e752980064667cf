// Makes a ledger what an older Realign wrote, for tests of migration.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace realign::ledger {

// Takes back what version 4 added.
inline void make_third_version(const std::string& path) {
  SQLite::Database db(path, SQLite::OPEN_READWRITE);
  db.exec("ALTER TABLE actors DROP COLUMN code; ALTER TABLE documents DROP COLUMN dictionaries");
  db.exec("PRAGMA user_version = 3");
}

// Takes back what version 3 added, too; each act is an event's own again.
inline void make_second_version(const std::string& path) {
  make_third_version(path);
  SQLite::Database db(path, SQLite::OPEN_READWRITE);
  db.exec("DROP TABLE told; DROP TABLE pairs; DROP VIEW wrong; DROP TABLE corrections");
  for (const char* index :
       {"events_by_source_code", "events_by_target_code", "events_by_type", "events_by_domain",
        "events_by_polarity", "events_by_modality", "events_by_speaker", "events_by_affiliation",
        "events_by_score", "events_by_confidence", "claims_by_claim", "claims_by_direction",
        "claims_by_speaker", "claims_by_affiliation", "claims_by_confidence"})
    db.exec(std::string("DROP INDEX ") + index);
  db.exec("ALTER TABLE events DROP COLUMN source_code; ALTER TABLE events DROP COLUMN target_code");
  db.exec("UPDATE events SET act = id");
  db.exec("PRAGMA user_version = 2");
}

}  // namespace realign::ledger
