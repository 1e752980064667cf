// Reading: is the act that a word names told as done, planned, demanded, imagined; affirmed or denied?
//
// The answer comes from the word's own auxiliaries, negations and conjunctions, then from what governs it:
// "plans to invade", "refused to recognise", "called for sanctions" (data/frames/operators.tsv), climbing to
// the top of the sentence.
#pragma once

#include "coding/clause.h"
#include "coding/frames.h"

namespace realign::coding {

struct Reading {
  Modality modality = Modality::actual;
  Polarity polarity = Polarity::affirmed;
  bool drop = false;     // under a word that makes it no act of its own
  int absorbed_by = -1;  // the governor that tells this act as part of its own (a demand's content)
  bool purpose = false;  // stands in a clause of purpose
};

Reading read(const Clause& clause, const FrameSet& frames, int word);

}  // namespace realign::coding
