#include "syntax/verb_forms.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

TEST(VerbForms, OfListedVerbs) {
  const auto verbs = VerbForms::load(text::data_dir() + "/models/english");
  EXPECT_EQ(verbs.stand_in("annexed"), "provided");
  EXPECT_EQ(verbs.stand_in("severs"), "provides");
  EXPECT_EQ(verbs.stand_in("abolishes"), "provides");
  EXPECT_EQ(verbs.stand_in("annulled"), "provided");
  EXPECT_EQ(verbs.stand_in("denying"), "providing");
  EXPECT_EQ(verbs.stand_in("denies"), "provides");
  EXPECT_EQ(verbs.stand_in("appeals"), "");  // a noun as well
  EXPECT_EQ(verbs.stand_in("kettle"), "");
}

TEST(VerbForms, ErrorsNameTheLine) {
  const auto folder = std::filesystem::temp_directory_path() / "realign-verb-forms";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "verbs.tsv") << "# verbs\nonly\tsever\nsometimes\tgive\n";
  try {
    VerbForms::load(folder.string());
    ADD_FAILURE() << "no error";
  } catch (const text::Error& e) {
    EXPECT_NE(std::string(e.what()).find("verbs.tsv:3"), std::string::npos) << e.what();
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace realign::syntax
