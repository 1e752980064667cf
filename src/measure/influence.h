// Formal Bilateral Influence Capacity: how much state A could press state B, from how broadly they interact
// (bandwidth) and how much B depends on it (dependence). Moyer, Meisel, Matthews, Bohl and Burrows (2021,
// China-US Competition: Measuring Global Influence, Atlantic Council and Pardee Center), weights and maxima
// of its release:
//   bandwidth   (.11 embassies + .19 organisations + .14 trade agreements + .35 trade + .13 alliance + .08
//   arms) / 3.1831572 dependence  (.21 ln1p(aid % of B's GDP) + .12 ln1p(aid % of B's aid) + .28 ln1p(trade %
//   of B's GDP)
//                + .16 ln1p(trade % of B's trade) + .10 ln1p(arms % of B's military stock)
//                + .13 ln1p(arms % of B's arms imports)) / 4.1227694
//   index       bandwidth times dependence / 0.58199161
// Bandwidth's six series are smoothed and rescaled to a common total (norm_..._ma in the release),
// dependence's six smoothed.
#pragma once

#include <array>
#include <string_view>

namespace realign::measure {

struct InfluenceInput {
  std::array<double, 6>
      bandwidth{};  // embassies, organisations, trade agreements, ln(1 + trade), alliance, ln(1 + arms)
  std::array<double, 6> dependence{};  // per cent, as above; 0 or more
};

struct Influence {
  double bandwidth = 0, dependence = 0, index = 0;
  std::array<double, 6> of_bandwidth{},
      of_dependence{};  // what each part adds; they sum to bandwidth and dependence
};

// The columns of the published release, in the order of the inputs.
inline constexpr std::array<std::string_view, 6> kBandwidthColumns = {
    "norm_lor_avg_ma",      "norm_igos_ma",          "norm_tradeagreement_ma",
    "norm_lntotaltrade_ma", "norm_allianceindex_ma", "norm_armstotalstock_ma"};
inline constexpr std::array<std::string_view, 6> kDependenceColumns = {"aidabgdpb_ma",
                                                                       "aidaballaidb_ma",
                                                                       "totaltradeabgdpb_ma",
                                                                       "totaltradeaballtradeb_ma",
                                                                       "armimportstockabmilstockb_ma",
                                                                       "armsimportsstockaballimstockb_ma"};
inline constexpr std::array<std::string_view, 6> kBandwidthNames = {
    "embassies", "organisations", "trade agreements", "trade", "alliance", "arms"};
inline constexpr std::array<std::string_view, 6> kDependenceNames = {
    "aid of GDP", "aid of all aid", "trade of GDP", "trade of all trade", "arms of stock", "arms of imports"};

Influence influence(const InfluenceInput& input);

}  // namespace realign::measure
