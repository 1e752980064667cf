#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>

#include "syntax/conllu.h"
#include "syntax/lemmatizer.h"
#include "syntax/parser.h"
#include "syntax/support.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

const Pipeline& pipeline() {
  static const auto loaded = Pipeline::load(test::model_dir());
  return loaded;
}

constexpr std::string_view kText =
    "Ministers meet\n\nThe foreign ministers of Ruritania and Syldavia met on Monday. “We agreed on a plan,” "
    "the Syldavian\n"
    "minister said. Nobody gave details.\n\n- A source said it hadn’t been easy.";

TEST(Pipeline, SplitsIntoParagraphsSentencesAndWords) {
  const auto sentences = pipeline().split(kText);
  ASSERT_GE(sentences.size(), 5U);
  EXPECT_EQ(kText.substr(sentences[0].begin, sentences[0].end - sentences[0].begin), "Ministers meet");
  EXPECT_EQ(sentences[0].paragraph, 0);
  EXPECT_EQ(sentences[1].paragraph, 1);
  EXPECT_GT(sentences.back().paragraph, sentences[1].paragraph);
  std::size_t at = 0;
  for (const auto& s : sentences)
    for (const auto& w : s.words) {
      EXPECT_GE(w.begin, at);
      at = w.end;
      EXPECT_TRUE(w.lemma.empty());
      EXPECT_EQ(w.head, -1);
    }
}

TEST(Pipeline, AnnotatesTreesAndLemmas) {
  const auto sentences = pipeline().parse(kText);
  for (const auto& s : sentences) {
    int roots = 0;
    for (const auto& w : s.words) {
      EXPECT_FALSE(w.lemma.empty());
      EXPECT_FALSE(w.xpos.empty());
      EXPECT_LT(w.head, static_cast<int>(s.words.size()));
      EXPECT_EQ(w.head < 0, w.deprel == Deprel::root);
      EXPECT_GE(w.confidence, 0.0F);
      EXPECT_LE(w.confidence, 1.0F);
      roots += w.head < 0 ? 1 : 0;
    }
    EXPECT_EQ(roots, 1);
  }
  const auto& met = sentences[1].words[7];
  EXPECT_EQ(met.form, "met");
  EXPECT_EQ(met.lemma, "meet");
  EXPECT_EQ(met.head, -1);
}

TEST(Pipeline, PassesOverSentencesMarkedUnparsed) {
  auto sentences = pipeline().split(kText);
  sentences[1].parsed = false;
  pipeline().annotate(sentences);
  for (const auto& w : sentences[1].words) EXPECT_TRUE(w.xpos.empty() && w.lemma.empty());
  for (const auto& w : sentences[2].words) EXPECT_FALSE(w.xpos.empty());
}

std::string shown(const std::vector<Sentence>& sentences) {
  std::ostringstream out;
  write_conllu(out, kText, sentences);
  return out.str();
}

TEST(Pipeline, BatchesAndThreadsGiveTheTreesOfOneAtATime) {
  const auto together = shown(pipeline().parse(kText));
  auto single = pipeline().split(kText);
  for (auto& s : single) {
    std::vector<Sentence> one{s};
    pipeline().annotate(one);
    s = one[0];
  }
  EXPECT_EQ(shown(single), together);
  std::vector<std::string> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& out : seen) threads.emplace_back([&out] { out = shown(pipeline().parse(kText)); });
  }
  for (const auto& out : seen) EXPECT_EQ(out, together);
}

TEST(Pipeline, WritesTreesThatReadBack) {
  const auto sentences = pipeline().parse(kText);
  std::istringstream in(shown(sentences));
  std::vector<Sentence> read;
  std::size_t size = 0;
  read_conllu(in, "trees", [&](ConlluDocument&& d) { read = d.sentences, size = d.text.size(); });
  EXPECT_EQ(size, kText.size());
  EXPECT_EQ(read.size(), sentences.size());
  for (std::size_t s = 0; s < read.size(); ++s) {
    ASSERT_EQ(read[s].words.size(), sentences[s].words.size());
    for (std::size_t i = 0; i < read[s].words.size(); ++i) {
      EXPECT_EQ(read[s].words[i].begin, sentences[s].words[i].begin);
      EXPECT_EQ(read[s].words[i].end, sentences[s].words[i].end);
    }
  }
}

TEST(Pipeline, EmptyAndOddTexts) {
  EXPECT_TRUE(pipeline().parse("").empty());
  EXPECT_TRUE(pipeline().parse(" \n\t \xC2\xA0 ").empty());
  EXPECT_EQ(pipeline().parse("!").size(), 1U);
  EXPECT_FALSE(pipeline().parse("\xFF\xFE a").empty());
}

TEST(Pipeline, AMissingModelIsAnError) {
  EXPECT_THROW(Pipeline::load("/nowhere"), text::Error);
}

// The treebank that figures in docs/parser.md are measured on, where it is at hand.
std::vector<ConlluDocument> treebank(const std::string& name) {
  const char* set = std::getenv("REALIGN_SHARED");
  const std::string path =
      (set != nullptr ? std::string(set) : std::string(REALIGN_SOURCE_DIR) + "/../shared") +
      "/data/treebank/" + name;
  std::vector<ConlluDocument> out;
  if (!std::filesystem::exists(path)) return out;
  FILE* pipe = popen(("gzip -dc '" + path + "'").c_str(), "r");
  if (pipe == nullptr) return out;
  std::string content;
  char block[1 << 16];
  for (std::size_t n = 0; (n = fread(block, 1, sizeof block, pipe)) > 0;) content.append(block, n);
  pclose(pipe);
  std::istringstream in(content);
  read_conllu(in, name, [&](ConlluDocument&& d) { out.push_back(std::move(d)); });
  return out;
}

TEST(Treebank, WordsAndSentencesAreFoundInRawText) {
  const auto documents = treebank("ewt_test.conllu.gz");
  if (documents.empty()) GTEST_SKIP() << "shared/data/treebank/ewt_test.conllu.gz is not at hand";
  std::size_t gold = 0, ours = 0, both = 0, gold_s = 0, our_s = 0, both_s = 0;
  for (const auto& d : documents) {
    std::vector<std::pair<std::size_t, std::size_t>> words, sentences;
    for (const auto& s : d.sentences) {
      sentences.emplace_back(s.begin, s.end);
      for (const auto& w : s.words) words.emplace_back(w.begin, w.end);
    }
    gold += words.size(), gold_s += sentences.size();
    for (const auto& s : pipeline().split(d.text)) {
      ++our_s;
      both_s += std::binary_search(sentences.begin(), sentences.end(), std::pair(s.begin, s.end)) ? 1 : 0;
      for (const auto& w : s.words) {
        ++ours;
        both += std::binary_search(words.begin(), words.end(), std::pair(w.begin, w.end)) ? 1 : 0;
      }
    }
  }
  EXPECT_GE(200.0 * static_cast<double>(both) / static_cast<double>(gold + ours), 98.9);
  EXPECT_GE(200.0 * static_cast<double>(both_s) / static_cast<double>(gold_s + our_s), 83.0);
}

TEST(Treebank, LemmasFollowFromGoldTags) {
  const auto documents = treebank("ewt_test.conllu.gz");
  if (documents.empty()) GTEST_SKIP() << "shared/data/treebank/ewt_test.conllu.gz is not at hand";
  const auto lemmatizer = Lemmatizer::load(test::model_dir());
  std::size_t all = 0, right = 0;
  for (const auto& d : documents)
    for (const auto& s : d.sentences)
      for (const auto& w : s.words) {
        ++all;
        right += w.lemma == "_" || lemmatizer.lemma(w.form, w.xpos) == w.lemma ? 1 : 0;
      }
  EXPECT_GE(100.0 * static_cast<double>(right) / static_cast<double>(all), 98.0);
}

}  // namespace
}  // namespace realign::syntax
