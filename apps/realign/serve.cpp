// realign serve: a local page over the ledger.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "options.h"
#include "serve/server.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {

void add_serve(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("serve", "Open a local page over the ledger");
  auto o = std::make_shared<serve::ServerOptions>();
  verb->add_option("--host", o->host, "Address to listen on (127.0.0.1: this machine only)");
  verb->add_option("--port", o->port, "Port (8765); 0 for any free one")->check(CLI::Range(0, 65535));
  verb->add_option("--threads", o->threads, "Requests answered at once (8)")->check(CLI::Range(1, 256));
  add_ledger(*verb, o->ledger);
  verb->callback([o, &run] {
    run = [o] {
      if (o->ledger.empty()) o->ledger = ledger::Ledger::default_path();
      o->data = text::data_dir();
      o->thresholds = measure::Thresholds::load(o->data + "/measure/trajectory.tsv");
      // Installed, the page lies beside the data; in the source tree beside the data's folder.
      o->web = o->data + "/web";
      if (!std::filesystem::exists(o->web)) o->web = o->data + "/../web";
      serve::serve(*o, [](const serve::ServerOptions& options, int port) {
        fmt::print("http://{}:{}/\n", options.host, port);
        std::fflush(stdout);
      });
      return 0;
    };
  });
}

}  // namespace realign::app
