// A sentence as the dictionaries see it: its tree, its words as pieces, and for every noun phrase the codes
// of whoever it names.
//
// A phrase's code is that of the first name in it (the longest match wins), with the codes of its agents
// around it: "Gondor's main opposition group" is GON + MOP. A phrase without a name takes one from its
// prepositional phrases
// ("soldiers from Gondor"); coordinate phrases give a code each and share a name that stands with one of them
// ("lawmakers and officials in Arnor"). Agents alone are "---GOV".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coding/petrarch_actors.h"
#include "syntax/sentence.h"

namespace realign::coding::petrarch {

struct Who {
  std::string code;
  int first = 0, last = 0;  // the words that name it
  bool operator==(const Who& other) const { return code == other.code; }
};

// What whoever asks knows of names beside the dictionaries.
struct OtherNames {
  std::vector<std::string> codes;  // by word, for names that the dictionaries do not have; "" for none
  std::vector<std::pair<int, int>>
      longer;  // words of names of which the dictionaries may have a part only: no match
};

class SentenceView {
 public:
  SentenceView(const syntax::Sentence& sentence, const ActorDictionary& actors, const Vocabulary& vocabulary,
               int date, const OtherNames* others = nullptr);

  int size() const { return static_cast<int>(words_->size()); }
  const syntax::Word& word(int i) const { return (*words_)[static_cast<std::size_t>(i)]; }
  std::span<const int> children(int i) const;
  int child(int i, syntax::Deprel relation) const;  // the first, -1 if none
  const std::string& lower(int i) const { return lower_[static_cast<std::size_t>(i)]; }  // the form
  int form(int i) const {
    return form_[static_cast<std::size_t>(i)];
  }  // numbers in the vocabulary, -1: unknown
  int lemma(int i) const { return lemma_[static_cast<std::size_t>(i)]; }

  // Whether word `i` ends one of the element's phrases; then `first` is the piece at which it begins.
  bool ends(int i, const std::vector<std::vector<int>>& element, int& first) const;
  std::span<const int> pieces() const { return pieces_; }
  std::span<const std::string> piece_texts() const { return texts_; }
  int first_piece(int i) const { return first_piece_[static_cast<std::size_t>(i)]; }
  int word_of_piece(int p) const { return word_of_piece_[static_cast<std::size_t>(p)]; }

  bool nominal(int i) const;  // a noun, name, pronoun or number
  bool verbal(int i) const;
  // The preposition of a phrase with this head ("according to": its first word), -1 if none.
  int preposition(int i) const;
  bool clause(int i) const;  // the head of a clause below another word
  bool in_subtree(int i, int root) const;
  // "after", "despite", "according": a phrase with this preposition names no side of an act.
  static bool circumstance(std::string_view preposition);
  int left_edge(int i) const;  // the first word of the noun phrase with this head

  // Who the noun phrase with this head names, coordinate ones included.
  std::vector<Who> named(int head, bool with_phrases = true) const;
  // Of this head alone, without what is coordinate with it.
  std::vector<Who> named_alone(int head, bool with_phrases) const;

 private:
  struct Part {  // of one conjunct
    std::vector<Who> names;
    std::vector<int> agents;  // numbers of the dictionary
    bool head_is_agent = false;
    bool shared = false;  // the names stand before or behind as a modifier: others may share them
    int first = 0, last = 0;
  };
  struct Hit {
    int value = -1;
    int first = 0, last = 0;  // words
  };

  void mark();
  Part part(int head, bool with_phrases, int depth) const;
  void compose(const Part& part, std::vector<Who>& out) const;
  void conjuncts(int head, std::vector<int>& out, int depth) const;

  const std::vector<syntax::Word>* words_;
  const ActorDictionary* actors_;
  const OtherNames* others_;
  int date_;
  std::vector<int> child_start_, child_list_;
  std::vector<std::string> lower_;
  std::vector<int> form_, lemma_;
  std::vector<int> pieces_, word_of_piece_, first_piece_;
  std::vector<std::string> texts_;
  std::vector<Hit> names_, agents_;  // in the order of the text
};

}  // namespace realign::coding::petrarch
