#include "coding/record_model.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "coding/trees.h"
#include "text/error.h"

namespace realign::coding {
namespace {

using testing::HasSubstr;

class Likelihood : public testing::Test {
 protected:
  std::string path_ =
      std::filesystem::temp_directory_path() / ("realign-records-" + std::to_string(::getpid()) + ".tsv");
  void TearDown() override { std::filesystem::remove(path_); }
  RecordModel with(const std::string& rows) {
    std::ofstream(path_) << rows;
    return RecordModel::load(path_).value();
  }
};

Candidate invasion() {
  Candidate c;
  for (const auto& frame : test::frames().frames(WordKind::verb, "invade"))
    if (frame.type == Type::ASSAULT && frame.name != "ANY") c.frame = &frame;
  c.source = {{"RUS", "", "", ""}};
  c.target = {{"UKR", "", "", ""}};
  return c;
}

float value(const RecordFeatures& features, std::string_view name) {
  for (const auto& [n, v] : features)
    if (n == name) return v;
  return 0;
}

TEST_F(Likelihood, IsLogistic) {
  const auto model = with("limit\t0.2\nbias\t-1\nact\t0.5\n");
  EXPECT_FLOAT_EQ(model.limit(), 0.2F);
  EXPECT_NEAR(model.probability({{"bias", 1}, {"act", 4}, {"unheard of", 9}}), 1 / (1 + std::exp(-1.0)),
              1e-6);
}

TEST_F(Likelihood, FeaturesTellWhatIsKnown) {
  auto c = invasion();
  c.no_act = 0.1F;
  const auto sure = record_features(c, 0.9F, 1);
  EXPECT_NEAR(value(sure, "act"), std::log(9.0), 1e-4);
  EXPECT_EQ(value(sure, "type=ASSAULT"), 1);
  EXPECT_EQ(value(sure, "home"), 0);
  EXPECT_EQ(value(sure, "verb"), 1);
  c.target = {{"RUS", "protesters", "", ""}};
  c.reading.polarity = Polarity::negated;
  const auto home = record_features(c, 0.9F, 3);
  EXPECT_EQ(value(sure, "once"), 1);
  EXPECT_EQ(value(home, "once"), 0);
  EXPECT_EQ(value(home, "home"), 1);
  EXPECT_EQ(value(home, "home=ASSAULT"), 1);
  EXPECT_EQ(value(home, "negated"), 1);
}

TEST_F(Likelihood, NoFileIsNoModel) {
  EXPECT_FALSE(RecordModel::load(path_ + ".absent").has_value());
}

TEST_F(Likelihood, DamageNamesItsLine) {
  try {
    with("limit\t0.2\nbias\tnone\n");
    FAIL();
  } catch (const text::Error& e) {
    EXPECT_THAT(e.what(), HasSubstr(":2"));
  }
}

}  // namespace
}  // namespace realign::coding
