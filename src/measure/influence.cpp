#include "measure/influence.h"

#include <cmath>

namespace realign::measure {

Influence influence(const InfluenceInput& input) {
  static constexpr std::array<double, 6> kBandwidth = {.11, .19, .14, .35, .13, .08},
                                         kDependence = {.21, .12, .28, .16, .10, .13};
  static constexpr double kMostBandwidth = 3.1831572, kMostDependence = 4.1227694, kMostProduct = 0.58199161;
  Influence out;
  for (std::size_t i = 0; i < 6; ++i) {
    out.of_bandwidth[i] = kBandwidth[i] * input.bandwidth[i] / kMostBandwidth;
    out.of_dependence[i] = kDependence[i] * std::log1p(input.dependence[i]) / kMostDependence;
    out.bandwidth += out.of_bandwidth[i];
    out.dependence += out.of_dependence[i];
  }
  out.index = out.bandwidth * out.dependence / kMostProduct;
  return out;
}

}  // namespace realign::measure
