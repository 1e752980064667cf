// The tree of one sentence with its children listed, for walking. Holds no words of its own.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "syntax/sentence.h"

namespace realign::actors {

class Tree {
 public:
  // Reuses its memory when set to another sentence.
  void set(const syntax::Sentence& sentence);

  const syntax::Sentence& sentence() const { return *sentence_; }
  const syntax::Word& word(int i) const { return sentence_->words[static_cast<std::size_t>(i)]; }
  int size() const { return static_cast<int>(sentence_->words.size()); }
  int head(int i) const { return word(i).head; }
  syntax::Deprel relation(int i) const { return word(i).deprel; }
  int first_child(int i) const { return first_[static_cast<std::size_t>(i)]; }
  int next_child(int i) const { return next_[static_cast<std::size_t>(i)]; }

  // The adposition of a phrase ("" none): its first `case` child other than 's.
  std::string_view preposition(int i) const;
  int child(int i, syntax::Deprel relation) const;  // first one, -1 none
  // The word of [first, last] whose head lies outside; the last such noun where several do.
  int head_of(int first, int last) const;
  // Of the first conjunct: "Russia" for "China" in "Russia and China".
  int first_conjunct(int i) const;
  // Is the word a subject, by its relation or by where it stands (a nominal right before a finite verb that
  // has no subject, which parsers hang elsewhere: "partners: President Tokayev attended ...")?
  bool acts(int i) const;
  // The subject of a verb, also of the verb that it is coordinated with or controlled by; -1 none.
  int subject_of(int verb) const;
  bool inside(int word, int top) const;  // is `word` in the subtree of `top`?

 private:
  const syntax::Sentence* sentence_ = nullptr;
  std::vector<int> first_, next_;
  std::vector<std::pair<int, int>> repaired_;  // verb, subject
};

inline bool is_subject(syntax::Deprel r) {
  return r == syntax::Deprel::nsubj || r == syntax::Deprel::nsubj_pass || r == syntax::Deprel::nsubj_outer;
}
inline bool is_modifier(syntax::Deprel r) {
  return r == syntax::Deprel::amod || r == syntax::Deprel::compound || r == syntax::Deprel::nmod_desc;
}

// Lower case of ASCII letters.
std::string lower(std::string_view text);
inline bool capitalised(std::string_view form) {
  return !form.empty() &&
         ((form[0] >= 'A' && form[0] <= 'Z') ||
          (static_cast<unsigned char>(form[0]) == 0xC3 && form.size() > 1 &&
           static_cast<unsigned char>(form[1]) < 0x9F) ||
          (static_cast<unsigned char>(form[0]) == 0xC5 && form.size() > 1 &&
           (static_cast<unsigned char>(form[1]) & 1U) == 0 && static_cast<unsigned char>(form[1]) != 0x82) ||
          form.starts_with("\xC4\x8C") || form.starts_with("\xC4\x90") || form.starts_with("\xC4\xB0"));
}

}  // namespace realign::actors
