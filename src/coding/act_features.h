// What a clause looks like round a word that may name an act: what the learned judgement (act_model.h) goes
// by.
//
// Two kinds of evidence. Words, whose vectors tell unknown ones by their likeness to known ones: the word
// itself (with its particle), its object, its phrases with their prepositions, its complement, what governs
// it, its subject. And flags: small numbers, each a fact of the tree, of the actors found, or of the frame
// that fits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "coding/arguments.h"
#include "coding/clause.h"
#include "coding/frames.h"
#include "coding/reading.h"

namespace realign::coding {

// Places for words, in this order; an empty one holds nobody.
enum class ActSlot : std::uint8_t {
  act,          // the word's lemma; with a particle "back_down"
  object,       // the logical object's head
  phrase,       // head of the first prepositional phrase, and
  preposition,  // its preposition
  phrase2,
  preposition2,
  complement,  // head of an open or clausal complement
  governor,    // what the word hangs on
  subject,     // the logical subject's head
  modifier,    // of a noun: the nearest adjective or noun before it
  owner        // of a noun: whose it is ("Moscow's"), else the head of "by ..."
};
inline constexpr std::size_t kActSlots = 11;

struct ActFeatures {
  std::array<std::string, kActSlots>
      words;                         // lower-case lemmas; "<state>", "<person>" ... for actors; "" for none
  std::vector<std::uint16_t> flags;  // each below kActFlags, in rising order
};

// How many flags there are; their meaning is fixed by act_features.cpp, and the model learns with these
// numbers.
extern const std::size_t kActFlags;
// Those that tell of the frame: first, the one for none, and last.
extern const std::array<std::size_t, 3> kFrameFlags;

// `frame`: that of the word's frames which fits, or nullptr; `source`, `target`: what was found for it.
ActFeatures act_features(const Clause& clause, const ArgumentFinder& arguments, int word, const Frame* frame,
                         const Reading& reading, const Found& source, const Found& target);

}  // namespace realign::coding
