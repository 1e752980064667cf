// Sentences left unparsed change no record: the same bytes with and without.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "coding/coder.h"
#include "syntax/parser.h"
#include "text/reader.h"
#include "text/table.h"

namespace realign::coding {
namespace {

namespace fs = std::filesystem;

class LeaveOut : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    pipeline_ = new syntax::Pipeline(syntax::Pipeline::load(text::data_dir() + "/models/english"));
    coder_ = new Coder(Coder::load(text::data_dir()));
  }
  static void TearDownTestSuite() {
    delete pipeline_;
    delete coder_;
  }

  static std::string code(const text::Document& document, bool leave_out, std::size_t& left) {
    auto sentences = pipeline_->split(document.text);
    coder_->world().introduce(sentences);
    if (leave_out) coder_->leave_out(sentences, *pipeline_);
    left = 0;
    for (const auto& s : sentences) left += s.parsed ? 0 : 1;
    pipeline_->annotate(sentences);
    const auto records = coder_->code(document, sentences);
    std::string out;
    for (const auto& e : records.events) append_json(out, e), out += '\n';
    for (const auto& c : records.claims) append_json(out, c), out += '\n';
    return out;
  }

  // How many sentences were left out.
  static std::size_t check(const text::Document& document) {
    std::size_t left = 0, none = 0;
    const auto with = code(document, true, left);
    EXPECT_EQ(with, code(document, false, none)) << document.id;
    EXPECT_EQ(none, 0U);
    return left;
  }
  static std::size_t check(const std::string& words) {
    text::Document document;
    document.id = "test";
    document.text = words;
    return check(document);
  }

  static syntax::Pipeline* pipeline_;
  static Coder* coder_;
};
syntax::Pipeline* LeaveOut::pipeline_ = nullptr;
Coder* LeaveOut::coder_ = nullptr;

TEST_F(LeaveOut, NoStateInTheDocument) {
  EXPECT_EQ(check("The kettle boiled over. She laughed, and the cat attacked a cushion."), 2U);
}

TEST_F(LeaveOut, NothingInTheSentence) {
  EXPECT_EQ(check("France praised Spain. The kettle boiled. France criticised Mali."), 1U);
}

TEST_F(LeaveOut, WhatCouldMatterStays) {
  // An act whose sides the context may supply; a claim about those spoken of; a quotation; an unknown name.
  EXPECT_EQ(check("France praised Spain. The talks failed."), 0U);
  EXPECT_EQ(check("France and Spain quarrel. The dispute stems from a lack of water."), 0U);
  EXPECT_EQ(check("France praised Spain, a minister said:\n\nThe tea is hot."), 0U);
  EXPECT_EQ(check("France praised Spain. The tea of March 2014 was hot. A month later Spain attacked Mali."),
            0U);
  EXPECT_EQ(check("France praised Spain. The tea was made by Umarov. He praised Spain."), 0U);
}

TEST_F(LeaveOut, OverTheExamples) {
  const auto examples = fs::path(text::data_dir()) / "../examples/dispatches.jsonl";
  std::size_t documents = 0;
  text::read_documents(
      examples.string(), {},
      [&](text::Document&& d) {
        check(d);
        ++documents;
      },
      [](const text::Error& e) { ADD_FAILURE() << e.what(); });
  EXPECT_GT(documents, 20U);
}

TEST_F(LeaveOut, OverRealArticles) {
  const char* set = std::getenv("REALIGN_SHARED");
  const fs::path folder =
      (set != nullptr ? fs::path(set) : fs::path(text::data_dir()) / "../../shared") / "data/text";
  if (!fs::exists(folder)) GTEST_SKIP() << "skipped: no " << folder;
  std::size_t documents = 0;
  text::read_documents(
      folder.string(), {},
      [&](text::Document&& d) {
        check(d);
        ++documents;
      },
      [](const text::Error&) {});
  EXPECT_GT(documents, 10U);
}

}  // namespace
}  // namespace realign::coding
