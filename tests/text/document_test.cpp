#include "text/document.h"

#include <gtest/gtest.h>

#include <set>

namespace realign::text {
namespace {

TEST(Date, IsoThereAndBack) {
  for (const char* text : {"2022-10-12", "1945-05-08", "2024-02-29", "0001-01-01"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(format_date(*date), text);
  }
}

TEST(Date, TimeMayFollow) {
  for (const char* text : {"2022-10-12T08:30:00Z", "2022-10-12T08:30", "2022-10-12 08:30:00.123+0200",
                           "2022-10-12T08:30:00-05:00", " 2022-10-12\n", "2022-10-12 08:30:00 UTC"})
    EXPECT_EQ(parse_date(text), parse_date("2022-10-12")) << text;
}

TEST(Date, WhatIsNone) {
  for (const char* text : {"", "2022", "2022-10", "2022-13-01", "2022-02-30", "2023-02-29", "0000-01-01",
                           "2022-1-2", "12/10/2022", "yesterday", "2022-10-12x", "2022-10-12T",
                           "2022-10-12T25:00", "2022-10-12T08:30:00+99:00", "-2022-10-12", "2022-10-123"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(ContentId, IsSixteenHexDigitsOfTheTextAlone) {
  EXPECT_EQ(content_id(""), "cbf29ce484222325");   // FNV-1a's offset basis
  EXPECT_EQ(content_id("a"), "af63dc4c8601ec8c");  // from its authors' test vectors
  EXPECT_EQ(content_id("foobar"), "85944171f73967e8");
  std::set<std::string> names;
  for (int i = 0; i < 10000; ++i) names.insert(content_id("document " + std::to_string(i)));
  EXPECT_EQ(names.size(), 10000U);
}

TEST(CodePointIndex, AgreesWithCountingInAnyText) {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "a\xC3\xA9\xE2\x80\x9C\xF0\x9F\x8C\x8D" + std::string(static_cast<std::size_t>(i % 7), ' ');
  const CodePointIndex index(text);
  std::size_t count = 0;
  for (std::size_t byte = 0; byte < text.size(); ++byte) {
    if ((static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80) continue;
    ASSERT_EQ(index.at(byte), count);
    ASSERT_EQ(index.byte_of(count), byte);
    ++count;
  }
  EXPECT_EQ(index.at(text.size()), count);
  EXPECT_EQ(index.byte_of(count), text.size());
  EXPECT_EQ(index.byte_of(count + 1000), text.size());
}

TEST(CodePointIndex, EmptyAndOfWholeBlocks) {
  const CodePointIndex empty("");
  EXPECT_EQ(empty.at(0), 0U);
  EXPECT_EQ(empty.byte_of(0), 0U);
  const std::string text(128, 'x');
  const CodePointIndex blocks(text);
  EXPECT_EQ(blocks.at(128), 128U);
  EXPECT_EQ(blocks.at(64), 64U);
  EXPECT_EQ(blocks.byte_of(128), 128U);
}

}  // namespace
}  // namespace realign::text
