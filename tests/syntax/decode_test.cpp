#include "syntax/decode.h"

#include <gtest/gtest.h>

#include <random>

namespace realign::syntax {
namespace {

bool is_tree(const std::vector<int>& heads) {
  int roots = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    roots += heads[i] < 0 ? 1 : 0;
    int at = static_cast<int>(i);
    for (std::size_t steps = 0; at >= 0; ++steps) {
      if (steps > heads.size()) return false;
      at = heads[static_cast<std::size_t>(at)];
    }
  }
  return roots == 1;
}

double total(const std::vector<float>& scores, const std::vector<int>& heads) {
  double sum = 0;
  for (std::size_t d = 0; d < heads.size(); ++d)
    sum += scores[d * (heads.size() + 1) + static_cast<std::size_t>(heads[d] + 1)];
  return sum;
}

// The best of all assignments of heads that make a tree with one root.
double best_by_trying_all(const std::vector<float>& scores, std::size_t n) {
  std::vector<int> heads(n, -1);
  double best = -1e300;
  while (true) {
    if (is_tree(heads)) best = std::max(best, total(scores, heads));
    std::size_t d = 0;
    while (d < n && ++heads[d] == static_cast<int>(n)) heads[d++] = -1;
    if (d == n) return best;
  }
}

TEST(Decode, TakesTheBestHeadsWhereTheyMakeATree) {
  // "a b": b is the root, a hangs on b.
  EXPECT_EQ(best_tree({0, -9, 5, 3, 1, -9}, 2), (std::vector<int>{1, -1}));
  EXPECT_EQ(best_tree({-7, 0}, 1), (std::vector<int>{-1}));
}

TEST(Decode, BreaksACycle) {
  // Both words like each other best; the root costs less by b.
  const std::vector<float> scores = {0, 0, 10, 4, 10, 0};
  EXPECT_EQ(best_tree(scores, 2), (std::vector<int>{1, -1}));
}

TEST(Decode, KeepsOneRoot) {
  const std::vector<float> scores = {9, 0, 1, 1, 9, 1, 0, 1, 9, 1, 1, 0};
  EXPECT_TRUE(is_tree(best_tree(scores, 3)));
}

TEST(Decode, FindsTheBestTree) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, 4);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(round) % 5;
    std::vector<float> scores(n * (n + 1));
    for (auto& s : scores) s = normal(random);
    const auto heads = best_tree(scores, n);
    ASSERT_TRUE(is_tree(heads));
    EXPECT_NEAR(total(scores, heads), best_by_trying_all(scores, n), 1e-4) << "round " << round;
  }
}

TEST(Decode, CopesWithLongSentencesAndTies) {
  EXPECT_TRUE(is_tree(best_tree(std::vector<float>(200 * 201, 1.0F), 200)));
  std::mt19937 random(5);
  std::vector<float> scores(300 * 301);
  for (auto& s : scores) s = static_cast<float>(random() % 7);
  EXPECT_TRUE(is_tree(best_tree(scores, 300)));
}

}  // namespace
}  // namespace realign::syntax
