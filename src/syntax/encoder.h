// A pretrained sentence encoder: each piece of a text as a vector that has seen the whole text.
//
// A BERT (Devlin and others 2019, "BERT: Pre-training of Deep Bidirectional Transformers") read from the
// files that its publishers ship: config.json (sizes), vocab.txt (WordPiece), model.safetensors (single
// precision). It is a second opinion beside the frames, never needed: load() says when it is not there.
//
// It may be adapted to a task by low-rank changes of its matrices (Hu and others 2021, "LoRA"): an adapter is
// a safetensors file that holds, for a matrix NAME.weight (out x in), NAME.down (rank x in) and NAME.up (out
// x rank), whose product is added to it; `roles`, a vector for each part of a text that has a role of its
// own; and `roles.layer`, the layer to whose input these are added.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "syntax/kernels.h"

namespace realign::syntax {

class Tensors;

// A word piece of a text: its bytes there and its number in the vocabulary.
struct WordPiece {
  std::size_t begin = 0, end = 0;
  int id = 0;
};

// Lower-cased, without accents, cut at blanks and around punctuation and ideographs; each word then into the
// longest pieces that the vocabulary holds, from the left ("##" before all but the first); a word that cannot
// be cut so is one [UNK].
class WordPieces {
 public:
  static WordPieces load(const std::string& path);  // one piece a line; text::Error without [UNK] [CLS] [SEP]
  std::vector<WordPiece> cut(std::string_view text) const;
  std::size_t size() const { return ids_.size(); }
  int start() const { return start_; }
  int stop() const { return stop_; }

 private:
  void cut_word(const std::string& word, const std::vector<std::size_t>& from, std::size_t end,
                std::vector<WordPiece>& out) const;
  std::unordered_map<std::string, int> ids_;
  int unknown_ = 0, start_ = 0, stop_ = 0;
};

// Bytes [begin, end) of a text.
using ByteRange = std::pair<std::size_t, std::size_t>;

// The first of `parts` that a piece begins in; parts.size() if none.
std::size_t role_of(const WordPiece& piece, std::span<const ByteRange> parts);

// The vectors of a text's pieces after the last layer, with that of [CLS] before and that of [SEP] behind
// them.
struct Encoded {
  std::vector<WordPiece> pieces;
  std::size_t width = 0;
  std::vector<float> states;  // (pieces.size() + 2) x width

  const float* state(std::size_t piece) const { return states.data() + (piece + 1) * width; }
};

class Encoder {
 public:
  // `dir` holds the three files. Nothing if it holds no model.safetensors; text::Error if they are damaged or
  // do not fit together.
  static std::optional<Encoder> load(const std::string& dir, Tensors* adapter = nullptr);

  std::size_t width() const { return width_; }
  // `parts`: the bytes with a role, in the adapter's order. Pieces beyond the longest input (its position
  // table less two) are left out. Safe to call from several threads at once.
  Encoded encode(std::string_view text, std::span<const ByteRange> parts = {}) const;

 private:
  struct Linear {
    FloatMatrix weights;
    std::vector<float> bias;  // padded to the matrix's stride
  };
  struct Norm {
    std::vector<float> scale, shift;
  };
  struct Layer {
    Linear query, key, value, attended, inner, outer;
    Norm after_attention, after_inner;
  };
  void attend(const Layer& layer, std::vector<float>& x, std::size_t n) const;
  void think(const Layer& layer, std::vector<float>& x, std::size_t n) const;
  void normalize(const Norm& norm, float* x, std::size_t n) const;

  std::size_t width_ = 0, heads_ = 0, positions_ = 0;
  float epsilon_ = 1e-12F;
  WordPieces vocabulary_;
  std::vector<float> word_, position_;  // rows of width_; the segment's vector is added to position_
  std::vector<float> roles_;            // a row for each role, from the adapter
  std::size_t roles_at_ = 0;            // the layer before which they are added
  Norm input_;
  std::vector<Layer> layers_;
};

}  // namespace realign::syntax
