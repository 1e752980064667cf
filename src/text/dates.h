// Dates as documents state them: in metadata, in feeds, on a line of their own above an article.
//
// Only what can mean one day alone is read: ISO 8601, RFC 822 ("Wed, 12 Oct 2022 08:00:00 GMT"), days with
// the English name of the month in either order, "20221012" and day.month.year with dots. "10/12/2022" is
// October to one reader and December to another, and so none. A weekday that is not the day's makes it no
// date. Times and time zones are passed over: the day is the one that the author saw on the calendar.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "text/document.h"

namespace realign::text {

// The whole of `text`, blanks aside, is a date, with or without a time.
std::optional<Date> parse_stated_date(std::string_view text);

struct LeadingDate {
  Date date;
  std::size_t end = 0;  // the byte behind it
  bool weekday = false;
};

// A date with the month's name at the very start of `text` ("Friday, August 21, 2015 On Tuesday, ...").
std::optional<LeadingDate> leading_date(std::string_view text);

}  // namespace realign::text
