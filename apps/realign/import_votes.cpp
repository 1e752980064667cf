// realign import votes: to come.
#include "measure.h"

namespace realign::app {

void add_import_votes(CLI::App&, Run&) {}

}  // namespace realign::app
