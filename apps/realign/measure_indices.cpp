// realign measure: to come.
#include "measure.h"

namespace realign::app {

void add_index_readings(CLI::App&, MeasureRun&) {}

}  // namespace realign::app
