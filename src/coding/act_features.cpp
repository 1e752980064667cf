#include "coding/act_features.h"

#include <algorithm>

namespace realign::coding {

using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Upos;

namespace {

// What stands in a place.
enum Filler : std::uint16_t {
  kNone,
  kState,
  kPerson,
  kOrganisation,
  kPeople,
  kPronoun,
  kWithin,
  kWord,
  kFillers
};

// Flags are numbered block after block.
constexpr std::uint16_t kKind = 0;  // verb, noun, adjective
constexpr std::uint16_t kPassive = kKind + 3;
constexpr std::uint16_t kRelation = kPassive + 1;  // of the word to its head
constexpr std::uint16_t kModality = kRelation + syntax::kDeprels;
constexpr std::uint16_t kNegated = kModality + 5;
constexpr std::uint16_t kFrameType = kNegated + 1;  // of the frame that fits
constexpr std::uint16_t kNoFrame = kFrameType + kTypes;
constexpr std::uint16_t kFrameDrop = kNoFrame + 1;
constexpr std::uint16_t kConditions = kFrameDrop + 1;  // how many the frame has: 0, 1, 2, more
constexpr std::uint16_t kSource = kConditions + 4;     // nobody, found inside a phrase, the phrase itself
constexpr std::uint16_t kTarget = kSource + 3;
constexpr std::uint16_t kSameCountry = kTarget + 3;
constexpr std::uint16_t kFilled = kSameCountry + 1;  // fillers of object, phrase, phrase2, subject, owner
constexpr std::uint16_t kPlaces = 5;
constexpr std::uint16_t kFinite = kFilled + kPlaces * kFillers;  // VBD VBZ VBP, VBG, VBN, VB
constexpr std::uint16_t kInfinitive = kFinite + 4;               // with "to"
constexpr std::uint16_t kPurpose = kInfinitive + 1;
constexpr std::uint16_t kAbsorbed = kPurpose + 1;
constexpr std::uint16_t kEnd = kAbsorbed + 1;

Filler filler(const ArgumentFinder& arguments, int head) {
  if (head < 0) return kNone;
  const Mention* m = arguments.mention(head);
  if (m != nullptr && m->kind != MentionKind::adjective && !m->actors.empty()) switch (m->kind) {
      case MentionKind::state:
      case MentionKind::metonym:
        return kState;
      case MentionKind::person:
      case MentionKind::role:
        return kPerson;
      case MentionKind::organisation:
        return kOrganisation;
      case MentionKind::people:
        return kPeople;
      case MentionKind::pronoun:
      case MentionKind::nominal:
        return kPronoun;
      default:
        break;
    }
  return arguments.of(head, true, -1).empty() ? kWord : kWithin;
}

// A name tells the model nothing; what it is the name of does.
std::string seen_as(const Clause& clause, int head, Filler f) {
  if (head < 0) return {};
  switch (f) {
    case kState:
      return "<state>";
    case kOrganisation:
      return "<organisation>";
    case kPronoun:
      return "<pronoun>";
    case kPerson:
    case kPeople:
      if (clause.word(head).upos == Upos::PROPN || clause.word(head).upos == Upos::ADJ)
        return f == kPerson ? "<person>" : "<people>";
      return clause.lemma(head);
    default:
      return clause.word(head).upos == Upos::PROPN ? "<name>" : clause.lemma(head);
  }
}

}  // namespace

const std::size_t kActFlags = kEnd;
const std::array<std::size_t, 3> kFrameFlags = {kFrameType, kNoFrame, kSource - 1};

ActFeatures act_features(const Clause& clause, const ArgumentFinder& arguments, int word, const Frame* frame,
                         const Reading& reading, const Found& source, const Found& target) {
  ActFeatures out;
  const auto& w = clause.word(word);
  const bool verb = clause.verbal(word), noun = !verb && clause.nominal(word);
  const auto place = [&](ActSlot slot) -> std::string& { return out.words[static_cast<std::size_t>(slot)]; };
  const auto flag = [&](int f) { out.flags.push_back(static_cast<std::uint16_t>(f)); };

  place(ActSlot::act) = clause.lemma(word);
  if (const int particle = clause.child(word, Deprel::compound_prt); verb && particle >= 0)
    place(ActSlot::act) += "_" + clause.lemma(particle);
  const int object = verb ? clause.object(word) : -1;
  const int subject = verb                                   ? clause.subject(word)
                      : clause.child(word, Deprel::cop) >= 0 ? clause.own_subject(word)
                                                             : -1;
  int phrases[2] = {-1, -1}, found = 0, owner = -1, modifier = -1, complement = -1;
  const auto look = [&](int top) {
    for (const int c : clause.children(top)) {
      const auto r = clause.word(c).deprel;
      if (found < 2 && (r == Deprel::obl || r == Deprel::nmod || r == Deprel::obl_agent) && c != subject)
        if (!clause.preposition(c).empty()) phrases[found++] = c;
    }
  };
  look(word);
  if (object >= 0 && object != word) look(object);
  for (const int c : clause.children(word)) {
    const auto r = clause.word(c).deprel;
    if (r == Deprel::nmod_poss) owner = c;
    if ((r == Deprel::amod || r == Deprel::compound) && c < word) modifier = c;
    if ((r == Deprel::xcomp || r == Deprel::ccomp) && complement < 0) complement = c;
  }
  if (noun && owner < 0)
    for (const int c : clause.children(word))
      if (clause.word(c).deprel == Deprel::nmod && clause.preposition(c) == "by") owner = c;
  const int places[kPlaces] = {object, phrases[0], phrases[1], subject, owner};
  constexpr ActSlot kSlots[kPlaces] = {ActSlot::object, ActSlot::phrase, ActSlot::phrase2, ActSlot::subject,
                                       ActSlot::owner};
  std::uint16_t fillers[kPlaces];
  for (std::size_t p = 0; p < kPlaces; ++p) {
    const Filler f = filler(arguments, places[p]);
    fillers[p] = f;
    place(kSlots[p]) = seen_as(clause, places[p], f);
  }
  if (phrases[0] >= 0) place(ActSlot::preposition) = clause.preposition(phrases[0]);
  if (phrases[1] >= 0) place(ActSlot::preposition2) = clause.preposition(phrases[1]);
  if (complement >= 0) place(ActSlot::complement) = clause.lemma(complement);
  if (w.head >= 0) place(ActSlot::governor) = seen_as(clause, w.head, kNone);
  if (modifier >= 0)
    place(ActSlot::modifier) =
        seen_as(clause, modifier, arguments.mention(modifier) != nullptr ? kState : kWord);

  flag(kKind + (verb ? 0 : noun ? 1 : 2));
  if (verb && clause.passive(word)) flag(kPassive);
  flag(kRelation + static_cast<int>(w.deprel));
  flag(kModality + static_cast<int>(reading.modality));
  if (reading.polarity == Polarity::negated) flag(kNegated);
  if (frame == nullptr) {
    flag(kNoFrame);
  } else {
    flag(frame->drop ? kFrameDrop : kFrameType + static_cast<int>(frame->type));
    flag(kConditions + std::min<int>(3, static_cast<int>(frame->conditions.size())));
  }
  flag(kSource + (source.empty() ? 0 : source.direct ? 2 : 1));
  flag(kTarget + (target.empty() ? 0 : target.direct ? 2 : 1));
  if (!source.empty() && !target.empty() && source.actors.front().country == target.actors.front().country)
    flag(kSameCountry);
  for (std::size_t p = 0; p < kPlaces; ++p) flag(kFilled + static_cast<int>(p) * kFillers + fillers[p]);
  if (verb) {
    const auto& x = w.xpos;
    flag(kFinite + (x == "VBD" || x == "VBZ" || x == "VBP" ? 0 : x == "VBG" ? 1 : x == "VBN" ? 2 : 3));
    if (const int mark = clause.child(word, Deprel::mark); mark >= 0 && clause.lemma(mark) == "to")
      flag(kInfinitive);
  }
  if (reading.purpose) flag(kPurpose);
  if (reading.absorbed_by >= 0) flag(kAbsorbed);
  std::sort(out.flags.begin(), out.flags.end());
  return out;
}

}  // namespace realign::coding
