#include "coding/claims.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "coding/trees.h"

namespace realign::coding {
namespace {

const std::string kData = std::string(REALIGN_SOURCE_DIR) + "/data";

class Claims : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<actors::World>(actors::World::load(kData + "/actors"));
    finder_ = std::make_unique<ClaimFinder>(ClaimFinder::load(kData + "/coding"));
  }
  static void TearDownTestSuite() {
    world_.reset();
    finder_.reset();
  }

  static std::vector<Claim> found(const std::string& lines, const ClaimModel* model = nullptr,
                                  std::vector<AskedClaim>* asked = nullptr) {
    const auto tree = test::tree(lines);
    const text::Document document{"tree", tree.text, "", "", "", {}, ""};
    const auto cast = world_->cast(document, tree.sentences);
    const auto sources = Attributor::load(kData + "/coding").attribute(document, tree.sentences, cast);
    return finder_->find({document, tree.sentences, cast, sources, {}}, model, asked);
  }

  static ClaimModel model(const std::string& rows) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("realign-claims-found-" + std::to_string(::getpid()) + ".tsv");
    std::ofstream(path) << rows;
    auto loaded = ClaimModel::load(path).value();
    std::filesystem::remove(path);
    return loaded;
  }

  inline static std::unique_ptr<actors::World> world_;
  inline static std::unique_ptr<ClaimFinder> finder_;
};

const char* const kNoChoice =
    "Kazakhstan Kazakhstan PROPN 2 nsubj\nhas have VERB 0 root\nno no DET 4 det\nchoice choice NOUN 2 obj\n"
    "with with ADP 6 case\nRussia Russia PROPN 4 nmod\n. . PUNCT 2 punct\n";
const char* const kBare =
    "Vietnam Vietnam PROPN 2 nsubj\nsang sing VERB 0 root\nto to ADP 4 case\nChina China PROPN 2 obl\n"
    "loudly loudly ADV 2 advmod\n. . PUNCT 2 punct\n";

TEST_F(Claims, CueAloneTellsTheKind) {
  const auto claims = found(kNoChoice);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims.front().claim, ClaimKind::constraint);
  EXPECT_EQ(claims.front().direction, "no choice");
  EXPECT_THAT(claims.front().about, testing::UnorderedElementsAre("KAZ", "RUS"));
  EXPECT_TRUE(found(kBare).empty());
}

TEST_F(Claims, JudgementChoosesTheKindAndDrops) {
  const auto other = model("keep\t0.5\npropose\t0.5\nown=choice\t0 0 0 0 9 0 0 0\n");
  const auto claims = found(kNoChoice, &other);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims.front().claim, ClaimKind::causal);
  EXPECT_EQ(claims.front().direction, "");
  const auto none = model("keep\t0.5\npropose\t0.5\nown=choice\t0 0 0 0 0 0 0 9\n");
  EXPECT_TRUE(found(kNoChoice, &none).empty());
}

TEST_F(Claims, JudgementProposesClausesWithoutACue) {
  const auto sings = model("keep\t1\npropose\t0.5\nhead=sing\t0 0 0 0 0 9 0 0\n");
  const auto claims = found(kBare, &sings);
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims.front().claim, ClaimKind::evaluation);
  EXPECT_THAT(claims.front().about, testing::UnorderedElementsAre("CHN", "VNM"));
  EXPECT_GT(claims.front().confidence, 0.9);
}

TEST_F(Claims, TheTrainerSeesWhatIsAsked) {
  std::vector<AskedClaim> asked;
  EXPECT_TRUE(found(kBare, nullptr, &asked).empty());
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_THAT(asked.front().features, testing::Contains("no-cue"));
}

}  // namespace
}  // namespace realign::coding
