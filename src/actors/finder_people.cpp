// The finder's part for persons and organisations, known or not: runs of capitalised words and what speaks
// for each reading.
#include <algorithm>

#include "actors/finder.h"

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

namespace {

bool initial(std::string_view form) {
  return form.size() <= 2 && capitalised(form) && (form.size() == 1 || form[1] == '.');
}

bool all_upper(std::string_view form) {
  return form.size() > 1 &&
         std::none_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_digit(std::string_view form) {
  return std::any_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// A word that may be part of a name and is not spoken for: capitalised, a proper noun or at least a noun.
bool Finder::name_word(int i) const {
  const auto& w = word(i);
  if (!capitalised(w.form) || has_digit(w.form) || k_.is_class(w.form, WordClass::calendar) ||
      k_.is_class(w.form, WordClass::title))
    return false;
  if (w.upos != Upos::PROPN && w.upos != Upos::X && !(w.upos == Upos::NOUN && i > 0) &&
      !(w.upos == Upos::ADJ && w.xpos == "NNP")) {
    // Taggers stumble over foreign names; a given name is one at any rate.
    if (!(i > 0 && (w.upos == Upos::VERB || w.upos == Upos::ADJ || w.upos == Upos::ADV) &&
          (k_.given_name(w.form) != '\0' || word(i - 1).upos == Upos::PROPN)) &&
        k_.given_name(w.form) == '\0')
      return false;
    if (w.upos == Upos::ADP || w.upos == Upos::DET || w.upos == Upos::PRON || w.upos == Upos::AUX ||
        w.upos == Upos::SCONJ || w.upos == Upos::CCONJ)
      return false;
  }
  const int s = span_at_[static_cast<std::size_t>(i)];
  if (s < 0) return true;
  const auto& span = spans_[static_cast<std::size_t>(s)];
  if (span.used) return false;
  if (sense(span, SenseKind::surname) != nullptr) {
    // "Nepal" is a state and somebody's surname: the person only behind a title.
    const bool elsewhere =
        sense(span, SenseKind::state) != nullptr || sense(span, SenseKind::capital) != nullptr ||
        sense(span, SenseKind::adjective) != nullptr || sense(span, SenseKind::people) != nullptr ||
        sense(span, SenseKind::organisation) != nullptr || sense(span, SenseKind::word) != nullptr;
    const bool place = sense(span, SenseKind::place) != nullptr && i > 0 && word(i - 1).upos == Upos::ADP;
    return !(elsewhere || place) ||
           (i > 0 && (title_before(i) >= 0 || k_.is_class(word(i - 1).form, WordClass::title) ||
                      (word(i - 1).upos == Upos::PROPN && k_.given_name(word(i - 1).form) != '\0')));
  }
  if (sense(span, SenseKind::person) != nullptr) return false;
  if (span.first != span.last) return false;
  // Words of the role table in capitals ("Chief", "Major") are titles, not names; pronouns never.
  return false;
}

// Organisations by their head noun: "Kazakhstan Institute for Strategic Studies", "Moscow City Court".
void Finder::find_organisations() {
  if (!tagged_ || shouting_) return;
  for (int h = 0; h < size(); ++h) {
    const auto& form = word(h).form;
    if (!capitalised(form)) continue;
    const auto* role = k_.org_head(form);
    if (role == nullptr) continue;
    const int at = span_at_[static_cast<std::size_t>(h)];
    if (at >= 0) {
      const auto& span = spans_[static_cast<std::size_t>(at)];
      if (span.used ||
          (sense(span, SenseKind::role) == nullptr && sense(span, SenseKind::nominal) == nullptr))
        continue;
      if (const auto* person_role = sense(span, SenseKind::role);
          person_role != nullptr && k_.roles[static_cast<std::size_t>(person_role->ref)].person)
        continue;
    }
    if (draft_at_[static_cast<std::size_t>(h)] >= 0) continue;
    const auto part = [&](int i) {
      const auto& w = word(i);
      if (draft_at_[static_cast<std::size_t>(i)] >= 0) return false;
      if (w.form == "-") return i > 0 && !word(i - 1).space_after && capitalised(word(i - 1).form);
      if (!capitalised(w.form) || k_.is_class(w.form, WordClass::title) ||
          k_.is_class(w.form, WordClass::calendar))
        return false;
      if (w.upos == Upos::DET || w.upos == Upos::PRON || w.upos == Upos::ADP || w.upos == Upos::VERB ||
          w.upos == Upos::AUX || w.upos == Upos::ADV || w.upos == Upos::CCONJ || w.upos == Upos::SCONJ)
        return false;
      const int s = span_at_[static_cast<std::size_t>(i)];
      if (s < 0) return true;
      const auto& span = spans_[static_cast<std::size_t>(s)];
      if (span.used && sense(span, SenseKind::word) == nullptr) return false;
      if (sense(span, SenseKind::person) != nullptr || sense(span, SenseKind::seat) != nullptr) return false;
      if (const auto* r = sense(span, SenseKind::role);
          r != nullptr && k_.roles[static_cast<std::size_t>(r->ref)].person)
        return false;
      return true;
    };
    int first = h, last = h;
    while (first > 0 && part(first - 1) &&
           !(first - 1 == 0 && word(0).upos != Upos::PROPN && word(0).upos != Upos::ADJ))
      --first;
    while (last + 1 < size() && part(last + 1) &&
           (k_.org_head(word(last + 1).form) != nullptr || word(last + 1).upos == Upos::PROPN) &&
           !(k_.given_name(word(last + 1).form) != '\0'))
      ++last;
    // "... for Strategic Studies", "... of Foreign Affairs and Trade".
    const int core = last;
    for (int i = last + 1; i + 1 < size();) {
      const auto& w = word(i);
      const bool joint = w.form == "of" || w.form == "for" || w.form == "on" || w.form == "&" ||
                         (w.form == "and" && last > core) || (w.form == "in" && last > core);
      if (!joint) break;
      int next = i + 1;
      if (next < size() && lower(word(next).form) == "the") ++next;
      if (next >= size() || !capitalised(word(next).form) ||
          k_.is_class(word(next).form, WordClass::calendar) ||
          !(word(next).upos == Upos::PROPN || word(next).upos == Upos::NOUN || word(next).upos == Upos::ADJ))
        break;
      if (w.form == "and" && span_at_[static_cast<std::size_t>(next)] >= 0) {
        const auto& span = spans_[static_cast<std::size_t>(span_at_[static_cast<std::size_t>(next)])];
        if (sense(span, SenseKind::role) == nullptr && sense(span, SenseKind::nominal) == nullptr) break;
      }
      // "the University of Oxford" takes its place; "the Parliament of Georgia" leaves the state outside, as
      // its owner.
      if ((w.form == "of" || w.form == "in") && span_at_[static_cast<std::size_t>(next)] >= 0) {
        const auto& span = spans_[static_cast<std::size_t>(span_at_[static_cast<std::size_t>(next)])];
        if (sense(span, SenseKind::state) != nullptr) break;
      }
      last = next;
      while (last + 1 < size() && part(last + 1)) ++last;
      i = last + 1;
    }
    if (first == last) continue;
    // "Group F" names no organisation.
    bool wordy = false;
    for (int i = first; i <= last; ++i) wordy |= i != h && word(i).form.size() > 2;
    if (!wordy) continue;
    // "Kazakh Foreign Ministry" is a role of a state; only a name of its own makes an organisation.
    bool named = false;
    for (int i = first; i <= last; ++i) {
      const int s = span_at_[static_cast<std::size_t>(i)];
      if (word(i).form == "-" || word(i).form == "of" || word(i).form == "for" || word(i).form == "and" ||
          word(i).form == "the" || word(i).form == "The")
        continue;
      if (s < 0) {
        named |= i != h;
        continue;
      }
      const auto& span = spans_[static_cast<std::size_t>(s)];
      const bool place =
          sense(span, SenseKind::place) != nullptr || sense(span, SenseKind::capital) != nullptr;
      const bool role_word =
          sense(span, SenseKind::role) != nullptr || sense(span, SenseKind::nominal) != nullptr;
      if (place && sense(span, SenseKind::state) == nullptr) named = true;
      if (!place && !role_word && sense(span, SenseKind::state) == nullptr &&
          sense(span, SenseKind::adjective) == nullptr && sense(span, SenseKind::organisation) == nullptr)
        named = true;
    }
    const bool long_name = last > core;
    if (!named && !long_name && (at >= 0 || first + 1 >= last)) {
      if (at >= 0 ||
          (span_at_[static_cast<std::size_t>(first)] >= 0 && first + 1 == last && *role == "business"))
        continue;
    }
    if (!named && at >= 0) continue;
    // Whose: the state that its name holds.
    std::string_view home;
    for (int i = first; i <= last; ++i) {
      const int s = span_at_[static_cast<std::size_t>(i)];
      if (s < 0) continue;
      auto& span = spans_[static_cast<std::size_t>(s)];
      if (home.empty()) {
        for (const auto kind : {SenseKind::state, SenseKind::adjective, SenseKind::capital, SenseKind::place,
                                SenseKind::organisation}) {
          const auto* found = sense(span, kind);
          if (found == nullptr) continue;
          if (kind == SenseKind::place)
            home =
                k_.codes[static_cast<std::size_t>(k_.places[static_cast<std::size_t>(found->ref)].code)].code;
          else if (kind == SenseKind::organisation)
            home = k_.organisations[static_cast<std::size_t>(found->ref)].country;
          else
            home = k_.codes[static_cast<std::size_t>(found->ref)].code;
          break;
        }
      }
      span.used = true;
    }
    const int head = tree_.head_of(first, last);
    std::string name;
    for (int i = first; i <= last; ++i) {
      if (!name.empty() && word(i - 1).space_after) name += ' ';
      name += word(i).form;
    }
    auto& draft =
        add(first, last, head,
            modifies(head) && word(head).head > last ? MentionKind::adjective : MentionKind::organisation);
    draft.modifier = draft.kind == MentionKind::adjective;
    draft.who.push_back({home, *role, drafts_.keep(std::move(name))});
    draft.confidence = 0.8F;
    h = last;
  }
}

int Finder::title_before(int first) const {
  if (first == 0) return -1;
  int at = first - 1;
  if (word(at).form == "\"" && at > 0) --at;
  const int s = span_at_[static_cast<std::size_t>(at)];
  if (s < 0) return -1;
  const auto& span = spans_[static_cast<std::size_t>(s)];
  const auto* role = sense(span, SenseKind::role);
  if (role == nullptr || role->plural || span.used || !k_.roles[static_cast<std::size_t>(role->ref)].person)
    return -1;
  return span.last == at ? s : -1;
}

// What speaks for the words being a person's name.
int Finder::evidence(int first, int last) const {
  int score = 0;
  const auto given = k_.given_name(word(first).form);
  if (given != '\0') score += 2;
  for (int i = first; i <= last; ++i) {
    const auto& w = word(i);
    if (i > first && i < last && initial(w.form)) ++score;
    if (!capitalised(w.form) && k_.is_class(w.form, WordClass::particle)) ++score;
    if (i > first && w.deprel == Deprel::flat) ++score;
    if (i > first && w.deprel == Deprel::compound && w.head >= first && w.head <= last) --score;
    if (all_upper(w.form) && !shouting_ && !initial(w.form)) score -= 2;
    if (w.upos == Upos::NOUN) --score;
    if (k_.org_head(w.form) != nullptr) score -= 2;
  }
  if (last - first > 4) score -= 2;
  if (const int s = span_at_[static_cast<std::size_t>(last)];
      s >= 0 && sense(spans_[static_cast<std::size_t>(s)], SenseKind::surname) != nullptr)
    ++score;
  if (first > 0) {
    const auto& before = word(first - 1);
    if (k_.is_class(before.form, WordClass::title)) score += 3;
    if (title_before(first) >= 0) score += 3;
    if (lower(before.form) == "the" || lower(before.form) == "a" || lower(before.form) == "an") score -= 3;
    if (before.upos == Upos::ADP && (before.form == "in" || before.form == "at" || before.form == "on" ||
                                     before.form == "In" || before.form == "near"))
      score -= 2;
  }
  const int head = tree_.head_of(first, last);
  const int verb = tree_.head(head);
  if (is_subject(tree_.relation(head)) && verb >= 0 && k_.is_class(word(verb).lemma, WordClass::say))
    score += 2;
  if (is_modifier(tree_.relation(head)) && verb > last) score -= 2;
  if (last + 2 < size() && word(last + 1).form == ",") {
    if (word(last + 2).upos == Upos::NUM) score += 2;  // "..., 45, ..."
    if (lower(word(last + 2).form) == "who") score += 2;
    for (int i = last + 2; i < size() && i < last + 8; ++i) {
      if (word(i).upos == Upos::VERB || word(i).upos == Upos::ADP || word(i).upos == Upos::PUNCT) break;
      const int s = span_at_[static_cast<std::size_t>(i)];
      if (s < 0) continue;
      const auto* role = sense(spans_[static_cast<std::size_t>(s)], SenseKind::role);
      if (role != nullptr && !role->plural && k_.roles[static_cast<std::size_t>(role->ref)].person) {
        score += 2;
        break;
      }
    }
  }
  return score;
}

void Finder::take_person(int first, int last, int known, const std::vector<const Sense*>& candidates) {
  const int head = tree_.head_of(first, last);
  // "Chad Smith", "Michael Jordan": whatever the words mean elsewhere, here they are a name.
  for (int i = first; i <= last; ++i)
    if (span_at_[static_cast<std::size_t>(i)] >= 0)
      spans_[static_cast<std::size_t>(span_at_[static_cast<std::size_t>(i)])].used = true;
  int from = first;
  char gender = '\0';
  while (from > 0 && k_.is_class(word(from - 1).form, WordClass::title) &&
         draft_at_[static_cast<std::size_t>(from - 1)] < 0) {
    --from;
    if (k_.is_class(word(from).form, WordClass::female)) gender = 'f';
    if (k_.is_class(word(from).form, WordClass::male)) gender = 'm';
    const int s = span_at_[static_cast<std::size_t>(from)];
    if (s >= 0 && spans_[static_cast<std::size_t>(s)].first == from &&
        spans_[static_cast<std::size_t>(s)].last == from &&
        sense(spans_[static_cast<std::size_t>(s)], SenseKind::role) == nullptr)
      spans_[static_cast<std::size_t>(s)].used = true;
    if (s >= 0 && sense(spans_[static_cast<std::size_t>(s)], SenseKind::role) != nullptr) {
      ++from;  // a role, which has more to say
      break;
    }
  }
  auto& draft = add(from, last, head, MentionKind::person);
  draft.titled = from < first;
  draft.gender = gender;
  draft.person = known;
  draft.candidates = candidates;
  draft.full_name = known >= 0 || last > first;
  if (draft.gender == '\0' && last > first) {
    const char g = k_.given_name(word(first).form);
    if (g == 'm' || g == 'f') draft.gender = g;
  }
  std::string name;
  for (int i = first; i <= last; ++i) {
    if (!name.empty() && word(i - 1).space_after) name += ' ';
    name += word(i).form;
  }
  // The short name: the last word, with the particle before it left off.
  draft.key = drafts_.keep(fold(word(last).form));
  draft.who.push_back(
      {{},
       {},
       // With the text's own accents, where it has them.
       known >= 0 && std::none_of(name.begin(), name.end(), [](char c) { return (c & 0x80) != 0; })
           ? std::string_view(k_.persons[static_cast<std::size_t>(known)].name)
           : drafts_.keep(std::move(name))});
}

// A run of name words from `from`; true if it was taken.
bool Finder::find_person_run(int from, int& end) {
  int last = from;
  while (last + 1 < size()) {
    const auto& w = word(last + 1);
    if (w.form == "-" && !word(last).space_after && !w.space_after && last + 2 < size() &&
        capitalised(word(last + 2).form) && (name_word(last + 2) || word(last + 2).upos == Upos::PROPN)) {
      last += 2;
      continue;
    }
    // "Lee Cheuk-yan"
    if (w.form == "-" && last > from && !word(last).space_after && !w.space_after && last + 2 < size() &&
        word(last + 2).form.size() > 1 && !k_.is_class(word(last + 2).form, WordClass::backed) &&
        !k_.is_class(word(last + 2).form, WordClass::language) &&
        span_at_[static_cast<std::size_t>(last + 2)] < 0 && word(last + 2).upos != Upos::VERB &&
        word(last + 2).form[0] >= 'a' && word(last + 2).form[0] <= 'z') {
      last += 2;
      continue;
    }
    if (draft_at_[static_cast<std::size_t>(last + 1)] >= 0) break;
    if (name_word(last + 1)) {
      ++last;
      continue;
    }
    // A state's or city's name after a given name: "Michael Jordan".
    const int s = span_at_[static_cast<std::size_t>(last + 1)];
    if (s >= 0 && !spans_[static_cast<std::size_t>(s)].used &&
        spans_[static_cast<std::size_t>(s)].first == last + 1 &&
        spans_[static_cast<std::size_t>(s)].last == last + 1 && last == from && capitalised(w.form) &&
        w.upos == Upos::PROPN &&
        (k_.given_name(word(from).form) != '\0' ||
         (tree_.relation(last + 1) == Deprel::flat && tree_.head(last + 1) == last &&
          k_.org_head(word(from).form) == nullptr)) &&
        sense(spans_[static_cast<std::size_t>(s)], SenseKind::role) == nullptr &&
        (tree_.head(last + 1) == last || tree_.head(last) == last + 1)) {
      const auto r = tree_.head(last + 1) == last ? tree_.relation(last + 1) : tree_.relation(last);
      if (r == Deprel::flat || r == Deprel::compound) {
        ++last;
        continue;
      }
    }
    // "bin", "al", "de" between names.
    int particles = 0;
    while (last + 1 + particles < size() && particles < 3 &&
           (k_.is_class(lower(word(last + 1 + particles).form), WordClass::particle) ||
            word(last + 1 + particles).form == "-") &&
           (particles > 0 || word(last + 1).form != "-"))
      ++particles;
    if (particles > 0 && last + 1 + particles < size() && capitalised(word(last + 1 + particles).form) &&
        (name_word(last + 1 + particles) || word(last + 1 + particles).upos == Upos::PROPN)) {
      last += particles + 1;
      continue;
    }
    break;
  }
  end = last;
  // Initials and particles do not end a name.
  if (last == from) {
    const int s = span_at_[static_cast<std::size_t>(from)];
    std::vector<const Sense*> candidates;
    if (s >= 0)
      for (int i = 0; i < spans_[static_cast<std::size_t>(s)].count; ++i) {
        const auto* c = senses_[static_cast<std::size_t>(spans_[static_cast<std::size_t>(s)].begin + i)];
        if (c->kind == SenseKind::surname) candidates.push_back(c);
      }
    if (all_upper(word(from).form) && !shouting_) return false;
    if (k_.org_head(word(from).form) != nullptr && candidates.empty()) return false;
    take_person(from, from, -1, candidates);
    return true;
  }
  // "Xi" of a longer surname span may begin or end a run of others: the table's longest name was tried
  // before.
  if (evidence(from, last) < 2) {
    return false;
  }
  take_person(from, last, -1, {});
  return true;
}

void Finder::find_persons() {
  if (!tagged_) {
    for (auto& span : spans_)
      if (const auto* person = sense(span, SenseKind::person); person != nullptr && !span.used)
        take_person(span.first, span.last, person->ref, {});
    return;
  }
  for (int i = 0; i < size(); ++i) {
    if (draft_at_[static_cast<std::size_t>(i)] >= 0) continue;
    const int s = span_at_[static_cast<std::size_t>(i)];
    if (s >= 0) {
      auto& span = spans_[static_cast<std::size_t>(s)];
      if (!span.used && span.first == i) {
        const auto* person = sense(span, SenseKind::person);
        if (person != nullptr) {
          // Two of one name: the one in office, else the first listed.
          int best = person->ref, best_rank = -1;
          for (int c = 0; c < span.count; ++c) {
            const auto* other = senses_[static_cast<std::size_t>(span.begin + c)];
            if (other->kind != SenseKind::person) continue;
            const auto standing = k_.standing(other->ref, date_);
            const int rank = (standing.current ? 100 : 0) + standing.rank;
            if (rank > best_rank) best = other->ref, best_rank = rank;
          }
          const int last = span.last;
          take_person(i, last, best, {});
          i = last;
          continue;
        }
        // A surname of several words ("bin Salman", "Al Thani").
        if (span.last > span.first && sense(span, SenseKind::surname) != nullptr) {
          std::vector<const Sense*> candidates;
          for (int c = 0; c < span.count; ++c)
            if (senses_[static_cast<std::size_t>(span.begin + c)]->kind == SenseKind::surname)
              candidates.push_back(senses_[static_cast<std::size_t>(span.begin + c)]);
          const int last = span.last;
          take_person(i, last, -1, candidates);
          drafts_.all.back().full_name = false;
          i = last;
          continue;
        }
      }
    }
    int end = i;
    const auto& w = word(i);
    bool starts = name_word(i);
    if (starts && i == 0 && w.upos != Upos::PROPN) starts = k_.given_name(w.form) != '\0';
    // A given name that is also a state's or a city's: "Jordan Peterson", "Chad Smith".
    if (!starts && s >= 0 && w.upos == Upos::PROPN && i + 1 < size() && k_.given_name(w.form) != '\0') {
      const auto& span = spans_[static_cast<std::size_t>(s)];
      const auto* role = sense(span, SenseKind::role);
      if (!span.used && span.first == i && span.last == i &&
          (role == nullptr || k_.roles[static_cast<std::size_t>(role->ref)].needs) && name_word(i + 1) &&
          word(i + 1).upos == Upos::PROPN && k_.org_head(word(i + 1).form) == nullptr &&
          (tree_.head(i + 1) == i || tree_.head(i) == i + 1 || tree_.head(i) == tree_.head(i + 1)) &&
          tree_.relation(i + 1) != Deprel::appos)
        starts = true;
    }
    if (!starts) continue;
    if (find_person_run(i, end))
      i = end;
    else
      i = std::max(i, end);
  }
}

}  // namespace realign::actors
