#include "text/word_map.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>

namespace realign::text {
namespace {

TEST(WordMap, FindsWhatWasAddedAndNothingElse) {
  WordMap<int> map;
  EXPECT_FALSE(map.contains("a"));
  EXPECT_EQ(map.find(""), map.end());
  std::unordered_map<std::string, int> same;
  for (int i = 0; i < 5000; ++i) {
    // Words of every length, of which many begin or end alike.
    const auto word =
        std::string(static_cast<std::size_t>(i % 23), static_cast<char>('a' + i % 3)) + std::to_string(i * 7);
    map[word] = i;
    same[word] = i;
  }
  EXPECT_EQ(map.size(), same.size());
  for (const auto& [word, value] : same) {
    const auto found = map.find(word);
    ASSERT_NE(found, map.end()) << word;
    EXPECT_EQ(found->second, value);
    EXPECT_EQ(map.contains(word + "x"), same.contains(word + "x"));
    EXPECT_EQ(map.contains(word.substr(1)), same.contains(word.substr(1)));
  }
}

TEST(SameWord, EveryByteCounts) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string word(size, 'x');
    EXPECT_TRUE(same_word(word, std::string(size, 'x')));
    EXPECT_FALSE(same_word(word, word + "x"));
    for (std::size_t at = 0; at < size; ++at) {
      auto other = word;
      other[at] = 'y';
      EXPECT_FALSE(same_word(word, other)) << size << ", " << at;
    }
  }
}

TEST(WordMap, WhatIsThereStays) {
  WordMap<std::string> map;
  EXPECT_TRUE(map.emplace("", "empty").second);
  EXPECT_TRUE(map.emplace("war", "first").second);
  EXPECT_FALSE(map.emplace("war", "second").second);
  EXPECT_EQ(map["war"], "first");
  EXPECT_EQ(map[""], "empty");
}

TEST(WordMap, KeepsTheOrderOfAdding) {
  WordMap<int> map;
  for (const char* word : {"c", "a", "b", "a"}) ++map[word];
  std::string order;
  for (const auto& [word, count] : map) order += word + std::to_string(count);
  EXPECT_EQ(order, "c1a2b1");
}

TEST(WordSet, Union) {
  WordSet one, two;
  one.insert("sign");
  two.insert("ink");
  two.insert(one);
  EXPECT_TRUE(two.contains("sign"));
  EXPECT_FALSE(one.contains("ink"));
  EXPECT_EQ(two.size(), 2U);
  EXPECT_TRUE(two.any([](std::string_view word) { return word == "ink"; }));
}

}  // namespace
}  // namespace realign::text
