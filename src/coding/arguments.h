// Arguments: from a noun phrase to the actors that it stands for or belongs to.
//
// A phrase is an actor itself ("Kazakh officials"), or belongs to one ("Russian statements", "Kazakhstan's
// territorial integrity", "the territories annexed by it"), or names an act ("the invasion of Ukraine"),
// whose doer then counts.
#pragma once

#include <vector>

#include "actors/actor.h"
#include "coding/clause.h"
#include "coding/frames.h"

namespace realign::coding {

struct Found {
  std::vector<actors::Actor> actors;
  bool direct = false;  // the phrase itself is the actor; false: found inside it
  int act = -1;         // the word of the phrase that names an act, or -1
  int head = -1;        // the phrase's head word
  bool empty() const { return actors.empty(); }
};

class ArgumentFinder {
 public:
  ArgumentFinder(const Clause& clause, const actors::Cast& cast, int sentence, const FrameSet& frames)
      : clause_(clause), cast_(cast), sentence_(sentence), frames_(frames) {}

  // Actors of the phrase headed by `word`. `places`: a mere place counts. `avoid`: a word whose subtree is
  // not looked into (the verb that asks), -1 for none. `inside`: look into the phrase if it is no actor
  // itself; `doer`: only at whose it is (not "talks with X", "distance from X").
  Found of(int word, bool places, int avoid, bool inside = true, bool doer = false) const;

  // First slot of `slots` (around the frame's word `i`) that gives actors; for a stance, an act without known
  // doer gives an empty Found with `act` set.
  Found fill(int i, const std::vector<Slot>& slots, bool stance, const std::vector<actors::Actor>& not_these,
             bool doer = false) const;

  // Does a mention of one of these kinds stand at the word?
  bool is_kind(int word, const std::vector<MentionClass>& kinds) const;
  bool is_act(int word) const;
  // The mention that stands at the word, or that the parser tore from it; nullptr if none.
  const actors::Mention* mention(int word) const;

 private:
  const Clause& clause_;
  const actors::Cast& cast_;
  int sentence_;
  const FrameSet& frames_;

  void collect(int word, bool places, int avoid, bool inside, bool doer, int depth, Found& found) const;
};

// Same actor as far as records go: same country, and neither role nor name tells them apart.
bool same_actor(const actors::Actor& a, const actors::Actor& b);
void merge(std::vector<actors::Actor>& into, const std::vector<actors::Actor>& more);

}  // namespace realign::coding
