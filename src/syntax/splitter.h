// Words of a paragraph into sentences.
//
// A sentence ends at . ! ? or an ellipsis, with the quotes and brackets that close behind it, unless an
// abbreviation, an open bracket, or what follows speaks against it: lower case, or a verb of saying behind a
// quotation ("'Why?' President X asked"). A quotation of several sentences is several sentences. Linear in
// the number of words.
#pragma once

#include <vector>

#include "syntax/sentence.h"
#include "syntax/token_lexicon.h"

namespace realign::syntax {

inline constexpr std::size_t kLongestSentence =
    300;  // words; longer ones are cut at punctuation where there is some

// Moves `words` into sentences appended to `out`.
void split_sentences(std::vector<Word>& words, int paragraph, const TokenLexicon& lexicon,
                     std::vector<Sentence>& out);

}  // namespace realign::syntax
