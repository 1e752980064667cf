#include "coding/petrarch_verbs.h"

#include <gmock/gmock.h>

namespace realign::coding::petrarch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Verbs : public testing::Test {
 protected:
  Vocabulary words;
  VerbDictionary verbs{words};
  Problems problems;

  void parse(std::string_view content) { verbs.parse(content, "v.txt", problems); }
  std::string code(std::string_view form) const {
    const int piece = words.find(form);
    const auto* found = piece < 0 ? nullptr : verbs.with_form(piece);
    return found == nullptr ? "?" : found->back().code.there;
  }
};

TEST_F(Verbs, BlocksGiveCodesAndRegularFormsAreMade) {
  parse("--- PRAISE [051] ---\nPRAISE\nCARRY [070]\nSTRESS\n--- STIR [---] ---\nSTIR\n");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(code("praising"), "051");
  EXPECT_EQ(code("praised"), "051");
  EXPECT_EQ(code("carries"), "070");
  EXPECT_EQ(code("carried"), "070");
  EXPECT_EQ(code("stresses"), "051");
  EXPECT_EQ(code("stirs"), "") << "known, but no event by itself";
  EXPECT_EQ(code("praiser"), "?");
  EXPECT_EQ(verbs.verbs(), 4U);
}

TEST_F(Verbs, IrregularFormsTakeTheRegularOnesPlace) {
  parse("--- HOLD [010] ---\nHOLD {HOLDS HOLDING HELD } [---]\nBREAK {BROKE BROKEN}\n");
  EXPECT_EQ(code("held"), "");
  EXPECT_EQ(code("holded"), "?");
  EXPECT_EQ(code("broken"), "010");
  EXPECT_EQ(code("breaks"), "010") << "what is not given is made";
  EXPECT_EQ(code("breaked"), "?");
}

TEST_F(Verbs, VerbsOfSeveralWordsComeFirst) {
  parse("--- A [010] ---\nCALL\n+CALL_OFF {+CALLED_OFF}\nWIRE_+LINK\n");
  const auto* calls = verbs.with_form(words.find("called"));
  ASSERT_NE(calls, nullptr);
  ASSERT_THAT(*calls, SizeIs(2));
  EXPECT_THAT((*calls)[0].after, ElementsAre(words.find("off")));
  EXPECT_THAT((*calls)[1].after, IsEmpty());
  const auto* taps = verbs.with_form(words.find("linking"));
  ASSERT_NE(taps, nullptr);
  EXPECT_THAT((*taps)[0].before, ElementsAre(words.find("wire")));
}

TEST_F(Verbs, PatternsAreReadIntoItems) {
  parse(
      "&TIES\n+LINK\n+COMMON BOND_\n\n--- A [010] ---\nMEND\n"
      "- $ * {OLD &TIES} (WITH/TO +) (IN ^) [050:051] # MEND\n");
  ASSERT_THAT(problems, IsEmpty());
  const auto& p = verbs.block(0).patterns.at(0);
  EXPECT_EQ(p.code.there, "050");
  EXPECT_EQ(p.code.back, "051");
  ASSERT_THAT(p.before, SizeIs(1));
  EXPECT_EQ(p.before[0].kind, Item::Kind::source);
  ASSERT_THAT(p.after, SizeIs(3));
  EXPECT_THAT(p.after[0].words, SizeIs(2));
  EXPECT_THAT(p.after[0].words[1], SizeIs(3)) << "link, links, common bond";
  EXPECT_THAT(p.after[1].prepositions, ElementsAre(words.find("with"), words.find("to")));
  EXPECT_EQ(p.after[1].role, Item::Kind::target);
  EXPECT_EQ(p.after[2].role, Item::Kind::anyone);
}

TEST_F(Verbs, SynsetsHoldOthersAndALabelWithUnderscoreHasNoPlurals) {
  parse(
      "&COIN\n+CROWN\n\n&AUX_\n+WAS\n\n&ALL\n+&COIN\n# a remark does not end a set\n+PENNY\n\n--- A [010] "
      "---\nPAY\n- * &ALL [071]\n- &AUX * [072]\n");
  ASSERT_THAT(problems, IsEmpty());
  EXPECT_THAT(verbs.block(0).patterns.at(0).after[0].words[0], SizeIs(4));
  EXPECT_THAT(verbs.block(0).patterns.at(1).before[0].words[0], SizeIs(1));
}

TEST_F(Verbs, ASetDoesNotHoldItself) {
  parse("&COIN\n+CROWN\n+&COIN\n\n--- A [010] ---\nPAY\n- * &COIN [071]\n");
  EXPECT_THAT(problems, ElementsAre("v.txt:3: '&COIN' is a set that is not defined before it"));
  EXPECT_EQ(verbs.patterns(), 1U);
}

TEST_F(Verbs, AHeavierPatternAsksForMore) {
  parse(
      "--- A [010] ---\nSIGN\n- * PACT [1]\n- * {PEACE PACT} [2]\n- * PACT (WITH) [3]\n- * PACT (WITH +) "
      "[4]\n");
  const auto& p = verbs.block(0).patterns;
  ASSERT_THAT(p, SizeIs(4));
  EXPECT_LT(p[0].weight, p[1].weight);
  EXPECT_LT(p[0].weight, p[2].weight);
  EXPECT_LT(p[2].weight, p[3].weight);
}

TEST_F(Verbs, TransformationsNameVerbsOfTheFile) {
  parse(
      "--- SAY [010] ---\nSAY\n--- HIT [190] ---\nHIT\n~ a (b . HIT) SAY = a b 112\n~ a (a b Q) SAY = a b Q\n"
      "~ a (b . FLY) SAY = a b 1\n~ a b\n");
  ASSERT_THAT(verbs.transformations(), SizeIs(2));
  EXPECT_EQ(verbs.transformations()[0].upper_block, 0);
  EXPECT_EQ(verbs.transformations()[0].lower_block, 1);
  EXPECT_EQ(verbs.transformations()[0].code, "112");
  EXPECT_EQ(verbs.transformations()[1].lower_block, -1);
  EXPECT_THAT(problems, ElementsAre("v.txt:7: 'FLY' is no verb of this file",
                                    "v.txt:8: a transformation reads ~ a (b c VERB) VERB = a b CODE"));
}

TEST_F(Verbs, EachBadLineIsToldOnceAndTheRestGoesOn) {
  parse(
      "--- A [010] ---\nTWO WORDS\n- NO STAR [1]\n- * &NONE [2]\n- * (WITH [3]\n- * WORD\n- * GOOD "
      "[4]\nLAST\n");
  EXPECT_THAT(
      problems,
      ElementsAre("v.txt:2: 'TWO WORDS' is no verb (words of one are joined with _, a pattern begins with -)",
                  "v.txt:3: a pattern without * for its verb",
                  "v.txt:4: '&NONE' is a set that is not defined before it", "v.txt:5: ( without )",
                  "v.txt:6: a pattern without its code in [...]"));
  EXPECT_EQ(verbs.patterns(), 1U);
  EXPECT_EQ(code("last"), "010");
}

}  // namespace
}  // namespace realign::coding::petrarch
