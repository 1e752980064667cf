// What if a record did not stand in the ledger, stood at another date, or another act had happened? The dyad
// is measured again without touching the ledger, and the difference shown with its uncertainty.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "measure/trajectory.h"

namespace realign::scenario {

struct Change {
  std::vector<std::int64_t> without;                        // record ids left out
  std::vector<std::pair<std::int64_t, std::string>> moved;  // record ids and their new ISO day
  struct Added {
    std::string source, target, day;  // codes, ISO day
    double score = 0;                 // -10..10
  };
  std::vector<Added> added;
};

struct WhatIf {
  measure::Series before, after;
  measure::Trajectory was, would_be;
  double difference = 0, low = 0,
         high = 0;  // of the change over the window, after less before; 80 % interval
  // The target's expected reaction to each moved or added act at its old and new date: the level of the
  // target toward the source in that period. Nothing where the ledger has too little then.
  struct Reaction {
    std::int64_t record = 0;
    std::string old_day, new_day;
    double then = 0, now = 0;
    bool then_known = false, now_known = false;
  };
  std::vector<Reaction> reactions;
};

// A record of the ledger; text::Error if there is none of that id.
ledger::EventRow record_of(const ledger::Ledger& ledger, std::int64_t id);

// Error if an id is not among the records between the two; a moved one may also be an act of one of them with
// a third party, which changes nothing in the measurement (its meaning for the other of the two: reaction.h).
WhatIf what_if(const ledger::Ledger& ledger, const std::string& first, const std::string& second,
               const measure::SeriesOptions& options, const measure::Thresholds& thresholds,
               const Change& change);

}  // namespace realign::scenario
