// Text into words, by the rules of UD English (EWT 2.16).
//
// Punctuation stands alone but inside numbers, abbreviations, addresses and names ("1,000", "U.S.", "AT&T");
// clitics are words of their own ("do|n't", "Kazakhstan|'s", "can|not"); compounds are cut at their hyphens
// unless the first part is a prefix ("Russian|-|speaking", but "anti-American"). Forms have quotes and dashes
// straightened one for one; offsets are those of the text. Linear in the text's length, whatever it is.
#pragma once

#include <string_view>
#include <vector>

#include "syntax/sentence.h"
#include "syntax/token_lexicon.h"

namespace realign::syntax {

// Appends the words of text[begin, end), one paragraph, to `out`.
void tokenize(std::string_view text, std::size_t begin, std::size_t end, const TokenLexicon& lexicon,
              std::vector<Word>& out);

}  // namespace realign::syntax
