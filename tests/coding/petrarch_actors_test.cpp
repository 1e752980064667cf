#include "coding/petrarch_actors.h"

#include <gmock/gmock.h>

namespace realign::coding::petrarch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Actors : public testing::Test {
 protected:
  Vocabulary words;
  ActorDictionary actors{words};
  Problems problems;

  std::vector<int> ids(std::string_view phrase) const {
    std::vector<int> out;
    for (const auto& p : pieces_of(phrase)) out.push_back(words.find(p));
    return out;
  }
  std::string code(std::string_view name, int date) const {
    const auto found = actors.actor_at(ids(name), 0);
    return found.value < 0 ? "?" : std::string(actors.code(found.value, date));
  }
  std::string agent(std::string_view name) const {
    const auto found = actors.agent_at(ids(name), 0);
    if (found.value < 0 || found.length != ids(name).size()) return "?";
    return actors.agent(found.value).before + "~" + actors.agent(found.value).after;
  }
};

TEST_F(Actors, NamesSynonymsAndCodesWithoutDates) {
  actors.parse_actors("VARLAND_ [VAR] # note\n+VARLANDER_\n+VARLANDIC\nOSTMARK\n\t[OST]\n", "a", problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(code("Varlander", 20000101), "VAR");
  EXPECT_EQ(code("Ostmark", 20000101), "OST");
  EXPECT_EQ(actors.names(), 4U);
  EXPECT_EQ(actors.entries(), 2U);
}

TEST_F(Actors, TheFirstDateThatHoldsWinsElseTheCodeWithoutDates) {
  actors.parse_actors(
      "IDA_BRANDT [VAR]\n\t[VAROPP <19991231]\n\t[VARGOV 20000101-20041231]\n\t[VARMIL 20030101-20031231]\n"
      "\t[VARELI >20080101]\n",
      "a", problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(code("Ida Brandt", 19991231), "VAROPP") << "both ends belong to it";
  EXPECT_EQ(code("Ida Brandt", 20030601), "VARGOV");
  EXPECT_EQ(code("Ida Brandt", 20060101), "VAR");
  EXPECT_EQ(code("Ida Brandt", 20080101), "VARELI");
  EXPECT_EQ(code("Ida Brandt", 0), "VARELI") << "no date: what has not ended";
}

TEST_F(Actors, YearsOfTwoDigits) {
  EXPECT_EQ(parse_date("310101"), 19310101);
  EXPECT_EQ(parse_date("300101"), 20300101);
  EXPECT_EQ(parse_date("20041301"), 0);
  EXPECT_EQ(parse_date("2004017"), 0);
  actors.parse_actors("OLD_MAN\n\t[VARELI 280101-450101]\n", "a", problems);
  EXPECT_THAT(problems, IsEmpty()) << "a life that began in 1928";
  EXPECT_EQ(code("Old Man", 19400101), "VARELI");
}

TEST_F(Actors, OfNamesakesTheOneInOfficeIsMeant) {
  actors.parse_actors(
      "KARL_LIND\n+PRESIDENT_LIND\n\t[VARGOV 19900101-19951231]\n\t[VARELI]\n"
      "EVA_LIND\n+PRESIDENT_LIND\n\t[VARGOV 20010101-20051231]\n",
      "a", problems);
  EXPECT_EQ(code("President Lind", 20020101), "VARGOV");
  EXPECT_EQ(code("President Lind", 19980101), "VARELI") << "nobody of that name was: the first's own code";
}

TEST_F(Actors, ThreeDashesAreNobody) {
  actors.parse_actors("PRINCE_OF_OST\n\t[--- <20000101]\n\t[OST]\n", "a", problems);
  EXPECT_EQ(code("Prince of Ost", 19990101), "");
  EXPECT_EQ(code("Prince of Ost", 20010101), "OST");
}

TEST_F(Actors, EachBadLineIsToldOnceAndTheRestGoesOn) {
  actors.parse_actors("+EARLY\nVARLAND [VAR\nOST [OST 2004017-20050101]\nEND [END]\n", "a.txt", problems);
  EXPECT_THAT(problems,
              ElementsAre("a.txt:1: a line that belongs to a name, but no name stands before it",
                          "a.txt:2: [ without ]", "a.txt:3: '2004017' is no date (YYMMDD or YYYYMMDD)"));
  EXPECT_EQ(code("End", 20000101), "END");
}

TEST_F(Actors, AgentsPluralsAndSets) {
  actors.parse_agents(
      "!FOLK! = MAN, WOMEN\nENVOY [~GOV]\nDEPUTY [~LEG]\nPOLICE {} [ ~COP]\nGOLDEN_GOOSE {GOLDEN_GEESE} "
      "[~GGS]\n"
      "RELIEF_BODY [NGO~]\nFISHER!FOLK! [~AGR]\n",
      "g", problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(agent("envoys"), "~GOV");
  EXPECT_EQ(agent("deputies"), "~LEG");
  EXPECT_EQ(agent("police"), "~COP");
  EXPECT_EQ(agent("polices"), "?");
  EXPECT_EQ(agent("golden geese"), "~GGS");
  EXPECT_EQ(agent("golden gooses"), "?");
  EXPECT_EQ(agent("relief bodies"), "NGO~");
  EXPECT_EQ(agent("fisherman"), "~AGR");
  EXPECT_EQ(agent("fisherwomen"), "~AGR");
}

TEST_F(Actors, BadAgentsAreTold) {
  actors.parse_agents("ENVOY\nJUDGE [JUD]\nX!NONE! [~GOV]\nCLERK [~GOV]\n", "g", problems);
  EXPECT_THAT(problems, ElementsAre("g:1: an agent's code in [...] is missing",
                                    "g:2: an agent's code has ~ where the actor's stands: [~GOV] or [NGO~]",
                                    "g:3: a set !...! that is not defined before it"));
  EXPECT_EQ(agent("clerk"), "~GOV");
}

TEST_F(Actors, Discards) {
  actors.parse_discards("WORLD CUP # sport\n+TORNADO\nCHESS_\n", "d", problems);
  EXPECT_EQ(actors.discard(pieces_of("at the World Cups in May")), Discard::sentence)
      << "a beginning is enough";
  EXPECT_EQ(actors.discard(pieces_of("a tornado hit")), Discard::story);
  EXPECT_EQ(actors.discard(pieces_of("the chess club")), Discard::sentence);
  EXPECT_EQ(actors.discard(pieces_of("a chessboard")), Discard::none);
  EXPECT_EQ(actors.discard(pieces_of("a cup of the world")), Discard::none);
}

}  // namespace
}  // namespace realign::coding::petrarch
