#include "coding/when.h"

#include <gtest/gtest.h>

#include "coding/trees.h"

namespace realign::coding {
namespace {

constexpr text::Date kReference = std::chrono::year(2022) / 10 / 12;  // a Wednesday

const Calendar& calendar() {
  static const Calendar loaded = Calendar::load(std::string(REALIGN_SOURCE_DIR) + "/data/coding/dates.tsv");
  return loaded;
}

// "France praised Spain" with an expression of time hanging on the verb.
When dated(const std::string& tail, std::optional<text::Date> reference = kReference) {
  const auto d =
      test::tree("France France PROPN 2 nsubj\npraised praise VERB 0 root\nSpain Spain PROPN 2 obj\n" + tail);
  const auto& sentence = d.sentences.at(0);
  const auto found = calendar().find(sentence, reference);
  return when_of(sentence, 1, found);
}

TEST(When, NoneWhereNothingIsSaid) {
  EXPECT_EQ(dated("").precision, Precision::none);
}

TEST(When, LastMonthOfThatName) {
  const auto when = dated("in in ADP 5 case\nAugust August PROPN 2 obl\n");
  EXPECT_EQ(when.precision, Precision::month);
  EXPECT_EQ(when.from, "2022-08-01");
  EXPECT_EQ(when.to, "2022-08-31");
}

TEST(When, MonthOfAYear) {
  const auto when = dated("in in ADP 5 case\nFebruary February PROPN 2 obl\n2020 2020 NUM 5 nummod\n");
  EXPECT_EQ(when.precision, Precision::month);
  EXPECT_EQ(when.from, "2020-02-01");
  EXPECT_EQ(when.to, "2020-02-29");
}

TEST(When, Year) {
  const auto when = dated("in in ADP 5 case\n2014 2014 NUM 2 obl\n");
  EXPECT_EQ(when.precision, Precision::year);
  EXPECT_EQ(when.from, "2014-01-01");
  EXPECT_EQ(when.to, "2014-12-31");
}

TEST(When, Yesterday) {
  const auto when = dated("yesterday yesterday NOUN 2 obl:unmarked\n");
  EXPECT_EQ(when.precision, Precision::day);
  EXPECT_EQ(when.from, "2022-10-11");
  EXPECT_EQ(when.to, "2022-10-11");
}

TEST(When, LastWeekRunsFromMondayToSunday) {
  const auto when = dated("last last ADJ 5 amod\nweek week NOUN 2 obl:unmarked\n");
  EXPECT_EQ(when.precision, Precision::week);
  EXPECT_EQ(when.from, "2022-10-03");
  EXPECT_EQ(when.to, "2022-10-09");
}

TEST(When, NeverGuessedWithoutAReference) {
  const auto when = dated("last last ADJ 5 amod\nweek week NOUN 2 obl:unmarked\n", std::nullopt);
  EXPECT_EQ(when.precision, Precision::relative);
  EXPECT_EQ(when.from, "");
  EXPECT_EQ(when.to, "");
  EXPECT_EQ(dated("in in ADP 5 case\n2014 2014 NUM 2 obl\n", std::nullopt).precision,
            Precision::year);  // needs none
}

// The same, behind a passage that told of 20 March 2020.
When told_after(const std::string& tail, bool near = true) {
  When told;
  told.from = told.to = "2020-03-20";
  told.precision = Precision::day;
  told.text = "March 20, 2020";
  const auto d =
      test::tree("France France PROPN 2 nsubj\npraised praise VERB 0 root\nSpain Spain PROPN 2 obj\n" + tail);
  const auto& sentence = d.sentences.at(0);
  return when_of(sentence, 1, calendar().find(sentence, kReference, told, near));
}

TEST(When, ReckonedFromTheDateToldBefore) {
  const auto later =
      told_after("two two NUM 5 nummod\nmonths month NOUN 2 obl:unmarked\nlater later ADV 5 advmod\n");
  EXPECT_EQ(later.precision, Precision::month);
  EXPECT_EQ(later.from, "2020-05-01");
  const auto same =
      told_after("in in ADP 7 case\nthe the DET 7 det\nsame same ADJ 7 amod\nyear year NOUN 2 obl\n");
  EXPECT_EQ(same.precision, Precision::year);
  EXPECT_EQ(same.from, "2020-01-01");
  const auto that = told_after("that that DET 5 det\nJune June PROPN 2 obl\n");
  EXPECT_EQ(that.from, "2020-06-01");
}

TEST(When, BareMonthBehindADatedSentence) {
  EXPECT_EQ(told_after("in in ADP 5 case\nMay May PROPN 2 obl\n").from, "2020-05-01");
  EXPECT_EQ(told_after("in in ADP 5 case\nFebruary February PROPN 2 obl\n").from, "2021-02-01");
  // A season back or less is this year's, and a date told far before says nothing.
  EXPECT_EQ(told_after("in in ADP 5 case\nSeptember September PROPN 2 obl\n").from, "2022-09-01");
  EXPECT_EQ(told_after("in in ADP 5 case\nMay May PROPN 2 obl\n", false).from, "2022-05-01");
}

// "France praised Spain" on a day of its own, then `second`, in the same paragraph or the next.
When narrated(const std::string& second, bool same_paragraph = true) {
  auto d = test::tree(
      "France France PROPN 2 nsubj\npraised praise VERB 0 root\nSpain Spain PROPN 2 obj\nyesterday yesterday "
      "NOUN 2 obl:unmarked\n");
  std::vector<syntax::Sentence> sentences = {d.sentences.at(0), test::tree(second).sentences.at(0)};
  sentences[1].paragraph = sentences[0].paragraph + (same_paragraph ? 0 : 1);
  std::vector<std::vector<TimeExpression>> times;
  for (const auto& s : sentences) times.push_back(calendar().find(s, kReference));
  return narrated_date(sentences, 1, test::at(sentences[1], "thanked"), times);
}

TEST(When, AStoryGoesOnInTheSimplePast) {
  const std::string thanked =
      "Spain Spain PROPN 2 nsubj\nthanked thank VERB 0 root\nFrance France PROPN 2 obj\n";
  EXPECT_EQ(narrated(thanked).from, "2022-10-11");
  EXPECT_EQ(narrated(thanked, false).precision, Precision::none);
  // What had happened was before.
  EXPECT_EQ(narrated("Spain Spain PROPN 3 nsubj\nhad have AUX 3 aux\nthanked thank VERB 0 root\nFrance "
                     "France PROPN 3 obj\n")
                .precision,
            Precision::none);
  // Its own date wins, and a relative clause is older as a rule.
  EXPECT_EQ(narrated("Spain Spain PROPN 2 nsubj\nsmiled smile VERB 0 root\nin in ADP 4 case\n2014 2014 NUM 2 "
                     "obl\nat at ADP 6 case\n"
                     "France France PROPN 2 obl\nwhich which PRON 8 nsubj\nthanked thank VERB 6 acl:relcl\n")
                .precision,
            Precision::none);
}

}  // namespace
}  // namespace realign::coding
