// CoNLL-U, the exchange format of Universal Dependencies trees (https://universaldependencies.org/format.html).
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/sentence.h"

namespace realign::syntax {

// One "# newdoc" (or the whole input): its text as rebuilt from "# text" lines (else from forms and SpaceAfter=No),
// with the sentences' byte offsets into it.
struct ConlluDocument {
  std::string id;
  std::string text;
  std::string date;  // from "# date = YYYY-MM-DD", else empty
  std::vector<Sentence> sentences;
};

// Streams documents from CoNLL-U; empty nodes (8.1) are skipped, multi-word tokens give offsets. A malformed line (not 10
// fields, a head out of range, a cycle) is an Error "NAME:LINE: ...".
void read_conllu(std::istream& in, const std::string& name, const std::function<void(ConlluDocument&&)>& take);

void write_conllu(std::ostream& out, std::string_view text, const std::vector<Sentence>& sentences);

}  // namespace realign::syntax
