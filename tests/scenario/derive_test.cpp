#include "scenario/derive.h"

#include <gtest/gtest.h>

#include "text/error.h"

namespace realign::scenario {
namespace {

TEST(Derive, Days) {
  EXPECT_EQ(year_before("2022-10-31"), "2021-10-31");
  EXPECT_EQ(year_before("2024-02-29"), "2023-03-01");
  EXPECT_EQ(day_before("2022-03-01"), "2022-02-28");
  EXPECT_EQ(day_before("2022-01-01"), "2021-12-31");
  EXPECT_EQ(last_of_month("2022-10"), "2022-10-31");
  EXPECT_EQ(last_of_month("2024-02"), "2024-02-29");
  EXPECT_THROW(day_before("soon"), text::Error);
}

TEST(Derive, TheIssueInWords) {
  const auto world = actors::World::load(std::string(REALIGN_SOURCE_DIR) + "/data/actors");
  const std::pair<std::string, std::string> both{"KAZ", "RUS"}, none;
  EXPECT_EQ(sides_of(world, "KAZ between RUS and its other partners"), both);
  EXPECT_EQ(sides_of(world, "Kazakhstan between Russia and the West"), both);
  EXPECT_EQ(sides_of(world, "Kazakhstan and Russia"), none);
  EXPECT_EQ(sides_of(world, "Nowhere between Russia and others"), none);
  EXPECT_EQ(sides_of(world, ""), none);
}

TEST(Derive, EconomiesAreThere) {
  EXPECT_GT(read_economies(std::string(REALIGN_SOURCE_DIR) + "/data/measure/economies.tsv").at("KAZ").gdp,
            1e11);
}

}  // namespace
}  // namespace realign::scenario
