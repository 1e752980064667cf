// What a table may be, read from a stream.
#include "measure/csv.h"

#include <gtest/gtest.h>

#include <sstream>

namespace realign::measure {
namespace {

Csv read(const std::string& text) {
  std::istringstream in(text);
  return Csv::read(in, "table.csv");
}

TEST(CsvStream, TheHeaderDecidesWhatPartsCells) {
  EXPECT_EQ(read("a\tb\n1\t2,5\n").at(0, 1), "2,5");
  EXPECT_EQ(read("\"a\tx\",b\n1,2\t5\n").at(0, 1), "2\t5");  // a tab inside quotation marks parts nothing
  EXPECT_EQ(read("\"a\n\tx\"\tb\n1\t2\n").header().size(), 2U);
}

TEST(CsvStream, OtherEncodingsAreNamedByLine) {
  try {
    read("country\nChad\nC\xF4te\n");
    FAIL();
  } catch (const text::Error& e) {
    EXPECT_STREQ(e.what(), "table.csv:3: is no UTF-8");
  }
}

}  // namespace
}  // namespace realign::measure
