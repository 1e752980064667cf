// Any bytes as a web page give text or an Error; tamed markup is as deep as it may be, and no deeper.
#include <cstdint>
#include <cstdlib>

#include "text/decode.h"
#include "text/error.h"
#include "text/html.h"

using namespace realign::text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)declared_charset(bytes);
  try {
    const auto document = document_from_html(bytes, "input");
    if (document.text.empty() || invalid_utf8(document.text) != std::string_view::npos) std::abort();
    if (document.date && !document.date->ok()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
