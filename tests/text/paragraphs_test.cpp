#include "text/paragraphs.h"

#include <gmock/gmock.h>

#include <string>

namespace realign::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> cut(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& p : paragraphs(text)) out.push_back(text.substr(p.begin, p.end - p.begin));
  return out;
}

TEST(Paragraphs, NoneInBlankText) {
  EXPECT_TRUE(paragraphs("").empty());
  EXPECT_TRUE(paragraphs(" \n\t\r\n \n").empty());
}

TEST(Paragraphs, BlankLinesSeparate) {
  EXPECT_THAT(cut("One.\n\nTwo.\r\n\r\n  Three. \n \n"), ElementsAre("One.", "Two.", "Three."));
}

TEST(Paragraphs, EachLongLineIsOne) {
  const std::string first =
      "The government of the republic said on Monday that it would send a delegation to the talks, which are "
      "to be "
      "held in the capital of its neighbour next month, if both sides keep the truce.";
  const std::string second = "Nobody else has agreed to come.";
  const std::string third =
      "Its neighbour has asked for observers, an exchange of prisoners and the opening of the border, and "
      "the "
      "delegation is expected to bring an answer to all three";
  EXPECT_THAT(cut(first + "\n" + second + "\n" + third + "\n" + first),
              ElementsAre(first, second, third, first));
}

TEST(Paragraphs, WrappedLinesAreJoined) {
  const std::string first =
      "The government of the republic said on Monday that it would send a\n"
      "delegation to the talks, which are to be held in the capital of its\n"
      "neighbour next month, if both sides keep the truce. Nobody else has\n"
      "agreed to come.";
  const std::string second =
      "Its neighbour has asked for observers, an exchange of prisoners and\n"
      "the opening of the border.";
  EXPECT_THAT(cut("Talks next month\n\n" + first + "\n\n" + second + "\n"),
              ElementsAre("Talks next month", first, second));
  // With Windows line ends too.
  std::string windows;
  for (const char c : first) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_THAT(cut(windows), ElementsAre(windows));
}

TEST(Paragraphs, WrappedWithoutBlankLinesEndWhereTheLastLineIsShort) {
  const std::string first =
      "The government of the republic said on Monday that it would send a\n"
      "delegation to the talks, which are to be held in the capital of its\n"
      "neighbour next month.";
  const std::string second =
      "Its neighbour has asked for observers, an exchange of prisoners and\n"
      "the opening of the border.";
  EXPECT_THAT(cut(first + "\n" + second), ElementsAre(first, second));
  EXPECT_THAT(cut("    " + first + "\n    " + second), ElementsAre(first, second));
}

TEST(Paragraphs, ListsInWrappedTextStayLists) {
  const std::string lead =
      "The two governments have agreed on the order in which they will take\n"
      "up what divides them when their delegations meet in the capital in\n"
      "the second week of the month:";
  EXPECT_THAT(cut(lead + "\n- the border\n- the prisoners"),
              ElementsAre(lead, "- the border", "- the prisoners"));
}

TEST(Paragraphs, HeadlinesUnderOneAnotherAreNotOneParagraph) {
  EXPECT_THAT(cut("Ministers Meet in Capital After Months of Silence\n"
                  "Border Opens for the First Time Since the War Ended\n"
                  "Observers Arrive to Watch the Exchange of Prisoners"),
              ElementsAre("Ministers Meet in Capital After Months of Silence",
                          "Border Opens for the First Time Since the War Ended",
                          "Observers Arrive to Watch the Exchange of Prisoners"));
}

TEST(Paragraphs, CountsColumnsNotBytes) {
  // 44 columns a line, but twice as many bytes.
  const std::string line =
      "\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9 the minister of the interior has a";
  EXPECT_THAT(cut(line + "\nword with a colleague of his about the rules\nof the house."),
              ::testing::SizeIs(1));
}

TEST(Paragraphs, RangesAreInOrderAndInside) {
  const std::string text(100000, '\n');
  EXPECT_TRUE(paragraphs(text).empty());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a b.\r";
  const auto all = paragraphs(many);
  ASSERT_EQ(all.size(), 1000U);
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_GE(all[i].begin, all[i - 1].end);
}

}  // namespace
}  // namespace realign::text
