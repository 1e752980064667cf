// Indicators in the ledger, and ledgers from before there were any.
#include "ledger/indicators.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <tuple>

#include "ledger/older.h"
#include "ledger/schema.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

using Row = std::tuple<int, std::string, std::string, double>;

std::vector<Row> all(const Ledger& ledger, const std::string& name) {
  std::vector<Row> out;
  indicators(ledger, name, [&](const Indicator& i) { out.emplace_back(i.year, i.from, i.to, i.value); });
  return out;
}

class Indicators : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        testing::TempDir() + "/indicators." + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "/ledger.sqlite";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_, path_;
};

TEST_F(Indicators, TheSameRowReplaces) {
  auto ledger = Ledger::open(path_, Mode::write);
  add_indicators(ledger,
                 std::vector<Indicator>{{2020, "RUS", "KAZ", "arms", 5}, {2019, "TUR", "KAZ", "arms", 2}});
  add_indicators(ledger,
                 std::vector<Indicator>{{2020, "RUS", "KAZ", "arms", 7}, {2020, "RUS", "KAZ", "aid", 1}});
  EXPECT_EQ(all(ledger, "arms"), (std::vector<Row>{{2019, "TUR", "KAZ", 2}, {2020, "RUS", "KAZ", 7}}));
  EXPECT_EQ(all(ledger, "aid").size(), 1U);
  EXPECT_TRUE(all(ledger, "gas").empty());
}

TEST_F(Indicators, LedgersOfTheFirstVersionAreReadAndBroughtForward) {
  { const auto made = Ledger::open(path_, Mode::write); }
  make_second_version(path_);
  {
    SQLite::Database db(path_, SQLite::OPEN_READWRITE);
    db.exec("DROP TABLE indicators");
    db.exec("PRAGMA user_version = 1");
  }
  EXPECT_TRUE(all(Ledger::open(path_, Mode::read), "arms").empty());
  {
    auto ledger = Ledger::open(path_, Mode::write);
    add_indicators(ledger, std::vector<Indicator>{{2020, "RUS", "KAZ", "arms", 5}});
    EXPECT_EQ(all(ledger, "arms").size(), 1U);
  }
  SQLite::Database db(path_, SQLite::OPEN_READONLY);
  EXPECT_EQ(db.execAndGet("PRAGMA user_version").getInt(), kSchemaVersion);
}

}  // namespace
}  // namespace realign::ledger
