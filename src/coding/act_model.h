// The learned judgement: is a word an act at all, and of which type, given its clause (act_features.h)?
//
// Frames know the words that analysts have listed. News names acts by thousands of others, and by listed
// words that are no act where they stand. A small network (one hidden layer; weights in data/models/acts.bin,
// made by scripts/train-acts.py from marked articles) reads the vectors of the words round the place and what
// the frames say, and gives each of the 16 types, and "no act", a probability. It proposes acts where no
// frame fits and a side is named, drops what a frame took for an act against all odds, and changes a type
// that hardly fits. What it did stands in --explain. Without the file frames alone decide.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coding/act_features.h"
#include "coding/record.h"
#include "syntax/kernels.h"
#include "text/word_map.h"

namespace realign::coding {

struct ActOpinion {
  std::array<float, kTypes> types{};  // probabilities; with `none` they sum to 1
  float none = 1.0F;
  Type best() const;
  float of(Type type) const { return types[static_cast<std::size_t>(type)]; }
};

// When an opinion overrides the frames; each a probability.
struct ActLimits {
  float propose = 0.5F;  // an act (1 - none) where no frame fits: at least
  float drop = 0.9F;     // no act, though a frame fits: at least
  float retype = 0.6F;   // another type than the frame's: at least, and
  float keep = 0.15F;    // ... the frame's at most
};

class ActModel {
 public:
  // Nothing if there is no such file; text::Error if it is damaged or was made for other features.
  static std::optional<ActModel> load(const std::string& path);

  ActOpinion judge(const ActFeatures& features) const;
  const ActLimits& limits() const { return limits_; }

 private:
  text::WordMap<std::size_t> rows_;   // word -> its row
  std::vector<signed char> vectors_;  // rows of width_
  std::vector<float> scales_;         // of each row
  std::size_t width_ = 0, hidden_ = 0;
  std::vector<syntax::FloatMatrix> slots_;  // of each slot: width_ rows of hidden_
  std::uint64_t id_ = 0;                    // of this model, for the memory of products (act_model.cpp)
  std::vector<float> flags_;                // kActFlags rows of hidden_
  std::vector<float> hidden_bias_, out_, out_bias_;  // out_: hidden_ rows of kTypes + 1
  ActLimits limits_;

  const std::size_t* row_of(std::string_view word) const;
  void add_product(std::size_t slot, std::size_t row, float* hidden) const;
};

}  // namespace realign::coding
