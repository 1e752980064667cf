// Any bytes as JSON Lines, read through the reader: as many documents and errors as it counts, all with text.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "text/decode.h"
#include "text/reader.h"

using namespace realign::text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  std::size_t documents = 0, errors = 0;
  const auto counts = read_stream(
      in, "input.jsonl", {},
      [&](Document&& d) {
        if (is_blank(d.text) || d.id.empty() || invalid_utf8(d.text) != std::string_view::npos) std::abort();
        ++documents;
      },
      [&](const Error&) { ++errors; });
  if (counts.documents != documents || counts.errors != errors) std::abort();
  return 0;
}
