#include "coding/relation.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "coding/word_classes.h"
#include "text/error.h"
#include "trees.h"

namespace realign::coding {
namespace {

std::string cut(const MarkedPair& pair, std::pair<std::size_t, std::size_t> span) {
  return pair.text.substr(span.first, span.second - span.first);
}

TEST(Marks, ArePhrasesOfTheTextWithoutThem) {
  MarkedPair pair;
  ASSERT_TRUE(read_marks("Then <s>Peru</s> accused <t>Chile</t>.", pair));
  EXPECT_EQ(pair.text, "Then Peru accused Chile.");
  EXPECT_EQ(cut(pair, pair.source), "Peru");
  EXPECT_EQ(cut(pair, pair.target), "Chile");
}

TEST(Marks, StandInEitherCaseWithinWordsAndWithinEachOther) {
  MarkedPair pair;
  ASSERT_TRUE(read_marks("The <S>UN</S>-brokered truce in <t>Yemen</T>", pair));
  EXPECT_EQ(pair.text, "The UN-brokered truce in Yemen");
  EXPECT_EQ(cut(pair, pair.source), "UN");
  ASSERT_TRUE(read_marks("<s>the <t>French</t> president</s> resigned", pair));
  EXPECT_EQ(cut(pair, pair.source), "the French president");
  EXPECT_EQ(cut(pair, pair.target), "French");
}

TEST(Marks, OfAPhraseMarkedTwiceTheFirstCountsAndNoneIsLeftInTheText) {
  MarkedPair pair;
  ASSERT_TRUE(read_marks("<s>Oman</s> left <t>Iran</t>, and <t>Iran</t> left <s>Oman</s>.", pair));
  EXPECT_EQ(pair.text, "Oman left Iran, and Iran left Oman.");
  EXPECT_EQ(pair.target, (std::pair<std::size_t, std::size_t>(10, 14)));
}

TEST(Marks, OneMayBeMissingOrEmptyButNotBothAndNoneLeftOpen) {
  MarkedPair pair;
  ASSERT_TRUE(read_marks("<s>Peru</s> mobilised.", pair));
  EXPECT_EQ(pair.target.first, pair.target.second);
  EXPECT_TRUE(read_marks("<s>Peru</s> mobilised.<t></t>", pair));
  for (const char* bad : {"", "Peru mobilised.", "<s>Peru mobilised.", "</s>Peru<s>", "<s></s><t></t>x",
                          "<s>Peru</s> accused <t>Chile"})
    EXPECT_FALSE(read_marks(bad, pair)) << bad;
}

TEST(Phrases, AreFoundInASentenceWithoutMarks) {
  MarkedPair pair;
  ASSERT_TRUE(find_phrases("Peru accused Peru's neighbour.", "peru", "Peru", pair));
  EXPECT_EQ(pair.source.first, 0U);
  EXPECT_EQ(pair.target.first, 13U);  // not the same place twice
  ASSERT_TRUE(find_phrases("Peru mobilised.", "Peru", "Chile", pair));
  EXPECT_EQ(pair.target.first, pair.target.second);
  EXPECT_FALSE(find_phrases("Peru mobilised.", "Oman", "", pair));
}

TEST(WordClasses, GiveAPhraseToItsFirstWord) {
  const auto path =
      std::filesystem::temp_directory_path() / ("realign-classes-" + std::to_string(::getpid()) + ".tsv");
  const auto write = [&](const char* content) { std::ofstream(path) << content; };
  write("# classes\nundo\tlift|call off\nmeasure\tembargo|lift\n");
  const auto classes = WordClasses::load(path);
  const auto document = test::tree(
      "They they PRON 2 nsubj  called call VERB 0 root  off off ADP 2 compound:prt  lifting lift VERB 2 "
      "xcomp");
  const auto found = classes.of(Clause(document.sentences.at(0), test::frames()));
  ASSERT_EQ(found.size(), 4U);
  EXPECT_TRUE(found[0].empty());
  ASSERT_EQ(found[1].size(), 1U);
  EXPECT_EQ(classes.name(found[1][0]), "undo");
  EXPECT_TRUE(found[2].empty());
  EXPECT_EQ(found[3].size(), 2U);
  write("undo\tlift\nmeasure\t| |\n");
  try {
    WordClasses::load(path);
    FAIL() << "an empty class was read";
  } catch (const text::Error& e) {
    EXPECT_NE(std::string(e.what()).find(":2:"), std::string::npos) << e.what();
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace realign::coding
