// On how many partners does a country lean? Shares of partners, and what they come to.
//
//   Herfindahl  H = sum of s_i^2 (Herfindahl 1950; Hirschman 1945), 1/n..1
//   partners    1 / H, the effective number (Laakso and Taagepera 1979, Comparative Political Studies 12)
//   entropy     - sum s_i ln s_i (Shannon 1948), in nats
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace realign::measure {

// With fewer single acts a Herfindahl index says more about the number of acts than about the partners.
inline constexpr std::size_t kLeastActs = 6;

struct Share {
  std::string partner;
  double amount = 0, share = 0;  // share 0..1
};

struct Diversification {
  std::vector<Share> shares;  // the largest first; partners with amount 0 left out
  double total = 0, herfindahl = 0, partners = 0, entropy = 0, largest = 0;
  // 80 % bands from a bootstrap over the single acts; equal to the values where there are none to draw from.
  double herfindahl_low = 0, herfindahl_high = 0, largest_low = 0, largest_high = 0;
};

// Amounts are 0 or more; text::Error for one that is negative or no number. All 0: no shares.
Diversification diversification(const std::vector<std::pair<std::string, double>>& amounts);
// Single acts: partner and weight of each; with a bootstrap of `draws` resamples.
Diversification diversification_of_acts(const std::vector<std::pair<std::string, double>>& acts, int draws,
                                        std::uint64_t seed);

}  // namespace realign::measure
