// Events of one sentence by the dictionaries: who, to whom, which code. docs/dictionaries.md tells the
// algorithm.
#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "coding/petrarch_actors.h"
#include "coding/petrarch_match.h"
#include "coding/petrarch_sentence.h"
#include "coding/petrarch_verbs.h"

namespace realign::coding::petrarch {

// data/dictionaries/combine.tsv: what a code means under another, or negated.
class Combinations {
 public:
  static Combinations load(const std::string& path);
  // `upper` a code or "not"; "" if the table has nothing.
  std::string of(const std::string& upper, const std::string& lower) const;
  // "refuse", "fail": verbs that say that what stands under them is not done.
  bool undoes(const std::string& lemma) const { return undoing_.count(lemma) != 0; }

 private:
  std::unordered_map<std::string, std::string> rows_;  // "030 07"
  std::unordered_set<std::string> undoing_;
};

struct Act {
  Who source, target;
  std::string code;
  int verb = 0;
  double sure = 1;      // 0..1: less for a target in a place, a pronoun, a phrase far from the verb
  std::string pattern;  // the dictionary's words, "" for the verb alone
};

struct Notes {  // why, for --explain; may be nullptr where it is passed
  std::vector<std::string> lines;
};

// At most one act for a verb, a source and a target. Sentences of over 500 words are left out.
std::vector<Act> find_acts(const SentenceView& view, const VerbDictionary& verbs,
                           const Combinations& combinations, Notes* notes = nullptr);

}  // namespace realign::coding::petrarch
