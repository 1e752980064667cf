#include "actors/resolver.h"

#include <algorithm>

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr double kFade = 0.6;  // of salience, from one sentence to the next

bool is_subject(Deprel r) {
  return r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::nsubj_outer;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

}  // namespace

double Resolver::weight_of(const Draft& d) const {
  const auto& w = sentences_[static_cast<std::size_t>(d.mention.sentence)]
                      .words[static_cast<std::size_t>(d.mention.head)];
  double weight = 1.0;
  if (is_subject(w.deprel))
    weight = 2.0;
  else if (w.deprel == Deprel::obj || w.deprel == Deprel::nmod_poss)
    weight = 1.4;
  if (d.mention.kind == MentionKind::adjective || d.mention.place) weight *= 0.6;
  return weight;
}

std::size_t Resolver::meet(const Actor& actor, const Draft& d, double weight) {
  const bool person = !actor.name.empty() && d.mention.kind != MentionKind::organisation;
  const auto* entry = lexicon_.entry(actor.country);
  const bool state =
      !person && entry != nullptr && entry->state && (actor.role.empty() || actor.role == "government");
  for (std::size_t i = 0; i < known_.size(); ++i) {
    auto& k = known_[i];
    const bool same = person ? k.person && k.actor.name == actor.name
                             : !k.person && k.actor.country == actor.country && k.actor.name == actor.name &&
                                   (k.actor.role == actor.role || (state && k.state));
    if (!same) continue;
    k.weight += weight;
    k.sentence = d.mention.sentence;
    k.word = d.mention.head;
    k.first = d.mention.first;
    k.last = d.mention.last;
    if (k.actor.country.empty()) k.actor.country = actor.country;
    if (k.actor.role.empty()) k.actor.role = actor.role;
    k.plural = k.plural || d.plural;
    return i;
  }
  Known k;
  k.actor = actor;
  k.weight = weight;
  k.sentence = d.mention.sentence;
  k.word = d.mention.head;
  k.first = d.mention.first;
  k.last = d.mention.last;
  k.person = person;
  k.state = state;
  k.plural = d.plural;
  k.organisation = d.mention.kind == MentionKind::organisation;
  k.entity = static_cast<int>(known_.size());
  known_.push_back(std::move(k));
  return known_.size() - 1;
}

void Resolver::fade(double factor) {
  for (auto& k : known_) k.weight *= factor;
}

// What a pronoun or noun phrase at `at` may stand for: met before it, of the right kind, the most salient.
const Resolver::Known* Resolver::best(const Draft& at, bool person, bool state, bool organisation,
                                      const std::string& not_code, int not_entity) const {
  const Known* best = nullptr;
  for (const auto& k : known_) {
    if (!((person && k.person) || (state && k.state) || (organisation && k.organisation))) continue;
    if (!not_code.empty() && k.actor.country == not_code) continue;
    if (not_entity >= 0 && k.entity == not_entity) continue;
    if (k.sentence == at.mention.sentence && k.word >= at.mention.first && k.word <= at.mention.last)
      continue;
    if (at.mention.sentence - k.sentence > 4) continue;
    if (best == nullptr || k.weight > best->weight) best = &k;
  }
  return best;
}

const Resolver::Known* Resolver::best_plural(const Draft& at) const {
  const Known* best = nullptr;
  for (const auto& k : known_) {
    if (at.mention.sentence - k.sentence > 2) continue;
    const double weight = k.weight * (k.plural ? 2.0 : k.person ? 0.0 : 1.0);
    if (weight > 0 && (best == nullptr || weight > best->weight * (best->plural ? 2.0 : 1.0))) best = &k;
  }
  return best;
}

const Resolver::Known* Resolver::role_holder(const Draft& at) const {
  const Known* best = nullptr;
  const auto& role = at.mention.actors.front().role;
  for (const auto& k : known_)
    if (k.person && k.actor.role == role && (best == nullptr || k.weight > best->weight)) best = &k;
  return best;
}

// The state whose subject governs the word: "it" as object of what that subject does is another's.
int Resolver::subject_entity(const Draft& at) const {
  const auto& words = sentences_[static_cast<std::size_t>(at.mention.sentence)].words;
  int w = words[static_cast<std::size_t>(at.mention.head)].head;
  for (int steps = 0; w >= 0 && steps < 10; ++steps) {
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i].head == w && is_subject(words[i].deprel))
        for (const auto& k : known_)
          if (k.sentence == at.mention.sentence && k.first <= static_cast<int>(i) &&
              static_cast<int>(i) <= k.last)
            return k.entity;
    const auto r = words[static_cast<std::size_t>(w)].deprel;
    if (r != Deprel::conj && r != Deprel::xcomp) {
      // No subject found: an actor that ends right before the verb is likely it.
      for (const auto& k : known_)
        if (k.sentence == at.mention.sentence && k.last == w - 1) return k.entity;
      break;
    }
    w = words[static_cast<std::size_t>(w)].head;
  }
  return -1;
}

std::string Resolver::subject_state(const Draft& at) const {
  const auto& words = sentences_[static_cast<std::size_t>(at.mention.sentence)].words;
  int w = at.mention.head;
  for (int steps = 0; w >= 0 && steps < 10; ++steps) {
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i].head == w && is_subject(words[i].deprel) && static_cast<int>(i) != at.mention.head)
        for (const auto& k : known_)
          if (k.sentence == at.mention.sentence && k.word == static_cast<int>(i)) return k.actor.country;
    w = words[static_cast<std::size_t>(w)].head;
  }
  return {};
}

void Resolver::settle(Draft& d, std::vector<Draft>& drafts, std::size_t index) {
  auto& m = d.mention;
  const auto& words = sentences_[static_cast<std::size_t>(m.sentence)].words;
  const auto& w = words[static_cast<std::size_t>(m.head)];
  const auto take = [&](const Known* k, float confidence) {
    if (k == nullptr) return;
    const std::string text = m.actors.empty() ? "" : m.actors.front().text;
    m.actors.assign(1, k->actor);
    m.actors.front().text = text;
    m.entity = k->entity;
    m.affiliation = k->affiliation;
    m.confidence = confidence;
  };
  switch (m.kind) {
    case MentionKind::person: {
      auto& actor = m.actors.front();
      if (!d.full_name) {
        if (const auto found = surnames_.find(d.surname); found != surnames_.end()) {
          const auto& k = known_[found->second];
          const std::string text = actor.text;
          actor = k.actor;
          actor.text = text;
        } else if (d.person >= 0 && !m.actors.empty() && m.confidence >= 1.0F && actor.country.empty()) {
          m.confidence = 0.6F;
        }
      }
      const auto k = meet(actor, d, weight_of(d));
      actor.country = known_[k].actor.country;
      actor.role = known_[k].actor.role;
      m.entity = known_[k].entity;
      if (known_[k].affiliation.empty()) known_[k].affiliation = d.affiliation;
      m.affiliation = known_[k].affiliation;
      if (!d.surname.empty() && (d.full_name || !surnames_.contains(d.surname))) surnames_[d.surname] = k;
      return;
    }
    case MentionKind::pronoun: {
      const std::string form = lower(w.form);
      const std::string text = w.form;
      m.actors.clear();
      if (form == "he" || form == "him" || form == "his" || form == "himself" || form == "she" ||
          form == "her" || form == "herself" || form == "hers") {
        // "met him": not whoever met.
        const bool object = form == "him" || (form == "her" && w.deprel != Deprel::nmod_poss);
        take(best(d, true, false, false, "", object ? subject_entity(d) : -1), 0.8F);
      } else if (form == "it" || form == "its" || form == "itself") {
        // Not what its own clause's subject is, unless it is possessive or reflexive.
        const bool own = form != "it";
        const std::string subject = subject_state(d);
        if (own && !subject.empty()) {
          const Known* k = nullptr;
          for (const auto& candidate : known_)
            if (!candidate.person && candidate.actor.country == subject &&
                (k == nullptr || candidate.weight > k->weight))
              k = &candidate;
          take(k, 0.7F);
        }
        if (m.actors.empty()) take(best(d, false, true, true, own ? "" : subject), 0.6F);
      } else if (form == "they" || form == "them" || form == "their" || form == "theirs" ||
                 form == "themselves") {
        take(best_plural(d), 0.6F);
      } else if (form == "who" || form == "whom" || form == "whose" || form == "which" || form == "that") {
        // A relative pronoun stands for the noun that its clause hangs on.
        int verb = w.head;
        if (form == "whose" && verb >= 0) verb = words[static_cast<std::size_t>(verb)].head;
        for (int steps = 0; verb >= 0 && steps < 6; ++steps) {
          const auto r = words[static_cast<std::size_t>(verb)].deprel;
          if (r == Deprel::acl_relcl || r == Deprel::acl) break;
          verb = words[static_cast<std::size_t>(verb)].head;
        }
        int noun = verb >= 0 ? words[static_cast<std::size_t>(verb)].head : -1;
        // Where the parser found no relative clause: the noun right before the pronoun.
        if (noun < 0 && m.head > 0)
          noun =
              words[static_cast<std::size_t>(m.head) - 1].form == "," && m.head > 1 ? m.head - 2 : m.head - 1;
        const auto antecedent = [&](int at) {
          for (std::size_t i = 0; i < index; ++i) {
            const auto& other = drafts[i].mention;
            if (other.sentence != m.sentence || other.actors.empty() || other.kind == MentionKind::adjective)
              continue;
            if (other.head == at || (other.first <= at && at <= other.last)) {
              m.actors = other.actors;
              m.entity = other.entity;
              m.confidence = 0.85F;
            }
          }
        };
        antecedent(noun);
        // Parsers often hang the clause on a wrong noun; the one right before the pronoun is likelier if it
        // is an actor.
        if (m.actors.empty() && form != "that" && m.head > 0)
          antecedent(words[static_cast<std::size_t>(m.head) - 1].form == "," && m.head > 1 ? m.head - 2
                                                                                           : m.head - 1);
      } else if (form == "both" || form == "neither" || form == "each" || form == "either") {
        std::vector<const Known*> states;
        for (const auto& k : known_)
          if (k.state && m.sentence - k.sentence <= 2) states.push_back(&k);
        std::sort(states.begin(), states.end(), [](const Known* a, const Known* b) {
          return a->sentence != b->sentence ? a->sentence > b->sentence : a->weight > b->weight;
        });
        if (states.size() >= 2) m.actors = {states[0]->actor, states[1]->actor};
        m.confidence = 0.6F;
      }
      for (auto& actor : m.actors) actor.text = text;
      if (m.entity >= 0 && static_cast<std::size_t>(m.entity) < known_.size()) {
        auto& k = known_[static_cast<std::size_t>(m.entity)];
        k.weight += 0.5 * weight_of(d);
        k.sentence = m.sentence;
        k.word = m.head;
      }
      return;
    }
    case MentionKind::nominal: {
      const std::string text = m.actors.empty() ? "" : m.actors.front().text;
      m.actors.clear();
      if (d.nominal->kind == "state") {
        take(best(d, false, true, false, ""), 0.7F);
      } else if (d.nominal->kind == "bloc") {
        take(best(d, false, false, true, ""), 0.7F);
      } else if (d.nominal->kind == "other") {
        // "its neighbour": of another state than its own.
        std::string owner;
        for (const auto& other : drafts)
          if (other.mention.sentence == m.sentence && other.mention.head == d.owner &&
              !other.mention.actors.empty())
            owner = other.mention.actors.front().country;
        take(best(d, false, true, false, owner), 0.6F);
      } else if (d.nominal->kind == "two") {
        std::vector<const Known*> states;
        for (const auto& k : known_)
          if ((k.state || k.person) && !k.actor.country.empty() && m.sentence - k.sentence <= 3)
            states.push_back(&k);
        std::sort(states.begin(), states.end(),
                  [](const Known* a, const Known* b) { return a->weight > b->weight; });
        for (const auto* k : states)
          if (m.actors.size() < 2 && std::none_of(m.actors.begin(), m.actors.end(), [&](const Actor& a) {
                return a.country == k->actor.country;
              })) {
            m.actors.push_back({k->actor.country, "", "", ""});
            m.confidence = 0.6F;
          }
        if (m.actors.size() < 2) m.actors.clear();
      }
      if (m.actors.empty()) m.entity = -1;
      for (auto& actor : m.actors) actor.text = text;
      return;
    }
    case MentionKind::role: {
      auto& actor = m.actors.front();
      if (actor.country.empty() && d.role != nullptr) {
        // Its owner, if a pronoun or noun phrase names it: "its president", "the country's army".
        for (const auto& other : drafts)
          if (actor.country.empty() && d.owner >= 0 && other.mention.sentence == m.sentence &&
              other.mention.head == d.owner && !other.mention.actors.empty())
            actor.country = other.mention.actors.front().country;
        if (actor.country.empty() && d.definite && d.role->person && actor.name.empty())
          if (const Known* k = role_holder(d)) {
            const std::string text = actor.text;
            actor = k->actor;
            actor.text = text;
            m.entity = k->entity;
            m.confidence = 0.8F;
            known_[static_cast<std::size_t>(k->entity)].weight += weight_of(d);
            return;
          }
        if (actor.country.empty() && d.role->domestic && (d.definite || d.plural || d.role->group))
          if (const Known* k = best(d, false, true, false, "")) {
            actor.country = k->actor.country;
            m.confidence = 0.6F;
          }
      }
      const auto k = meet(actor, d, weight_of(d));
      m.entity = known_[k].entity;
      m.affiliation = d.affiliation;
      if (!actor.country.empty() && actor.name.empty() && lexicon_.entry(actor.country) != nullptr &&
          lexicon_.entry(actor.country)->state)
        meet({actor.country, "", "", ""}, d, 0.5);
      return;
    }
    default: {
      for (auto& actor : m.actors) {
        Actor plain = actor;
        plain.text.clear();
        if (m.kind == MentionKind::adjective || m.place) plain.role.clear();
        const auto k = meet(plain, d, weight_of(d));
        m.entity = known_[k].entity;
      }
      return;
    }
  }
}

void Resolver::resolve(std::vector<Draft>& drafts) {
  std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
    return a.mention.sentence != b.mention.sentence ? a.mention.sentence < b.mention.sentence
                                                    : a.mention.first < b.mention.first;
  });
  int sentence = 0;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    while (sentence < drafts[i].mention.sentence) {
      fade(kFade);
      ++sentence;
    }
    settle(drafts[i], drafts, i);
    // A person in office gives weight to the state too.
    const auto& m = drafts[i].mention;
    if (m.kind == MentionKind::person && !m.actors.empty() && !m.actors.front().country.empty())
      if (const auto* entry = lexicon_.entry(m.actors.front().country); entry != nullptr && entry->state) {
        Draft state = drafts[i];
        state.mention.kind = MentionKind::state;
        meet({m.actors.front().country, "", "", ""}, state, 0.7);
      }
  }
}

}  // namespace realign::actors
