// A scenario made from the ledger: a country between a patron and its other partners, every number with where
// it came from.
//
// The issue is how close the country shall be to the patron, 0 to 100. The patron wants 100, the others 0;
// the country stands at 50 plus 5 times the difference of its levels toward the patron and toward the others
// (each -10 to 10, data/ scores.tsv). Capability is the geometric mean of the shares of GDP and population
// (data/measure/economies.tsv, Unicode CLDR) among the actors, the largest set to 1; salience the share of an
// actor's records that concern the country.
#pragma once

#include <map>
#include <string>

#include "ledger/ledger.h"
#include "measure/trajectory.h"
#include "scenario/scenario.h"

namespace realign::scenario {

struct Economy {
  double population = 0, gdp = 0;
};
std::map<std::string, Economy> read_economies(const std::string& path);

struct Derived {
  Scenario scenario;
  std::string explained;  // TOML with a comment behind each derived number
};

// `at`: ISO day; only what happened until then counts. `others`: at most this many further partners.
Derived derive(const ledger::Ledger& ledger, const actors::World& world,
               const std::map<std::string, Economy>& economies, const std::string& country,
               const std::string& patron, const std::string& at, const measure::Thresholds& thresholds,
               std::size_t others);

}  // namespace realign::scenario
