// What the network sees of a word: its lower-cased form, hashed prefixes and suffixes, and its shape.
//
// scripts/train-parser/features.py computes the same; a change here needs weights trained anew.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace realign::syntax {

inline constexpr std::size_t kAffixBuckets = 16384;
inline constexpr std::size_t kLongestAffix = 4;  // code points
inline constexpr std::size_t kShapes = 32;

struct WordFeatures {
  std::string lower;                                   // code point by code point
  std::array<std::size_t, 2 * kLongestAffix> affixes;  // buckets of prefix and suffix of 1, 2 ... code points
  std::size_t affix_count = 0;                         // of those that the form is long enough for
  std::size_t shape =
      0;  // bits: first letter upper; two or more letters, all upper; a digit; a hyphen; no letter or digit
};

// Bytes that are no UTF-8 are read as U+FFFD.
WordFeatures features_of(std::string_view form);

}  // namespace realign::syntax
