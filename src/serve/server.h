// The local page and its API over HTTP, by cpp-httplib.
//
// Listens on loopback unless told otherwise. A request whose Host is not the address it was told to serve, or
// whose Origin is another site's, is refused (a page elsewhere must not read a ledger through its visitor's
// browser). POST and DELETE need a token that only a page of this server can have read; what changes the
// ledger also needs `write`. Every answer carries a Content-Security-Policy that allows the page's own files
// and nothing else. docs/api.md lists the limits.
#pragma once

#include <string>

#include "serve/transport.h"

namespace realign::serve {

struct ServerOptions {
  std::string ledger, host = "127.0.0.1";
  std::string data, web;  // folders: the data, the built page's files ("" where it was not built)
  std::string version;
  int port = 8765;  // 0: any free one
  int threads = 8;  // questions to the ledger answered at once
  bool write = false;
  TransportLimits limits;
};

// Serves until the process is ended. `ready` is called with the port once it listens. text::Error if it
// cannot.
void serve(const ServerOptions& options, void (*ready)(const ServerOptions&, int port));

// May a request with this Host header come in? Names with or without the port.
bool host_allowed(const std::string& header, const std::string& host, int port);
// May one with this Origin? "" (no Origin) may.
bool origin_allowed(const std::string& header, const std::string& host, int port);

}  // namespace realign::serve
