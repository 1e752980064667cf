// What the ledger holds: counts, actors, pages of records, corrections.
#include <set>

#include "ledger/parts.h"
#include "ledger/ties.h"
#include "serve/answers.h"

namespace realign::serve {
namespace {

// Events that name each code, on either side once. The index gives each code's events by side, each side in
// order: the second is held against the first.
std::map<std::string, std::int64_t> events_naming(const Context& c) {
  std::map<std::string, std::int64_t> out;
  SQLite::Statement rows(
      c.ledger.parts().db,
      "SELECT country, side, event FROM actors WHERE country > '' ORDER BY country, side, event");
  std::string code;
  std::int64_t* count = nullptr;
  std::vector<std::int64_t> first;
  std::size_t at = 0;
  std::int64_t last = 0;
  int last_side = 0;
  while (rows.executeStep()) {
    const char* name = rows.getColumn(0).getText();
    const int side = rows.getColumn(1).getInt();
    const auto event = rows.getColumn(2).getInt64();
    if (count == nullptr || code != name) {
      code = name;
      count = &out[code];
      first.clear();
      at = 0;
    } else if (side == last_side && event == last) {
      continue;
    }
    last = event;
    last_side = side;
    if (side == 0) {
      first.push_back(event);
    } else {
      while (at < first.size() && first[at] < event) ++at;
      if (at < first.size() && first[at] == event) continue;
    }
    ++*count;
  }
  return out;
}

std::map<std::string, std::int64_t> claims_about(const Context& c) {
  std::map<std::string, std::int64_t> out;
  SQLite::Statement rows(c.ledger.parts().db, "SELECT code, count(*) FROM about GROUP BY code");
  while (rows.executeStep()) out[rows.getColumn(0).getString()] = rows.getColumn(1).getInt64();
  return out;
}

ledger::Filter checked_filter(const Context& c, const Query& q, bool events, bool pages) {
  if (events)
    only(q, {"actor",
             "source",
             "target",
             "undirected",
             "type",
             "domain",
             "polarity",
             "modality",
             "from",
             "to",
             "speaker",
             "words",
             "document",
             "chain",
             "distinct",
             "corrections",
             pages ? "sort" : "actor",
             pages ? "order" : "actor",
             pages ? "limit" : "actor",
             pages ? "after" : "actor"});
  else
    only(q, {"actor", "kind", "from", "to", "speaker", "words", "document", "corrections",
             pages ? "sort" : "actor", pages ? "order" : "actor", pages ? "limit" : "actor",
             pages ? "after" : "actor"});
  return filter_of(q, c.shared.world, events);
}

}  // namespace

ordered_json status(const Context& c, const std::string& version) {
  const auto counts = c.ledger.counts();
  const auto [first, last] = ledger::days_of(c.ledger);
  const auto slash = c.shared.ledger.find_last_of('/');
  return {{"version", c.shared.version},
          {"ledger", slash == std::string::npos ? c.shared.ledger : c.shared.ledger.substr(slash + 1)},
          {"documents", counts.documents},
          {"events", counts.events},
          {"claims", counts.claims},
          {"corrections", ledger::count_corrections(c.ledger)},
          {"first_day", first},
          {"last_day", last},
          {"data_version", version},
          {"write", c.shared.write},
          {"token", c.shared.token},
          {"limits",
           {{"body_bytes", kLargestBody},
            {"read_bytes", kLargestRead},
            {"rows", kMostRows},
            {"frames", kMostFrames},
            {"marks", kMostMarks}}}};
}

ordered_json actors_known(const Context& c) {
  const auto events = events_naming(c);
  const auto claims = claims_about(c);
  const auto n = [](const auto& counts, const std::string& code) {
    const auto at = counts.find(code);
    return at == counts.end() ? std::int64_t{0} : at->second;
  };
  const auto& s = c.shared;
  std::map<std::string, std::vector<std::string>> regions, blocs;
  for (const auto& g : s.regions)
    for (const auto& m : g.members) regions[m].push_back(g.code);
  for (const auto& g : s.organisations)
    for (const auto& m : g.members) blocs[m].push_back(g.code);
  ordered_json j{{"states", ordered_json::array()},
                 {"regions", ordered_json::array()},
                 {"organisations", ordered_json::array()}};
  for (const auto& code : s.states)
    j["states"].push_back({{"code", code},
                           {"numeric", s.numeric_of(code)},
                           {"name", s.world.name_of(code)},
                           {"regions", regions[code]},
                           {"blocs", blocs[code]},
                           {"events", n(events, code)},
                           {"claims", n(claims, code)}});
  for (const auto& [key, groups] : {std::pair{"regions", &s.regions}, {"organisations", &s.organisations}})
    for (const auto& g : *groups)
      j[key].push_back({{"code", g.code},
                        {"name", s.world.name_of(g.code)},
                        {"members", g.members},
                        {"events", n(events, g.code)},
                        {"claims", n(claims, g.code)}});
  return j;
}

ordered_json page(const Context& c, const Query& q, bool events) {
  const auto filter = checked_filter(c, q, events, true);
  const auto page = page_of(q, events);
  ordered_json rows = ordered_json::array();
  const auto take = [&](const auto& row) { rows.push_back(row_of(c.ledger, row)); };
  const auto key = events ? ledger::event_page(c.ledger, filter, page, take)
                          : ledger::claim_page(c.ledger, filter, page, take);
  ordered_json j{{"rows", std::move(rows)}};
  j["next"] = key ? ordered_json(written(*key, page)) : ordered_json(nullptr);
  return j;
}

ordered_json count(const Context& c, const Query& q, bool events) {
  const auto filter = checked_filter(c, q, events, false);
  return {
      {"count", events ? ledger::count_events(c.ledger, filter) : ledger::count_claims(c.ledger, filter)}};
}

ordered_json corrections_listed(const Context& c, const Query& q) {
  only(q, {"kind", "record", "document", "limit", "after"});
  ledger::CorrectionFilter f;
  f.kind = text_of(q, "kind");
  if (!f.kind.empty() && f.kind != "event" && f.kind != "claim") throw Bad{"kind is event or claim"};
  f.record = number_of(q, "record", 1, INT64_MAX, 0);
  f.document = text_of(q, "document");
  const auto limit = static_cast<std::size_t>(number_of(q, "limit", 1, kMostRows, 50));
  f.before = number_of(q, "after", 1, INT64_MAX, 0);
  f.limit = limit + 1;
  ordered_json rows = ordered_json::array(), next = nullptr;
  ledger::corrections(c.ledger, f, [&](const ledger::Correction& correction) {
    if (rows.size() == limit) {
      next = std::to_string(rows.back()["id"].get<std::int64_t>());
      return false;
    }
    rows.push_back(ordered_json::parse(to_json(correction)));
    return true;
  });
  return {{"rows", rows}, {"next", next}};
}

}  // namespace realign::serve
