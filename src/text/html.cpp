#include "text/html.h"

#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <vector>

#include "text/error.h"
#include "text/table.h"

namespace realign::text {
namespace {

// The parser keeps a node for each element: pages nested deeper than any article are refused before they cost
// memory.
constexpr std::size_t kDeepest = 4000;

struct Closer {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};
using Page = std::unique_ptr<GumboOutput, Closer>;

std::size_t nesting(std::string_view html) {
  std::size_t depth = 0, deepest = 0;
  for (std::size_t i = 0; i + 1 < html.size(); ++i) {
    if (html[i] != '<') continue;
    if (html[i + 1] == '/') {
      if (depth > 0) --depth;
    } else if ((html[i + 1] >= 'a' && html[i + 1] <= 'z') || (html[i + 1] >= 'A' && html[i + 1] <= 'Z')) {
      const auto rest = html.substr(i + 1, 5);
      const bool empty = rest.starts_with("br") || rest.starts_with("img") || rest.starts_with("meta") ||
                         rest.starts_with("link") || rest.starts_with("hr") || rest.starts_with("input") ||
                         rest.starts_with("p") || rest.starts_with("li");
      if (!empty) deepest = std::max(deepest, ++depth);
    }
  }
  return deepest;
}

std::string attribute(const GumboNode* node, const char* name) {
  if (node->type != GUMBO_NODE_ELEMENT) return {};
  const GumboAttribute* a = gumbo_get_attribute(&node->v.element.attributes, name);
  return a == nullptr ? "" : a->value;
}

bool skipped(const GumboNode* node) {
  switch (node->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_OBJECT:
      return true;
    default:
      break;
  }
  const std::string mark =
      attribute(node, "class") + " " + attribute(node, "id") + " " + attribute(node, "role");
  for (const char* word :
       {"cookie", "related", "newsletter", "sidebar", "share", "social", "comment", "advert", "promo",
        "breadcrumb", "navigation", "caption", "subscribe", "recommend", "footer", "tags"})
    if (mark.find(word) != std::string::npos) return true;
  return attribute(node, "hidden") == "hidden" || attribute(node, "aria-hidden") == "true";
}

bool block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
      return true;
    default:
      return false;
  }
}

// Text of a node, a paragraph for each block; blanks folded to one.
std::string text_of(const GumboNode* top, bool skip) {
  std::vector<std::string> paragraphs(1);
  std::vector<std::pair<const GumboNode*, bool>> stack{{top, false}};  // node, leaving
  const auto close = [&] {
    if (!paragraphs.back().empty()) paragraphs.emplace_back();
  };
  while (!stack.empty()) {
    const auto [node, leaving] = stack.back();
    stack.pop_back();
    if (leaving) {
      close();
      continue;
    }
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA) {
      for (const char* c = node->v.text.text; *c != '\0'; ++c) {
        auto& p = paragraphs.back();
        const bool blank = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
        if (!blank)
          p += *c;
        else if (!p.empty() && p.back() != ' ')
          p += ' ';
      }
      continue;
    }
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_DOCUMENT) continue;
    if (node->type == GUMBO_NODE_ELEMENT) {
      if (skip && node != top && skipped(node)) continue;
      if (node->v.element.tag == GUMBO_TAG_BR) {
        close();
        continue;
      }
      if (block(node->v.element.tag)) {
        close();
        stack.emplace_back(node, true);
      }
    }
    const GumboVector& children =
        node->type == GUMBO_NODE_ELEMENT ? node->v.element.children : node->v.document.children;
    for (unsigned i = children.length; i-- > 0;)
      stack.emplace_back(static_cast<const GumboNode*>(children.data[i]), false);
  }
  std::string out;
  for (auto& p : paragraphs) {
    while (!p.empty() && p.back() == ' ') p.pop_back();
    if (p.empty()) continue;
    if (!out.empty()) out += "\n\n";
    out += p;
  }
  return out;
}

template <typename Visit>
void walk(const GumboNode* root, Visit visit) {
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

// Letters in paragraphs right below a node: the article's body has most of them.
std::size_t own_prose(const GumboNode* node) {
  std::size_t letters = 0;
  const auto& children = node->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_P)
      letters += text_of(child, true).size();
  }
  return letters;
}

void read_json_ld(const std::string& text, Document& document) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return;
  std::vector<const nlohmann::json*> stack{&json};
  for (std::size_t steps = 0; !stack.empty() && steps < 1000; ++steps) {
    const auto& at = *stack.back();
    stack.pop_back();
    if (at.is_array())
      for (const auto& item : at) stack.push_back(&item);
    if (!at.is_object()) continue;
    if (const auto date = at.find("datePublished"); !document.date && date != at.end() && date->is_string())
      document.date = parse_date(date->get<std::string>());
    if (const auto publisher = at.find("publisher");
        document.outlet.empty() && publisher != at.end() && publisher->is_object())
      if (const auto name = publisher->find("name"); name != publisher->end() && name->is_string())
        document.outlet = name->get<std::string>();
    if (const auto graph = at.find("@graph"); graph != at.end()) stack.push_back(&*graph);
  }
}

}  // namespace

std::string declared_charset(std::string_view bytes) {
  const std::string head(bytes.substr(0, 2048));
  for (const char* key : {"charset=", "encoding="}) {
    auto at = head.find(key);
    if (at == std::string::npos) continue;
    at += std::string_view(key).size();
    while (at < head.size() && (head[at] == '"' || head[at] == '\'')) ++at;
    std::string name;
    while (at < head.size() &&
           (std::isalnum(static_cast<unsigned char>(head[at])) != 0 || head[at] == '-' || head[at] == '_'))
      name += head[at++];
    return name;
  }
  return {};
}

std::string text_from_fragment(std::string_view html) {
  if (nesting(html) > kDeepest) return {};
  const Page page(gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
  return text_of(page->root, true);
}

Document document_from_html(std::string_view html, const std::string& name) {
  if (nesting(html) > kDeepest)
    throw Error(name, "its markup is nested more than " + std::to_string(kDeepest) + " levels deep");
  const Page page(gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
  Document document;
  document.path = name;
  const GumboNode* article = nullptr;
  const GumboNode* main = nullptr;
  const GumboNode* densest = nullptr;
  std::size_t most = 0, article_size = 0;
  std::string heading, title, time;
  walk(page->root, [&](const GumboNode* node) {
    switch (node->v.element.tag) {
      case GUMBO_TAG_META: {
        const std::string key = attribute(node, "property") + attribute(node, "name") +
                                attribute(node, "itemprop"),
                          content = attribute(node, "content");
        if (key == "og:title")
          document.title = content;
        else if (key == "og:site_name")
          document.outlet = content;
        else if (!document.date &&
                 (key == "article:published_time" || key == "datePublished" || key == "date" ||
                  key == "pubdate" || key == "dc.date" || key == "DC.date.issued" || key == "publish-date"))
          document.date = parse_date(content);
        break;
      }
      case GUMBO_TAG_LINK:
        if (attribute(node, "rel") == "canonical") document.url = attribute(node, "href");
        break;
      case GUMBO_TAG_SCRIPT:
        if (attribute(node, "type") == "application/ld+json" && node->v.element.children.length > 0) {
          const auto* child = static_cast<const GumboNode*>(node->v.element.children.data[0]);
          if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA)
            read_json_ld(child->v.text.text, document);
        }
        break;
      case GUMBO_TAG_TITLE:
        title = text_of(node, false);
        break;
      case GUMBO_TAG_H1:
        if (heading.empty()) heading = text_of(node, false);
        break;
      case GUMBO_TAG_TIME:
        if (time.empty()) time = attribute(node, "datetime");
        break;
      case GUMBO_TAG_MAIN:
        main = node;
        break;
      case GUMBO_TAG_ARTICLE: {
        const std::size_t size = text_of(node, true).size();
        if (size > article_size) article = node, article_size = size;
        break;
      }
      default:
        break;
    }
    if (attribute(node, "itemprop") == "articleBody") article = node, article_size = std::string::npos;
    if (const std::size_t letters = own_prose(node); letters > most) {
      most = letters;
      densest = node;
    }
  });
  if (!document.date) document.date = parse_date(time);
  if (document.title.empty()) document.title = heading.empty() ? title : heading;
  for (const auto* node : {article, densest, main, static_cast<const GumboNode*>(page->root)}) {
    if (node == nullptr) continue;
    document.text = text_of(node, true);
    if (trim(document.text).size() >= 40 || node == page->root) break;
  }
  if (trim(document.text).empty()) throw Error(name, "the page holds no text");
  return document;
}

}  // namespace realign::text
