// A candidate: one word of one sentence that a frame took for an act, with the actors found so far.
// Candidates of a whole document are completed together (story.h) before any becomes a record.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "coding/act_model.h"
#include "coding/arguments.h"
#include "coding/clause.h"
#include "coding/frames.h"
#include "coding/reading.h"

namespace realign::coding {

struct Candidate {
  int sentence = 0;
  int word = 0;
  const Frame* frame = nullptr;
  std::shared_ptr<const Frame> own;  // holds `frame` where the learned judgement changed the type of a frame
  // What the learned judgements gave: that it is no act, that it is of its type, that these are its sides.
  float no_act = 0.3F, type_odds = 0.5F, source_odds = 0.5F, target_odds = 0.5F;
  bool stranger = false;  // its subject, or whose it is, is somebody of no country that is known
  bool judged = false,
       weighed = false;  // whether the first of them, and those of the sides, were asked at all
  std::string mode;      // instead of the frame's, "": as that
  std::vector<actors::Actor> source, target;
  int source_head = -1, target_head = -1;
  bool source_direct = false, target_direct = false;
  int act = -1;  // of a stance: the word that names the act judged, whose doer is still to be found
  Reading reading;
  std::vector<int>
      used;  // words that the frame's conditions took (a noun among them makes no record of its own)
  std::vector<Span> mentions;
  bool retold = false;    // a noun whose other side is told elsewhere or known to all
  bool inferred = false;  // an actor was supplied from outside the clause
  bool dropped = false;
  std::string why;  // dropped: the reason
};

// What the learned judgement was asked of, for its trainer: a word, and what its clause looks like.
using AskedAct = std::pair<int, ActFeatures>;

// All candidates of one sentence, in the order of its words. `acts`: the learned judgement, or nullptr;
// `asked`: takes what it was, or would have been, asked.
void find_candidates(const Clause& clause, const ArgumentFinder& arguments, const FrameSet& frames,
                     int sentence, const actors::Cast& cast, std::vector<Candidate>& out,
                     std::vector<std::string>* notes, const ActModel* acts = nullptr,
                     std::vector<AskedAct>* asked = nullptr);

// "KAZ government + RUS", for notes.
std::string describe(const std::vector<actors::Actor>& actors);

}  // namespace realign::coding
