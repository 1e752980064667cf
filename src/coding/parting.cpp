#include "coding/parting.h"

#include <algorithm>

namespace realign::coding {
namespace {

using syntax::Deprel;

// What is said of word i behind a preposition: "the closure of the base", "an agreement on oil".
std::vector<int> behind(const Clause& clause, int i, std::initializer_list<const char*> prepositions) {
  std::vector<int> found;
  for (const char* p : prepositions) {
    Slot slot;
    slot.kind = SlotKind::prep;
    slot.prep = p;
    clause.fill(i, slot, found);
  }
  return found;
}

// Does word i name a leaving, or the end of something that binds?
bool parts(const Clause& clause, const FrameSet& frames, int i) {
  const auto& lemma = clause.lemma(i);
  if (frames.in_class("parting", lemma)) return true;
  if (!frames.in_class("ending", lemma)) return false;
  auto ended = behind(clause, i, {"of"});
  if (const int object = clause.object(i); object >= 0) ended.push_back(object);
  for (const int k : clause.children(i))
    if (clause.word(k).deprel == Deprel::compound) ended.push_back(k);
  return std::any_of(ended.begin(), ended.end(),
                     [&](int k) { return frames.in_class("bond", clause.lemma(k)); });
}

// "this", "the change": nothing but a determiner with it, so that it points back.
bool points_back(const Clause& clause, const FrameSet& frames, int i) {
  if (!frames.in_class("aforesaid", clause.lemma(i))) return false;
  bool definite = clause.word(i).upos == syntax::Upos::PRON;
  for (const int k : clause.children(i)) {
    const auto relation = clause.word(k).deprel;
    if (relation == Deprel::det) {
      const auto& word = clause.lemma(k);
      definite = word == "the" || word == "this" || word == "that" || word == "these";
    } else if (relation == Deprel::amod || relation == Deprel::compound || relation == Deprel::acl ||
               (relation == Deprel::nmod && clause.preposition(k) == "of")) {
      return false;  // it says itself what it is
    }
  }
  return definite;
}

bool told_before(std::span<const Clause> clauses, const FrameSet& frames, int sentence) {
  constexpr int kBack = 3;  // sentences
  for (int s = std::max(0, sentence - kBack); s < sentence; ++s) {
    const Clause& clause = clauses[static_cast<std::size_t>(s)];
    for (int i = 0; i < clause.size(); ++i)
      if (frames.in_class("handing_over", clause.lemma(i)) || parts(clause, frames, i)) return true;
  }
  return false;
}

}  // namespace

void mark_partings(std::vector<Candidate>& candidates, std::span<const Clause> clauses,
                   const FrameSet& frames) {
  for (auto& c : candidates) {
    if (c.dropped || c.frame->type != Type::AGREE || c.frame->kind != WordKind::verb) continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    auto about = behind(clause, c.word, {"on", "to", "about"});
    const auto add = [&](int of, std::initializer_list<Deprel> relations) {
      for (const int k : clause.children(of))
        if (std::find(relations.begin(), relations.end(), clause.word(k).deprel) != relations.end())
          about.push_back(k);
    };
    add(c.word, {Deprel::xcomp, Deprel::advcl});
    // "agreed with Russia to end": parsers hang the infinitive on either.
    for (const int with : behind(clause, c.word, {"with"})) add(with, {Deprel::acl});
    if (const int object = clause.object(c.word); object >= 0) {
      const auto more = behind(clause, object, {"on", "for", "about"});
      about.insert(about.end(), more.begin(), more.end());
      add(object, {Deprel::acl});
    }
    for (const int i : about) {
      const bool here = parts(clause, frames, i);
      if (!here && !(points_back(clause, frames, i) && told_before(clauses, frames, c.sentence))) continue;
      c.mode = "part";
      // What is to end is no act beside the agreement that it shall.
      for (auto& other : candidates)
        if (here && other.sentence == c.sentence && other.word == i && !other.dropped) {
          other.dropped = true;
          other.why = "part of what '" + clause.lemma(c.word) + "' says";
        }
      break;
    }
  }
}

}  // namespace realign::coding
