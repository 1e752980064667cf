// A scenario made from the ledger: a country between a patron and its other partners, every number with where
// it came from.
//
// The issue is how close the country shall be to the patron, 0 to 100.
//   position    the patron wants 100; everybody else stands at 50 + 5/2 (its level toward the patron less its
//               level toward the country, of the country itself: toward its other partners), levels -10..10
//   capability  geometric mean of GDP and population (data/measure/economies.tsv, Unicode CLDR), or an
//               indicator of the ledger, the largest 1; times reach; times what is not bound elsewhere
//     reach     (1 + closeness) / 2 to the country (measure/floor.h): strength is lost on the way (Boulding
//               1962, Conflict and Defense; Bueno de Mesquita 1981, The War Trap)
//     bound     of what it did in the last 12 months, by weight, the share that was force against others
//               (MOBILIZE, COERCE, ASSAULT), drawn toward 0 as if 4 acts of weight 2 stood beside
//   salience    geometric mean of two: the share of its records of the last 12 months that concern the
//               country, drawn down by four others, and how far the country can matter to it at all (score of
//               measure/floor.h). A ledger is gathered with some countries in view, and that alone would make
//               everybody care about them. The country's own is 1
// and for the split between the two (nash.h) partners and dependence from the shares of the country's acts of
// the last 12 months, or from an indicator; patience 0.95 less 0.3 times the share by weight of unrest at
// home in a side's records. With fewer than measure::kLeastActs acts of the country in those 12 months
// everything until then counts.
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

struct Origin {
  std::string actor, what;  // "Russia", "capability"
  double value = 0;
  std::string from;  // how it was made
};

struct Derived {
  Scenario scenario;
  std::string explained;  // TOML with a comment behind each derived number
  std::vector<Origin> origins;
  std::vector<std::string> codes;  // of the actors
  double bound = 0;                // of the patron's hands, 0..1
  double dependence = 0;           // the patron's share of the country's acts
  int acts = 0;                    // of the country, behind dependence
  double level = 0;                // between the country and the patron
  std::string level_from;
};

struct DeriveOptions {
  std::string capability;  // indicator of national capability: rows of a state with itself or anyone, summed
  std::string dependence;  // indicator of flows, for partners and dependence
  std::string partner;     // a partner that must be among the others
  std::vector<std::string> partners;  // exactly these, so that two dates can be compared
};

// `at`: ISO day; only what happened until then counts. `others`: at most this many further partners.
Derived derive(const ledger::Ledger& ledger, const actors::World& world,
               const std::map<std::string, Economy>& economies, const std::string& country,
               const std::string& patron, const std::string& at, const measure::Thresholds& thresholds,
               std::size_t others, const DeriveOptions& options = {});

// "KAZ between RUS and its other partners": the codes of both; empty if the words do not say it so.
std::pair<std::string, std::string> sides_of(const actors::World& world, const std::string& issue);

// ISO days; text::Error for a text that is none.
std::string year_before(const std::string& day);  // the same day of the year before; March 1 for February 29
std::string day_before(const std::string& day);
std::string last_of_month(const std::string& month);  // "2022-10" -> "2022-10-31"

}  // namespace realign::scenario
