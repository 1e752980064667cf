#include "coding/side_model.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "text/error.h"

namespace realign::coding {
namespace {

using testing::HasSubstr;

class Sides : public testing::Test {
 protected:
  std::string path_ = std::filesystem::temp_directory_path() / ("realign-sides-" + std::to_string(::getpid()) + ".tsv");
  void TearDown() override { std::filesystem::remove(path_); }
  SideModel with(const std::string& rows) {
    std::ofstream(path_) << rows;
    return SideModel::load(path_).value();
  }
};

SideOption option(std::string code, bool current, std::vector<std::string> features) {
  SideOption o;
  o.code = std::move(code);
  o.current = current;
  o.features = std::move(features);
  return o;
}

TEST_F(Sides, LikeliestOptionWins) {
  const auto model = with("margin\t0\nobject\t2\nfar\t-1\n");
  const std::vector<SideOption> all = {option("RUS", true, {"far"}), option("KAZ", false, {"object", "unknown feature"})};
  const auto [best, odds] = model.choose(all);
  EXPECT_EQ(best->code, "KAZ");
  EXPECT_NEAR(odds, 1 / (1 + std::exp(-3.0)), 1e-6);
}

TEST_F(Sides, MarginHoldsTheRulesChoice) {
  const auto model = with("margin\t1.5\nobject\t1\n");
  const std::vector<SideOption> all = {option("RUS", true, {}), option("KAZ", false, {"object"})};
  EXPECT_EQ(model.choose(all).first->code, "RUS");
}

TEST_F(Sides, NoFileIsNoModel) { EXPECT_FALSE(SideModel::load(path_ + ".absent").has_value()); }

TEST_F(Sides, DamageNamesItsLine) {
  try {
    with("margin\t1\nobject\tmuch\n");
    FAIL();
  } catch (const text::Error& e) {
    EXPECT_THAT(e.what(), HasSubstr(":2"));
    EXPECT_THAT(e.what(), HasSubstr("much"));
  }
}

}  // namespace
}  // namespace realign::coding
