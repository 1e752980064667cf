// The resolver: carries actors from sentence to sentence. Names met in full serve their short forms later;
// pronouns and noun phrases such as "the country" or "its neighbour" take the likeliest earlier actor; bodies
// without a state ("the authorities") belong to the state in focus.
//
// The likeliest is the most salient: every mention of a state gives it weight (subjects most), which fades
// with each sentence (after Lappin and Leass 1994, "An algorithm for pronominal anaphora resolution",
// Computational Linguistics 20:4, made simple).
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/finder.h"

namespace realign::actors {

class Resolver {
 public:
  Resolver(const Lexicon& lexicon, std::span<const syntax::Sentence> sentences)
      : lexicon_(lexicon), sentences_(sentences) {}

  // Resolves the drafts of the whole document, in the order of the text.
  void resolve(std::vector<Draft>& drafts);

 private:
  struct Known {  // an actor met so far
    Actor actor;
    double weight = 0;                                    // salience
    int sentence = -1, word = -1, first = -1, last = -1;  // where last met
    bool person = false, state = false, plural = false, organisation = false;
    int entity = 0;
    std::string affiliation;
  };

  const Lexicon& lexicon_;
  std::span<const syntax::Sentence> sentences_;
  std::vector<Known> known_;
  std::unordered_map<std::string, std::size_t> surnames_;  // short name -> known_

  std::size_t meet(const Actor& actor, const Draft& draft, double weight);
  void fade(double factor);
  const Known* best(const Draft& at, bool person, bool state, bool organisation, const std::string& not_code,
                    int not_entity = -1) const;
  const Known* best_plural(const Draft& at) const;
  const Known* role_holder(const Draft& at) const;
  std::string subject_state(const Draft& at) const;
  int subject_entity(const Draft& at) const;  // of the clause that holds the word, -1 if unknown
  void settle(Draft& draft, std::vector<Draft>& drafts, std::size_t index);
  double weight_of(const Draft& draft) const;
};

}  // namespace realign::actors
