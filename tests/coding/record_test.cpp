#include "coding/record.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace realign::coding {
namespace {

template <typename Enum>
void round_trip(int count) {
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    Enum back{};
    ASSERT_TRUE(from_string(to_string(value), back)) << to_string(value);
    EXPECT_EQ(back, value);
  }
}

TEST(Record, EveryNameReadsBack) {
  round_trip<Type>(static_cast<int>(kTypes));
  round_trip<Polarity>(2);
  round_trip<Modality>(5);
  round_trip<Domain>(9);
  round_trip<ClaimKind>(7);
  round_trip<Precision>(7);
  round_trip<Quotation>(3);
}

TEST(Record, OtherNames) {
  Type type = Type::AID;
  EXPECT_TRUE(from_string("YIELD", type));
  EXPECT_EQ(type, Type::CONCEDE);
  EXPECT_FALSE(from_string("HUG", type));
  EXPECT_EQ(type, Type::CONCEDE);  // untouched
  EXPECT_EQ(to_string(Type::CONCEDE), "CONCEDE");
}

TEST(Record, EventAsJson) {
  Event e;
  e.document = "a\"b\\c\n";
  e.span = {4, 612, 701};
  e.text = "said “no”\t\x01 Ω";
  e.source = {{"KAZ", "head of state", "Kassym-Jomart Tokayev", "he"}};
  e.target = {{"TUR", "", "", "Turkey"}};
  e.type = Type::AGREE;
  e.context = {"intelligence"};
  e.domain = Domain::security;
  e.polarity = Polarity::negated;
  e.modality = Modality::intended;
  e.date = {"2022-08-01", "2022-08-31", Precision::month, "in August"};
  e.score = 4.5;
  e.confidence = 0.83;
  std::string line;
  append_json(line, e);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json.at("kind"), "event");
  EXPECT_EQ(json.at("document"), e.document);
  EXPECT_EQ(json.at("text"), e.text);
  EXPECT_EQ(json.at("sentence"), 4);
  EXPECT_EQ(json.at("begin"), 612);
  EXPECT_EQ(json.at("end"), 701);
  EXPECT_EQ(json.at("source").at(0).at("country"), "KAZ");
  EXPECT_EQ(json.at("source").at(0).at("role"), "head of state");
  EXPECT_EQ(json.at("target").at(0).at("text"), "Turkey");
  EXPECT_EQ(json.at("type"), "AGREE");
  EXPECT_EQ(json.at("context"), nlohmann::json({"intelligence"}));
  EXPECT_EQ(json.at("polarity"), "negated");
  EXPECT_EQ(json.at("modality"), "intended");
  EXPECT_EQ(json.at("date").at("precision"), "month");
  EXPECT_EQ(json.at("date").at("from"), "2022-08-01");
  EXPECT_EQ(json.at("attribution").at("speaker"), "narrator");
  EXPECT_DOUBLE_EQ(json.at("score"), 4.5);
  EXPECT_NEAR(json.at("confidence"), 0.83, 0.005);
}

TEST(Record, ClaimAsJson) {
  Claim c;
  c.document = "d";
  c.span = {1, 2, 3};
  c.text = "x";
  c.about = {"RUS", "Central Asia"};
  c.claim = ClaimKind::counterfactual;
  c.condition = "if \"so\"";
  c.confidence = 0.7;
  std::string line = "before";
  append_json(line, c);
  ASSERT_EQ(line.substr(0, 6), "before");  // appended
  const auto json = nlohmann::json::parse(line.substr(6));
  EXPECT_EQ(json.at("kind"), "claim");
  EXPECT_EQ(json.at("about"), nlohmann::json({"RUS", "Central Asia"}));
  EXPECT_EQ(json.at("claim"), "counterfactual");
  EXPECT_EQ(json.at("condition"), c.condition);
}

}  // namespace
}  // namespace realign::coding
