// A cast as a person reads it: each sentence with its mentions under it, for tests and for explaining
// records.
#pragma once

#include <span>
#include <string>

#include "actors/actor.h"

namespace realign::actors {

// "KAZ head of state (Kassym-Jomart Tokayev)"; "nobody" for no actors.
std::string describe(const std::vector<Actor>& actors);
std::string_view to_string(MentionKind kind);
// One line a mention: words, kind, actors, entity, place, confidence.
std::string describe(const Cast& cast, std::span<const syntax::Sentence> sentences);

}  // namespace realign::actors
