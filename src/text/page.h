// A web page flattened: its paragraphs in order, and its elements as ranges of them.
//
// What an article's reader wants is then arithmetic on ranges: how much prose does an element hold, and which
// one holds nearly all of it?
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

struct GumboInternalNode;

namespace realign::text {

struct PageParagraph {
  enum class Kind : char { loose, paragraph, item, heading, title };  // title: h1; item: li, dt, dd

  std::string text;       // blanks folded
  std::size_t links = 0;  // bytes of it that stand in links
  Kind kind = Kind::loose;
};

struct PageElement {
  enum class Kind : char { other, article, body, main };  // body: itemprop="articleBody"

  std::size_t begin = 0, end = 0;  // its paragraphs
  std::size_t parent = 0;          // the first element is its own
  Kind kind = Kind::other;
  bool aside = false;     // menus, captions, related links... by its tag or its class
  bool comments = false;  // what readers wrote
};

struct Page {
  std::vector<PageParagraph> paragraphs;
  std::vector<PageElement> elements;  // each after its parent; the first is the whole page
};

Page flatten(const GumboInternalNode* root);

// The paragraphs of the page's main text, headings of its sections included, the page's own title left out.
std::vector<std::string> main_text(const Page& page);

// Whether a class or id says that the element is none of the article ("related-links", "shareBar").
bool names_aside(std::string_view classes);

}  // namespace realign::text
