#include "text/page.h"

#include <gumbo.h>

#include <algorithm>
#include <unordered_set>

namespace realign::text {
namespace {

// What web pages call the parts of theirs that are no article, as single words of a class or id.
const std::unordered_set<std::string_view> kAsideWords = {
    "ad",     "ads",        "author",     "banner",     "bio",        "byline",   "carousel", "consent",
    "credit", "credits",    "disqus",     "disclaimer", "footer",     "gdpr",     "masthead", "menu",
    "modal",  "mostread",   "nav",        "navbar",     "navigation", "noprint",  "outbrain", "overlay",
    "pager",  "pagination", "paywall",    "popup",      "popular",    "promo",    "promos",   "promotion",
    "recirc", "share",      "sharing",    "shares",     "sidebar",    "signup",   "social",   "taboola",
    "tags",   "teaser",     "teasers",    "toolbar",    "tooltip",    "trending", "hatnote",  "infobox",
    "toc",    "reference",  "references", "reflist",    "editsection"};
// The beginnings of longer ones, which pages also run together ("relatedarticles").
constexpr std::string_view kAsideStems[] = {"advert",     "breadcrumb",   "caption",   "cookie",
                                            "newsletter", "related",      "recommend", "sponsor",
                                            "subscribe",  "subscription", "sharebar"};

bool lower_case(char c) {
  return c >= 'a' && c <= 'z';
}
bool upper_case(char c) {
  return c >= 'A' && c <= 'Z';
}

// Calls visit(word) for each lower-cased word of a class: "shareBar story-body" has share, bar, story, body.
// A subject that a page files an article under ("category-sharing", "tag-ads") says nothing of the page's
// parts.
template <typename Visit>
void each_word(std::string_view classes, Visit visit) {
  std::size_t at = 0;
  while (at < classes.size()) {
    auto end = classes.find_first_of(" \t\r\n", at);
    if (end == std::string_view::npos) end = classes.size();
    const auto token = classes.substr(at, end - at);
    at = end + 1;
    if (token.starts_with("tag-") || token.starts_with("category-") || token.starts_with("topic-")) continue;
    std::string word;
    for (std::size_t i = 0; i <= token.size(); ++i) {
      const char c = i < token.size() ? token[i] : '-';
      const bool part = lower_case(c) || upper_case(c);
      if (!word.empty() && (!part || (upper_case(c) && lower_case(token[i - 1])))) {
        visit(word);
        word.clear();
      }
      if (part) word += upper_case(c) ? static_cast<char>(c + 32) : c;
    }
  }
}

std::string_view attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

// Long enough for a sentence or two, and no list of links.
std::size_t prose(const PageParagraph& p) {
  if (p.kind == PageParagraph::Kind::heading || p.kind == PageParagraph::Kind::title) return 0;
  return p.text.size() >= 60 && p.links * 2 < p.text.size() ? p.text.size() : 0;
}

bool ends_sentence(std::string_view text) {
  for (const char* closing : {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"})
    while (text.ends_with(closing)) text.remove_suffix(std::string_view(closing).size());
  for (const char* mark : {".", "!", "?", ":", ";", "\xE2\x80\xA6"})
    if (text.ends_with(mark)) return true;
  return false;
}

class Flattener {
 public:
  Page run(const GumboNode* root) {
    page_.paragraphs.emplace_back();
    page_.elements.emplace_back();
    visit(root, 0);
    close();
    page_.paragraphs.pop_back();
    page_.elements.front().end = page_.paragraphs.size();
    for (auto& element : page_.elements) element.end = std::min(element.end, page_.paragraphs.size());
    return std::move(page_);
  }

 private:
  // Recursion goes no deeper than the tree, whose depth tame_markup() bounds.
  void visit(const GumboNode* node, std::size_t parent) {
    switch (node->type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA:
        append(node->v.text.text);
        return;
      case GUMBO_NODE_ELEMENT:
        break;
      default:
        return;
    }
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_HEAD ||
        !attribute(node, "hidden").empty() ||
        gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr)
      return;
    if (tag == GUMBO_TAG_BR || tag == GUMBO_TAG_HR) return close();
    const bool link = tag == GUMBO_TAG_SPAN && attribute(node, "role") == "link";
    if (link) {
      ++links_;
      children(node, parent);
      --links_;
      return;
    }
    const bool inside_line = tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_TIME || tag == GUMBO_TAG_SUP;
    if (inside_line) {
      // A span is no part of the page's order; one that is no text (a caption, a footnote's mark) is left
      // out.
      if (!names_aside(attribute(node, "class"))) children(node, parent);
      return;
    }
    close();
    const auto number = page_.elements.size();
    page_.elements.push_back(describe(node, parent));
    page_.elements.back().begin = page_.paragraphs.size() - 1;
    const auto outer = kind_;
    kind_ = kind_of(tag, outer);
    page_.paragraphs.back().kind = kind_;
    children(node, number);
    close();
    kind_ = outer;
    page_.paragraphs.back().kind = kind_;
    page_.elements[number].end = page_.paragraphs.size() - 1;
  }

  void children(const GumboNode* node, std::size_t parent) {
    const GumboVector& list = node->v.element.children;
    for (unsigned i = 0; i < list.length; ++i) visit(static_cast<const GumboNode*>(list.data[i]), parent);
  }

  static PageParagraph::Kind kind_of(GumboTag tag, PageParagraph::Kind outer) {
    switch (tag) {
      case GUMBO_TAG_P:
      case GUMBO_TAG_PRE:
      case GUMBO_TAG_BLOCKQUOTE:
        return outer == PageParagraph::Kind::item ? outer : PageParagraph::Kind::paragraph;
      case GUMBO_TAG_LI:
      case GUMBO_TAG_DT:
      case GUMBO_TAG_DD:
        return PageParagraph::Kind::item;
      case GUMBO_TAG_H1:
        return PageParagraph::Kind::title;
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_H5:
      case GUMBO_TAG_H6:
        return PageParagraph::Kind::heading;
      default:
        return outer == PageParagraph::Kind::item || outer == PageParagraph::Kind::heading
                   ? outer
                   : PageParagraph::Kind::loose;
    }
  }

  static PageElement describe(const GumboNode* node, std::size_t parent) {
    PageElement element;
    element.parent = parent;
    const auto classes = attribute(node, "class"), id = attribute(node, "id"), role = attribute(node, "role");
    switch (node->v.element.tag) {
      case GUMBO_TAG_ARTICLE:
        element.kind = PageElement::Kind::article;
        break;
      case GUMBO_TAG_MAIN:
        element.kind = PageElement::Kind::main;
        break;
      case GUMBO_TAG_NAV:
      case GUMBO_TAG_ASIDE:
      case GUMBO_TAG_HEADER:
      case GUMBO_TAG_FOOTER:
      case GUMBO_TAG_FIGURE:
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_MENU:
      case GUMBO_TAG_ADDRESS:
        element.aside = true;
        break;
      default:
        break;
    }
    if (role == "main") element.kind = PageElement::Kind::main;
    if (role == "navigation" || role == "complementary" || role == "contentinfo" || role == "banner" ||
        role == "dialog" || role == "alertdialog" || role == "search")
      element.aside = true;
    if (attribute(node, "itemprop").find("articleBody") != std::string_view::npos)
      element.kind = PageElement::Kind::body;
    else if (element.kind == PageElement::Kind::other)
      element.aside = element.aside || names_aside(classes) || names_aside(id);
    for (const auto words : {element.kind == PageElement::Kind::article ? id : classes, id})
      each_word(words, [&](const std::string& word) {
        if (word == "comment" || word == "comments" || word == "commentlist") element.comments = true;
      });
    if (element.kind == PageElement::Kind::body) element.comments = false;
    return element;
  }

  void close() {
    auto& p = page_.paragraphs.back();
    while (!p.text.empty() && p.text.back() == ' ') p.text.pop_back();
    if (p.text.empty()) {
      p.links = 0;
      return;
    }
    page_.paragraphs.emplace_back();
    page_.paragraphs.back().kind = kind_;
  }

  void append(std::string_view text) {
    auto& p = page_.paragraphs.back();
    const std::size_t before = p.text.size();
    for (std::size_t i = 0; i < text.size();) {
      const auto rest = text.substr(i, 3);
      if (const char c = text[i]; c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
        ++i;
      } else if (rest.starts_with("\xC2\xA0")) {  // no-break space
        i += 2;
      } else {
        if (rest.starts_with("\xC2\xAD")) {  // soft hyphen
          i += 2;
        } else if (rest == "\xE2\x80\x8B" || rest == "\xEF\xBB\xBF") {  // of no width
          i += 3;
        } else {
          p.text += c;
          ++i;
        }
        continue;
      }
      if (!p.text.empty() && p.text.back() != ' ') p.text += ' ';
    }
    if (links_ > 0) p.links += p.text.size() - before;
  }

  Page page_;
  std::size_t links_ = 0;
  PageParagraph::Kind kind_ = PageParagraph::Kind::loose;
};

// The element that holds the main text, given how much prose each one holds.
template <typename Amount>
std::size_t choose(const Page& page, const std::vector<bool>& left_out, Amount amount) {
  const std::size_t all = amount(0);
  for (const auto kind : {PageElement::Kind::body, PageElement::Kind::article, PageElement::Kind::main}) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 1; i < page.elements.size(); ++i)
      if (page.elements[i].kind == kind && !left_out[i] && (best == 0 || amount(i) > most))
        best = i, most = amount(i);
    // One of many teasers on an index page, or an empty shell, is not the page's text.
    if (best != 0 && (most * 2 >= all || (kind == PageElement::Kind::body && most * 5 >= all))) return best;
  }
  // The innermost element with four fifths of the prose.
  std::size_t best = 0;
  for (std::size_t i = 1; i < page.elements.size(); ++i)
    if (page.elements[i].parent == best && !left_out[i] && all > 0 && amount(i) * 5 >= all * 4) best = i;
  return best;
}

bool reads_as_text(const PageParagraph& p) {
  const bool sentence = ends_sentence(p.text);
  switch (p.kind) {
    case PageParagraph::Kind::title:
      return false;
    case PageParagraph::Kind::heading:
      return p.links * 2 < p.text.size();
    case PageParagraph::Kind::paragraph:
      if (p.links * 10 >= p.text.size() * 9) return sentence && p.text.size() >= 100;  // "Read more: ..."
      return sentence || p.text.size() >= 25;                                          // no "Advertisement"
    case PageParagraph::Kind::item:
      return p.links * 2 < p.text.size() && (sentence || p.text.size() >= 40);
    case PageParagraph::Kind::loose:
      return p.links * 2 < p.text.size() && ((sentence && p.text.size() >= 15) || p.text.size() >= 80);
  }
  return false;
}

}  // namespace

bool names_aside(std::string_view classes) {
  bool aside = false;
  each_word(classes, [&](const std::string& word) {
    aside = aside || kAsideWords.contains(word) ||
            std::any_of(std::begin(kAsideStems), std::end(kAsideStems),
                        [&](std::string_view stem) { return word.starts_with(stem); });
  });
  return aside;
}

Page flatten(const GumboNode* root) {
  return Flattener().run(root);
}

std::vector<std::string> main_text(const Page& page) {
  const auto& paragraphs = page.paragraphs;
  const auto& elements = page.elements;
  std::vector<std::size_t> sum(paragraphs.size() + 1, 0), titles(paragraphs.size() + 1, 0);
  const auto amount = [&](std::size_t i) { return sum[elements[i].end] - sum[elements[i].begin]; };
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    sum[i + 1] = sum[i] + prose(paragraphs[i]);
    titles[i + 1] = titles[i] + (paragraphs[i].kind == PageParagraph::Kind::title ? 1 : 0);
  }
  // An element with a good part of the page's prose is no aside, whatever it is called; comments may be
  // longer than the article.
  std::vector<bool> left_out(elements.size(), false), out_of_text(paragraphs.size() + 1, false);
  for (std::size_t i = 1; i < elements.size(); ++i) {
    const auto& e = elements[i];
    const bool minor = amount(i) * 5 < sum.back() * 2 || sum.back() == 0;
    const bool untitled = titles[e.end] == titles[e.begin];
    left_out[i] = left_out[e.parent] || (e.aside && minor) || (e.comments && (minor || untitled));
    if (left_out[i] && !left_out[e.parent])
      std::fill(out_of_text.begin() + static_cast<std::ptrdiff_t>(e.begin),
                out_of_text.begin() + static_cast<std::ptrdiff_t>(e.end), true);
  }
  for (std::size_t i = 0; i < paragraphs.size(); ++i)
    sum[i + 1] = sum[i] + (out_of_text[i] ? 0 : prose(paragraphs[i]));

  const PageElement& chosen = elements[choose(page, left_out, amount)];
  std::vector<std::string> out;
  for (const bool careful : {true, false}) {
    std::size_t heading = paragraphs.size();  // waits for text below it
    for (std::size_t i = chosen.begin; i < chosen.end; ++i) {
      if (out_of_text[i] && careful) continue;
      if (careful && !reads_as_text(paragraphs[i])) continue;
      if (careful && paragraphs[i].kind == PageParagraph::Kind::heading) {
        heading = i;
        continue;
      }
      if (heading < paragraphs.size()) out.push_back(paragraphs[heading].text);
      heading = paragraphs.size();
      out.push_back(paragraphs[i].text);
    }
    if (!out.empty()) break;  // else all that the page shows is short: better that than nothing
  }
  return out;
}

}  // namespace realign::text
