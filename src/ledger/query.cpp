// Records by filter, in the order of the ledger or newest first. page.cpp has pages in any order.
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "ledger/ledger.h"
#include "ledger/overlay.h"
#include "ledger/parts.h"
#include "ledger/rows.h"
#include "ledger/where.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

// The query's rows with the corrected ones in their places.
template <typename Row, typename Read>
void merged(const Filter& f, std::vector<Row> corrected, const std::function<bool(const Row&)>& take,
            const Read& read) {
  const auto before = [&](const Row& a, const Row& b) {
    if (f.newest_first && a.day != b.day) return a.day > b.day;
    return a.id < b.id;
  };
  std::sort(corrected.begin(), corrected.end(), before);
  std::size_t next = 0, given = 0;
  bool more = true;
  const auto give = [&](const Row& row) {
    more = more && (f.limit == 0 || given < f.limit) && take(row);
    ++given;
    return more;
  };
  read([&](Row&& row) {
    while (next < corrected.size() && before(corrected[next], row))
      if (!give(corrected[next++])) return false;
    return give(row);
  });
  while (more && next < corrected.size()) give(corrected[next++]);
}

// The condition of lying behind the row `after` in the order of the filter.
template <typename Row>
std::vector<Condition> behind(SQLite::Database& db, const Filter& f, const std::string& table,
                              std::vector<Row>& corrected) {
  if (f.after <= 0) return {};
  const std::string alias = table.substr(0, 1);
  if (!f.newest_first) {
    std::erase_if(corrected, [&](const Row& row) { return row.id <= f.after; });
    return {{alias + ".id > ?", "", {f.after}}};
  }
  std::string day;
  SQLite::Statement find(db, "SELECT day FROM " + table + " WHERE id = ?");
  find.bind(1, f.after);
  if (find.executeStep()) day = find.getColumn(0).getString();
  for (const auto& row : corrected)
    if (row.id == f.after) day = row.day;
  std::erase_if(corrected,
                [&](const Row& row) { return row.day > day || (row.day == day && row.id <= f.after); });
  return {{"(" + alias + ".day, -" + alias + ".id) < (?, ?)", "", {day, -f.after}}};
}

std::string order_and_limit(const Filter& f, const std::string& alias) {
  std::string out =
      f.newest_first ? " ORDER BY " + alias + ".day DESC, " + alias + ".id" : " ORDER BY " + alias + ".id";
  if (f.limit > 0) out += " LIMIT " + std::to_string(f.limit);
  return out;
}

void append(std::vector<Condition>& all, std::vector<Condition> more) {
  for (auto& c : more) all.push_back(std::move(c));
}

}  // namespace

void Ledger::apply_corrections(bool apply) {
  parts_->corrections = apply;
}

void Ledger::heed_corrections(bool heed) {
  Parts::heeds_corrections = heed;
}

void Ledger::events(const Filter& f, const std::function<bool(const EventRow&)>& take) const {
  try {
    auto overlay = event_overlay(*parts_, f);
    auto conditions = event_conditions(parts_->db, f, false);
    append(conditions, overlay.out);
    append(conditions, behind(parts_->db, f, "events", overlay.rows));
    merged<EventRow>(f, std::move(overlay.rows), take, [&](const auto& give) {
      read_events(
          *parts_,
          "FROM events e JOIN documents d ON d.number = e.document WHERE " + joined(conditions) +
              order_and_limit(f, "e"),
          [&](SQLite::Statement& s) { bind_values(s, conditions, 1); }, give);
    });
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts_->path, std::string("damaged ledger: ") + e.what());
  }
}

void Ledger::claims(const Filter& f, const std::function<bool(const ClaimRow&)>& take) const {
  try {
    auto overlay = claim_overlay(*parts_, f);
    auto conditions = claim_conditions(parts_->db, f, false);
    append(conditions, overlay.out);
    append(conditions, behind(parts_->db, f, "claims", overlay.rows));
    merged<ClaimRow>(f, std::move(overlay.rows), take, [&](const auto& give) {
      read_claims(
          *parts_,
          "FROM claims c JOIN documents d ON d.number = c.document WHERE " + joined(conditions) +
              order_and_limit(f, "c"),
          [&](SQLite::Statement& s) { bind_values(s, conditions, 1); }, give);
    });
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts_->path, std::string("damaged ledger: ") + e.what());
  }
}

}  // namespace realign::ledger
