// A text too long to be worked on at once, and where to cut it.
#pragma once

#include <cstddef>
#include <string_view>

namespace realign::text {

// Bytes that are worked on at once: some thousand sentences. What a later room keeps of a text is many times
// as long as the text itself, and some of it looks at all sentences for each; so longer texts are taken part
// by part.
inline constexpr std::size_t kLargestPart = std::size_t{256} << 10;

// How long the first part of `text` is: all of it if that is at most `limit` bytes; else up to the last blank
// line in the second half of the limit, else to the last line end, else behind the last full stop, else to
// the last blank, else to the last character. Never 0 for a text that has a character within `limit`.
std::size_t first_part(std::string_view text, std::size_t limit = kLargestPart);

}  // namespace realign::text
