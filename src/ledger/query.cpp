// Filters become SQL here. Every value that a user gives is bound, never pasted.
#include <SQLiteCpp/SQLiteCpp.h>

#include <charconv>
#include <variant>

#include "ledger/ledger.h"
#include "ledger/parts.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::ledger {
namespace {

using coding::Attribution;

struct Query {
  std::string where = "1";
  std::vector<std::variant<std::string, std::int64_t>> values;

  void and_(const std::string& condition) { where += " AND " + condition; }
  void value(std::string text) { values.emplace_back(std::move(text)); }
  void value(std::int64_t number) { values.emplace_back(number); }
  void bind(SQLite::Statement& statement) const {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (const auto* text = std::get_if<std::string>(&values[i]))
        statement.bind(static_cast<int>(i + 1), *text);
      else
        statement.bind(static_cast<int>(i + 1), std::get<std::int64_t>(values[i]));
  }
};

template <typename List, typename Name>
void any_of(Query& query, const std::string& column, const List& list, Name name) {
  if (list.empty()) return;
  std::string marks;
  for (const auto& item : list) {
    marks += marks.empty() ? "?" : ", ?";
    query.value(std::string(name(item)));
  }
  query.and_(column + " IN (" + marks + ")");
}

const auto kSame = [](const std::string& s) { return s; };
const auto kName = [](auto v) { return to_string(v); };

std::string marks(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

std::string on_side(int side, std::size_t n) {
  return "e.id IN (SELECT event FROM actors WHERE side = " + std::to_string(side) + " AND country IN (" +
         marks(n) + "))";
}

// A user's words as an FTS5 query: each word or quoted phrase a string, so that no operator can slip in.
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
    } else {
      part += c;
    }
  }
  flush();
  return out;
}

void common(Query& query, const Filter& f, const std::string& table, const std::string& words_table) {
  if (!f.from.empty()) {
    query.and_(table + ".day >= ?");
    query.value(f.from);
  }
  if (!f.to.empty()) {
    query.and_(table + ".day <= ? AND " + table + ".day <> ''");
    query.value(f.to);
  }
  if (!f.speaker.empty()) {
    query.and_("instr(lower(" + table + ".speaker || ' ' || " + table + ".affiliation), lower(?)) > 0");
    query.value(f.speaker);
  }
  if (const std::string match = fts_query(f.words); !match.empty()) {
    query.and_(table + ".id IN (SELECT rowid FROM " + words_table + " WHERE " + words_table + " MATCH ?)");
    query.value(match);
  }
  if (!f.document.empty()) {
    query.and_("d.id = ?");
    query.value(f.document);
  }
}

std::string order_and_limit(const Filter& f, const std::string& table) {
  std::string out =
      f.newest_first ? " ORDER BY " + table + ".day DESC, " + table + ".id" : " ORDER BY " + table + ".id";
  if (f.limit > 0) out += " LIMIT " + std::to_string(f.limit);
  return out;
}

template <typename Enum>
Enum named(const std::string& path, const std::string& name) {
  Enum value{};
  if (!coding::from_string(name, value))
    throw text::Error(path, "damaged ledger: '" + name + "' is no value of its column");
  return value;
}

class Columns {
 public:
  Columns(SQLite::Statement& statement, const std::string& path) : statement_(statement), path_(path) {}
  std::string text() { return statement_.getColumn(at_++).getString(); }
  std::int64_t number() { return statement_.getColumn(at_++).getInt64(); }
  double real() { return statement_.getColumn(at_++).getDouble(); }
  template <typename Enum>
  Enum name() {
    return named<Enum>(path_, text());
  }
  Attribution attribution() {
    Attribution a;
    a.speaker = text();
    a.affiliation = text();
    a.country = text();
    a.named = number() != 0;
    a.quotation = name<coding::Quotation>();
    return a;
  }
  coding::Span span() {
    coding::Span s;
    s.sentence = static_cast<int>(number());
    s.begin = static_cast<std::size_t>(number());
    s.end = static_cast<std::size_t>(number());
    return s;
  }
  Source source() {
    Source s;
    s.id = text();
    s.title = text();
    s.outlet = text();
    s.date = text();
    s.url = text();
    return s;
  }

 private:
  SQLite::Statement& statement_;
  const std::string& path_;
  int at_ = 0;
};

constexpr const char* kSentence =
    "coalesce((SELECT substr(d.text, s.begin + 1, s.\"end\" - s.begin) FROM sentences s WHERE s.document = "
    "d.number AND s.sentence = ";
constexpr const char* kDocument = "d.id, d.title, d.outlet, d.date, d.url";

std::vector<coding::Span> spans_from(const std::string& text) {
  std::vector<coding::Span> spans;
  for (const auto& part : text::split(text, ' ')) {
    coding::Span s;
    const auto colon = part.find(':'), dash = part.find('-');
    if (colon == std::string::npos || dash == std::string::npos) continue;
    std::from_chars(part.data(), part.data() + colon, s.sentence);
    std::from_chars(part.data() + colon + 1, part.data() + dash, s.begin);
    std::from_chars(part.data() + dash + 1, part.data() + part.size(), s.end);
    spans.push_back(s);
  }
  return spans;
}

Query event_query(const Filter& f) {
  Query q;
  if (f.undirected && !f.sources.empty() && !f.targets.empty()) {
    q.and_("((" + on_side(0, f.sources.size()) + " AND " + on_side(1, f.targets.size()) + ") OR (" +
           on_side(0, f.targets.size()) + " AND " + on_side(1, f.sources.size()) + "))");
    for (const auto* list : {&f.sources, &f.targets, &f.targets, &f.sources})
      for (const auto& code : *list) q.value(code);
  } else {
    if (!f.sources.empty()) {
      q.and_(on_side(0, f.sources.size()));
      for (const auto& code : f.sources) q.value(code);
    }
    if (!f.targets.empty()) {
      q.and_(on_side(1, f.targets.size()));
      for (const auto& code : f.targets) q.value(code);
    }
  }
  if (!f.actors.empty()) {
    q.and_("e.id IN (SELECT event FROM actors WHERE country IN (" + marks(f.actors.size()) + "))");
    for (const auto& code : f.actors) q.value(code);
  }
  any_of(q, "e.type", f.types, kName);
  any_of(q, "e.domain", f.domains, kName);
  if (f.polarity) any_of(q, "e.polarity", std::vector{*f.polarity}, kName);
  if (f.modality) any_of(q, "e.modality", std::vector{*f.modality}, kName);
  if (!f.chain.empty()) any_of(q, "e.chain", std::vector{f.chain}, kSame);
  common(q, f, "e", "event_words");
  // Of the tellings that fit the first in the order of all (acts.h), which is the anchor if it fits.
  if (f.distinct && q.where == "1") {
    q.and_("e.act = e.id");
  } else if (f.distinct) {
    q.and_(
        "e.id IN (SELECT first FROM (SELECT e.id AS first, min(e.day || ' ' || d.hash || printf(' %06d %09d "
        "', "
        "e.sentence, e.begin) || e.type) FROM events e JOIN documents d ON d.number = e.document WHERE " +
        std::string(q.where) + " GROUP BY e.act))");
    const auto once = q.values;
    q.values.insert(q.values.end(), once.begin(), once.end());
  }
  if (f.after > 0) {
    if (f.newest_first)
      q.and_("(e.day, -e.id) < (SELECT day, -id FROM events WHERE id = ?)");
    else
      q.and_("e.id > ?");
    q.value(f.after);
  }
  return q;
}

}  // namespace

void Ledger::events(const Filter& f, const std::function<bool(const EventRow&)>& take) const {
  const Query q = event_query(f);
  try {
    SQLite::Statement rows(
        parts_->db, std::string("SELECT e.id, e.act, (SELECT count(DISTINCT o.document) FROM events o WHERE "
                                "o.act = e.act), e.day, ") +
                        kSentence + "e.sentence), ''), " + kDocument +
                        ", e.sentence, e.begin, e.\"end\", e.text, e.type, e.mode, e.context, "
                        "e.cameo, e.domain, e.polarity,"
                        " e.modality, e.date_from, e.date_to, e.date_precision, e.date_text, "
                        "e.speaker, e.affiliation, e.speaker_country, e.named,"
                        " e.quotation, e.chain, e.mentions, e.score, e.confidence FROM events e JOIN "
                        "documents d ON d.number = e.document WHERE " +
                        q.where + order_and_limit(f, "e"));
    q.bind(rows);
    SQLite::Statement sides(
        parts_->db,
        "SELECT side, country, role, name, text FROM actors WHERE event = ? ORDER BY side, place");
    while (rows.executeStep()) {
      Columns c(rows, parts_->path);
      EventRow row;
      row.id = c.number();
      row.act = c.number();
      row.articles = static_cast<int>(c.number());
      row.day = c.text();
      row.sentence = c.text();
      row.source = c.source();
      auto& e = row.event;
      e.document = row.source.id;
      e.span = c.span();
      e.text = c.text();
      e.type = c.name<coding::Type>();
      e.mode = c.text();
      e.context = text::split(c.text(), ',');
      e.cameo = c.text();
      e.domain = c.name<coding::Domain>();
      e.polarity = c.name<coding::Polarity>();
      e.modality = c.name<coding::Modality>();
      e.date.from = c.text();
      e.date.to = c.text();
      e.date.precision = c.name<coding::Precision>();
      e.date.text = c.text();
      e.attribution = c.attribution();
      e.chain = c.text();
      e.mentions = spans_from(c.text());
      e.score = c.real();
      e.confidence = c.real();
      sides.reset();
      sides.bind(1, row.id);
      while (sides.executeStep()) {
        actors::Actor actor{sides.getColumn(1).getString(), sides.getColumn(2).getString(),
                            sides.getColumn(3).getString(), sides.getColumn(4).getString()};
        (sides.getColumn(0).getInt() == 0 ? e.source : e.target).push_back(std::move(actor));
      }
      if (!take(row)) break;
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts_->path, std::string("damaged ledger: ") + e.what());
  }
}

void Ledger::claims(const Filter& f, const std::function<bool(const ClaimRow&)>& take) const {
  Query q;
  const auto about = [&](const std::vector<std::string>& codes) {
    if (codes.empty()) return;
    q.and_("c.id IN (SELECT claim FROM about WHERE code IN (" + marks(codes.size()) + "))");
    for (const auto& code : codes) q.value(code);
  };
  about(f.actors);
  about(f.sources);
  about(f.targets);
  any_of(q, "c.claim", f.claims, kName);
  common(q, f, "c", "claim_words");
  if (f.after > 0) {
    if (f.newest_first)
      q.and_("(c.day, -c.id) < (SELECT day, -id FROM claims WHERE id = ?)");
    else
      q.and_("c.id > ?");
    q.value(f.after);
  }
  try {
    SQLite::Statement rows(parts_->db, std::string("SELECT c.id, c.day, ") + kSentence +
                                           "c.sentence), ''), " + kDocument +
                                           ", c.sentence, c.begin, c.\"end\", c.text, c.claim, c.direction, "
                                           "c.condition, c.speaker, c.affiliation, c.speaker_country,"
                                           " c.named, c.quotation, c.confidence FROM claims c JOIN documents "
                                           "d ON d.number = c.document WHERE " +
                                           q.where + order_and_limit(f, "c"));
    q.bind(rows);
    SQLite::Statement codes(parts_->db, "SELECT code FROM about WHERE claim = ? ORDER BY code");
    while (rows.executeStep()) {
      Columns c(rows, parts_->path);
      ClaimRow row;
      row.id = c.number();
      row.day = c.text();
      row.sentence = c.text();
      row.source = c.source();
      row.claim.document = row.source.id;
      row.claim.span = c.span();
      row.claim.text = c.text();
      row.claim.claim = c.name<coding::ClaimKind>();
      row.claim.direction = c.text();
      row.claim.condition = c.text();
      row.claim.attribution = c.attribution();
      row.claim.confidence = c.real();
      codes.reset();
      codes.bind(1, row.id);
      while (codes.executeStep()) row.claim.about.push_back(codes.getColumn(0).getString());
      if (!take(row)) break;
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts_->path, std::string("damaged ledger: ") + e.what());
  }
}

}  // namespace realign::ledger
