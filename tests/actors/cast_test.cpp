// Cast: the narrowest and the widest mention of a word.
#include <gtest/gtest.h>

#include "actors/actor.h"
#include "actors/describe.h"

namespace realign::actors {
namespace {

syntax::Sentence three_words() {
  syntax::Sentence sentence;
  for (const char* form : {"Chinese", "President", "Xi"}) {
    syntax::Word word;
    word.form = form;
    sentence.words.push_back(word);
  }
  return sentence;
}

Mention mention(int first, int last, int head, MentionKind kind) {
  Mention m;
  m.first = first;
  m.last = last;
  m.head = head;
  m.kind = kind;
  m.actors.push_back({"CHN", "", "", ""});
  return m;
}

TEST(Cast, FindsMentionsByHeadAndByWord) {
  const std::vector<syntax::Sentence> sentences{three_words(), three_words()};
  const Cast cast({mention(0, 0, 0, MentionKind::adjective), mention(0, 2, 2, MentionKind::person)},
                  sentences);
  ASSERT_EQ(cast.in_sentence(0).size(), 2U);
  EXPECT_EQ(cast.in_sentence(0)[0].kind, MentionKind::person);
  EXPECT_TRUE(cast.in_sentence(1).empty());
  EXPECT_TRUE(cast.in_sentence(7).empty());
  EXPECT_TRUE(cast.in_sentence(-1).empty());
  EXPECT_EQ(cast.headed_by(0, 2)->kind, MentionKind::person);
  EXPECT_EQ(cast.headed_by(0, 1), nullptr);
  EXPECT_EQ(cast.headed_by(5, 0), nullptr);
  EXPECT_EQ(cast.headed_by(0, 9), nullptr);
  EXPECT_EQ(cast.covering(0, 0)->kind, MentionKind::adjective);
  EXPECT_EQ(cast.covering(0, 1)->kind, MentionKind::person);
  EXPECT_EQ(cast.covering(1, 1), nullptr);
}

TEST(Cast, IsEmptyWithoutSentences) {
  const Cast cast({}, {});
  EXPECT_TRUE(cast.mentions().empty());
  EXPECT_EQ(cast.covering(0, 0), nullptr);
}

TEST(Describe, NamesActorsAndNobody) {
  EXPECT_EQ(describe(std::vector<Actor>{}), "nobody");
  EXPECT_EQ(describe(std::vector<Actor>{{"KEN", "head of state", "A B", ""}, {"", "expert", "", ""}}),
            "KEN head of state (A B) + ? expert");
}

}  // namespace
}  // namespace realign::actors
