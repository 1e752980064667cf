#include "coding/clause.h"

#include <algorithm>

namespace realign::coding {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr int kMaxDepth = 12;  // of chains of inherited subjects; deeper ones are parser loops or nonsense

bool is_subject(Deprel r) {
  return r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::nsubj_outer;
}

}  // namespace

Clause::Clause(const syntax::Sentence& sentence, const FrameSet& frames)
    : sentence_(sentence), frames_(frames) {
  const auto n = sentence.words.size();
  start_.assign(n + 1, 0);
  child_.resize(n);
  for (const auto& w : sentence.words)
    if (w.head >= 0) ++start_[static_cast<std::size_t>(w.head) + 1];
  for (std::size_t i = 0; i < n; ++i) start_[i + 1] += start_[i];
  auto next = start_;
  for (std::size_t i = 0; i < n; ++i)
    if (const int h = sentence.words[i].head; h >= 0)
      child_[static_cast<std::size_t>(next[static_cast<std::size_t>(h)]++)] = static_cast<int>(i);
  lemmas_.reserve(n);
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (const auto& w : sentence.words) {
    const std::string& lemma = w.lemma.empty() ? w.form : w.lemma;
    if (std::none_of(lemma.begin(), lemma.end(), capital)) {
      lemmas_.push_back(&lemma);
      continue;
    }
    auto& lower = lowered_.emplace_front(lemma);
    for (auto& c : lower)
      if (capital(c)) c = static_cast<char>(c - 'A' + 'a');
    lemmas_.push_back(&lower);
  }
}

std::span<const int> Clause::children(int i) const {
  const auto at = static_cast<std::size_t>(i);
  return std::span(child_).subspan(static_cast<std::size_t>(start_[at]),
                                   static_cast<std::size_t>(start_[at + 1] - start_[at]));
}

int Clause::child(int i, Deprel relation) const {
  for (const int c : children(i))
    if (word(c).deprel == relation) return c;
  return -1;
}

bool Clause::verbal(int i) const {
  const auto& w = word(i);
  if (w.upos == Upos::VERB) return true;
  // A participle tagged as an adjective still heads a clause if it has an agent or a passive auxiliary.
  return w.upos == Upos::ADJ && (child(i, Deprel::aux_pass) >= 0 || child(i, Deprel::nsubj_pass) >= 0 ||
                                 child(i, Deprel::obl_agent) >= 0);
}

bool Clause::nominal(int i) const {
  const auto u = word(i).upos;
  return u == Upos::NOUN || u == Upos::PROPN;
}

bool Clause::passive(int i) const {
  const auto& w = word(i);
  // "it has not imposed sanctions": no "be", an object; the parser took the subject for a passive one.
  if (child(i, Deprel::aux_pass) < 0 && child(i, Deprel::obj) > i && child(i, Deprel::aux) >= 0 &&
      w.xpos == "VBN")
    return false;
  if (child(i, Deprel::nsubj_pass) >= 0 || child(i, Deprel::aux_pass) >= 0 ||
      child(i, Deprel::csubj_pass) >= 0)
    return true;
  if (w.xpos == "VBN" || (w.xpos == "VBD" && w.deprel == Deprel::acl)) {
    // A participle with an object of its own is a past tense that the parser took for one ("men armed with
    // knives boarded boats").
    if (w.deprel == Deprel::acl && child(i, Deprel::obj) > i && child(i, Deprel::iobj) < 0) return false;
    if (w.deprel == Deprel::acl || w.deprel == Deprel::advcl) return child(i, Deprel::aux) < 0;
    if (w.deprel == Deprel::conj && w.head >= 0 && own_subject(i) < 0 && child(i, Deprel::aux) < 0 &&
        child(i, Deprel::obj) < 0)
      return passive(w.head);
    if (w.deprel == Deprel::amod) return true;
  }
  return false;
}

bool Clause::has_particle(int i, std::string_view particle) const {
  for (const int c : children(i)) {
    const auto r = word(c).deprel;
    if ((r == Deprel::compound_prt || r == Deprel::advmod || r == Deprel::case_) && lemma(c) == particle)
      return true;
    // "carry out" misread: the particle becomes the preposition of the object.
    if ((r == Deprel::obl || r == Deprel::obj) && c > i)
      for (const int g : children(c))
        if (word(g).deprel == Deprel::case_ && g == i + 1 && lemma(g) == particle) return true;
  }
  return false;
}

bool Clause::in_subtree(int i, int top) const {
  for (int steps = 0; i >= 0 && steps <= size(); ++steps) {
    if (i == top) return true;
    i = word(i).head;
  }
  return false;
}

bool Clause::relative_pronoun(int i) const {
  const auto& x = word(i).xpos;
  const auto& l = lemma(i);
  return x == "WDT" || x == "WP" || x == "WP$" || l == "who" || l == "which" ||
         (l == "that" && word(i).upos == Upos::PRON);
}

int Clause::antecedent(int i) const {
  const auto& w = word(i);
  if (w.deprel == Deprel::acl_relcl || w.deprel == Deprel::acl) return w.head;
  if (w.deprel == Deprel::conj && w.head >= 0 && own_subject(i) < 0) return antecedent(w.head);
  return -1;
}

int Clause::own_subject(int i) const {
  // Of several the nearest before the verb: "Mr" and the figures of a date are often taken for one more.
  int subject = -1;
  for (const int c : children(i))
    if (is_subject(word(c).deprel) && (subject < 0 || (c < i && word(c).upos != Upos::NUM))) subject = c;
  return subject;
}

int Clause::subject_of(int i, int depth) const {
  if (depth > kMaxDepth) return -1;
  if (const int own = own_subject(i); own >= 0) return own;
  return inherited_subject(i);
}

int Clause::inherited_subject(int i) const {
  // A finite main verb has its subject right before it, whatever the parser made of that noun.
  if (const auto& w = word(i);
      (w.xpos == "VBD" || w.xpos == "VBZ" || w.xpos == "VBP") &&
      (w.deprel == Deprel::parataxis || w.deprel == Deprel::root || w.deprel == Deprel::ccomp))
    if (i > 0 && (nominal(i - 1) || word(i - 1).upos == Upos::PRON) &&
        word(i - 1).deprel != Deprel::obl_unmarked)
      return i - 1;
  // "Since taking office President Marcos has opened ...": the same before its first auxiliary.
  if (const auto& w = word(i);
      w.deprel == Deprel::root || w.deprel == Deprel::parataxis || w.deprel == Deprel::ccomp) {
    int aux = child(i, Deprel::aux);
    if (aux < 0) aux = child(i, Deprel::aux_pass);
    if (aux > 0 && aux < i && (nominal(aux - 1) || word(aux - 1).upos == Upos::PRON)) {
      int at = aux - 1;
      for (int steps = 0; steps < 4 && word(at).deprel == Deprel::flat && word(at).head >= 0; ++steps)
        at = word(at).head;
      return at;
    }
  }
  // Walks up at most kMaxDepth clauses; each step goes to a governor whose subject this clause shares.
  int at = i;
  for (int depth = 0; depth < kMaxDepth; ++depth) {
    const auto& w = word(at);
    const int h = w.head;
    if (h < 0) return -1;
    int next = -1;
    switch (w.deprel) {
      case Deprel::conj: {
        // A finite verb joined by no conjunction is more likely a clause whose subject the parser hung
        // elsewhere.
        if ((w.xpos == "VBD" || w.xpos == "VBZ" || w.xpos == "VBP") && child(at, Deprel::cc) < 0)
          if (const int near = nominal_before(at); near >= 0) return near;
        next = h;
        break;
      }
      case Deprel::xcomp:
      case Deprel::ccomp: {
        if (w.deprel == Deprel::ccomp && child(at, Deprel::mark) >= 0 &&
            lemma(child(at, Deprel::mark)) == "that")
          return -1;
        const auto kind = verbal(h) ? WordKind::verb : nominal(h) ? WordKind::noun : WordKind::adj;
        const auto* op = frames_.op(kind, lemma(h), "xcomp");
        const int obj = object(h);
        if (obj >= 0 && obj != at && !(op != nullptr && !op->object_control)) return obj;
        next = h;
        break;
      }
      case Deprel::acl: {
        if (w.xpos == "VBG" || w.xpos == "VBN" || w.xpos == "VBD") return h;
        // "its decision to invade", "a plan by X to attack": whose decision it is.
        if (const int owner = child(h, Deprel::nmod_poss); owner >= 0) return owner;
        for (const int c : children(h))
          if (word(c).deprel == Deprel::nmod &&
              (preposition(c) == "by" || preposition(c) == "of" || preposition(c) == "from"))
            return c;
        if (word(h).deprel == Deprel::obj || word(h).deprel == Deprel::obl) {
          next = word(h).head;
          break;
        }
        return -1;
      }
      case Deprel::acl_relcl:
        return h;
      case Deprel::advcl:
      case Deprel::parataxis:
        // What is said does not share its subject with who says it.
        if (at < h && frames_.in_class("say", lemma(h))) return -1;
        if (w.deprel == Deprel::parataxis && (w.xpos == "VBD" || w.xpos == "VBZ" || w.xpos == "VBP"))
          return -1;
        next = h;
        break;
      case Deprel::csubj:
      case Deprel::obl:
      case Deprel::nmod:
        return -1;
      default:
        return -1;
    }
    if (next < 0) return -1;
    if (const int own = own_subject(next); own >= 0) return own;
    at = next;
  }
  return -1;
}

int Clause::nominal_before(int i) const {
  int at = i - 1;
  if (at >= 0 && word(at).form == ",") {  // over an insertion: "Moscow, as it claims, invaded"
    int k = at - 1;
    while (k >= 0 && word(k).form != ",") --k;
    if (k < 0 || at - k > 12) return -1;
    at = k - 1;
  }
  if (at < 0 || !(nominal(at) || word(at).upos == Upos::PRON)) return -1;
  return at;
}

int Clause::subject(int i) const {
  if (passive(i)) {
    if (const int agent = child(i, Deprel::obl_agent); agent >= 0) return agent;
    for (const int c : children(i))
      if (word(c).deprel == Deprel::obl && preposition(c) == "by") return c;
    return -1;
  }
  return subject_of(i, 0);
}

int Clause::object(int i) const {
  if (passive(i)) {
    if (const int own = own_subject(i); own >= 0) return own;
    const auto& w = word(i);
    if (w.head >= 0) {
      if (w.deprel == Deprel::acl || w.deprel == Deprel::amod || w.deprel == Deprel::acl_relcl) return w.head;
      if (w.deprel == Deprel::conj) {
        const int head = w.head;
        if (passive(head)) return object(head);
      }
      if (w.deprel == Deprel::xcomp || w.deprel == Deprel::advcl) return inherited_subject(i);
    }
    return -1;
  }
  const auto& w = word(i);
  // "the war that Russia unleashed": the object is the noun outside. Of several ("bought 24 used fighters")
  // the noun.
  int obj = -1;
  for (const int c : children(i))
    if (word(c).deprel == Deprel::obj && (obj < 0 || (word(obj).upos == Upos::NUM && nominal(c)))) obj = c;
  // "warned Yerevan that ...", and "cut off the electricity" with the particle taken for a preposition.
  if (obj < 0) obj = child(i, Deprel::iobj);
  for (const int c : children(i))
    if (obj < 0 && word(c).deprel == Deprel::obl && c > i)
      for (const int g : children(c))
        if (word(g).deprel == Deprel::case_ && g == i + 1 && word(g).xpos == "RP") obj = c;
  if (obj >= 0)
    return w.deprel == Deprel::acl_relcl && w.head >= 0 && obj < i && relative_pronoun(obj) ? w.head : obj;
  if (w.deprel == Deprel::acl_relcl && w.head >= 0) {
    const int subj = own_subject(i);
    if (subj >= 0 && !relative_pronoun(subj)) return w.head;
  }
  // A shared object: "sanctioned and isolated Belarus" attaches it to one of the two.
  for (const int c : children(i))
    if (word(c).deprel == Deprel::conj && verbal(c) && own_subject(c) < 0)
      if (const int shared = child(c, Deprel::obj); shared >= 0 && c - i <= 3) return shared;
  if (w.deprel == Deprel::ccomp || w.deprel == Deprel::xcomp) return -1;
  return -1;
}

int Clause::light_verb(int i) const {
  const auto& w = word(i);
  if (w.head >= 0 && verbal(w.head) && (w.deprel == Deprel::obj || w.deprel == Deprel::nsubj_pass) &&
      frames_.in_class("light", lemma(w.head)))
    return w.head;
  // "the war that Russia unleashed", "an attack launched by Russia"
  for (const int c : children(i)) {
    const auto r = word(c).deprel;
    if ((r == Deprel::acl_relcl || r == Deprel::acl) && verbal(c) && frames_.in_class("light", lemma(c)) &&
        object(c) == i)
      return c;
  }
  return -1;
}

std::string Clause::preposition(int i) const {
  for (const int c : children(i)) {
    // "voted against suspending": before a gerund the preposition is a mark.
    if (word(c).deprel != Deprel::case_ &&
        !(word(c).deprel == Deprel::mark && word(c).xpos == "IN" && word(i).xpos == "VBG"))
      continue;
    std::string name = lemma(c);
    if (name == "'s" || name == "'") continue;
    for (const int f : children(c))
      if (word(f).deprel == Deprel::fixed) name += "_" + lemma(f);
    return name;
  }
  return {};
}

void Clause::fill(int i, const Slot& slot, std::vector<int>& heads) const {
  const auto add = [&](int w) {
    if (w >= 0 && std::find(heads.begin(), heads.end(), w) == heads.end()) heads.push_back(w);
  };
  const auto prepositional = [&](int of, std::string_view name) {
    for (const int c : children(of)) {
      const auto r = word(c).deprel;
      if (r == Deprel::obl || r == Deprel::nmod || r == Deprel::obl_agent || r == Deprel::obl_unmarked ||
          r == Deprel::advcl || r == Deprel::acl)
        if (preposition(c) == name) add(c);
    }
  };
  const bool verb = verbal(i);
  switch (slot.kind) {
    case SlotKind::subj:
      if (verb) {
        add(subject(i));
      } else if (const int light = light_verb(i); light >= 0) {
        add(subject(light));
      } else if (child(i, Deprel::cop) >= 0) {
        add(own_subject(i));
      }
      break;
    case SlotKind::obj:
      if (verb) add(object(i));
      // "gave the envoy two days": of two objects both.
      if (verb && !passive(i))
        for (const int c : children(i))
          if (word(c).deprel == Deprel::obj) add(c);
      break;
    case SlotKind::iobj:
      add(child(i, Deprel::iobj));
      break;
    case SlotKind::by:
      if (const int agent = child(i, Deprel::obl_agent); agent >= 0) add(agent);
      prepositional(i, "by");
      break;
    case SlotKind::poss:
      add(child(i, Deprel::nmod_poss));
      break;
    case SlotKind::mod:
      for (const int c : children(i)) {
        const auto r = word(c).deprel;
        if (r == Deprel::amod || r == Deprel::compound || r == Deprel::nmod_desc) {
          add(c);
          for (const int d : children(c))
            if (word(d).deprel == Deprel::conj || word(d).deprel == Deprel::compound ||
                word(d).deprel == Deprel::amod)
              add(d);
        }
      }
      break;
    case SlotKind::xcomp:
      add(child(i, Deprel::xcomp));
      // "called the levy a provocation", which parsers take for a second object.
      if (verb && heads.empty()) {
        int first = -1;
        for (const int c : children(i))
          if (word(c).deprel == Deprel::obj) {
            if (first >= 0) add(c);
            first = c;
          }
      }
      break;
    case SlotKind::ccomp:
      add(child(i, Deprel::ccomp));
      break;
    case SlotKind::prt:
      add(child(i, Deprel::compound_prt));
      break;
    case SlotKind::clause:
      if (const auto& w = word(i); !verb && w.deprel == Deprel::obl && w.head >= 0 && verbal(w.head))
        add(passive(w.head) ? object(w.head) : subject(w.head));
      break;
    case SlotKind::prep: {
      prepositional(i, slot.prep);
      if (verb) {
        // Parsers waver between "impose [sanctions on X]" and "impose [sanctions] [on X]".
        if (const int obj = object(i); obj >= 0) prepositional(obj, slot.prep);
        // A phrase behind the last conjunct may belong to all: "met and talked with X".
        for (const int c : children(i))
          if (word(c).deprel == Deprel::xcomp && nominal(c)) prepositional(c, slot.prep);
      } else if (const int light = light_verb(i); light >= 0 && slot.prep != "of") {
        prepositional(light, slot.prep);
      } else if (const auto& w = word(i); w.deprel == Deprel::obj && w.head >= 0) {
        // "condemned the attack of X on Y", where the parser was not sure to what "on Y" belongs.
        for (const int c : children(w.head))
          if (word(c).deprel == Deprel::obl && c > i && word(c).confidence < 0.6F &&
              preposition(c) == slot.prep)
            add(c);
      }
      break;
    }
  }
}

bool inverted(const syntax::Sentence& sentence, int auxiliary) {
  const auto& words = sentence.words;
  if (words.back().form == "?") return false;
  // It opens the sentence, or stands behind a comma, a conjunction or a quotation mark.
  if (auxiliary > 0) {
    const auto& before = words[static_cast<std::size_t>(auxiliary) - 1];
    if (before.upos != Upos::PUNCT && before.upos != Upos::CCONJ) return false;
  }
  const int verb = words[static_cast<std::size_t>(auxiliary)].head;
  for (int k = auxiliary + 1; k < static_cast<int>(words.size()); ++k) {
    const auto& w = words[static_cast<std::size_t>(k)];
    if (w.head == verb && is_subject(w.deprel)) return k < verb;
  }
  return false;
}

}  // namespace realign::coding
