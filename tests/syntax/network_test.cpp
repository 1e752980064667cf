#include "syntax/network.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "syntax/conllu.h"
#include "syntax/kernels.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

const std::string kModel = std::string(REALIGN_SOURCE_DIR) + "/data/models/english";

const Network& network() {
  static const auto loaded = Network::load(kModel);
  return loaded;
}

Sentence sentence_of(const std::string& forms) {
  Sentence s;
  std::istringstream in(forms);
  for (std::string form; in >> form;) {
    Word w;
    w.form = form;
    s.words.push_back(std::move(w));
  }
  return s;
}

void annotate(Sentence& s) {
  Sentence* one = &s;
  network().annotate(std::span(&one, 1));
}

// One root, whose relation alone is root; no cycle; probabilities.
void expect_tree(const Sentence& s) {
  const auto n = static_cast<int>(s.words.size());
  int roots = 0;
  for (int i = 0; i < n; ++i) {
    const auto& w = s.words[static_cast<std::size_t>(i)];
    ASSERT_GE(w.head, -1);
    ASSERT_LT(w.head, n);
    EXPECT_EQ(w.head == -1, w.deprel == Deprel::root);
    EXPECT_GE(w.confidence, 0.0F);
    EXPECT_LE(w.confidence, 1.0F);
    EXPECT_FALSE(w.xpos.empty());
    roots += w.head == -1 ? 1 : 0;
    int steps = 0;
    for (int at = i; at >= 0 && steps <= n; ++steps) at = s.words[static_cast<std::size_t>(at)].head;
    EXPECT_LE(steps, n) << "cycle at word " << i;
  }
  EXPECT_EQ(roots, n == 0 ? 0 : 1);
}

bool same(const Sentence& a, const Sentence& b) {
  if (a.words.size() != b.words.size()) return false;
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    const auto &x = a.words[i], &y = b.words[i];
    if (x.form != y.form || x.upos != y.upos || x.xpos != y.xpos || x.head != y.head ||
        x.deprel != y.deprel || x.confidence != y.confidence)
      return false;
  }
  return true;
}

// Random words, known and not, as often in capitals, of other scripts, or broken bytes.
Sentence random_sentence(std::mt19937& random, std::size_t length) {
  static const std::vector<std::string> forms = {
      "the",    "minister", "said", "that",   ",",      ".",     "\"",       "(",  ")",    "Ruritania",
      "signed", "-",        "$",    "2,000",  "мир",    "和平",  "\xF0\x9F", "'s", "whom", "FLED",
      "of",     "and",      "not",  "Élodie", "attack", "quite", "\xFF",     "if", "to",   "went"};
  Sentence s;
  for (std::size_t i = 0; i < length; ++i) {
    Word w;
    w.form = forms[random() % forms.size()];
    s.words.push_back(std::move(w));
  }
  return s;
}

TEST(Network, ParsesPlainNews) {
  auto s = sentence_of("The president of Ruritania met the foreign minister in May .");
  annotate(s);
  expect_tree(s);
  EXPECT_EQ(s.words[4].deprel, Deprel::root);
  EXPECT_EQ(s.words[4].xpos, "VBD");
  EXPECT_EQ(s.words[1].deprel, Deprel::nsubj);
  EXPECT_EQ(s.words[1].head, 4);
  EXPECT_EQ(s.words[3].upos, Upos::PROPN);
  EXPECT_EQ(s.words[7].deprel, Deprel::obj);
  EXPECT_EQ(s.words[7].head, 4);
  EXPECT_EQ(s.words[9].deprel, Deprel::obl);
}

TEST(Network, FindsTheSpeakerBehindTheVerb) {
  auto s = sentence_of("\" We will not leave the alliance , \" said Anna Kovar of the defence ministry .");
  annotate(s);
  expect_tree(s);
  EXPECT_EQ(s.words[9].form, "said");
  EXPECT_EQ(s.words[10].deprel, Deprel::nsubj);
  EXPECT_EQ(s.words[10].head, 9);
}

// scripts/train-parser/fixture.py writes network_fixture.tsv: what PyTorch makes of the same weights.
TEST(Network, AgreesWithPyTorch) {
  std::ifstream in(std::string(REALIGN_SOURCE_DIR) + "/tests/syntax/network_fixture.tsv");
  ASSERT_TRUE(in);
  std::vector<Sentence> gold(1);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) {
      gold.emplace_back();
      continue;
    }
    std::istringstream fields(line);
    std::string form, upos, xpos, rel;
    int head = 0;
    float probability = 0;
    ASSERT_TRUE(fields >> form >> upos >> xpos >> head >> rel >> probability) << line;
    Word w;
    w.form = form;
    w.upos = upos_from(upos);
    w.xpos = xpos;
    w.head = head - 1;
    w.deprel = deprel_from(rel);
    w.confidence = probability;
    gold.back().words.push_back(std::move(w));
  }
  std::size_t words = 0;
  for (const auto& expected : gold) {
    auto s = expected;
    for (auto& w : s.words) {
      Word bare;
      bare.form = w.form;
      w = std::move(bare);
    }
    annotate(s);
    for (std::size_t i = 0; i < s.words.size(); ++i, ++words) {
      const auto &a = expected.words[i], &b = s.words[i];
      EXPECT_EQ(a.upos, b.upos) << a.form;
      EXPECT_EQ(a.xpos, b.xpos) << a.form;
      EXPECT_EQ(a.head, b.head) << a.form;
      EXPECT_EQ(a.deprel, b.deprel) << a.form;
      EXPECT_NEAR(a.confidence, b.confidence, 0.02) << a.form;
    }
  }
  EXPECT_GT(words, 100U);
}

TEST(Network, MakesATreeOfAnything) {
  std::mt19937 random(7);
  for (const std::size_t length : {0, 1, 2, 3, 10, 60, 200, 400, 401, 1000}) {
    auto s = random_sentence(random, length);
    annotate(s);
    expect_tree(s);
  }
  auto same_word = sentence_of("");
  same_word.words.resize(40);  // even words without letters
  annotate(same_word);
  expect_tree(same_word);
}

TEST(Network, GivesTheSameInBatchesAsOneByOne) {
  std::mt19937 random(11);
  std::vector<Sentence> together;
  for (std::size_t i = 0; i < 70; ++i) together.push_back(random_sentence(random, random() % 50));
  together.push_back(random_sentence(random, 390));
  together.push_back(random_sentence(random, 450));
  auto alone = together;
  std::vector<Sentence*> batch;
  for (auto& s : together) batch.push_back(&s);
  network().annotate(batch);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    annotate(alone[i]);
    EXPECT_TRUE(same(alone[i], together[i])) << "sentence " << i;
  }
}

TEST(Network, PortableKernelsMakeTheSameTrees) {
  std::mt19937 random(13);
  std::vector<Sentence> fast, portable;
  for (const auto* text :
       {"Ruritania 's parliament approved the law despite protests , and the president signed it .",
        "Talks with the rebels broke down on Friday after the army shelled a village .",
        "He denied that his country had ever sold weapons to either side ."})
    fast.push_back(sentence_of(text));
  portable = fast;
  for (auto& s : fast) annotate(s);
  use_portable_kernels(true);
  for (auto& s : portable) annotate(s);
  use_portable_kernels(false);
  for (std::size_t i = 0; i < fast.size(); ++i)
    for (std::size_t k = 0; k < fast[i].words.size(); ++k) {
      EXPECT_EQ(fast[i].words[k].head, portable[i].words[k].head);
      EXPECT_EQ(fast[i].words[k].deprel, portable[i].words[k].deprel);
      EXPECT_EQ(fast[i].words[k].xpos, portable[i].words[k].xpos);
      EXPECT_NEAR(fast[i].words[k].confidence, portable[i].words[k].confidence, 0.01);
    }
}

TEST(Network, ServesManyThreadsAtOnce) {
  std::mt19937 random(17);
  std::vector<Sentence> one;
  for (std::size_t i = 0; i < 12; ++i) one.push_back(random_sentence(random, 5 + random() % 30));
  std::vector<std::vector<Sentence>> copies(4, one);
  std::vector<std::thread> threads;
  for (auto& copy : copies)
    threads.emplace_back([&copy] {
      std::vector<Sentence*> batch;
      for (auto& s : copy) batch.push_back(&s);
      network().annotate(batch);
    });
  for (auto& t : threads) t.join();
  for (const auto& copy : copies)
    for (std::size_t i = 0; i < copy.size(); ++i) EXPECT_TRUE(same(copy[i], copies[0][i]));
}

}  // namespace
}  // namespace realign::syntax
