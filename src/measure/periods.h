// Calendar periods as consecutive numbers, so that series can have gaps and arithmetic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace realign::measure {

enum class Step : unsigned char { week, month, quarter, year };

std::string_view to_string(Step step);
std::optional<Step> step_from(std::string_view name);

// Number of the period that an ISO day ("2022-10-03") lies in; weeks begin on Monday. Nothing for a text that
// is no day.
std::optional<int> period_of(std::string_view day, Step step);
std::string label(int period, Step step);      // "2022-W40", "2022-10", "2022-Q4", "2022"
std::string first_day(int period, Step step);  // ISO
int a_year(Step step);                         // periods in a year: 52, 12, 4, 1

}  // namespace realign::measure
