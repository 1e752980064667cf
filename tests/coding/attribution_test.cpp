#include "coding/attribution.h"

#include <gtest/gtest.h>

#include "coding/trees.h"

namespace realign::coding {
namespace {

const Attributor& attributor() {
  static const Attributor loaded = Attributor::load(std::string(REALIGN_SOURCE_DIR) + "/data/coding");
  return loaded;
}

const actors::World& world() {
  static const auto loaded = actors::World::load(std::string(REALIGN_SOURCE_DIR) + "/data/actors");
  return loaded;
}

// On whose word the clause of `word` stands.
Attribution whose(const std::string& lines, std::string_view word) {
  const auto d = test::tree(lines);
  text::Document document;
  document.text = d.text;
  const auto cast = world().cast(document, d.sentences);
  const auto sources = attributor().attribute(document, d.sentences, cast);
  return sources.at(0, test::at(d.sentences.at(0), word));
}

TEST(Attribution, TheNarratorWhereNobodySpeaks) {
  const auto a = whose("France France PROPN 2 nsubj\npraised praise VERB 0 root\nSpain Spain PROPN 2 obj\n. . PUNCT 2 punct\n", "praised");
  EXPECT_EQ(a.speaker, "narrator");
  EXPECT_FALSE(a.named);
  EXPECT_EQ(a.quotation, Quotation::none);
}

const char* const kReported =
    "Portugal Portugal PROPN 2 nsubj\nsaid say VERB 0 root\nthat that SCONJ 5 mark\nFrance France PROPN 5 nsubj\nattacked attack VERB 2 ccomp\n"
    "Spain Spain PROPN 5 obj\n. . PUNCT 2 punct\n";

TEST(Attribution, ReportedSpeech) {
  const auto a = whose(kReported, "attacked");
  EXPECT_EQ(a.speaker, "Portugal");
  EXPECT_EQ(a.country, "PRT");
  EXPECT_EQ(a.quotation, Quotation::indirect);
}

TEST(Attribution, ThatSomebodySpokeIsTheNarratorsWord) { EXPECT_EQ(whose(kReported, "said").speaker, "narrator"); }

TEST(Attribution, AccordingTo) {
  const auto a = whose(
      "France France PROPN 2 nsubj\nattacked attack VERB 0 root\nSpain Spain PROPN 2 obj\n, , PUNCT 7 punct\naccording accord VERB 7 case\n"
      "to to ADP 5 fixed\nPortugal Portugal PROPN 2 obl\n. . PUNCT 2 punct\n", "attacked");
  EXPECT_EQ(a.speaker, "Portugal");
  EXPECT_EQ(a.country, "PRT");
}

}  // namespace
}  // namespace realign::coding
