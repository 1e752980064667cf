#include "syntax/tokenizer.h"

#include <gtest/gtest.h>

#include <chrono>

#include "syntax/characters.h"
#include "syntax/support.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

using test::tokens;

TEST(Tokenizer, CliticsAreWords) {
  EXPECT_EQ(tokens("I'm sure he'll say they've gone, don't cannot gonna"),
            "I 'm sure he 'll say they 've gone , do n't can not gon na");
  EXPECT_EQ(tokens("Kazakhstan's students' CAN'T it’s"), "Kazakhstan 's students ' CA N'T it 's");
  EXPECT_EQ(tokens("shouldn't've"), "should n't 've");
  EXPECT_EQ(tokens("O'Connell and Ba'athists Vava'u"), "O'Connell and Ba'athists Vava'u");
}

TEST(Tokenizer, CompoundsAreCutButForPrefixes) {
  EXPECT_EQ(tokens("Russian-speaking co-operation al-Assad Kassym-Jomart anti-American F-16"),
            "Russian - speaking co-operation al - Assad Kassym - Jomart anti-American F - 16");
  EXPECT_EQ(tokens("1994-1996 2022-10-12 713-853-1696"), "1994 - 1996 2022-10-12 713-853-1696");
}

TEST(Tokenizer, NumbersUnitsAndCurrency) {
  EXPECT_EQ(tokens("$5bn, US$1,200.50 and 10km in 1990s, 20th, 3.5%"),
            "$ 5 bn , US$ 1,200.50 and 10 km in 1990s , 20th , 3.5 %");
  EXPECT_EQ(tokens("€3 million at 10:30 on 9/11 [13,14]"), "€ 3 million at 10:30 on 9/11 [ 13 , 14 ]");
  EXPECT_EQ(tokens("the '90s and 1960's"), "the '90s and 1960's");
}

TEST(Tokenizer, AbbreviationsKeepTheirStop) {
  EXPECT_EQ(tokens("Mr. X of the U.S. and J. K. Rowling at 5 p.m. on St. John's, Inc., etc."),
            "Mr. X of the U.S. and J. K. Rowling at 5 p.m. on St. John 's , Inc. , etc.");
  EXPECT_EQ(tokens("No. 5 but no."), "No. 5 but no .");
  EXPECT_EQ(tokens("a new IE. It (ie. this) works"), "a new IE . It ( ie. this ) works");
  EXPECT_EQ(tokens("a gen. end. Gen. Smith"), "a gen . end . Gen. Smith");
  EXPECT_EQ(tokens("It is because of plan B. So they went."), "It is because of plan B . So they went .");
}

TEST(Tokenizer, AddressesStayWhole) {
  EXPECT_EQ(tokens("See https://example.org/a_(b)?c=d, www.example.com. Write to a.b@example.com."),
            "See https://example.org/a_(b)?c=d , www.example.com . Write to a.b@example.com .");
  EXPECT_EQ(tokens("(example.org) report.pdf #tag @name"), "( example.org ) report.pdf #tag @name");
  EXPECT_EQ(tokens("the end.Next one"), "the end . Next one");
}

TEST(Tokenizer, PunctuationStandsAlone) {
  EXPECT_EQ(tokens("Well... yes/no (so: \"it\") — who?! [между собой и Россией];"),
            "Well ... yes / no ( so : \" it \" ) - who ?! [ между собой и Россией ] ;");
  EXPECT_EQ(tokens("trade–security word--word"), "trade - security word -- word");
  EXPECT_EQ(tokens("AT&T and R&D w/o b/c"), "AT&T and R&D w/o b/c");
}

TEST(Tokenizer, FormsAreStraightAndOffsetsAreTheTexts) {
  const std::string text = "“Kazakhstan’s ‘choice’”";
  std::vector<Word> words;
  tokenize(text, 0, text.size(), test::lexicon(), words);
  ASSERT_EQ(words.size(), 7U);
  EXPECT_EQ(words[0].form, "\"");
  EXPECT_EQ(text.substr(words[0].begin, words[0].end - words[0].begin), "“");
  EXPECT_EQ(words[2].form, "'s");
  EXPECT_EQ(text.substr(words[2].begin, words[2].end - words[2].begin), "’s");
  EXPECT_TRUE(words[2].space_after);
  EXPECT_FALSE(words[0].space_after);
  EXPECT_EQ(words[6].end, text.size());
}

TEST(Tokenizer, InvisibleCharactersAreNoPartOfAForm) {
  EXPECT_EQ(tokens("co\xC2\xADoperation a\xE2\x80\x8B b\xEF\xBB\xBF"), "cooperation a b");
  EXPECT_EQ(tokens(std::string_view("a\0b\x01\x7F c", 7)), "a b c");
}

// What must hold of any text: words lie in order, inside the text, on the characters that they are made of.
void check(std::string_view text) {
  std::vector<Word> words;
  tokenize(text, 0, text.size(), test::lexicon(), words);
  std::size_t at = 0;
  for (const auto& w : words) {
    ASSERT_LE(at, w.begin);
    ASSERT_LT(w.begin, w.end);
    ASSERT_LE(w.end, text.size());
    ASSERT_FALSE(w.form.empty());
    at = w.end;
  }
}

TEST(Tokenizer, HostileTextsTakeLinearTime) {
  const auto start = std::chrono::steady_clock::now();
  const auto repeated = [](std::string_view part, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += part;
    return out;
  };
  for (const std::string_view part : {"a", "a.", "(", "-", "a-", "'", "1,", "“", "a@", "x://", "й", "a'b",
                                      "w/", "\xFF", "\xE2\x80", ":)", "A.B", "."})
    check(repeated(part, 1'000'000));
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 60.0);
}

TEST(TokenLexicon, ErrorsNameFileAndLine) {
  EXPECT_THROW(TokenLexicon::load("/nowhere"), text::Error);
}

}  // namespace
}  // namespace realign::syntax
