// The learned choice of sides: of all actors within reach of an act, which did it, and to whom was it done?
//
// Frames and the rules of sides.h propose; this weighs their proposal against every other actor of the
// sentence and those that the document is about. Each is an option with features (where it stands in the tree
// from the act, what kind of mention it is, how much the document speaks of it, whether the rules chose it);
// a conditional logit (McFadden 1974) over them, weights in data/models/sides.tsv, made by
// scripts/train-sides.py from marked articles. Without the file the rules' choice stands.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/actor.h"

namespace realign::coding {

class SideModel;

struct SideOption {
  std::string code;                   // a state or bloc
  std::vector<actors::Actor> actors;  // as the sentence names it, else the bare code
  bool current = false;               // the rules' choice
  float score = 0;                    // sum of its features' weights
  std::vector<std::string> features;  // their names, if they are to be kept

  // A feature, named by the parts joined; each counts once. Names are only put together where `keep` asks for
  // them: there are hundreds for each act.
  void note(std::initializer_list<std::string_view> parts, const SideModel* model, bool keep);

 private:
  std::vector<std::uint64_t> seen_;
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
  // The likeliest option; the current one unless another is likelier by `margin` in log-odds. `options` is
  // not empty. Second: its probability among them.
  std::pair<const SideOption*, float> choose(std::span<const SideOption> options) const;
  float weight(std::uint64_t feature) const;  // by the hash of its name; 0 if it has none

 private:
  // Open addressing; as many slots as a power of two, at least half of them free.
  std::vector<std::pair<std::uint64_t, float>> slots_;
  float margin_ = 0;
  void fill(const std::vector<std::pair<std::uint64_t, float>>& weights);
};

}  // namespace realign::coding
