#include "coding/side_model.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "text/error.h"

namespace realign::coding {
namespace {

using testing::HasSubstr;

class Sides : public testing::Test {
 protected:
  std::string path_ =
      std::filesystem::temp_directory_path() / ("realign-sides-" + std::to_string(::getpid()) + ".tsv");
  void TearDown() override { std::filesystem::remove(path_); }
  SideModel with(const std::string& rows) {
    std::ofstream(path_) << rows;
    return SideModel::load(path_).value();
  }
};

SideOption option(std::string code, bool current, const std::vector<std::string>& features,
                  const SideModel& model) {
  SideOption o;
  o.code = std::move(code);
  o.current = current;
  for (const auto& f : features) o.note({f}, &model, true);
  return o;
}

TEST_F(Sides, LikeliestOptionWins) {
  const auto model = with("margin\t0\nobject\t2\nfar\t-1\n");
  const std::vector<SideOption> all = {option("RUS", true, {"far"}, model),
                                       option("KAZ", false, {"object", "unknown feature", "object"}, model)};
  const auto [best, odds] = model.choose(all);
  EXPECT_EQ(best->code, "KAZ");
  EXPECT_NEAR(odds, 1 / (1 + std::exp(-3.0)), 1e-6);
}

TEST_F(Sides, NamesArePartsJoined) {
  const auto model = with("t.way=>obj/ASSAULT\t0.75\n");
  SideOption o;
  o.note({"t.", "way=", ">obj", "/", "ASSAULT"}, &model, true);
  o.note({"t.", "way=>obj/", "ASSAULT"}, &model, false);  // the same again
  EXPECT_FLOAT_EQ(o.score, 0.75F);
  EXPECT_EQ(o.features, std::vector<std::string>{"t.way=>obj/ASSAULT"});
}

TEST_F(Sides, MarginHoldsTheRulesChoice) {
  const auto model = with("margin\t1.5\nobject\t1\n");
  const std::vector<SideOption> all = {option("RUS", true, {}, model),
                                       option("KAZ", false, {"object"}, model)};
  EXPECT_EQ(model.choose(all).first->code, "RUS");
}

TEST_F(Sides, NoFileIsNoModel) {
  EXPECT_FALSE(SideModel::load(path_ + ".absent").has_value());
}

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
