// PETRARCH's XML from anywhere: an element is told as a problem or read so that every offset lies in its text
// and every head in its sentence.
#include <cstdlib>
#include <sstream>
#include <string>

#include "syntax/petrarch_xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace realign::syntax;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  read_petrarch_xml(
      in, "input",
      [](ConlluDocument&& d) {
        for (const auto& s : d.sentences) {
          if (s.begin > s.end || s.end > d.text.size() || s.words.empty()) std::abort();
          for (const auto& w : s.words)
            if (w.begin < s.begin || w.end > s.end || w.begin > w.end ||
                w.head >= static_cast<int>(s.words.size()))
              std::abort();
        }
      },
      [](const std::string& problem) {
        if (!problem.starts_with("input:")) std::abort();
      });
  return 0;
}
