#include "coding/frames.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "coding/trees.h"
#include "text/error.h"

namespace realign::coding {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Frames, WordsOfThePlainestActs) {
  const auto& frames = test::frames();
  EXPECT_GT(frames.size(), 500U);
  const auto has = [&](WordKind kind, std::string_view lemma, Type type) {
    for (const auto& frame : frames.frames(kind, lemma))
      if (frame.type == type) return true;
    return false;
  };
  EXPECT_TRUE(has(WordKind::verb, "invade", Type::ASSAULT));
  EXPECT_TRUE(has(WordKind::verb, "condemn", Type::ACCUSE));
  EXPECT_TRUE(has(WordKind::verb, "praise", Type::SUPPORT));
  EXPECT_TRUE(has(WordKind::noun, "invasion", Type::ASSAULT));
  EXPECT_TRUE(frames.frames(WordKind::verb, "zzz").empty());
  EXPECT_TRUE(frames.known("invade"));
  EXPECT_FALSE(frames.known("zzz"));
}

TEST(Frames, MoreConditionsComeFirst) {
  const auto weight = [](const Frame& frame) { return frame.conditions.size() + (frame.particle.empty() ? 0 : 1); };
  for (const auto* lemma : {"launch", "impose", "sign", "call", "cut"}) {
    const auto& found = test::frames().frames(WordKind::verb, lemma);
    for (std::size_t i = 1; i < found.size(); ++i) EXPECT_GE(weight(found[i - 1]), weight(found[i])) << lemma;
  }
}

TEST(Frames, OperatorsChangeTheirComplement) {
  const auto* plan = test::frames().op(WordKind::verb, "plan", "xcomp");
  ASSERT_NE(plan, nullptr);
  EXPECT_TRUE(plan->has_modality);
  EXPECT_EQ(plan->modality, Modality::intended);
  const auto* refuse = test::frames().op(WordKind::verb, "refuse", "xcomp");
  ASSERT_NE(refuse, nullptr);
  EXPECT_TRUE(refuse->negate);
  EXPECT_EQ(test::frames().op(WordKind::verb, "plan", "beside"), nullptr);
}

TEST(Frames, Classes) {
  EXPECT_TRUE(test::frames().in_class("agreement", "treaty"));
  EXPECT_FALSE(test::frames().in_class("agreement", "zebra"));
  EXPECT_FALSE(test::frames().in_class("no such class", "treaty"));
}

// An analyst's slip is named by file and line.
class BrokenFrames : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / ("realign-frames-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    for (const auto& file : fs::directory_iterator(std::string(REALIGN_SOURCE_DIR) + "/data/frames")) fs::copy(file.path(), dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string failure(const std::string& row) {
    std::ofstream(dir_ / "frames-verbs.tsv") << "# a comment\n" << row << "\n";
    try {
      FrameSet::load(dir_.string());
    } catch (const text::Error& e) {
      return e.what();
    }
    return "no error";
  }

  fs::path dir_;
};

TEST_F(BrokenFrames, AGoodRowLoads) { EXPECT_EQ(failure("verb\tinvade\tASSAULT\tsource=subj target=obj"), "no error"); }
TEST_F(BrokenFrames, UnknownType) { EXPECT_THAT(failure("verb\tinvade\tHUG\tsource=subj target=obj"), HasSubstr("frames-verbs.tsv:2")); }
TEST_F(BrokenFrames, UnknownKind) { EXPECT_THAT(failure("verbs\tinvade\tASSAULT\tsource=subj target=obj"), HasSubstr("frames-verbs.tsv:2")); }
TEST_F(BrokenFrames, UnknownAttribute) { EXPECT_THAT(failure("verb\tinvade\tASSAULT\tsource=subj colour=red"), HasSubstr("frames-verbs.tsv:2")); }
TEST_F(BrokenFrames, UnknownClass) { EXPECT_THAT(failure("verb\tinvade obj:@NO_SUCH\tASSAULT\tsource=subj"), HasSubstr("frames-verbs.tsv:2")); }
TEST_F(BrokenFrames, MissingColumn) { EXPECT_THAT(failure("verb\tinvade"), HasSubstr("frames-verbs.tsv:2")); }

}  // namespace
}  // namespace realign::coding
