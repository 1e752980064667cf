// Reading a forecast out: Markdown that an analyst can paste, JSON that a program can read, a picture of the
// paths.
#pragma once

#include <optional>
#include <string>

#include "scenario/derive.h"
#include "scenario/forecast.h"

namespace realign::scenario {

// Who moved, and because of whom.
struct Driver {
  std::size_t actor = 0;
  double moved = 0;
  std::size_t other = 0;  // of the move that took it farthest
  OfferKind kind = OfferKind::compromise;
  int round = 0;
};

// The same scenario as it was derived for an earlier day.
struct Before {
  std::string day;
  Scenario scenario;
};

struct Reading {
  Scenario scenario;
  Run run;                      // with all numbers at their middles, and with its challenges
  std::vector<Driver> drivers;  // those that moved farthest first
  std::optional<ForcedChoice> forced;
  std::optional<Uncertainty> uncertainty;
  std::vector<Origin> origins;   // where the numbers come from, if derived (derive.h)
  std::optional<Before> before;  // to compare the split of [bargain] with
};

Reading read_middles(const Scenario& scenario);  // without the runs over the distributions
Reading read_out(const Scenario& scenario, unsigned threads,
                 const std::function<void(double)>& progress = {});
std::string markdown(const Reading& reading);
std::string json(const Reading& reading);
std::string picture(const Reading& reading);  // SVG: the actors' paths

// What each difference between scholz and corrected does: a run of scholz, one with each difference alone,
// one of corrected, and one without each. Markdown, or JSON.
std::string effects_markdown(const Scenario& scenario);
std::string effects_json(const Scenario& scenario);

}  // namespace realign::scenario
