#include <algorithm>

#include "actors/actor.h"
#include "actors/finder.h"
#include "actors/knowledge.h"
#include "actors/resolver.h"

namespace realign::actors {

struct World::Parts {
  Knowledge knowledge;
};

World::World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

World World::load(const std::string& actors_dir) {
  World world;
  world.parts_ = std::make_unique<const Parts>(Parts{Knowledge::load(actors_dir)});
  return world;
}

Cast World::cast(const text::Document& document, std::span<const syntax::Sentence> sentences) const {
  const auto& knowledge = parts_->knowledge;
  Drafts drafts;
  Finder finder(knowledge, document.date, drafts);
  for (std::size_t s = 0; s < sentences.size(); ++s) finder.find(sentences[s], static_cast<int>(s));
  Resolver(knowledge, document, sentences, drafts).resolve();
  std::vector<Mention> mentions;
  mentions.reserve(drafts.all.size());
  for (const auto& d : drafts.all) {
    if (d.dropped) continue;
    Mention m;
    m.sentence = d.sentence;
    m.first = d.first;
    m.last = d.last;
    m.head = d.head;
    m.kind = d.kind;
    m.place = d.place;
    m.confidence = d.confidence;
    m.affiliation = d.affiliation;
    m.entity = d.who.empty() ? -1 : d.entity;
    const auto& words = sentences[static_cast<std::size_t>(d.sentence)].words;
    const auto begin = words[static_cast<std::size_t>(d.first)].begin,
               end = words[static_cast<std::size_t>(d.last)].end;
    const auto text = end <= document.text.size() && begin < end
                          ? document.text.substr(begin, end - begin)
                          : words[static_cast<std::size_t>(d.head)].form;
    m.actors.reserve(d.who.size());
    for (const auto& who : d.who)
      m.actors.push_back({std::string(who.country), std::string(who.role), std::string(who.name), text});
    mentions.push_back(std::move(m));
  }
  return Cast(std::move(mentions), sentences);
}

void World::introduce(std::span<syntax::Sentence> sentences) const {
  set_stand_ins(parts_->knowledge, sentences);
}

bool World::may_name_actor(const syntax::Sentence& tokens) const {
  // A whole phrase of the tables: "The" alone begins "The Hague" and says nothing.
  std::vector<Atom> atoms;
  std::vector<const Sense*> senses;
  parts_->knowledge.names.atoms(tokens, atoms);
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (atoms[i].id != 0 && parts_->knowledge.names.longest(atoms, i, senses) > 0) return true;
  return false;
}

bool World::may_name_state(const syntax::Sentence& tokens) const {
  std::vector<Atom> atoms;
  std::vector<const Sense*> senses;
  parts_->knowledge.names.atoms(tokens, atoms);
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (atoms[i].id != 0 && parts_->knowledge.names.longest(atoms, i, senses) > 0)
      for (const auto* s : senses)
        if (s->kind != SenseKind::role && s->kind != SenseKind::nominal && s->kind != SenseKind::pronoun &&
            s->kind != SenseKind::word)
          return true;
  return false;
}

std::string World::code_of(std::string_view what) const {
  return parts_->knowledge.code_of(what);
}

std::string World::name_of(std::string_view code) const {
  const int at = parts_->knowledge.code(code);
  return at < 0 ? std::string(code) : parts_->knowledge.codes[static_cast<std::size_t>(at)].name;
}

std::vector<std::string> World::members_of(std::string_view code, std::optional<text::Date> date) const {
  const int at = parts_->knowledge.code(code);
  if (at < 0) return {};
  const auto& entry = parts_->knowledge.codes[static_cast<std::size_t>(at)];
  if (entry.kind == CodeKind::state) return {entry.code};
  std::vector<std::string> members;
  for (const auto& member : entry.members)
    if (within(date, member.from, member.to) &&
        std::find(members.begin(), members.end(), member.code) == members.end())
      members.push_back(member.code);
  std::sort(members.begin(), members.end());
  return members;
}

bool World::can_act(std::string_view code) const {
  const int at = code.empty() ? -1 : parts_->knowledge.code(code);
  return at >= 0 && parts_->knowledge.codes[static_cast<std::size_t>(at)].kind != CodeKind::region;
}

bool World::is_state(std::string_view code) const {
  const int at = parts_->knowledge.code(code);
  return at >= 0 && parts_->knowledge.codes[static_cast<std::size_t>(at)].kind == CodeKind::state;
}

}  // namespace realign::actors
