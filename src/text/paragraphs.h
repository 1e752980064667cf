// Paragraphs of a plain text, whether its lines are whole paragraphs or wrapped at a margin.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace realign::text {

struct Range {
  std::size_t begin = 0, end = 0;  // bytes, without blanks at either end
};

// A blank line always ends a paragraph. A single line break does too, unless the text is wrapped: blank lines
// separate its blocks, and nearly all lines inside blocks end near one margin of 40 to 100 columns.
std::vector<Range> paragraphs(std::string_view text);

}  // namespace realign::text
