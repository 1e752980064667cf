#include "ledger/page.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "ledger/overlay.h"
#include "ledger/parts.h"
#include "ledger/rows.h"
#include "ledger/where.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

constexpr std::array<std::string_view, 13> kNames = {"id",         "day",      "source",   "target",  "type",
                                                     "domain",     "polarity", "modality", "speaker", "score",
                                                     "confidence", "claim",    "direction"};

bool is_number(Sort sort) {
  return sort == Sort::score || sort == Sort::confidence;
}

// What differs between events and claims.
struct Kind {
  std::string table, alias;
};
const Kind kEvents{"events", "e"}, kClaims{"claims", "c"};

std::string column_of(const Kind& kind, Sort sort) {
  const bool events = &kind == &kEvents;
  switch (sort) {
    case Sort::source:
    case Sort::target:
      if (events) return sort == Sort::source ? "source_code" : "target_code";
      break;
    case Sort::type:
    case Sort::domain:
    case Sort::polarity:
    case Sort::modality:
    case Sort::score:
      if (events) return std::string(to_string(sort));
      break;
    case Sort::claim:
    case Sort::direction:
      if (!events) return std::string(to_string(sort));
      break;
    default:
      return std::string(to_string(sort));
  }
  throw text::Error("sort", kind.table + " have no column '" + std::string(to_string(sort)) + "'");
}

std::string first_code(const std::vector<actors::Actor>& side) {
  return side.empty() ? std::string() : side.front().country;
}

Key key_of(const EventRow& r, Sort sort) {
  Key k{"", 0, r.day, r.id};
  const auto& e = r.event;
  switch (sort) {
    case Sort::source:
      k.text = first_code(e.source);
      break;
    case Sort::target:
      k.text = first_code(e.target);
      break;
    case Sort::type:
      k.text = to_string(e.type);
      break;
    case Sort::domain:
      k.text = to_string(e.domain);
      break;
    case Sort::polarity:
      k.text = to_string(e.polarity);
      break;
    case Sort::modality:
      k.text = to_string(e.modality);
      break;
    case Sort::speaker:
      k.text = e.attribution.speaker;
      break;
    case Sort::score:
      k.number = e.score;
      break;
    case Sort::confidence:
      k.number = e.confidence;
      break;
    default:
      break;
  }
  return k;
}

Key key_of(const ClaimRow& r, Sort sort) {
  Key k{"", 0, r.day, r.id};
  if (sort == Sort::claim) k.text = to_string(r.claim.claim);
  if (sort == Sort::direction) k.text = r.claim.direction;
  if (sort == Sort::speaker) k.text = r.claim.attribution.speaker;
  if (sort == Sort::confidence) k.number = r.claim.confidence;
  return k;
}

bool before(const Key& a, const Key& b, const Page& p) {
  const auto less = [&](const Key& x, const Key& y) {
    if (p.sort == Sort::id) return x.id < y.id;
    return std::tie(x.text, x.number, x.day, x.id) < std::tie(y.text, y.number, y.day, y.id);
  };
  return p.descending ? less(b, a) : less(a, b);
}

constexpr std::int64_t kCounted = 200000;  // counts of conditions go no further

std::int64_t count_ids(SQLite::Database& db, const Condition& c) {
  SQLite::Statement count(db, "SELECT count(*) FROM (" + c.ids + " LIMIT " + std::to_string(kCounted) + ")");
  bind_values(count, c.values, 1);
  count.executeStep();
  return count.getColumn(0).getInt64();
}

struct Plan {
  const Condition* leads = nullptr;  // else the order's index
};

// Reading a row of the order's index costs a look-up in a table that may be far larger than memory, gathering
// costs the same a row and the sorting; conditions are taken as independent.
Plan plan(SQLite::Database& db, const Kind& kind, const std::vector<Condition>& conditions,
          std::size_t limit) {
  Plan out;
  const double all =
      std::max(1.0, db.execAndGet("SELECT coalesce(max(id), 0) FROM " + kind.table).getDouble());
  double least = all, share = 1;
  for (const auto& c : conditions) {
    if (c.ids.empty()) continue;
    const auto n = static_cast<double>(count_ids(db, c));
    if (n >= static_cast<double>(kCounted)) continue;
    share *= n / all;
    if (n < least) least = n, out.leads = &c;
  }
  const double walked = share > 0 ? std::min(all, static_cast<double>(limit) / share) : all;
  if (walked < 1.5 * least) out.leads = nullptr;
  return out;
}

template <typename Row>
struct Of;
template <>
struct Of<EventRow> {
  static const Kind& kind() { return kEvents; }
  static auto conditions(SQLite::Database& db, const Filter& f) { return event_conditions(db, f, true); }
  static auto overlay(const Ledger::Parts& p, const Filter& f) { return event_overlay(p, f); }
  static void read(const Ledger::Parts& p, const std::string& from, const Binder& b,
                   const std::function<bool(EventRow&&)>& take) {
    read_events(p, from, b, take);
  }
};
template <>
struct Of<ClaimRow> {
  static const Kind& kind() { return kClaims; }
  static auto conditions(SQLite::Database& db, const Filter& f) { return claim_conditions(db, f, true); }
  static auto overlay(const Ledger::Parts& p, const Filter& f) { return claim_overlay(p, f); }
  static void read(const Ledger::Parts& p, const std::string& from, const Binder& b,
                   const std::function<bool(ClaimRow&&)>& take) {
    read_claims(p, from, b, take);
  }
};

template <typename Row>
std::optional<Key> page_of(const Ledger& ledger, const Filter& f, const Page& p,
                           const std::function<void(const Row&)>& take) {
  const auto& parts = ledger.parts();
  const auto& kind = Of<Row>::kind();
  const auto column = column_of(kind, p.sort);
  try {
    auto overlay = Of<Row>::overlay(parts, f);
    auto conditions = Of<Row>::conditions(parts.db, f);
    const auto chosen = plan(parts.db, kind, conditions, p.limit);
    // Ids first: only the page's own rows are then read whole.
    const bool walks = chosen.leads == nullptr;
    const auto col = [&](const std::string& name) { return (walks ? "" : "+") + kind.alias + "." + name; };
    std::string from, key;
    std::vector<Value> values;
    if (walks) {
      from =
          kind.table + " " + kind.alias +
          (p.sort == Sort::id ? std::string(" NOT INDEXED") : " INDEXED BY " + kind.table + "_by_" + column);
    } else {
      from = "(WITH ids (id) AS (" + chosen.leads->ids + ") SELECT DISTINCT id FROM ids) k CROSS JOIN " +
             kind.table + " " + kind.alias + " ON " + kind.alias + ".id = k.id";
      values = chosen.leads->values;
    }
    std::string where = "1";
    for (const auto& c : conditions) {
      if (&c == chosen.leads) continue;
      where += " AND " + c.row;
      values.insert(values.end(), c.values.begin(), c.values.end());
    }
    for (const auto& c : overlay.out) where += " AND " + c.row;
    const std::string test = p.descending ? " < " : " > ", way = p.descending ? " DESC" : "";
    std::string order = col("id") + way;
    if (p.sort == Sort::day) order = col("day") + way + ", " + order;
    if (p.sort != Sort::id && p.sort != Sort::day)
      order = col(column) + way + ", " + col("day") + way + ", " + order;
    if (p.after) {
      const auto& k = *p.after;
      if (p.sort == Sort::id) {
        where += " AND " + kind.alias + ".id" + test + "?";
      } else if (p.sort == Sort::day) {
        where += " AND (" + col("day") + ", " + kind.alias + ".id)" + test + "(?, ?)";
        values.emplace_back(k.day);
      } else {
        where += " AND (" + col(column) + ", " + col("day") + ", " + kind.alias + ".id)" + test + "(?, ?, ?)";
        if (is_number(p.sort))
          values.emplace_back(k.number);
        else
          values.emplace_back(k.text);
        values.emplace_back(k.day);
      }
      values.emplace_back(k.id);
      std::erase_if(overlay.rows, [&](const Row& r) { return !before(k, key_of(r, p.sort), p); });
    }
    std::vector<std::int64_t> ids;
    SQLite::Statement find(parts.db, "SELECT " + kind.alias + ".id FROM " + from + " WHERE " + where +
                                         " ORDER BY " + order + " LIMIT " + std::to_string(p.limit + 1));
    bind_values(find, values, 1);
    while (find.executeStep()) ids.push_back(find.getColumn(0).getInt64());

    std::vector<Row> rows = std::move(overlay.rows);
    if (!ids.empty())
      Of<Row>::read(
          parts,
          "FROM " + kind.table + " " + kind.alias + " JOIN documents d ON d.number = " + kind.alias +
              ".document WHERE " + kind.alias + ".id IN (SELECT value FROM json_each(?))",
          [&](SQLite::Statement& s) { s.bind(1, nlohmann::json(ids).dump()); },
          [&](Row&& row) {
            rows.push_back(std::move(row));
            return true;
          });
    std::sort(rows.begin(), rows.end(),
              [&](const Row& a, const Row& b) { return before(key_of(a, p.sort), key_of(b, p.sort), p); });
    const bool more = rows.size() > p.limit;
    if (more) rows.resize(p.limit);
    for (const auto& row : rows) take(row);
    return more ? std::optional(key_of(rows.back(), p.sort)) : std::nullopt;
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

template <typename Row>
std::int64_t count_of(const Ledger& ledger, const Filter& f) {
  const auto& parts = ledger.parts();
  const auto& kind = Of<Row>::kind();
  try {
    const auto overlay = Of<Row>::overlay(parts, f);
    const auto conditions = Of<Row>::conditions(parts.db, f);
    const auto extra = static_cast<std::int64_t>(overlay.rows.size());
    const std::string alias = kind.alias;
    if (conditions.size() == 1 && overlay.out.empty() && !conditions[0].ids.empty()) {
      SQLite::Statement count(
          parts.db, "WITH ids (id) AS (" + conditions[0].ids + ") SELECT count(DISTINCT id) FROM ids");
      bind_values(count, conditions, 1);
      count.executeStep();
      return count.getColumn(0).getInt64();
    }
    const auto chosen = plan(parts.db, kind, conditions, 1000000000);
    std::string from = kind.table + " " + alias, where = "1";
    std::vector<Value> values;
    if (chosen.leads != nullptr) {
      from = "(WITH ids (id) AS (" + chosen.leads->ids + ") SELECT DISTINCT id FROM ids) k CROSS JOIN " +
             from + " ON " + alias + ".id = k.id";
      values = chosen.leads->values;
    }
    for (const auto& c : conditions) {
      if (&c == chosen.leads) continue;
      where += " AND " + c.row;
      values.insert(values.end(), c.values.begin(), c.values.end());
    }
    for (const auto& c : overlay.out) where += " AND " + c.row;
    SQLite::Statement count(parts.db, "SELECT count(*) FROM " + from + " WHERE " + where);
    bind_values(count, values, 1);
    count.executeStep();
    return count.getColumn(0).getInt64() + extra;
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

}  // namespace

std::string_view to_string(Sort sort) {
  return kNames[static_cast<std::size_t>(sort)];
}
bool from_string(std::string_view name, Sort& out) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return false;
  out = static_cast<Sort>(at - kNames.begin());
  return true;
}

std::optional<Key> event_page(const Ledger& ledger, const Filter& filter, const Page& page,
                              const std::function<void(const EventRow&)>& take) {
  return page_of<EventRow>(ledger, filter, page, take);
}
std::optional<Key> claim_page(const Ledger& ledger, const Filter& filter, const Page& page,
                              const std::function<void(const ClaimRow&)>& take) {
  return page_of<ClaimRow>(ledger, filter, page, take);
}
std::int64_t count_events(const Ledger& ledger, const Filter& filter) {
  return count_of<EventRow>(ledger, filter);
}
std::int64_t count_claims(const Ledger& ledger, const Filter& filter) {
  return count_of<ClaimRow>(ledger, filter);
}

}  // namespace realign::ledger
