#include "ledger/where.h"

#include <nlohmann/json.hpp>

#include "text/table.h"

namespace realign::ledger {
namespace {

// Lower case of A to Z alone, as SQLite's lower().
std::string lowered(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// The column's values that hold `part`, as a JSON array. Steps from one value to the next by the column's
// index, so that it costs what the different values are, not the rows.
std::string values_with(SQLite::Database& db, const std::string& table, const std::string& column,
                        const std::string& part) {
  auto list = nlohmann::json::array();
  SQLite::Statement next(db, "SELECT " + column + " FROM " + table + " WHERE " + column + " > ? ORDER BY " +
                                 column + " LIMIT 1");
  for (std::string last;;) {
    next.bind(1, last);
    if (!next.executeStep()) break;
    last = next.getColumn(0).getString();
    next.reset();
    if (lowered(last).find(part) != std::string::npos) list.push_back(last);
  }
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct Names {
  std::string table, alias, words;
};

class Conditions {
 public:
  Conditions(SQLite::Database& db, const Names& names, bool plus) : db_(db), n_(names), plus_(plus) {}

  template <typename List, typename Name>
  void any_of(const std::string& column, const List& list, Name name) {
    if (list.empty()) return;
    Condition c;
    const auto in = " IN (" + marks(list.size()) + ")";
    c.row = at(column) + in;
    c.ids = "SELECT id FROM " + n_.table + " WHERE " + column + in;
    for (const auto& item : list) c.values.emplace_back(std::string(name(item)));
    add(std::move(c));
  }

  // Rows whose ids `select` gives.
  void among(const std::string& select, std::vector<Value> values) {
    add({n_.alias + ".id IN (" + select + ")", select, std::move(values)});
  }

  void common(const Filter& f) {
    if (!f.from.empty() || !f.to.empty()) {
      Condition c;
      std::string ids;
      const auto side = [&](const char* test, const std::string& value) {
        c.row += (c.row.empty() ? "" : " AND ") + at("day") + test;
        ids += (ids.empty() ? "" : " AND ") + std::string("day") + test;
        c.values.emplace_back(value);
      };
      side(" >= ?", f.from.empty() ? "0" : f.from);  // '' is no day
      if (!f.to.empty()) side(" <= ?", f.to);
      c.ids = "SELECT id FROM " + n_.table + " WHERE " + ids;
      add(std::move(c));
    }
    if (!f.speaker.empty()) {
      const auto part = lowered(f.speaker);
      Condition c;
      c.row = "(" + at("speaker") + " IN (SELECT value FROM json_each(?)) OR " + at("affiliation") +
              " IN (SELECT value FROM json_each(?)))";
      c.ids = "SELECT id FROM " + n_.table +
              " WHERE speaker IN (SELECT value FROM json_each(?)) UNION SELECT id FROM " + n_.table +
              " WHERE affiliation IN (SELECT value FROM json_each(?)) AND affiliation <> ''";
      c.values = {values_with(db_, n_.table, "speaker", part),
                  values_with(db_, n_.table, "affiliation", part)};
      add(std::move(c));
    }
    if (const std::string match = fts_query(f.words); !match.empty())
      among("SELECT rowid FROM " + n_.words + " WHERE " + n_.words + " MATCH ?", {match});
    if (!f.document.empty())
      add({at("document") + " IN (SELECT number FROM documents WHERE id = ?)",
           "SELECT id FROM " + n_.table + " WHERE document IN (SELECT number FROM documents WHERE id = ?)",
           {f.document}});
  }

  std::string at(const std::string& column) const { return (plus_ ? "+" : "") + n_.alias + "." + column; }
  void add(Condition&& c) { all.push_back(std::move(c)); }

  std::vector<Condition> all;

 private:
  SQLite::Database& db_;
  Names n_;
  bool plus_;
};

const auto kName = [](auto v) { return to_string(v); };

std::vector<Value> values(std::initializer_list<const std::vector<std::string>*> lists) {
  std::vector<Value> out;
  for (const auto* list : lists)
    for (const auto& item : *list) out.emplace_back(item);
  return out;
}

std::vector<Condition> of_events(SQLite::Database& db, const Filter& f, bool plus, const char* alias) {
  Conditions q(db, {"events", alias, "event_words"}, plus);
  const auto on_side = [](int side, std::size_t n) {
    return "SELECT event FROM actors WHERE side = " + std::to_string(side) + " AND country IN (" + marks(n) +
           ")";
  };
  if (!f.sources.empty() && !f.targets.empty()) {
    const auto pair = [](std::size_t s, std::size_t t) {
      return "SELECT event FROM pairs WHERE source IN (" + marks(s) + ") AND target IN (" + marks(t) + ")";
    };
    const auto forth = pair(f.sources.size(), f.targets.size());
    if (f.undirected)
      q.among(forth + " UNION " + pair(f.targets.size(), f.sources.size()),
              values({&f.sources, &f.targets, &f.targets, &f.sources}));
    else
      q.among(forth, values({&f.sources, &f.targets}));
  } else {
    if (!f.sources.empty()) q.among(on_side(0, f.sources.size()), values({&f.sources}));
    if (!f.targets.empty()) q.among(on_side(1, f.targets.size()), values({&f.targets}));
  }
  if (!f.actors.empty())
    q.among("SELECT event FROM actors WHERE country IN (" + marks(f.actors.size()) + ")",
            values({&f.actors}));
  q.any_of("type", f.types, kName);
  q.any_of("domain", f.domains, kName);
  if (f.polarity) q.any_of("polarity", std::vector{*f.polarity}, kName);
  if (f.modality) q.any_of("modality", std::vector{*f.modality}, kName);
  q.any_of("modality", f.modalities, kName);
  if (!f.chain.empty()) q.add({q.at("chain") + " = ?", "", {f.chain}});
  q.common(f);
  return std::move(q.all);
}

}  // namespace

std::string marks(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

std::string fts_query(const std::string& words) {
  std::string out, part;
  bool quoted = false;
  const auto flush = [&] {
    if (text::trim(part).empty()) {
      part.clear();
      return;
    }
    out += (out.empty() ? "\"" : " \"") + part + "\"";
    part.clear();
  };
  for (const char c : words) {
    if (c == '"') {
      flush();
      quoted = !quoted;
    } else if (!quoted && (c == ' ' || c == '\t')) {
      flush();
    } else if (c != '\0') {
      part += c;
    }
  }
  flush();
  return out;
}

Condition first_telling(SQLite::Database& db, const Filter& filter) {
  const auto rest = of_events(db, filter, true, "f");
  Condition c;
  c.row = "e.act = e.id";
  if (rest.empty()) return c;
  // The anchor is the first of all; else none that fits may stand before.
  c.row =
      "(e.act = e.id OR NOT EXISTS (SELECT 1 FROM events f JOIN documents fd ON fd.number = f.document WHERE "
      "f.act = "
      "e.act AND (f.day, fd.hash, f.sentence, f.begin, f.type) < (e.day, (SELECT hash FROM documents WHERE "
      "number = "
      "e.document), e.sentence, e.begin, e.type) AND " +
      joined(rest) + "))";
  for (const auto& one : rest) c.values.insert(c.values.end(), one.values.begin(), one.values.end());
  return c;
}

std::vector<Condition> event_conditions(SQLite::Database& db, const Filter& f, bool plus) {
  auto all = of_events(db, f, plus, "e");
  if (f.distinct) all.push_back(first_telling(db, f));
  return all;
}

std::vector<Condition> claim_conditions(SQLite::Database& db, const Filter& f, bool plus) {
  Conditions q(db, {"claims", "c", "claim_words"}, plus);
  for (const auto* codes : {&f.actors, &f.sources, &f.targets})
    if (!codes->empty())
      q.among("SELECT claim FROM about WHERE code IN (" + marks(codes->size()) + ")", values({codes}));
  q.any_of("claim", f.claims, kName);
  q.common(f);
  return std::move(q.all);
}

std::string joined(const std::vector<Condition>& conditions) {
  std::string out = "1";
  for (const auto& c : conditions) out += " AND " + c.row;
  return out;
}

int bind_values(SQLite::Statement& statement, const std::vector<Value>& values, int at) {
  for (const auto& value : values) {
    std::visit([&](const auto& v) { statement.bind(at, v); }, value);
    ++at;
  }
  return at;
}

int bind_values(SQLite::Statement& statement, const std::vector<Condition>& conditions, int at) {
  for (const auto& c : conditions) at = bind_values(statement, c.values, at);
  return at;
}

}  // namespace realign::ledger
