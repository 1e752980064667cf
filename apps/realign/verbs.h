// The verbs of the program: each adds its subcommand to the command line and says what running it means.
//
// A verb returns the exit status: 0 done, 1 some inputs had a problem (named on stderr, the rest done). Wrong
// usage is the command line's own business (2); text::Error thrown by a verb is printed by main as one line,
// status 1.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace realign::app {

using Run = std::function<int()>;  // set by the chosen verb

void add_code(CLI::App& app, Run& run);
void add_read(CLI::App& app, Run& run);
void add_relations(CLI::App& app, Run& run);
void add_events(CLI::App& app, Run& run);
void add_claims(CLI::App& app, Run& run);
void add_brief(CLI::App& app, Run& run);
void add_measure(CLI::App& app, Run& run);
void add_import(CLI::App& app, Run& run);
void add_corrections(CLI::App& app, Run& run);
void add_scenario(CLI::App& app, Run& run);
void add_serve(CLI::App& app, Run& run);

}  // namespace realign::app
