// Any bytes as a feed give documents with text, or Errors.
#include <cstdint>
#include <cstdlib>

#include "text/decode.h"
#include "text/feed.h"

using namespace realign::text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (invalid_utf8(bytes) != std::string_view::npos) return 0;  // as the reader hands it on
  try {
    documents_from_feed(
        bytes, "input",
        [](Document&& d) {
          if (is_blank(d.text) || d.id.empty() || (d.date && !d.date->ok())) std::abort();
        },
        [](const Error&) {});
  } catch (const Error&) {
  }
  return 0;
}
