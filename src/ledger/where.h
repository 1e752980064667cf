// Filters become conditions of SQL. Every value that a user gives is bound, never pasted.
//
// A condition can be asked in two ways: of a row at hand (`row`), or for the ids of all rows that meet it
// (`ids`, empty where no index knows). Both bind the same values. page.cpp chooses which condition leads.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <variant>
#include <vector>

#include "ledger/ledger.h"

namespace realign::ledger {

using Value = std::variant<std::string, std::int64_t, double>;

struct Condition {
  std::string row, ids;
  std::vector<Value> values;
};

// Of table `events` known as e, or `claims` known as c. `plus` hides the columns from SQLite's planner (unary
// +), so that they are only checked.
std::vector<Condition> event_conditions(SQLite::Database& db, const Filter& filter, bool plus);
std::vector<Condition> claim_conditions(SQLite::Database& db, const Filter& filter, bool plus);

// Of the tellings of an act that meet the rest of the filter only the first in the order of all (acts.h), as
// they were read.
Condition first_telling(SQLite::Database& db, const Filter& filter);

std::string joined(const std::vector<Condition>& conditions);                             // "1 AND a AND b"
int bind_values(SQLite::Statement& statement, const std::vector<Value>& values, int at);  // the next place
int bind_values(SQLite::Statement& statement, const std::vector<Condition>& conditions, int at);
std::string marks(std::size_t n);  // "?, ?, ?"

// A user's words as an FTS5 query: each word or quoted phrase a string, so that no operator can slip in.
std::string fts_query(const std::string& words);

}  // namespace realign::ledger
