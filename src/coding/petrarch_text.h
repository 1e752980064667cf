// What all dictionary files of the PETRARCH family share: lines with comments, phrases made of words, and the
// trie that finds the longest phrase at a place of a sentence.
//
// A phrase's words are compared as *pieces*: lower case, without full stops, cut at blanks, underscores,
// hyphens and before 's, so that AL-QAEDA, AL_QAEDA and the tokens "Al-Qaeda" or "Al" "-" "Qaeda" are the
// same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace realign::coding::petrarch {

// What is wrong with a file, one line each: "FILE:LINE: what". The rest of the file goes on.
using Problems = std::vector<std::string>;

struct Line {
  const std::string* file = nullptr;
  std::size_t number = 0;  // 1-based
  std::string_view text;   // without comments, trimmed; blank lines are visited too
  bool blank = false;      // the line itself is blank, not only what is left without comments
  std::string place() const { return *file + ":" + std::to_string(number); }
};

// Visits every line of `path`, without its comments: from # or ; (outside [...]) to the line's end, and
// <!-- ... --> over any number of lines. A line that is not UTF-8 is a problem and is left out.
void each_line(const std::string& path, Problems& problems, const std::function<void(const Line&)>& visit);
// The same over bytes; `name` stands for the path.
void each_line(std::string_view content, const std::string& name, Problems& problems,
               const std::function<void(const Line&)>& visit);

void append_pieces(std::string_view phrase, std::vector<std::string>& pieces);
std::vector<std::string> pieces_of(std::string_view phrase);

// Numbers for words, so that matching compares integers.
class Vocabulary {
 public:
  int add(std::string_view piece);
  int find(std::string_view piece) const;  // -1: no dictionary has it

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> numbers_;
};

struct Found {
  int value = -1;          // -1: nothing
  std::size_t length = 0;  // pieces
};

class PhraseTrie {
 public:
  // Keeps `value` for the phrase; returns the value that it had already, else -1 (and the old one stays).
  int add(std::span<const int> phrase, int value);
  // The longest phrase that begins at pieces[at].
  Found longest(std::span<const int> pieces, std::size_t at) const;
  std::size_t size() const { return phrases_; }

 private:
  static std::uint64_t key(int node, int piece) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(node)) << 32U |
           static_cast<std::uint32_t>(piece);
  }
  std::unordered_map<std::uint64_t, int> edges_;
  std::vector<int> values_{-1};  // by node; 0 is the root
  std::size_t phrases_ = 0;
};

// 'word', as problems show it.
std::string quoted(std::string_view word);

// English regular plural: S, ES after S X Z CH SH, IES for consonant + Y.
std::string plural_of(std::string_view piece);

}  // namespace realign::coding::petrarch
