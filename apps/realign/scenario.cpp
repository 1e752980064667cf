// realign scenario: to come.
#include "verbs.h"

namespace realign::app {

void add_scenario(CLI::App&, Run&) {}

}  // namespace realign::app
