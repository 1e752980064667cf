// Sentences with trees in the XML of PETRARCH and UniversalPetrarch: <Sentence date=".." id=".."> or <Article
// ..> with <Text> and <Parse>, the latter in CoNLL-U.
//
// Files in use are often not well-formed (<Sentence .../> that is closed again later, bare & and comments
// within comments), so this is no XML parser: it looks for the elements that it knows, one after another, and
// takes what stands between them. Nothing else is interpreted, no entity but the five of XML and numbers is
// expanded.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "syntax/conllu.h"

namespace realign::syntax {

// Each element with a <Parse> is a document: `id` and `date` from its attributes (YYYYMMDD or YYMMDD, as
// YYYY-MM-DD). An element whose tree cannot be read is told to `problem` ("NAME:LINE: ...") and left out; the
// rest goes on.
void read_petrarch_xml(std::istream& in, const std::string& name,
                       const std::function<void(ConlluDocument&&)>& take,
                       const std::function<void(const std::string&)>& problem);

}  // namespace realign::syntax
