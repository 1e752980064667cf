// The finder: from one sentence to drafts of all its mentions, by names, patterns and the tree. What needs
// other sentences (surnames, pronouns, "the country", whose "the army" is) it leaves to the resolver.
#pragma once

#include <optional>
#include <vector>

#include "actors/draft.h"
#include "actors/knowledge.h"
#include "actors/tree.h"

namespace realign::actors {

// Sets Word::stand_in (World::introduce).
void set_stand_ins(const Knowledge& knowledge, std::span<syntax::Sentence> sentences);

class Finder {
 public:
  Finder(const Knowledge& knowledge, const std::optional<text::Date>& date, Drafts& drafts)
      : k_(knowledge), date_(date), drafts_(drafts) {}

  void find(const syntax::Sentence& sentence, int index);

 private:
  // A phrase of the name table in the sentence.
  struct Span {
    int first = 0, last = 0, head = 0;
    int begin = 0, count = 0;  // of senses_
    bool partial = false;
    int draft = -1;     // what became of it
    bool used = false;  // part of a longer name
  };

  const Knowledge& k_;
  const std::optional<text::Date>& date_;
  Drafts& drafts_;
  Tree tree_;
  int sentence_ = 0;
  int begin_ = 0;  // first draft of this sentence
  std::vector<Atom> atoms_;
  std::vector<const Sense*> senses_, scratch_;
  std::vector<Span> spans_;
  std::vector<int> span_at_;                           // word -> span, -1
  std::vector<int> draft_at_;                          // word -> draft that holds it, -1
  std::vector<const Knowledge::Namesake*> namesakes_;  // told in this document
  std::vector<int> named_;                             // organisations of this document, the last named last
  bool shouting_ = false;                              // all in capitals
  bool tagged_ = true;

  const syntax::Word& word(int i) const { return tree_.word(i); }
  int size() const { return tree_.size(); }
  bool name_word(int i) const;  // could the word be part of a person's name?
  const Sense* sense(const Span& span, SenseKind kind) const;
  bool noun_like(int i) const;
  bool modifies(int i) const;

  void match();
  void find_organisations();
  bool find_person_run(int from, int& end);
  void find_persons();
  int evidence(int first, int last) const;
  void find_names();
  void find_short_names();
  void find_pronouns();
  void find_roles();
  void find_nominals();
  void link();

  void take_name(Span& span);
  void add_other_half(const Span& span, Draft& draft);
  void take_person(int first, int last, int known, const std::vector<const Sense*>& candidates);
  void take_role(Span& span, const Sense& role, const Sense* nominal);
  void judge_place(Draft& draft) const;
  Draft& add(int first, int last, int head, MentionKind kind);
  int index_of(const Draft& draft) const { return static_cast<int>(&draft - drafts_.all.data()); }

  // Owners of the noun phrase whose core is [first, head]; fills draft.owners.
  void find_owners(Draft& draft, int first, int last);
  int left_edge(int first, Draft& draft) const;  // first word of the noun phrase
  int title_before(int first) const;             // span of a role right before a name
  bool can_own(const Draft& draft) const;
  void join_person_and_role(int person, int role, bool title);
  void affiliate(int person);
};

}  // namespace realign::actors
