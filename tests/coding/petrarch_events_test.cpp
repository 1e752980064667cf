// Sentences of our own with dictionaries of our own: one test for each rule of docs/dictionaries.md.
#include "coding/petrarch_events.h"

#include <gmock/gmock.h>

#include "coding/trees.h"

namespace realign::coding::petrarch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::string_view kActors = R"(VARLAND [VAR]
+VARLANDIC
OSTMARK [OST]
+OSTMARKER
LUNDEN_ISLES [LUN]
+LUNDEN
GREENLEAGUE [NGO]
IDA_BRANDT
	[VARGOV 20000101-20041231]
	[VARELI]
)";
constexpr std::string_view kAgents = R"(ENVOY [~GOV]
GOVERNMENT [~GOV]
SOLDIER [~MIL]
REBEL [~REB]
JOURNALIST [~MED]
DOCTORS_UNION {} [NGO~]
)";
constexpr std::string_view kVerbs = R"(&TIES
+TIE
+RELATION

--- SAY [010] ---
SAY {SAYS SAID SAYING}

--- PRAISE [051] ---
PRAISE
- * {OLD &TIES} [050]

--- MEND [---] ---
MEND
- * &TIES [050:050]
- * &TIES (IN ^) [055]

--- HELP [070] ---
HELP

--- CONDEMN [111] ---
CONDEMN

--- ATTACK [190] ---
ATTACK
+CUT_OFF {+CUTS_OFF}
- VERBALLY * [111]

--- ASK [020] ---
ASK

--- PLAN [030] ---
PLAN
- (WITH +) * [999]

--- FREE [084] ---
FREE

--- RECEIVE [---] ---
RECEIVE
- + * MONEY (FROM $) [071]

--- MEET [040] ---
MEET {MEETS MET MEETING}

--- AGREE [050] ---
AGREE
- % * [057]

--- BOUND [---] ---
REFUSE

~ a (a b ATTACK) SAY = a b 015
~ a (b . ATTACK) SAY = a b 112
)";

class Events : public testing::Test {
 protected:
  Vocabulary words;
  ActorDictionary actors{words};
  VerbDictionary verbs{words};
  Combinations combinations =
      Combinations::load(std::string(REALIGN_SOURCE_DIR) + "/data/dictionaries/combine.tsv");

  void SetUp() override {
    Problems problems;
    actors.parse_actors(kActors, "a", problems);
    actors.parse_agents(kAgents, "g", problems);
    verbs.parse(kVerbs, "v", problems);
    ASSERT_THAT(problems, IsEmpty());
  }

  // "VAR>OST 051" for each act.
  std::vector<std::string> code(const std::string& lines, int date = 20020101) {
    const auto document = test::tree(lines);
    const SentenceView view(document.sentences.at(0), actors, words, date);
    std::vector<std::string> out;
    for (const auto& act : find_acts(view, verbs, combinations))
      out.push_back(act.source.code + ">" + act.target.code + " " + act.code);
    return out;
  }
};

TEST_F(Events, SubjectVerbObject) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  Ostmark Ostmark PROPN 2 obj"),
              ElementsAre("VAR>OST 051"));
}

TEST_F(Events, PassiveTurnsTheSidesRound) {
  EXPECT_THAT(code("Ostmark Ostmark PROPN 3 nsubj:pass  was be AUX 3 aux:pass  praised praise VERB 0 root "
                   "by by ADP 5 case  Varland Varland PROPN 3 obl"),
              ElementsAre("VAR>OST 051"));
}

TEST_F(Events, NobodyIsMadeUpForAPassiveWithoutAgent) {
  EXPECT_THAT(code("Ostmark Ostmark PROPN 3 nsubj:pass  was be AUX 3 aux:pass  praised praise VERB 0 root "
                   "after after ADP 6 case  the the DET 6 det  feast feast NOUN 3 obl  of of ADP 8 case "
                   "Varland Varland PROPN 6 nmod"),
              IsEmpty());
}

TEST_F(Events, AgentsStandBehindTheNameOrBeforeIt) {
  EXPECT_THAT(
      code("Varlandic Varlandic ADJ 2 amod  soldiers soldier NOUN 3 nsubj  praised praise VERB 0 root "
           "the the DET 7 det  Ostmark Ostmark PROPN 7 compound  doctors doctor NOUN 7 compound "
           "union union NOUN 3 obj"),
      ElementsAre("VARMIL>NGOOST 051"));
}

TEST_F(Events, AnAgentThatTheCodeHasIsNotAddedAgain) {
  EXPECT_THAT(code("envoy envoy NOUN 3 compound  Ida Ida PROPN 3 compound  Brandt Brandt PROPN 4 nsubj "
                   "praised praise VERB 0 root  Ostmark Ostmark PROPN 4 obj"),
              ElementsAre("VARGOV>OST 051"));
}

TEST_F(Events, TheDateChoosesTheCode) {
  const std::string sentence =
      "Ida Ida PROPN 2 compound  Brandt Brandt PROPN 3 nsubj  praised praise VERB 0 root  Ostmark Ostmark "
      "PROPN 3 obj";
  EXPECT_THAT(code(sentence, 20010505), ElementsAre("VARGOV>OST 051"));
  EXPECT_THAT(code(sentence, 20100505), ElementsAre("VARELI>OST 051"));
}

TEST_F(Events, ANameInAPrepositionalPhraseServesAPhraseWithoutOne) {
  EXPECT_THAT(code("Soldiers soldier NOUN 4 nsubj  from from ADP 3 case  Varland Varland PROPN 1 nmod "
                   "praised praise VERB 0 root  rebels rebel NOUN 4 obj"),
              ElementsAre("VARMIL>---REB 051"));
  EXPECT_THAT(code("Varlandic Varlandic ADJ 2 amod  soldiers soldier NOUN 5 nsubj  in in ADP 4 case "
                   "Lunden Lunden PROPN 2 nmod  praised praise VERB 0 root  Ostmark Ostmark PROPN 5 obj"),
              ElementsAre("VARMIL>OST 051"))
      << "one that has a name keeps it";
}

TEST_F(Events, CoordinatePhrasesShareTheirName) {
  EXPECT_THAT(code("Envoys envoy NOUN 6 nsubj  and and CCONJ 3 cc  journalists journalist NOUN 1 conj "
                   "from from ADP 5 case  Varland Varland PROPN 3 nmod  praised praise VERB 0 root "
                   "Ostmark Ostmark PROPN 6 obj  and and CCONJ 9 cc  Lunden Lunden PROPN 7 conj"),
              UnorderedElementsAre("VARGOV>OST 051", "VARGOV>LUN 051", "VARMED>OST 051", "VARMED>LUN 051"));
}

TEST_F(Events, HyphenedNamesAreNone) {
  EXPECT_THAT(
      code("Varland-based Varland-based ADJ 2 amod  rebels rebel NOUN 3 nsubj  praised praise VERB 0 root "
           "Ostmark Ostmark PROPN 3 obj"),
      ElementsAre("---REB>OST 051"));
}

TEST_F(Events, TheHeaviestPatternWins) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  old old ADJ 4 amod  ties tie "
                   "NOUN 2 obj "
                   "with with ADP 6 case  Ostmark Ostmark PROPN 4 nmod"),
              ElementsAre("VAR>OST 050"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  old old ADJ 5 amod "
                   "trade trade NOUN 5 compound  ties tie NOUN 2 obj  with with ADP 7 case "
                   "Ostmark Ostmark PROPN 5 nmod"),
              ElementsAre("VAR>OST 051"))
      << "the word before the head stands next to it";
}

TEST_F(Events, CoordinateModifiersBothStandBeforeTheHead) {
  EXPECT_THAT(
      code(
          "Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  old old ADJ 6 amod  and and CCONJ 3 cc "
          "new new ADJ 3 conj  ties tie NOUN 2 obj  with with ADP 8 case  Ostmark Ostmark PROPN 6 nmod"),
      ElementsAre("VAR>OST 050"));
}

TEST_F(Events, ACodeForEachDirection) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  mended mend VERB 0 root  ties tie NOUN 2 obj "
                   "with with ADP 5 case  Ostmark Ostmark PROPN 3 nmod"),
              ElementsAre("VAR>OST 050", "OST>VAR 050"));
}

TEST_F(Events, WhoIsAnyoneIsNoTarget) {
  EXPECT_THAT(
      code("Varland Varland PROPN 2 nsubj  mended mend VERB 0 root  ties tie NOUN 2 obj  in in ADP 5 case "
           "Lunden Lunden PROPN 2 obl  with with ADP 7 case  Ostmark Ostmark PROPN 2 obl"),
      ElementsAre("VAR>OST 055"));
}

TEST_F(Events, APlaceIsTheTargetOnlyIfNobodyElseIs) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  attacked attack VERB 0 root  in in ADP 4 case "
                   "Lunden Lunden PROPN 2 obl  against against ADP 6 case  Ostmark Ostmark PROPN 2 obl"),
              ElementsAre("VAR>OST 190"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  attacked attack VERB 0 root  in in ADP 4 case "
                   "Lunden Lunden PROPN 2 obl"),
              ElementsAre("VAR>LUN 190"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  said say VERB 0 root  in in ADP 4 case "
                   "Lunden Lunden PROPN 2 obl"),
              IsEmpty())
      << "who speaks in a place does not speak to it";
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  attacked attack VERB 0 root  after after ADP 5 case "
                   "the the DET 5 det  vote vote NOUN 2 obl  in in ADP 7 case  Lunden Lunden PROPN 5 nmod"),
              IsEmpty());
}

TEST_F(Events, TheSubjectMayBeTheTarget) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  received receive VERB 0 root  money money NOUN 2 obj "
                   "from from ADP 5 case  Ostmark Ostmark PROPN 3 nmod"),
              ElementsAre("OST>VAR 071"));
}

TEST_F(Events, WordsBeforeTheVerb) {
  EXPECT_THAT(
      code("Varland Varland PROPN 3 nsubj  verbally verbally ADV 3 advmod  attacked attack VERB 0 root "
           "Ostmark Ostmark PROPN 3 obj"),
      ElementsAre("VAR>OST 111"));
}

TEST_F(Events, VerbsOfSeveralWords) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  cuts cut VERB 0 root  Ostmark Ostmark PROPN 2 obj "
                   "off off ADP 2 compound:prt"),
              ElementsAre("VAR>OST 190"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  cuts cut VERB 0 root  Ostmark Ostmark PROPN 2 obj"),
              IsEmpty());
}

TEST_F(Events, OfASubjectOfSeveralEachActsOnTheOthers) {
  EXPECT_THAT(code("Varland Varland PROPN 4 nsubj  and and CCONJ 3 cc  Ostmark Ostmark PROPN 1 conj "
                   "agreed agree VERB 0 root"),
              UnorderedElementsAre("VAR>OST 057", "OST>VAR 057"));
  EXPECT_THAT(code("Varland Varland PROPN 4 nsubj  and and CCONJ 3 cc  Ostmark Ostmark PROPN 1 conj "
                   "met meet VERB 0 root"),
              UnorderedElementsAre("VAR>OST 040", "OST>VAR 040"));
  EXPECT_THAT(code("Varland Varland PROPN 4 nsubj  and and CCONJ 3 cc  Ostmark Ostmark PROPN 1 conj "
                   "praised praise VERB 0 root  Lunden Lunden PROPN 4 obj"),
              UnorderedElementsAre("VAR>LUN 051", "OST>LUN 051"));
}

TEST_F(Events, IntentionsAndRequestsMakeOneCode) {
  EXPECT_THAT(
      code("Varland Varland PROPN 2 nsubj  plans plan VERB 0 root  to to PART 4 mark  help help VERB 2 xcomp "
           "Ostmark Ostmark PROPN 4 obj"),
      ElementsAre("VAR>OST 033"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  asked ask VERB 0 root  Ostmark Ostmark PROPN 2 obj "
                   "to to PART 5 mark  help help VERB 2 xcomp  Lunden Lunden PROPN 5 obj"),
              ElementsAre("VAR>OST 023"));
}

TEST_F(Events, NotToHelpIsARefusalAndNotToAttackIsNothing) {
  EXPECT_THAT(
      code("Varland Varland PROPN 4 nsubj  did do AUX 4 aux  not not PART 4 advmod  help help VERB 0 root "
           "Ostmark Ostmark PROPN 4 obj"),
      ElementsAre("VAR>OST 122"));
  EXPECT_THAT(
      code(
          "Varland Varland PROPN 4 nsubj  did do AUX 4 aux  not not PART 4 advmod  attack attack VERB 0 root "
          "Ostmark Ostmark PROPN 4 obj"),
      IsEmpty());
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  refused refuse VERB 0 root  to to PART 4 mark "
                   "attack attack VERB 2 xcomp  Ostmark Ostmark PROPN 4 obj"),
              IsEmpty());
}

TEST_F(Events, Transformations) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  said say VERB 0 root  Ostmark Ostmark PROPN 4 nsubj "
                   "attacked attack VERB 2 ccomp  Lunden Lunden PROPN 4 obj"),
              ElementsAre("VAR>OST 112"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  said say VERB 0 root  it it PRON 4 nsubj "
                   "attacked attack VERB 2 ccomp  Lunden Lunden PROPN 4 obj"),
              ElementsAre("VAR>LUN 015"))
      << "the pronoun is the speaker";
}

TEST_F(Events, WhatOthersAreSaidToHaveDoneIsTheirAct) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  said say VERB 0 root  Ostmark Ostmark PROPN 4 nsubj "
                   "helped help VERB 2 ccomp  Lunden Lunden PROPN 4 obj"),
              ElementsAre("OST>LUN 070"));
}

TEST_F(Events, APurposeIsNotDone) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  Ostmark Ostmark PROPN 2 obj "
                   "and and CCONJ 5 cc  attacked attack VERB 2 conj  Lunden Lunden PROPN 5 obj"),
              UnorderedElementsAre("VAR>OST 051", "VAR>LUN 190"));
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  met meet VERB 0 root  with with ADP 4 case "
                   "Ostmark Ostmark PROPN 2 obl"),
              ElementsAre("VAR>OST 040"));
}

TEST_F(Events, NoActOnOneselfAndNoneWithoutTwoSides) {
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  Varland Varland PROPN 2 obj"),
              IsEmpty());
  EXPECT_THAT(code("Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  Freedom freedom NOUN 2 obj"),
              IsEmpty());
}

TEST_F(Events, AnActHasASideThatTheTextPlaces) {
  EXPECT_THAT(code("Soldiers soldier NOUN 2 nsubj  attacked attack VERB 0 root  rebels rebel NOUN 2 obj"),
              IsEmpty());
}

TEST_F(Events, WhatOneSaysOfOnesOwnCountryIsNoAct) {
  EXPECT_THAT(code("Ida Ida PROPN 2 compound  Brandt Brandt PROPN 3 nsubj  said say VERB 0 root  Varland "
                   "Varland PROPN 5 nsubj "
                   "slept sleep VERB 3 ccomp"),
              IsEmpty());
  EXPECT_THAT(code("Ida Ida PROPN 2 compound  Brandt Brandt PROPN 3 nsubj  said say VERB 0 root  Ostmark "
                   "Ostmark PROPN 5 nsubj "
                   "slept sleep VERB 3 ccomp"),
              ElementsAre("VARGOV>OST 010"));
}

TEST_F(Events, TiesOfTwoAreMendedBetweenThem) {
  EXPECT_THAT(code("Varland Varland PROPN 4 nsubj  and and CCONJ 3 cc  Ostmark Ostmark PROPN 1 conj "
                   "mended mend VERB 0 root  ties tie NOUN 4 obj"),
              UnorderedElementsAre("VAR>OST 050", "OST>VAR 050"));
  EXPECT_THAT(code("Varland Varland PROPN 4 nsubj  and and CCONJ 3 cc  Ostmark Ostmark PROPN 1 conj "
                   "praised praise VERB 0 root  freedom freedom NOUN 4 obj"),
              IsEmpty());
}

TEST_F(Events, VeryLongSentencesAreLeftOut) {
  std::string lines =
      "Varland Varland PROPN 2 nsubj  praised praise VERB 0 root  Ostmark Ostmark PROPN 2 obj";
  for (int i = 0; i < 600; ++i) lines += "  so so ADV 2 advmod";
  EXPECT_THAT(code(lines), IsEmpty());
}

TEST(Combinations, TheLongestRowWins) {
  const auto c = Combinations::load(std::string(REALIGN_SOURCE_DIR) + "/data/dictionaries/combine.tsv");
  EXPECT_EQ(c.of("030", "070"), "033");
  EXPECT_EQ(c.of("030", "0712"), "0331");
  EXPECT_EQ(c.of("not", "190"), "");
  EXPECT_EQ(c.of("031", "070"), "") << "only the general code is made more special";
  EXPECT_TRUE(c.undoes("refuse"));
}

}  // namespace
}  // namespace realign::coding::petrarch
