#include "ledger/votes.h"

#include "ledger/parts.h"
#include "text/error.h"

namespace realign::ledger {

void add_votes(Ledger& ledger, std::span<const Vote> votes, std::span<const Match> matches) {
  auto& db = ledger.parts().db;
  try {
    SQLite::Transaction transaction(db);
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS votes (
  roll_call INTEGER NOT NULL, session INTEGER NOT NULL, country TEXT NOT NULL,
  choice INTEGER NOT NULL CHECK (choice IN (0, 1, 2)),
  PRIMARY KEY (roll_call, country)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vote_matches (
  first INTEGER NOT NULL, second INTEGER NOT NULL,
  PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;)sql");
    SQLite::Statement insert(
        db, "INSERT OR REPLACE INTO votes (roll_call, session, country, choice) VALUES (?, ?, ?, ?)");
    for (const auto& v : votes) {
      insert.bind(1, v.roll_call);
      insert.bind(2, v.session);
      insert.bind(3, v.country);
      insert.bind(4, v.choice);
      insert.exec();
      insert.reset();
    }
    SQLite::Statement match(db, "INSERT OR IGNORE INTO vote_matches (first, second) VALUES (?, ?)");
    for (const auto& [first, second] : matches) {
      match.bind(1, first);
      match.bind(2, second);
      match.exec();
      match.reset();
    }
    transaction.commit();
  } catch (const SQLite::Exception& e) {
    throw text::Error(ledger.path(), std::string("cannot be written: ") + e.what());
  }
}

bool has_votes(const Ledger& ledger) {
  return ledger.parts().db.tableExists("votes");
}

void votes(const Ledger& ledger, const std::function<void(const Vote&)>& take) {
  if (!has_votes(ledger)) return;
  SQLite::Statement query(
      ledger.parts().db, "SELECT roll_call, session, country, choice FROM votes ORDER BY roll_call, country");
  while (query.executeStep())
    take({query.getColumn(0).getInt(), query.getColumn(1).getInt(), query.getColumn(2).getString(),
          query.getColumn(3).getInt()});
}

void matches(const Ledger& ledger, const std::function<void(const Match&)>& take) {
  if (!ledger.parts().db.tableExists("vote_matches")) return;
  SQLite::Statement query(ledger.parts().db, "SELECT first, second FROM vote_matches ORDER BY first, second");
  while (query.executeStep()) take({query.getColumn(0).getInt(), query.getColumn(1).getInt()});
}

}  // namespace realign::ledger
