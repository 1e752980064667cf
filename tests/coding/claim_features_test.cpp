#include "coding/claim_features.h"

#include <gmock/gmock.h>

#include "coding/trees.h"

namespace realign::coding {
namespace {

using testing::Contains;
using testing::Not;

// "If Moscow waits, prices will hardly fall."
struct Example {
  syntax::ConlluDocument tree = test::tree(
      "If if SCONJ 3 mark\nMoscow Moscow PROPN 3 nsubj\nwaits wait VERB 8 advcl\n, , PUNCT 3 punct\n"
      "prices price NOUN 8 nsubj\nwill will AUX 8 aux\nhardly hardly ADV 8 advmod\nfall fall VERB 0 root\n. "
      ". PUNCT 8 punct\n");
  text::Document document{"tree", tree.text, "", "", "", {}, ""};
  actors::World world = actors::World::load(std::string(REALIGN_SOURCE_DIR) + "/data/actors");
  actors::Cast cast = world.cast(document, tree.sentences);
  Attributor attributor = Attributor::load(std::string(REALIGN_SOURCE_DIR) + "/data/coding");
  Sources sources = attributor.attribute(document, tree.sentences, cast);
  std::vector<int> clause_of{2, 2, 2, 2, 7, 7, 7, 7, 7};
  std::vector<std::string> cues{"conditional (if)"};
};

TEST(FeaturesOfClaims, TellWordsHeadAndSubject) {
  Example x;
  const ClaimClause clause{
      x.tree.sentences.front(), 0, 7, x.clause_of, 0, 7, x.cues, 1, true, true, true, nullptr};
  const auto features = claim_features(clause, x.cast, x.sources);
  EXPECT_THAT(features, Contains("head=fall"));
  EXPECT_THAT(features, Contains("own=hardly"));
  EXPECT_THAT(features, Contains("within=wait"));
  EXPECT_THAT(features, Contains("within-mark=if"));
  EXPECT_THAT(features, Contains("subject-word=price"));
  EXPECT_THAT(features, Contains("holds=advcl"));
  EXPECT_THAT(features, Contains("first=conditional"));
  EXPECT_THAT(features, Contains("pattern=conditional (if)"));
  EXPECT_THAT(features, Contains("word=narrator"));
  EXPECT_THAT(features, Not(Contains("no-cue")));
  EXPECT_THAT(features, Not(Contains("own=wait")));
}

TEST(FeaturesOfClaims, NamesAreLeftOut) {
  Example x;
  const ClaimClause clause{
      x.tree.sentences.front(), 0, 2, x.clause_of, 0, 2, {}, 1, true, true, true, nullptr};
  const auto features = claim_features(clause, x.cast, x.sources);
  EXPECT_THAT(features, Contains("own=<name>"));
  EXPECT_THAT(features, Contains("no-cue"));
  EXPECT_THAT(features, Contains("mark=if"));
  EXPECT_THAT(features, Contains("on=advcl_fall"));
  EXPECT_THAT(features, Not(Contains("own=moscow")));
}

}  // namespace
}  // namespace realign::coding
