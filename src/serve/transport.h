// cpp-httplib's server with limits of its own on what a connection may take.
//
// The library answers each connection on a thread and bounds single reads, not requests. Here every request
// has a deadline until which it must have arrived, its head has a largest length, and connections beyond a
// number are answered at once: 408, 431 and 503, each with a line of JSON. The library's own compression is
// left out (Cache keeps gzip), as are ranges.
#pragma once

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

namespace realign::serve {

struct TransportLimits {
  std::size_t connections = 128;                  // open at once
  std::size_t head_bytes = 64 << 10;              // request line and headers
  std::chrono::milliseconds arrive{10000};        // a request, head and body
  std::chrono::milliseconds arrive_large{60000};  // where `large` says so
  std::chrono::milliseconds idle{5000};           // between requests of a connection
  std::chrono::milliseconds write{10000};         // without the client taking a byte
};

class Transport : public httplib::Server {
 public:
  // `enter` sees each request when its head is there, before its body is read; true: the connection is closed
  // behind the answer (the body will not be read). `large`: may this request take long to arrive?
  using Enter = std::function<bool(httplib::Request&)>;
  using Large = std::function<bool(const httplib::Request&)>;

  Transport(const TransportLimits& limits, Enter enter, Large large);

  // Whether the request at hand (of this thread) takes gzip.
  static bool takes_gzip();

 private:
  bool process_and_close_socket(socket_t sock) override;

  TransportLimits limits_;
  Enter enter_;
  Large large_;
};

}  // namespace realign::serve
