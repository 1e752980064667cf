// Phrases found whatever way they are spelt.
#include "actors/names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace realign::actors {
namespace {

syntax::Sentence words(const std::vector<std::string>& forms) {
  syntax::Sentence sentence;
  for (const auto& form : forms) {
    syntax::Word word;
    word.form = form;
    sentence.words.push_back(word);
  }
  return sentence;
}

std::size_t longest_at(const NameTable& table, const std::vector<std::string>& forms, std::size_t at,
                       std::vector<const Sense*>& senses) {
  std::vector<Atom> atoms;
  table.atoms(words(forms), atoms);
  return table.longest(atoms, at, senses);
}

TEST(Atoms, FoldAccentsCaseDotsAndApostrophes) {
  EXPECT_EQ(fold("Côte d'Ivoire"), "cote d ivoire");
  EXPECT_EQ(fold("U.S."), "us");
  EXPECT_EQ(fold("Kassym-Jomart"), "kassym jomart");
  EXPECT_EQ(fold("Erdoğan"), "erdogan");
  EXPECT_EQ(fold("Łukasz Škoda"), "lukasz skoda");
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("-'"), "");
}

TEST(NameTable, TheLongestPhraseWinsAndCapitalsAreAsked) {
  NameTable table;
  Sense niger, nigeria;
  niger.ref = 1;
  nigeria.ref = 2;
  table.add("Guinea", niger);
  table.add("Guinea-Bissau", nigeria);
  std::vector<const Sense*> senses;
  EXPECT_EQ(longest_at(table, {"Guinea", "-", "Bissau"}, 0, senses), 2U);
  ASSERT_EQ(senses.size(), 1U);
  EXPECT_EQ(senses[0]->ref, 2);
  EXPECT_EQ(longest_at(table, {"Guinea", "said"}, 0, senses), 1U);
  EXPECT_EQ(senses[0]->ref, 1);
  EXPECT_EQ(longest_at(table, {"guinea"}, 0, senses), 0U);
}

TEST(NameTable, AnAbbreviationHoldsInCapitalsOnly) {
  NameTable table;
  table.add("US", Sense{});
  std::vector<const Sense*> senses;
  EXPECT_EQ(longest_at(table, {"US"}, 0, senses), 1U);
  EXPECT_EQ(longest_at(table, {"U.S."}, 0, senses), 1U);
  EXPECT_EQ(longest_at(table, {"us"}, 0, senses), 0U);
  EXPECT_EQ(longest_at(table, {"Us"}, 0, senses), 0U);
}

TEST(NameTable, SpellingsOfOneNameAreOne) {
  NameTable table;
  table.add("N'Djamena", Sense{});
  std::vector<const Sense*> senses;
  EXPECT_EQ(longest_at(table, {"N'Djamena"}, 0, senses), 2U);
  EXPECT_EQ(longest_at(table, {"N", "\xE2\x80\x99", "Djamena"}, 0, senses), 2U);
  EXPECT_TRUE(table.knows("N'Djamena"));
  EXPECT_FALSE(table.knows("Timbuktu"));
}

TEST(NameTable, BrokenUtf8IsNoCrash) {
  NameTable table;
  table.add("Chad", Sense{});
  std::vector<const Sense*> senses;
  EXPECT_EQ(longest_at(table, {"Ch\xE2", "\xC3", "\xF0\x9F", "Chad"}, 0, senses), 0U);
}

}  // namespace
}  // namespace realign::actors
