// Rows of the ledger's tables as records.
#pragma once

#include <functional>
#include <string>

#include "ledger/ledger.h"
#include "ledger/parts.h"

namespace realign::ledger {

using Binder = std::function<void(SQLite::Statement&)>;

// Runs "SELECT the record's columns `from`"; `from` joins events e (or claims c) with documents d. Until
// `take` gives false. Error if the ledger is damaged.
void read_events(const Ledger::Parts& parts, const std::string& from, const Binder& bind,
                 const std::function<bool(EventRow&&)>& take);
void read_claims(const Ledger::Parts& parts, const std::string& from, const Binder& bind,
                 const std::function<bool(ClaimRow&&)>& take);

}  // namespace realign::ledger
