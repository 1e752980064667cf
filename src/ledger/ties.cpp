#include "ledger/ties.h"

#include <algorithm>
#include <set>

#include "ledger/overlay.h"
#include "ledger/parts.h"
#include "ledger/where.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::ledger {
namespace {

constexpr const char* kColumns = "e.id, e.day, e.date_precision, e.modality, e.domain, e.score";

Act act_of(SQLite::Statement& rows, const std::string& path) {
  Act a;
  a.id = rows.getColumn(0).getInt64();
  a.day = rows.getColumn(1).getString();
  const std::string precision = rows.getColumn(2).getString(), modality = rows.getColumn(3).getString();
  const std::string domain = rows.getColumn(4).getString();
  if (!coding::from_string(precision, a.precision) || !coding::from_string(modality, a.modality) ||
      !coding::from_string(domain, a.domain))
    throw text::Error(path, "damaged ledger: event " + std::to_string(a.id));
  a.score = rows.getColumn(5).getDouble();
  return a;
}

Act act_of(const EventRow& row) {
  return {row.id, row.day, row.event.date.precision, row.event.modality, row.event.domain, row.event.score,
          "",     ""};
}

std::vector<Condition> conditions_of(const Ledger::Parts& parts, const Filter& f,
                                     const Overlay<EventRow>& overlay) {
  Filter g = f;
  g.sources.clear();
  g.targets.clear();
  g.actors.clear();
  g.distinct = false;
  auto all = event_conditions(parts.db, g, true);
  if (f.distinct) all.push_back(first_telling(parts.db, f));
  for (const auto& c : overlay.out) all.push_back(c);
  return all;
}

}  // namespace

void acts_between(const Ledger& ledger, const Filter& f, const std::function<void(const Act&)>& take) {
  const auto& parts = ledger.parts();
  try {
    const auto overlay = event_overlay(parts, f);
    const auto conditions = conditions_of(parts, f, overlay);
    const auto pair = [](std::size_t s, std::size_t t) {
      return "SELECT event FROM pairs WHERE source IN (" + marks(s) + ") AND target IN (" + marks(t) + ")";
    };
    std::string ids = pair(f.sources.size(), f.targets.size());
    if (f.undirected) ids += " UNION " + pair(f.targets.size(), f.sources.size());
    std::vector<Value> values;
    const auto add = [&](const auto& list) {
      for (const auto& code : list) values.emplace_back(code);
    };
    add(f.sources), add(f.targets);
    if (f.undirected) add(f.targets), add(f.sources);
    SQLite::Statement rows(parts.db,
                           std::string("WITH ids (id) AS (") + ids + ") SELECT " + kColumns +
                               " FROM (SELECT DISTINCT id FROM ids ORDER BY id) k CROSS JOIN events "
                               "e ON e.id = k.id WHERE " +
                               joined(conditions));
    bind_values(rows, conditions, bind_values(rows, values, 1));
    while (rows.executeStep()) take(act_of(rows, parts.path));
    for (const auto& row : overlay.rows) take(act_of(row));
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

void acts_with(const Ledger& ledger, const std::string& code, const Filter& filter,
               const std::function<void(const Act&)>& take) {
  const auto& parts = ledger.parts();
  Filter f = filter;
  f.actors = {code};
  try {
    const auto overlay = event_overlay(parts, f);
    const auto conditions = conditions_of(parts, f, overlay);
    SQLite::Statement rows(
        parts.db,
        std::string("SELECT ") + kColumns +
            ", s.country, t.country FROM (SELECT DISTINCT event FROM actors WHERE country = ?1 ORDER BY "
            "event) k "
            "CROSS JOIN events e ON e.id = k.event CROSS JOIN actors s ON s.event = e.id AND s.side = 0 "
            "CROSS "
            "JOIN actors t ON t.event = e.id AND t.side = 1 WHERE (s.country = ?1) <> (t.country = ?1) AND "
            "s.country <> '' AND t.country <> '' AND " +
            joined(conditions));
    rows.bind(1, code);
    bind_values(rows, conditions, 2);
    std::vector<std::pair<std::string, std::string>> seen;
    std::int64_t last = 0;
    while (rows.executeStep()) {
      auto act = act_of(rows, parts.path);
      act.source = rows.getColumn(6).getString();
      act.target = rows.getColumn(7).getString();
      // Two actors of one state on a side make the same pair twice; an event's pairs come together.
      if (act.id != last) seen.clear();
      last = act.id;
      if (std::find(seen.begin(), seen.end(), std::pair(act.source, act.target)) != seen.end()) continue;
      seen.emplace_back(act.source, act.target);
      take(act);
    }
    for (const auto& row : overlay.rows) {
      std::set<std::pair<std::string, std::string>> pairs;
      for (const auto& s : row.event.source)
        for (const auto& t : row.event.target) {
          if (s.country.empty() || t.country.empty() || (s.country == code) == (t.country == code)) continue;
          if (!pairs.emplace(s.country, t.country).second) continue;
          auto act = act_of(row);
          act.source = s.country;
          act.target = t.country;
          take(act);
        }
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

void acts_of(const Ledger& ledger, const std::string& code, const Filter& filter,
             const std::function<void(const Act&, const std::vector<std::string>&)>& take) {
  const auto& parts = ledger.parts();
  Filter f = filter;
  f.actors = {code};
  try {
    const auto overlay = event_overlay(parts, f);
    const auto conditions = conditions_of(parts, f, overlay);
    SQLite::Statement rows(parts.db,
                           std::string("SELECT ") + kColumns +
                               ", (SELECT group_concat(country, char(9)) FROM (SELECT DISTINCT country FROM "
                               "actors WHERE event = "
                               "e.id AND country NOT IN (?1, '') ORDER BY country)) FROM (SELECT DISTINCT "
                               "event FROM actors WHERE "
                               "country = ?1 ORDER BY event) k CROSS JOIN events e ON e.id = k.event WHERE " +
                               joined(conditions));
    rows.bind(1, code);
    bind_values(rows, conditions, 2);
    while (rows.executeStep())
      take(act_of(rows, parts.path), text::split(rows.getColumn(6).getString(), '\t'));
    for (const auto& row : overlay.rows) {
      std::set<std::string> others;
      for (const auto* side : {&row.event.source, &row.event.target})
        for (const auto& a : *side)
          if (a.country != code && !a.country.empty()) others.insert(a.country);
      take(act_of(row), {others.begin(), others.end()});
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

std::pair<std::string, std::string> days_of(const Ledger& ledger) {
  auto& db = ledger.parts().db;
  return {
      db.execAndGet("SELECT coalesce((SELECT day FROM events WHERE day > '' ORDER BY day LIMIT 1), '')")
          .getString(),
      db.execAndGet("SELECT coalesce((SELECT day FROM events WHERE day > '' ORDER BY day DESC LIMIT 1), '')")
          .getString()};
}

}  // namespace realign::ledger
