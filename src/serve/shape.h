// Records and figures in the shapes of web/openapi.json.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "ledger/corrections.h"
#include "ledger/ledger.h"
#include "measure/dyad.h"
#include "measure/shares.h"
#include "serve/api.h"

namespace realign::serve {

using nlohmann::ordered_json;

Answer json(const ordered_json& value);

ordered_json row_of(const ledger::EventRow& row);
ordered_json row_of(const ledger::ClaimRow& row);
// Adds the correction that was applied, if there is one.
ordered_json row_of(const ledger::Ledger& ledger, const ledger::EventRow& row);
ordered_json row_of(const ledger::Ledger& ledger, const ledger::ClaimRow& row);

ordered_json told(const measure::Trajectory& trajectory, measure::Step step);
ordered_json direction(const measure::Direction& direction);
ordered_json shares(const measure::Diversification& d, std::size_t acts, bool enough,
                    const std::string& patron, const actors::World& world);

}  // namespace realign::serve
