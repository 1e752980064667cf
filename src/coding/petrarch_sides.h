// Who stands on which side of a verb: its subject, object and agent over the tree, what a pronoun stands for,
// whose clause completes whose, and from these the sources and targets of its act.
//
// Parsers' usual slips are tolerated where the words leave no doubt: a subject hung on the verb above, an
// infinitive on the object, a list read as an apposition.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "coding/petrarch_match.h"
#include "coding/petrarch_sentence.h"
#include "coding/petrarch_verbs.h"

namespace realign::coding::petrarch {

using People = std::vector<Who>;

// What is known of a word as a verb.
struct VerbInfo {
  const Verb* verb = nullptr;  // of the dictionary; nullptr: no verb, or none that it has
  std::optional<Match> match;
  Code code;
  bool passive = false, negated = false;
  bool used = false;  // part of another verb's act
  bool read = false;
};

inline constexpr int kClauses = 12;  // clauses within clauses that are followed

// A CAMEO code's first two digits.
std::string root(const std::string& code);

class Sides {
 public:
  explicit Sides(const SentenceView& view) : v_(view), info_(static_cast<std::size_t>(view.size())) {}

 protected:
  struct Phrase {
    int head;
    bool place;  // it says where
  };

  VerbInfo& at(int i) { return info_[static_cast<std::size_t>(i)]; }

  // A verb that may tell an act: no auxiliary, no participle before a noun.
  bool eligible(int i) const;
  bool passive(int i) const;
  bool negated(int i) const;
  // The word's own subject, -1 if it has none.
  int own_subject(int i) const;
  int object_of(int i) const;
  bool infinitive(int i) const;
  // The clause that this one completes, -1 if it stands by itself.
  int upper_of(int i) const;
  // Who is urged to do what the infinitive says: the object, of a passive the subject.
  int controller(int u) const;
  // Whether an infinitive's subject is its governor's object: "urged X to go", not "used X to go".
  bool object_control(int u, int lower) const;
  // The subject, an inherited one included; -1 if there is none.
  int subject_of(int i, int depth = 0) const;
  // Of a passive: what its subject is.
  int patient(int i) const;
  int agent_of(int i) const;
  // Who a phrase is, a pronoun's antecedent included.
  People resolve(int i, int depth = 0) const;
  static void remove(People& from, const People& what);
  // Who a prepositional phrase names; of one whose noun was taken for a verb, whoever stands below it.
  People resolve_phrase(int h, const People& but) const;
  // Prepositional phrases of the verb without those of circumstance.
  std::vector<Phrase> phrases(int verb) const;
  // `sure` is multiplied by how sure the find is.
  People sources(int i, double& sure) const;
  // Anyone named below word `i`, in the order of the text; `skip`: the subtree of another clause.
  People anyone_below(int i, const People& but) const;
  // In the order of docs/dictionaries.md; never who is in `but`.
  People targets(int i, const People& but, double& sure) const;

  const SentenceView& v_;

 private:
  std::vector<VerbInfo> info_;
};

}  // namespace realign::coding::petrarch
