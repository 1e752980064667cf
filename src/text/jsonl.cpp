#include "text/jsonl.h"

#include <nlohmann/json.hpp>

#include "text/decode.h"
#include "text/error.h"

namespace realign::text {
namespace {

std::string field(const nlohmann::json& object, const char* name, const std::string& place) {
  const auto at = object.find(name);
  if (at == object.end() || at->is_null()) return {};
  if (!at->is_string()) throw Error(place, std::string("'") + name + "' is no text");
  auto value = at->get<std::string>();
  if (value.find('\0') != std::string::npos)
    throw Error(place, std::string("'") + name + "' holds a NUL character");
  return value;
}

}  // namespace

Document document_from_json(std::string_view line, const std::string& place) {
  if (const auto bad = invalid_utf8(line); bad != std::string_view::npos)
    throw Error(place, "invalid UTF-8 at byte " + std::to_string(bad) + " of the line");
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (object.is_discarded()) throw Error(place, "is no JSON");
  if (!object.is_object()) throw Error(place, "is no JSON object: JSON Lines has one object a line");
  Document document;
  if (!object.contains("text") || object["text"].is_null()) throw Error(place, "lacks 'text'");
  document.text = field(object, "text", place);
  if (is_blank(document.text)) throw Error(place, "'text' is empty");
  const auto id = object.find("id");
  document.id = id != object.end() && id->is_number_integer() ? id->dump() : field(object, "id", place);
  if (document.id.empty()) document.id = content_id(document.text);
  document.title = field(object, "title", place);
  document.outlet = field(object, "source", place);
  document.url = field(object, "url", place);
  if (const auto date = field(object, "date", place); !date.empty()) {
    document.date = parse_date(date);
    if (!document.date) {
      // An error is one line of valid text, whatever the field holds.
      nlohmann::json shown = date.substr(0, 40);
      throw Error(place, "'date' is no date (YYYY-MM-DD): " +
                             shown.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    }
  }
  return document;
}

}  // namespace realign::text
