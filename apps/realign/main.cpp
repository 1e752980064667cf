#include <fmt/format.h>

#include <csignal>

#include "text/error.h"
#include "verbs.h"

int main(int argc, char** argv) {
  using namespace realign;
  std::signal(SIGPIPE, SIG_DFL);  // `realign code | head` ends quietly
  CLI::App app("Realign reads news and measures how countries move between powers.", "realign");
  app.set_version_flag("--version", "realign " REALIGN_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  app::Run run;
  app::add_code(app, run);
  app::add_read(app, run);
  app::add_relations(app, run);
  app::add_events(app, run);
  app::add_claims(app, run);
  app::add_brief(app, run);
  app::add_measure(app, run);
  app::add_import(app, run);
  app::add_corrections(app, run);
  app::add_scenario(app, run);
  app::add_serve(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  try {
    return run();
  } catch (const text::Error& e) {
    fmt::print(stderr, "realign: {}\n", e.what());
  } catch (const std::exception& e) {
    fmt::print(stderr, "realign: unexpected: {}\n", e.what());
  }
  return 1;
}
