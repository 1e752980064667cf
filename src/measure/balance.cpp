#include "measure/balance.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "text/error.h"

namespace realign::measure {
namespace {

struct Network {
  int n;
  std::vector<std::vector<std::pair<int, int>>> of;  // other, sign
  std::vector<int> sign;                             // n * n, 0 none
};

int frustrated(const Network& g, const std::vector<int>& camp) {
  int count = 0;
  for (int a = 0; a < g.n; ++a)
    for (const auto& [b, s] : g.of[static_cast<std::size_t>(a)])
      if (a < b && (camp[static_cast<std::size_t>(a)] == camp[static_cast<std::size_t>(b)]) != (s > 0))
        ++count;
  return count;
}

// What changing a's camp would add.
int gain(const Network& g, const std::vector<int>& camp, int a) {
  int bad = 0, good = 0;
  for (const auto& [b, s] : g.of[static_cast<std::size_t>(a)])
    ((camp[static_cast<std::size_t>(a)] == camp[static_cast<std::size_t>(b)]) != (s > 0) ? bad : good) += 1;
  return good - bad;
}

void search(const Network& g, std::mt19937_64& random, std::vector<int>& best, int& least, int stop_at) {
  std::uniform_real_distribution<double> u(0, 1);
  std::uniform_int_distribution<int> pick(0, g.n - 1);
  for (int start = 0; start < 40 && least > stop_at; ++start) {
    std::vector<int> camp(static_cast<std::size_t>(g.n));
    for (auto& c : camp) c = start == 0 ? 0 : static_cast<int>(random() & 1);
    int now = frustrated(g, camp);
    const int steps = 400 * g.n;
    for (int k = 0; k < steps; ++k) {
      const double heat = 2.0 * std::pow(0.02, static_cast<double>(k) / steps);
      const int a = pick(random), d = gain(g, camp, a);
      if (d <= 0 || u(random) < std::exp(-d / heat)) {
        camp[static_cast<std::size_t>(a)] ^= 1;
        now += d;
      }
      if (now < least) least = now, best = camp;
    }
    for (bool moved = true; moved;) {
      moved = false;
      for (int a = 0; a < g.n; ++a)
        if (const int d = gain(g, camp, a); d < 0) {
          camp[static_cast<std::size_t>(a)] ^= 1;
          now += d;
          moved = true;
        }
    }
    if (now < least) least = now, best = camp;
  }
}

}  // namespace

Balance balance(int states, const std::vector<Tie>& ties, std::uint64_t seed) {
  Network g{
      states, std::vector<std::vector<std::pair<int, int>>>(static_cast<std::size_t>(std::max(states, 0))),
      std::vector<int>(
          static_cast<std::size_t>(std::max(states, 0)) * static_cast<std::size_t>(std::max(states, 0)), 0)};
  const auto at = [&](int a, int b) -> int& { return g.sign[static_cast<std::size_t>(a * states + b)]; };
  for (const auto& t : ties) {
    const std::string which = "tie " + std::to_string(t.a) + "-" + std::to_string(t.b);
    if (t.a < 0 || t.b < 0 || t.a >= states || t.b >= states)
      throw text::Error(which, "names a state that is not there");
    if (t.a == t.b) throw text::Error(which, "joins a state with itself");
    if (t.sign != 1 && t.sign != -1) throw text::Error(which, "its sign must be 1 or -1");
    if (at(t.a, t.b) != 0) throw text::Error(which, "stands twice");
    at(t.a, t.b) = at(t.b, t.a) = t.sign;
    g.of[static_cast<std::size_t>(t.a)].emplace_back(t.b, t.sign);
    g.of[static_cast<std::size_t>(t.b)].emplace_back(t.a, t.sign);
  }
  Balance out;
  struct Triangle {
    int a, b, c;
  };
  std::vector<Triangle> unbalanced;
  for (int a = 0; a < states; ++a)
    for (int b = a + 1; b < states; ++b)
      for (int c = b + 1; c < states && at(a, b) != 0; ++c)
        if (const int product = at(a, b) * at(b, c) * at(a, c); product != 0) {
          ++out.triangles;
          if (product > 0)
            ++out.balanced;
          else
            unbalanced.push_back({a, b, c});
        }
  std::mt19937_64 random(seed);
  // Lower bound: the largest of many greedy packings; triangles whose ties few others use go first.
  std::vector<int> uses(g.sign.size(), 0);
  const auto use = [&](int a, int b) -> int& {
    return uses[static_cast<std::size_t>(std::min(a, b) * states + std::max(a, b))];
  };
  for (const auto& t : unbalanced) ++use(t.a, t.b), ++use(t.b, t.c), ++use(t.a, t.c);
  for (int k = 0; k < 200; ++k) {
    std::vector<std::pair<double, std::size_t>> order;
    std::uniform_real_distribution<double> u(0, 1);
    for (std::size_t i = 0; i < unbalanced.size(); ++i) {
      const auto& t = unbalanced[i];
      order.emplace_back((use(t.a, t.b) + use(t.b, t.c) + use(t.a, t.c)) * (k == 0 ? 1 : 0.5 + u(random)), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<char> taken(g.sign.size(), 0);
    const auto tie = [&](int a, int b) -> char& {
      return taken[static_cast<std::size_t>(std::min(a, b) * states + std::max(a, b))];
    };
    int packed = 0;
    for (const auto& [weight, i] : order) {
      const auto& t = unbalanced[i];
      if (tie(t.a, t.b) != 0 || tie(t.b, t.c) != 0 || tie(t.a, t.c) != 0) continue;
      tie(t.a, t.b) = tie(t.b, t.c) = tie(t.a, t.c) = 1;
      ++packed;
    }
    out.at_least = std::max(out.at_least, packed);
  }
  out.camp.assign(static_cast<std::size_t>(std::max(states, 0)), 0);
  out.frustration = frustrated(g, out.camp);
  if (states <= 24 && states > 0) {
    // Gray code: each division differs from the one before in one state; the last state stays where it is.
    std::vector<int> camp = out.camp;
    int now = out.frustration;
    for (std::uint32_t k = 1; k < (1U << (states - 1)); ++k) {
      const int a = __builtin_ctz(k);
      now += gain(g, camp, a);
      camp[static_cast<std::size_t>(a)] ^= 1;
      if (now < out.frustration) out.frustration = now, out.camp = camp;
    }
    out.at_least = out.frustration;
  } else if (states > 0) {
    search(g, random, out.camp, out.frustration, out.at_least);
  }
  out.proven = out.at_least == out.frustration;
  return out;
}

}  // namespace realign::measure
