#include "actors/finder.h"

#include <algorithm>

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

const Sense* Finder::sense(const Span& span, SenseKind kind) const {
  for (int i = 0; i < span.count; ++i)
    if (senses_[static_cast<std::size_t>(span.begin + i)]->kind == kind)
      return senses_[static_cast<std::size_t>(span.begin + i)];
  return nullptr;
}

bool Finder::noun_like(int i) const {
  const auto u = word(i).upos;
  return u == Upos::NOUN || u == Upos::PROPN || u == Upos::X || (u == Upos::ADJ && !modifies(i));
}

bool Finder::modifies(int i) const {
  return is_modifier(tree_.relation(i));
}

Draft& Finder::add(int first, int last, int head, MentionKind kind) {
  auto& draft = drafts_.all.emplace_back();
  draft.sentence = sentence_;
  draft.first = first;
  draft.last = last;
  draft.head = head;
  draft.kind = kind;
  const int index = static_cast<int>(drafts_.all.size()) - 1;
  for (int i = first; i <= last; ++i)
    if (draft_at_[static_cast<std::size_t>(i)] < 0) draft_at_[static_cast<std::size_t>(i)] = index;
  return draft;
}

void Finder::find(const syntax::Sentence& sentence, int index) {
  sentence_ = index;
  begin_ = static_cast<int>(drafts_.all.size());
  tree_.set(sentence);
  const auto n = sentence.words.size();
  span_at_.assign(n, -1);
  draft_at_.assign(n, -1);
  tagged_ = sentence.parsed;
  std::size_t letters = 0, shouted = 0;
  for (const auto& w : sentence.words) {
    if (w.form.size() < 3) continue;
    ++letters;
    if (std::all_of(w.form.begin(), w.form.end(), [](char c) { return !(c >= 'a' && c <= 'z'); })) ++shouted;
  }
  shouting_ = letters > 2 && shouted * 10 > letters * 7;
  match();
  if (!spans_.empty() || tagged_) {
    find_pronouns();
    find_organisations();
    find_persons();
    find_names();
    find_short_names();
    find_roles();
    find_nominals();
    link();
  }
  drafts_.of_sentence.emplace_back(begin_, static_cast<int>(drafts_.all.size()));
}

// The longest phrases of the name table, from left to right.
void Finder::match() {
  spans_.clear();
  senses_.clear();
  k_.names.atoms(tree_.sentence(), atoms_);
  for (std::size_t i = 0; i < atoms_.size();) {
    if (!atoms_[i].first || atoms_[i].id == 0) {
      ++i;
      continue;
    }
    const auto length = k_.names.longest(atoms_, i, scratch_);
    if (length == 0) {
      ++i;
      continue;
    }
    const auto& last_atom = atoms_[i + length - 1];
    Span span;
    span.first = atoms_[i].word;
    span.last = last_atom.word;
    span.head = span.last;
    span.partial = !last_atom.last;
    span.begin = static_cast<int>(senses_.size());
    const bool the =
        span.first > 0 && (word(span.first - 1).form == "the" || word(span.first - 1).form == "The" ||
                           word(span.first - 1).form == "THE");
    const bool hyphen_after = span.partial || (span.last + 1 < size() && word(span.last + 1).form == "-");
    for (const auto* s : scratch_) {
      if (s->the && !the) continue;
      if (s->prefix && !hyphen_after) continue;
      if (span.partial && s->kind != SenseKind::adjective && s->kind != SenseKind::state &&
          s->kind != SenseKind::organisation)
        continue;
      if (s->head != 0 || s->kind == SenseKind::role || s->kind == SenseKind::nominal)
        span.head = atoms_[i + s->head].word;
      senses_.push_back(s);
    }
    span.count = static_cast<int>(senses_.size()) - span.begin;
    if (span.count == 0) {
      ++i;
      continue;
    }
    for (int w = span.first; w <= span.last; ++w)
      span_at_[static_cast<std::size_t>(w)] = static_cast<int>(spans_.size());
    spans_.push_back(span);
    i += length;
  }
}

// Names of states, peoples, places and organisations that no longer name has taken.
void Finder::find_names() {
  for (auto& span : spans_)
    if (!span.used) take_name(span);
}

// "North and South Korea": the half that is named by its direction alone is meant too.
void Finder::add_other_half(const Span& span, Draft& draft) {
  if (span.first < 2 || span.last == span.first || draft.who.size() != 1) return;
  const auto direction = [](const std::string& form) {
    return form == "North" || form == "South" || form == "East" || form == "West";
  };
  const auto& half = word(span.first - 2).form;
  if (!direction(word(span.first).form) || !direction(half) || half == word(span.first).form ||
      word(span.first - 1).lemma != "and")
    return;
  std::string name = half;
  for (int i = span.first + 1; i <= span.last; ++i) name += " " + word(i).form;
  const int other = k_.code(k_.code_of(name));
  if (other < 0) return;
  draft.who.insert(draft.who.begin(), {k_.codes[static_cast<std::size_t>(other)].code, {}, {}});
  draft.plural = true;
}

// "the Commission" in a text that has named the European Union: a capitalised last word of a name of that
// organisation or of one of its bodies; the one last named in full first.
void Finder::find_short_names() {
  for (int i = begin_; i < static_cast<int>(drafts_.all.size()); ++i)
    if (const int code = drafts_.all[static_cast<std::size_t>(i)].code;
        code >= 0 && k_.codes[static_cast<std::size_t>(code)].kind == CodeKind::organisation) {
      const int organisation = drafts_.all[static_cast<std::size_t>(i)].organisation;
      named_.push_back(organisation >= 0 ? organisation : -2 - code);
    }
  for (int i = 1; i < size() && !named_.empty() && tagged_ && !shouting_; ++i) {
    const auto& form = word(i).form;
    if (draft_at_[static_cast<std::size_t>(i)] >= 0 || form.size() < 4 ||
        !(form[0] >= 'A' && form[0] <= 'Z') || lower(word(i - 1).form) != "the" ||
        (i + 1 < size() && word(i + 1).upos == Upos::PROPN))
      continue;
    const auto* refs = k_.called_for_short(form);
    if (refs == nullptr || (k_.org_head(form) == nullptr && form != "Council")) continue;
    int chosen = -1;
    for (auto at = named_.rbegin(); at != named_.rend() && chosen < 0; ++at) {
      if (std::find(refs->begin(), refs->end(), *at) != refs->end()) {
        chosen = *at;
        break;
      }
      const int code = *at >= 0 ? k_.organisations[static_cast<std::size_t>(*at)].code : -2 - *at;
      for (const int ref : *refs)
        if (k_.organisations[static_cast<std::size_t>(ref)].code == code) {
          chosen = ref;
          break;
        }
    }
    if (chosen < 0) continue;
    const auto& org = k_.organisations[static_cast<std::size_t>(chosen)];
    auto& draft = add(i - 1, i, i, modifies(i) ? MentionKind::adjective : MentionKind::organisation);
    draft.organisation = chosen;
    draft.code = org.code;
    draft.modifier = modifies(i);
    draft.who.push_back({org.country, org.role, {}});
    draft.confidence = 0.8F;
    if (const int at = span_at_[static_cast<std::size_t>(i)]; at >= 0)
      spans_[static_cast<std::size_t>(at)].used = true;
  }
}

void Finder::take_name(Span& span) {
  if (sense(span, SenseKind::word) != nullptr) {
    span.used = true;
    return;
  }
  const auto head = tree_.head_of(span.first, span.last);
  const auto& w = word(head);
  const auto* state = sense(span, SenseKind::state);
  const auto* adjective = sense(span, SenseKind::adjective);
  const auto* people = sense(span, SenseKind::people);
  const auto* organisation = sense(span, SenseKind::organisation);
  const auto* capital = sense(span, SenseKind::capital);
  const auto* seat = sense(span, SenseKind::seat);
  const auto* place = sense(span, SenseKind::place);
  if (state == nullptr && adjective == nullptr && people == nullptr && organisation == nullptr &&
      capital == nullptr && seat == nullptr && place == nullptr)
    return;
  // "TELL US WHY", and a verb or adverb that looks like a name at the head of a sentence.
  if (tagged_ && (w.upos == Upos::PRON || w.upos == Upos::VERB || w.upos == Upos::AUX ||
                  w.upos == Upos::ADP || w.upos == Upos::DET)) {
    const bool abbreviation = state != nullptr && state->all_capitals != 0 && !shouting_;
    if (!abbreviation && !(w.upos == Upos::VERB && span.last > span.first) &&
        !(w.upos == Upos::VERB && state != nullptr))
      return;
  }
  span.used = true;
  const int next = span.last + 1;
  const bool hyphen = span.partial || (next + 1 < size() && word(next).form == "-" && word(next).head >= 0 &&
                                       !word(next).space_after && !word(span.last).space_after);
  std::string_view after;
  if (span.partial) {
    const auto& form = word(span.last).form;
    after = std::string_view(form).substr(form.rfind('-') == std::string::npos ? 0 : form.rfind('-') + 1);
  } else if (hyphen) {
    after = word(next + 1).form;
  }
  if (hyphen && k_.is_class(after, WordClass::language)) return;
  const bool backed = hyphen && (k_.is_class(after, WordClass::backed) ||
                                 (tagged_ && !span.partial && word(next + 1).xpos == "VBN"));
  // "pro-Russian", "anti-American": for or against it, not its own.
  const bool attitude =
      span.first > 1 && word(span.first - 1).form == "-" && !word(span.first - 2).space_after &&
      (lower(word(span.first - 2).form) == "pro" || lower(word(span.first - 2).form) == "anti" ||
       lower(word(span.first - 2).form) == "non");

  const auto settle = [&](Draft& draft) {
    span.draft = index_of(draft);
    if (backed || attitude) draft.not_owner = true;
    if (attitude) draft.confidence = 0.4F;
    if (tagged_) judge_place(draft);
  };
  const bool possessive =
      next < size() && (word(next).xpos == "POS" || word(next).form == "'s" || word(next).form == "'");
  // "the Dutch", "Russians", "a Kazakh": people; before a noun the same word is an adjective.
  const bool before_noun = tagged_ && modifies(head) && w.head > span.last && !possessive;
  // "Burundi" is a state and its own adjective.
  const bool the_state = state != nullptr && !before_noun && !backed && !attitude && !span.partial;
  if (adjective != nullptr && !the_state &&
      (people == nullptr || before_noun || w.upos == Upos::ADJ || backed || attitude || span.partial)) {
    const bool the_people = people != nullptr && !before_noun && !backed && !attitude && !span.partial &&
                            tagged_ && !modifies(head) && tree_.relation(head) != Deprel::root &&
                            w.upos == Upos::ADJ && tree_.child(head, Deprel::det) >= 0 &&
                            (is_subject(tree_.relation(head)) || tree_.relation(head) == Deprel::obj ||
                             tree_.relation(head) == Deprel::obl || tree_.relation(head) == Deprel::nmod ||
                             tree_.relation(head) == Deprel::conj);
    if (!the_people &&
        !(people != nullptr && !before_noun && span.first > 0 && lower(word(span.first - 1).form) == "the" &&
          next < size() && word(next).upos == Upos::VERB && !backed)) {
      auto& draft = add(span.first, span.last, head, MentionKind::adjective);
      draft.code = adjective->ref;
      draft.who.push_back({k_.codes[static_cast<std::size_t>(adjective->ref)].code, {}, {}});
      draft.modifier = true;
      settle(draft);
      return;
    }
  }
  if (people != nullptr && state == nullptr) {
    auto& draft =
        add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::people);
    draft.code = people->ref;
    const bool civilians = !before_noun;
    draft.who.push_back({k_.codes[static_cast<std::size_t>(people->ref)].code,
                         civilians ? std::string_view("civilians") : std::string_view(),
                         {}});
    for (int i = 0; i < span.count; ++i)
      draft.plural |= senses_[static_cast<std::size_t>(span.begin + i)]->plural &&
                      senses_[static_cast<std::size_t>(span.begin + i)]->kind == SenseKind::people;
    if (w.xpos == "NNP" || w.xpos == "NN") draft.plural = sense(span, SenseKind::people)->plural;
    draft.definite = span.first > 0 && lower(word(span.first - 1).form) == "the";
    if (draft.definite && !before_noun) --draft.first;
    draft.modifier = before_noun;
    settle(draft);
    return;
  }
  // "Georgia Governor Brian Kemp", "Atlanta, Georgia": a part of another state that has the state's name.
  if (state != nullptr && span.first == span.last)
    if (const auto* other = k_.namesake(word(span.first).form); other != nullptr) {
      bool told = std::find(namesakes_.begin(), namesakes_.end(), other) != namesakes_.end();
      for (int i = std::max(0, span.first - 4); !told && i < size() && i <= span.last + 3; ++i)
        told = i != span.first &&
               std::find(other->words.begin(), other->words.end(), word(i).form) != other->words.end();
      if (told) {
        if (std::find(namesakes_.begin(), namesakes_.end(), other) == namesakes_.end())
          namesakes_.push_back(other);
        auto& draft =
            add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::state);
        draft.code = other->code;
        draft.modifier = before_noun;
        draft.who.push_back({k_.codes[static_cast<std::size_t>(other->code)].code, {}, {}});
        draft.confidence = 0.8F;
        settle(draft);
        draft.place = !before_noun;
        return;
      }
    }
  if (organisation != nullptr) {
    const auto& org = k_.organisations[static_cast<std::size_t>(organisation->ref)];
    const bool international = org.role.empty();
    auto& draft =
        add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::organisation);
    draft.organisation = organisation->ref;
    draft.code = org.code;
    draft.modifier = before_noun;
    draft.who.push_back(
        {org.country, org.role, international ? std::string_view() : std::string_view(org.name)});
    settle(draft);
    draft.place = false;
    return;
  }
  if (state != nullptr) {
    auto& draft = add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::state);
    draft.code = state->ref;
    draft.modifier = before_noun;
    draft.who.push_back({k_.codes[static_cast<std::size_t>(state->ref)].code, {}, {}});
    add_other_half(span, draft);
    settle(draft);
    return;
  }
  if (seat != nullptr) {
    auto& draft =
        add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::metonym);
    draft.code = seat->ref;
    draft.modifier = before_noun;
    draft.who.push_back({k_.codes[static_cast<std::size_t>(seat->ref)].code, "government", {}});
    settle(draft);
    return;
  }
  if (capital != nullptr) {
    auto& draft =
        add(span.first, span.last, head, before_noun ? MentionKind::adjective : MentionKind::metonym);
    draft.code = capital->ref;
    draft.modifier = before_noun;
    draft.who.push_back({k_.codes[static_cast<std::size_t>(capital->ref)].code, {}, {}});
    settle(draft);
    return;
  }
  const auto& home = k_.codes[static_cast<std::size_t>(k_.places[static_cast<std::size_t>(place->ref)].code)];
  auto& draft = add(span.first, span.last, head, MentionKind::state);
  draft.who.push_back({home.code, {}, {}});
  draft.code = k_.places[static_cast<std::size_t>(place->ref)].code;
  draft.modifier = before_noun;
  span.draft = index_of(draft);
  draft.place = true;
  draft.confidence = 0.8F;
}

// "talks in Doha", "arrived in Astana", "flew to Moscow": a place where something happens, no doer.
void Finder::judge_place(Draft& draft) const {
  const int head = tree_.first_conjunct(draft.head);
  const auto r = tree_.relation(head);
  if (r != Deprel::obl && r != Deprel::nmod && r != Deprel::obj) {
    // A dateline: "BRUSSELS - The ...".
    draft.place = draft.first == 0 && draft.kind == MentionKind::metonym && draft.last + 1 < size() &&
                  (word(draft.last + 1).form == "-" || word(draft.last + 1).form == "--" ||
                   word(draft.last + 1).form == "(") &&
                  word(draft.last).space_after;
    return;
  }
  const int governor = tree_.head(head);
  if (governor < 0) return;
  auto preposition = std::string(tree_.preposition(head));
  if (preposition.empty() && tree_.preposition(draft.head).size() > 0)
    preposition = tree_.preposition(draft.head);
  if (preposition.empty()) {
    // "left Kazakhstan", "visit Beijing": what is left or visited stays an actor unless it is a city.
    draft.place = r == Deprel::obj && draft.kind == MentionKind::metonym &&
                  k_.is_class(word(governor).lemma, WordClass::motion);
    return;
  }
  if (k_.is_class(preposition, WordClass::locative)) {
    draft.place = true;
    // "interest in", "confidence in", "role in": the state itself; only places when it is a verb's or an
    // event's.
    return;
  }
  if (k_.is_class(preposition, WordClass::towards))
    draft.place = k_.is_class(word(governor).lemma, WordClass::motion);
}

void Finder::find_pronouns() {
  for (auto& span : spans_) {
    const auto* s = sense(span, SenseKind::pronoun);
    if (s == nullptr || span.used || span.last != span.first) continue;
    const auto& w = word(span.first);
    if (!tagged_ || w.upos != Upos::PRON) {
      if (span.count == 1) span.used = true;
      if (w.upos != Upos::DET || w.xpos != "PRP$") continue;
    }
    const auto& pronoun = k_.pronouns[static_cast<std::size_t>(s->ref)];
    if (sense(span, SenseKind::state) != nullptr && w.form == "US" && !shouting_) continue;
    span.used = true;
    if (w.deprel == Deprel::expl && lower(w.form) != "it") continue;
    if (pronoun.kind == PronounKind::which && lower(w.form) == "that") {
      // A relative pronoun only as a noun of its clause.
      if (!is_subject(w.deprel) && w.deprel != Deprel::obj && w.deprel != Deprel::obl) continue;
      if (w.head < 0 ||
          (tree_.relation(w.head) != Deprel::acl_relcl && tree_.relation(w.head) != Deprel::acl))
        continue;
    }
    auto& draft = add(span.first, span.last, span.first, MentionKind::pronoun);
    draft.pronoun = &pronoun;
    draft.plural = pronoun.kind == PronounKind::they || pronoun.kind == PronounKind::we;
    if (pronoun.kind == PronounKind::he) draft.gender = 'm';
    if (pronoun.kind == PronounKind::she) draft.gender = 'f';
    span.draft = index_of(draft);
  }
}

}  // namespace realign::actors
