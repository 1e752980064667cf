#include "serve/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace realign::serve {
namespace {

std::string wait_for(const Jobs& jobs, const std::string& id) {
  for (int i = 0; i < 2000; ++i) {
    const auto state = (*jobs.get(id))["state"].get<std::string>();
    if (state != "waiting" && state != "running") return state;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return "never";
}

TEST(Jobs, DoneFailedAndUnknown) {
  Jobs jobs;
  const auto good = jobs.add("read", [](const Jobs::Progress& progress) {
    progress(0.5, "half");
    return nlohmann::ordered_json{{"n", 7}};
  });
  EXPECT_EQ(wait_for(jobs, *good), "done");
  EXPECT_EQ((*jobs.get(*good))["result"]["n"], 7);
  EXPECT_EQ((*jobs.get(*good))["progress"], 1.0);
  EXPECT_EQ((*jobs.get(*good))["told"], "half");
  const auto bad = jobs.add(
      "read", [](const Jobs::Progress&) -> nlohmann::ordered_json { throw std::runtime_error("no paper"); });
  EXPECT_EQ(wait_for(jobs, *bad), "failed");
  EXPECT_EQ((*jobs.get(*bad))["error"], "no paper");
  EXPECT_FALSE(jobs.get("77"));
  EXPECT_FALSE(jobs.cancel("77"));
  EXPECT_EQ(jobs.list()["jobs"][0]["id"], *bad);
}

TEST(Jobs, CancelledAtTheNextWordAndWhileWaiting) {
  Jobs jobs;
  std::atomic<bool> begun{false};
  const auto endless = jobs.add("monte_carlo", [&](const Jobs::Progress& progress) -> nlohmann::ordered_json {
    for (;;) {
      progress(0.1, "");
      begun = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  bool ran = false;
  const auto behind = jobs.add("read", [&](const Jobs::Progress&) {
    ran = true;
    return nlohmann::ordered_json{};
  });
  while (!begun) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ((*jobs.cancel(*behind))["state"], "cancelled");
  jobs.cancel(*endless);
  EXPECT_EQ(wait_for(jobs, *endless), "cancelled");
  EXPECT_FALSE(ran);
}

TEST(Jobs, OnlySoManyWait) {
  Jobs jobs;
  const auto slow = [](const Jobs::Progress& progress) -> nlohmann::ordered_json {
    for (;;) {
      progress(0, "");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  };
  std::size_t taken = 0;
  for (std::size_t i = 0; i < Jobs::kMostWaiting + 5; ++i) taken += jobs.add("read", slow) ? 1 : 0;
  EXPECT_GE(taken, Jobs::kMostWaiting);
  EXPECT_LE(taken, Jobs::kMostWaiting + 1);  // one may run
}  // the destructor ends all

}  // namespace
}  // namespace realign::serve
