// Reading a forecast out: Markdown that an analyst can paste, JSON that a program can read, a picture of the
// paths.
#pragma once

#include <optional>
#include <string>

#include "scenario/forecast.h"

namespace realign::scenario {

struct Reading {
  Scenario scenario;
  Run run;  // with all numbers at their middles
  std::optional<ForcedChoice> forced;
  std::optional<Uncertainty> uncertainty;
};

Reading read_out(const Scenario& scenario, unsigned threads,
                 const std::function<void(double)>& progress = {});
std::string markdown(const Reading& reading);
std::string json(const Reading& reading);
std::string picture(const Reading& reading);  // SVG: the actors' paths

}  // namespace realign::scenario
