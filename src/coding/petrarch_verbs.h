// What, as dictionaries of the PETRARCH family say it: verbs in blocks that share a code, patterns of nouns
// and prepositional phrases around a verb with a code of their own, synsets, and transformations of one verb
// under another.
//
//     --- RESTORE [050] ---                 a block and its code; [---] is no event
//     RESTORE                               a verb; its regular forms are made
//     HOLD {HOLDS HOLDING HELD} [---]       irregular ones are given; a code of its own
//     +CALL_OFF                             several words: + stands before the one that is inflected
//     - * {DIPLOMATIC TIES} (WITH +) [050]  a pattern: * is the verb, a bare word the head of a noun phrase
//     or a
//                                           particle, {..} a noun phrase (its last word the head), (..) a
//                                           preposition with what follows, / one or the other, &SET a synset,
//                                           $ the source, + the target, ^ anyone, % a subject of several who
//                                           act on each other
//     [040:040]                             a code for source to target and one for target to source
//     ~ a (b . ATTACK) SAY = a b 112        who says that b attacked somebody accuses b
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "coding/petrarch_text.h"

namespace realign::coding::petrarch {

struct Code {
  std::string there, back;  // "040" and, after a colon, what the target does to the source
  bool empty() const { return there.empty() && back.empty(); }
};

// One word or synset of a pattern: any of several phrases, each a sequence of pieces.
using Element = std::vector<std::vector<int>>;

struct Item {
  enum class Kind : char { phrase, preposition, source, target, anyone, both };
  Kind kind = Kind::phrase;
  std::vector<Element> words;     // of a phrase, or of what a preposition governs; the last holds the head
  std::vector<int> prepositions;  // any of them
  Kind role = Kind::phrase;       // of a preposition: source, target or anyone in it; phrase: none
};

struct Pattern {
  std::vector<Item> before, after;  // the verb
  Code code;
  int weight = 0;  // how much it asks for; of patterns that hold, the heaviest wins
  std::size_t line = 0;
  std::string text;
};

struct Verb {
  std::vector<int> before, after;  // further words of "wire tap" and "call off"
  Code code;
  int block = 0;
};

struct Block {
  std::string name;
  Code code;
  std::vector<Pattern> patterns;
};

struct Transformation {
  std::string upper_source, lower_source, lower_target;  // "a", "b", "." anyone, "_" nobody
  int lower_block = -1;                                  // -1: Q, any verb
  int upper_block = -1;
  std::string source, target, code;  // code "Q": the lower verb's
  std::string text;
};

class VerbDictionary {
 public:
  explicit VerbDictionary(Vocabulary& vocabulary) : vocabulary_(&vocabulary) {}

  void read(const std::string& path, Problems& problems);
  void parse(std::string_view content, const std::string& name, Problems& problems);

  // Verbs whose inflected word has this form, those of most words first; nullptr if none.
  const std::vector<Verb>* with_form(int piece) const;
  const Block& block(int number) const { return blocks_[static_cast<std::size_t>(number)]; }
  const std::vector<Transformation>& transformations() const { return transformations_; }

  std::size_t verbs() const { return verbs_; }
  std::size_t patterns() const;
  bool empty() const { return verbs_ == 0; }

 private:
  friend class VerbReader;
  Vocabulary* vocabulary_;
  std::vector<Block> blocks_;
  std::unordered_map<int, std::vector<Verb>> by_form_;
  std::vector<Transformation> transformations_;
  std::size_t verbs_ = 0;
};

}  // namespace realign::coding::petrarch
