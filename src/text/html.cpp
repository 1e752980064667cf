#include "text/html.h"

#include <gumbo.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "text/dates.h"
#include "text/error.h"
#include "text/markup.h"
#include "text/page.h"
#include "text/table.h"

namespace realign::text {
namespace {

// A tree and the markup that it points into.
class Tree {
 public:
  Tree(std::string_view html, const std::string& name) : markup_(tamed(html, name)) {
    output_ = gumbo_parse_with_options(&kGumboDefaultOptions, markup_.data(), markup_.size());
  }
  ~Tree() { gumbo_destroy_output(&kGumboDefaultOptions, output_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  const GumboNode* root() const { return output_->root; }

 private:
  static std::string tamed(std::string_view html, const std::string& name) {
    if (html.size() > kLargestPage)
      throw Error(name, "is too large for a web page: " + std::to_string(html.size() >> 20) +
                            " MiB, at most " + std::to_string(kLargestPage >> 20));
    auto markup = tame_markup(html);
    if (!markup)
      throw Error(name, "its markup is nested more than " + std::to_string(kDeepestMarkup) + " levels deep");
    return std::move(*markup);
  }

  std::string markup_;
  GumboOutput* output_ = nullptr;
};

std::string attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* a = gumbo_get_attribute(&node->v.element.attributes, name);
  return a == nullptr ? "" : std::string(trim(a->value));
}

template <typename Visit>
void each_element(const GumboNode* root, Visit visit) {
  std::vector<const GumboNode*> stack{root};
  while (!stack.empty()) {
    const GumboNode* node = stack.back();
    stack.pop_back();
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    visit(node);
    const auto& children = node->v.element.children;
    for (unsigned i = children.length; i-- > 0;)
      stack.push_back(static_cast<const GumboNode*>(children.data[i]));
  }
}

// The text in a small element, on one line.
std::string line_of(const GumboNode* top) {
  std::string out;
  std::vector<const GumboNode*> stack{top};
  while (!stack.empty()) {
    const GumboNode* node = stack.back();
    stack.pop_back();
    if (node->type == GUMBO_NODE_ELEMENT) {
      const auto& children = node->v.element.children;
      for (unsigned i = children.length; i-- > 0;)
        stack.push_back(static_cast<const GumboNode*>(children.data[i]));
    } else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
               node->type == GUMBO_NODE_CDATA) {
      out += node->v.text.text;
    }
    if (out.size() > 4096) break;
  }
  for (auto& c : out)
    if (c == '\n' || c == '\t' || c == '\r' || c == '\f') c = ' ';
  std::string line;
  for (const auto& word : split(out, ' ')) line += (line.empty() ? "" : " ") + word;
  return line;
}

// What a page says of itself, each from the most trusted of the places that it is said in.
class Facts {
 public:
  // A date of a lower rank is trusted more.
  enum Rank { kPublished, kLinkedData, kMarked, kMeta, kTime, kNone };

  void date(Rank rank, std::string_view text) {
    if (rank >= rank_) return;
    if (const auto date = parse_stated_date(text)) date_ = date, rank_ = rank;
  }

  void read_meta(const GumboNode* node) {
    const auto content = attribute(node, "content");
    if (content.empty()) return;
    for (const char* place : {"property", "name", "itemprop"}) {
      std::string key = attribute(node, place);
      for (auto& c : key)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      if (key == "og:title") set(social_title, content);
      if (key == "og:site_name") set(outlet, content);
      if (key == "og:url") set(social_url, content);
      if (key == "article:published_time" || key == "og:published_time") date(kPublished, content);
      if (key == "datepublished") date(kMarked, content);
      for (const char* known :
           {"date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "dc.date",
            "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date", "parsely-pub-date",
            "citation_publication_date", "article.published"})
        if (key == known) date(kMeta, content);
    }
  }

  void read_linked_data(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) return;
    std::vector<const nlohmann::json*> stack{&json};
    for (int steps = 0; !stack.empty() && steps < 1000; ++steps) {
      const auto& at = *stack.back();
      stack.pop_back();
      if (at.is_array())
        for (auto item = at.rbegin(); item != at.rend(); ++item) stack.push_back(&*item);
      if (!at.is_object()) continue;
      if (const auto published = at.find("datePublished"); published != at.end() && published->is_string())
        date(kLinkedData, published->get_ref<const std::string&>());
      if (const auto publisher = at.find("publisher"); publisher != at.end()) {
        const auto* name =
            publisher->is_object() && publisher->contains("name") ? &publisher->at("name") : &*publisher;
        if (name->is_string()) set(linked_outlet, name->get_ref<const std::string&>());
      }
      for (const char* inner : {"@graph", "mainEntity"})
        if (const auto graph = at.find(inner); graph != at.end()) stack.push_back(&*graph);
    }
  }

  void read(const GumboNode* node) {
    switch (node->v.element.tag) {
      case GUMBO_TAG_META:
        return read_meta(node);
      case GUMBO_TAG_LINK:
        if (attribute(node, "rel") == "canonical") set(url, attribute(node, "href"));
        return;
      case GUMBO_TAG_SCRIPT:
        for (unsigned i = 0; i < node->v.element.children.length; ++i) {
          const auto* child = static_cast<const GumboNode*>(node->v.element.children.data[i]);
          if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA)
            read_linked_data(child->v.text.text);
        }
        return;
      case GUMBO_TAG_TITLE:
        return set(title, line_of(node));
      case GUMBO_TAG_H1:
        return set(heading, line_of(node));
      default:
        break;
    }
    const auto stated = attribute(node, "datetime");
    if (attribute(node, "itemprop") == "datePublished")
      date(kMarked, stated.empty() ? line_of(node) : stated);
    if (node->v.element.tag == GUMBO_TAG_TIME) date(kTime, stated.empty() ? line_of(node) : stated);
  }

  void write(Document& document) const {
    document.date = date_;
    document.outlet = outlet.empty() ? linked_outlet : outlet;
    document.url = url.empty() ? social_url : url;
    document.title = !social_title.empty() ? social_title : !heading.empty() ? heading : title;
    // "Headline | Outlet"
    for (const std::string_view bar : {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "})
      if (const auto tail = std::string(bar) + document.outlet;
          !document.outlet.empty() && document.title.size() > tail.size() && document.title.ends_with(tail))
        document.title.resize(document.title.size() - tail.size());
  }

 private:
  static void set(std::string& fact, const std::string& value) {
    if (fact.empty()) fact = value;
  }

  std::string social_title, heading, title, outlet, linked_outlet, url, social_url;
  std::optional<Date> date_;
  Rank rank_ = kNone;
};

std::string join(const std::vector<std::string>& paragraphs) {
  std::string out;
  for (const auto& p : paragraphs) {
    if (!out.empty()) out += "\n\n";
    out += p;
  }
  return out;
}

}  // namespace

std::string declared_charset(std::string_view bytes) {
  std::string head(bytes.substr(0, 2048));
  for (auto& c : head)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (!trim(head).starts_with('<')) return {};
  for (const char* key : {"charset", "encoding"}) {
    auto at = head.find(key);
    if (at == std::string::npos) continue;
    at = head.find_first_not_of(" \t\r\n", at + std::string_view(key).size());
    if (at == std::string::npos || head[at] != '=') continue;
    at = head.find_first_not_of(" \t\r\n\"'", at + 1);
    if (at == std::string::npos) continue;
    return head.substr(
        at,
        std::min(head.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_:.", at), head.size()) - at);
  }
  return {};
}

std::string text_from_fragment(std::string_view html, const std::string& name) {
  const Tree tree(html, name);
  std::vector<std::string> paragraphs;
  for (auto& p : flatten(tree.root()).paragraphs) paragraphs.push_back(std::move(p.text));
  return join(paragraphs);
}

Document document_from_html(std::string_view html, const std::string& name) {
  const Tree tree(html, name);
  Document document;
  document.path = name;
  Facts facts;
  each_element(tree.root(), [&](const GumboNode* node) { facts.read(node); });
  facts.write(document);
  document.text = join(main_text(flatten(tree.root())));
  if (trim(document.text).empty()) throw Error(name, "the page holds no text");
  return document;
}

}  // namespace realign::text
