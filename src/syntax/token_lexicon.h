// What is known of English words when text is cut into tokens and sentences:
// data/models/english/abbreviations.tsv and tokens.tsv, which describe their own columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace realign::syntax {

struct StringHash {  // lets maps of strings be searched by views
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

using WordSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

class TokenLexicon {
 public:
  static TokenLexicon load(const std::string& dir);  // text::Error names file and line

  enum class Stop : char { none, title, number, often };
  // What the full stop behind `word` (as in the text, without that stop) is.
  Stop stop_after(std::string_view word) const;

  // Lengths in bytes of the words that a run of letters is ("cannot": 3, 3), or null if it is one; `low` is
  // lower case.
  const std::vector<std::size_t>* cuts(std::string_view low) const;

  WordSet prefixes, wholes, units, smileys, clipped, starters, says, endings;  // all lower case
  std::size_t longest_smiley = 0;

 private:
  struct Entry {
    Stop kind = Stop::none;
    bool capital = false;  // only if capitalised
  };
  std::unordered_map<std::string, Entry, StringHash, std::equal_to<>> stops_;
  std::unordered_map<std::string, std::vector<std::size_t>, StringHash, std::equal_to<>> cuts_;
};

}  // namespace realign::syntax
