// Paragraphs of a plain text, whether its lines are whole paragraphs or wrapped at a margin.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace realign::text {

struct Range {
  std::size_t begin = 0, end = 0;  // bytes, without blanks at either end
};

// A blank line always ends a paragraph. A single line break does too, unless the text is wrapped: most of its
// line breaks stand inside sentences, below lines that had no room for the next word. In wrapped text a line
// break still ends a paragraph before an indented line or an item of a list, after a line much longer than
// the margin, and after a sentence that ends well before the margin.
std::vector<Range> paragraphs(std::string_view text);

}  // namespace realign::text
