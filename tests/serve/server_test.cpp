#include "serve/server.h"

#include <gtest/gtest.h>

namespace realign::serve {
namespace {

TEST(Server, OnlyItsOwnHostsAndOrigins) {
  EXPECT_TRUE(host_allowed("127.0.0.1:8765", "127.0.0.1", 8765));
  EXPECT_TRUE(host_allowed("localhost:8765", "127.0.0.1", 8765));
  EXPECT_TRUE(host_allowed("[::1]:8765", "127.0.0.1", 8765));
  EXPECT_FALSE(host_allowed("evil.example:8765", "127.0.0.1", 8765));
  EXPECT_FALSE(host_allowed("127.0.0.1:99", "127.0.0.1", 8765));
  EXPECT_FALSE(host_allowed("127.0.0.1.evil.example", "127.0.0.1", 8765));
  EXPECT_FALSE(host_allowed("", "127.0.0.1", 8765));
  EXPECT_TRUE(host_allowed("desk.example:80", "desk.example", 80));
  EXPECT_FALSE(host_allowed("localhost:80", "desk.example", 80));
  EXPECT_TRUE(origin_allowed("", "127.0.0.1", 8765));
  EXPECT_TRUE(origin_allowed("http://localhost:8765", "127.0.0.1", 8765));
  EXPECT_FALSE(origin_allowed("null", "127.0.0.1", 8765));
  EXPECT_FALSE(origin_allowed("https://localhost:8765", "127.0.0.1", 8765));
  EXPECT_FALSE(origin_allowed("http://evil.example", "127.0.0.1", 8765));
}

}  // namespace
}  // namespace realign::serve
