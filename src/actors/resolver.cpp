#include "actors/resolver.h"

#include <algorithm>

namespace realign::actors {

using syntax::Deprel;
using syntax::Upos;

namespace {

// May "the minister" be the defence minister met before, "the diplomat" the ambassador?
bool same_office(std::string_view asked, std::string_view met) {
  if (asked == met) return true;
  if (asked == "minister") return met.ends_with("minister") && !met.starts_with("former ");
  if (asked == "diplomat" || asked == "envoy")
    return met == "ambassador" || met == "envoy" || met == "diplomat";
  if (asked == "party" || asked == "legislature")
    return met == "opposition" || met == "legislature" || met == "party";
  if (asked == "official") return met == "spokesperson" || met == "security chief" || met == "official";
  return false;
}

}  // namespace

Resolver::Resolver(const Knowledge& knowledge, const text::Document& document,
                   std::span<const syntax::Sentence> sentences, Drafts& drafts)
    : k_(knowledge),
      document_(document),
      sentences_(sentences),
      drafts_(drafts),
      human_of_(drafts.all.size(), -1),
      done_(drafts.all.size(), 0),
      noted_(drafts.all.size(), 0) {}

// "Brussels" is the European Union unless the text speaks of Belgium, and NATO where it speaks of NATO only.
void Resolver::move_seats() {
  const auto form = [&](const Draft& d) -> const std::string& {
    return sentences_[static_cast<std::size_t>(d.sentence)].words[static_cast<std::size_t>(d.last)].form;
  };
  for (auto& d : drafts_.all) {
    const auto* there = d.dropped || d.kind != MentionKind::metonym ? nullptr : k_.seats_of(d.code);
    if (there == nullptr) continue;
    int chosen = there->front();
    bool own = false, named = false;
    for (const auto& other : drafts_.all) {
      if (other.dropped) continue;
      own |= other.code == d.code && other.kind != MentionKind::metonym && form(other) != form(d);
      for (const int o : *there)
        if (!named && other.code == o) chosen = o, named = true;
    }
    if (own) continue;
    seat_moved_.push_back(static_cast<int>(&d - drafts_.all.data()));
    seat_code_.push_back(chosen);
  }
  for (std::size_t i = 0; i < seat_moved_.size(); ++i) {
    auto& d = draft(seat_moved_[i]);
    d.code = seat_code_[i];
    d.who.assign(1, {k_.codes[static_cast<std::size_t>(d.code)].code, {}, {}});
  }
}

// "Valeska Paris ... Paris claims": a person's family name that is also a state's or a capital's. Where the
// document has named the person in full, the word alone is hers, unless a preposition makes it a place.
void Resolver::name_persons_not_places() {
  std::unordered_map<std::string, const Draft*> families;
  const auto form = [&](const Draft& d, int w) -> const std::string& {
    return sentences_[static_cast<std::size_t>(d.sentence)].words[static_cast<std::size_t>(w)].form;
  };
  for (const auto& d : drafts_.all)
    if (!d.dropped && d.kind == MentionKind::person && d.full_name && d.last > d.first)
      families.emplace(form(d, d.last), &d);
  if (families.empty()) return;
  for (auto& d : drafts_.all) {
    if (d.dropped || d.place || d.first != d.last || d.organisation >= 0 ||
        (d.kind != MentionKind::state && d.kind != MentionKind::metonym))
      continue;
    const auto at = families.find(form(d, d.first));
    if (at == families.end()) continue;
    d.kind = MentionKind::person;
    d.key = at->second->key;
    d.gender = at->second->gender;
    d.person = -1;
    d.code = -1;
    d.full_name = false;
    d.modifier = false;
    d.who.assign(1, {{}, {}, at->second->who.empty() ? std::string_view() : at->second->who.front().name});
  }
}

void Resolver::resolve() {
  find_quotations();
  name_persons_not_places();
  move_seats();
  meet_humans();
  // What the document is about as a whole: states by name, however they are named.
  double most = 0;
  for (const auto& d : drafts_.all)
    if (!d.dropped && is_state(d.code)) {
      auto& p = prior_[d.code];
      const auto r =
          sentences_[static_cast<std::size_t>(d.sentence)].words[static_cast<std::size_t>(d.head)].deprel;
      p += (d.place                            ? 0.5
            : d.kind == MentionKind::adjective ? 0.6
                                               : 1.0) *
           (is_subject(r) ? 1.5 : 1.0) * (d.sentence == 0 ? 1.3 : 1.0);
      most = std::max(most, p);
    }
  for (const auto& d : drafts_.all) {
    int person = d.person;
    double weight = 0.7;
    if (person < 0 && d.candidates.size() == 1 && d.candidates.front()->kind == SenseKind::surname) {
      person = d.candidates.front()->ref;
      weight = 0.3;
    }
    if (person < 0 || d.dropped) continue;
    const int code = code_of(k_.standing(person, document_.date).country);
    if (!is_state(code)) continue;
    auto& p = prior_[code];
    p += weight;
    most = std::max(most, p);
  }
  if (most > 0) prior_.scale(1 / most);
  find_speakers();
  for (std::size_t s = 0; s < sentences_.size(); ++s) walk_sentence(static_cast<int>(s));
  // What was learned of a person late holds for its first mentions too.
  std::unordered_map<int, int> human_of_entity;
  for (std::size_t i = 0; i < drafts_.all.size(); ++i)
    if (human_of_[i] >= 0 && drafts_.all[i].entity >= 0)
      human_of_entity.emplace(drafts_.all[i].entity, human_of_[i]);
  for (auto& d : drafts_.all) {
    const auto at = human_of_entity.find(d.entity);
    if (at == human_of_entity.end() || d.who.size() != 1) continue;
    const auto& h = humans_[static_cast<std::size_t>(at->second)];
    d.who.front() = {h.country, h.role, h.name};
    d.affiliation = h.affiliation;
  }
}

void Resolver::walk_sentence(int sentence) {
  sentence_ = sentence;
  const auto [begin, end] = drafts_.of_sentence[static_cast<std::size_t>(sentence)];
  if (begin == end) {
    focus_.scale(0.9);
    return;
  }
  tree_.set(sentences_[static_cast<std::size_t>(sentence)]);
  focus_.scale(0.8);
  auto& order = order_;
  order.clear();
  for (int i = begin; i < end; ++i)
    if (!draft(i).dropped) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto &x = draft(a), &y = draft(b);
    return x.first != y.first ? x.first < y.first : x.last < y.last;
  });
  // Names first: a sentence's own states are known to all of it ("the army of the country").
  for (const int i : order)
    if (draft(i).code >= 0 && draft(i).kind != MentionKind::role) {
      const auto& d = draft(i);
      if (is_state(d.code)) focus_[d.code] += 0.2;
    }
  for (const int i : order) {
    settle(i);
    note(i);
  }
}

void Resolver::settle(int index) {
  auto& done = done_[static_cast<std::size_t>(index)];
  if (done != 0) return;
  done = 1;
  auto& d = draft(index);
  if (d.dropped) return;
  // Asked for from another sentence ("says Umarov" two sentences on): its own tree, then back.
  const bool elsewhere = d.sentence != sentence_;
  if (elsewhere) tree_.set(sentences_[static_cast<std::size_t>(d.sentence)]);
  if (d.organisation >= 0 && d.who.size() == 1) settle_party(index);
  if (d.pronoun != nullptr)
    settle_pronoun(index);
  else if (d.kind == MentionKind::person)
    settle_person(index);
  else if (d.role != nullptr)
    settle_role(index);
  else if (d.nominal != nullptr)
    settle_nominal(index);
  else if (d.kind == MentionKind::organisation && d.organisation < 0)
    settle_organisation(index);
  if (!d.dropped) name_entity(d);
  if (elsewhere) tree_.set(sentences_[static_cast<std::size_t>(sentence_)]);
}

// What a settled draft of the current sentence means for what follows.
void Resolver::note(int index) {
  auto& noted = noted_[static_cast<std::size_t>(index)];
  if (noted != 0 || draft(index).dropped) return;
  noted = 1;
  attend(index);
  remember(index);
}

void Resolver::name_entity(Draft& d) {
  if (d.entity >= 0 || d.who.empty()) return;
  const int index = static_cast<int>(&d - drafts_.all.data());
  auto& key = key_;
  key.clear();
  if (const int human = human_of_[static_cast<std::size_t>(index)]; human >= 0)
    key.append("#").append(std::to_string(human));
  else
    for (const auto& who : d.who) {
      key.append(who.country)
          .append("|")
          .append(who.name.empty() ? who.role : std::string_view())
          .append("|")
          .append(who.name)
          .append("\n");
    }
  d.entity = entities_.emplace(key, static_cast<int>(entities_.size())).first->second;
}

// What a draft adds to the focus on its states.
void Resolver::attend(int index) {
  const auto& d = draft(index);
  double weight = 1.0;
  // "In Moscow the tone was different": what follows is about there.
  if (d.place && d.kind == MentionKind::metonym && d.first <= 1)
    weight = 2.0;
  else if (d.place)
    weight = 0.6;
  else if (d.kind == MentionKind::adjective)
    weight = 0.6;
  else if (d.kind == MentionKind::pronoun || d.kind == MentionKind::nominal)
    weight = 0.5;
  else if (d.kind == MentionKind::person || d.kind == MentionKind::role)
    weight = d.owner_beside ? 0.3 : 0.7;
  if (d.confidence < 0.6F) weight *= 0.3;
  if (tree_.size() > d.head && tree_.acts(tree_.first_conjunct(d.head))) weight *= 1.6;
  if (d.quoted) weight *= 0.7;
  for (const auto& who : d.who) {
    const int code = code_of(who.country);
    if (is_state(code)) focus_[code] += weight / static_cast<double>(d.who.size());
  }
}

int Resolver::focus() const {
  return focus_but(-1);
}

int Resolver::focus_for(const Draft& d) const {
  const int best = focus();
  if (best < 0 || !tree_.acts(tree_.first_conjunct(d.head))) return best;
  // "The junta accused Paris": hardly the state that follows as object.
  const auto [begin, end] = drafts_.of_sentence[static_cast<std::size_t>(d.sentence)];
  for (int i = begin; i < end; ++i) {
    const auto& other = drafts_.all[static_cast<std::size_t>(i)];
    if (other.dropped || other.code != best || other.first <= d.last || other.place ||
        other.kind == MentionKind::adjective)
      continue;
    const int next = focus_but(best);
    if (next >= 0 && (focus_.of(next) + prior_.of(next)) > 0.5 * (focus_.of(best) + prior_.of(best)))
      return next;
  }
  return best;
}

int Resolver::focus_but(int not_code) const {
  int best = -1;
  double most = 0.05;
  for (const auto& [c, prior] : prior_.list) {
    if (c == not_code) continue;
    const double now = focus_.of(c);
    const double value = now + prior * 2.0 * (now > 0 ? 1.0 : 0.5);
    if (value > most) {
      most = value;
      best = c;
    }
  }
  for (const auto& [c, now] : focus_.list)
    if (c != not_code && now > most && prior_.of(c) <= 0) {
      most = now;
      best = c;
    }
  return best;
}

double Resolver::weight_of(const Draft& d) const {
  const int head = tree_.first_conjunct(d.head);
  const auto r = tree_.relation(head);
  double weight = 0.9;
  if (tree_.acts(head)) {
    weight = r == Deprel::nsubj_pass ? 2.6 : 3.0;
    const int verb = tree_.head(head);
    if (verb >= 0 && tree_.head(verb) < 0) weight += 0.4;
    // The subject of a clause that only describes something.
    if (verb >= 0 && tree_.relation(verb) == Deprel::acl_relcl) weight *= 0.8;
  } else if (r == Deprel::obl_agent) {
    weight = 2.2;
  } else if (r == Deprel::obj || r == Deprel::iobj || r == Deprel::root) {
    weight = 1.8;
  } else if (r == Deprel::nmod_poss) {
    weight = 1.6;
  } else if (r == Deprel::obl) {
    weight = 1.2;
  } else if (r == Deprel::nmod) {
    weight = 1.0;
  } else if (is_modifier(r)) {
    weight = 0.7;
  }
  if (d.place) weight *= 0.6;
  if (d.kind == MentionKind::adjective) weight *= 0.8;
  return weight;
}

// Keeps a settled draft as a candidate for what follows.
void Resolver::remember(int index) {
  const auto& d = draft(index);
  if (d.who.empty()) return;
  Seen s;
  s.draft = index;
  s.sentence = d.sentence;
  s.word = d.head;
  s.first = d.first;
  s.last = d.last;
  s.weight = static_cast<float>(weight_of(d));
  const bool one = d.who.size() == 1;
  const bool people = d.kind == MentionKind::people;
  s.person = one && !d.plural && !d.modifier &&
             (d.kind == MentionKind::person ||
              (d.kind == MentionKind::role && d.role != nullptr &&
               (d.role->person || (d.role->group && !d.role->body))) ||
              (d.kind == MentionKind::pronoun && d.pronoun != nullptr && !d.who.front().role.empty() &&
               (d.pronoun->kind == PronounKind::he || d.pronoun->kind == PronounKind::she ||
                d.pronoun->kind == PronounKind::i)) ||
              (d.pronoun != nullptr && d.pronoun->kind == PronounKind::who && !d.plural) ||
              (d.nominal != nullptr && !d.who.front().name.empty()) || (people && !d.plural));
  s.thing = one && !s.person && !people && !d.plural;
  if (d.role != nullptr && (d.role->person || (d.role->group && !d.role->body)) && !d.plural) s.thing = false;
  s.plural = d.plural || d.who.size() > 1 || people;
  if (d.role != nullptr && d.role->body) s.thing = true;
  s.group = d.role != nullptr && d.role->group && !d.role->body;
  const int head = d.head;
  if (const int h = tree_.head(tree_.first_conjunct(head));
      h >= 0 && tree_.relation(tree_.first_conjunct(head)) == Deprel::nmod &&
      k_.is_class(tree_.word(h).lemma, WordClass::harm))
    s.victim = true;
  // Conjuncts together: "Russia and China ... they".
  if (tree_.relation(head) == Deprel::conj && !d.modifier) {
    const int first = tree_.first_conjunct(head);
    for (auto at = seen_.rbegin(); at != seen_.rend() && at->sentence == d.sentence; ++at)
      if (at->word == first && at->draft >= 0 && !draft(at->draft).modifier) {
        Seen both = *at;
        both.person = both.thing = false;
        both.plural = true;
        if (both.together.empty()) both.together = draft(at->draft).who;
        both.together.insert(both.together.end(), d.who.begin(), d.who.end());
        both.word = first;
        both.last = d.last;
        both.weight = std::max(both.weight, 1.0F) + 0.2F;
        seen_.push_back(s);
        seen_.push_back(std::move(both));
        return;
      }
  }
  seen_.push_back(std::move(s));
}

std::string_view Resolver::institution(const Draft& d) const {
  for (const int o : d.owners) {
    const auto& owner = drafts_.all[static_cast<std::size_t>(o)];
    if (owner.organisation >= 0) return k_.organisations[static_cast<std::size_t>(owner.organisation)].name;
    if (owner.kind == MentionKind::organisation && !owner.who.empty()) return owner.who.front().name;
    if (!owner.affiliation.empty()) return owner.affiliation;
  }
  return {};
}

void Resolver::countries_of_owners(int index, std::vector<std::string_view>& out) {
  const auto owners = draft(index).owners;
  for (const int o : owners) {
    settle(o);
    const auto& owner = draft(o);
    for (const auto& who : owner.who)
      if (!who.country.empty() && std::find(out.begin(), out.end(), who.country) == out.end())
        out.push_back(who.country);
  }
}

// A role of the table as the owner turns it: presidents of organisations are their heads, "the Chinese
// leader" leads a state.
std::string_view Resolver::role_for(const Draft& d, std::string_view role, std::string_view country) const {
  const int code = code_of(country);
  const bool organisation =
      code >= 0 && k_.codes[static_cast<std::size_t>(code)].kind == CodeKind::organisation;
  if (organisation && (role == "head of state" || role == "head of government" || role == "leader" ||
                       ((role == "expert" || role == "official") && d.role != nullptr && d.role->needs)))
    return "organisation head";
  if (role == "leader") {
    if (code >= 0 && !organisation) return "head of state";
    return "leader";
  }
  return role;
}

// "Labour Party" in a text that never speaks of the state the table gives it to is another state's.
void Resolver::settle_party(int index) {
  auto& d = draft(index);
  const auto& org = k_.organisations[static_cast<std::size_t>(d.organisation)];
  if (org.kind != "party" || !(org.name.ends_with("Party") || org.name.ends_with("Democrats"))) return;
  const int home = code_of(org.country);
  if (home < 0 || prior_.of(home) > 0) return;
  for (const auto& h : humans_)
    if (h.known >= 0 && k_.standing(h.known, document_.date).country == org.country) return;
  std::vector<std::string_view> owners;
  countries_of_owners(index, owners);
  const int there = owners.empty() ? focus() : code_of(owners.front());
  if (there < 0 || !is_state(there)) return;
  d.who.front().country = k_.codes[static_cast<std::size_t>(there)].code;
  d.confidence = 0.5F;
}

void Resolver::settle_organisation(int index) {
  auto& d = draft(index);
  if (!d.who.front().country.empty()) return;
  std::vector<std::string_view> countries;
  countries_of_owners(index, countries);
  auto& again = draft(index);
  if (!countries.empty())
    again.who.front().country = countries.front();
  else if (again.who.front().role == "judiciary" || again.who.front().role == "government" ||
           again.who.front().role == "police" || again.who.front().role == "legislature" ||
           again.who.front().role == "military") {
    if (const int f = focus(); f >= 0) {
      again.who.front().country = k_.codes[static_cast<std::size_t>(f)].code;
      again.confidence = 0.5F;
    }
  }
}

void Resolver::settle_role(int index) {
  if (draft(index).affiliation.empty()) draft(index).affiliation = institution(draft(index));
  // An apposition is whom it explains.
  if (const int same = draft(index).same_as; same >= 0) {
    settle(same);
    auto& d = draft(index);
    if (!draft(same).who.empty()) {
      d.who = draft(same).who;
      d.entity = draft(same).entity;
      return;
    }
  }
  // "The two leaders", "both ministers"
  if (draft(index).plural && draft(index).nominal != nullptr && draft(index).owners.empty()) {
    auto& d = draft(index);
    bool pair = false;
    for (int i = d.first; i < d.head; ++i) {
      const auto form = lower(tree_.word(i).form);
      pair |= form == "both" || form == "two";
    }
    if (pair) {
      d.who.clear();
      settle_nominal(index);
      return;
    }
  }
  std::vector<std::string_view> countries;
  countries_of_owners(index, countries);
  auto& d = draft(index);
  const std::string_view role = d.who.front().role;
  bool private_owner = false;  // "his wife"
  for (const int o : d.owners) {
    const auto& owner = draft(o);
    if (owner.pronoun != nullptr &&
        (owner.pronoun->kind == PronounKind::he || owner.pronoun->kind == PronounKind::she ||
         owner.pronoun->kind == PronounKind::i))
      private_owner = true;
    if (owner.kind == MentionKind::person) private_owner = true;
  }
  if (d.role->needs && (countries.empty() || private_owner) && d.role->role == "civilians") {
    d.dropped = true;
    return;
  }
  if (!countries.empty()) {
    d.who.clear();
    for (const auto& country : countries) d.who.push_back({country, role_for(d, role, country), {}});
    if (countries.size() == 1 && d.former)
      d.who.front().role = drafts_.keep("former " + std::string(d.who.front().role));
    // One named office of a state: whoever held it then.
    if (countries.size() == 1 && !d.plural && !d.former && d.role->person && d.owner_beside) {
      const int holder = k_.holder(countries.front(), d.who.front().role, document_.date);
      if (holder >= 0 &&
          (d.who.front().role == "head of state" || d.who.front().role == "head of government" ||
           d.who.front().role == "foreign minister" || d.who.front().role == "defence minister")) {
        d.who.front().name = k_.persons[static_cast<std::size_t>(holder)].name;
        d.person = holder;
        d.confidence = std::min(d.confidence, 0.8F);
      }
    }
    return;
  }
  // An organisation without a state: "a spokesman for the company".
  if (d.role->needs) {
    bool named_owner = false;
    for (const int o : d.owners)
      named_owner |= draft(o).kind == MentionKind::organisation || draft(o).kind == MentionKind::role;
    if (!named_owner) {
      d.dropped = true;
      return;
    }
    d.who.front().role = role_for(d, role, {});
    return;
  }
  if (private_owner && !d.role->official) return;
  // "the president": the person met in that role.
  if (d.definite && !d.plural && d.role->person && !d.modifier) {
    const Seen* best = nullptr;
    double most = 0;
    for (const auto& s : seen_) {
      if (s.draft < 0 || !s.person) continue;
      const auto& other = draft(s.draft);
      if (!same_office(role, other.who.front().role) || other.who.front().name.empty()) continue;
      double weight = s.weight * (0.5 + prior_.of(code_of(other.who.front().country)));
      for (int back = s.sentence; back < d.sentence; ++back) weight *= 0.8;
      if (weight > most) {
        most = weight;
        best = &s;
      }
    }
    if (best != nullptr) {
      d.who = draft(best->draft).who;
      d.entity = draft(best->draft).entity;
      d.confidence = 0.7F;
      return;
    }
  }
  // "Moscow, which sent troops": the troops of whoever sends them.
  if (!d.definite && (d.role->role == "military" || d.plural)) {
    const auto r = tree_.relation(d.head);
    const int verb = r == Deprel::obj || r == Deprel::obl || r == Deprel::iobj ? tree_.head(d.head) : -1;
    if (verb >= 0 && k_.is_class(tree_.word(verb).lemma, WordClass::wields)) {
      const int subject = tree_.subject_of(verb);
      for (auto at = seen_.rbegin(); subject >= 0 && at != seen_.rend() && at->sentence == d.sentence; ++at) {
        if (at->draft < 0 || at->first > subject || subject > at->last || !at->together.empty()) continue;
        const auto& country = draft(at->draft).who.front().country;
        if (!is_state(code_of(country))) continue;
        d.who.front().country = country;
        d.confidence = 0.7F;
        return;
      }
    }
  }
  // "the army": of the state whose army was met, else of the state in focus.
  if (!d.role->domestic && !(d.definite && d.nominal != nullptr)) return;
  const Seen* same = nullptr;
  double most = 0;
  for (const auto& s : seen_) {
    if (s.draft < 0) continue;
    const auto& other = draft(s.draft);
    if (other.who.size() != 1 || other.who.front().role != role || other.role != d.role ||
        other.owners.empty() || other.who.front().country.empty())
      continue;
    if (d.sentence - s.sentence > 6) continue;
    double weight = s.weight;
    for (int back = s.sentence; back < d.sentence; ++back) weight *= 0.85;
    if (weight > most) {
      most = weight;
      same = &s;
    }
  }
  if (same != nullptr && (d.definite || d.plural)) {
    d.who.front().country = draft(same->draft).who.front().country;
    d.confidence = 0.6F;
    return;
  }
  if (d.nominal != nullptr && d.nominal->kind == NominalKind::group && d.definite) {
    for (auto at = seen_.rbegin(); at != seen_.rend(); ++at) {
      if (d.sentence - at->sentence > 3) break;
      if (at->draft < 0 || draft(at->draft).kind != MentionKind::organisation ||
          draft(at->draft).who.front().role != role)
        continue;
      d.who = draft(at->draft).who;
      d.entity = draft(at->draft).entity;
      d.confidence = 0.7F;
      return;
    }
  }
  if (!d.role->domestic) return;
  if (const int f = focus_for(d); f >= 0) {
    d.who.front().country = k_.codes[static_cast<std::size_t>(f)].code;
    d.confidence = 0.5F;
    if (d.former)
      d.who.front().role = drafts_.keep("former " + std::string(role));
    else if (d.definite && !d.plural && d.role->person &&
             (role == "head of state" || role == "head of government")) {
      const int holder = k_.holder(d.who.front().country, role, document_.date);
      if (holder >= 0) d.who.front().name = k_.persons[static_cast<std::size_t>(holder)].name;
    }
  }
}

void Resolver::two_states(std::vector<Who>& out) const {
  std::vector<std::pair<double, int>> ranked;
  for (const auto& [c, now] : focus_.list)
    if (now > 0) ranked.emplace_back(now + prior_.of(c), c);
  std::sort(ranked.rbegin(), ranked.rend());
  for (std::size_t i = 0; i < ranked.size() && out.size() < 2; ++i)
    out.push_back({k_.codes[static_cast<std::size_t>(ranked[i].second)].code, {}, {}});
  if (out.size() < 2) out.clear();
}

}  // namespace realign::actors
