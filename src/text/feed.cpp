#include "text/feed.h"

#include <algorithm>
#include <pugixml.hpp>

#include "text/dates.h"
#include "text/html.h"
#include "text/table.h"

namespace realign::text {
namespace {

// A node's text; markup in it (Atom's type="xhtml") as it is written.
std::string content_of(const pugi::xml_node& node) {
  struct Writer : pugi::xml_writer {
    std::string out;
    void write(const void* data, std::size_t size) override {
      out.append(static_cast<const char*>(data), size);
    }
  };
  if (std::string_view(node.attribute("type").as_string()) == "xhtml") {
    Writer writer;
    for (const auto& child : node.children()) child.print(writer, "", pugi::format_raw);
    return std::move(writer.out);
  }
  std::string out;  // text and CDATA may take turns
  for (const auto& child : node.children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
  return out;
}

// The first of these children that says something.
std::string child(const pugi::xml_node& node, std::initializer_list<const char*> names) {
  for (const char* name : names)
    for (const auto& found : node.children(name))
      if (auto value = content_of(found); !trim(value).empty()) return std::string(trim(value));
  return {};
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string link_of(const pugi::xml_node& entry) {
  std::string found;
  for (const auto& link : entry.children("link")) {
    const std::string_view rel = link.attribute("rel").as_string("alternate");
    std::string href = link.attribute("href").as_string();
    if (href.empty()) href = trim(link.text().as_string());
    if (rel == "alternate" && !href.empty()) return href;
    if (found.empty()) found = href;
  }
  if (found.empty() && entry.child("guid").attribute("isPermaLink").as_bool(true) &&
      std::string_view(entry.child("guid").text().as_string()).starts_with("http"))
    found = trim(entry.child("guid").text().as_string());
  return found;
}

// Who published it, where the item names another than the feed (Atom's source has a title of its own).
std::string outlet_of(const pugi::xml_node& entry) {
  const auto source = child(entry, {"source", "dc:source", "dc:publisher"});
  return source.empty() ? child(entry.child("source"), {"title"}) : source;
}

}  // namespace

void documents_from_feed(std::string_view xml, const std::string& name,
                         const std::function<void(Document&&)>& take,
                         const std::function<void(const Error&)>& complain) {
  pugi::xml_document parsed;
  const auto result = parsed.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const auto read = xml.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)));
    throw Error(name + ":" + std::to_string(std::count(read.begin(), read.end(), '\n') + 1),
                std::string("damaged XML: ") + result.description());
  }
  const auto root = parsed.document_element();
  const std::string_view kind = root.name();
  pugi::xml_node list = root, about = root;
  const char* item = "item";
  if (kind == "rss")
    list = about = root.child("channel");
  else if (kind == "rdf:RDF")
    about = root.child("channel");
  else if (kind == "feed")
    item = "entry";
  else
    throw Error(name, "is XML, but no RSS or Atom feed");
  const std::string outlet = one_line(text_from_fragment(child(about, {"title"}), name));
  std::size_t number = 0;
  for (const auto& entry : list.children(item)) {
    const std::string place = name + ": item " + std::to_string(++number);
    Document d;
    try {
      d.path = name;
      d.title = one_line(text_from_fragment(child(entry, {"title"}), place));
      d.outlet = outlet_of(entry);
      if (d.outlet.empty()) d.outlet = outlet;
      d.url = link_of(entry);
      d.text =
          text_from_fragment(child(entry, {"content:encoded", "content", "description", "summary"}), place);
      if (d.text.empty()) d.text = d.title;
      if (d.text.empty()) throw Error(place, "has no text");
      d.id = child(entry, {"guid", "id"});
      if (d.id.empty()) d.id = content_id(d.text);
      if (const auto date = child(entry, {"pubDate", "published", "dc:date", "updated", "date"});
          !date.empty()) {
        d.date = parse_stated_date(date);
        if (!d.date) complain(Error(place, "its date is none: '" + date.substr(0, 40) + "'"));
      }
    } catch (const Error& e) {
      complain(e);
      continue;
    }
    take(std::move(d));
  }
  if (number == 0) throw Error(name, "the feed has no items");
}

}  // namespace realign::text
