// Parameters of a request, each checked as it is read: a bad value is answered with 400 and a line that names
// it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actor.h"
#include "ledger/page.h"
#include "measure/series.h"

namespace realign::serve {

using Query = std::map<std::string, std::string>;

struct Bad {  // what a request must not have; `status` tells of what kind
  std::string what;
  int status = 400;
};

// Bad if there is a parameter beside these: a misspelt one must not be passed over.
void only(const Query& query, std::initializer_list<std::string_view> names);

std::string text_of(const Query& query, const char* key);
std::int64_t number_of(const Query& query, const char* key, std::int64_t low, std::int64_t high,
                       std::int64_t otherwise);
std::string day_of(const Query& query, const char* key);
// The code of a state, bloc or region by name or code.
std::string one_code(const Query& query, const char* key, const actors::World& world);
bool flag_of(const Query& query, const char* key);          // 0 or 1
bool heeds_corrections(const Query& query);                 // corrections=apply (default) or ignore
measure::SeriesOptions series_options(const Query& query);  // by, domain, from, to
ledger::Filter filter_of(const Query& query, const actors::World& world, bool events);
ledger::Page page_of(const Query& query, bool events);                  // sort, order, limit, after
std::string written(const ledger::Key& key, const ledger::Page& page);  // what `after` takes

// The period that `by` labels so ("2022-W40", "2022-10", "2022-Q4", "2022").
std::optional<int> period_from(const std::string& label, measure::Step step);

}  // namespace realign::serve
