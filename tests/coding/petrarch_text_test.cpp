#include "coding/petrarch_text.h"

#include <gmock/gmock.h>

namespace realign::coding::petrarch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines(std::string_view content, Problems* problems = nullptr) {
  Problems none;
  std::vector<std::string> out;
  each_line(content, "f.txt", problems != nullptr ? *problems : none,
            [&](const Line& l) { out.push_back(std::to_string(l.number) + ":" + std::string(l.text)); });
  return out;
}

TEST(PetrarchLines, CommentsOfAllKindsAreLeftOut) {
  EXPECT_THAT(lines("A # x\n<!-- b -->C\nD <!-- over\nlines --> E ; f\n# all\n"),
              ElementsAre("1:A", "2:C", "3:D", "4:E", "5:"));
}

TEST(PetrarchLines, ANumberSignWithinBracketsIsNoComment) {
  EXPECT_THAT(lines("A [###] # x\n"), ElementsAre("1:A [###]"));
}

TEST(PetrarchLines, ABlankLineIsToldFromAComment) {
  Problems none;
  std::vector<bool> blank;
  each_line("# x\n\n", "f", none, [&](const Line& l) { blank.push_back(l.blank); });
  EXPECT_THAT(blank, ElementsAre(false, true));
}

TEST(PetrarchLines, WhatIsNotUtf8IsToldAndLeftOut) {
  Problems problems;
  EXPECT_THAT(lines("A\nB\xED\nC\n", &problems), ElementsAre("1:A", "3:C"));
  EXPECT_THAT(problems, ElementsAre("f.txt:2: not UTF-8, left out"));
}

TEST(PetrarchLines, ACommentThatNothingEndsIsTold) {
  Problems problems;
  EXPECT_THAT(lines("A\n<!-- B\nC\n", &problems), ElementsAre("1:A", "2:", "3:"));
  EXPECT_THAT(problems, ElementsAre("f.txt:2: a comment <!-- that nothing ends"));
}

TEST(PetrarchPieces, AreTheSameForDictionariesAndTrees) {
  EXPECT_THAT(pieces_of("AL-KHAYMA_FRONT_"), ElementsAre("al", "khayma", "front"));
  EXPECT_THAT(pieces_of("U.N._"), ElementsAre("un"));
  EXPECT_THAT(pieces_of("PEOPLE'S_GUARD"), ElementsAre("people", "'s", "guard"));
  EXPECT_THAT(pieces_of("WORKERS' UNION"), ElementsAre("workers", "union"));
  EXPECT_THAT(pieces_of("_ . "), IsEmpty());
}

TEST(PetrarchTrie, TheLongestPhraseWins) {
  Vocabulary v;
  PhraseTrie trie;
  const auto ids = [&](std::string_view phrase) {
    std::vector<int> out;
    for (const auto& p : pieces_of(phrase)) out.push_back(v.add(p));
    return out;
  };
  EXPECT_EQ(trie.add(ids("NORTH_MARCH"), 1), -1);
  EXPECT_EQ(trie.add(ids("NORTH_MARCH_RIVER_GUARD"), 2), -1);
  EXPECT_EQ(trie.add(ids("NORTH MARCH"), 3), 1) << "the first value stays";
  const auto words = ids("THE NORTH MARCH RIVER PORT");
  EXPECT_EQ(trie.longest(words, 0).value, -1);
  EXPECT_EQ(trie.longest(words, 1).value, 1);
  EXPECT_EQ(trie.longest(words, 1).length, 2U);
  EXPECT_EQ(trie.longest(ids("NORTH MARCH RIVER GUARD"), 0).value, 2);
  EXPECT_EQ(trie.size(), 2U);
}

TEST(PetrarchPlural, IsTheRegularOne) {
  EXPECT_EQ(plural_of("treaty"), "treaties");
  EXPECT_EQ(plural_of("envoy"), "envoys");
  EXPECT_EQ(plural_of("crisis"), "crisises") << "irregular ones are given in the file";
  EXPECT_EQ(plural_of("coach"), "coaches");
}

}  // namespace
}  // namespace realign::coding::petrarch
