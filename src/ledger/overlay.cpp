#include "ledger/overlay.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "ledger/rows.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

using nlohmann::json;

json parsed(const std::string& fields) {
  auto j = json::parse(fields, nullptr, false);
  if (j.is_discarded() || !j.is_object())
    throw text::Error("correction", "damaged ledger: fields that are no JSON object");
  return j;
}

template <typename Enum>
void set(const json& j, const char* key, Enum& out) {
  if (j.contains(key) && (!j[key].is_string() || !coding::from_string(j[key].get<std::string>(), out)))
    throw text::Error("correction", std::string("damaged ledger: a field '") + key + "' that is none");
}
void set_text(const json& j, const char* key, std::string& out) {
  if (j.contains(key) && j[key].is_string()) out = j[key].get<std::string>();
}

// The actors of the codes; those that the record names already keep their words.
std::vector<actors::Actor> actors_of(const json& codes, const std::vector<actors::Actor>& before) {
  std::vector<actors::Actor> out;
  for (const auto& code : codes) {
    if (!code.is_string()) continue;
    const auto name = code.get<std::string>();
    const auto same =
        std::find_if(before.begin(), before.end(), [&](const auto& a) { return a.country == name; });
    out.push_back(same != before.end() ? *same : actors::Actor{name, "", "", ""});
  }
  return out;
}

bool among(const std::vector<actors::Actor>& side, const std::vector<std::string>& codes) {
  return std::any_of(side.begin(), side.end(), [&](const auto& a) {
    return std::find(codes.begin(), codes.end(), a.country) != codes.end();
  });
}
template <typename T>
bool in(const std::vector<T>& list, const T& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool says(const coding::Attribution& a, const std::string& part) {
  const auto lowered = [](std::string text) {
    for (auto& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  };
  const auto p = lowered(part);
  return lowered(a.speaker).find(p) != std::string::npos ||
         lowered(a.affiliation).find(p) != std::string::npos;
}

template <typename Row>
bool common(const Ledger::Parts& parts, const Filter& f, const Row& row, const std::string& words_table) {
  if ((!f.from.empty() && row.day < f.from) || (!f.to.empty() && (row.day.empty() || row.day > f.to)))
    return false;
  if (!f.document.empty() && row.source.id != f.document) return false;
  if (const auto match = fts_query(f.words); !match.empty()) {
    SQLite::Statement has(
        parts.db, "SELECT 1 FROM " + words_table + " WHERE " + words_table + " MATCH ? AND rowid = ?");
    has.bind(1, match);
    has.bind(2, row.id);
    if (!has.executeStep()) return false;
  }
  return true;
}

bool meets(const Ledger::Parts& parts, const Filter& f, const EventRow& row) {
  const auto& e = row.event;
  const auto pair = [&](const auto& s, const auto& t) {
    return (s.empty() || among(e.source, s)) && (t.empty() || among(e.target, t));
  };
  if (!pair(f.sources, f.targets) &&
      !(f.undirected && !f.sources.empty() && !f.targets.empty() && pair(f.targets, f.sources)))
    return false;
  return (f.actors.empty() || among(e.source, f.actors) || among(e.target, f.actors)) &&
         in(f.types, e.type) && in(f.domains, e.domain) && (!f.polarity || *f.polarity == e.polarity) &&
         (!f.modality || *f.modality == e.modality) && in(f.modalities, e.modality) &&
         (f.chain.empty() || e.chain == f.chain) &&
         (!f.distinct || row.act == row.id || !f.document.empty() || !f.words.empty() ||
          !f.speaker.empty()) &&
         (f.speaker.empty() || says(e.attribution, f.speaker)) && common(parts, f, row, "event_words");
}

bool meets(const Ledger::Parts& parts, const Filter& f, const ClaimRow& row) {
  const auto& c = row.claim;
  for (const auto* codes : {&f.actors, &f.sources, &f.targets})
    if (!codes->empty() &&
        std::none_of(c.about.begin(), c.about.end(), [&](const auto& a) { return in(*codes, a); }))
      return false;
  return in(f.claims, c.claim) && (f.speaker.empty() || says(c.attribution, f.speaker)) &&
         common(parts, f, row, "claim_words");
}

template <typename Row, typename Read>
Overlay<Row> overlay(const Ledger::Parts& parts, const Filter& filter, const std::string& kind,
                     const Read& read) {
  Overlay<Row> o;
  if (!parts.corrections) return o;
  struct Wrong {
    std::string fields;
    std::int64_t by;
  };
  std::map<std::int64_t, Wrong> wrong;
  SQLite::Statement find(parts.db, "SELECT record, fields, id FROM wrong WHERE kind = ?");
  find.bind(1, kind);
  while (find.executeStep())
    wrong[find.getColumn(0).getInt64()] = {find.getColumn(1).getString(), find.getColumn(2).getInt64()};
  if (wrong.empty()) return o;
  o.out.push_back(
      {kind.substr(0, 1) + ".id NOT IN (SELECT record FROM wrong WHERE kind = '" + kind + "')", "", {}});
  auto ids = json::array();
  for (const auto& [record, w] : wrong)
    if (w.fields != "{}") ids.push_back(record);
  if (ids.empty()) return o;
  read(ids.dump(), [&](Row&& row) {
    apply_fields(row, wrong.at(row.id).fields);
    row.correction = wrong.at(row.id).by;
    if (meets(parts, filter, row)) o.rows.push_back(std::move(row));
    return true;
  });
  return o;
}

}  // namespace

void apply_fields(EventRow& row, const std::string& fields) {
  const auto j = parsed(fields);
  auto& e = row.event;
  set(j, "type", e.type);
  set(j, "domain", e.domain);
  set(j, "polarity", e.polarity);
  set(j, "modality", e.modality);
  set_text(j, "mode", e.mode);
  if (j.contains("type")) e.cameo.clear();
  if (j.contains("source")) e.source = actors_of(j["source"], row.event.source);
  if (j.contains("target")) e.target = actors_of(j["target"], row.event.target);
  if (j.contains("score") && j["score"].is_number()) e.score = j["score"].get<double>();
  if (j.contains("date") && j["date"].is_object()) {
    set_text(j["date"], "from", e.date.from);
    set_text(j["date"], "to", e.date.to);
    set(j["date"], "precision", e.date.precision);
    if (!e.date.from.empty()) row.day = e.date.from;
  }
}

void apply_fields(ClaimRow& row, const std::string& fields) {
  const auto j = parsed(fields);
  set(j, "claim", row.claim.claim);
  set_text(j, "direction", row.claim.direction);
  set_text(j, "condition", row.claim.condition);
  if (j.contains("about") && j["about"].is_array()) {
    row.claim.about.clear();
    for (const auto& code : j["about"])
      if (code.is_string()) row.claim.about.push_back(code.get<std::string>());
  }
}

Overlay<EventRow> event_overlay(const Ledger::Parts& parts, const Filter& filter) {
  return overlay<EventRow>(parts, filter, "event", [&](const std::string& ids, const auto& take) {
    read_events(
        parts,
        "FROM events e JOIN documents d ON d.number = e.document WHERE e.id IN (SELECT value FROM "
        "json_each(?))",
        [&](SQLite::Statement& s) { s.bind(1, ids); }, take);
  });
}

Overlay<ClaimRow> claim_overlay(const Ledger::Parts& parts, const Filter& filter) {
  return overlay<ClaimRow>(parts, filter, "claim", [&](const std::string& ids, const auto& take) {
    read_claims(
        parts,
        "FROM claims c JOIN documents d ON d.number = c.document WHERE c.id IN (SELECT value FROM "
        "json_each(?))",
        [&](SQLite::Statement& s) { s.bind(1, ids); }, take);
  });
}

}  // namespace realign::ledger
