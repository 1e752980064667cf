// Frames: which words name which act, and where in the tree their actors stand. Read from data/frames, which
// an analyst edits; this header documents the format (docs/coding.md has the long version).
//
// data/frames/frames-*.tsv, columns: kind, pattern, type, attributes.
//   kind        verb | noun | adj
//   pattern     LEMMA[|LEMMA...] then conditions, separated by blanks. A verb's particle is joined by '_'
//   (carry_out).
//               A condition is [-]SLOT:FILLER[|FILLER...] ('-': must not hold) or [-]SLOT (must be there at
//               all).
//   type        one of the 16 PLOVER types
//   attributes  key=value, separated by blanks:
//     source=, target=   slots to look in, in this order, separated by commas; a '^' after a slot takes mere
//     places too mode= cameo= domain= context=a,b      as in records modality= polarity= what the word itself
//     adds ("vow": intended) recip=yes   acts of both sides alike: with two subjects the first is source, the
//     second target self=yes    the target is the source itself when no other is named (reforms) alone=yes
//     makes a record although only one side is known implied=ROLE>ROLE  the sides within the state in focus
//     where none is named (protesters>government) stance=yes  an attitude to an act: if the object names an
//     act, the target is who did that act needs=yes   makes a record only if a source and a target stand in
//     the sentence itself
//     ought=yes   only if its complement clause stands under must, should, ought, need or have to
//     infer=yes   of a noun: its other side may be supplied from the context ("the minister's trip")
//     speaker=yes a judgement by whoever says it: the source is the speaker, nobody if
//     that is the narrator drop=yes    makes no record: a more specific pattern that is no act at all
//     ("attack ... goal")
// Slots (SLOT|SLOT: any of them): subj obj iobj by poss mod xcomp ccomp prt, clause (of a noun behind a
// preposition, "under pressure": the subject of the verb that it hangs on), or a preposition (with, against,
// to, ...). subj and obj are the logical ones: for a passive verb obj is its grammatical subject. `mod` are
// adjectives and nouns before a noun. Fillers: a lemma, @CLASS of data/frames/classes.tsv, or ACTOR, STATE,
// PERSON, PEOPLE, ORG for kinds of mention.
//
// Of all frames of a word whose conditions hold the one with most conditions wins, then one that is no act,
// then the one with more conditions that name words, then the first in the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "coding/record.h"
#include "text/word_map.h"

namespace realign::coding {

enum class WordKind : std::uint8_t { verb, noun, adj };

enum class SlotKind : std::uint8_t { subj, obj, iobj, by, poss, mod, xcomp, ccomp, prt, clause, prep };

struct Slot {
  SlotKind kind = SlotKind::subj;
  std::string prep;    // for SlotKind::prep
  bool place = false;  // takes mentions that are mere places
};

enum class MentionClass : std::uint8_t { none, actor, state, person, people, organisation };

struct Condition {
  std::vector<Slot> slots;  // any of them
  bool negated = false;
  text::WordSet lemmas;  // empty together with `kinds`: anything
  bool joined = false;   // some of them are written with '_': two words
  std::vector<MentionClass> kinds;
};

struct Frame {
  WordKind kind = WordKind::verb;
  std::string particle;  // or ""
  std::vector<Condition> conditions;
  Type type = Type::CONSULT;
  std::vector<Slot> source, target;
  std::string mode, cameo;
  std::vector<std::string> context;
  bool has_domain = false, has_modality = false, negated = false;
  Domain domain = Domain::diplomatic;
  Modality modality = Modality::actual;
  bool ought = false;
  bool recip = false, self = false, alone = false, stance = false, needs = false, drop = false,
       speaker = false, infer = false;
  std::string implied_source, implied_target;  // roles, or ""
  std::string place;                           // "FILE:LINE", for --explain
  std::string name;                            // the pattern as written
  int order = 0;
};

// What a governing word does to the act that its complement names. data/frames/operators.tsv, columns: kind,
// lemmas, slots, effects.
//   kind     verb | noun | adj | mod (an adjective before the act's noun, or an adverb on its verb)
//   slots    xcomp, ccomp, obj or a preposition, separated by commas ("-" for mod)
//   effects  modality=..., negate, ongoing (the complement was going on: "demanded that it stop arming
//   rebels" tells of rebels armed), drop (no record of the complement), absorb (no record of the complement
//   if the governor
//            makes one itself), object (the complement's subject is the governor's object)
struct Operator {
  std::vector<std::string> slots;
  bool has_modality = false, negate = false, drop = false, absorb = false, object_control = false,
       ongoing = false;
  Modality modality = Modality::actual;
};

class FrameSet {
 public:
  static FrameSet load(const std::string& frames_dir);

  // Frames of a lemma (lower case), best first; empty if none.
  const std::vector<Frame>& frames(WordKind kind, std::string_view lemma) const;
  const Operator* op(WordKind kind, std::string_view lemma, std::string_view slot) const;
  const Operator* modifier(std::string_view lemma) const;
  bool in_class(std::string_view name, std::string_view lemma) const;
  // Could this lower-cased lemma or form begin a record at all?
  bool known(std::string_view lemma) const;
  std::size_t size() const { return count_; }

 private:
  text::WordMap<std::vector<Frame>> frames_[3];
  text::WordMap<std::vector<Operator>> operators_[3];
  text::WordMap<Operator> modifiers_;
  text::WordMap<text::WordSet> classes_;
  std::size_t count_ = 0;

  void load_classes(const std::string& path);
  void load_frames(const std::string& path);
  void load_operators(const std::string& path);
};

}  // namespace realign::coding
