// Series of a dyad: what one side did toward the other, period by period, with the records behind each point.
//
// A point's mean is that of its events' scores (Goldstein's scale times the factors of data/scores.tsv, -10
// to 10); a period without events has no mean: missing, not zero. Events whose date is known less exactly
// than a period (a mere year in a series of months) are counted apart, never put into some period.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/ties.h"
#include "measure/periods.h"

namespace realign::measure {

// What becomes of acts that were only planned, demanded or imagined.
enum class Unreal : unsigned char {
  weighted,  // counted with their factors
  out,       // left out
  only       // nothing but them
};

struct SeriesOptions {
  Step step = Step::month;
  bool directed = true;  // only acts of the first upon the second; else both ways
  std::optional<coding::Domain> domain;
  Unreal unreal = Unreal::weighted;
  std::string from, to;  // ISO days, inclusive; "": no bound
  bool distinct = true;  // an act told by several articles counts once
};

struct Point {
  int period = 0;
  int count = 0;
  double mean = 0;         // of scores; 0 if count is 0 (then missing)
  double cooperative = 0;  // sum of the positive scores
  double conflictual = 0;  // sum of the negative scores
  std::vector<std::int64_t> records;
};

struct Series {
  std::string source, target;  // codes
  Step step = Step::month;
  std::vector<Point> points;  // every period from the first event's to the last one's
  int events = 0;             // in points
  int undated = 0;            // left out because their date is not known exactly enough
};

// Is a date known exactly enough to lie in one period?
bool exact_enough(coding::Precision precision, Step step);

// Gathers acts into a series; step and unreal of the options count.
class Gatherer {
 public:
  explicit Gatherer(const SeriesOptions& options) : options_(options) {}
  bool take(const ledger::Act& act);  // false if it does not count
  Series series(const std::string& source, const std::string& target);

 private:
  SeriesOptions options_;
  std::map<int, Point> points_;
  int events_ = 0, undated_ = 0;
};

// `source`, `target`: codes of states, blocs or organisations.
Series series_of(const ledger::Ledger& ledger, const std::string& source, const std::string& target,
                 const SeriesOptions& options);

}  // namespace realign::measure
