// The one door to syntax: text in, trees out.
//
// A Pipeline is loaded once and never changes: any number of threads may call it at once.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/sentence.h"

namespace realign::syntax {

class Pipeline {
 public:
  // Loads tokenizer data, tagger, lemmatizer and parser from DIR (data/models/english); text::Error if it is
  // damaged.
  static Pipeline load(const std::string& dir);
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // Splits a UTF-8 text into paragraphs, sentences and words (form, begin, end, space_after; no tags).
  std::vector<Sentence> split(std::string_view text) const;

  // Tags, lemmatizes and parses sentences in place (those with parsed == false are passed over). Sentences of
  // a batch are worked on together, which is faster than one at a time and gives the same trees.
  void annotate(std::vector<Sentence>& sentences) const;
  // The same for sentences of several documents: short articles fill a batch only together.
  void annotate(std::span<Sentence* const> sentences) const;

  // Of an untagged word: every lemma that it could be given, whatever its tag turns out to be.
  void possible_lemmas(std::string_view form, std::vector<std::string>& out) const;
  // Is this (in lower case) one of the words that mostly begin sentences: "the", "after", "another"?
  bool begins_sentences(std::string_view word) const;

  std::vector<Sentence> parse(std::string_view text) const;  // split, then annotate

 private:
  Pipeline();
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace realign::syntax
