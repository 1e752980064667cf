#include "syntax/conllu.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <streambuf>

#include "text/error.h"

namespace realign::syntax {
namespace {

using testing::HasSubstr;

std::vector<ConlluDocument> read(const std::string& content) {
  std::istringstream in(content);
  std::vector<ConlluDocument> out;
  read_conllu(in, "trees", [&](ConlluDocument&& d) { out.push_back(std::move(d)); });
  return out;
}

std::string failure(const std::string& content) {
  try {
    read(content);
  } catch (const text::Error& e) {
    return e.what();
  }
  return "no error";
}

std::string word(const std::string& id, const std::string& form, int head, const std::string& relation,
                 const std::string& misc = "_") {
  return id + "\t" + form + "\t" + form + "\tNOUN\tNN\t_\t" + std::to_string(head) + "\t" + relation +
         "\t_\t" + misc + "\n";
}

std::string_view span(const ConlluDocument& d, std::size_t sentence, std::size_t word) {
  const auto& w = d.sentences.at(sentence).words.at(word);
  return std::string_view(d.text).substr(w.begin, w.end - w.begin);
}

TEST(Conllu, ReadsWordsWithOffsetsIntoTheText) {
  const auto docs =
      read("# newdoc id = a1\n# date = 2022-10-12\n# newpar\n# sent_id = 1\n# text = Moscow lost.\n" +
           word("1", "Moscow", 2, "nsubj") + word("2", "lost", 0, "root", "SpaceAfter=No") +
           word("3", ".", 2, "punct") + "\n# newpar\n# text = So it is\n" + word("1", "So", 3, "advmod") +
           word("2", "it", 3, "nsubj:pass") + word("3", "is", 0, "root") + "\n");
  ASSERT_EQ(docs.size(), 1U);
  const auto& d = docs[0];
  EXPECT_EQ(d.id, "a1");
  EXPECT_EQ(d.date, "2022-10-12");
  EXPECT_EQ(d.text, "Moscow lost.\n\nSo it is");
  ASSERT_EQ(d.sentences.size(), 2U);
  EXPECT_EQ(span(d, 0, 0), "Moscow");
  EXPECT_EQ(span(d, 0, 2), ".");
  EXPECT_EQ(span(d, 1, 2), "is");
  EXPECT_EQ(d.sentences[1].paragraph, 1);
  EXPECT_EQ(d.sentences[0].words[0].head, 1);
  EXPECT_EQ(d.sentences[0].words[1].head, -1);
  EXPECT_EQ(d.sentences[1].words[1].deprel, Deprel::nsubj_pass);
  EXPECT_FALSE(d.sentences[0].words[1].space_after);
}

TEST(Conllu, TextIsBuiltFromFormsWhereThereIsNoneOrItDoesNotFit) {
  const std::string words = word("1", "He", 2, "nsubj") + word("2", "left", 0, "root", "SpaceAfter=No") +
                            word("3", ".", 2, "punct") + "\n";
  EXPECT_EQ(read(words).at(0).text, "He left.");
  EXPECT_EQ(read("# text = She stayed\n" + words).at(0).text, "He left.");
}

TEST(Conllu, CurlyQuotesInTheTextMatchStraightForms) {
  const auto d =
      read("# text = “Russia’s” — so\n" + word("1", "\"", 2, "punct") + word("2", "Russia", 0, "root") +
           word("3", "'s", 2, "case") + word("4", "\"", 2, "punct") + word("5", "-", 2, "punct") +
           word("6", "so", 2, "advmod") + "\n")
          .at(0);
  EXPECT_EQ(span(d, 0, 0), "“");
  EXPECT_EQ(span(d, 0, 2), "’s");
  EXPECT_EQ(span(d, 0, 4), "—");
  EXPECT_EQ(span(d, 0, 5), "so");
}

TEST(Conllu, WordsOfATokenHaveTheirOwnSpansIfTheyAddUpToIt) {
  const auto d =
      read("# text = He didn't au\n" + word("1", "He", 3, "nsubj") + "2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
           word("2", "did", 3, "aux") + word("3", "n't", 0, "root") + "4-5\tau\t_\t_\t_\t_\t_\t_\t_\t_\n" +
           word("4", "à", 3, "case") + word("5", "le", 3, "det") + "\n")
          .at(0);
  EXPECT_EQ(span(d, 0, 1), "did");
  EXPECT_EQ(span(d, 0, 2), "n't");
  EXPECT_FALSE(d.sentences[0].words[1].space_after);
  EXPECT_TRUE(d.sentences[0].words[2].space_after);
  EXPECT_EQ(span(d, 0, 3), "au");
  EXPECT_EQ(span(d, 0, 4), "au");
}

TEST(Conllu, EmptyNodesAreSkippedAndCarriageReturnsTolerated) {
  const auto d = read("\xEF\xBB\xBF# newdoc id = x\r\n" + word("1", "He", 0, "root") +
                      "1.1\tleft\t_\t_\t_\t_\t_\t_\t_\t_\n" + word("2", "too", 1, "advmod") + "\r\n")
                     .at(0);
  EXPECT_EQ(d.id, "x");
  EXPECT_EQ(d.sentences.at(0).words.size(), 2U);
}

// Gives its text a few bytes at a time, as a pipe may; then fails if told to.
class Drops : public std::streambuf {
 public:
  Drops(std::string text, std::size_t size, bool fail = false)
      : text_(std::move(text)), size_(size), fail_(fail) {}

 protected:
  int_type underflow() override {
    if (at_ == text_.size()) {
      if (fail_) throw std::ios_base::failure("gone");
      return traits_type::eof();
    }
    const auto take = std::min(size_, text_.size() - at_);
    setg(text_.data() + at_, text_.data() + at_, text_.data() + at_ + take);
    at_ += take;
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string text_;
  std::size_t at_ = 0, size_;
  bool fail_;
};

TEST(Conllu, LinesAreTheSameHoweverTheyArrive) {
  std::string content = "# newdoc id = long\n";
  for (int i = 0; i < 3000; ++i)
    content += word("1", "He" + std::to_string(i), 2, "nsubj") + word("2", "left", 0, "root") + "\n";
  content.pop_back();
  content.pop_back();  // neither the last sentence nor its last line is ended
  const auto whole = read(content).at(0);
  EXPECT_EQ(whole.sentences.size(), 3000U);
  EXPECT_EQ(span(whole, 2999, 1), "left");
  for (const std::size_t size : {1UL, 7UL, 4096UL, 70000UL}) {
    Drops drops(content, size);
    std::istream in(&drops);
    std::size_t sentences = 0;
    read_conllu(in, "drops", [&](ConlluDocument&& d) {
      EXPECT_EQ(d.text, whole.text) << size;
      sentences += d.sentences.size();
    });
    EXPECT_EQ(sentences, 3000U) << size;
  }
}

TEST(Conllu, AStreamThatBreaksIsAnErrorThatNamesIt) {
  Drops drops(word("1", "He", 0, "root"), 5, true);
  std::istream in(&drops);
  try {
    read_conllu(in, "broken", [](ConlluDocument&&) { FAIL() << "half a document"; });
    FAIL() << "no error";
  } catch (const text::Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("broken: cannot be read"));
  }
}

TEST(Conllu, OlderRelationsAreRead) {
  const auto d = read(word("1", "a", 2, "dobj") + word("2", "b", 0, "root") + word("3", "c", 2, "nmod:tmod") +
                      word("4", "d", 2, "obl:unheard") + "\n")
                     .at(0);
  EXPECT_EQ(d.sentences[0].words[0].deprel, Deprel::obj);
  EXPECT_EQ(d.sentences[0].words[2].deprel, Deprel::nmod_unmarked);
  EXPECT_EQ(d.sentences[0].words[3].deprel, Deprel::obl);
}

TEST(Conllu, SentencesWithoutHeadsAreNotParsed) {
  const auto d = read("1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n\n").at(0);
  EXPECT_FALSE(d.sentences[0].parsed);
}

TEST(Conllu, MalformedLinesAreErrorsThatNameTheLine) {
  EXPECT_THAT(failure("1\tHe\n"), HasSubstr("trees:1: "));
  EXPECT_THAT(failure(word("1", "He", 0, "root") + word("3", "x", 1, "dep")),
              HasSubstr("trees:2: word numbers"));
  EXPECT_THAT(failure(word("1", "He", 9, "root") + "\n"), HasSubstr("trees:1: head 9"));
  EXPECT_THAT(failure(word("1", "He", 1, "root") + "\n"), HasSubstr("is no head"));
  EXPECT_THAT(failure("# c\n" + word("1", "He", 2, "dep") + word("2", "it", 1, "dep") + "\n"),
              HasSubstr("cycle"));
  EXPECT_THAT(failure(word("1", "He", 0, "root") + "2-9\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" +
                      word("2", "it", 1, "dep") + "\n"),
              HasSubstr("multi-word"));
  EXPECT_THAT(failure(word("1", "H\xFF", 0, "root") + "\n"), HasSubstr("trees:1: not UTF-8"));
  EXPECT_THAT(failure(word("1", "", 0, "root") + "\n"), HasSubstr("without form"));
}

TEST(Conllu, WritingAndReadingGivesTheSameTextOffsetsAndTrees) {
  const std::string text = "  “Why?”  he\nasked.\n\nThe U.S. left.It stayed \n";
  std::vector<Sentence> sentences(3);
  const auto add = [&](std::size_t s, std::string form, std::size_t begin, std::size_t end, int head,
                       bool space) {
    Word w;
    w.form = std::move(form), w.lemma = w.form, w.xpos = "NN", w.begin = begin, w.end = end, w.head = head,
    w.space_after = space;
    w.deprel = head < 0 ? Deprel::root : Deprel::dep;
    sentences[s].words.push_back(w);
    if (sentences[s].words.size() == 1) sentences[s].begin = begin;
    sentences[s].end = end;
  };
  const auto at = [&](std::string_view part) { return text.find(part); };
  add(0, "\"", at("“"), at("Why"), 1, false), add(0, "Why", at("Why"), at("?"), -1, false),
      add(0, "?", at("?"), at("”"), 1, false);
  add(0, "\"", at("”"), at("  he"), 1, true), add(0, "he", at("he\n"), at("\nasked"), 1, true),
      add(0, "asked", at("asked"), at(".\n"), 1, false);
  add(0, ".", at(".\n"), at("\n\nThe"), 1, true);
  add(1, "The", at("The"), at(" U.S"), 2, true), add(1, "U.S.", at("U.S"), at(" left"), 2, true),
      add(1, "left", at("left"), at(".It"), -1, false);
  add(1, ".", at(".It"), at("It"), 2, false);
  add(2, "It", at("It"), at(" stayed"), 1, true), add(2, "stayed", at("stayed"), at(" \n"), -1, true);
  sentences[1].paragraph = sentences[2].paragraph = 1;
  std::ostringstream out;
  write_conllu(out, text, sentences);
  const auto docs = read(out.str());
  ASSERT_EQ(docs.size(), 1U) << out.str();
  std::string blanked = text;  // a line break inside a sentence cannot be written
  blanked[at("\nasked")] = ' ';
  EXPECT_EQ(docs[0].text, blanked);
  ASSERT_EQ(docs[0].sentences.size(), sentences.size());
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    EXPECT_EQ(docs[0].sentences[s].begin, sentences[s].begin);
    EXPECT_EQ(docs[0].sentences[s].end, sentences[s].end);
    EXPECT_EQ(docs[0].sentences[s].paragraph, sentences[s].paragraph);
    ASSERT_EQ(docs[0].sentences[s].words.size(), sentences[s].words.size());
    for (std::size_t i = 0; i < sentences[s].words.size(); ++i) {
      const auto &a = sentences[s].words[i], &b = docs[0].sentences[s].words[i];
      EXPECT_EQ(a.form, b.form);
      EXPECT_EQ(a.begin, b.begin) << a.form;
      EXPECT_EQ(a.end, b.end) << a.form;
      EXPECT_EQ(a.head, b.head);
      EXPECT_EQ(a.deprel, b.deprel);
    }
  }
}

TEST(Names, EveryTagAndRelationReadsBack) {
  for (std::size_t i = 0; i < kDeprels; ++i)
    EXPECT_EQ(deprel_from(to_string(static_cast<Deprel>(i))), static_cast<Deprel>(i));
  for (std::size_t i = 0; i < kUpos; ++i)
    EXPECT_EQ(upos_from(to_string(static_cast<Upos>(i))), static_cast<Upos>(i));
}

}  // namespace
}  // namespace realign::syntax
