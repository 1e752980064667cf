// The resolver's part for pronouns, quotations and noun phrases like "the country" or "both sides".
#include <algorithm>

#include "actors/resolver.h"

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr double kFade = 0.55;  // of a candidate's weight, from one sentence to the next
constexpr int kReach = 3;       // sentences
constexpr double kAbout = 0.8;  // of a candidate's weight, whatever the document is about

bool speaks_for_a_state(std::string_view role) {
  if (role.starts_with("former ")) return false;
  return role.empty() || role == "government" || role == "head of state" || role == "head of government" ||
         role == "foreign minister" || role == "defence minister" || role == "minister" ||
         role == "official" || role == "spokesperson" || role == "ambassador" || role == "envoy" ||
         role == "diplomat" || role == "military" || role == "security chief" || role == "legislature" ||
         role == "central bank" || role == "organisation head" || role == "civilians" || role == "expert";
}

}  // namespace

// Which words stand inside quotation marks. A paragraph ends a quotation.
void Resolver::find_quotations() {
  quoted_.resize(sentences_.size());
  bool open = false;
  int paragraph = -1;
  for (std::size_t s = 0; s < sentences_.size(); ++s) {
    const auto& sentence = sentences_[s];
    if (sentence.paragraph != paragraph) open = false;
    paragraph = sentence.paragraph;
    quoted_[s].assign(sentence.words.size(), false);
    for (std::size_t w = 0; w < sentence.words.size(); ++w) {
      const auto& word_ = sentence.words[w];
      const std::string_view raw = word_.begin < document_.text.size()
                                       ? std::string_view(document_.text).substr(word_.begin, 3)
                                       : std::string_view();
      const char first = word_.form.empty() ? '\0' : word_.form.front();
      if (!raw.starts_with('\xE2') && first != '`' && first != '\'' && first != '"') {  // as nearly all words
        if (open) quoted_[s][w] = true;
        continue;
      }
      const bool opens = raw.starts_with("\xE2\x80\x9C") || word_.form == "``";
      const bool closes =
          raw.starts_with("\xE2\x80\x9D") || (word_.form == "''" && word_.upos == Upos::PUNCT);
      if (opens)
        open = true;
      else if (closes)
        open = false;
      else if (word_.form == "\"")
        open = !open;
      else if (open)
        quoted_[s][w] = true;
    }
  }
  for (auto& d : drafts_.all)
    d.quoted = quoted_[static_cast<std::size_t>(d.sentence)][static_cast<std::size_t>(d.head)];
}

// The draft whose words a sentence quotes: the subject of a verb of speech that is not quoted itself.
void Resolver::find_speakers() {
  speakers_.assign(sentences_.size(), -1);
  Tree tree;
  for (std::size_t s = 0; s < sentences_.size(); ++s) {
    if (!sentences_[s].parsed) continue;
    const auto [begin, end] = drafts_.of_sentence[s];
    const auto& words = sentences_[s].words;
    bool walked = false;  // most sentences have no such verb, and need no walk
    for (int w = 0; w < static_cast<int>(words.size()); ++w) {
      const auto& v = words[static_cast<std::size_t>(w)];
      if (v.upos != Upos::VERB || quoted(static_cast<int>(s), w) || !k_.is_class(v.lemma, WordClass::say))
        continue;
      if (!walked) tree.set(sentences_[s]);
      walked = true;
      int subject = tree.subject_of(w);
      // "says a political analyst", whom parsers take for an object.
      if (subject < 0) subject = tree.child(w, Deprel::obj);
      if (subject < 0 || quoted(static_cast<int>(s), subject)) continue;
      for (int i = begin; i < end; ++i)
        if (!draft(i).dropped && draft(i).kind != MentionKind::adjective && draft(i).head == subject) {
          const bool has_quote = std::any_of(quoted_[s].begin(), quoted_[s].end(), [](bool q) { return q; });
          if (has_quote || speakers_[s] < 0) speakers_[s] = i;
        }
    }
  }
}

int Resolver::speaker_of(int sentence) const {
  const auto at = [&](int s) {
    return s >= 0 && s < static_cast<int>(speakers_.size()) ? speakers_[static_cast<std::size_t>(s)] : -1;
  };
  if (at(sentence) >= 0) return at(sentence);
  const int paragraph = sentences_[static_cast<std::size_t>(sentence)].paragraph;
  for (int s = sentence - 1; s >= 0 && sentences_[static_cast<std::size_t>(s)].paragraph == paragraph; --s)
    if (at(s) >= 0) return at(s);
  for (int s = sentence + 1; s < static_cast<int>(sentences_.size()) &&
                             sentences_[static_cast<std::size_t>(s)].paragraph == paragraph;
       ++s)
    if (at(s) >= 0) return at(s);
  // "one official said:" and the words in a paragraph of their own; or a speaker who goes on.
  for (int s = sentence - 1; s >= 0 && s >= sentence - 4; --s)
    if (at(s) >= 0) return at(s);
  return -1;
}

const Resolver::Seen* Resolver::antecedent(const Draft& d, bool person, bool thing, bool plural,
                                           char gender) {
  const int s = d.sentence;
  const bool possessive = d.pronoun != nullptr && d.pronoun->possessive;
  const bool reflexive = d.pronoun != nullptr && d.pronoun->reflexive;
  // What the clause forbids and prefers.
  const int governor = tree_.head(tree_.first_conjunct(d.head));
  const bool is_subj = tree_.acts(d.head);
  int verb = governor;
  for (int steps = 0; verb >= 0 && steps < 8 && tree_.word(verb).upos != Upos::VERB &&
                      tree_.word(verb).upos != Upos::AUX && tree_.child(verb, Deprel::cop) < 0;
       ++steps)
    verb = tree_.head(verb);
  const int own_subject = verb >= 0 ? tree_.subject_of(verb) : -1;
  // "did not recognise the territories annexed by it": the doer of the main clause is not the doer within its
  // object.
  int outer_subject = -1;
  if (own_subject < 0 && verb >= 0)
    for (int w = tree_.head(verb), steps = 0; w >= 0 && steps < 6; w = tree_.head(w), ++steps)
      if (const int subject = tree_.subject_of(w); subject >= 0) {
        outer_subject = subject;
        break;
      }
  const bool does =
      (is_subj || tree_.relation(d.head) == Deprel::obl_agent || tree_.preposition(d.head) == "by") &&
      verb >= 0 && k_.is_class(tree_.word(verb).lemma, WordClass::agentive);
  const auto covers = [&](const Seen& c, int w) {
    return w >= 0 && c.sentence == s && c.first <= w && w <= c.last;
  };
  std::string_view barred_country;
  int barred_entity = -1;
  const int barring = own_subject >= 0 ? own_subject : outer_subject;
  if (!possessive && !reflexive && !is_subj && barring >= 0)
    for (const auto& c : seen_)
      if (covers(c, barring) && c.draft >= 0) {
        barred_entity = draft(c.draft).entity;
        if (!draft(c.draft).who.empty()) barred_country = draft(c.draft).who.front().country;
      }
  // "It imports its petrol from Russia": who does it is not who is named in the same clause.
  std::vector<std::string_view> named_beside;
  if (is_subj && thing && !possessive && verb >= 0) {
    const auto [from, to] = drafts_.of_sentence[static_cast<std::size_t>(s)];
    for (int i = from; i < to; ++i) {
      const auto& other = drafts_.all[static_cast<std::size_t>(i)];
      if (other.dropped || other.code < 0 || other.head < d.last || other.modifier) continue;
      const int governor_of_other = tree_.head(tree_.first_conjunct(other.head));
      if (governor_of_other == verb || (governor_of_other >= 0 && tree_.head(governor_of_other) == verb &&
                                        tree_.relation(governor_of_other) == Deprel::obj))
        for (const auto& who : other.who) named_beside.push_back(who.country);
    }
  }
  std::string_view said_country;  // in a quotation the speaker is "I", not "he"
  int said_entity = -1;
  if (d.quoted)
    if (const int speaker = speaker_of(s); speaker >= 0) {
      said_entity = draft(speaker).entity;
    }
  struct Total {
    const Seen* last = nullptr;
    double weight = 0;
    std::string_view country;
    int entity = -1;
  };
  std::vector<Total> totals;
  for (auto at = seen_.rbegin(); at != seen_.rend(); ++at) {
    const auto& c = *at;
    const int distance = s - c.sentence;
    if (distance > kReach) break;
    const bool fits = (person && c.person) || (thing && c.thing) || (plural && c.plural);
    if (!fits) continue;
    const auto& other = draft(c.draft);
    if (other.who.empty() && c.together.empty()) continue;
    if (c.sentence == s && c.first <= d.first && d.last <= c.last) continue;  // inside itself
    if (person && !thing) {
      if (gender != '\0' && other.gender != '\0' && other.gender != gender) continue;
      if (said_entity >= 0 && other.entity == said_entity) continue;
    }
    const auto& who = c.together.empty() ? other.who : c.together;
    double weight = c.weight;
    for (int i = 0; i < distance; ++i) weight *= kFade;
    if (sentences_[static_cast<std::size_t>(c.sentence)].paragraph !=
        sentences_[static_cast<std::size_t>(s)].paragraph)
      weight *= 0.8;
    if (barred_entity >= 0 && other.entity == barred_entity && c.together.empty()) continue;
    if (!barred_country.empty() && thing && who.size() == 1 && who.front().country == barred_country) {
      if (own_subject >= 0 && tree_.relation(d.head) != Deprel::nmod) continue;
      weight *= 0.15;
    }
    if (who.size() == 1 &&
        std::find(named_beside.begin(), named_beside.end(), who.front().country) != named_beside.end())
      continue;
    if (does && c.victim) weight *= 0.3;
    if (thing && !plural && c.group) {
      if (does) continue;
      weight *= 0.5;
    }
    // "its", "his": the subject of the clause before all.
    if (possessive && own_subject >= 0 && covers(c, own_subject) && c.last < d.first && (!plural || c.plural))
      weight *= 2.0;
    if (is_subj && distance == 0 && c.weight >= 3.0F) weight *= 1.3;
    if (plural && !c.plural) weight *= 0.12;
    if (other.modifier) weight *= 0.6;
    if (other.confidence < 0.6F) weight *= 0.7;
    const bool state =
        thing && who.size() == 1 && who.front().name.empty() && !c.plural && !c.group && c.together.empty();
    Total* total = nullptr;
    for (auto& t : totals)
      if ((state && !t.country.empty() && t.country == who.front().country) ||
          (!state && t.entity >= 0 && t.entity == other.entity &&
           c.together.empty() == t.last->together.empty()))
        total = &t;
    if (total == nullptr) {
      totals.push_back({&c, 0, state ? who.front().country : std::string_view(), state ? -1 : other.entity});
      total = &totals.back();
    }
    // The best mention counts in full, the others a little.
    if (weight > total->weight) {
      total->weight = weight + 0.2 * total->weight;
      total->last = &c;
    } else {
      total->weight += 0.2 * weight;
    }
  }
  // Whom the document is about is the likelier one.
  for (auto& t : totals)
    if (const auto& of = draft(t.last->draft); !of.who.empty() && t.last->together.empty())
      t.weight *= kAbout + (1 - kAbout) * 2 * prior_.of(code_of(of.who.front().country));
  const Total* best = nullptr;
  for (const auto& t : totals)
    if (best == nullptr || t.weight > best->weight) best = &t;
  if (best == nullptr) return nullptr;
  // "It" may as well be a thing that is no actor: the subject before, if it weighs more and nothing asks for
  // a doer.
  if (thing && !person && !plural && d.pronoun != nullptr && !does) {
    double rival = 0;
    for (int back = 0; back <= 1 && s - back >= 0; ++back) {
      const auto& words = sentences_[static_cast<std::size_t>(s - back)].words;
      for (int w = 0; w < static_cast<int>(words.size()); ++w) {
        if (back == 0 && w >= d.first) break;
        const auto& n = words[static_cast<std::size_t>(w)];
        if (n.upos != Upos::NOUN || n.xpos != "NN") continue;
        double weight = is_subject(n.deprel)      ? (n.deprel == Deprel::nsubj_pass ? 2.8 : 3.0)
                        : n.deprel == Deprel::obj ? 1.6
                                                  : 0.0;
        if (weight == 0.0) continue;
        bool actor = false;
        for (const auto& c : seen_)
          if (c.sentence == s - back && c.first <= w && w <= c.last) actor = true;
        if (actor) continue;
        // A subject that hangs on a possessor is the possessor's own: "Russia's war ... its".
        weight *= back == 0 ? 1.0 : kFade;
        rival = std::max(rival, weight);
      }
    }
    if (rival > best->weight * (possessive ? 1.25 : 1.0)) return nullptr;
  }
  return best->last;
}

void Resolver::settle_pronoun(int index) {
  {
    const int same = draft(index).same_as;
    if (same >= 0) {
      settle(same);
      auto& d = draft(index);
      d.who = draft(same).who;
      d.entity = draft(same).entity;
      d.gender = draft(same).gender;
      d.person = draft(same).person;
      d.confidence = 0.9F;
      if (d.who.empty()) d.dropped = true;
      return;
    }
  }
  auto& d = draft(index);
  const auto kind = d.pronoun->kind;
  if (kind == PronounKind::who || kind == PronounKind::which || kind == PronounKind::you) {
    d.dropped = true;
    return;
  }
  if (kind == PronounKind::we || kind == PronounKind::i) {
    const bool in_quote = d.quoted;
    int speaker = in_quote ? speaker_of(d.sentence) : -1;
    if (!in_quote) {
      // A paragraph of speech without marks, behind a colon.
      const int p = sentences_[static_cast<std::size_t>(d.sentence)].paragraph;
      for (int s = d.sentence - 1; s >= 0 && s >= d.sentence - 3 && speaker < 0; --s) {
        const auto& words = sentences_[static_cast<std::size_t>(s)].words;
        if (sentences_[static_cast<std::size_t>(s)].paragraph == p - 1 && !words.empty() &&
            words.back().form == ":")
          speaker = speakers_[static_cast<std::size_t>(s)];
      }
    }
    if (speaker < 0 || speaker == index) {
      if (!in_quote) draft(index).dropped = true;
      return;
    }
    settle(speaker);
    auto& again = draft(index);
    const auto& said = draft(speaker);
    if (said.who.empty()) return;
    again.confidence = 0.7F;
    if (kind == PronounKind::i) {
      again.who = said.who;
      again.entity = said.entity;
      again.person = said.person;
    } else if (said.who.front().country.empty()) {
      again.who.assign(1, {{}, said.who.front().role, {}});
    } else {
      again.who.assign(
          1, {said.who.front().country,
              speaks_for_a_state(said.who.front().role) ? std::string_view() : said.who.front().role,
              {}});
    }
    return;
  }
  // "It is important that ..." stands for nothing.
  if (kind == PronounKind::it && !d.pronoun->possessive) {
    const int governor = tree_.head(d.head);
    const auto r = tree_.relation(d.head);
    if (governor >= 0 && (is_subject(r) || r == Deprel::expl)) {
      const bool cop = tree_.child(governor, Deprel::cop) >= 0;
      bool clause = false;
      for (int c = tree_.first_child(governor); c >= 0; c = tree_.next_child(c)) {
        const auto cr = tree_.relation(c);
        clause |= c > d.head && (cr == Deprel::csubj || cr == Deprel::ccomp || cr == Deprel::advcl ||
                                 cr == Deprel::xcomp || cr == Deprel::acl || cr == Deprel::acl_relcl ||
                                 (cr == Deprel::mark && c < governor && tree_.word(c).lemma == "to"));
      }
      const bool doer = tree_.word(governor).upos == Upos::VERB &&
                        k_.is_class(tree_.word(governor).lemma, WordClass::agentive);
      if ((cop && clause) || (r == Deprel::expl && !doer)) {
        draft(index).dropped = true;
        return;
      }
    }
  }
  const Seen* found = nullptr;
  if (kind == PronounKind::he || kind == PronounKind::she)
    found = antecedent(d, true, false, false, d.gender);
  else if (kind == PronounKind::it)
    found = antecedent(d, false, true, false, '\0');
  else
    found = antecedent(d, false, true, true, '\0');
  auto& again = draft(index);
  if (found == nullptr) {
    if (kind == PronounKind::it) again.dropped = true;
    return;
  }
  const auto& other = draft(found->draft);
  again.who = found->together.empty() ? other.who : found->together;
  if (found->together.empty()) {
    again.entity = other.entity;
    again.person = other.person;
    if (other.gender == '\0' && (again.gender == 'm' || again.gender == 'f') &&
        human_of_[static_cast<std::size_t>(found->draft)] >= 0)
      humans_[static_cast<std::size_t>(human_of_[static_cast<std::size_t>(found->draft)])].gender =
          again.gender;
    human_of_[static_cast<std::size_t>(index)] = human_of_[static_cast<std::size_t>(found->draft)];
  }
  again.confidence = 0.75F;
}

void Resolver::settle_nominal(int index) {
  std::vector<std::string_view> owned;
  countries_of_owners(index, owned);
  auto& d = draft(index);
  const auto& words = sentences_[static_cast<std::size_t>(d.sentence)].words;
  bool both = false, definite = d.definite, two = false;
  for (int i = d.first; i <= d.head; ++i) {
    const auto form = lower(words[static_cast<std::size_t>(i)].form);
    both |= form == "both";
    two |= form == "two";
    definite |= form == "the" || form == "this" || form == "that" || form == "these" || form == "those" ||
                form == "both";
  }
  const auto& noun = words[static_cast<std::size_t>(d.head)];
  const auto has = [&](NominalKind kind) -> const Nominal* {
    for (const auto* c : d.candidates)
      if (c->kind == SenseKind::nominal && k_.nominals[static_cast<std::size_t>(c->ref)].kind == kind)
        return &k_.nominals[static_cast<std::size_t>(c->ref)];
    return nullptr;
  };
  bool person_owner = false, pronoun_owner = false;
  for (const int o : d.owners) {
    person_owner |= draft(o).kind == MentionKind::person;
    pronoun_owner |= draft(o).kind == MentionKind::pronoun;
  }
  // "its ally Belarus": the name says it.
  const int next = d.last + 1;
  if (next < static_cast<int>(words.size()))
    for (int i = drafts_.of_sentence[static_cast<std::size_t>(d.sentence)].first;
         i < drafts_.of_sentence[static_cast<std::size_t>(d.sentence)].second; ++i)
      if (draft(i).first == next && !draft(i).dropped &&
          (draft(i).kind == MentionKind::state || draft(i).kind == MentionKind::organisation ||
           draft(i).kind == MentionKind::person)) {
        d.dropped = true;
        return;
      }
  const auto give = [&](int code, float confidence) {
    d.who.assign(1, {k_.codes[static_cast<std::size_t>(code)].code, {}, {}});
    d.confidence = confidence;
  };
  if (d.plural) {
    if (has(NominalKind::pair) != nullptr &&
        (both || two || (definite && owned.empty() && (noun.lemma == "side" || noun.lemma == "party")))) {
      // The two last named, together or one after the other; else the two states most spoken of.
      std::vector<Who> last;
      for (auto at = seen_.rbegin(); at != seen_.rend() && last.size() < 2; ++at) {
        if (d.sentence - at->sentence > kReach) break;
        if (at->together.size() == 2 && at->together[0].country != at->together[1].country) {
          last = at->together;
          break;
        }
        if (at->draft < 0 || !at->together.empty()) continue;
        const auto& other = draft(at->draft);
        if (other.modifier || other.kind == MentionKind::adjective || other.who.size() != 1 ||
            !is_state(code_of(other.who.front().country)))
          continue;
        const auto& country = other.who.front().country;
        if (std::none_of(last.begin(), last.end(), [&](const Who& w) { return w.country == country; }))
          last.push_back({country, {}, {}});
      }
      if (last.size() == 2) {
        d.who = last;
        d.confidence = 0.75F;
      }
      if (d.who.empty()) {
        two_states(d.who);
        d.confidence = 0.6F;
      }
      const bool leaders = noun.lemma == "leader" || noun.lemma == "president" || noun.lemma == "man" ||
                           noun.lemma == "minister" || noun.lemma == "politician" || noun.lemma == "woman" ||
                           noun.lemma == "diplomat";
      if (leaders) {
        std::vector<Who> people;
        for (auto at = seen_.rbegin(); at != seen_.rend() && people.size() < 2; ++at) {
          if (d.sentence - at->sentence > kReach) break;
          if (!at->person || draft(at->draft).who.front().name.empty()) continue;
          const auto& who = draft(at->draft).who.front();
          if (std::none_of(people.begin(), people.end(), [&](const Who& w) { return w.name == who.name; }))
            people.push_back(who);
        }
        if (people.size() == 2) d.who = people;
      }
      if (d.who.empty()) d.dropped = true;
      return;
    }
    // "African countries", "EU member states", "the countries of Central Asia", "Western allies"
    if (!owned.empty() && !pronoun_owner && !person_owner && has(NominalKind::many) != nullptr) {
      for (const auto& country : owned) d.who.push_back({country, {}, {}});
      d.confidence = 0.7F;
      return;
    }
    if (definite && owned.empty() && has(NominalKind::many) != nullptr) {
      for (auto at = seen_.rbegin(); at != seen_.rend(); ++at) {
        if (d.sentence - at->sentence > kReach) break;
        if (!at->together.empty()) {
          d.who = at->together;
          d.confidence = 0.6F;
          return;
        }
      }
    }
    d.dropped = true;
    return;
  }
  if (has(NominalKind::state) != nullptr) {
    if (!owned.empty() && !pronoun_owner && !person_owner) {
      // "the Kazakh nation" is Kazakhstan; "the Central Asian country" the one of there that is spoken of.
      const int owner = code_of(owned.front());
      if (is_state(owner)) {
        give(owner, 0.8F);
        return;
      }
      if (owner >= 0 && definite) {
        int best = -1;
        double most = 0;
        for (const auto& member : k_.codes[static_cast<std::size_t>(owner)].members) {
          const int code = k_.code(member.code);
          if (code >= 0 && focus_.of(code) + prior_.of(code) > most) {
            most = focus_.of(code) + prior_.of(code);
            best = code;
          }
        }
        if (best >= 0) {
          give(best, 0.7F);
          return;
        }
      }
      d.dropped = true;
      return;
    }
    if (pronoun_owner && !owned.empty()) {  // "our country"
      const int owner = code_of(owned.front());
      if (is_state(owner)) {
        give(owner, 0.7F);
        return;
      }
    }
    if (definite && !both && !two) {
      // "French soldiers were pulled out of the country": not the one that the subject belongs to.
      int f = focus();
      if (const int top = tree_.first_conjunct(d.head); f >= 0 && !tree_.acts(top)) {
        int verb = tree_.head(top);
        for (int steps = 0; verb >= 0 && steps < 6 && tree_.word(verb).upos != Upos::VERB; ++steps)
          verb = tree_.head(verb);
        const int subject = verb >= 0 ? tree_.subject_of(verb) : -1;
        for (const auto& c : seen_)
          if (subject >= 0 && c.sentence == d.sentence && c.draft >= 0 && c.together.empty() &&
              tree_.inside(c.word, subject) && !draft(c.draft).who.empty() &&
              draft(c.draft).who.front().country == k_.codes[static_cast<std::size_t>(f)].code) {
            if (const int another = focus_but(f); another >= 0) f = another;
            break;
          }
      }
      if (f >= 0) {
        give(f, 0.65F);
        return;
      }
    }
    d.dropped = true;
    return;
  }
  if (has(NominalKind::capital) != nullptr) {
    int code = owned.empty() ? -1 : code_of(owned.front());
    if (code < 0 && (definite || !d.owners.empty())) code = focus();
    if (is_state(code)) {
      give(code, 0.6F);
      const auto r = tree_.relation(tree_.first_conjunct(d.head));
      d.place = !is_subject(r);
    } else {
      d.dropped = true;
    }
    return;
  }
  if (has(NominalKind::neighbour) != nullptr) {
    const auto name = lower(noun.form);
    const bool land = name.starts_with("neighbo");
    std::string_view beside, possessor;
    for (const int o : d.owners) {
      const auto& owner = draft(o);
      if (owner.who.empty()) continue;
      if (owner.kind == MentionKind::adjective)
        beside = owner.who.front().country;
      else
        possessor = owner.who.front().country;
    }
    // "his Turkish counterpart", "its Russian ally": the adjective says who.
    if (!beside.empty()) {
      d.who.assign(1, {beside, {}, {}});
      if (name == "counterpart") {
        for (const int o : d.owners)
          if (draft(o).kind != MentionKind::adjective && !draft(o).who.empty() &&
              draft(o).who.front().country != beside)
            d.who.front().role = draft(o).who.front().role;
        if (d.who.front().role.starts_with("former ")) d.who.front().role = {};
        const int holder =
            d.who.front().role.empty() ? -1 : k_.holder(beside, d.who.front().role, document_.date);
        if (holder >= 0) d.who.front().name = k_.persons[static_cast<std::size_t>(holder)].name;
      }
      d.confidence = 0.75F;
      return;
    }
    if (name == "counterpart" || (possessor.empty() && !definite)) {
      d.dropped = true;
      return;
    }
    const int owner = possessor.empty() ? focus() : code_of(possessor);
    if (!is_state(owner) || (possessor.empty() && !definite)) {
      d.dropped = true;
      return;
    }
    int best = -1;
    double most = 0;
    const auto* borders = land ? k_.borders(owner) : nullptr;
    const auto salience = [&](int code) { return focus_.of(code) + prior_.of(code); };
    if (borders != nullptr) {
      int only = -1, fitting = 0;
      for (const auto& [code, direction] : *borders) {
        if (d.direction != '\0' && direction.find(d.direction) == std::string::npos) continue;
        ++fitting;
        only = code;
        if (salience(code) > most) {
          most = salience(code);
          best = code;
        }
      }
      if (best < 0 && fitting == 1) best = only;
    }
    if (best < 0 && (borders == nullptr || d.direction == '\0')) best = focus_but(owner);
    if (best >= 0)
      give(best, 0.6F);
    else
      d.dropped = true;
    return;
  }
  const auto* bloc = has(NominalKind::bloc);
  const auto* group = has(NominalKind::group);
  if ((bloc != nullptr || group != nullptr) && definite && owned.empty()) {
    for (auto at = seen_.rbegin(); at != seen_.rend(); ++at) {
      if (d.sentence - at->sentence > 5) break;
      if (at->draft < 0 || !at->together.empty()) continue;
      const auto& other = draft(at->draft);
      if (other.kind != MentionKind::organisation && other.organisation < 0) continue;
      bool fits = false;
      if (group != nullptr && !other.who.empty()) {
        const std::string_view theirs =
            other.organisation >= 0
                ? std::string_view(k_.organisations[static_cast<std::size_t>(other.organisation)].kind)
                : other.who.front().role;
        fits = std::any_of(group->kinds.begin(), group->kinds.end(),
                           [&](const std::string& kind) { return kind == theirs; });
      }
      if (bloc != nullptr && other.organisation >= 0) {
        const auto& kind = k_.organisations[static_cast<std::size_t>(other.organisation)].kind;
        const auto& code = k_.organisations[static_cast<std::size_t>(other.organisation)].code;
        fits |= std::find(bloc->kinds.begin(), bloc->kinds.end(), kind) != bloc->kinds.end();
        // A body stands for its organisation.
        if (kind == "body" && code >= 0) fits = true;
      }
      if (!fits) continue;
      d.who = other.who;
      d.entity = other.entity;
      d.organisation = other.organisation;
      d.confidence = 0.7F;
      return;
    }
  }
  if (has(NominalKind::person) != nullptr && definite && owned.empty()) {
    const Seen* best = nullptr;
    double most = 0;
    for (const auto& c : seen_) {
      if (!c.person || c.draft < 0 || draft(c.draft).who.front().name.empty() ||
          d.sentence - c.sentence > kReach)
        continue;
      double weight = c.weight;
      for (int i = c.sentence; i < d.sentence; ++i) weight *= kFade;
      if (weight > most) {
        most = weight;
        best = &c;
      }
    }
    if (best != nullptr) {
      d.who = draft(best->draft).who;
      d.entity = draft(best->draft).entity;
      d.confidence = 0.6F;
      human_of_[static_cast<std::size_t>(index)] = human_of_[static_cast<std::size_t>(best->draft)];
      return;
    }
  }
  if (has(NominalKind::region) != nullptr && definite && owned.empty()) {
    for (auto at = seen_.rbegin(); at != seen_.rend(); ++at) {
      if (d.sentence - at->sentence > 6) break;
      if (at->draft < 0 || draft(at->draft).code < 0 || draft(at->draft).kind == MentionKind::adjective)
        continue;
      const int code = draft(at->draft).code;
      if (k_.codes[static_cast<std::size_t>(code)].kind != CodeKind::region ||
          k_.codes[static_cast<std::size_t>(code)].code == "West")
        continue;
      give(code, 0.6F);
      d.place = true;
      return;
    }
  }
  d.dropped = true;
}

}  // namespace realign::actors
