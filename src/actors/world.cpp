#include <algorithm>

#include "actors/actor.h"
#include "actors/finder.h"
#include "actors/lexicon.h"
#include "actors/resolver.h"

namespace realign::actors {

struct World::Parts {
  Lexicon lexicon;
};

World::World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

World World::load(const std::string& actors_dir) {
  World world;
  world.parts_ = std::make_unique<const Parts>(Parts{Lexicon::load(actors_dir)});
  return world;
}

Cast World::cast(const text::Document& document, std::span<const syntax::Sentence> sentences) const {
  const Finder finder(parts_->lexicon, document, document.date ? text::format_date(*document.date) : "");
  std::vector<Draft> drafts;
  for (std::size_t s = 0; s < sentences.size(); ++s)
    if (sentences[s].parsed) finder.find(sentences[s], static_cast<int>(s), drafts);
  Resolver(parts_->lexicon, sentences).resolve(drafts);
  std::vector<Mention> mentions;
  mentions.reserve(drafts.size());
  for (auto& d : drafts) {
    // Sportspeople and clubs are no actors here, whatever their state.
    if (d.mention.kind == MentionKind::role && !d.mention.actors.empty() &&
        d.mention.actors.front().role == "sport")
      continue;
    mentions.push_back(std::move(d.mention));
  }
  return Cast(std::move(mentions), sentences);
}

bool World::may_name_actor(const syntax::Sentence& tokens) const {
  for (const auto& w : tokens.words) {
    const char c = w.form.empty() ? ' ' : w.form[0];
    const bool capital = (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (capital && (parts_->lexicon.begins_name(w.form) || &w != tokens.words.data())) return true;
    std::string low = w.form;
    for (auto& x : low)
      if (x >= 'A' && x <= 'Z') x = static_cast<char>(x + 32);
    // Words that may stand for an actor named elsewhere: pronouns, role nouns, nominals.
    static constexpr std::string_view kPronouns[] = {"he",    "she",  "it",   "they", "we",   "him",
                                                     "her",   "them", "us",   "i",    "his",  "its",
                                                     "their", "our",  "both", "who",  "which"};
    if (std::find(std::begin(kPronouns), std::end(kPronouns), low) != std::end(kPronouns)) return true;
    std::string singular = low;
    if (singular.size() > 3 && singular.back() == 's') singular.pop_back();
    if (parts_->lexicon.role("", low) != nullptr || parts_->lexicon.role("", singular) != nullptr)
      return true;
    if (singular.ends_with("ie") &&
        parts_->lexicon.role("", singular.substr(0, singular.size() - 2) + "y") != nullptr)
      return true;
    for (const char* needs : {"the", "its", "both"})
      if (parts_->lexicon.nominal(low, needs) != nullptr ||
          parts_->lexicon.nominal(singular, needs) != nullptr)
        return true;
    if (parts_->lexicon.begins_name(w.form)) return true;
  }
  return false;
}

std::string World::code_of(std::string_view what) const {
  return parts_->lexicon.code_of(what);
}

std::string World::name_of(std::string_view code) const {
  const auto* entry = parts_->lexicon.entry(std::string(code));
  return entry == nullptr ? std::string(code) : entry->name;
}

std::vector<std::string> World::members_of(std::string_view code, std::optional<text::Date> date) const {
  const auto* entry = parts_->lexicon.entry(std::string(code));
  if (entry == nullptr || entry->state) return {std::string(code)};
  const std::string day = date ? text::format_date(*date) : "9999-12-31";
  std::vector<std::string> members;
  for (const auto& [member, span] : entry->members) {
    const auto& [from, to] = span;
    if (!from.empty() && day.compare(0, from.size(), from) < 0) continue;
    if (!to.empty() && day.compare(0, to.size(), to) > 0) continue;
    members.push_back(member);
  }
  return members;
}

bool World::is_state(std::string_view code) const {
  const auto* entry = parts_->lexicon.entry(std::string(code));
  return entry != nullptr && entry->state;
}

}  // namespace realign::actors
