#include "coding/candidate.h"

#include <fmt/format.h>

#include <algorithm>

namespace realign::coding {

using actors::Actor;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Upos;

namespace {

// A lemma that meets a condition may be hidden behind a measure: "a package of sanctions", "a series of
// attacks".
bool meets(const Clause& c, const FrameSet& frames, const ArgumentFinder& arguments,
           const Condition& condition, int head, int depth, std::vector<int>& used) {
  if (condition.lemmas.empty() && condition.kinds.empty()) return true;
  if (!condition.kinds.empty() && arguments.is_kind(head, condition.kinds)) return true;
  if (condition.lemmas.contains(c.lemma(head))) {
    used.push_back(head);
    return true;
  }
  if (depth > 2) return false;
  // "foreign_minister"-like fillers are written with '_': compound or adjective, then head.
  for (const int k : c.children(head)) {
    const auto r = c.word(k).deprel;
    if (condition.joined && (r == Deprel::compound || r == Deprel::amod) &&
        condition.lemmas.contains(c.lemma(k) + "_" + c.lemma(head))) {
      used.push_back(head);
      return true;
    }
    if (r == Deprel::conj && !c.verbal(k) && meets(c, frames, arguments, condition, k, depth + 1, used))
      return true;
    if (r == Deprel::nmod &&
        (frames.in_class("transparent", c.lemma(head)) || c.word(head).upos == Upos::NUM) &&
        c.preposition(k) == "of" && meets(c, frames, arguments, condition, k, depth + 1, used))
      return true;
  }
  return false;
}

// What stands in the slots of one word. The frames of a lemma ask for the same few again and again.
class Slots {
 public:
  explicit Slots(const Clause& clause) : clause_(clause) {}

  void set(int word) {
    word_ = word;
    count_ = 0;
  }

  // Heads that stand in the slot, nearest first; held until the next call.
  const std::vector<int>& in(const Slot& slot) {
    for (std::size_t i = 0; i < count_; ++i)
      if (filled_[i].kind == slot.kind && filled_[i].prep == slot.prep) return filled_[i].heads;
    if (count_ == filled_.size()) filled_.emplace_back();
    auto& filled = filled_[count_++];
    filled.kind = slot.kind;
    filled.prep = slot.prep;
    filled.heads.clear();
    clause_.fill(word_, slot, filled.heads);
    return filled.heads;
  }

 private:
  struct Filled {
    SlotKind kind{};
    std::string_view prep;
    std::vector<int> heads;
  };
  const Clause& clause_;
  int word_ = 0;
  std::vector<Filled> filled_;  // its memory is used again for the next word
  std::size_t count_ = 0;
};

bool holds(const Clause& c, const FrameSet& frames, const ArgumentFinder& arguments,
           const Condition& condition, Slots& slots, std::vector<int>& used) {
  std::vector<int> taken;
  const bool met = std::any_of(condition.slots.begin(), condition.slots.end(), [&](const Slot& slot) {
    const auto& heads = slots.in(slot);
    return std::any_of(heads.begin(), heads.end(),
                       [&](int h) { return meets(c, frames, arguments, condition, h, 0, taken); });
  });
  if (met && !condition.negated) used.insert(used.end(), taken.begin(), taken.end());
  return met != condition.negated;
}

// "must withdraw", "has to return", "should stop"
bool under_duty(const Clause& c, int verb) {
  if (verb < 0) return false;
  for (const int k : c.children(verb)) {
    const auto& l = c.lemma(k);
    if (c.word(k).deprel == Deprel::aux && (l == "must" || l == "should" || l == "ought")) return true;
  }
  const auto& l = c.lemma(verb);
  return (l == "have" || l == "need" || l == "ought") && c.child(verb, Deprel::xcomp) >= 0;
}

const Frame* choose(const Clause& c, const FrameSet& frames, const ArgumentFinder& arguments, WordKind kind,
                    int i, Slots& slots, std::vector<int>& used) {
  slots.set(i);
  for (const auto& frame : frames.frames(kind, c.lemma(i))) {
    used.clear();
    if (!frame.particle.empty() && !c.has_particle(i, frame.particle)) continue;
    if (frame.ought && !under_duty(c, c.child(i, Deprel::ccomp))) continue;
    const bool all = std::all_of(
        frame.conditions.begin(), frame.conditions.end(),
        [&](const Condition& condition) { return holds(c, frames, arguments, condition, slots, used); });
    if (all) return &frame;
  }
  used.clear();
  return nullptr;
}

// "Russia and Turkey signed": with one side named twice over, the first is source, the rest target.
void split_sides(Candidate& candidate) {
  auto& s = candidate.source;
  if (!candidate.target.empty() || s.size() < 2) return;
  std::vector<Actor> first, rest;
  for (const auto& actor : s)
    (first.empty() || same_actor(actor, first.front()) ? first : rest).push_back(actor);
  if (rest.empty()) return;
  s = first;
  candidate.target = rest;
  candidate.target_head = candidate.source_head;
  candidate.target_direct = candidate.source_direct;
}

// A word inside a name ("World War", "Security Council", "War Crimes Tribunal") is no act.
bool inside_name(const actors::Cast& cast, const Clause& c, int sentence, int i) {
  const Mention* m = cast.covering(sentence, i);
  if (m == nullptr || m->kind == MentionKind::adjective || m->kind == MentionKind::pronoun) return false;
  if (m->kind == MentionKind::nominal) return m->head == i;
  if (m->kind == MentionKind::organisation || m->kind == MentionKind::state ||
      m->kind == MentionKind::metonym)
    return true;
  if (m->kind == MentionKind::person || m->kind == MentionKind::role || m->kind == MentionKind::people)
    return c.word(i).upos == Upos::PROPN || m->head == i;
  return false;
}

}  // namespace

std::string describe(const std::vector<Actor>& actors) {
  std::string out;
  for (const auto& actor : actors) {
    if (!out.empty()) out += " + ";
    out += actor.country.empty() ? "?" : actor.country;
    if (!actor.role.empty()) out += " " + actor.role;
    if (!actor.name.empty()) out += " (" + actor.name + ")";
  }
  return out.empty() ? "nobody" : out;
}

namespace {

const Frame* standard(const FrameSet& frames, WordKind kind, Type type) {
  for (const auto& frame : frames.frames(kind, "ANY"))
    if (frame.type == type) return &frame;
  return nullptr;
}

// Sides near a word that no frame lists, wherever a type would look for them.
const Frame& anywhere(WordKind kind) {
  static const auto make = [](WordKind k, std::initializer_list<Slot> source,
                              std::initializer_list<Slot> target) {
    Frame frame;
    frame.kind = k;
    frame.source = source;
    frame.target = target;
    return frame;
  };
  const auto prep = [](const char* name) { return Slot{SlotKind::prep, name, true}; };
  static const Frame verb = make(WordKind::verb, {{SlotKind::subj, "", false}, {SlotKind::by, "", false}},
                                 {{SlotKind::obj, "", true},
                                  {SlotKind::iobj, "", true},
                                  prep("with"),
                                  prep("to"),
                                  prep("on"),
                                  prep("against"),
                                  prep("from"),
                                  prep("in"),
                                  prep("of"),
                                  prep("for"),
                                  prep("at"),
                                  prep("into"),
                                  prep("over"),
                                  prep("by"),
                                  {SlotKind::xcomp, "", false},
                                  {SlotKind::ccomp, "", false}});
  static const Frame noun =
      make(WordKind::noun,
           {{SlotKind::poss, "", false},
            {SlotKind::by, "", false},
            {SlotKind::mod, "", false},
            {SlotKind::subj, "", false},
            prep("between"),
            prep("from")},
           {prep("of"), prep("with"), prep("to"), prep("on"), prep("against"), prep("between"), prep("for"),
            prep("in"), prep("from"), prep("over"), prep("at")});
  static const Frame adj =
      make(WordKind::adj, {{SlotKind::subj, "", false}},
           {prep("of"), prep("to"), prep("with"), prep("at"), prep("for"), prep("about"), prep("over")});
  return kind == WordKind::verb ? verb : kind == WordKind::noun ? noun : adj;
}

// The learned judgement of a word, and what becomes of the frame that fits (or of none) by it. False: no
// candidate.
class Judging {
 public:
  Judging(const Clause& c, const ArgumentFinder& arguments, const FrameSet& frames, const ActModel* acts,
          std::vector<AskedAct>* asked)
      : clause_(c), arguments_(arguments), frames_(frames), acts_(acts), asked_(asked) {}

  bool off() const { return acts_ == nullptr && asked_ == nullptr; }

  // Writes what it thought of, for --explain.
  bool decide(WordKind kind, int i, Candidate& candidate, std::vector<std::string>* notes) const {
    const Frame* frame = candidate.frame;
    // "the bombing continued": the noun names the act.
    if (frame == nullptr && kind == WordKind::verb)
      if (const int s = clause_.passive(i) ? clause_.object(i) : clause_.subject(i);
          s >= 0 && arguments_.is_act(s) && arguments_.mention(s) == nullptr)
        return false;
    const Frame& places = frame != nullptr && !frame->drop ? *frame : anywhere(kind);
    const Found source = arguments_.fill(i, places.source, false, {}, true);
    const Found target = arguments_.fill(i, places.target, false, source.actors);
    // A verb without frame needs a side that stands with it; a noun or an adjective both.
    if (frame == nullptr &&
        (kind == WordKind::verb ? source.empty() && target.empty() : source.empty() || target.empty()))
      return false;
    ActFeatures features = act_features(clause_, arguments_, i, frame, candidate.reading, source, target);
    if (asked_ != nullptr) asked_->emplace_back(i, features);
    if (acts_ == nullptr) return frame != nullptr;
    const ActOpinion opinion = acts_->judge(features);
    const ActLimits& limits = acts_->limits();
    const Type best = opinion.best();
    if (notes != nullptr)
      notes->push_back(fmt::format("'{}': judged no act {:.2f}, {} {:.2f}", clause_.word(i).form,
                                   opinion.none, to_string(best), opinion.of(best)));
    candidate.no_act = opinion.none;
    candidate.judged = true;
    if (frame == nullptr) {
      if (1 - opinion.none < limits.propose) return false;
      candidate.frame = standard(frames_, kind, best);
      candidate.type_odds = opinion.of(best);
      return candidate.frame != nullptr;
    }
    if (frame->drop) return true;
    candidate.type_odds = opinion.of(frame->type);
    if (opinion.none >= limits.drop) {
      candidate.dropped = true;
      candidate.why = "judged to be no act";
    } else if (best != frame->type && opinion.of(best) >= limits.retype &&
               opinion.of(frame->type) <= limits.keep) {
      auto changed = std::make_shared<Frame>(*frame);
      changed->type = best;
      changed->mode.clear();
      changed->cameo.clear();
      if (const Frame* s = standard(frames_, kind, best)) changed->cameo = s->cameo;
      candidate.frame = changed.get();
      candidate.own = std::move(changed);
      candidate.type_odds = opinion.of(best);
    }
    return true;
  }

 private:
  const Clause& clause_;
  const ArgumentFinder& arguments_;
  const FrameSet& frames_;
  const ActModel* acts_;
  std::vector<AskedAct>* asked_;
};

}  // namespace

void find_candidates(const Clause& c, const ArgumentFinder& arguments, const FrameSet& frames, int sentence,
                     const actors::Cast& cast, std::vector<Candidate>& out, std::vector<std::string>* notes,
                     const ActModel* acts, std::vector<AskedAct>* asked) {
  const Judging judging(c, arguments, frames, acts, asked);
  const std::size_t first = out.size();
  Slots slots(c);
  for (int i = 0; i < c.size(); ++i) {
    WordKind kind;
    if (c.verbal(i)) {
      kind = WordKind::verb;
    } else if (c.nominal(i)) {
      kind = WordKind::noun;
    } else if (c.word(i).upos == Upos::ADJ) {
      kind = WordKind::adj;
    } else {
      continue;
    }
    const bool listed = !frames.frames(kind, c.lemma(i)).empty();
    if (!listed && judging.off()) continue;
    if ((kind == WordKind::noun || !listed) && kind != WordKind::verb && inside_name(cast, c, sentence, i))
      continue;
    // "riot police", "war effort": a noun that only describes another names no act of its own.
    if (kind == WordKind::noun && c.word(i).deprel == Deprel::compound && c.word(i).head > i) continue;
    Candidate candidate;
    const Frame* frame = choose(c, frames, arguments, kind, i, slots, candidate.used);
    if (frame == nullptr && listed && notes != nullptr)
      notes->push_back("'" + c.word(i).form + "': no pattern of its lemma fits");
    if (frame == nullptr && judging.off()) continue;
    candidate.sentence = sentence;
    candidate.word = i;
    candidate.frame = frame;
    candidate.reading = read(c, frames, i);
    if (!judging.off() && !judging.decide(kind, i, candidate, notes)) continue;
    if (notes != nullptr && candidate.frame != frame)
      notes->push_back("'" + c.word(i).form + "': judged to be " +
                       std::string(to_string(candidate.frame->type)));
    frame = candidate.frame;
    if (frame->drop) {
      candidate.dropped = true;
      candidate.why = "pattern '" + frame->name + "' is no act";
    }
    if (frame->speaker) candidate.source_head = -1;
    Found source = frame->speaker ? Found{} : arguments.fill(i, frame->source, false, {}, true);
    candidate.source = source.actors;
    candidate.source_head = source.head;
    candidate.source_direct = source.direct;
    // "a resolution that backed the idea", "read a statement that revoked the pact": the doing of whoever
    // adopts or reads it.
    if (candidate.source.empty() && source.head >= 0 && frames.in_class("document", c.lemma(source.head))) {
      const auto& paper = c.word(source.head);
      if (paper.head >= 0 && paper.head != i && paper.deprel == Deprel::obj && c.verbal(paper.head))
        if (const int who = c.subject(paper.head); who >= 0) {
          source = arguments.of(who, false, -1, true, true);
          candidate.source = source.actors;
          candidate.source_head = who;
        }
    }
    Found target = arguments.fill(i, frame->target, frame->stance, candidate.source);
    candidate.target = target.actors;
    candidate.target_head = target.head;
    candidate.target_direct = target.direct;
    // "the deposed president is held by the junta": what a state does to its own.
    if (target.actors.empty() && target.act < 0 &&
        (frame->type == Type::COERCE || frame->type == Type::ASSAULT)) {
      Found own = arguments.fill(i, frame->target, false, {});
      if (own.direct && !own.actors.empty()) {
        candidate.target = own.actors;
        candidate.target_head = own.head;
        candidate.target_direct = true;
      }
    }
    if (target.actors.empty()) candidate.act = target.act;
    if (frame->recip) split_sides(candidate);
    if (frame->has_modality && candidate.reading.modality == Modality::actual)
      candidate.reading.modality = frame->modality;
    if (frame->negated)
      candidate.reading.polarity =
          candidate.reading.polarity == Polarity::affirmed ? Polarity::negated : Polarity::affirmed;
    if (notes != nullptr)
      notes->push_back("'" + c.word(i).form + "': pattern '" + frame->name + "' (" + frame->place + ") " +
                       std::string(to_string(frame->type)) + ": source " + describe(candidate.source) +
                       "; target " + describe(candidate.target));
    out.push_back(std::move(candidate));
  }
  // What one pattern has used as its object is no second record ("signed an agreement", "imposed sanctions").
  for (std::size_t a = first; a < out.size(); ++a) {
    if (out[a].dropped && !out[a].frame->drop) continue;
    for (const int w : out[a].used)
      for (std::size_t b = first; b < out.size(); ++b)
        if (b != a && out[b].word == w && out[b].frame->kind == WordKind::noun && !out[a].frame->stance) {
          out[b].dropped = true;
          out[b].why = "part of '" + c.word(out[a].word).form + "'";
        }
  }
}

}  // namespace realign::coding
