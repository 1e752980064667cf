// realign serve: a local page over the ledger, and its API.
#include <fmt/format.h>

#include <cstdio>

#include "options.h"
#include "serve/server.h"
#include "serve/site.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {

void add_serve(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("serve", "Open a local page over the ledger");
  auto o = std::make_shared<serve::ServerOptions>();
  auto slow = std::make_shared<int>(10);
  verb->add_option("--host", o->host, "Address to listen on (127.0.0.1: this machine only)");
  verb->add_option("--port", o->port, "Port (8765); 0 for any free one")->check(CLI::Range(0, 65535));
  verb->add_option("--threads", o->threads, "Questions to the ledger answered at once (8)")
      ->check(CLI::Range(1, 256));
  verb->add_option("--connections", o->limits.connections, "Connections open at once (128)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{4096}));
  verb->add_option("--patience", *slow, "Seconds within which a request must have arrived (10)")
      ->check(CLI::Range(1, 600));
  verb->add_flag("--write", o->write, "Let the page read articles into the ledger and store corrections");
  add_ledger(*verb, o->ledger);
  verb->callback([o, slow, &run] {
    run = [o, slow] {
      if (o->ledger.empty()) o->ledger = ledger::Ledger::default_path();
      o->data = text::data_dir();
      o->web = serve::Site::find(o->data);
      o->version = REALIGN_VERSION;
      o->limits.arrive = std::chrono::seconds(*slow);
      o->limits.arrive_large = std::max(o->limits.arrive * 6, std::chrono::milliseconds(10000));
      serve::serve(*o, [](const serve::ServerOptions& options, int port) {
        fmt::print("http://{}:{}/\n", options.host, port);
        std::fflush(stdout);
      });
      return 0;
    };
  });
}

}  // namespace realign::app
