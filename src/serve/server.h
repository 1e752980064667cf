// The local page and its API over HTTP, by cpp-httplib. Reads only: nothing that a request asks changes the
// ledger.
//
// Listens on loopback unless told otherwise. A request whose Host is not the address it was told to serve, or
// whose Origin is another site's, is refused (a page elsewhere must not read a ledger through its visitor's
// browser). Every answer carries a Content-Security-Policy that allows the page's own files and nothing else.
#pragma once

#include <string>

#include "measure/trajectory.h"

namespace realign::serve {

struct ServerOptions {
  std::string ledger, host = "127.0.0.1", web;  // web: folder of the page's files
  std::string data;                             // data folder (actors)
  int port = 8765;                              // 0: any free one
  int threads = 8;
  measure::Thresholds thresholds;
};

// Serves until the process is ended. `ready` is called with the port once it listens. text::Error if it
// cannot.
void serve(const ServerOptions& options, void (*ready)(const ServerOptions&, int port));

// May a request with this Host header come in? Names with or without the port.
bool host_allowed(const std::string& header, const std::string& host, int port);
// May one with this Origin? "" (no Origin) may.
bool origin_allowed(const std::string& header, const std::string& host, int port);

}  // namespace realign::serve
