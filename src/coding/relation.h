// Relations: the PLOVER type of what a marked source does to a marked target in one sentence; always one
// type.
//
// The same frames as the coder's find the acts, with the two marked phrases as the only actors; a linear
// model (multinomial logistic regression over the features below; weights in data/models/relations.tsv, made
// by scripts/train-relations.py) weighs what they say against the words on the path between the two, and
// decides where frames are silent or disagree. Where the pretrained encoder is installed
// (data/models/encoder, see scripts/fetch-encoder), it is asked for a second opinion: adapted to the task by
// low-rank changes of its matrices (data/models/relations-adapter.safetensors, made by
// scripts/train-relations-adapter.py), it reads the sentence with the two phrases marked and gives each type
// a probability; the logarithms of both are averaged with a weight. Without it nothing else changes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coding/frames.h"
#include "coding/record.h"
#include "syntax/sentence.h"

namespace realign::coding {

struct MarkedPair {
  std::string text;                                    // the sentence without marks
  std::pair<std::size_t, std::size_t> source, target;  // bytes of it
};

// "<s>France</s> criticised <t>Germany</t>" -> text and spans, marks in either case, one phrase within the
// other or twice marked (the first counts); a phrase without marks (an actor that the sentence does not name)
// has an empty span. False if both are missing or a mark is not closed.
bool read_marks(std::string_view marked, MarkedPair& out);
// The same from a sentence without marks: the first place of each phrase, in either case, not both the same.
// False if neither stands there.
bool find_phrases(std::string_view sentence, std::string_view source, std::string_view target,
                  MarkedPair& out);

class Relations {
 public:
  // `second_opinion`: use the encoder if it is there.
  static Relations load(const std::string& data_dir, bool second_opinion = true);
  Relations(Relations&&) noexcept;
  ~Relations();

  // `sentence`: the pair's text, parsed as one sentence, offsets as in pair.text.
  Type classify(const MarkedPair& pair, const syntax::Sentence& sentence) const;
  // What the model sees, each at most once; for the trainer.
  std::vector<std::string> features(const MarkedPair& pair, const syntax::Sentence& sentence) const;

 private:
  Relations();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace realign::coding
