// realign measure --partners: on whom does a country lean?
#pragma once

#include <string>

#include "measure.h"

namespace realign::app {

struct PartnersOptions {
  std::string indicator;    // an imported one instead of acts, or ""
  std::string flow = "in";  // of an indicator: in (what partners send), out, both
  std::string alliance;     // count security partners in and out of it, or ""
};

int partners(const MeasureOptions& m, const PartnersOptions& o);

}  // namespace realign::app
