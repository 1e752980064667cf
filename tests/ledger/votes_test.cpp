// Roll calls in the ledger.
#include "ledger/votes.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace realign::ledger {
namespace {

TEST(Votes, AreKeptReplacedAndRead) {
  const auto folder = testing::TempDir() + "/votes";
  std::filesystem::remove_all(folder);
  const auto path = folder + "/ledger.sqlite";
  {
    auto ledger = Ledger::open(path, Mode::write);
    EXPECT_FALSE(has_votes(ledger));
    add_votes(ledger, std::vector<Vote>{{9, 2, "USA", 0}, {3, 1, "USA", 2}, {3, 1, "KAZ", 1}},
              std::vector<Match>{{3, 9}});
    add_votes(ledger, std::vector<Vote>{{3, 1, "KAZ", 0}}, std::vector<Match>{{3, 9}});
  }
  const auto ledger = Ledger::open(path, Mode::read);
  EXPECT_TRUE(has_votes(ledger));
  std::string all;
  votes(ledger, [&](const Vote& v) {
    all += std::to_string(v.roll_call) + "/" + std::to_string(v.session) + v.country +
           std::to_string(v.choice) + " ";
  });
  EXPECT_EQ(all, "3/1KAZ0 3/1USA2 9/2USA0 ");
  int pairs = 0;
  matches(ledger, [&](const Match& m) { pairs += m == Match{3, 9} ? 1 : 100; });
  EXPECT_EQ(pairs, 1);
  std::filesystem::remove_all(folder);
}

TEST(Votes, ABadRowLeavesNothing) {
  const auto folder = testing::TempDir() + "/votes-bad";
  std::filesystem::remove_all(folder);
  auto ledger = Ledger::open(folder + "/ledger.sqlite", Mode::write);
  EXPECT_ANY_THROW(
      add_votes(ledger, std::vector<Vote>{{3, 1, "KAZ", 1}, {3, 1, "USA", 7}}, std::vector<Match>()));
  int n = 0;
  votes(ledger, [&](const Vote&) { ++n; });
  EXPECT_EQ(n, 0);
}

}  // namespace
}  // namespace realign::ledger
