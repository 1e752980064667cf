#include "text/jsonl.h"

#include <gmock/gmock.h>

#include "text/error.h"

namespace realign::text {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string complaint(const std::string& line) {
  try {
    document_from_json(line, "news.jsonl:7");
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

TEST(JsonLine, AllFields) {
  const auto d = document_from_json(
      R"({"id":"a1","text":"  One “two”.\r\n","date":"2022-10-12T08:00:00Z","source":"Courier",)"
      R"("url":"https://x.example","title":"T","more":{"is":["ignored"]}})",
      "x:1");
  EXPECT_EQ(d.id, "a1");
  EXPECT_EQ(d.text, "  One \xE2\x80\x9Ctwo\xE2\x80\x9D.\r\n");
  EXPECT_EQ(d.date, parse_date("2022-10-12"));
  EXPECT_EQ(d.outlet, "Courier");
  EXPECT_EQ(d.url, "https://x.example");
  EXPECT_EQ(d.title, "T");
}

TEST(JsonLine, AllButTextMayBeMissing) {
  const auto d = document_from_json(R"({"text":"x","date":null,"title":null})", "x:1");
  EXPECT_EQ(d.id, content_id("x"));
  EXPECT_FALSE(d.date);
  EXPECT_EQ(document_from_json(R"({"text":"x","id":18446744073709551615})", "x:1").id,
            "18446744073709551615");
}

TEST(JsonLine, NamesPlaceAndFieldOfWhatIsWrong) {
  EXPECT_THAT(complaint("{"), AllOf(StartsWith("news.jsonl:7: "), HasSubstr("JSON")));
  EXPECT_THAT(complaint("[1]"), HasSubstr("object"));
  EXPECT_THAT(complaint("{}"), HasSubstr("'text'"));
  EXPECT_THAT(complaint(R"({"text":7})"), HasSubstr("'text' is no text"));
  EXPECT_THAT(complaint(R"({"text":" \n\u00a0"})"), HasSubstr("empty"));
  EXPECT_THAT(complaint(R"({"text":"a\u0000b"})"), HasSubstr("NUL"));
  EXPECT_THAT(complaint(R"({"text":"x","id":true})"), HasSubstr("'id'"));
  EXPECT_THAT(complaint(R"({"text":"x","url":["u"]})"), HasSubstr("'url'"));
  EXPECT_THAT(complaint(R"({"text":"x","date":20221012})"), HasSubstr("'date'"));
  EXPECT_THAT(complaint(R"({"text":"x","date":"2022-02-30"})"),
              AllOf(HasSubstr("'date'"), HasSubstr("2022-02-30")));
  EXPECT_THAT(complaint(R"({"text":"\ud800"})"), HasSubstr("JSON"));
  EXPECT_THAT(complaint("{\"text\":\"a\xFF\"}"), AllOf(HasSubstr("UTF-8"), HasSubstr("byte 10")));
}

TEST(JsonLine, ErrorsAreOneLineOfText) {
  EXPECT_THAT(complaint(R"({"text":"x","date":"two\nlines \u001b[31m red"})"),
              AllOf(testing::Not(HasSubstr("\n")), testing::Not(HasSubstr("\x1b"))));
  // Cut in the middle of a character.
  EXPECT_THAT(complaint("{\"text\":\"x\",\"date\":\"" + std::string(39, 'a') + "\xC3\xA9\"}"),
              HasSubstr("'date'"));
}

TEST(JsonLine, DeepNestingDoesNoHarm) {
  const std::string open(1000000, '['), close(1000000, ']');
  EXPECT_EQ(document_from_json(R"({"text":"x","y":)" + open + close + "}", "x:1").text, "x");
  EXPECT_THAT(complaint(R"({"text":)" + open), HasSubstr("JSON"));
}

}  // namespace
}  // namespace realign::text
