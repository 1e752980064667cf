// Indicators beside the news: what one state sent to, sold to, owed another in a year. Kept in the ledger's
// file.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "ledger/ledger.h"

namespace realign::ledger {

struct Indicator {
  int year = 0;
  std::string from, to;  // codes; from is the side that gives, sells, lends
  std::string indicator;
  double value = 0;
};

// All or nothing; a row of the same year, sides and indicator replaces the one there was.
void add_indicators(Ledger& ledger, std::span<const Indicator> rows);
// Of one indicator, by year, from, to.
void indicators(const Ledger& ledger, const std::string& indicator,
                const std::function<void(const Indicator&)>& take);

}  // namespace realign::ledger
