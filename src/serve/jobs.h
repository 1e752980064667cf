// Jobs: what takes longer than a request should, one after the other on a thread of its own, with progress.
//
// Jobs live as long as the server; of those that ended the newest are kept. A job is cancelled at its next
// word of progress.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

namespace realign::serve {

class Jobs {
 public:
  struct Cancelled {};  // thrown out of a job's work

  // Tells how far a job is (0 to 1) and what it does; throws Cancelled when it shall end.
  using Progress = std::function<void(double, const std::string&)>;
  // The result; what it throws as std::exception becomes the job's error.
  using Work = std::function<nlohmann::ordered_json(const Progress&)>;

  Jobs();
  ~Jobs();  // cancels what runs and waits for it

  // The job's id; nothing if too many wait already.
  std::optional<std::string> add(const std::string& kind, Work work);
  std::optional<nlohmann::ordered_json> get(const std::string& id) const;  // nothing: no such job
  nlohmann::ordered_json list() const;                                     // newest first, without results
  // Cancels what waits or runs; gives the job as get().
  std::optional<nlohmann::ordered_json> cancel(const std::string& id);

  static constexpr std::size_t kMostWaiting = 16, kKept = 64;

 private:
  struct Job;
  void run();
  nlohmann::ordered_json told(const Job& job, bool whole) const;
  std::shared_ptr<Job> find(const std::string& id) const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job>> jobs_;  // oldest first
  long long last_ = 0;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace realign::serve
