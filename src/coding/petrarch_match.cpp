#include "coding/petrarch_match.h"

#include <algorithm>

namespace realign::coding::petrarch {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr int kNested = 3;  // prepositional phrases within one another that still belong to the verb

// Whether the words hold as one noun phrase whose head is word `i`: its last element ends there, the one
// before it stands next to it, and the others stand anywhere before that within the phrase, in order.
bool phrase_holds(const SentenceView& v, int i, const std::vector<Element>& words) {
  int first = 0;
  if (words.empty() || !v.ends(i, words.back(), first)) return words.empty();
  const int left = v.first_piece(v.left_edge(i));
  for (std::size_t k = words.size() - 1; k-- > 0;) {
    bool found = false;
    for (int p = first - 1; p >= left && !found; --p) {
      const int w = v.word_of_piece(p);
      if (v.first_piece(w + 1) != p + 1) continue;  // not the word's end
      int from = 0;
      // "death and injury toll" has a death toll: what is coordinate with the word next to the head counts as
      // it.
      const int other = v.word(w).deprel == Deprel::conj ? v.word(w).head : w;
      if ((v.ends(w, words[k], from) || (other < w && v.ends(other, words[k], from))) && from >= left) {
        first = from;
        found = true;
      } else if (k + 2 == words.size()) {
        break;  // next to the head or not at all
      }
    }
    if (!found) return false;
  }
  return true;
}

// Heads of noun phrases, particles and complements that belong to the verb itself.
void complements(const SentenceView& v, int verb, bool passive, int subject, std::vector<int>& out) {
  if (passive && subject >= 0) out.push_back(subject);
  for (const int c : v.children(verb)) {
    switch (v.word(c).deprel) {
      case Deprel::obj:
      case Deprel::iobj:
      case Deprel::xcomp:
      case Deprel::ccomp:
      case Deprel::advmod:
      case Deprel::compound_prt:
      case Deprel::compound:
      case Deprel::obl_unmarked:
      case Deprel::nmod_unmarked:
      case Deprel::dep:
      case Deprel::nmod:
      case Deprel::obl:
      case Deprel::advcl:
      case Deprel::conj:
        if (v.verbal(c)) break;  // a clause of its own, or an infinitive: "(TO LEAVE)"
        if (v.preposition(c) < 0) out.push_back(c);
        break;
      default:
        break;
    }
  }
  // What is coordinate with them, and what a noun of quantity holds: "a set of resolutions".
  for (std::size_t at = 0; at < out.size() && out.size() < 64; ++at)
    for (const int c : v.children(out[at])) {
      const auto r = v.word(c).deprel;
      const bool of = (r == Deprel::nmod || r == Deprel::obl) && v.preposition(c) >= 0 &&
                      v.lower(v.preposition(c)) == "of" && v.nominal(out[at]);
      if (of || (r == Deprel::conj && !v.verbal(c)) || (r == Deprel::compound_prt)) out.push_back(c);
    }
}

struct Places {
  std::vector<int> before, after, phrases;
};

// `from`: the head of the pattern's last prepositional phrase, before which the next one does not stand.
bool item_holds(const SentenceView& v, const Item& item, const Places& places, bool after, int verb,
                int& from, Match& match) {
  const auto& heads = after ? places.after : places.before;
  switch (item.kind) {
    case Item::Kind::phrase:
      return std::any_of(heads.begin(), heads.end(), [&](int h) { return phrase_holds(v, h, item.words); });
    case Item::Kind::preposition: {
      const auto is_one = [&](int number) {
        return number >= 0 && std::find(item.prepositions.begin(), item.prepositions.end(), number) !=
                                  item.prepositions.end();
      };
      for (const int h : places.phrases) {
        if (after != (h > verb) || (after && h < from)) continue;
        const int p = v.preposition(h);
        // "to leave": the mark of an infinitive is a preposition here.
        const int mark = p < 0 ? v.child(h, Deprel::mark) : p;
        if (mark < 0 || !is_one(v.form(mark))) continue;
        std::vector<int> inside{h};
        for (std::size_t at = 0; at < inside.size() && inside.size() < 32; ++at)
          for (const int c : v.children(inside[at])) {
            const auto r = v.word(c).deprel;
            // "(ON ECONOMIC)" holds for "on economic issues" too.
            const bool modifier =
                at == 0 && item.words.size() == 1 && (r == Deprel::amod || r == Deprel::compound);
            if ((r == Deprel::conj && !v.verbal(c)) || modifier ||
                (r == Deprel::nmod && v.preposition(c) >= 0 && v.lower(v.preposition(c)) == "of"))
              inside.push_back(c);
          }
        if (!item.words.empty() &&
            std::none_of(inside.begin(), inside.end(), [&](int w) { return phrase_holds(v, w, item.words); }))
          continue;
        if (item.role == Item::Kind::source) match.source = h;
        if (item.role == Item::Kind::target) match.target = h;
        if (item.role == Item::Kind::anyone) match.anyone.push_back(h);
        if (after) from = h;
        return true;
      }
      if (!item.words.empty() || item.role != Item::Kind::phrase) {
        // "off row": a particle and an object.
        if (item.role != Item::Kind::phrase) return false;
        const bool particle =
            std::any_of(heads.begin(), heads.end(), [&](int h) { return is_one(v.form(h)); });
        return particle &&
               std::any_of(heads.begin(), heads.end(), [&](int h) { return phrase_holds(v, h, item.words); });
      }
      return std::any_of(heads.begin(), heads.end(), [&](int h) { return is_one(v.form(h)); });
    }
    case Item::Kind::source:
      if (after) match.source_behind = true;
      return true;
    case Item::Kind::target:
      if (after)
        match.target_behind = true;
      else
        match.subject_is_target = true;
      return true;
    case Item::Kind::anyone:
      return true;
    case Item::Kind::both:
      match.both = true;
      return !places.before.empty() && v.named(places.before.front()).size() > 1;
  }
  return false;
}

bool stands_at(const SentenceView& v, const Verb& verb, int i) {
  // Words before: pieces of the same word ("re-establish"), else the words just before it.
  int p = v.first_piece(i + 1) - 1;
  for (std::size_t k = verb.before.size(); k-- > 0;)
    if (--p < 0 || v.pieces()[static_cast<std::size_t>(p)] != verb.before[k]) return false;
  p = v.first_piece(i + 1);
  int last = i;
  for (const int piece : verb.after) {
    const auto at = static_cast<std::size_t>(p);
    if (at < v.pieces().size() && v.pieces()[at] == piece) {
      last = v.word_of_piece(p);
      ++p;
      continue;
    }
    // "broke talks off", "take careful note": a particle or an object behind.
    int found = -1;
    for (const int c : v.children(i)) {
      const auto r = v.word(c).deprel;
      if (c > last && v.form(c) == piece &&
          (r == Deprel::compound_prt || r == Deprel::advmod || r == Deprel::obj || r == Deprel::xcomp))
        found = c;
    }
    if (found < 0) return false;
    last = found;
    p = v.first_piece(found + 1);
  }
  return true;
}

}  // namespace

const Verb* verb_at(const SentenceView& view, const VerbDictionary& verbs, int i) {
  const int end = view.first_piece(i + 1);
  if (end == view.first_piece(i)) return nullptr;
  const int piece = view.pieces()[static_cast<std::size_t>(end) - 1];
  const auto* entries = piece < 0 ? nullptr : verbs.with_form(piece);
  if (entries == nullptr) return nullptr;
  for (const auto& verb : *entries)
    if (stands_at(view, verb, i)) return &verb;
  return nullptr;
}

std::vector<int> phrases_below(const SentenceView& v, int verb) {
  std::vector<int> out;
  std::vector<std::pair<int, int>> queue{{verb, 0}};  // word, nesting
  for (std::size_t at = 0; at < queue.size() && queue.size() < 128; ++at) {
    const auto [w, nested] = queue[at];
    for (const int c : v.children(w)) {
      const auto r = v.word(c).deprel;
      const bool infinitive =
          (r == Deprel::xcomp || r == Deprel::advcl || r == Deprel::acl || r == Deprel::ccomp) &&
          v.child(c, Deprel::mark) >= 0;
      const bool phrase =
          (r == Deprel::nmod || r == Deprel::obl || r == Deprel::obl_agent || r == Deprel::nmod_unmarked ||
           r == Deprel::obl_unmarked || r == Deprel::xcomp || r == Deprel::conj || r == Deprel::dep ||
           r == Deprel::advmod || r == Deprel::acl || r == Deprel::advcl || r == Deprel::appos ||
           r == Deprel::iobj || r == Deprel::obj) &&
          v.preposition(c) >= 0;
      if (phrase || infinitive) out.push_back(c);
      // What stands within "after ..." or "despite ..." does not belong to the verb.
      if (phrase && SentenceView::circumstance(v.lower(v.preposition(c)))) continue;
      if (v.clause(c) && !phrase) continue;
      if (r == Deprel::conj && w == verb) continue;  // another verb
      if (r == Deprel::nsubj || r == Deprel::csubj || r == Deprel::punct) continue;
      if (nested < kNested) queue.emplace_back(c, nested + 1);
    }
  }
  return out;
}

std::optional<Match> best_match(const SentenceView& v, const Block& block, int verb, bool passive,
                                int subject, int agent, int lower) {
  if (block.patterns.empty()) return std::nullopt;
  Places places;
  const int actor = passive ? agent : subject;
  if (actor >= 0) {
    places.before.push_back(actor);
    for (std::size_t at = 0; at < places.before.size() && at < 16; ++at)
      for (const int c : v.children(places.before[at]))
        if (v.word(c).deprel == Deprel::conj && !v.verbal(c)) places.before.push_back(c);
  }
  // Adverbs and auxiliaries before the verb count as words before it: "verbally attacked".
  for (const int c : v.children(verb)) {
    const auto r = v.word(c).deprel;
    if (c < verb && (r == Deprel::advmod || r == Deprel::aux || r == Deprel::cc_preconj))
      places.before.push_back(c);
  }
  complements(v, verb, passive, subject, places.after);
  if (lower >= 0) complements(v, lower, false, -1, places.after);
  places.phrases = phrases_below(v, verb);
  std::optional<Match> best;
  for (const auto& pattern : block.patterns) {
    if (best && pattern.weight < best->pattern->weight) continue;
    Match m;
    m.pattern = &pattern;
    int from = verb;
    const auto holds = [&](const std::vector<Item>& items, bool after) {
      return std::all_of(items.begin(), items.end(),
                         [&](const Item& item) { return item_holds(v, item, places, after, verb, from, m); });
    };
    if (holds(pattern.before, false) && holds(pattern.after, true)) best = std::move(m);
  }
  return best;
}

}  // namespace realign::coding::petrarch
