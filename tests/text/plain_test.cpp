#include "text/plain.h"

#include <gtest/gtest.h>

namespace realign::text {
namespace {

TEST(Plain, KeepsTheTextToTheCharacter) {
  const std::string text = "  Title\r\n\r\nFriday, August 21, 2015\r\n\r\nText.  \r\n";
  EXPECT_EQ(document_from_plain(text, "x.txt").text, text);
}

TEST(Plain, TitleAndDateOfTheFirstLines) {
  for (const std::string end : {"\n", "\r\n"}) {
    const auto d = document_from_plain(
        "Ministers meet" + end + end + "Friday, August 21, 2015" + end + end + "They met." + end, "x.txt");
    EXPECT_EQ(d.title, "Ministers meet");
    EXPECT_EQ(d.date, parse_date("2015-08-21"));
  }
  EXPECT_EQ(document_from_plain("Ministers meet\n2022-10-12\nThey met.", "x").title, "Ministers meet");
  EXPECT_EQ(document_from_plain("12 October 2022\n\nThey met.", "x").title, "");
  EXPECT_EQ(document_from_plain("12 October 2022\n\nThey met.", "x").date, parse_date("2022-10-12"));
  EXPECT_EQ(document_from_plain("Flags\n\nThursday, May 7, 2015 On Tuesday, they met.", "x").date,
            parse_date("2015-05-07"));
}

TEST(Plain, SentencesAreNoTitles) {
  EXPECT_EQ(document_from_plain("The ministers met.\n\nThey said little.", "x").title, "");
  EXPECT_EQ(document_from_plain("He said \"no.\"\n\nThey said little.", "x").title, "");
  EXPECT_EQ(document_from_plain("The ministers met\nand said little.", "x").title, "");
  EXPECT_EQ(document_from_plain("Ministers meet", "x").title, "");
  EXPECT_EQ(document_from_plain(std::string(161, 'a') + "\n\nText.", "x").title, "");
  EXPECT_EQ(document_from_plain("Who gains?\n\nThey said little.", "x").title, "Who gains?");
}

TEST(Plain, DatesInSentencesAreNotTheTexts) {
  EXPECT_FALSE(document_from_plain("May 7, 2015 was a Thursday.\n\nMore.", "x").date);
  EXPECT_FALSE(document_from_plain("Thursday, May 7, 2015, was cold.\n\nMore.", "x").date);
  EXPECT_FALSE(document_from_plain("On 2015-05-07 they met.\n\nMore.", "x").date);
  EXPECT_FALSE(document_from_plain("One.\nTwo.\nThree.\n2015-05-07\n", "x").date);
  EXPECT_FALSE(document_from_plain("20150507\n\nA number may be anything.", "x").date);
  EXPECT_FALSE(document_from_plain("Monday, May 7, 2015\n\nThat was a Thursday.", "x").date);
}

TEST(Plain, DateOfAName) {
  const auto day = parse_date("2022-10-12");
  for (const char* name :
       {"2022-10-12.txt", "in/2022-10-12_astana.txt", "2022-10-12-astana.txt", "2022-10-12"})
    EXPECT_EQ(date_of_name(name), day) << name;
  for (const char* name :
       {"-", "astana.txt", "2022-10-123.txt", "2022-13-12.txt", "a2022-10-12.txt", "2022-10-12/a.txt"})
    EXPECT_FALSE(date_of_name(name)) << name;
}

}  // namespace
}  // namespace realign::text
