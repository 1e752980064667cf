#include "exchange/rows.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace realign::exchange {
namespace {

TEST(Rows, ACellIsNeverAFormula) {
  EXPECT_EQ(csv_cell("plain, \"quoted\""), "\"plain, \"\"quoted\"\"\"");
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    EXPECT_EQ(csv_cell(formula), "\"'" + std::string(formula) + "\"");
}

TEST(Rows, ASideInAFewWords) {
  EXPECT_EQ(side_of({{"KAZ", "government", "", "Kazakh officials"}, {"RUS", "", "", "Russia"}}),
            "KAZ government+RUS");
  EXPECT_EQ(side_of({{"", "protesters", "", "a crowd"}}), "a crowd");
  EXPECT_EQ(side_of({{"", "expert", "Ann Lee", "she"}}), "Ann Lee");
  EXPECT_EQ(side_of({}), "");
}

// Commas outside quotation marks.
long cells(const std::string& line) {
  bool quoted = false;
  return 1 + std::count_if(line.begin(), line.end(), [&](char c) {
           if (c == '"') quoted = !quoted;
           return c == ',' && !quoted;
         });
}

TEST(Rows, LinesHaveTheCellsOfTheHead) {
  ledger::EventRow event;
  event.sentence = "Commas, and \"quotation marks\"";
  EXPECT_EQ(cells(csv_line(event)), cells(csv_head(true)));
  ledger::ClaimRow claim;
  claim.claim.about = {"KAZ", "RUS"};
  EXPECT_EQ(cells(csv_line(claim)), cells(csv_head(false)));
}

}  // namespace
}  // namespace realign::exchange
