// realign import indicators: to come.
#include "measure.h"

namespace realign::app {

void add_import_indicators(CLI::App&, Run&) {}

}  // namespace realign::app
