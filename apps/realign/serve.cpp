// realign serve: to come.
#include "verbs.h"

namespace realign::app {

void add_serve(CLI::App&, Run&) {}

}  // namespace realign::app
