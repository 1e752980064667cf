#include "text/parts.h"

namespace realign::text {

std::size_t first_part(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  const auto head = text.substr(0, limit);
  for (const std::string_view end : {"\n\n", "\n\r\n", "\n", ". ", " "})
    if (const auto at = head.rfind(end); at != std::string_view::npos && at + end.size() > limit / 2)
      return at + end.size();
  std::size_t at = limit;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at > 0 ? at : limit;
}

}  // namespace realign::text
