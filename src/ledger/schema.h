// The ledger's tables, and how older files become today's.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace realign::ledger {

inline constexpr int kSchemaVersion = 4;
inline constexpr int kApplicationId = 0x5265416c;  // "ReAl"

// Brings the open database to kSchemaVersion (an empty one gets all tables); Error naming `path` if it is no
// ledger or newer.
void migrate(SQLite::Database& db, const std::string& path);

}  // namespace realign::ledger
