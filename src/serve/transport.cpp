#include "serve/transport.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace realign::serve {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

thread_local bool over_limit = false;  // this connection is one too many
thread_local bool gzip_taken = false;

int left(Clock::time_point deadline) {
  const auto ms = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
  return ms <= 0 ? 0 : static_cast<int>(std::min<long long>(ms + 1, 3600000));
}

bool wait_for(socket_t sock, short what, Clock::time_point deadline) {
  for (;;) {
    pollfd p{sock, what, 0};
    const int n = poll(&p, 1, left(deadline));
    if (n > 0) return true;
    if (n == 0) return false;
    if (errno != EINTR) return false;
  }
}

std::string whole_answer(int status, const char* reason, const char* error) {
  const std::string body = std::string("{\"error\":\"") + error + "\"}";
  return "HTTP/1.1 " + std::to_string(status) + " " + reason +
         "\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nCache-Control: "
         "no-store\r\n"
         "Connection: close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

void send_all(socket_t sock, const std::string& text, milliseconds patience) {
  std::size_t sent = 0;
  const auto deadline = Clock::now() + patience;
  while (sent < text.size()) {
    const auto n = send(sock, text.data() + sent, text.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      sent += static_cast<std::size_t>(n);
    } else if (errno != EAGAIN && errno != EINTR) {
      return;
    } else if (!wait_for(sock, POLLOUT, deadline)) {
      return;
    }
  }
}

// Closes so that the last answer arrives: what the client still sends is read away for a moment, else the
// kernel would reset the connection over it.
constexpr std::size_t kDrained = 64 << 20;

void close_gently(socket_t sock, milliseconds patience) {
  shutdown(sock, SHUT_WR);
  const auto deadline = Clock::now() + patience;
  std::array<char, 4096> away;
  for (std::size_t n = 0; n < kDrained && wait_for(sock, POLLIN, deadline);) {
    const auto got = recv(sock, away.data(), away.size(), MSG_DONTWAIT);
    if (got <= 0) break;
    n += static_cast<std::size_t>(got);
  }
  close(sock);
}

class Wire : public httplib::Stream {
 public:
  Wire(socket_t sock, const TransportLimits& limits) : sock_(sock), limits_(limits) {}

  void begin() {
    deadline_ = Clock::now() + limits_.arrive;
    in_head_ = true;
    head_ = 0;
    wrote_ = false;
  }
  void head_done(bool large) {
    in_head_ = false;
    if (large) deadline_ = Clock::now() + limits_.arrive_large;
  }
  // The next request's first bytes are here, or come within `patience`.
  bool something(milliseconds patience) const {
    return at_ < end_ || wait_for(sock_, POLLIN, Clock::now() + patience);
  }
  bool failed() const { return failure_ != nullptr; }
  void tell_failure() {
    if (failure_ != nullptr && !wrote_) send_all(sock_, *failure_, milliseconds(1000));
  }

  bool is_readable() const override { return at_ < end_ || wait_for(sock_, POLLIN, deadline_); }
  bool is_writable() const override {
    return !failed() && wait_for(sock_, POLLOUT, Clock::now() + limits_.write);
  }

  ssize_t read(char* out, size_t size) override {
    if (failed()) return -1;
    if (at_ == end_) {
      if (!wait_for(sock_, POLLIN, deadline_)) return fail(late());
      const auto n = recv(sock_, buffer_.data(), buffer_.size(), 0);
      if (n <= 0) return n;
      at_ = 0;
      end_ = static_cast<std::size_t>(n);
    } else if (Clock::now() > deadline_) {
      return fail(late());
    }
    const auto n = std::min(size, end_ - at_);
    std::memcpy(out, buffer_.data() + at_, n);
    at_ += n;
    if (in_head_ && (head_ += n) > limits_.head_bytes) return fail(long_head());
    return static_cast<ssize_t>(n);
  }

  ssize_t write(const char* bytes, size_t size) override {
    if (failed()) return -1;  // instead of the library's 400 the client is told what was wrong
    wrote_ = true;
    std::size_t sent = 0;
    while (sent < size) {
      const auto n = send(sock_, bytes + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n > 0) {
        sent += static_cast<std::size_t>(n);
      } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        return -1;
      } else if (!wait_for(sock_, POLLOUT, Clock::now() + limits_.write)) {
        return -1;
      }
    }
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  socket_t socket() const override { return sock_; }

 private:
  static const std::string& late() {
    static const std::string text =
        whole_answer(408, "Request Timeout", "the request took too long to arrive");
    return text;
  }
  static const std::string& long_head() {
    static const std::string text =
        whole_answer(431, "Request Header Fields Too Large", "the request's head is too long");
    return text;
  }
  ssize_t fail(const std::string& answer) {
    failure_ = &answer;
    return -1;
  }

  socket_t sock_;
  const TransportLimits& limits_;
  Clock::time_point deadline_ = Clock::now();
  std::array<char, 16384> buffer_;
  std::size_t at_ = 0, end_ = 0, head_ = 0;
  bool in_head_ = true, wrote_ = false;
  const std::string* failure_ = nullptr;
};

// A thread a connection, up to a number; beyond it the connection is told so at once.
class Connections : public httplib::TaskQueue {
 public:
  explicit Connections(std::size_t most) : most_(most) {}

  void enqueue(std::function<void()> work) override {
    {
      const std::scoped_lock lock(mutex_);
      if (busy_ < most_) {
        ++busy_;
        waiting_.push_back(std::move(work));
        if (waiting_.size() > idle_) threads_.emplace_back([this] { run(); });
        changed_.notify_one();
        return;
      }
    }
    over_limit = true;
    work();
    over_limit = false;
  }

  void shutdown() override {
    {
      const std::scoped_lock lock(mutex_);
      ends_ = true;
    }
    changed_.notify_all();
    for (auto& t : threads_) t.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      changed_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
      --idle_;
      if (waiting_.empty()) return;
      const auto work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
      lock.lock();
      --busy_;
    }
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t busy_ = 0, idle_ = 0;
  bool ends_ = false;
};

}  // namespace

bool Transport::takes_gzip() {
  return gzip_taken;
}

Transport::Transport(const TransportLimits& limits, Enter enter, Large large)
    : limits_(limits), enter_(std::move(enter)), large_(std::move(large)) {
  new_task_queue = [most = limits.connections] { return new Connections(most); };
}

bool Transport::process_and_close_socket(socket_t sock) {
  if (over_limit) {
    // On the accepting thread: nothing here may wait.
    send_all(sock, whole_answer(503, "Service Unavailable", "too many connections are open"),
             milliseconds(0));
    close_gently(sock, milliseconds(0));
    return false;
  }
  const int on = 1;
  setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Wire wire(sock, limits_);
  bool fine = true, refused = false;  // refused: the client may still be sending a body that nobody reads
  for (bool first = true; fine; first = false) {
    // Between requests the server's own end is looked for.
    const auto patience = Clock::now() + (first ? limits_.arrive : limits_.idle);
    while (!wire.something(milliseconds(200)) && Clock::now() < patience && svr_sock_ != INVALID_SOCKET) {
    }
    if (svr_sock_ == INVALID_SOCKET || !wire.something(milliseconds(0))) break;
    wire.begin();
    bool closes = false;
    const auto setup = [&](httplib::Request& request) {
      const auto encodings = request.get_header_value("Accept-Encoding");
      gzip_taken =
          encodings.find("gzip") != std::string::npos && encodings.find("gzip;q=0") == std::string::npos;
      request.headers.erase("Accept-Encoding");
      request.headers.erase("Range");
      request.ranges.clear();
      if (enter_(request)) {
        closes = refused = true;
        request.headers.erase("Connection");
        request.headers.emplace("Connection", "close");
      }
      wire.head_done(large_(request));
    };
    bool closed = false;
    fine = process_request(wire, false, closed, setup) && !closed && !closes && !wire.failed();
  }
  wire.tell_failure();
  close_gently(sock, milliseconds(refused ? 2000 : fine ? 0 : 500));
  return true;
}

}  // namespace realign::serve
