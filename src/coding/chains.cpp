#include "coding/chains.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace realign::coding {

namespace {

bool leads_a_state(const std::string& role) {
  return role == "head of state" || role == "head of government" || role == "foreign minister" ||
         role == "organisation head" || role == "spokesperson" || role == "expert" || role == "media";
}

std::string chain_name(std::string name) {
  const auto cut = name.find_last_of(' ');
  if (cut != std::string::npos) name.erase(0, cut + 1);
  for (auto& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

}  // namespace

void name_chains(std::vector<Event>& events, const actors::Cast& cast,
                 std::span<const syntax::Sentence> sentences, const text::CodePointIndex& index) {
  std::map<std::string, std::set<std::size_t>> by_person;
  const auto concern = [&](std::size_t e, const actors::Actor& actor) {
    if (!actor.name.empty() && !leads_a_state(actor.role) && actor.role != "business")
      by_person[actor.name].insert(e);
  };
  for (std::size_t e = 0; e < events.size(); ++e) {
    for (const auto& actor : events[e].source) concern(e, actor);
    for (const auto& actor : events[e].target) concern(e, actor);
    const auto s = static_cast<std::size_t>(events[e].span.sentence);
    for (const auto& m : cast.in_sentence(events[e].span.sentence)) {
      if (m.kind != actors::MentionKind::person && m.kind != actors::MentionKind::role) continue;
      const auto at = index.at(sentences[s].words[static_cast<std::size_t>(m.head)].begin);
      if (at >= events[e].span.begin && at < events[e].span.end)
        for (const auto& actor : m.actors) concern(e, actor);
    }
  }
  for (auto& [person, members] : by_person) {
    // Who answers a demand of the chain belongs to it.
    for (const std::size_t e : std::vector<std::size_t>(members.begin(), members.end())) {
      if (events[e].type != Type::REQUEST) continue;
      for (std::size_t f = 0; f < events.size(); ++f)
        if ((events[f].type == Type::REJECT || events[f].type == Type::CONCEDE) &&
            std::abs(events[f].span.sentence - events[e].span.sentence) <= 1 && !events[f].target.empty() &&
            !events[e].source.empty() && events[f].target.front().country == events[e].source.front().country)
          members.insert(f);
    }
    if (members.size() < 2) continue;
    for (const std::size_t e : members)
      if (events[e].chain.empty()) events[e].chain = chain_name(person);
  }
}

}  // namespace realign::coding
