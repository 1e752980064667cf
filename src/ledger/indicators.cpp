#include "ledger/indicators.h"

#include "ledger/parts.h"

namespace realign::ledger {

void add_indicators(Ledger& ledger, std::span<const Indicator> rows) {
  auto& db = ledger.parts().db;
  SQLite::Transaction transaction(db);
  SQLite::Statement insert(
      db,
      "INSERT OR REPLACE INTO indicators (year, source, target, indicator, value) VALUES (?, ?, ?, ?, ?)");
  for (const auto& r : rows) {
    insert.bind(1, r.year);
    insert.bind(2, r.from);
    insert.bind(3, r.to);
    insert.bind(4, r.indicator);
    insert.bind(5, r.value);
    insert.exec();
    insert.reset();
  }
  transaction.commit();
}

void indicators(const Ledger& ledger, const std::string& indicator,
                const std::function<void(const Indicator&)>& take) {
  // A ledger of the first version, opened for reading only, has none.
  if (!ledger.parts().db.tableExists("indicators")) return;
  SQLite::Statement query(
      ledger.parts().db,
      "SELECT year, source, target, value FROM indicators WHERE indicator = ? ORDER BY year, source, target");
  query.bind(1, indicator);
  while (query.executeStep())
    take({query.getColumn(0).getInt(), query.getColumn(1).getString(), query.getColumn(2).getString(),
          indicator, query.getColumn(3).getDouble()});
}

}  // namespace realign::ledger
