// What the tables of the world come to once they are loaded: codes, members, and names found in sentences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "syntax/conllu.h"
#include "text/document.h"
#include "text/table.h"

namespace realign {
namespace {

using actors::World;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::UnorderedElementsAre;

const World& world() {
  static const World loaded = World::load(text::data_dir() + "/actors");
  return loaded;
}

text::Date day(int year, unsigned month, unsigned d) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(d)};
}

TEST(WorldNames, CodesForWhatAUserTypes) {
  EXPECT_EQ(world().code_of("KAZ"), "KAZ");
  EXPECT_EQ(world().code_of("kz"), "KAZ");
  EXPECT_EQ(world().code_of("Kazakhstan"), "KAZ");
  EXPECT_EQ(world().code_of("türkiye"), "TUR");
  EXPECT_EQ(world().code_of("Cote d'Ivoire"), "CIV");
  EXPECT_EQ(world().code_of("UAE"), "ARE");
  EXPECT_EQ(world().code_of("Shanghai Cooperation Organisation"), "SCO");
  EXPECT_EQ(world().code_of("European Commission"), "EU");
  EXPECT_EQ(world().code_of("Baltic states"), "Baltics");
  EXPECT_EQ(world().code_of("Atlantis"), "");
  EXPECT_EQ(world().name_of("CZE"), "Czech Republic");
  EXPECT_EQ(world().name_of("EU"), "European Union");
  EXPECT_TRUE(world().is_state("XKX"));
  EXPECT_FALSE(world().is_state("NATO"));
}

TEST(WorldNames, MembersByDate) {
  EXPECT_THAT(world().members_of("Central Asia", {}),
              UnorderedElementsAre("KAZ", "KGZ", "TJK", "TKM", "UZB"));
  EXPECT_THAT(world().members_of("NATO", day(2023, 6, 1)), Contains("FIN"));
  EXPECT_THAT(world().members_of("NATO", day(2023, 6, 1)), Not(Contains("SWE")));
  EXPECT_THAT(world().members_of("ECOWAS", day(2024, 6, 1)), Contains("MLI"));
  EXPECT_THAT(world().members_of("ECOWAS", day(2025, 6, 1)), Not(Contains("MLI")));
  EXPECT_THAT(world().members_of("UNSC", day(2024, 6, 1)),
              UnorderedElementsAre("CHN", "FRA", "GBR", "USA", "RUS", "ECU", "JPN", "MLT", "MOZ", "CHE",
                                   "DZA", "GUY", "KOR", "SLE", "SVN"));
  EXPECT_THAT(world().members_of("KAZ", {}), ElementsAre("KAZ"));
}

// "form/UPOS/head/relation" for each word; heads from 1, as in CoNLL-U.
std::vector<std::string> countries_in(const std::string& words) {
  std::istringstream in(words);
  std::ostringstream conllu;
  int number = 0;
  for (std::string word; in >> word;) {
    const auto f = text::split(word, '/');
    const char* xpos = f[1] == "PROPN" ? "NNP" : f[1] == "VERB" ? "VBD" : f[1] == "NOUN" ? "NNS" : "_";
    conllu << ++number << '\t' << f[0] << '\t' << f[0] << '\t' << f[1] << '\t' << xpos << "\t_\t" << f[2]
           << '\t' << f[3] << "\t_\t_\n";
  }
  conllu << '\n';
  std::istringstream trees(conllu.str());
  std::vector<std::string> found;
  syntax::read_conllu(trees, "test", [&](syntax::ConlluDocument&& read) {
    text::Document document;
    document.text = read.text;
    const auto cast = world().cast(document, read.sentences);
    for (const auto& mention : cast.mentions())
      for (const auto& actor : mention.actors) found.push_back(actor.country + (mention.place ? "@" : ""));
  });
  return found;
}

TEST(WorldNames, SeasAndRiversAreNoState) {
  EXPECT_THAT(countries_in("Vietnam/PROPN/2/nsubj patrolled/VERB/0/root the/DET/6/det South/PROPN/6/compound "
                           "China/PROPN/6/compound "
                           "Sea/PROPN/2/obj"),
              ElementsAre("VNM"));
  EXPECT_THAT(
      countries_in(
          "Uganda/PROPN/2/nsubj crossed/VERB/0/root the/DET/5/det Congo/PROPN/5/compound River/PROPN/2/obj"),
      ElementsAre("UGA"));
  EXPECT_THAT(countries_in("Vietnam/PROPN/2/nsubj warned/VERB/0/root China/PROPN/2/obj"),
              ElementsAre("VNM", "CHN"));
}

TEST(WorldNames, TheLongestNameWins) {
  EXPECT_THAT(countries_in("South/PROPN/2/compound Sudan/PROPN/3/nsubj warned/VERB/0/root "
                           "Papua/PROPN/6/compound New/PROPN/6/compound "
                           "Guinea/PROPN/3/obj"),
              ElementsAre("SSD", "PNG"));
  EXPECT_THAT(
      countries_in(
          "Nigeria/PROPN/2/nsubj joined/VERB/0/root the/DET/5/det Arab/PROPN/5/compound League/PROPN/2/obj"),
      ElementsAre("NGA", "LAS"));
}

TEST(WorldNames, APlaceTellsWhereAndIsMarkedSo) {
  EXPECT_THAT(countries_in("Turkey/PROPN/2/nsubj landed/VERB/0/root in/ADP/4/case Benghazi/PROPN/2/obl"),
              ElementsAre("TUR", "LBY@"));
}

}  // namespace
}  // namespace realign
