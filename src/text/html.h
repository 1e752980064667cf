// An article's text out of a web page: main text, title, date, outlet.
#pragma once

#include <string>
#include <string_view>

#include "text/document.h"

namespace realign::text {

// `html` in UTF-8 (decode() first). Paragraphs of the article's body are separated by blank lines. Error if
// the page holds no text. Menus, headers, footers, asides, forms, scripts and captions are left out. Markup
// of any depth is walked without recursion.
Document document_from_html(std::string_view html, const std::string& name);

// The charset that a page's first bytes declare ("" if none).
std::string declared_charset(std::string_view bytes);

// The text of a fragment (a feed's description), paragraphs separated by blank lines; may be empty.
std::string text_from_fragment(std::string_view html);

}  // namespace realign::text
