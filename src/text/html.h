// An article out of a web page: its main text, title, date, outlet and address.
//
// The main text is what the page marks as an article's body, else as article or main part if most of its
// prose stands there, else the innermost element with four fifths of the prose; menus, headers, footers,
// asides, captions, lists of links, notices and comments are left out of it. Gumbo builds the tree, from
// markup that tame_markup() has made safe for it. Time and memory grow with the page's length alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/document.h"

namespace realign::text {

inline constexpr std::size_t kLargestPage = std::size_t{8} << 20;  // bytes of a page or of a feed's item

// `html` in UTF-8 (decode() first). Paragraphs of Document::text are separated by blank lines, blanks inside
// them folded, no-break spaces plain. The date is that of metadata (article:published_time, JSON-LD
// datePublished, other meta elements, <time>), none if it is not to be understood. Error if the page holds no
// text, is larger than kLargestPage or nested deeper than kDeepestMarkup (text/markup.h).
Document document_from_html(std::string_view html, const std::string& name);

// The charset that a page's or an XML file's first bytes declare ("" if none, or if they are no markup).
std::string declared_charset(std::string_view bytes);

// The text of a fragment (a feed's description), paragraphs separated by blank lines; may be empty. `name`
// for the errors of size and depth.
std::string text_from_fragment(std::string_view html, const std::string& name);

}  // namespace realign::text
