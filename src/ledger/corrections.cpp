#include "ledger/corrections.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "ledger/overlay.h"
#include "ledger/rows.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLongestNote = 10000, kLongestName = 200, kMostActors = 20;

[[noreturn]] void refuse(const std::string& what) {
  throw text::Error("correction", what);
}

std::string text_of(const std::string& key, const ordered_json& value, std::size_t longest = kLongestName) {
  if (!value.is_string()) refuse("'" + key + "' wants a text");
  auto text = value.get<std::string>();
  if (text.size() > longest) refuse("'" + key + "' is longer than " + std::to_string(longest) + " bytes");
  return text;
}

template <typename Enum>
Enum name_of(const std::string& key, const ordered_json& value) {
  Enum out{};
  const auto text = text_of(key, value);
  if (!coding::from_string(text, out)) refuse("no " + key + " '" + text + "'");
  return out;
}

ordered_json codes_of(const std::string& key, const ordered_json& value, const actors::World& world) {
  if (!value.is_array() || value.empty() || value.size() > kMostActors)
    refuse("'" + key + "' wants a list of names or codes");
  auto out = ordered_json::array();
  for (const auto& item : value) {
    const auto name = text_of(key, item), code = world.code_of(name);
    if (code.empty()) refuse("'" + key + "': no country, bloc or region is called '" + name + "'");
    out.push_back(code);
  }
  return out;
}

ordered_json date_of(const ordered_json& value) {
  if (!value.is_object() || !value.contains("from")) refuse("'date' wants {\"from\", \"to\", \"precision\"}");
  for (const auto& [key, unused] : value.items())
    if (key != "from" && key != "to" && key != "precision") refuse("'date' knows no '" + key + "'");
  const auto day = [&](const char* key) {
    const auto text = text_of(key, value[key]);
    if (text.size() != 10 || !text::parse_date(text)) refuse("'" + text + "' is no date (YYYY-MM-DD)");
    return text;
  };
  const auto from = day("from"), to = value.contains("to") ? day("to") : from;
  if (to < from) refuse("'date' ends before it begins");
  const auto precision = value.contains("precision")
                             ? name_of<coding::Precision>("precision", value["precision"])
                             : coding::Precision::day;
  return {{"from", from}, {"to", to}, {"precision", to_string(precision)}};
}

// The fields with names made codes, each checked.
ordered_json checked(const std::string& kind, const ordered_json& fields, const actors::World& world) {
  ordered_json out = ordered_json::object();
  for (const auto& [key, value] : fields.items()) {
    if (kind == "event") {
      if (key == "type")
        out[key] = to_string(name_of<coding::Type>(key, value));
      else if (key == "domain")
        out[key] = to_string(name_of<coding::Domain>(key, value));
      else if (key == "polarity")
        out[key] = to_string(name_of<coding::Polarity>(key, value));
      else if (key == "modality")
        out[key] = to_string(name_of<coding::Modality>(key, value));
      else if (key == "mode")
        out[key] = text_of(key, value);
      else if (key == "source" || key == "target")
        out[key] = codes_of(key, value, world);
      else if (key == "date")
        out[key] = date_of(value);
      else
        refuse("an event has no field '" + key + "' that can be corrected");
    } else {
      if (key == "claim")
        out[key] = to_string(name_of<coding::ClaimKind>(key, value));
      else if (key == "direction" || key == "condition")
        out[key] = text_of(key, value, 2000);
      else if (key == "about")
        out[key] = codes_of(key, value, world);
      else
        refuse("a claim has no field '" + key + "' that can be corrected");
    }
  }
  return out;
}

std::string now() {
  return text::format_date(std::chrono::year_month_day(
             std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()))) +
         [] {
           const auto t = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
           std::tm utc{};
           gmtime_r(&t, &utc);
           char out[16];
           std::strftime(out, sizeof out, "T%H:%M:%SZ", &utc);
           return std::string(out);
         }();
}

}  // namespace

Correction correct(Ledger& ledger, Correction c, const actors::World& world, const coding::Scale& scale) {
  if (c.kind != "event" && c.kind != "claim") refuse("kind is event or claim");
  if (c.note.size() > kLongestNote) refuse("the note is longer than 10000 bytes");
  if (c.author.size() > kLongestName) refuse("the author's name is longer than 200 bytes");
  auto given = ordered_json::parse(c.fields.empty() ? "{}" : c.fields, nullptr, false);
  if (given.is_discarded() || !given.is_object()) refuse("fields want a JSON object");
  if (!c.wrong && !given.empty()) refuse("fields go only with the verdict wrong");
  auto fields = checked(c.kind, given, world);
  auto& parts = ledger.parts();
  const std::string record = std::to_string(c.record);
  bool found = false;
  const auto id = [&](SQLite::Statement& s) { s.bind(1, c.record); };
  if (c.kind == "event") {
    read_events(parts, "FROM events e JOIN documents d ON d.number = e.document WHERE e.id = ?", id,
                [&](EventRow&& row) {
                  found = true;
                  c.document = row.source.id;
                  const bool weighs = fields.contains("type") || fields.contains("mode") ||
                                      fields.contains("polarity") || fields.contains("modality");
                  if (!weighs) return false;
                  apply_fields(row, fields.dump());
                  // A mode of the old type means nothing under a new one.
                  if (fields.contains("type") && !fields.contains("mode"))
                    fields["mode"] = row.event.mode = "";
                  fields["score"] =
                      scale.score(row.event.type, row.event.mode, row.event.polarity, row.event.modality);
                  return false;
                });
  } else {
    read_claims(parts, "FROM claims c JOIN documents d ON d.number = c.document WHERE c.id = ?", id,
                [&](ClaimRow&& row) {
                  found = true;
                  c.document = row.source.id;
                  return false;
                });
  }
  if (!found) refuse("no " + c.kind + " has the id " + record);
  c.fields = fields.dump();
  if (c.made.empty()) c.made = now();
  try {
    SQLite::Statement insert(parts.db,
                             "INSERT INTO corrections (kind, record, verdict, fields, note, author, made) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, c.kind);
    insert.bind(2, c.record);
    insert.bind(3, c.wrong ? "wrong" : "right");
    insert.bind(4, c.fields);
    insert.bind(5, c.note);
    insert.bind(6, c.author);
    insert.bind(7, c.made);
    insert.exec();
    c.id = parts.db.getLastInsertRowid();
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("cannot be written: ") + e.what());
  }
  return c;
}

void corrections(const Ledger& ledger, const CorrectionFilter& f,
                 const std::function<bool(const Correction&)>& take) {
  const auto& parts = ledger.parts();
  try {
    SQLite::Statement rows(
        parts.db,
        "SELECT c.id, c.kind, c.record, c.verdict, c.fields, c.note, c.author, c.made, coalesce(d.id, '') "
        "FROM "
        "corrections c LEFT JOIN events e ON c.kind = 'event' AND e.id = c.record LEFT JOIN claims k ON "
        "c.kind "
        "= 'claim' AND k.id = c.record LEFT JOIN documents d ON d.number = coalesce(e.document, k.document) "
        "WHERE (?1 = '' OR c.kind = ?1) AND (?2 = '' OR d.id = ?2) AND (?3 = 0 OR c.record = ?3) AND (?4 = 0 "
        "OR c.id < ?4) ORDER BY c.id DESC LIMIT ?5");
    rows.bind(1, f.kind);
    rows.bind(2, f.document);
    rows.bind(3, f.record);
    rows.bind(4, f.before);
    rows.bind(5, f.limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(f.limit));
    while (rows.executeStep()) {
      Correction c;
      c.id = rows.getColumn(0).getInt64();
      c.kind = rows.getColumn(1).getString();
      c.record = rows.getColumn(2).getInt64();
      c.wrong = rows.getColumn(3).getString() == "wrong";
      c.fields = rows.getColumn(4).getString();
      c.note = rows.getColumn(5).getString();
      c.author = rows.getColumn(6).getString();
      c.made = rows.getColumn(7).getString();
      c.document = rows.getColumn(8).getString();
      if (!ordered_json::accept(c.fields))
        throw text::Error(parts.path, "damaged ledger: correction " + std::to_string(c.id) +
                                          " has fields that are no JSON");
      if (!take(c)) break;
    }
  } catch (const SQLite::Exception& e) {
    throw text::Error(parts.path, std::string("damaged ledger: ") + e.what());
  }
}

std::int64_t count_corrections(const Ledger& ledger) {
  return ledger.parts().db.execAndGet("SELECT count(*) FROM corrections").getInt64();
}

std::string correction_csv_head() {
  return "id,kind,record,verdict,fields,note,author,made,document\n";
}

std::string to_csv(const Correction& c) {
  const auto cell = [](const std::string& text) {
    std::string out = "\"";
    // A leading = + - @ would be run as a formula by spreadsheets.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
      out += '\'';
    for (const char ch : text) {
      if (ch == '"') out += '"';
      out += ch;
    }
    return out + "\"";
  };
  return std::to_string(c.id) + "," + c.kind + "," + std::to_string(c.record) + "," +
         (c.wrong ? "wrong" : "right") + "," + cell(c.fields) + "," + cell(c.note) + "," + cell(c.author) +
         "," + c.made + "," + cell(c.document) + "\n";
}

std::string to_json(const Correction& c) {
  return ordered_json{{"id", c.id},
                      {"kind", c.kind},
                      {"record", c.record},
                      {"verdict", c.wrong ? "wrong" : "right"},
                      {"fields", ordered_json::parse(c.fields)},
                      {"note", c.note},
                      {"author", c.author},
                      {"made", c.made},
                      {"document", c.document}}
      .dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace realign::ledger
