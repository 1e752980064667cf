#include "text/dates.h"

#include <gtest/gtest.h>

namespace realign::text {
namespace {

TEST(StatedDate, AllWaysToWriteOneDay) {
  const auto day = parse_date("2022-10-12");
  for (const char* text : {"2022-10-12",
                           "2022-10-12T23:59:00+06:00",
                           "20221012",
                           "12.10.2022",
                           "12.10.2022 08:00",
                           "Wed, 12 Oct 2022 08:00:00 GMT",
                           "Wed, 12 Oct 2022 08:00:00 +0600",
                           "12 Oct 2022 08:00 EST",
                           "12 Oct 22",
                           "October 12, 2022",
                           "Oct. 12, 2022",
                           "Wednesday, October 12, 2022",
                           "Wednesday 12 October 2022",
                           "12th October, 2022",
                           "October 12th, 2022",
                           "October 12, 2022 at 9:15 pm EDT",
                           "OCTOBER 12, 2022",
                           "12-Oct-2022",
                           "October 12, 2022 | 10:30 GMT",
                           "October 12, 2022, 9 am"})
    EXPECT_EQ(parse_stated_date(text), day) << text;
}

TEST(StatedDate, WhatIsNoneOrCouldBeTwo) {
  for (const char* text :
       {"", "yesterday", "10/12/2022", "October 2022", "12 October", "October 32, 2022", "30 February 2022",
        "Tuesday, October 12, 2022" /* a Wednesday */, "Oct 12 in 2022", "October 12, 2022 was a day",
        "12.13.2022", "99999999", "20221340", "Mayor 12, 2022", "On October 12, 2022", "12 2022", "Wed"})
    EXPECT_FALSE(parse_stated_date(text)) << text;
}

TEST(LeadingDate, EndsWhereTheTextBegins) {
  const std::string_view text = "Thursday, May 7, 2015 On Tuesday, the government announced";
  const auto found = leading_date(text);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->date, parse_date("2015-05-07"));
  EXPECT_TRUE(found->weekday);
  EXPECT_EQ(text.substr(found->end), " On Tuesday, the government announced");
  EXPECT_FALSE(leading_date("May the force be with you"));
  EXPECT_FALSE(leading_date("March on the capital"));
}

}  // namespace
}  // namespace realign::text
