#include "syntax/splitter.h"

#include <gmock/gmock.h>

#include <chrono>

#include "syntax/support.h"

namespace realign::syntax {
namespace {

using test::sentences;
using testing::ElementsAre;

TEST(Splitter, EndsAtStopsWithTheirClosingQuotes) {
  EXPECT_THAT(sentences("He left. She stayed! Why? Nobody knew..."),
              ElementsAre("He left.", "She stayed!", "Why?", "Nobody knew..."));
  EXPECT_THAT(sentences("He called it “a blow.” She agreed."),
              ElementsAre("He called it “a blow.”", "She agreed."));
  EXPECT_THAT(sentences("\"Stay.\" \"No.\""), ElementsAre("\"Stay.\"", "\"No.\""));
}

TEST(Splitter, AbbreviationsAndInitialsDoNotEnd) {
  EXPECT_THAT(sentences("Mr. Smith met J. K. Rowling and Gen. Lee of the U.S. Army on Jan. 5."),
              ElementsAre("Mr. Smith met J. K. Rowling and Gen. Lee of the U.S. Army on Jan. 5."));
  EXPECT_THAT(sentences("It left the U.S. The rest stayed in Washington D.C. He knew."),
              ElementsAre("It left the U.S.", "The rest stayed in Washington D.C.", "He knew."));
  EXPECT_THAT(sentences("Resolution No. 5 passed. They said no. Five left."),
              ElementsAre("Resolution No. 5 passed.", "They said no.", "Five left."));
  EXPECT_THAT(sentences("It grew 2.5 percent at 5 p.m. Moscow time."),
              ElementsAre("It grew 2.5 percent at 5 p.m. Moscow time."));
}

TEST(Splitter, AQuotationAndItsSpeakerAreOneSentence) {
  EXPECT_THAT(sentences("\"Will it end?\" he asked."), ElementsAre("\"Will it end?\" he asked."));
  EXPECT_THAT(
      sentences("“Will it end?” President Anna Petrova of Ruritania asked reporters. Nobody answered."),
      ElementsAre("“Will it end?” President Anna Petrova of Ruritania asked reporters.", "Nobody answered."));
  EXPECT_THAT(sentences("If so, “it would be a strong blow,” says Petrova: “But now it is unclear.”"),
              ElementsAre("If so, “it would be a strong blow,” says Petrova: “But now it is unclear.”"));
  EXPECT_THAT(sentences("She said: “We left. They stayed. Nobody won.” Then she went."),
              ElementsAre("She said: “We left.", "They stayed.", "Nobody won.”", "Then she went."));
}

TEST(Splitter, BracketsAndUnbalancedQuotesDoNotDerail) {
  EXPECT_THAT(sentences("They settle disputes [между собой. И с Россией] calmly. It works."),
              ElementsAre("They settle disputes [между собой. И с Россией] calmly.", "It works."));
  EXPECT_THAT(sentences("He said \"no. She left. (Nobody knew. They went."),
              ElementsAre("He said \"no.", "She left.", "(Nobody knew.", "They went."));
  EXPECT_THAT(sentences("It began at 6 p.m. (but was soon over), he said."),
              ElementsAre("It began at 6 p.m. (but was soon over), he said."));
  EXPECT_THAT(sentences("It fell. [12] Then it rose."), ElementsAre("It fell. [12]", "Then it rose."));
}

TEST(Splitter, LowerCaseGoesOnButInTextsWithoutCapitals) {
  EXPECT_THAT(sentences("Approx. five came. Next"), ElementsAre("Approx. five came.", "Next"));
  EXPECT_THAT(sentences("i left. she stayed. why? dunno"),
              ElementsAre("i left.", "she stayed.", "why?", "dunno"));
}

TEST(Splitter, AListNumberBelongsToItsItem) {
  EXPECT_THAT(sentences("1. Go home. 2. Stay there."), ElementsAre("1. Go home.", "2. Stay there."));
}

TEST(Splitter, AnOverlongSentenceIsCutAtPunctuation) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += i % 50 == 49 ? "word, " : "word ";
  const auto parts = sentences(text);
  EXPECT_GE(parts.size(), 4U);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) EXPECT_EQ(parts[i].back(), ',') << i;
}

TEST(Splitter, HundredThousandWordsTakeLinearTime) {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string_view part :
       {"word ", "( ", "\" ", ". ", "[ a ", "a. ", "Mr. ", "( a. ) ", "'' ", ") ", "? \" A "}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += part;
    std::vector<Word> words;
    tokenize(text, 0, text.size(), test::lexicon(), words);
    const auto count = words.size();
    std::vector<Sentence> found;
    split_sentences(words, 0, test::lexicon(), found);
    std::size_t total = 0;
    for (const auto& s : found) {
      total += s.words.size();
      EXPECT_LE(s.words.size(), kLongestSentence + 8) << part;
    }
    EXPECT_EQ(total, count) << part;
  }
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 60.0);
}

}  // namespace
}  // namespace realign::syntax
