// How likely is it that a careful reader would mark this record, with these sides and this type? A logistic
// regression over what the learned judgements said of the act and of its sides and over how the record was
// found; weights in data/models/records.tsv, made by scripts/train-records.py from marked articles that the
// other two models had not seen. It gives a record its confidence, and records less likely than the table's
// "limit" are not made. Without the file nothing is left out, and confidence is reckoned from the parser's
// alone (coder.cpp).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coding/candidate.h"
#include "text/word_map.h"

namespace realign::coding {

// Names and values; absent names are 0.
using RecordFeatures = std::vector<std::pair<std::string, float>>;

// `arc`: the parser's probability of the arc to the act's word. `tellings`: how many candidates of the
// document tell of an act of this type between these sides: what is told once is worth a record sooner than a
// noun that comes back to it.
RecordFeatures record_features(const Candidate& candidate, float arc, int tellings);

class RecordModel {
 public:
  static std::optional<RecordModel> load(
      const std::string& path);  // nothing if absent; text::Error if damaged
  float probability(const RecordFeatures& features) const;
  float limit() const { return limit_; }

 private:
  text::WordMap<float> weights_;
  float limit_ = 0;
};

}  // namespace realign::coding
