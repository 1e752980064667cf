// The resolver: over a whole document, who a surname, a pronoun, "the country" or "the authorities" is.
//
// It walks the drafts in the order of the text and keeps what has been met. An antecedent is chosen by
// agreement (person, state, plural), by grammatical role (subjects before objects before the rest), by
// recency, and by what the clause forbids: "him" is not the subject of its own verb. The state in focus, for
// "the army" or "the country", is the one most spoken of so far.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/draft.h"
#include "actors/knowledge.h"
#include "actors/tree.h"
#include "text/document.h"
#include "text/word_map.h"

namespace realign::actors {

class Resolver {
 public:
  Resolver(const Knowledge& knowledge, const text::Document& document,
           std::span<const syntax::Sentence> sentences, Drafts& drafts);
  void resolve();

 private:
  struct Human {  // a person of this document
    std::vector<int> drafts;
    int known = -1;
    std::string_view name, key;
    std::string_view country, role, affiliation;
    char gender = '\0';
    bool settled = false;
  };
  struct Seen {  // a draft, or drafts together, as candidate antecedent
    int draft = -1;
    int sentence = 0, word = 0, first = 0, last = 0;
    float weight = 1;
    bool person = false, thing = false, plural = false, group = false;
    bool victim = false;        // named as who suffers ("the invasion of Ukraine")
    std::vector<Who> together;  // of several ("Russia and China")
  };

  const Knowledge& k_;
  const text::Document& document_;
  std::span<const syntax::Sentence> sentences_;
  Drafts& drafts_;
  std::vector<Human> humans_;
  std::vector<int> human_of_;  // draft -> human, -1
  std::unordered_map<std::string_view, std::vector<int>> by_key_;
  std::unordered_map<int, int> by_known_;
  std::vector<char> done_, noted_;
  std::vector<Seen> seen_;
  // Codes with their weight: few in one document, so a list is the quickest map.
  struct Weights {
    std::vector<std::pair<int, double>> list;
    double& operator[](int code) {
      for (auto& [c, w] : list)
        if (c == code) return w;
      return list.emplace_back(code, 0.0).second;
    }
    double of(int code) const {
      for (const auto& [c, w] : list)
        if (c == code) return w;
      return 0;
    }
    void scale(double by) {
      for (auto& entry : list) entry.second *= by;
    }
  };
  Weights focus_, prior_;
  text::WordMap<int> entities_;  // by what tells them apart
  std::string key_;              // scratch of name_entity and walk_sentence
  std::vector<int> order_;
  Tree tree_;
  int sentence_ = -1;
  std::vector<int> seat_moved_, seat_code_;  // drafts of a capital that means an organisation
  void move_seats();
  void name_persons_not_places();
  std::vector<std::vector<bool>> quoted_;  // [sentence][word]
  std::vector<int> speakers_;              // of a sentence: draft that speaks its quotation, -1

  Draft& draft(int i) { return drafts_.all[static_cast<std::size_t>(i)]; }
  const syntax::Word& word(int sentence, int i) const {
    return sentences_[static_cast<std::size_t>(sentence)].words[static_cast<std::size_t>(i)];
  }
  bool quoted(int sentence, int w) const {
    return quoted_[static_cast<std::size_t>(sentence)][static_cast<std::size_t>(w)];
  }

  void find_quotations();
  void find_speakers();
  int speaker_of(int sentence) const;
  void meet_humans();
  int human_for(Draft& d);
  void settle_human(Human& h, int sentence);
  void walk_sentence(int sentence);
  void settle(int index);
  void note(int index);
  void settle_person(int index);
  void settle_role(int index);
  void settle_nominal(int index);
  void settle_pronoun(int index);
  void settle_organisation(int index);
  void settle_party(int index);

  // The institution among a draft's owners, "" none.
  std::string_view institution(const Draft& d) const;
  // Countries of a draft's owners (settling them first), in `out`.
  void countries_of_owners(int index, std::vector<std::string_view>& out);
  int focus() const;  // code index of the state in focus, -1
  int focus_but(int not_code) const;
  int focus_for(const Draft& d) const;  // ... for a phrase: what its clause does it does to others
  void attend(int index);               // counts a settled draft
  void remember(int index);
  double weight_of(const Draft& d) const;
  void name_entity(Draft& d);
  std::string_view role_for(const Draft& d, std::string_view role, std::string_view country) const;
  const Seen* antecedent(const Draft& d, bool person, bool thing, bool plural, char gender);
  int code_of(std::string_view country) const { return country.empty() ? -1 : k_.code(country); }
  bool is_state(int code) const {
    return code >= 0 && k_.codes[static_cast<std::size_t>(code)].kind == CodeKind::state;
  }
  void two_states(std::vector<Who>& out) const;
};

}  // namespace realign::actors
