// A pretrained sentence encoder: each piece of a text as a vector that has seen the whole text.
//
// A BERT (Devlin and others 2019, "BERT: Pre-training of Deep Bidirectional Transformers") read from the
// files that its publishers ship: config.json (sizes), vocab.txt (WordPiece), model.safetensors (single
// precision). It is a second opinion beside the frames, never needed: load() says when it is not there.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "syntax/kernels.h"

namespace realign::syntax {

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

// The vectors of a text's pieces after the last layer; [CLS] and [SEP] are not among them.
struct Encoded {
  std::vector<WordPiece> pieces;
  std::size_t width = 0;
  std::vector<float> states;  // pieces.size() x width

  const float* state(std::size_t piece) const { return states.data() + piece * width; }
};

class Encoder {
 public:
  // `dir` holds the three files. Nothing if it holds no model.safetensors; text::Error if they are damaged or
  // do not fit together.
  static std::optional<Encoder> load(const std::string& dir);

  std::size_t width() const { return width_; }
  // Pieces beyond the longest input (its position table less two) are left out. Safe to call from several
  // threads at once.
  Encoded encode(std::string_view text) const;

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
  Norm input_;
  std::vector<Layer> layers_;
};

}  // namespace realign::syntax
