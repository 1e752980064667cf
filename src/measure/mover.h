// Movers: two sides come closer or drift apart because one of them moved, or both. Every change is split.
#pragma once

#include "measure/state.h"

namespace realign::measure {

struct Split {
  double change = 0;             // of the distance: negative means closer
  double first = 0, second = 0;  // parts of it that the two sides' moves account for; they add up to change
};

// Positions on one axis at two times. The parts are Shapley's (1953) values of the two moves: each move's
// effect on the distance, averaged over which of the two comes first.
Split split_distance(double first_before, double first_after, double second_before, double second_after);

// Levels of what each side does toward the other (score points): the dyad's level is their mean, its change
// half the sum of theirs. Here a positive change means closer.
Split split_levels(double first_before, double first_after, double second_before, double second_after);

}  // namespace realign::measure
