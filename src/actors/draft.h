// Mentions in the making: what the finder saw in one sentence, and what the resolver still has to settle over
// the document.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actor.h"
#include "actors/knowledge.h"

namespace realign::actors {

// An actor by views into the Knowledge or into Drafts::texts.
struct Who {
  std::string_view country, role, name;
  bool operator==(const Who&) const = default;
};

struct Draft {
  int sentence = 0;
  int first = 0, last = 0, head = 0;
  MentionKind kind = MentionKind::state;
  std::vector<Who> who;
  bool place = false;
  bool dropped = false;
  float confidence = 1.0F;

  bool plural = false;
  bool definite = false;  // behind the, this, that, these, both, two
  bool former = false;
  bool not_owner = false;  // "Russian" in "Russian-backed rebels"
  bool modifier = false;   // stands before a noun and says whose that is
  bool full_name = false;  // of a person
  bool titled = false;     // of a person: a title or role stands with it
  bool apposed = false;    // stands in apposition to another draft of the same entity
  bool quoted = false;     // inside a quotation
  char gender = '\0';
  char direction = '\0';  // of "northern neighbour"
  int person = -1;        // a known person
  int organisation = -1;  // a known organisation
  int code = -1;          // a state, region or bloc by name
  const RoleWord* role = nullptr;
  const Nominal* nominal = nullptr;
  const Pronoun* pronoun = nullptr;
  std::vector<const Sense*> candidates;  // of a surname: whom it may be
  std::string_view affiliation;          // the institution named with a person or role
  std::string_view key;                  // of a person: the short name, folded
  std::vector<int> owners;               // drafts whose country this one has
  bool owner_beside = false;  // the owner stands right before it ("Kazakh officials", "Ghana's president")
  int same_as = -1;           // apposition, relative pronoun: the draft it is one with
  int entity = -1;
};

struct Drafts {
  std::vector<Draft> all;                        // by sentence, names first
  std::vector<std::pair<int, int>> of_sentence;  // [begin, end) of each sentence's drafts
  std::deque<std::string> texts;                 // what views point to

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

}  // namespace realign::actors
