// CoNLL-U from anywhere: it is refused with an Error or read so that every offset lies in the text and every
// head in the sentence; and what is written of it can be read again.
#include <cstdlib>
#include <sstream>
#include <string>

#include "syntax/conllu.h"
#include "text/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace realign::syntax;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  try {
    read_conllu(in, "input", [](ConlluDocument&& d) {
      for (const auto& s : d.sentences) {
        if (s.begin > s.end || s.end > d.text.size() || s.words.empty()) std::abort();
        for (const auto& w : s.words)
          if (w.begin < s.begin || w.end > s.end || w.begin > w.end ||
              w.head >= static_cast<int>(s.words.size()))
            std::abort();
      }
      std::ostringstream out;
      write_conllu(out, d.text, d.sentences);
      std::istringstream again(out.str());
      std::size_t words = 0, read = 0;
      for (const auto& s : d.sentences) words += s.words.size();
      read_conllu(again, "written", [&](ConlluDocument&& second) {
        for (const auto& s : second.sentences) read += s.words.size();
      });
      if (words != read) std::abort();
    });
  } catch (const realign::text::Error&) {
  }
  return 0;
}
