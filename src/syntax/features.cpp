#include "syntax/features.h"

#include <unicode/uchar.h>

#include <cstdint>
#include <vector>

#include "syntax/characters.h"

namespace realign::syntax {
namespace {

std::size_t bucket(char side, std::string_view part) {  // FNV-1a
  std::uint32_t h = 2166136261U;
  h = (h ^ static_cast<unsigned char>(side)) * 16777619U;
  for (const char c : part) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h % kAffixBuckets;
}

bool ascii_letter(char32_t c) {
  return (c | 0x20U) >= U'a' && (c | 0x20U) <= U'z';
}

}  // namespace

WordFeatures features_of(std::string_view form) {
  WordFeatures out;
  out.lower.reserve(form.size());
  // Byte offsets in `lower` of the first code points, and a ring of those of the last.
  std::array<std::size_t, kLongestAffix + 1> head{};
  std::array<std::size_t, kLongestAffix> tail{};
  std::size_t n = 0, letters = 0, upper = 0;
  bool first_upper = false, digit = false, hyphen = false, alnum = false;
  for (std::size_t at = 0; at < form.size(); ++n) {
    const char32_t c = next_character(form, at);
    if (n <= kLongestAffix) head[n] = out.lower.size();
    tail[n % kLongestAffix] = out.lower.size();
    bool is_upper = false;
    if (c < 0x80) {
      const bool letter = ascii_letter(c), number = c >= U'0' && c <= U'9';
      is_upper = letter && c < U'a';
      letters += letter ? 1 : 0;
      digit |= number;
      alnum |= letter || number;
      hyphen |= c == U'-';
      out.lower += static_cast<char>(is_upper ? c + 32 : c);
    } else {
      const auto u = static_cast<UChar32>(c);
      is_upper = u_isupper(u) != 0;
      letters += u_isalpha(u) != 0 ? 1 : 0;
      digit |= u_isdigit(u) != 0;
      alnum |= u_isalnum(u) != 0;
      append_character(out.lower, static_cast<char32_t>(u_tolower(u)));
    }
    upper += is_upper ? 1 : 0;
    first_upper |= n == 0 && is_upper;
  }
  if (n <= kLongestAffix) head[n] = out.lower.size();
  const std::string_view lower = out.lower;
  for (std::size_t k = 1; k <= kLongestAffix && k <= n; ++k) {
    out.affixes[out.affix_count++] = bucket('<', lower.substr(0, head[k]));
    out.affixes[out.affix_count++] = bucket('>', lower.substr(tail[(n - k) % kLongestAffix]));
  }
  out.shape = (first_upper ? 1U : 0U) | (letters > 1 && upper == letters ? 2U : 0U) | (digit ? 4U : 0U) |
              (hyphen ? 8U : 0U) | (alnum ? 0U : 16U);
  return out;
}

}  // namespace realign::syntax
