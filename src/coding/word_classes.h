// Classes of words that a table names (data/coding/relation-words.tsv): "lift", "ease" and "call off" undo, a
// "blockade" and a "curfew" are measures. A class tells what kind of act a word stands for where no word was
// seen before.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "coding/clause.h"

namespace realign::coding {

class WordClasses {
 public:
  // Columns: class; lemmas or, with blanks between, lemmas in a row, with | between them. text::Error with
  // the line of an empty phrase.
  static WordClasses load(const std::string& path);

  // The classes of every word, in the order of the table, each once; a phrase gives its class to its first
  // word.
  std::vector<std::vector<int>> of(const Clause& clause) const;
  const std::string& name(int c) const { return names_[static_cast<std::size_t>(c)]; }

 private:
  struct Phrase {
    std::vector<std::string> rest;  // lemmas behind the first
    int kind = 0;
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::vector<Phrase>> phrases_;  // by first lemma
};

}  // namespace realign::coding
