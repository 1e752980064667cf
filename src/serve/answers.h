// The single answers behind Api::get, by area. Each throws Bad or text::Error for what must not be asked.
#pragma once

#include <string>

#include "serve/api.h"
#include "serve/shape.h"

namespace realign::serve {

struct Context {
  const Shared& shared;
  const ledger::Ledger& ledger;
};

// work(0) ... work(n - 1) on all cores; the first failure is thrown here. (api.cpp)
void each(std::size_t n, const std::function<void(std::size_t)>& work);

// answers_ledger.cpp
ordered_json status(const Context& c, const std::string& version);
ordered_json actors_known(const Context& c);
ordered_json page(const Context& c, const Query& query, bool events);
ordered_json count(const Context& c, const Query& query, bool events);
ordered_json corrections_listed(const Context& c, const Query& query);

// answers_measure.cpp
ordered_json map(const Context& c, const Query& query);
ordered_json dyad(const Context& c, const Query& query);
std::string dyad_picture(const Context& c, const Query& query);
ordered_json region(const Context& c, const Query& query);

// answers_country.cpp
ordered_json country(const Context& c, const Query& query);

// answers_document.cpp; null: there is none
ordered_json document(const Context& c, const std::string& id);
ordered_json explain(const Context& c, const std::string& id, const Query& query);

// answers_scenario.cpp
scenario::Scenario scenario_from(const std::string& type, const std::string& body);  // TOML or JSON
ordered_json scenario_json(const std::string& toml);
ordered_json forecast(const scenario::Scenario& s);
ordered_json derive(const Context& c, const Query& query);

}  // namespace realign::serve
