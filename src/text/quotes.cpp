#include "text/quotes.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace realign::text {

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (bytes[at] < 0x80) return bytes[at++];
  std::size_t i = at;
  UChar32 c = 0;
  U8_NEXT(bytes, i, text.size(), c);
  if (c < 0) {
    ++at;
    return 0xFFFD;
  }
  at = i;
  return static_cast<char32_t>(c);
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  char bytes[U8_MAX_LENGTH];
  int size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  out.append(bytes, static_cast<std::size_t>(size));
}

StraightText::StraightText(std::string_view text) {
  text_.reserve(text.size());
  std::size_t by = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (const char32_t s = straight(c); s != c) {
      append_utf8(text_, s);
    } else {
      text_.append(text, begin, at - begin);
    }
    if (at - text_.size() != by) {
      by = at - text_.size();
      shifts_.push_back({text_.size(), by});
    }
  }
}

std::size_t StraightText::original(std::size_t byte) const {
  const auto after = std::upper_bound(shifts_.begin(), shifts_.end(), byte,
                                      [](std::size_t b, const Shift& shift) { return b < shift.from; });
  return byte + (after == shifts_.begin() ? 0 : std::prev(after)->by);
}

}  // namespace realign::text
