#include "text/feed.h"

#include <array>
#include <charconv>
#include <pugixml.hpp>

#include "text/error.h"
#include "text/html.h"
#include "text/table.h"

namespace realign::text {

std::optional<Date> parse_feed_date(std::string_view text) {
  if (const auto iso = parse_date(trim(text))) return iso;
  const auto parts = split(text, ' ');
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (std::size_t i = 0; i + 2 < parts.size(); ++i) {
    int day = 0, year = 0;
    const auto number = [](const std::string& s, int& out) {
      return std::from_chars(s.data(), s.data() + s.size(), out).ptr == s.data() + s.size();
    };
    if (!number(parts[i], day) || !number(parts[i + 2], year)) continue;
    for (unsigned m = 0; m < 12; ++m)
      if (parts[i + 1].starts_with(kMonths[m])) {
        const Date date = std::chrono::year(year < 100 ? year + 2000 : year) / static_cast<int>(m + 1) / day;
        if (date.ok()) return date;
      }
  }
  return std::nullopt;
}

namespace {

std::string child(const pugi::xml_node& node, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto found = node.child(name)) {
      std::string value = found.text().as_string();
      if (value.empty())
        if (const auto href = found.attribute("href")) value = href.as_string();
      if (!trim(value).empty()) return value;
    }
  return {};
}

}  // namespace

void documents_from_feed(std::string_view xml, const std::string& name,
                         const std::function<void(Document&&)>& take) {
  pugi::xml_document parsed;
  const auto result = parsed.load_buffer(xml.data(), xml.size(), pugi::parse_default & ~pugi::parse_doctype,
                                         pugi::encoding_utf8);
  if (!result)
    throw Error(name, "damaged XML at byte " + std::to_string(result.offset) + ": " + result.description());
  const auto root = parsed.document_element();
  const std::string kind = root.name();
  pugi::xml_node list = root;
  const char* item = "item";
  if (kind == "rss")
    list = root.child("channel");
  else if (kind == "feed")
    item = "entry";
  else if (kind != "rdf:RDF")
    throw Error(name, "is XML, but no RSS or Atom feed");
  const std::string outlet =
      kind == "rdf:RDF" ? child(root.child("channel"), {"title"}) : child(list, {"title"});
  for (const auto& entry : list.children(item)) {
    Document d;
    d.path = name;
    d.title = std::string(trim(text_from_fragment(child(entry, {"title"}))));
    d.outlet = child(entry, {"source", "dc:source"});
    if (d.outlet.empty()) d.outlet = outlet;
    d.url = child(entry, {"link", "guid", "id"});
    d.date = parse_feed_date(child(entry, {"pubDate", "published", "updated", "dc:date"}));
    d.text = text_from_fragment(child(entry, {"content:encoded", "content", "description", "summary"}));
    if (trim(d.text).empty()) d.text = d.title;
    if (trim(d.text).empty()) continue;
    d.id = content_id(d.text);
    take(std::move(d));
  }
}

}  // namespace realign::text
