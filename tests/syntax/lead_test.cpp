#include "syntax/lead.h"

#include <gtest/gtest.h>

#include <sstream>

namespace realign::syntax {
namespace {

Sentence words(const std::string& text) {
  Sentence sentence;
  std::istringstream in(text);
  for (std::string form; in >> form;) {
    Word word;
    word.form = form;
    sentence.words.push_back(word);
  }
  return sentence;
}

TEST(Lead, DatesAndDatelines) {
  EXPECT_EQ(lead_length(words("May 24 , 2021 : The army arrests the president .")), 5U);
  EXPECT_EQ(lead_length(words("January 2022 : Kenya imposes an embargo .")), 3U);
  EXPECT_EQ(lead_length(words("TBILISI , Dec. 2 - The premier ruled out talks .")), 5U);
  EXPECT_EQ(lead_length(words("LIMA ( AFP ) - Peru recalled its ambassador .")), 5U);
  EXPECT_EQ(lead_length(words("Jan 30 ( 2025 ) - Mali left the bloc .")), 6U);
}

TEST(Lead, NotSentencesThemselves) {
  EXPECT_EQ(lead_length(words("Peru recalled its ambassador from Chile .")), 0U);
  EXPECT_EQ(lead_length(words("China - the largest buyer - stopped imports .")), 0U);
  EXPECT_EQ(lead_length(words("One thing is clear : Peru will not pay .")), 0U);
  EXPECT_EQ(lead_length(words("NATO and Russia - both armed - talked .")), 0U);
  EXPECT_EQ(lead_length(words("May : yes .")), 0U);
}

TEST(Lead, HangsItsDateOnTheRoot) {
  Sentence s = words("May 24 , 2021 : Armies march .");
  s.words[5].head = 6;
  s.words[6].head = -1;
  s.words[7].head = 6;
  attach_lead(s, 5);
  EXPECT_EQ(s.words[0].head, 6);
  EXPECT_EQ(s.words[0].deprel, Deprel::obl_unmarked);
  EXPECT_EQ(s.words[1].head, 0);
  EXPECT_EQ(s.words[3].head, 0);
  EXPECT_EQ(s.words[4].upos, Upos::PUNCT);
}

}  // namespace
}  // namespace realign::syntax
