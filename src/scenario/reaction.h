// How would a patron take an act of its country, at one date and at another? What it means to the patron,
// what the patron could do about it, what that would cost it: each from what the ledger knew on the day
// before.
//
//   grip      how firmly the patron holds the country: the score of measure/floor.h (border, nearness,
//             language, common organisations, weight) times the part of its hands that is not bound by force
//             elsewhere (derive.h)
//   blow      weight of the act (|score| / 10) times grip: an outsider's pact with a country that is firmly
//             held breaks into something
//   chance    that the patron's wish beats the country's in a contest (bargaining.h) among the actors that
//             derive.h finds, the same ones at each date
//   gain      what the patron expects of pressing the country, over the most it could gain, -1..1; below 0:
//   it
//             has no way to prevent the act that pays
//   at stake  share of the patron's own cooperation (by weight, twelve months) that is with the country and
//             that it would risk
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
  double grip = 0, blow = 0;
  double share = 0;  // the patron's, of the country's acts of the twelve months before
  int acts = 0;      // behind share
  double level = 0;  // between the two
  std::string level_from;
  double bound = 0;       // of the patron's hands, by force elsewhere
  double capability = 0;  // of the patron as derived, the country's beside it
  double country_capability = 0;
  double chance = 0, gain = 0, lost = 0;
  std::vector<std::pair<std::string, int>>
      used;  // acts of pressure by the patron on anyone in the twelve months
};

struct PatronReaction {
  std::string country, patron;     // codes
  double score = 0;                // of the act
  std::string act;                 // "Kazakhstan, Turkey: AGREE, “signed ...”"
  std::vector<std::string> holds;  // what ties the country to the patron whatever the date (measure/floor.h)
  std::vector<Stand> stands;       // one a date, ascending
};

struct ReactionContext {
  const ledger::Ledger& ledger;
  const actors::World& world;
  const std::map<std::string, Economy>& economies;
  const measure::Thresholds& thresholds;
};
// `partner`: the other side of the act, "" if it is the patron itself; `days`: the dates to compare, each
// judged by what was known on the day before.
PatronReaction reaction(const ReactionContext& context, const std::string& country, const std::string& patron,
                        const std::string& partner, double score, const std::string& act,
                        std::vector<std::string> days);

// In words: how the blow is felt, and whether the patron could do something about it.
std::string in_words(const PatronReaction& reaction, const Stand& stand, const actors::World& world);
std::string markdown(const PatronReaction& reaction, const actors::World& world);

}  // namespace realign::scenario
