#include "text/lowered.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace realign::text {
namespace {

TEST(Lowered, LowerCaseStaysWhereItIs) {
  Lowered lowered;
  const std::string word = "naïve";
  EXPECT_EQ(lowered(word).data(), word.data());
  EXPECT_EQ(lowered(""), "");
}

TEST(Lowered, OnlyAsciiLettersChange) {
  Lowered lowered;
  EXPECT_EQ(lowered("U.S.-Led"), "u.s.-led");
  EXPECT_EQ(lowered("ÉTAT [Z]"), "État [z]");
}

TEST(Lowered, AllItGaveStaysUntilItIsCleared) {
  Lowered lowered;
  std::vector<std::string> words;
  std::vector<std::string_view> given;
  for (int round = 0; round < 2; ++round) {
    words.clear();
    given.clear();
    for (int i = 0; i < 500; ++i) words.push_back("Word" + std::string(static_cast<std::size_t>(i), 'X'));
    for (const auto& w : words) given.push_back(lowered(w));
    for (std::size_t i = 0; i < words.size(); ++i) EXPECT_EQ(given[i], "word" + std::string(i, 'x'));
    lowered.clear();
  }
}

}  // namespace
}  // namespace realign::text
