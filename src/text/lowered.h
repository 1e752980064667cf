// Words of a sentence in lower case (of ASCII letters) without copying those that are so already, as most
// are.
//
// What it gives points into the word that was asked for, or into the Lowered, where it stays until clear().
#pragma once

#include <algorithm>
#include <forward_list>
#include <string_view>
#include <vector>

namespace realign::text {

class Lowered {
 public:
  std::string_view operator()(std::string_view word) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::none_of(word.begin(), word.end(), capital)) return word;
    if (blocks_.empty() || blocks_.front().size() - used_ < word.size()) {
      blocks_.emplace_front(std::max(kBlock, word.size()));
      used_ = 0;
    }
    char* const copy = blocks_.front().data() + used_;
    used_ += word.size();
    std::transform(word.begin(), word.end(), copy,
                   [&](char c) { return capital(c) ? static_cast<char>(c + 32) : c; });
    return {copy, word.size()};
  }

  void clear() {
    if (!blocks_.empty()) blocks_.erase_after(blocks_.begin(), blocks_.end());
    used_ = 0;
  }

 private:
  static constexpr std::size_t kBlock = 256;  // the capitalised words of nearly every sentence
  std::forward_list<std::vector<char>> blocks_;
  std::size_t used_ = 0;  // of the first one
};

}  // namespace realign::text
