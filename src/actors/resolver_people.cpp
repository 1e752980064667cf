// The resolver's part for persons: one human being behind all the mentions of a name.
#include <fmt/format.h>

#include <algorithm>

#include "actors/resolver.h"

namespace realign::actors {

using syntax::Deprel;

// Full and titled names of the whole document, so that a headline's surname finds its owner.
void Resolver::meet_humans() {
  for (std::size_t i = 0; i < drafts_.all.size(); ++i) {
    auto& d = drafts_.all[i];
    if (d.kind != MentionKind::person || d.dropped || !d.full_name) continue;
    int found = -1;
    if (d.person >= 0) {
      const auto at = by_known_.find(d.person);
      if (at != by_known_.end()) found = at->second;
    } else {
      for (std::size_t h = 0; h < humans_.size() && found < 0; ++h)
        if (humans_[h].name == d.who.front().name) found = static_cast<int>(h);
      // "Jean-Luc Dupont" and "Jean Dupont"? Only the same first word too.
      if (found < 0) {
        const auto at = by_key_.find(d.key);
        if (at != by_key_.end())
          for (const int h : at->second) {
            const auto& name = humans_[static_cast<std::size_t>(h)].name;
            const auto mine = d.who.front().name;
            if (name.substr(0, name.find(' ')) == mine.substr(0, mine.find(' '))) found = h;
          }
      }
    }
    if (found < 0) {
      found = static_cast<int>(humans_.size());
      Human h;
      h.known = d.person;
      h.name = d.who.front().name;
      h.key = d.key;
      humans_.push_back(h);
      if (d.person >= 0) by_known_.emplace(d.person, found);
      by_key_[d.key].push_back(found);
    }
    auto& h = humans_[static_cast<std::size_t>(found)];
    h.drafts.push_back(static_cast<int>(i));
    if (h.gender == '\0') h.gender = d.gender;
    human_of_[i] = found;
  }
  // A full name of three words is also known by its first, where that is the family's ("Kim Min-jae ...
  // Kim").
  for (std::size_t h = 0; h < humans_.size(); ++h) {
    const auto name = humans_[h].name;
    const auto first = name.substr(0, name.find(' '));
    const auto key = drafts_.keep(fold(first));
    if (k_.given_name(first) != '\0' && humans_[h].known < 0) continue;
    if (!by_key_.contains(key)) by_key_[key].push_back(static_cast<int>(h));
  }
}

int Resolver::human_for(Draft& d) {
  const int index = static_cast<int>(&d - drafts_.all.data());
  if (human_of_[static_cast<std::size_t>(index)] >= 0) return human_of_[static_cast<std::size_t>(index)];
  // One of the known persons that this document names in full.
  for (const auto* c : d.candidates)
    if (const auto at = by_known_.find(c->ref); at != by_known_.end()) return at->second;
  if (const auto at = by_key_.find(d.key); at != by_key_.end()) {
    // Several of one surname: the one met last before here.
    int best = at->second.front();
    for (const int h : at->second)
      for (const int m : humans_[static_cast<std::size_t>(h)].drafts)
        if (m < index) best = h;
    return best;
  }
  // A known person by surname alone: in office then, fitting the title, of a state that the text speaks of.
  std::vector<std::string_view> owners;
  countries_of_owners(index, owners);
  int best = -1, most = 0;
  for (const auto* c : draft(index).candidates) {
    const auto& me = draft(index);
    const auto standing = k_.standing(c->ref, document_.date);
    if (standing.country.empty()) continue;
    int score = 0;
    if (standing.current) score += 2;
    if (standing.rank >= rank_of("head of government"))
      score += 2;
    else if (standing.rank >= rank_of("defence minister"))
      score += 1;
    const int code = k_.code(standing.country);
    if (code >= 0 && prior_.of(code) > 0) score += 2;
    if (!owners.empty())
      score += std::find(owners.begin(), owners.end(), standing.country) != owners.end() ? 3 : -6;
    if (me.role != nullptr)
      score += me.role->role == standing.role || me.role->role == "leader" ? 3 : me.role->needs ? 0 : -2;
    if (me.candidates.size() == 1) score += 1;
    if (score > most) {
      most = score;
      best = c->ref;
    }
  }
  auto& me = draft(index);
  const bool title = me.titled || me.role != nullptr;
  if (best >= 0 && (most >= 5 || (title && most >= 4))) {
    const auto at = by_known_.find(best);
    if (at != by_known_.end()) return at->second;
    Human h;
    h.known = best;
    h.name = k_.persons[static_cast<std::size_t>(best)].name;
    h.key = me.key;
    humans_.push_back(h);
    by_known_.emplace(best, static_cast<int>(humans_.size()) - 1);
    by_key_[me.key].push_back(static_cast<int>(humans_.size()) - 1);
    return static_cast<int>(humans_.size()) - 1;
  }
  if (title) {
    Human h;
    h.name = me.who.front().name;
    h.key = me.key;
    humans_.push_back(h);
    by_key_[me.key].push_back(static_cast<int>(humans_.size()) - 1);
    return static_cast<int>(humans_.size()) - 1;
  }
  return -1;
}

// Country and role of a person, from what the document has said of it and what the tables know.
void Resolver::settle_human(Human& h, int sentence) {
  if (h.settled) return;
  std::string_view country, role;
  bool former = false, explicit_role = false;
  const auto mentions = h.drafts;
  for (const int m : mentions) {
    if (draft(m).sentence > sentence && !country.empty()) break;
    // What is said later counts where nothing is said before; only what needs no pronoun of a later sentence.
    if (draft(m).sentence > sentence)
      for (const int o : draft(m).owners)
        if (draft(o).pronoun != nullptr) goto next;
    {
      std::vector<std::string_view> countries;
      countries_of_owners(m, countries);
      const auto& d = draft(m);
      if (h.affiliation.empty()) h.affiliation = institution(d);
      if (country.empty() && !countries.empty()) country = countries.front();
      if (role.empty() && d.role != nullptr) {
        role = d.role->role;
        former = d.former;
        explicit_role = !d.role->needs && role != "leader";
        if (d.owners.size() >= 1) {
          const auto& owner = draft(d.owners.front());
          if (!owner.who.empty() && (owner.kind == MentionKind::organisation ||
                                     (owner.kind == MentionKind::adjective && owner.organisation >= 0))) {
            const auto theirs = owner.who.front().role;
            if (!theirs.empty() &&
                (d.role->needs || role == "leader" || role == "spokesperson" || role == "head of state" ||
                 role == "official" || role == "military" || role == "business") &&
                theirs != "government")
              role = theirs;
          }
          if (owner.role != nullptr && d.role->needs && !owner.who.empty())
            role = owner.who.front().role == "government" ? std::string_view("official")
                                                          : owner.who.front().role;
        }
        role = role_for(d, role, country);
      } else if (role.empty() && !d.owners.empty()) {
        const auto& owner = draft(d.owners.front());
        if (owner.kind == MentionKind::organisation && !owner.who.empty()) role = owner.who.front().role;
        if (role == "government") role = "official";
      }
    }
  next:;
  }
  if (h.known >= 0) {
    const auto standing = k_.standing(h.known, document_.date);
    if (country.empty() || !explicit_role || standing.country == country) {
      if (country.empty()) country = standing.country;
      // The table's office at the date, unless the text says another one that is no mere courtesy.
      if (!explicit_role || role == standing.role || standing.current) {
        const bool text_says = explicit_role && role != standing.role && former == false;
        if (!text_says) {
          role = standing.role;
          former = former || standing.former;
          country = standing.country.empty() ? country : standing.country;
        }
      }
    }
  }
  if (country.empty()) country = h.country;
  if (former && !role.empty() && !role.starts_with("former "))
    role = drafts_.keep("former " + std::string(role));
  h.country = country;
  h.role = role;
  if (!country.empty() && !role.empty()) h.settled = true;
}

void Resolver::settle_person(int index) {
  const int human = human_for(draft(index));
  auto& d = draft(index);
  if (human < 0) {
    d.dropped = true;
    d.who.clear();
    return;
  }
  {
    auto& h = humans_[static_cast<std::size_t>(human)];
    human_of_[static_cast<std::size_t>(index)] = human;
    if (std::find(h.drafts.begin(), h.drafts.end(), index) == h.drafts.end()) h.drafts.push_back(index);
    std::sort(h.drafts.begin(), h.drafts.end());
    if (h.gender == '\0') h.gender = d.gender;
  }
  // Settling may meet others and move humans_.
  Human copy = humans_[static_cast<std::size_t>(human)];
  settle_human(copy, d.sentence);
  auto& h = humans_[static_cast<std::size_t>(human)];
  h.country = copy.country;
  h.role = copy.role;
  h.affiliation = copy.affiliation;
  h.settled = copy.settled;
  auto& again = draft(index);
  again.gender = h.gender;
  again.person = h.known;
  again.who.assign(1, {h.country, h.role, h.name});
  // "President Smith", of the state in focus.
  if (h.country.empty() && again.role != nullptr && again.role->domestic && h.known < 0) {
    if (const int f = focus(); f >= 0) {
      h.country = k_.codes[static_cast<std::size_t>(f)].code;
      again.who.front().country = h.country;
      again.confidence = 0.5F;
    }
  }
}

}  // namespace realign::actors
