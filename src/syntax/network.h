// The network that tags and parses: embeddings, two bidirectional LSTM layers, and on top the tags of each
// word, its head (deep biaffine attention, Dozat and Manning 2017, arXiv:1611.01734, made small) and the
// relation to it.
//
// Trained by scripts/train-parser; docs/parser.md has its architecture and figures. Never changes once
// loaded; safe for any number of threads (scratch memory belongs to the call).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "syntax/sentence.h"

namespace realign::syntax {

class Network {
 public:
  // Reads DIR/network.bin; Error if it is missing, damaged or of another version.
  static Network load(const std::string& dir);
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  // Fills upos, xpos, head, deprel and confidence from the forms. Sentences of a batch are computed together;
  // batches of about 64 of like length are fastest. Every sentence comes out as a tree with one root.
  void annotate(std::span<Sentence*> batch) const;

  const std::vector<std::string>& tags() const;  // the Penn tags that it knows

 private:
  Network();
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace realign::syntax
