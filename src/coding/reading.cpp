#include "coding/reading.h"

#include <algorithm>

namespace realign::coding {

using syntax::Deprel;
using syntax::Upos;

namespace {

// Counterfactual over hypothetical over demanded over intended over actual: the further from fact wins.
int distance(Modality m) {
  switch (m) {
    case Modality::actual:
      return 0;
    case Modality::intended:
      return 1;
    case Modality::demanded:
      return 2;
    case Modality::hypothetical:
      return 3;
    case Modality::counterfactual:
      return 4;
  }
  return 0;
}

void raise(Modality& to, Modality by) {
  if (distance(by) > distance(to)) to = by;
}

void flip(Polarity& polarity) {
  polarity = polarity == Polarity::affirmed ? Polarity::negated : Polarity::affirmed;
}

bool any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool negating(const Clause& c, int w) {
  const auto& l = c.lemma(w);
  if (any_of(l, {"not", "n't", "never", "neither", "nor", "hardly", "scarcely", "nowhere"})) return true;
  // "no longer", "no more"
  if (any_of(l, {"long", "longer", "more"}))
    for (const int g : c.children(w))
      if (c.lemma(g) == "no") return true;
  return false;
}

bool negative_phrase(const Clause& c, int head) {
  if (any_of(c.lemma(head), {"none", "nobody", "nothing", "neither"})) return true;
  for (const int g : c.children(head))
    if ((c.word(g).deprel == Deprel::det || c.word(g).deprel == Deprel::cc_preconj) &&
        any_of(c.lemma(g), {"no", "neither", "nor"}))
      return true;
  return false;
}

struct Own {
  Modality modality = Modality::actual;
  bool negated = false;
  bool has_aux = false;
};

// What the word's own children say: auxiliaries, negation, subordinating conjunctions.
Own own_reading(const Clause& c, const FrameSet& frames, int i) {
  Own own;
  bool would = false, have = false, had = false, conditional = false;
  for (const int k : c.children(i)) {
    const auto r = c.word(k).deprel;
    const auto& l = c.lemma(k);
    if (r == Deprel::aux || r == Deprel::aux_pass) {
      if (r == Deprel::aux) own.has_aux = true;
      const std::string_view form = c.word(k).form;
      if (any_of(l, {"will", "shall", "wo", "'ll"}) && !any_of(form, {"would", "'d", "should"}))
        raise(own.modality, Modality::intended);
      if (form == "would" || l == "would" || (form == "'d" && c.word(k).xpos == "MD")) would = true;
      if (any_of(form, {"may", "might", "could", "can", "Can", "Could", "May"}))
        raise(own.modality, Modality::hypothetical);
      if (any_of(form, {"had", "Had", "were", "Were", "should", "Should"}) && inverted(c.sentence(), k)) {
        conditional = true;
        if (any_of(form, {"had", "Had"})) had = true;
        continue;
      }
      if (any_of(form, {"must", "should", "ought", "Should"})) raise(own.modality, Modality::demanded);
      if (l == "have") {
        have = true;
        if (form == "had" || form == "Had") had = true;
      }
    } else if (r == Deprel::advmod || r == Deprel::det || r == Deprel::cc_preconj || r == Deprel::cc) {
      if (negating(c, k)) {
        // "not only X but" affirms
        bool only = false;
        for (const int g : c.children(k)) only = only || c.lemma(g) == "only";
        if (k + 1 < c.size() && c.lemma(k + 1) == "only") only = true;
        if (!only) own.negated = !own.negated;
      } else if (r == Deprel::det && any_of(l, {"no", "neither"})) {
        own.negated = true;
      } else if (const auto* op = frames.modifier(l); op != nullptr && r == Deprel::advmod) {
        if (op->has_modality) raise(own.modality, op->modality);
        if (op->negate) own.negated = !own.negated;
      }
    } else if (r == Deprel::amod || r == Deprel::compound) {
      if (const auto* op = frames.modifier(l)) {
        if (op->has_modality) raise(own.modality, op->modality);
        if (op->negate) own.negated = !own.negated;
      }
    } else if (r == Deprel::mark || r == Deprel::case_) {
      if (any_of(l, {"if", "unless", "whether", "provided", "lest"})) conditional = true;
      if (l == "without") own.negated = !own.negated;
      if (l == "instead" || l == "rather") own.negated = !own.negated;
    } else if (r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::obj) {
      if (negative_phrase(c, k)) own.negated = !own.negated;
    }
  }
  // "would have supported"; "if it had happened"
  if (would) raise(own.modality, have ? Modality::counterfactual : Modality::hypothetical);
  if (conditional) raise(own.modality, had ? Modality::counterfactual : Modality::hypothetical);
  if (would && !have && c.word(i).deprel == Deprel::ccomp && own.modality == Modality::hypothetical &&
      !conditional)
    own.modality = Modality::intended;  // future in the past: "said that it would help"
  return own;
}

WordKind kind_of(const Clause& c, int i) {
  if (c.verbal(i)) return WordKind::verb;
  return c.nominal(i) ? WordKind::noun : WordKind::adj;
}

}  // namespace

Reading read(const Clause& c, const FrameSet& frames, int word) {
  Reading reading;
  Own own = own_reading(c, frames, word);
  reading.modality = own.modality;
  if (own.negated) flip(reading.polarity);
  int at = word;
  bool ongoing = false;  // under "stop", "cease"
  for (int steps = 0; steps < c.size(); ++steps) {
    const auto& w = c.word(at);
    const int h = w.head;
    if (h < 0) break;
    std::string slot;
    // Not "Should Finland close its border": a form with an auxiliary of its own is finite.
    const bool infinitive = (w.xpos == "VB" && c.child(at, Deprel::aux) < 0) ||
                            (c.child(at, Deprel::mark) >= 0 && c.lemma(c.child(at, Deprel::mark)) == "to");
    switch (w.deprel) {
      case Deprel::xcomp:
        slot = "xcomp";
        break;
      case Deprel::ccomp:
      case Deprel::csubj:
      case Deprel::csubj_pass:
      case Deprel::csubj_outer:
        slot = "ccomp";
        break;
      case Deprel::obj:
      case Deprel::nsubj_pass:
        slot = "obj";
        break;
      case Deprel::obl:
      case Deprel::nmod:
      case Deprel::obl_unmarked:
        slot = c.preposition(at);
        break;
      case Deprel::acl:
      case Deprel::advcl: {
        if (infinitive) {
          slot = "xcomp";
        } else if (const int mark = c.child(at, Deprel::mark); mark >= 0) {
          slot = c.lemma(mark);
        } else {
          slot = c.preposition(at);
        }
        break;
      }
      default:
        break;
    }
    if (w.deprel == Deprel::conj) {
      // Coordinate verbs share a modal or a governor, not a negation, unless the second has no auxiliary and
      // no subject of its own.
      if (steps == 0 && !own.has_aux && c.own_subject(at) < 0 && (w.xpos == "VB" || w.xpos == "VBN")) {
        const Own first = own_reading(c, frames, h);
        raise(reading.modality, first.modality);
        bool nor = false;
        for (const int k : c.children(at)) nor = nor || c.lemma(k) == "or" || c.lemma(k) == "nor";
        if (first.negated && nor && !own.negated) flip(reading.polarity);
      }
      if (c.own_subject(at) >= 0 && c.verbal(at)) break;
      at = h;
      continue;
    }
    if (slot.empty() &&
        !(w.deprel == Deprel::acl_relcl || w.deprel == Deprel::advcl || w.deprel == Deprel::parataxis)) {
      if (w.deprel == Deprel::nsubj || w.deprel == Deprel::root || w.deprel == Deprel::nmod_poss ||
          w.deprel == Deprel::compound || w.deprel == Deprel::amod || w.deprel == Deprel::appos)
        break;
    }
    if (w.deprel == Deprel::acl_relcl || w.deprel == Deprel::parataxis)
      break;  // what a relative clause says is presupposed
    // "has yet to recognise"
    if (w.deprel == Deprel::xcomp && c.lemma(h) == "have")
      for (const int k : c.children(h))
        if (c.lemma(k) == "yet") flip(reading.polarity);
    if (w.deprel == Deprel::xcomp && c.lemma(h) == "yet" && c.word(h).upos == Upos::ADV)
      flip(reading.polarity);
    const WordKind kind = kind_of(c, h);
    const Operator* op = slot.empty() ? nullptr : frames.op(kind, c.lemma(h), slot);
    if (op == nullptr && slot == "ccomp") op = frames.op(kind, c.lemma(h), "xcomp");
    const bool nominal_act = c.nominal(word) && at == word;
    if (op != nullptr) {
      if (op->drop) reading.drop = true;
      if (op->absorb && reading.absorbed_by < 0) reading.absorbed_by = h;
      if (op->has_modality) raise(reading.modality, op->modality);
      if (op->negate) flip(reading.polarity);
      ongoing = ongoing || (op->ongoing && c.word(word).xpos == "VBG");
      const Own governor = own_reading(c, frames, h);
      if (governor.negated) flip(reading.polarity);
      raise(reading.modality, governor.modality);
    } else if (w.deprel == Deprel::advcl || (w.deprel == Deprel::acl && !nominal_act)) {
      if (infinitive) {
        reading.purpose = true;
        raise(reading.modality, Modality::intended);
      }
      break;  // an adverbial clause stands by itself
    } else if (w.deprel == Deprel::xcomp) {
      const Own governor = own_reading(c, frames, h);
      if (governor.negated) flip(reading.polarity);
      raise(reading.modality, governor.modality);
    } else if (slot == "obj" && frames.in_class("light", c.lemma(h))) {
      const Own governor = own_reading(c, frames, h);
      if (governor.negated && !own.negated) flip(reading.polarity);
      raise(reading.modality, governor.modality);
    } else {
      break;
    }
    at = h;
  }
  // What somebody is to stop doing, is done.
  if (ongoing && (reading.modality != Modality::actual || reading.absorbed_by >= 0)) {
    reading.modality = own.modality;
    reading.polarity = own.negated ? Polarity::negated : Polarity::affirmed;
    reading.absorbed_by = -1;
  }
  const auto& last = c.sentence().words.back().form;
  if (last == "?") raise(reading.modality, Modality::hypothetical);
  return reading;
}

}  // namespace realign::coding
