// Makes of a ledger one that an older Realign wrote.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace realign::ledger {

// Takes away what version 3 added; the version's number is left to the caller.
inline void without_version_3(SQLite::Database& db) {
  db.exec("DROP TABLE told");
  db.exec("DROP TABLE pairs; DROP VIEW wrong; DROP TABLE corrections");
  for (const char* index : {"events_by_source_code", "events_by_target_code", "events_by_type", "events_by_domain",
                            "events_by_polarity", "events_by_modality", "events_by_speaker", "events_by_affiliation",
                            "events_by_score", "events_by_confidence", "claims_by_claim", "claims_by_direction",
                            "claims_by_speaker", "claims_by_affiliation", "claims_by_confidence"})
    db.exec(std::string("DROP INDEX ") + index);
  db.exec("ALTER TABLE events DROP COLUMN source_code; ALTER TABLE events DROP COLUMN target_code");
}

}  // namespace realign::ledger
