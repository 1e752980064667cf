// Answers given before, until the ledger changes: a bounded memory, the longest unasked forgotten first.
//
// Keyed by the ledger's version and the request, so that an answer of an older ledger is never given for a
// newer one. Requests for the same answer at once wait for one computation.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "serve/api.h"

namespace realign::serve {

struct Kept {
  Answer answer;
  std::string etag;
  // The body as gzip; made at the first call, "" if it would not be smaller.
  const std::string& zipped() const;

 private:
  mutable std::once_flag once_;
  mutable std::string zipped_;
};

class Cache {
 public:
  explicit Cache(std::size_t most_bytes) : most_(most_bytes) {}

  // The answer kept for the key, else `make`'s, which is kept if its status is 200. What `make` throws passes
  // through to all who wait for it.
  std::shared_ptr<const Kept> get(const std::string& key, const std::function<Answer()>& make);
  std::size_t bytes() const;

 private:
  struct Making {
    std::shared_ptr<const Kept> done;
    std::exception_ptr failure;
    bool over = false;
  };
  struct Entry {
    std::string key;
    std::shared_ptr<const Kept> kept;
    std::size_t size = 0;
  };
  void forget();  // until all fits

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> order_;  // the latest asked first
  std::unordered_map<std::string, std::list<Entry>::iterator> at_;
  std::unordered_map<std::string, std::shared_ptr<Making>> making_;
  std::size_t bytes_ = 0;
};

std::string gzip(const std::string& bytes);

}  // namespace realign::serve
