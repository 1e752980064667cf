// A tree with its arcs turned round: children of a word, and the questions that frames ask of a clause.
//
// Logical roles undo the passive: the object of "Ukraine was invaded by Russia" is Ukraine, its subject
// Russia. Subjects are inherited where English leaves them out: in coordination, in infinitives (control and
// raising), in participles, in relative clauses. Where a parser commonly errs the answers are tolerant (see
// each function).
#pragma once

#include <forward_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "coding/frames.h"
#include "syntax/sentence.h"

namespace realign::coding {

class Clause {
 public:
  Clause(const syntax::Sentence& sentence, const FrameSet& frames);
  Clause(const Clause&) = delete;  // it points into itself
  Clause(Clause&&) = default;

  const syntax::Sentence& sentence() const { return sentence_; }
  const syntax::Word& word(int i) const { return sentence_.words[static_cast<std::size_t>(i)]; }
  int size() const { return static_cast<int>(sentence_.words.size()); }
  std::span<const int> children(int i) const;
  int child(int i, syntax::Deprel relation) const;  // first child with the relation, or -1
  const std::string& lemma(int i) const { return *lemmas_[static_cast<std::size_t>(i)]; }  // lower case

  bool verbal(int i) const;  // heads a clause by tag
  bool nominal(int i) const;
  bool passive(int i) const;  // passive voice, also of bare participles ("the towns seized by")
  bool has_particle(int i, std::string_view particle) const;
  bool in_subtree(int i, int top) const;

  int subject(int i) const;            // logical subject's head word, inherited where left out; -1 if none
  int own_subject(int i) const;        // grammatical subject standing in this very clause, or -1
  int inherited_subject(int i) const;  // grammatical subject from outside the clause, or -1
  int object(int i) const;             // logical object; -1 if none
  // Head nouns that stand in a slot of word i (a verb or noun), nearest first.
  void fill(int i, const Slot& slot, std::vector<int>& heads) const;
  std::string preposition(int i) const;  // of a noun phrase: "with", "because_of"; "" if none

  // The verb that only carries the act a noun names ("launched an attack", "the war that X unleashed"): -1 if
  // none.
  int light_verb(int i) const;
  // For a relative clause's verb: the noun that the clause says something about; else -1.
  int antecedent(int i) const;

 private:
  const syntax::Sentence& sentence_;
  const FrameSet& frames_;
  std::vector<int> start_, child_;
  std::vector<const std::string*> lemmas_;  // in the sentence, or in lowered_ where it has capitals there
  std::forward_list<std::string> lowered_;
  int subject_of(int i, int depth) const;
  // The noun that ends right before word i, or before an insertion between commas that ends there; -1 if
  // none.
  int nominal_before(int i) const;
  bool relative_pronoun(int i) const;
};

// "Had X come", "Were X to come", "Should X come": an auxiliary before its subject that no question mark
// follows.
bool inverted(const syntax::Sentence& sentence, int auxiliary);

}  // namespace realign::coding
