// Characters as the tokenizer sees them: UTF-8 decoded one by one, quotes and dashes straightened.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace realign::syntax {

// The character at byte `at` < text.size(), which moves behind it. Bytes that are no UTF-8 are U+FFFD each.
char32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& out, char32_t c);

// Typographic quotes, primes and dashes as ' " and -; no-break blanks as a blank; any other as it is.
char32_t straightened(char32_t c);
std::string straightened(std::string_view text);

// Blanks of any width (zero too), line ends, control characters.
bool is_space(char32_t c);
// Soft hyphens, joiners, direction marks: seen by nobody, no part of a form.
bool is_ignorable(char32_t c);
bool is_letter(char32_t c);  // combining marks too
bool is_digit(char32_t c);
bool is_upper(char32_t c);
bool is_lower(char32_t c);
bool is_currency(char32_t c);
bool is_long_dash(char32_t c);  // en and em dash: never inside a word
inline bool is_alnum(char32_t c) {
  return is_letter(c) || is_digit(c);
}

char32_t first_character(std::string_view form);  // 0 for an empty one
std::string ascii_lower(std::string_view text);
std::string lower_case(std::string_view text);  // whole Unicode

}  // namespace realign::syntax
