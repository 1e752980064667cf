// Any bytes decode to valid UTF-8 or to an Error, declared encoding or none.
#include <cstdint>
#include <cstdlib>

#include "text/decode.h"
#include "text/error.h"
#include "text/paragraphs.h"

using namespace realign::text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* declared : {"", "windows-1251", "shift_jis", "iso-2022-jp", "utf-7", "gb18030"}) try {
      const std::string text = decode(bytes, "input", declared);
      if (invalid_utf8(text) != std::string_view::npos || is_blank(text)) std::abort();
      for (const auto& p : paragraphs(text))
        if (p.begin >= p.end || p.end > text.size()) std::abort();
    } catch (const Error&) {
    }
  return 0;
}
