#include "coding/clause.h"

#include <gtest/gtest.h>

#include "coding/trees.h"

namespace realign::coding {
namespace {

using test::at;
using test::tree;

TEST(Clause, Active) {
  const auto d = tree("Russia Russia PROPN 2 nsubj\ninvaded invade VERB 0 root\nUkraine Ukraine PROPN 2 obj\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_FALSE(c.passive(1));
  EXPECT_EQ(c.subject(1), 0);
  EXPECT_EQ(c.object(1), 2);
  EXPECT_TRUE(c.verbal(1));
  EXPECT_TRUE(c.nominal(0));
  EXPECT_EQ(c.child(1, syntax::Deprel::obj), 2);
  EXPECT_EQ(c.child(1, syntax::Deprel::iobj), -1);
  EXPECT_TRUE(c.in_subtree(2, 1));
  EXPECT_FALSE(c.in_subtree(1, 2));
}

TEST(Clause, PassiveIsUndone) {
  const auto d = tree(
      "Ukraine Ukraine PROPN 3 nsubj:pass\nwas be AUX 3 aux:pass\ninvaded invade VERB 0 root\nby by ADP 5 case\nRussia Russia PROPN 3 obl:agent\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_TRUE(c.passive(2));
  EXPECT_EQ(c.subject(2), 4);
  EXPECT_EQ(c.object(2), 0);
  EXPECT_EQ(c.preposition(4), "by");
}

TEST(Clause, SubjectOfACoordinateVerb) {
  const auto d = tree(
      "Iran Iran PROPN 2 nsubj\nattacked attack VERB 0 root\nIraq Iraq PROPN 2 obj\nand and CCONJ 5 cc\nthreatened threaten VERB 2 conj\n"
      "Oman Oman PROPN 5 obj\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_EQ(c.own_subject(4), -1);
  EXPECT_EQ(c.inherited_subject(4), 0);
  EXPECT_EQ(c.subject(4), 0);
  EXPECT_EQ(c.object(4), 5);
}

TEST(Clause, SubjectOfAnInfinitive) {
  const auto d = tree(
      "Iran Iran PROPN 2 nsubj\nplanned plan VERB 0 root\nto to PART 4 mark\nattack attack VERB 2 xcomp\nOman Oman PROPN 4 obj\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_EQ(c.subject(3), 0);
}

TEST(Clause, RelativeClauseSaysSomethingOfItsNoun) {
  const auto d = tree(
      "troops troop NOUN 0 root\nthat that PRON 3 nsubj\nattacked attack VERB 1 acl:relcl\nMali Mali PROPN 3 obj\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_EQ(c.antecedent(2), 0);
  EXPECT_EQ(c.own_subject(2), 1);  // the pronoun, which the cast resolves
  EXPECT_EQ(c.antecedent(0), -1);
}

TEST(Clause, LightVerbCarriesTheAct) {
  const auto d = tree(
      "Rwanda Rwanda PROPN 2 nsubj\nlaunched launch VERB 0 root\nan a DET 4 det\nattack attack NOUN 2 obj\non on ADP 6 case\nCongo Congo PROPN 4 nmod\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_EQ(c.light_verb(3), 1);
  EXPECT_EQ(c.light_verb(5), -1);
  std::vector<int> heads;
  c.fill(3, Slot{SlotKind::prep, "on", false}, heads);
  EXPECT_EQ(heads, std::vector<int>{5});
}

TEST(Clause, ManyWordsPrepositionIsJoined) {
  const auto d = tree(
      "withdrew withdraw VERB 0 root\nbecause because ADP 4 case\nof of ADP 2 fixed\nsanctions sanction NOUN 1 obl\n");
  const Clause c(d.sentences.at(0), test::frames());
  EXPECT_EQ(c.preposition(3), "because_of");
}

}  // namespace
}  // namespace realign::coding
