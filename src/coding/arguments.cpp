#include "coding/arguments.h"

#include <algorithm>

namespace realign::coding {

using actors::Actor;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;

bool same_actor(const Actor& a, const Actor& b) {
  if (a.country != b.country) return false;
  if (!a.name.empty() && !b.name.empty()) return a.name == b.name;
  // A state and its government or leaders speak as one; civilians, protesters, an opposition do not.
  const auto official = [](const std::string& role) {
    return role.empty() || role == "government" || role == "head of state" || role == "head of government" ||
           role == "foreign minister" || role == "defence minister" || role == "official" ||
           role == "spokesperson" || role == "military";
  };
  return (official(a.role) && official(b.role)) || a.role == b.role;
}

void merge(std::vector<Actor>& into, const std::vector<Actor>& more) {
  for (const auto& actor : more) {
    const bool known = std::any_of(into.begin(), into.end(), [&](const Actor& a) {
      return a.country == actor.country && a.role == actor.role && a.name == actor.name;
    });
    if (!known) into.push_back(actor);
  }
}

const Mention* ArgumentFinder::mention(int word) const {
  if (const Mention* m = cast_.headed_by(sentence_, word)) return m;
  // A parser that splits a name leaves its head elsewhere in it.
  if (const Mention* m = cast_.covering(sentence_, word); m != nullptr && m->kind != MentionKind::adjective) {
    const auto r = clause_.word(word).deprel;
    if (r != Deprel::case_ && r != Deprel::det && r != Deprel::nmod_poss && clause_.nominal(word) &&
        clause_.nominal(m->head) &&
        (clause_.word(m->head).head == word || clause_.word(word).head == m->head ||
         (clause_.word(m->head).head == clause_.word(word).head && clause_.word(m->head).deprel == r)))
      return m;
  }
  return nullptr;
}

bool ArgumentFinder::is_kind(int word, const std::vector<MentionClass>& kinds) const {
  const Mention* m = mention(word);
  if (m == nullptr || m->kind == MentionKind::adjective) return false;
  for (const auto kind : kinds) switch (kind) {
      case MentionClass::actor:
        return true;
      case MentionClass::state:
        if (m->kind == MentionKind::state || m->kind == MentionKind::metonym ||
            (m->kind == MentionKind::nominal && !m->actors.empty()))
          return true;
        break;
      case MentionClass::person:
        if (m->kind == MentionKind::person || m->kind == MentionKind::role) return true;
        if (m->kind == MentionKind::pronoun && !m->actors.empty() && !m->actors.front().role.empty())
          return true;
        break;
      case MentionClass::people:
        if (m->kind == MentionKind::people) return true;
        break;
      case MentionClass::organisation:
        if (m->kind == MentionKind::organisation) return true;
        break;
      case MentionClass::none:
        break;
    }
  return false;
}

bool ArgumentFinder::is_act(int word) const {
  return clause_.nominal(word) && !frames_.frames(WordKind::noun, clause_.lemma(word)).empty();
}

void ArgumentFinder::collect(int word, bool places, int avoid, bool inside, bool doer, int depth,
                             Found& found) const {
  if (depth > 4) return;
  const Mention* m = mention(word);
  if (m != nullptr && m->kind != MentionKind::adjective && (places || !m->place) && !m->actors.empty()) {
    merge(found.actors, m->actors);
    if (depth == 0) found.direct = true;
  }
  // "its neighbour Rwanda", which parsers hang side by side: the name says who.
  if (m == nullptr && depth == 0 && word + 1 < clause_.size())
    if (const Mention* next = cast_.covering(sentence_, word + 1);
        next != nullptr && next->first == word + 1 && next->kind != MentionKind::adjective &&
        !next->actors.empty() &&
        (clause_.word(next->head).head == word ||
         (clause_.word(next->head).head == clause_.word(word).head &&
          clause_.word(next->head).deprel == clause_.word(word).deprel))) {
      merge(found.actors, next->actors);
      found.direct = true;
    }
  const bool direct = found.direct;
  // "Kazakhstan and Russia": further conjuncts are further actors, if nominal.
  if (direct && depth == 0)
    for (const int c : clause_.children(word))
      if (clause_.word(c).deprel == Deprel::conj && !clause_.verbal(c)) {
        Found other;
        collect(c, places, avoid, false, doer, 0, other);
        merge(found.actors, other.actors);
      }
  if (!found.actors.empty() || !inside) return;
  const auto look = [&](int c, bool place_too) {
    if (c == avoid || (avoid >= 0 && clause_.in_subtree(avoid, c))) return;
    collect(c, place_too, avoid, true, doer, depth + 1, found);
  };
  for (const int c : clause_.children(word))
    if (clause_.word(c).deprel == Deprel::appos) look(c, places);
  if (!found.actors.empty()) return;
  for (const int c : clause_.children(word)) {
    const auto r = clause_.word(c).deprel;
    if (r == Deprel::nmod_poss) look(c, true);
  }
  if (!found.actors.empty()) return;
  for (const int c : clause_.children(word)) {
    const auto r = clause_.word(c).deprel;
    if (r != Deprel::amod && r != Deprel::compound && r != Deprel::nmod_desc && r != Deprel::flat) continue;
    if (const Mention* a = cast_.headed_by(sentence_, c))
      merge(found.actors, a->actors);
    else if (depth < 3)
      look(c, true);
  }
  if (!found.actors.empty()) return;
  if (doer) {
    // "officers in Peru": people who act are of the place where they are.
    const bool people = frames_.in_class("person_like", clause_.lemma(word)) ||
                        frames_.in_class("forces", clause_.lemma(word)) ||
                        frames_.in_class("crowd", clause_.lemma(word));
    for (const int c : clause_.children(word)) {
      if (clause_.word(c).deprel != Deprel::nmod) continue;
      const auto name = clause_.preposition(c);
      if (name == "of" || name == "by" || (people && (name == "in" || name == "from"))) look(c, true);
      if (!found.actors.empty()) return;
    }
    return;
  }
  for (const char* prep :
       {"of", "by", "from", "against", "with", "between", "to", "in", "on", "for", "over", "at"})
    for (const int c : clause_.children(word)) {
      const auto r = clause_.word(c).deprel;
      if ((r == Deprel::nmod || r == Deprel::obl) && clause_.preposition(c) == prep) {
        look(c, true);
        if (!found.actors.empty()) return;
      }
    }
  for (const int c : clause_.children(word)) {
    const auto r = clause_.word(c).deprel;
    if (r == Deprel::acl || r == Deprel::acl_relcl || r == Deprel::ccomp) {
      if (c == avoid || (avoid >= 0 && clause_.in_subtree(avoid, c))) continue;
      // Whose doing it is first, then whom it concerns.
      const int who = clause_.subject(c);
      if (who >= 0 && who != word) look(who, false);
      if (!found.actors.empty()) return;
      for (const int g : clause_.children(c)) {
        const auto gr = clause_.word(g).deprel;
        if (gr == Deprel::obj || gr == Deprel::obl || gr == Deprel::obl_agent) look(g, false);
        if (!found.actors.empty()) return;
      }
    }
  }
  for (const int c : clause_.children(word))
    if (clause_.word(c).deprel == Deprel::conj && !clause_.verbal(c)) {
      look(c, places);
      if (!found.actors.empty()) return;
    }
}

Found ArgumentFinder::of(int word, bool places, int avoid, bool inside, bool doer) const {
  Found found;
  found.head = word;
  if (clause_.verbal(word) && mention(word) == nullptr) {
    // A clause as an argument ("demanded that Kyiv withdraw"): its subject, then whom it concerns.
    const int who = clause_.own_subject(word);
    if (who >= 0) collect(who, false, avoid, true, doer, 0, found);
    if (found.empty() && !doer)
      if (const int whom = clause_.object(word); whom >= 0 && whom != word)
        collect(whom, false, avoid, true, doer, 0, found);
    return found;
  }
  if (is_act(word)) found.act = word;
  collect(word, places, avoid, inside, doer, 0, found);
  return found;
}

Found ArgumentFinder::fill(int i, const std::vector<Slot>& slots, bool stance,
                           const std::vector<Actor>& not_these, bool doer) const {
  Found pending;
  for (const auto& slot : slots) {
    std::vector<int> heads;
    clause_.fill(i, slot, heads);
    for (const int head : heads) {
      // "condemned Russia's invasion of Ukraine": what belongs to the act judged is not who is judged.
      if (pending.act >= 0 && clause_.in_subtree(head, pending.act)) continue;
      // "condemned the attack of X on Y", where the parser was not sure to what "on Y" belongs.
      if (pending.act >= 0 && slot.kind == SlotKind::prep && head > pending.act &&
          clause_.word(head).confidence < 0.6F)
        continue;
      if (head == i) continue;
      if (slot.kind == SlotKind::mod) {
        const Mention* m = cast_.headed_by(sentence_, head);
        if (m == nullptr || m->actors.empty()) continue;
        if (m->kind == MentionKind::adjective) {  // "Russian" of "the Russian invasion"
          Found found;
          found.head = head;
          found.actors = m->actors;
          std::erase_if(found.actors, [&](const Actor& a) {
            return std::any_of(not_these.begin(), not_these.end(),
                               [&](const Actor& b) { return same_actor(a, b); });
          });
          if (!found.empty()) return found;
          continue;
        }
      }
      const bool place = slot.place || slot.kind == SlotKind::obj || slot.kind == SlotKind::subj ||
                         slot.kind == SlotKind::poss || slot.kind == SlotKind::mod ||
                         slot.kind == SlotKind::by;
      Found found = of(head, place, i, true, doer);
      if (stance && found.act >= 0 && !found.direct) {
        found.actors.clear();  // the act's doer is found later
        if (pending.head < 0) pending = found;
        continue;
      }
      std::erase_if(found.actors, [&](const Actor& a) {
        return std::any_of(not_these.begin(), not_these.end(),
                           [&](const Actor& b) { return same_actor(a, b); });
      });
      if (!found.empty()) return found;
      if (pending.head < 0) pending = found;
    }
  }
  pending.actors.clear();
  return pending;
}

}  // namespace realign::coding
