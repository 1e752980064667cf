#include "actors/tree.h"

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

void Tree::set(const syntax::Sentence& sentence) {
  sentence_ = &sentence;
  const auto n = sentence.words.size();
  first_.assign(n, -1);
  next_.assign(n, -1);
  for (std::size_t i = n; i-- > 0;) {
    const int h = sentence.words[i].head;
    if (h < 0 || static_cast<std::size_t>(h) >= n) continue;
    next_[i] = first_[static_cast<std::size_t>(h)];
    first_[static_cast<std::size_t>(h)] = static_cast<int>(i);
  }
  repaired_.clear();
  for (int v = 1; v < static_cast<int>(n); ++v) {
    const auto& verb = word(v);
    if (verb.upos != Upos::VERB ||
        (verb.xpos != "VBD" && verb.xpos != "VBZ" && verb.xpos != "VBP" && child(v, Deprel::aux) < 0))
      continue;
    bool has = false;
    for (int c = first_child(v); c >= 0 && !has; c = next_child(c))
      has = is_subject(relation(c)) || relation(c) == Deprel::csubj || relation(c) == Deprel::expl;
    if (has) continue;
    int w = v - 1;
    while (w >= 0 && (word(w).upos == Upos::AUX || word(w).upos == Upos::ADV || word(w).upos == Upos::PART))
      --w;
    if (w < 0 || (word(w).upos != Upos::PROPN && word(w).upos != Upos::NOUN && word(w).upos != Upos::PRON))
      continue;
    for (int steps = 0;
         steps < 6 && (relation(w) == Deprel::flat || (relation(w) == Deprel::compound && head(w) < w)) &&
         head(w) >= 0;
         ++steps)
      w = head(w);
    const auto r = relation(w);
    const bool loose = r == Deprel::appos || r == Deprel::dep || r == Deprel::parataxis ||
                       r == Deprel::list || r == Deprel::orphan || r == Deprel::discourse ||
                       r == Deprel::vocative || r == Deprel::dislocated;
    if (loose && child(w, Deprel::case_) < 0 && head(w) != v) repaired_.emplace_back(v, w);
  }
}

bool Tree::acts(int i) const {
  if (is_subject(relation(i))) return true;
  for (const auto& [verb, subject] : repaired_)
    if (subject == i) return true;
  return false;
}

std::string_view Tree::preposition(int i) const {
  for (int c = first_child(i); c >= 0 && c < i; c = next_child(c))
    if (relation(c) == Deprel::case_) return word(c).lemma;
  return {};
}

int Tree::child(int i, Deprel relation_) const {
  for (int c = first_child(i); c >= 0; c = next_child(c))
    if (relation(c) == relation_) return c;
  return -1;
}

int Tree::head_of(int first, int last) const {
  int found = -1;
  for (int i = first; i <= last; ++i) {
    const int h = head(i);
    if (h >= first && h <= last) continue;
    if (word(i).upos == Upos::PUNCT || relation(i) == Deprel::case_ || relation(i) == Deprel::det ||
        relation(i) == Deprel::punct)
      continue;
    // A name cut in two by the parser: the part that bears a noun's relation.
    if (found < 0) {
      found = i;
    } else {
      const auto r = relation(i);
      const auto before = relation(found);
      const bool noun = is_subject(r) || r == Deprel::obj || r == Deprel::obl || r == Deprel::nmod ||
                        r == Deprel::nmod_poss || r == Deprel::obl_agent;
      const bool noun_before = is_subject(before) || before == Deprel::obj || before == Deprel::obl ||
                               before == Deprel::nmod || before == Deprel::nmod_poss ||
                               before == Deprel::obl_agent;
      if (noun && !noun_before) found = i;
    }
  }
  return found < 0 ? last : found;
}

int Tree::first_conjunct(int i) const {
  for (int steps = 0; steps < 20 && relation(i) == Deprel::conj && head(i) >= 0; ++steps) i = head(i);
  return i;
}

int Tree::subject_of(int verb) const {
  for (int steps = 0; steps < 6 && verb >= 0; ++steps) {
    for (int c = first_child(verb); c >= 0; c = next_child(c))
      if (is_subject(relation(c))) return c;
    for (const auto& [v, subject] : repaired_)
      if (v == verb) return subject;
    // "he did not support X, did not recognise Y": a first conjunct that a parser took for a clausal subject.
    for (int c = first_child(verb); c >= 0 && c < verb; c = next_child(c))
      if (relation(c) == Deprel::csubj && word(c).upos == Upos::VERB)
        for (int g = first_child(c); g >= 0; g = next_child(g))
          if (is_subject(relation(g))) return g;
    const auto r = relation(verb);
    if (r != Deprel::conj && r != Deprel::xcomp && r != Deprel::advcl) return -1;
    // "went on to say": the controller's subject; an adverbial clause without its own only where it has none
    // to mark it.
    if (r == Deprel::advcl && child(verb, Deprel::mark) >= 0 && word(child(verb, Deprel::mark)).lemma != "to")
      return -1;
    verb = head(verb);
  }
  return -1;
}

bool Tree::inside(int w, int top) const {
  for (int steps = 0; w >= 0 && steps < 400; ++steps) {
    if (w == top) return true;
    w = head(w);
  }
  return false;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

}  // namespace realign::actors
