#include "coding/claim_model.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "text/error.h"

namespace realign::coding {
namespace {

using testing::HasSubstr;

class JudgementOfClaims : public testing::Test {
 protected:
  std::string path_ =
      std::filesystem::temp_directory_path() / ("realign-claims-" + std::to_string(::getpid()) + ".tsv");
  void TearDown() override { std::filesystem::remove(path_); }
  ClaimModel with(const std::string& rows) {
    std::ofstream(path_) << rows;
    return ClaimModel::load(path_).value();
  }
  std::string error(const std::string& rows) {
    try {
      with(rows);
    } catch (const text::Error& e) {
      return e.what();
    }
    return {};
  }
};

TEST_F(JudgementOfClaims, IsMultinomial) {
  const auto model = with("keep\t0.2\npropose\t0.4\nmood=will\t0 0 0 0 0 0 2 0\nact\t0 0 0 0 0 0 0 1\n");
  EXPECT_FLOAT_EQ(model.limits().keep, 0.2F);
  EXPECT_FLOAT_EQ(model.limits().propose, 0.4F);
  const std::vector<std::string> features{"mood=will", "act", "unheard of"};
  const auto opinion = model.judge(features);
  const double sum = 6 + std::exp(2.0) + std::exp(1.0);
  EXPECT_EQ(opinion.best(), ClaimKind::forecast);
  EXPECT_NEAR(opinion.kinds[static_cast<std::size_t>(ClaimKind::forecast)], std::exp(2.0) / sum, 1e-6);
  EXPECT_NEAR(opinion.none, std::exp(1.0) / sum, 1e-6);
}

TEST_F(JudgementOfClaims, KnowsNothingOfUnknownFeatures) {
  const auto opinion = with("keep\t0.2\n").judge(std::vector<std::string>{"own=tariff"});
  EXPECT_NEAR(opinion.none, 1.0 / 8, 1e-6);
}

TEST_F(JudgementOfClaims, NoFileIsNoModel) {
  EXPECT_FALSE(ClaimModel::load(path_ + ".absent").has_value());
}

TEST_F(JudgementOfClaims, DamageNamesItsLine) {
  EXPECT_THAT(error("keep\t0.2\nact\t0 0 0 0 0 0 0 much\n"), HasSubstr(":2"));
  EXPECT_THAT(error("keep\t0.2\nact\t0 0 0\n"), HasSubstr(":2"));
}

}  // namespace
}  // namespace realign::coding
