#include "actors/atoms.h"

#include <array>

namespace realign::actors {
namespace {

using namespace std::string_view_literals;

// Latin letters U+00C0..U+017F without their accents; '\0' for what is no letter, capitals in upper case.
// Ligatures by their first letter
// ("æ" is read "ae" below).
constexpr std::string_view kLatin =
    "AAAAAAACEEEEIIIIDNOOOOO\0OUUUUYTsaaaaaaaceeeeiiiidnooooo\0ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"sv;

}  // namespace

namespace detail {

int fold_character(std::string_view form, std::size_t& i, char* out, bool& upper) {
  const auto c = static_cast<unsigned char>(form[i++]);
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out[0] = static_cast<char>(c);
      return 1;
    }
    if (c >= 'A' && c <= 'Z') {
      upper = true;
      out[0] = static_cast<char>(c + 32);
      return 1;
    }
    if (c == '.') return form.size() > 1 ? -1 : -2;
    if (c == '-' || c == '\'' || c == ' ' || c == '`') return 0;
    return -2;
  }
  const std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
  const std::size_t begin = i - 1;
  i = begin + length > form.size() ? form.size() : begin + length;
  if (length == 2 && i - begin == 2) {
    const unsigned point = ((c & 0x1FU) << 6) | (static_cast<unsigned char>(form[begin + 1]) & 0x3FU);
    if (point == 0xA0) return 0;
    if (point >= 0xC0 && point < 0xC0 + kLatin.size()) {
      const char letter = kLatin[point - 0xC0];
      if (letter != '\0') {
        upper = letter >= 'A' && letter <= 'Z';
        out[0] = static_cast<char>(upper ? letter + 32 : letter);
        if (point == 0xC6 || point == 0xE6) {
          out[1] = 'e';
          return 2;
        }
        return 1;
      }
    }
    if (point == 0x2BB || point == 0x2BC || point == 0x2BF) return 0;  // letters like apostrophes
    if (point == 0x259 || point == 0x18F) {                            // schwa
      upper = point == 0x18F;
      out[0] = 'a';
      return 1;
    }
    // Any other letter (Cyrillic, Greek) stays as it is.
    out[0] = form[begin];
    out[1] = form[begin + 1];
    return 2;
  }
  if (length == 3 && i - begin == 3) {
    const unsigned second = static_cast<unsigned char>(form[begin + 1]);
    if (c == 0xE2 && second == 0x80) return 0;  // general punctuation: curly quotes, dashes, thin blanks
    out[0] = form[begin];
    out[1] = form[begin + 1];
    out[2] = form[begin + 2];
    return 3;
  }
  return -2;
}

}  // namespace detail

std::string fold(std::string_view form) {
  std::string out;
  std::size_t from = 0;
  while (from <= form.size()) {
    const auto blank = form.find(' ', from);
    each_atom(form.substr(from, blank == std::string_view::npos ? blank : blank - from),
              [&](std::string_view atom, bool, bool, bool, bool) {
                if (!out.empty()) out += ' ';
                out += atom;
              });
    if (blank == std::string_view::npos) break;
    from = blank + 1;
  }
  return out;
}

}  // namespace realign::actors
