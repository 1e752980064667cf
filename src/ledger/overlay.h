// Corrections laid over what a query finds: the rows that they touch are left out of the query, and come back
// as corrected where the filter still holds.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/parts.h"
#include "ledger/where.h"

namespace realign::ledger {

// Sets the fields of a correction (JSON, as correct() stores them); Error if they are damaged.
void apply_fields(EventRow& row, const std::string& fields);
void apply_fields(ClaimRow& row, const std::string& fields);

template <typename Row>
struct Overlay {
  std::vector<Condition> out;  // for the query: none or one
  std::vector<Row> rows;       // corrected ones that meet the filter, in no order
};
// Empty where the ledger has no corrections or shall not heed them.
Overlay<EventRow> event_overlay(const Ledger::Parts& parts, const Filter& filter);
Overlay<ClaimRow> claim_overlay(const Ledger::Parts& parts, const Filter& filter);

}  // namespace realign::ledger
