// The finder's part for roles and noun phrases: what they are, whose they are, whom they name.
#include <algorithm>

#include "actors/finder.h"

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

namespace {

bool is_possessive_mark(const syntax::Word& w) {
  return w.xpos == "POS" || w.form == "'s";
}

// Roles that an organisation of its own kind overrides: the spokesman of a company is business, of a militia
// an armed group.
bool yields_to_organisation(std::string_view role) {
  return role == "leader" || role == "official" || role == "spokesperson" || role == "organisation head" ||
         role == "expert" || role == "head of state" || role == "military" || role == "business" ||
         role == "minister" || role == "envoy";
}

bool organisation_has_the_say(std::string_view role) {
  return role == "armed group" || role == "business" || role == "media" || role == "civil society" ||
         role == "expert" || role == "party" || role == "religious" || role == "opposition" ||
         role == "legislature" || role == "judiciary" || role == "police" || role == "military" ||
         role == "central bank";
}

}  // namespace

bool Finder::can_own(const Draft& d) const {
  if (d.dropped || d.not_owner) return false;
  switch (d.kind) {
    case MentionKind::person:
      return true;
    case MentionKind::people:
      return true;
    default:
      return true;
  }
}

// Walks left over the modifiers of a noun phrase to its first word; adjectives and names that say whose it is
// become owners.
int Finder::left_edge(int first, Draft& draft) const {
  int edge = first;
  int i = first - 1;
  bool coordinated = false;
  for (int steps = 0; i >= 0 && steps < 10; ++steps) {
    const auto& w = word(i);
    const int d = draft_at_[static_cast<std::size_t>(i)];
    if (is_possessive_mark(w) || (w.form == "'" && i > 0)) {
      // "Brazil's foreign minister"
      if (i > 0) {
        const int o = draft_at_[static_cast<std::size_t>(i - 1)];
        if (o >= 0 && can_own(drafts_.all[static_cast<std::size_t>(o)])) {
          draft.owners.push_back(o);
          draft.owner_beside = true;
          return drafts_.all[static_cast<std::size_t>(o)].first;
        }
        // "the country's president", a noun phrase that is made later: linked by the tree.
      }
      return edge;
    }
    if (d >= 0) {
      const auto& other = drafts_.all[static_cast<std::size_t>(d)];
      if (other.pronoun != nullptr) {
        if (other.pronoun->possessive) {
          draft.owners.push_back(d);
          draft.owner_beside = true;
          return i;
        }
        return edge;
      }
      // "the Obama administration"
      if (other.kind == MentionKind::person && i == first - 1 && draft.role != nullptr &&
          (draft.role->body || draft.role->official) &&
          (is_modifier(tree_.relation(other.head)) || tree_.relation(other.head) == Deprel::flat)) {
        draft.owners.push_back(d);
        draft.owner_beside = true;
        return other.first;
      }
      if (other.kind == MentionKind::person || other.kind == MentionKind::role ||
          other.kind == MentionKind::nominal) {
        if (other.kind == MentionKind::role && other.modifier) {
          i = other.first - 1;
          edge = other.first;
          continue;
        }
        return edge;
      }
      // A name right before a noun belongs to it only as its modifier: not "In Russia officials said".
      const auto r = tree_.relation(other.head);
      const bool modifier = other.kind == MentionKind::adjective || is_modifier(r) ||
                            r == Deprel::nmod_poss || r == Deprel::flat || !tagged_ ||
                            (r == Deprel::conj && coordinated);
      if (!modifier || other.place) {
        if (!(other.place && is_modifier(r))) return edge;
      }
      if (!other.not_owner) {
        draft.owners.push_back(d);
        draft.owner_beside = true;
      }
      edge = other.first;
      i = other.first - 1;
      coordinated = false;
      continue;
    }
    if (w.upos == Upos::CCONJ && draft.owner_beside && i > 0) {
      // "Turkish and Iranian officials"
      const int o = draft_at_[static_cast<std::size_t>(i - 1)];
      if (o >= 0 && drafts_.all[static_cast<std::size_t>(o)].kind == MentionKind::adjective) {
        coordinated = true;
        --i;
        continue;
      }
      return edge;
    }
    if (w.form == "," && draft.owner_beside && i > 0) {
      const int o = draft_at_[static_cast<std::size_t>(i - 1)];
      if (o >= 0 && drafts_.all[static_cast<std::size_t>(o)].kind == MentionKind::adjective &&
          drafts_.all[static_cast<std::size_t>(o)].last == i - 1) {
        --i;
        continue;
      }
      return edge;
    }
    // "in February Prime Minister ...", "in 2023 Azerbaijani troops": a date before the phrase.
    if (k_.is_class(w.form, WordClass::calendar) ||
        (w.form.size() == 4 && w.form.find_first_not_of("0123456789") == std::string::npos && i > 0 &&
         (word(i - 1).upos == Upos::ADP || k_.is_class(word(i - 1).form, WordClass::calendar) ||
          word(i - 1).upos == Upos::NUM)))
      return edge;
    if (w.upos == Upos::DET || w.upos == Upos::NUM) {
      const auto form = lower(w.form);
      if (form == "the" || form == "this" || form == "that" || form == "both" || form == "these" ||
          form == "those" || (w.upos == Upos::NUM && form == "two"))
        draft.definite = true;
      edge = i;
      if (w.upos == Upos::DET && form != "all") return edge;
      --i;
      continue;
    }
    if (k_.is_class(lower(w.form), WordClass::former)) draft.former = true;
    if (w.form == "-" && i > 0 && !w.space_after && !word(i - 1).space_after) {
      // "ex-president", "Russian-backed": over the compound; "ex-" tells of the past.
      if (k_.is_class(lower(word(i - 1).form), WordClass::former)) draft.former = true;
      --i;
      continue;
    }
    if (w.upos == Upos::ADJ ||
        ((w.upos == Upos::NOUN || w.upos == Upos::PROPN) && is_modifier(w.deprel) && w.head > i) ||
        (w.upos == Upos::VERB && (w.xpos == "VBN" || w.xpos == "VBG") && w.deprel == Deprel::amod) ||
        (w.upos == Upos::ADV && w.head > i && w.head < first)) {
      edge = i;
      --i;
      continue;
    }
    return edge;
  }
  return edge;
}

void Finder::find_owners(Draft& draft, int, int last) {
  if (!draft.owners.empty()) return;
  // "the country's president": the possessor by the tree.
  const int head = draft.head;
  const auto take = [&](int w) {
    const int d = draft_at_[static_cast<std::size_t>(w)];
    if (d < 0 || d == index_of(draft)) return false;
    const auto& other = drafts_.all[static_cast<std::size_t>(d)];
    if (!can_own(other) || (other.kind == MentionKind::pronoun && !other.pronoun->possessive)) return false;
    draft.owners.push_back(d);
    return true;
  };
  if (tagged_)
    for (int c = tree_.first_child(head); c >= 0; c = tree_.next_child(c))
      if (tree_.relation(c) == Deprel::nmod_poss && c < head && take(c)) {
        draft.owner_beside = true;
        draft.first = std::min(draft.first, drafts_.all[static_cast<std::size_t>(draft.owners.back())].first);
        return;
      }
  // "president of Ghana", "director of the Institute", "refugees from Syria", "officials in Kyiv".
  int i = last + 1;
  if (i >= size()) return;
  // A name may stand between: "President John Mahama of Ghana" is for the name's own affiliation.
  // "an analyst close to the Kazakh authorities"
  const bool close = lower(word(i).form) == "close" && i + 1 < size() && word(i + 1).form == "to";
  if (close) ++i;
  std::string_view preposition = close ? std::string_view("of") : std::string_view(word(i).lemma);
  if (word(i).upos != Upos::ADP && !close) return;
  const bool of = preposition == "of" || preposition == "for" || preposition == "from" ||
                  preposition == "at" || preposition == "with";
  const bool in = preposition == "in" || preposition == "inside" || preposition == "across";
  if (!of && !in) return;
  if (in && draft.role != nullptr &&
      (draft.role->role == "diplomat" || draft.role->role == "ambassador" || draft.role->role == "envoy" ||
       draft.role->role == "refugees" || draft.role->role == "media" || draft.role->role == "business" ||
       draft.role->role == "expert")) {
    if (draft.role->role != "business" && draft.role->role != "expert") return;
  }
  if ((preposition == "with" || preposition == "at" || preposition == "from") && draft.role != nullptr &&
      !draft.role->person && !draft.role->group)
    return;
  for (int steps = 0; steps < 6 && ++i < size(); ++steps) {
    const auto& w = word(i);
    const int d = draft_at_[static_cast<std::size_t>(i)];
    if (d >= 0) {
      const auto& other = drafts_.all[static_cast<std::size_t>(d)];
      if (other.not_owner || other.dropped) continue;
      if (other.kind == MentionKind::pronoun) return;
      if (preposition == "for" && other.kind == MentionKind::person &&
          !(draft.role != nullptr && draft.role->official))
        return;
      if ((preposition == "with" || preposition == "at") && other.kind != MentionKind::organisation) return;
      if (other.kind == MentionKind::adjective && in) return;  // "officials in Russian towns": whose towns
      draft.owners.push_back(d);
      // "of Russia, Turkey and Iran": the others too.
      if (other.kind == MentionKind::state || other.kind == MentionKind::metonym)
        for (int c = tree_.first_child(other.head); c >= 0 && tagged_; c = tree_.next_child(c))
          if (tree_.relation(c) == Deprel::conj && draft_at_[static_cast<std::size_t>(c)] >= 0 &&
              draft.plural) {
            const auto& conjunct =
                drafts_.all[static_cast<std::size_t>(draft_at_[static_cast<std::size_t>(c)])];
            if (conjunct.kind == other.kind) draft.owners.push_back(draft_at_[static_cast<std::size_t>(c)]);
          }
      if (in) draft.confidence = 0.7F;
      if (close) draft.confidence = 0.6F;
      return;
    }
    if (w.upos == Upos::DET || w.upos == Upos::ADJ || w.upos == Upos::NUM || w.upos == Upos::ADV ||
        (w.upos == Upos::NOUN && is_modifier(w.deprel)) || w.upos == Upos::PROPN || w.form == "-" ||
        (w.upos == Upos::VERB && w.deprel == Deprel::amod)) {
      // A role or noun phrase not yet made ("the director of the institute", "a member of the government").
      const int s = span_at_[static_cast<std::size_t>(i)];
      if (s >= 0 && spans_[static_cast<std::size_t>(s)].draft >= 0 &&
          spans_[static_cast<std::size_t>(s)].draft != index_of(draft)) {
        draft.owners.push_back(spans_[static_cast<std::size_t>(s)].draft);
        return;
      }
      continue;
    }
    const int s = span_at_[static_cast<std::size_t>(i)];
    if (s >= 0 && spans_[static_cast<std::size_t>(s)].draft >= 0)
      draft.owners.push_back(spans_[static_cast<std::size_t>(s)].draft);
    return;
  }
}

void Finder::take_role(Span& span, const Sense& s, const Sense* nominal) {
  const auto& role = k_.roles[static_cast<std::size_t>(s.ref)];
  const int head = span.head;
  const auto& w = word(head);
  const int next = span.last + 1;
  // "The authorities banned rallies", "South Korea's military fired": parsers read such a subject as a
  // modifier of the object.
  const bool before_verb =
      next < size() && word(next).upos == Upos::VERB && word(next).xpos != "VBG" && word(next).space_after;
  if (!noun_like(head) && !(before_verb && w.upos == Upos::ADJ)) return;
  const bool before_person =
      next < size() && draft_at_[static_cast<std::size_t>(next)] >= 0 &&
      drafts_.all[static_cast<std::size_t>(draft_at_[static_cast<std::size_t>(next)])].kind ==
          MentionKind::person &&
      drafts_.all[static_cast<std::size_t>(draft_at_[static_cast<std::size_t>(next)])].first == next &&
      role.person && !s.plural;
  // "police station", "army base": only whose it is.
  const bool possessive = next < size() && is_possessive_mark(word(next));
  const bool modifier = tagged_ && !before_person && modifies(head) && w.head > span.last && !possessive &&
                        !before_verb && w.xpos != "NNS";
  // "government-run", "rebel-held"
  const bool hyphen = next < size() && word(next).form == "-" && !word(span.last).space_after;
  if (hyphen) return;
  if (modifier && !role.owns) return;
  span.used = true;
  auto& draft = add(span.first, span.last, head, modifier ? MentionKind::adjective : MentionKind::role);
  span.draft = index_of(draft);
  draft.role = &role;
  if (nominal != nullptr) {
    draft.nominal = &k_.nominals[static_cast<std::size_t>(nominal->ref)];
    for (int i = 0; i < span.count; ++i)
      if (senses_[static_cast<std::size_t>(span.begin + i)]->kind == SenseKind::nominal)
        draft.candidates.push_back(senses_[static_cast<std::size_t>(span.begin + i)]);
  }
  draft.plural = s.plural;
  draft.modifier = modifier;
  draft.gender = role.gender;
  draft.who.push_back({{}, role.role, {}});
  if (w.upos == Upos::ADJ) draft.confidence = 0.7F;
}

void Finder::find_roles() {
  if (!tagged_) return;
  for (auto& span : spans_) {
    if (span.used || draft_at_[static_cast<std::size_t>(span.head)] >= 0) continue;
    if (const auto* role = sense(span, SenseKind::role); role != nullptr)
      take_role(span, *role, sense(span, SenseKind::nominal));
  }
}

void Finder::find_nominals() {
  if (!tagged_) return;
  for (auto& span : spans_) {
    if (span.used || draft_at_[static_cast<std::size_t>(span.head)] >= 0) continue;
    const auto* s = sense(span, SenseKind::nominal);
    if (s == nullptr) continue;
    const int head = span.head;
    // "the two embraced", "both agreed": a numeral for the pair itself.
    const bool bare = s->plural && span.first == span.last &&
                      k_.nominals[static_cast<std::size_t>(s->ref)].kind == NominalKind::pair &&
                      (lower(word(head).form) == "both" || lower(word(head).form) == "two") &&
                      (is_subject(tree_.relation(head)) || tree_.relation(head) == Deprel::obj) &&
                      (lower(word(head).form) == "both" || (head > 0 && lower(word(head - 1).form) == "the"));
    if (!bare && (lower(word(head).form) == "both" || lower(word(head).form) == "two")) continue;
    if (!bare && word(head).upos != Upos::NOUN && word(head).upos != Upos::PROPN) continue;
    // In capitals only what is a name by custom: "the Kingdom", "the Alliance".
    if (span.first > 0 && capitalised(word(head).form)) {
      const auto kind = k_.nominals[static_cast<std::size_t>(s->ref)].kind;
      if (word(head).form == "State" || (kind != NominalKind::state && kind != NominalKind::bloc)) continue;
    }
    const int next = span.last + 1;
    // "a state of siege"
    if (k_.nominals[static_cast<std::size_t>(s->ref)].kind == NominalKind::state && !s->plural &&
        next < size() && word(next).form == "of")
      continue;
    const bool possessive = next < size() && is_possessive_mark(word(next));
    if (modifies(head) && word(head).head > span.last && !possessive) continue;
    if (next < size() && word(next).form == "-" && !word(span.last).space_after) continue;
    span.used = true;
    auto& draft = add(span.first, span.last, head, MentionKind::nominal);
    span.draft = index_of(draft);
    // A phrase may be pair as well as many, or pair as well as state ("two countries").
    draft.nominal = &k_.nominals[static_cast<std::size_t>(s->ref)];
    for (int i = 0; i < span.count; ++i)
      draft.candidates.push_back(senses_[static_cast<std::size_t>(span.begin + i)]);
    draft.plural = s->plural;
    for (int i = span.first; i < head; ++i) {
      const auto form = lower(word(i).form);
      if (form == "northern") draft.direction = 'n';
      if (form == "southern") draft.direction = 's';
      if (form == "eastern") draft.direction = 'e';
      if (form == "western") draft.direction = 'w';
    }
  }
}

// A person and the role that names it.
void Finder::join_person_and_role(int p, int r, bool title) {
  auto& person = drafts_.all[static_cast<std::size_t>(p)];
  auto& role = drafts_.all[static_cast<std::size_t>(r)];
  if (person.role != nullptr && !title) {
    role.same_as = p;
    role.apposed = true;
    return;
  }
  person.role = role.role;
  person.owners.insert(person.owners.end(), role.owners.begin(), role.owners.end());
  person.owner_beside = person.owner_beside || role.owner_beside;
  person.former = person.former || role.former;
  person.titled = true;
  if (role.gender != '\0') person.gender = role.gender;
  if (title) {
    person.first = std::min(person.first, role.first);
    person.head = tree_.head_of(person.first, person.last);
    for (int i = person.first; i <= person.last; ++i) {
      auto& at = draft_at_[static_cast<std::size_t>(i)];
      if (at == r || at < 0) at = p;
    }
    role.dropped = true;
  } else {
    role.same_as = p;
    role.apposed = true;
  }
}

// "Temur Umarov of the Carnegie Center": an organisation right behind a name.
void Finder::affiliate(int p) {
  auto& person = drafts_.all[static_cast<std::size_t>(p)];
  if (!person.full_name && !person.titled) return;
  int i = person.last + 1;
  if (i < size() && word(i).form == ",") ++i;
  if (i + 1 >= size()) return;
  const auto& preposition = word(i).lemma;
  if (word(i).upos != Upos::ADP ||
      (preposition != "of" && preposition != "from" && preposition != "at" && preposition != "with"))
    return;
  for (int steps = 0; steps < 5 && ++i < size(); ++steps) {
    const int d = draft_at_[static_cast<std::size_t>(i)];
    if (d >= 0) {
      const auto& other = drafts_.all[static_cast<std::size_t>(d)];
      if (other.kind == MentionKind::organisation ||
          ((other.kind == MentionKind::state || other.kind == MentionKind::role) && preposition == "of" &&
           word(person.last + 1).form != ",")) {
        person.owners.push_back(d);
        return;
      }
      if (other.kind == MentionKind::adjective) continue;
      return;
    }
    const auto u = word(i).upos;
    if (u != Upos::DET && u != Upos::ADJ && u != Upos::PROPN) return;
  }
}

void Finder::link() {
  const int end = static_cast<int>(drafts_.all.size());
  // Owners, and the phrase's left edge.
  for (int d = begin_; d < end; ++d) {
    auto& draft = drafts_.all[static_cast<std::size_t>(d)];
    if (draft.dropped) continue;
    if (draft.kind == MentionKind::role || draft.kind == MentionKind::nominal ||
        (draft.kind == MentionKind::adjective && draft.role != nullptr) ||
        (draft.kind == MentionKind::organisation && draft.organisation < 0)) {
      const int core = draft.first;
      const int edge = left_edge(core, draft);
      if (draft.kind != MentionKind::adjective) draft.first = edge;
      find_owners(draft, core, draft.last);
    }
  }
  // Titles: "the Ukrainian ambassador Pyotr Vrublevsky".
  for (int d = begin_; d < end; ++d) {
    auto& draft = drafts_.all[static_cast<std::size_t>(d)];
    if (draft.dropped || draft.kind != MentionKind::role || draft.plural || !draft.role->person ||
        draft.modifier)
      continue;
    int next = draft.last + 1;
    while (next < size() && word(next).form == "\"") ++next;
    const auto person_at = [&](int i) {
      if (i < 0 || i >= size()) return -1;
      const int p = draft_at_[static_cast<std::size_t>(i)];
      if (p < 0 || drafts_.all[static_cast<std::size_t>(p)].kind != MentionKind::person ||
          drafts_.all[static_cast<std::size_t>(p)].dropped)
        return -1;
      return p;
    };
    const int role = d;
    // "British financier and activist William Browder"
    if (draft.owners.empty() && draft.first > 1 && word(draft.first - 1).upos == Upos::CCONJ) {
      const int o = draft_at_[static_cast<std::size_t>(draft.first - 2)];
      if (o >= 0 && drafts_.all[static_cast<std::size_t>(o)].role != nullptr &&
          !drafts_.all[static_cast<std::size_t>(o)].plural &&
          drafts_.all[static_cast<std::size_t>(o)].owner_beside) {
        draft.owners = drafts_.all[static_cast<std::size_t>(o)].owners;
        draft.owner_beside = true;
      }
    }
    // "As a candidate Javier Milei promised": what he was, no title.
    const bool as =
        draft.first > 0 && lower(word(draft.first - 1).form) == "as" && word(draft.first).upos == Upos::DET;
    if (const int p = person_at(next);
        p >= 0 && !as && drafts_.all[static_cast<std::size_t>(p)].first == next) {
      join_person_and_role(p, role, true);
      continue;
    }
    // "Brazil's foreign minister, Mauro Vieira, ..."
    if (next + 1 < size() && word(next).form == ",") {
      const int p = person_at(next + 1);
      if (p >= 0 && drafts_.all[static_cast<std::size_t>(p)].first == next + 1) {
        const int ph = drafts_.all[static_cast<std::size_t>(p)].head;
        const int after = drafts_.all[static_cast<std::size_t>(p)].last + 1;
        const bool closed = after >= size() || word(after).form == "," || word(after).form == "." ||
                            word(after).form == ";" || word(after).upos == Upos::VERB;
        const bool known = drafts_.all[static_cast<std::size_t>(p)].full_name;
        if ((tree_.relation(ph) == Deprel::appos && tree_.head(ph) >= draft.first &&
             tree_.head(ph) <= draft.last) ||
            (closed && known && tree_.relation(ph) != Deprel::conj)) {
          join_person_and_role(p, role, false);
          continue;
        }
      }
    }
    // "Yerkin Tukumov, director of the Institute": the name stands before, over a comma and modifiers.
    int before = draft.first - 1;
    while (before >= 0 && (word(before).upos == Upos::ADJ || word(before).upos == Upos::ADV ||
                           word(before).upos == Upos::NUM ||
                           (word(before).upos == Upos::NOUN && is_modifier(tree_.relation(before)))))
      --before;
    if (before > 0 && (word(before).form == "," || word(before).form == "-" || word(before).form == "--" ||
                       word(before).form == "(")) {
      int at = before - 1;
      // "..., 45, a farmer"
      if (at > 1 && word(at).upos == Upos::NUM && word(at - 1).form == ",") at -= 2;
      if (const int p = person_at(at); p >= 0 && drafts_.all[static_cast<std::size_t>(p)].last == at) {
        const int ph = drafts_.all[static_cast<std::size_t>(p)].head;
        const auto r = tree_.relation(draft.head);
        const bool bound = r == Deprel::appos || (tree_.head(draft.head) == ph && r != Deprel::conj) ||
                           tree_.head(ph) == draft.head;
        // A list of persons and roles has its "and"; a subject of its own is no apposition.
        const bool own = (is_subject(r) || r == Deprel::root) &&
                         !(is_subject(tree_.relation(ph)) && tree_.head(ph) == tree_.head(draft.head));
        if (bound || (!own && r != Deprel::conj)) {
          join_person_and_role(p, role, false);
          continue;
        }
      }
    }
    // "X is the president of Y", by the copula.
    if (tree_.child(draft.head, Deprel::cop) >= 0) {
      const int subject = tree_.child(draft.head, Deprel::nsubj);
      if (subject >= 0)
        if (const int p = person_at(subject); p >= 0 &&
                                              word(tree_.child(draft.head, Deprel::cop)).lemma == "be" &&
                                              draft.role->role != "civilians") {
          join_person_and_role(p, role, false);
          continue;
        }
    }
  }
  for (int d = begin_; d < end; ++d) {
    auto& draft = drafts_.all[static_cast<std::size_t>(d)];
    if (draft.dropped) continue;
    if (draft.kind == MentionKind::person && draft.role == nullptr) affiliate(d);
    // "China's Xi Jinping", "Russia's Putin"
    if (draft.kind == MentionKind::person && draft.owners.empty() && draft.first > 1 &&
        is_possessive_mark(word(draft.first - 1))) {
      const int o = draft_at_[static_cast<std::size_t>(draft.first - 2)];
      if (o >= 0 && drafts_.all[static_cast<std::size_t>(o)].kind != MentionKind::person) {
        draft.owners.push_back(o);
        draft.owner_beside = true;
      }
    }
    // What an organisation's spokesman or leader speaks for.
    if (draft.role != nullptr && !draft.who.empty() && draft.owners.size() == 1) {
      const auto& owner = drafts_.all[static_cast<std::size_t>(draft.owners.front())];
      if (owner.kind == MentionKind::organisation ||
          (owner.kind == MentionKind::adjective && (owner.organisation >= 0 || owner.role == nullptr))) {
        const std::string_view theirs = owner.who.empty() ? std::string_view() : owner.who.front().role;
        if (organisation_has_the_say(theirs) && yields_to_organisation(draft.role->role))
          draft.who.front().role = theirs;
        // "the Yonhap news agency": one and the same.
        if (draft.role->body && draft.owner_beside && theirs == draft.role->role && owner.organisation >= 0 &&
            !is_possessive_mark(word(owner.last + 1))) {
          draft.who = owner.who;
          draft.organisation = owner.organisation;
          draft.owners.clear();
          draft.role = nullptr;
          draft.kind = MentionKind::organisation;
        }
      }
    }
  }
  // An apposition of two names for one ("the alliance, NATO", "NATO member Turkey" is none), and relative
  // pronouns.
  for (int d = begin_; d < end; ++d) {
    auto& draft = drafts_.all[static_cast<std::size_t>(d)];
    if (draft.dropped || draft.pronoun == nullptr ||
        (draft.pronoun->kind != PronounKind::who && draft.pronoun->kind != PronounKind::which))
      continue;
    // The mention right before it, over a comma or a preposition; else the noun that its clause hangs on.
    int before = draft.first - 1;
    while (before >= 0 && (word(before).form == "," || word(before).upos == Upos::ADP ||
                           (word(before).form == "of" && before > 0)))
      --before;
    int found = -1;
    for (int o = begin_; o < end; ++o) {
      const auto& other = drafts_.all[static_cast<std::size_t>(o)];
      if (o == d || other.dropped || other.kind == MentionKind::pronoun ||
          other.kind == MentionKind::adjective)
        continue;
      if (other.last == before &&
          (found < 0 || other.last - other.first > drafts_.all[static_cast<std::size_t>(found)].last -
                                                       drafts_.all[static_cast<std::size_t>(found)].first))
        found = o;
    }
    int clause = draft.head;
    for (int steps = 0; steps < 6 && clause >= 0 && tree_.relation(clause) != Deprel::acl_relcl &&
                        tree_.relation(clause) != Deprel::acl;
         ++steps)
      clause = tree_.head(clause);
    int by_tree = -1;
    if (clause >= 0 && tree_.head(clause) >= 0 && tree_.head(clause) < draft.first) {
      const int o = draft_at_[static_cast<std::size_t>(tree_.head(clause))];
      if (o >= 0 && o != d && drafts_.all[static_cast<std::size_t>(o)].head == tree_.head(clause) &&
          drafts_.all[static_cast<std::size_t>(o)].kind != MentionKind::pronoun)
        by_tree = o;
    }
    const bool human = draft.pronoun->kind == PronounKind::who && !draft.pronoun->possessive;
    const auto fits = [&](int o) {
      if (o < 0) return false;
      const auto& other = drafts_.all[static_cast<std::size_t>(o)];
      // "an attack in the capital Tripoli, which left many dead"
      if (!human && other.place &&
          (other.kind == MentionKind::metonym || other.code < 0 || other.confidence < 1.0F))
        return false;
      if (!human) return true;
      return other.kind == MentionKind::person || other.kind == MentionKind::people ||
             other.kind == MentionKind::role;
    };
    // "officials of the ministry, who said": the human one.
    if (fits(by_tree) && (!fits(found) || draft.pronoun->kind == PronounKind::who))
      draft.same_as = by_tree;
    else if (fits(found))
      draft.same_as = found;
    if (draft.pronoun->kind == PronounKind::which && draft.same_as < 0) draft.dropped = true;
    if (draft.same_as >= 0) draft.plural = drafts_.all[static_cast<std::size_t>(draft.same_as)].plural;
  }
}

}  // namespace realign::actors
