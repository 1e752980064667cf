// The learned choice of sides: of all actors within reach of an act, which did it, and to whom was it done?
//
// Frames and the rules of sides.h propose; this weighs their proposal against every other actor of the sentence and
// those that the document is about. Each is an option with features (where it stands in the tree from the act, what
// kind of mention it is, how much the document speaks of it, whether the rules chose it); a conditional logit (McFadden
// 1974) over them, weights in data/models/sides.tsv, made by scripts/train-sides.py from marked articles. Without
// the file the rules' choice stands.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/actor.h"
#include "text/word_map.h"

namespace realign::coding {

struct SideOption {
  std::string code;                    // a state or bloc
  std::vector<actors::Actor> actors;   // as the sentence names it, else the bare code
  bool current = false;                // the rules' choice
  std::vector<std::string> features;   // names; each counts once
};

// For the trainer: one choice that was to be made.
struct AskedSide {
  int sentence = 0, word = 0;
  bool target = false;
  std::string other;  // countries of the other side, separated by '+'
  std::vector<SideOption> options;
};

class SideModel {
 public:
  // Nothing if there is no such file; text::Error if it is damaged.
  static std::optional<SideModel> load(const std::string& path);
  // The likeliest option; the current one unless another is likelier by `margin` in log-odds. `options` is not empty.
  // Second: its probability among them.
  std::pair<const SideOption*, float> choose(std::span<const SideOption> options) const;

 private:
  text::WordMap<float> weights_;
  float margin_ = 0;
  float score(const SideOption& option) const;
};

}  // namespace realign::coding
