#include "syntax/lemmatizer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "syntax/support.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

const Lemmatizer& lemmatizer() {
  static const auto loaded = Lemmatizer::load(test::model_dir());
  return loaded;
}

void expect(std::string_view tag,
            std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
  for (const auto& [form, lemma] : pairs)
    EXPECT_EQ(lemmatizer().lemma(form, tag), lemma) << form << " " << tag;
}

TEST(Lemmatizer, IrregularVerbs) {
  expect("VBD", {{"went", "go"},
                 {"was", "be"},
                 {"sought", "seek"},
                 {"found", "find"},
                 {"Withdrew", "withdraw"},
                 {"overthrew", "overthrow"},
                 {"outfought", "outfight"}});
  expect(
      "VBN",
      {{"been", "be"}, {"taken", "take"}, {"sworn", "swear"}, {"overridden", "override"}, {"borne", "bear"}});
}

TEST(Lemmatizer, RegularVerbs) {
  expect("VBD", {{"provoked", "provoke"},
                 {"bombed", "bomb"},
                 {"annexed", "annex"},
                 {"planned", "plan"},
                 {"denied", "deny"},
                 {"visited", "visit"},
                 {"permitted", "permit"},
                 {"smelled", "smell"}});
  expect("VBG", {{"losing", "lose"},
                 {"shelling", "shell"},
                 {"lying", "lie"},
                 {"imposing", "impose"},
                 {"running", "run"},
                 {"offering", "offer"}});
  expect("VBZ", {{"says", "say"},
                 {"has", "have"},
                 {"pushes", "push"},
                 {"denies", "deny"},
                 {"'s", "be"},
                 {"does", "do"}});
  expect("VBP", {{"'re", "be"}, {"are", "be"}, {"have", "have"}});
}

TEST(Lemmatizer, Nouns) {
  expect("NNS", {{"women", "woman"},
                 {"countries", "country"},
                 {"crises", "crisis"},
                 {"lives", "life"},
                 {"buses", "bus"},
                 {"veterans", "veteran"},
                 {"people", "people"},
                 {"MPs", "mp"}});
  expect("NN", {{"Moscow-based", "moscow-based"}, {"War", "war"}});
}

TEST(Lemmatizer, ProperNounsKeepTheirCapitalsAndLoseTheirPlural) {
  expect("NNP", {{"Tokayev", "Tokayev"}, {"U.S.", "U.S."}, {"NATO", "NATO"}, {"Şahin", "Şahin"}});
  expect("NNPS", {{"Kazakhs", "Kazakh"}, {"Republicans", "Republican"}});
  expect("JJ", {{"Iranian", "Iranian"}, {"Recent", "recent"}, {"Japanese", "Japanese"}});
}

TEST(Lemmatizer, SmallWords) {
  expect("PRP", {{"I", "I"}, {"me", "I"}, {"them", "they"}, {"He", "he"}});
  expect("RB", {{"n't", "not"}, {"Not", "not"}});
  expect("MD", {{"'ll", "will"}, {"ca", "can"}, {"Could", "could"}});
  expect("JJR", {{"better", "good"}, {"closer", "close"}, {"bigger", "big"}, {"easier", "easy"}});
  expect("JJS", {{"worst", "bad"}, {"closest", "close"}});
}

TEST(Lemmatizer, OddFormsAndTagsHaveALemma) {
  for (const std::string_view form : {"s", "ed", "ing", "'", "\xFF", "İSTANBUL", "ies", "-"})
    for (const std::string_view tag : {"VBD", "NNS", "NNP", "", "XYZ"})
      EXPECT_FALSE(lemmatizer().lemma(form, tag).empty()) << form << tag;
}

TEST(Lemmatizer, DamagedTablesAreErrorsThatNameTheLine) {
  const auto dir = std::filesystem::path(testing::TempDir()) / "realign-lemmas";
  std::filesystem::create_directories(dir);
  std::ofstream(dir / "irregular.tsv") << "verb\tgo\twent\tgone\n";
  const auto failure = [&](const std::string& lemmas) -> std::string {
    std::ofstream(dir / "lemmas.tsv") << lemmas;
    try {
      Lemmatizer::load(dir.string());
    } catch (const text::Error& e) {
      return e.what();
    }
    return "no error";
  };
  EXPECT_NE(failure("rule\tNNS\ts\tx\t-\n").find("lemmas.tsv:1: "), std::string::npos);
  EXPECT_NE(failure("# c\nrule\tNNS\ts\t3\t-\n").find("lemmas.tsv:2: "), std::string::npos);
  EXPECT_NE(failure("case\tNNP\tQ\t-\tkeep\n").find("lemmas.tsv:1: "), std::string::npos);
  EXPECT_NE(failure("other\ta\tb\tc\n").find("lemmas.tsv:1: "), std::string::npos);
  EXPECT_EQ(failure("rule\tNNS\ts\t1\t-\n"), "no error");
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace realign::syntax
