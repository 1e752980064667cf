// realign measure: to come.
#include "measure.h"

namespace realign::app {

void add_dyad_reading(CLI::App&, MeasureRun&) {}

}  // namespace realign::app
