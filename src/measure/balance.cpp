#include "measure/balance.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "text/error.h"

namespace realign::measure {

Balance balance(int states, const std::vector<Tie>& ties, std::uint64_t seed) {
  const auto n = static_cast<std::uint64_t>(std::max(states, 0));
  std::unordered_map<std::uint64_t, int> signs;
  const auto key = [&](int a, int b) {
    return static_cast<std::uint64_t>(std::min(a, b)) * n + static_cast<std::uint64_t>(std::max(a, b));
  };
  std::vector<std::vector<int>> of(n);
  for (const auto& t : ties) {
    const std::string which = "tie " + std::to_string(t.a) + "-" + std::to_string(t.b);
    if (t.a < 0 || t.b < 0 || t.a >= states || t.b >= states)
      throw text::Error(which, "names a state that is not there");
    if (t.a == t.b) throw text::Error(which, "joins a state with itself");
    if (t.sign != 1 && t.sign != -1) throw text::Error(which, "its sign must be 1 or -1");
    if (!signs.emplace(key(t.a, t.b), t.sign).second) throw text::Error(which, "stands twice");
    of[static_cast<std::size_t>(std::min(t.a, t.b))].push_back(std::max(t.a, t.b));
  }
  Balance out;
  for (const auto& t : ties)
    for (const int c : of[static_cast<std::size_t>(std::max(t.a, t.b))])
      if (const auto third = signs.find(key(std::min(t.a, t.b), c)); third != signs.end()) {
        ++out.triangles;
        out.balanced += t.sign * signs[key(std::max(t.a, t.b), c)] * third->second > 0 ? 1 : 0;
      }
  constexpr long kSteps = 30000;  // seconds, on the largest networks of states
  auto found = frustration(static_cast<int>(n), ties, seed, kSteps);
  out.frustration = found.least;
  out.at_least = found.at_least;
  out.camp = std::move(found.camp);
  out.proven = out.at_least == out.frustration;
  return out;
}

}  // namespace realign::measure
