// Names that the parser never met are read as well-known ones of their kind: the tables know what it cannot.
#include <algorithm>
#include <unordered_map>

#include "actors/actor.h"
#include "actors/finder.h"
#include "actors/knowledge.h"
#include "actors/names.h"

namespace realign::actors {
namespace {

// All of them are frequent in the treebank that the parser was trained on.
constexpr std::string_view kPerson = "Johnson", kPlace = "Iraq", kAdjective = "Iraqi", kPeople = "Iraqis";

std::string_view stand_in(const std::vector<const Sense*>& senses) {
  for (const auto* s : senses) switch (s->kind) {
      case SenseKind::state:
      case SenseKind::capital:
      case SenseKind::seat:
      case SenseKind::place:
        return kPlace;
      case SenseKind::adjective:
        return kAdjective;
      case SenseKind::people:
        return s->plural ? kPeople : kAdjective;
      case SenseKind::person:
      case SenseKind::surname:
        return kPerson;
      case SenseKind::organisation:
        return kPlace;
      case SenseKind::role:
      case SenseKind::nominal:
      case SenseKind::pronoun:
      case SenseKind::word:
        break;
    }
  return {};
}

bool name_like(std::string_view form) {
  return form.size() > 2 && capitalised(form) && std::none_of(form.begin() + 1, form.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

}  // namespace

void set_stand_ins(const Knowledge& knowledge, std::span<syntax::Sentence> sentences) {
  std::vector<Atom> atoms;
  std::vector<const Sense*> senses;
  // How often a form stands within a sentence, and whether it is also written small.
  std::unordered_map<std::string_view, int> inside;
  for (const auto& s : sentences)
    for (std::size_t i = 1; i < s.words.size(); ++i)
      if (name_like(s.words[i].form) && s.words[i - 1].form != "``" && s.words[i - 1].form != "\"")
        ++inside[s.words[i].form];
  for (auto& s : sentences) {
    knowledge.names.atoms(s, atoms);
    for (std::size_t i = 0; i < atoms.size();) {
      const auto length = atoms[i].first && atoms[i].id != 0 ? knowledge.names.longest(atoms, i, senses) : 0;
      if (length == 0) {
        ++i;
        continue;
      }
      if (const auto name = stand_in(senses); !name.empty())
        for (std::size_t a = i; a < i + length; ++a) {
          auto& w = s.words[atoms[a].word];
          if (name_like(w.form) && (length == 1 || name != kAdjective)) w.stand_in = name;
        }
      i += length;
    }
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      auto& w = s.words[i];
      if (!w.stand_in.empty() || !name_like(w.form)) continue;
      if (const auto seen = inside.find(w.form); seen != inside.end() && seen->second >= 2)
        w.stand_in = kPerson;
    }
  }
}

}  // namespace realign::actors
