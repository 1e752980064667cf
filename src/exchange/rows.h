// Events and claims of a ledger as lines of a CSV file, the same from the command line and from the server.
#pragma once

#include <string>
#include <vector>

#include "actors/actor.h"
#include "ledger/ledger.h"

namespace realign::exchange {

std::string csv_head(bool events);
std::string csv_line(const ledger::EventRow& row);
std::string csv_line(const ledger::ClaimRow& row);
// In double quotes, and never a formula that a spreadsheet would run.
std::string csv_cell(const std::string& text);

// One side of an event in a few words: "KAZ government+RUS".
std::string side_of(const std::vector<actors::Actor>& actors);

}  // namespace realign::exchange
