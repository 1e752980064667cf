#include "text/decode.h"

#include <gmock/gmock.h>

#include "text/error.h"

namespace realign::text {
namespace {

using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string complaint(std::string_view bytes, std::string_view declared = "") {
  try {
    decode(bytes, "news.txt", declared);
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

TEST(Decode, KeepsUtf8AsItIs) {
  const std::string text = "One \xE2\x80\x9Cquote\xE2\x80\x9D.\r\n\tTwo\xC2\xA0\xF0\x9F\x8C\x8D  \n";
  EXPECT_EQ(decode(text, "x"), text);
}

TEST(Decode, TakesOffOnlyTheByteOrderMark) {
  EXPECT_EQ(decode("\xEF\xBB\xBF\r\nText", "x"), "\r\nText");
  EXPECT_EQ(decode("\xFF\xFET\0e\0x\0t\0 \0\xE9\0"s, "x"), "Text \xC3\xA9");
  EXPECT_EQ(decode("\xFE\xFF\0T\xD8\x3C\xDF\x0D"s, "x"), "T\xF0\x9F\x8C\x8D");
}

TEST(Decode, PairsOfUtf16AcrossBatches) {
  std::string bytes = "\xFE\xFF\0x"s, wanted = "x";  // odd: pairs straddle any even batch
  for (int i = 0; i < 10000; ++i) bytes += "\xD8\x3C\xDF\x0D", wanted += "\xF0\x9F\x8C\x8D";
  EXPECT_EQ(decode(bytes, "x"), wanted);
}

TEST(Decode, DetectsOlderEncodings) {
  EXPECT_EQ(decode("The caf\xE9 in Orl\xE9"
                   "ans was closed by the government.",
                   "x"),
            "The caf\xC3\xA9 in Orl\xC3\xA9"
            "ans was closed by the government.");
  EXPECT_EQ(decode("Russia\x92s war, he said, is \x93unjust\x94.", "x"),
            "Russia\xE2\x80\x99s war, he said, is \xE2\x80\x9Cunjust\xE2\x80\x9D.");
}

TEST(Decode, BelievesTheDeclaredEncoding) {
  EXPECT_EQ(decode("\xC1\xE5\xEB\xE3\xF0\xE0\xE4", "x", "windows-1251"),
            "\xD0\x91\xD0\xB5\xD0\xBB\xD0\xB3\xD1\x80\xD0\xB0\xD0\xB4");
  EXPECT_EQ(decode("\x93quoted\x94", "x", "iso-8859-1"), "\xE2\x80\x9Cquoted\xE2\x80\x9D");
  // What is valid UTF-8 is UTF-8, whatever it says.
  EXPECT_EQ(decode("caf\xC3\xA9", "x", "iso-8859-1"), "caf\xC3\xA9");
  EXPECT_THAT(complaint("caf\xE9", "martian"), HasSubstr("martian"));
}

TEST(Decode, NamesFileAndByteOfInvalidText) {
  EXPECT_THAT(complaint("Russia \xFF\xFE attacked."), AllOf(StartsWith("news.txt: "), HasSubstr("byte 7")));
  EXPECT_THAT(complaint("\xEF\xBB\xBF"
                        "abc \xC3("),
              HasSubstr("byte 7"));
  EXPECT_THAT(complaint("caf\xE9 au lait", "utf-8"), HasSubstr("byte 3"));
  // Damaged UTF-8, not Latin-1: there is more of the one in it than of the other.
  EXPECT_THAT(complaint("\xE2\x80\x9COne\xE2\x80\x9D and \xE2\x80"), HasSubstr("byte 14"));
  // A Shift-JIS lead byte with nothing behind it.
  EXPECT_THAT(complaint("ab \x82", "shift_jis"), AllOf(HasSubstr("shift_jis"), HasSubstr("byte 3")));
  EXPECT_THAT(complaint("\xFF\xFE"
                        "a\0\0\xD8"
                        "b\0"s),
              HasSubstr("byte 4"));
}

TEST(Decode, RefusesBinaryFilesByTheirName) {
  EXPECT_THAT(complaint("%PDF-1.7 text"), AllOf(StartsWith("news.txt: "), HasSubstr("PDF")));
  EXPECT_THAT(complaint("\x89PNG\r\n\x1A\n"), HasSubstr("PNG"));
  EXPECT_THAT(complaint("PK\x03\x04"), HasSubstr(".docx"));
  EXPECT_THAT(complaint("\x7F"
                        "ELF\x02"),
              HasSubstr("program"));
  EXPECT_THAT(complaint("\x1F\x8B\x08"), HasSubstr("gzip"));
  EXPECT_THAT(complaint("Some text\0 and more"s), AllOf(HasSubstr("binary"), HasSubstr("byte 9")));
}

TEST(Decode, RefusesWhatIsBlank) {
  for (const auto& bytes :
       {""s, " \r\n\t"s, "\xEF\xBB\xBF"s, "\xC2\xA0\xE2\x80\x8B\xE3\x80\x80\n"s, "\xFF\xFE \0"s})
    EXPECT_THAT(complaint(bytes), HasSubstr("is empty")) << bytes;
}

TEST(Decode, RefusesWhatIsTooLarge) {
  const std::string large(kLargestDocument + 1, 'a');
  EXPECT_THAT(complaint(large), AllOf(HasSubstr("too large"), HasSubstr("64 MiB")));
  EXPECT_EQ(decode(std::string_view(large).substr(1), "x").size(), kLargestDocument);
}

TEST(InvalidUtf8, FindsTheFirstByteOfEachKindOfDamage) {
  EXPECT_EQ(invalid_utf8("plain \xC3\xA9 \xF4\x8F\xBF\xBF"), std::string_view::npos);
  for (const char* bad : {"ab\x80", "ab\xC0\x80", "ab\xC3", "ab\xE0\x80\x80", "ab\xED\xA0\x80",
                          "ab\xF4\x90\x80\x80", "ab\xF8\x88\x80\x80\x80", "ab\xE2\x80(", "ab\xFE"})
    EXPECT_EQ(invalid_utf8(bad), 2U) << bad;
}

}  // namespace
}  // namespace realign::text
