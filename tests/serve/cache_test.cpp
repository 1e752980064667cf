#include "serve/cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace realign::serve {
namespace {

TEST(Cache, MakesOnceAndForgetsTheLongestUnasked) {
  Cache cache(10000);
  int made = 0;
  const auto ask = [&](const std::string& key, std::size_t size) {
    return cache.get(key, [&] {
      ++made;
      return Answer{200, "text/plain", std::string(size, 'x')};
    });
  };
  ask("a", 1000);
  ask("a", 1000);
  EXPECT_EQ(made, 1);
  ask("b", 1000);
  ask("c", 1000);
  ask("a", 1000);  // asked again: the last to go
  ask("d", 1000);
  EXPECT_EQ(made, 4);
  EXPECT_LE(cache.bytes(), 10000U);
  ask("a", 1000);
  EXPECT_EQ(made, 4);
  ask("b", 1000);
  EXPECT_EQ(made, 5);
  ask("huge", 9000);  // larger than half of all: never kept
  ask("huge", 9000);
  EXPECT_EQ(made, 7);
  for (int i = 0; i < 1000; ++i) ask(std::to_string(i), 500);
  EXPECT_LE(cache.bytes(), 10000U);
}

TEST(Cache, FailuresAreNotKept) {
  Cache cache(10000);
  int made = 0;
  const auto refuse = [&] {
    ++made;
    return Answer{400, "text/plain", "no"};
  };
  EXPECT_EQ(cache.get("a", refuse)->answer.status, 400);
  cache.get("a", refuse);
  EXPECT_EQ(made, 2);
  EXPECT_THROW(cache.get("b", []() -> Answer { throw std::runtime_error("x"); }), std::runtime_error);
  EXPECT_EQ(cache.get("b", [] { return Answer{200, "", "fine"}; })->answer.body, "fine");
}

TEST(Cache, ManyWhoAskAtOnceWaitForOne) {
  Cache cache(100000);
  std::atomic<int> made{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      const auto kept = cache.get("k", [&] {
        ++made;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return Answer{200, "", "one"};
      });
      EXPECT_EQ(kept->answer.body, "one");
    });
  threads.clear();
  EXPECT_EQ(made, 1);
}

TEST(Cache, Gzip) {
  Kept kept;
  kept.answer.body = std::string(5000, 'a');
  EXPECT_LT(kept.zipped().size(), 100U);
  EXPECT_EQ(kept.zipped().substr(0, 2), "\x1f\x8b");
  Kept small;
  small.answer.body = "short";
  EXPECT_EQ(small.zipped(), "");
}

}  // namespace
}  // namespace realign::serve
