#include "text/parts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace realign::text {
namespace {

std::vector<std::string> parts(std::string_view text, std::size_t limit) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto size = first_part(text, limit);
    out.emplace_back(text.substr(0, size));
    if (size == 0) return out;
    text.remove_prefix(size);
  }
  return out;
}

using Parts = std::vector<std::string>;

TEST(Parts, AShortTextIsOne) {
  EXPECT_EQ(parts("One. Two.\n\nThree.", 17), Parts{"One. Two.\n\nThree."});
}

TEST(Parts, CutsWhereAReaderWouldPause) {
  EXPECT_EQ(parts("aaaa bb. cc\n\ndd\nee. ff", 20), (Parts{"aaaa bb. cc\n\n", "dd\nee. ff"}));
  EXPECT_EQ(parts("aaaa bb. cc\ndd ee. ff gg", 20), (Parts{"aaaa bb. cc\n", "dd ee. ff gg"}));
  EXPECT_EQ(parts("aaaa bb cc dd. ee ff gg", 20), (Parts{"aaaa bb cc dd. ", "ee ff gg"}));
  EXPECT_EQ(parts("aaaa bb cc dd ee ff ggg", 20), (Parts{"aaaa bb cc dd ee ff ", "ggg"}));
  EXPECT_EQ(parts("a\r\n\r\nbbbbbb\r\n\r\ncccccccc", 16), (Parts{"a\r\n\r\nbbbbbb\r\n\r\n", "cccccccc"}));
}

TEST(Parts, ABlankLineFarFromTheLimitIsNoPlaceToCut) {
  EXPECT_EQ(parts("a\n\nbbbbbbbbb cccccc dddd", 20), (Parts{"a\n\nbbbbbbbbb cccccc ", "dddd"}));
}

TEST(Parts, NeverInsideACharacter) {
  EXPECT_EQ(parts("ééééé", 5), (Parts{"éé", "éé", "é"}));
  EXPECT_EQ(parts("𝒜𝒜", 5), (Parts{"𝒜", "𝒜"}));
}

}  // namespace
}  // namespace realign::text
