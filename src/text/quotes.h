// Typography, one character for one: what a parser trained on typewriter text wants to see.
//
// straight() maps curly quotes, primes and guillemets to ' and ", every dash and hyphen to -, every kind of
// space to ' ', and the ellipsis to '.', and leaves the rest: the number of characters never changes, so that
// code-point offsets into a straightened text are offsets into the text itself. A tokenizer that needs to
// tell a dash between words (—) from a hyphen within one looks at the character before it is straightened
// (is_dash).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace realign::text {

constexpr char32_t straight(char32_t c) {
  if (c < 0x80) return c;
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:  // ‘ ’ ‚ ‛
    case 0x2032:
    case 0x2035:  // ′ ‵
    case 0x2039:
    case 0x203A:  // ‹ ›
    case 0x02BC:
    case 0x02B9:
    case 0x00B4:
    case 0xFF07:  // ʼ ʹ ´ ＇
      return U'\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:  // “ ” „ ‟
    case 0x2033:
    case 0x2036:  // ″ ‶
    case 0x00AB:
    case 0x00BB:  // « »
    case 0x301D:
    case 0x301E:
    case 0x301F:
    case 0xFF02:  // 〝 〞 〟 ＂
      return U'"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:  // ‐ non-breaking ‒ –
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE58:  // — ― − ﹘
    case 0xFE63:
    case 0xFF0D:  // ﹣ －
      return U'-';
    case 0x00A0:
    case 0x1680:
    case 0x2000:
    case 0x2001:
    case 0x2002:
    case 0x2003:
    case 0x2004:
    case 0x2005:
    case 0x2006:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200A:
    case 0x200B:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF:
      return U' ';
    case 0x2028:
    case 0x2029:
    case 0x0085:  // line and paragraph separators
      return U'\n';
    case 0x2026:  // …
      return U'.';
    default:
      return c;
  }
}

constexpr bool is_quote(char32_t c) {
  return straight(c) == U'"' || straight(c) == U'\'';
}

// A dash that stands between words or clauses: – — ―; not the hyphens, nor the minus sign.
constexpr bool is_dash(char32_t c) {
  return c >= 0x2012 && c <= 0x2015;
}

// Space of any width, tabs and line ends included.
constexpr bool is_blank(char32_t c) {
  const char32_t s = straight(c);
  return s == U' ' || (s >= 0x09 && s <= 0x0D);
}

// The character that starts at byte `at`, which is moved behind it. Text that is not UTF-8 gives U+FFFD, a
// byte at a time.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t c);

// A whole text straightened, with the way back: the result has as many code points as `text` but fewer bytes.
class StraightText {
 public:
  explicit StraightText(std::string_view text);
  const std::string& text() const { return text_; }
  std::size_t original(
      std::size_t byte) const;  // byte of text() -> byte of the text given; O(log replacements)

 private:
  struct Shift {
    std::size_t from;  // from this byte of text_ on,
    std::size_t by;    // the original is this many bytes further
  };
  std::string text_;
  std::vector<Shift> shifts_;
};

}  // namespace realign::text
