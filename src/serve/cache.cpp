#include "serve/cache.h"

#include <fmt/format.h>
#include <zlib.h>

#include "text/document.h"

namespace realign::serve {

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  // zlib's interface knows no const here; it does not write.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return whole ? out : std::string();
}

const std::string& Kept::zipped() const {
  std::call_once(once_, [this] {
    if (answer.body.size() < 1024) return;
    zipped_ = gzip(answer.body);
    if (zipped_.size() >= answer.body.size()) zipped_.clear();
  });
  return zipped_;
}

std::shared_ptr<const Kept> Cache::get(const std::string& key, const std::function<Answer()>& make) {
  std::unique_lock lock(mutex_);
  if (const auto found = at_.find(key); found != at_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return found->second->kept;
  }
  if (const auto other = making_.find(key); other != making_.end()) {
    const auto making = other->second;
    changed_.wait(lock, [&] { return making->over; });
    if (making->failure) std::rethrow_exception(making->failure);
    return making->done;
  }
  const auto making = std::make_shared<Making>();
  making_[key] = making;
  lock.unlock();
  auto kept = std::make_shared<Kept>();
  std::exception_ptr failure;
  try {
    kept->answer = make();
    kept->etag = fmt::format("\"{}\"", text::content_id(kept->answer.body));
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  making_.erase(key);
  making->over = true;
  making->failure = failure;
  making->done = kept;
  changed_.notify_all();
  if (failure) std::rethrow_exception(failure);
  // Twice the body: its gzip may come to lie beside it.
  const std::size_t size = key.size() + 2 * kept->answer.body.size() + 500;
  if (kept->answer.status == 200 && size <= most_ / 2) {
    order_.push_front({key, kept, size});
    at_[key] = order_.begin();
    bytes_ += size;
    forget();
  }
  return kept;
}

void Cache::forget() {
  while (bytes_ > most_ && !order_.empty()) {
    bytes_ -= order_.back().size;
    at_.erase(order_.back().key);
    order_.pop_back();
  }
}

std::size_t Cache::bytes() const {
  const std::scoped_lock lock(mutex_);
  return bytes_;
}

}  // namespace realign::serve
