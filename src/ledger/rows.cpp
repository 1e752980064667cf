#include "ledger/rows.h"

#include <charconv>

#include "text/error.h"
#include "text/table.h"

namespace realign::ledger {
namespace {

using coding::Attribution;

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
    s.dictionaries = text();
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
constexpr const char* kDocument = "d.id, d.title, d.outlet, d.date, d.url, d.dictionaries";

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

}  // namespace

void read_events(const Ledger::Parts& parts, const std::string& from, const Binder& bind,
                 const std::function<bool(EventRow&&)>& take) {
  try {
    SQLite::Statement rows(parts.db,
                           std::string("SELECT e.id, e.act, (SELECT count(DISTINCT o.document) FROM events o "
                                       "WHERE o.act = e.act), e.day, ") +
                               kSentence + "e.sentence), ''), " + kDocument +
                               ", e.sentence, e.begin, e.\"end\", e.text, e.type, e.mode, e.context, "
                               "e.cameo, e.domain, e.polarity,"
                               " e.modality, e.date_from, e.date_to, e.date_precision, e.date_text, "
                               "e.speaker, e.affiliation, e.speaker_country, e.named,"
                               " e.quotation, e.chain, e.mentions, e.score, e.confidence " +
                               from);
    bind(rows);
    SQLite::Statement sides(
        parts.db,
        "SELECT side, country, role, name, text, code FROM actors WHERE event = ? ORDER BY side, place");
    while (rows.executeStep()) {
      Columns c(rows, parts.path);
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
                            sides.getColumn(3).getString(), sides.getColumn(4).getString(),
                            sides.getColumn(5).getString()};
        (sides.getColumn(0).getInt() == 0 ? e.source : e.target).push_back(std::move(actor));
      }
      if (!take(std::move(row))) break;
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

void read_claims(const Ledger::Parts& parts, const std::string& from, const Binder& bind,
                 const std::function<bool(ClaimRow&&)>& take) {
  try {
    SQLite::Statement rows(parts.db, std::string("SELECT c.id, c.day, ") + kSentence + "c.sentence), ''), " +
                                         kDocument +
                                         ", c.sentence, c.begin, c.\"end\", c.text, c.claim, c.direction, "
                                         "c.condition, c.speaker, c.affiliation, c.speaker_country,"
                                         " c.named, c.quotation, c.confidence " +
                                         from);
    bind(rows);
    SQLite::Statement codes(parts.db, "SELECT code FROM about WHERE claim = ? ORDER BY code");
    while (rows.executeStep()) {
      Columns c(rows, parts.path);
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
      if (!take(std::move(row))) break;
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

}  // namespace realign::ledger
