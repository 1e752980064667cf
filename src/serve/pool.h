// Connections to the ledger, taken for a question and given back; and the ledger's version, by which answers
// are kept.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/parts.h"
#include "serve/api.h"

namespace realign::serve {

struct Busy {};  // all connections were taken for too long

class Pool {
 public:
  Pool(const Shared& shared, std::size_t most)
      : shared_(shared), most_(most), watch_(ledger::Ledger::again(shared.ledger)) {}

  template <typename Ask>
  auto with(const Ask& ask) {
    Taken taken(*this);
    return ask(*taken.api);
  }

  // Another text whenever anything in the ledger was changed, by whomever.
  std::string version() {
    const std::scoped_lock lock(watching_);
    const auto seen = watch_.parts().db.execAndGet("PRAGMA data_version").getInt64();
    if (seen != seen_) seen_ = seen, ++number_;
    return std::to_string(number_);
  }

 private:
  struct Taken {
    explicit Taken(Pool& p) : pool(p) {
      std::unique_lock lock(pool.mutex_);
      if (!pool.changed_.wait_for(lock, std::chrono::seconds(30), [&] { return pool.taken_ < pool.most_; }))
        throw Busy{};
      ++pool.taken_;
      if (!pool.free_.empty()) {
        api = std::move(pool.free_.back());
        pool.free_.pop_back();
      }
      lock.unlock();
      if (!api) try {
          api = std::make_unique<Api>(pool.shared_);
        } catch (...) {
          give();
          throw;
        }
    }
    ~Taken() { give(); }
    Taken(const Taken&) = delete;
    void give() {
      {
        const std::scoped_lock lock(pool.mutex_);
        --pool.taken_;
        if (api) pool.free_.push_back(std::move(api));
      }
      pool.changed_.notify_one();
    }
    Pool& pool;
    std::unique_ptr<Api> api;
  };

  const Shared& shared_;
  const std::size_t most_;
  std::mutex mutex_, watching_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Api>> free_;
  std::size_t taken_ = 0;
  ledger::Ledger watch_;
  std::int64_t seen_ = -1, number_ = 0;
};

}  // namespace realign::serve
