#include "syntax/characters.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace realign::syntax {

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  // ICU counts in 32 bits, a text may be longer: decode within a window.
  const auto window = text.substr(at, 4);
  std::int32_t i = 0;
  UChar32 c = 0;
  U8_NEXT(window.data(), i, static_cast<std::int32_t>(window.size()), c);
  if (c < 0) {
    ++at;
    return 0xFFFD;
  }
  at += static_cast<std::size_t>(i);
  return static_cast<char32_t>(c);
}

void append_character(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  char bytes[U8_MAX_LENGTH];
  std::int32_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, c);
  out.append(bytes, static_cast<std::size_t>(n));
}

char32_t straightened(char32_t c) {
  if (c < 0x80) return c == U'`' ? U'\'' : c;
  switch (c) {
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
      return U'\'';
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
      return U'"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return U'-';
    case 0xA0:
    case 0x2007:
    case 0x202F:
      return U' ';
    default:
      return c;
  }
}

std::string straightened(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    const char32_t c = next_character(text, at), plain = straightened(c);
    if (plain == c) {
      out.append(text, from, at - from);
    } else {
      append_character(out, plain);
    }
  }
  return out;
}

bool is_space(char32_t c) {
  if (c < 0x80) return c <= U' ' || c == 0x7F;
  return (c >= 0x80 && c <= 0xA0) || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_ignorable(char32_t c) {
  return c == 0xAD || (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  if (u_isalpha(static_cast<UChar32>(c)) != 0) return true;
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

bool is_digit(char32_t c) {
  return c < 0x80 ? c >= U'0' && c <= U'9' : u_isdigit(static_cast<UChar32>(c)) != 0;
}
bool is_upper(char32_t c) {
  return c < 0x80 ? c >= U'A' && c <= U'Z' : u_isupper(static_cast<UChar32>(c)) != 0;
}
bool is_lower(char32_t c) {
  return c < 0x80 ? c >= U'a' && c <= U'z' : u_islower(static_cast<UChar32>(c)) != 0;
}
bool is_currency(char32_t c) {
  return c < 0x80 ? c == U'$' : u_charType(static_cast<UChar32>(c)) == U_CURRENCY_SYMBOL;
}
bool is_long_dash(char32_t c) {
  return c == 0x2013 || c == 0x2014 || c == 0x2015;
}

char32_t first_character(std::string_view form) {
  std::size_t at = 0;
  return form.empty() ? 0 : next_character(form, at);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string lower_case(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) {
      std::string out;
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
          .toLower(icu::Locale::getEnglish())
          .toUTF8String(out);
      return out;
    }
  return ascii_lower(text);
}

}  // namespace realign::syntax
