// The learned judgement of clauses: is a clause a claim at all, and of which kind?
//
// Cues (claims.h) know the words that analysts have listed; most assessments use others ("Hanoi watches with
// unease"), and a listed word tells its kind only together with tense, mood and speaker. A multinomial
// logistic regression over what stands in the clause (claim_features.h) gives each of the seven kinds, and
// "no claim", a probability; weights in data/models/claims.tsv, made by scripts/train-claims.py from marked
// articles. It chooses the kind, drops cued clauses that are hardly claims, and proposes clauses without a
// cue. Without the file the cues alone decide.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>

#include "coding/record.h"
#include "text/word_map.h"

namespace realign::coding {

inline constexpr std::size_t kClaimKinds = static_cast<std::size_t>(ClaimKind::forecast) + 1;

struct ClaimOpinion {
  std::array<float, kClaimKinds> kinds{};  // probabilities; with `none` they sum to 1
  float none = 1.0F;
  ClaimKind best() const;
};

// How likely a clause has to be a claim of some kind.
struct ClaimLimits {
  float keep = 0;     // with a cue
  float propose = 1;  // without
};

class ClaimModel {
 public:
  // Nothing if there is no such file; text::Error if it is damaged.
  static std::optional<ClaimModel> load(const std::string& path);
  ClaimOpinion judge(std::span<const std::string> features) const;
  const ClaimLimits& limits() const { return limits_; }

 private:
  using Weights = std::array<float, kClaimKinds + 1>;  // of the kinds, then of "no claim"
  text::WordMap<Weights> weights_;
  ClaimLimits limits_;
};

}  // namespace realign::coding
