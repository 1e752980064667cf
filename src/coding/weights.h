// What the learned models of this room share: a weight of a table, and scores turned into probabilities.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <string>

#include "text/table.h"

namespace realign::coding {

// `digits` as a number; text::Error with the row's place if it is none.
inline float weight_of(const text::Table& table, const text::Row& row, const std::string& digits) {
  float value = 0;
  const char* const end = digits.data() + digits.size();
  if (digits.empty() || std::from_chars(digits.data(), end, value).ptr != end)
    throw table.error(row, "'" + digits + "' is no weight");
  return value;
}

// Softmax, in place.
inline void to_probabilities(std::span<float> scores) {
  const float top = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (auto& s : scores) sum += s = std::exp(s - top);
  for (auto& s : scores) s /= sum;
}

}  // namespace realign::coding
