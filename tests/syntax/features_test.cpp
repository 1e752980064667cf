#include "syntax/features.h"

#include <gtest/gtest.h>

namespace realign::syntax {
namespace {

// Buckets as scripts/train-parser/treebank.py gives them.
TEST(Features, AgreeWithTraining) {
  const auto f = features_of("Élan-7");
  EXPECT_EQ(f.lower, "élan-7");
  EXPECT_EQ(f.affix_count, 8U);
  EXPECT_EQ(f.affixes, (std::array<std::size_t, 8>{12563, 6306, 10989, 9257, 14948, 13349, 7614, 1398}));
  EXPECT_EQ(f.shape, 1U | 4U | 8U);
}

TEST(Features, HaveShapes) {
  EXPECT_EQ(features_of("NATO").shape, 1U | 2U);
  EXPECT_EQ(features_of("A").shape, 1U);
  EXPECT_EQ(features_of("U.S.").shape, 1U | 2U);
  EXPECT_EQ(features_of("2022").shape, 4U);
  EXPECT_EQ(features_of(",").shape, 16U);
  EXPECT_EQ(features_of("-").shape, 8U | 16U);
  EXPECT_EQ(features_of("МИД").shape, 1U | 2U);
}

TEST(Features, CountAffixesInCharacters) {
  EXPECT_EQ(features_of("").affix_count, 0U);
  EXPECT_EQ(features_of("é").affix_count, 2U);
  EXPECT_EQ(features_of("和平").affix_count, 4U);
  EXPECT_EQ(features_of("abc").affix_count, 6U);
  EXPECT_EQ(features_of("abcdefgh").affix_count, 8U);
  EXPECT_EQ(features_of("bcd").affixes[1], features_of("xd").affixes[1]);  // the same last letter
}

TEST(Features, TakeBrokenBytes) {
  for (const auto* bytes : {"\xFF", "\xC3", "a\xE2\x80", "\xF0\x9F\x98", "\x80\x80\x80\x80\x80\x80"})
    EXPECT_GT(features_of(bytes).affix_count, 0U);
}

}  // namespace
}  // namespace realign::syntax
