// How would a patron take an act of its country, at one date and at another? What it means to the patron, what the
// patron could do about it, what that would cost it: each from what the ledger knew on the day before.
//
//   blow     weight of the act (|score| / 10) times the patron's share of the country's acts of the twelve months
//            before: an outsider's pact hurts most where the patron was nearly the only partner
//   chance   that the patron's wish beats the country's in a contest (bargaining.h) among the actors that derive.h
//            finds, with what of the patron's strength is not bound elsewhere
//   gain     what the patron expects of pressing the country, over the most it could gain, -1..1; not above 0: it
//            has no way to prevent the act that pays
//   lost     share of the patron's own cooperation (by weight, twelve months) that is with the country and that it
//            would put at stake
//   harsh    the tone to be expected, the level of the patron toward the country then (measure/state.h)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/derive.h"

namespace realign::scenario {

struct Stand {
  std::string day;
  bool known = false;  // false: `why` says what the ledger lacks then
  std::string why;
  double blow = 0, share = 0;  // share: the patron's, of the country's acts
  int acts = 0;                // behind share
  double level = 0;            // between the two
  std::string level_from;
  double bound = 0;       // of the patron's hands, by force elsewhere
  double capability = 0;  // of the patron as derived, the country's beside it
  double country_capability = 0;
  double chance = 0, gain = 0, lost = 0;
  std::vector<std::pair<std::string, int>> used;  // acts of pressure by the patron on anyone in the twelve months
};

struct PatronReaction {
  std::string country, patron;  // codes
  double score = 0;             // of the act
  std::string act;              // "Kazakhstan, Turkey: AGREE, “signed ...”"
  std::vector<std::string> holds;  // what ties the country to the patron whatever the date (measure/floor.h)
  Stand at;                        // where the act is put
  std::optional<Stand> was;        // where it stands in the ledger; nothing for an added act
};

// Everything that both dates need. `partner`: the other side of the act.
struct ReactionContext {
  const ledger::Ledger& ledger;
  const actors::World& world;
  const std::map<std::string, Economy>& economies;
  const measure::Thresholds& thresholds;
};
Stand stand(const ReactionContext& context, const std::string& country, const std::string& patron,
            const std::string& partner, double score, const std::string& day);
std::vector<std::string> holds(const actors::World& world, const std::string& country, const std::string& patron);

// In words: how the blow is felt, and whether the patron could do something about it.
std::string in_words(const PatronReaction& reaction, const Stand& stand, const actors::World& world);
std::string markdown(const PatronReaction& reaction, const actors::World& world);

}  // namespace realign::scenario
