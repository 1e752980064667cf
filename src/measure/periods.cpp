#include "measure/periods.h"

#include <fmt/format.h>

#include <chrono>

#include "text/document.h"

namespace realign::measure {

namespace ch = std::chrono;

std::string_view to_string(Step step) {
  switch (step) {
    case Step::week:
      return "week";
    case Step::month:
      return "month";
    case Step::quarter:
      return "quarter";
    case Step::year:
      return "year";
  }
  return {};
}

std::optional<Step> step_from(std::string_view name) {
  for (const auto step : {Step::week, Step::month, Step::quarter, Step::year})
    if (to_string(step) == name) return step;
  return std::nullopt;
}

namespace {

// Days since 1970-01-01, a Thursday; Monday 1969-12-29 begins week 0.
int week_of(ch::sys_days day) {
  const int n = static_cast<int>(day.time_since_epoch().count()) + 3;
  return n >= 0 ? n / 7 : -((-n + 6) / 7);
}

}  // namespace

std::optional<int> period_of(std::string_view day, Step step) {
  const auto date = text::parse_date(day);
  if (!date) return std::nullopt;
  const int y = static_cast<int>(date->year()),
            m = static_cast<int>(static_cast<unsigned>(date->month())) - 1;
  switch (step) {
    case Step::week:
      return week_of(ch::sys_days(*date));
    case Step::month:
      return y * 12 + m;
    case Step::quarter:
      return y * 4 + m / 3;
    case Step::year:
      return y;
  }
  return std::nullopt;
}

std::string first_day(int period, Step step) {
  ch::sys_days day;
  switch (step) {
    case Step::week:
      day = ch::sys_days(ch::days(period * 7 - 3));
      break;
    case Step::month:
      day = ch::year(period / 12) / (period % 12 + 1) / 1;
      break;
    case Step::quarter:
      day = ch::year(period / 4) / (period % 4 * 3 + 1) / 1;
      break;
    case Step::year:
      day = ch::year(period) / 1 / 1;
      break;
  }
  return text::format_date(ch::year_month_day(day));
}

std::string label(int period, Step step) {
  switch (step) {
    case Step::week: {
      // ISO 8601: a week belongs to the year of its Thursday.
      const ch::sys_days thursday{ch::days(period * 7)};
      const auto year = ch::year_month_day(thursday).year();
      const int n = static_cast<int>((thursday - ch::sys_days(year / 1 / 1)).count()) / 7 + 1;
      return fmt::format("{}-W{:02}", static_cast<int>(year), n);
    }
    case Step::month:
      return fmt::format("{}-{:02}", period / 12, period % 12 + 1);
    case Step::quarter:
      return fmt::format("{}-Q{}", period / 4, period % 4 + 1);
    case Step::year:
      return fmt::format("{}", period);
  }
  return {};
}

int a_year(Step step) {
  switch (step) {
    case Step::week:
      return 52;
    case Step::month:
      return 12;
    case Step::quarter:
      return 4;
    case Step::year:
      return 1;
  }
  return 1;
}

}  // namespace realign::measure
