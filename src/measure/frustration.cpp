#include "measure/frustration.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <random>
#include <unordered_map>

#include "measure/cover.h"

namespace realign::measure {
namespace {

using Index = std::size_t;
constexpr double kViolated = 1e-4;
constexpr Index kTriangles = 100000;  // at most this many are kept at hand
constexpr Index kProvable = 4000;     // with more ties the dense dictionary would not fit

class Search {
 public:
  Search(int states, const std::vector<Tie>& ties, std::uint64_t seed, long steps)
      : n_(states), ties_(ties), of_(static_cast<Index>(states)), random_(seed), steps_(steps) {
    for (int e = 0; e < static_cast<int>(ties.size()); ++e) {
      of_[static_cast<Index>(ties[static_cast<Index>(e)].a)].push_back(e);
      of_[static_cast<Index>(ties[static_cast<Index>(e)].b)].push_back(e);
    }
    best_.camp.assign(static_cast<Index>(states), 0);
    best_.least = cost(best_.camp);
  }

  Frustration run() {
    if (best_.least > 0) {
      find_triangles();
      anneal();
      root_ = std::max(1, packed());
      if (ties_.size() <= kProvable)
        explore(Cover(static_cast<int>(ties_.size())), {}, true);
      else
        complete_ = false;
    }
    best_.at_least = complete_ ? best_.least : std::min(root_, best_.least);
    return std::move(best_);
  }

 private:
  using Cycle = std::vector<int>;  // ties

  const Tie& tie(int e) const { return ties_[static_cast<Index>(e)]; }
  int other(int e, int v) const { return tie(e).a == v ? tie(e).b : tie(e).a; }
  bool at_odds(const Tie& t, const std::vector<int>& camp) const {
    return (camp[static_cast<Index>(t.a)] == camp[static_cast<Index>(t.b)]) != (t.sign > 0);
  }
  int cost(const std::vector<int>& camp) const {
    return static_cast<int>(
        std::count_if(ties_.begin(), ties_.end(), [&](const Tie& t) { return at_odds(t, camp); }));
  }
  // What changing v's camp would add.
  int gain(const std::vector<int>& camp, int v) const {
    int sum = 0;
    for (const int e : of_[static_cast<Index>(v)]) sum += at_odds(tie(e), camp) ? -1 : 1;
    return sum;
  }

  void descend(std::vector<int>& camp) {
    for (bool moved = true; moved;) {
      moved = false;
      for (int v = 0; v < n_; ++v)
        if (gain(camp, v) < 0) camp[static_cast<Index>(v)] ^= 1, moved = true;
    }
    if (const int c = cost(camp); c < best_.least) best_.least = c, best_.camp = camp;
  }

  void anneal() {
    std::uniform_real_distribution<double> u(0, 1);
    std::uniform_int_distribution<int> pick(0, n_ - 1);
    for (int start = 0; start < 4; ++start) {
      std::vector<int> camp(static_cast<Index>(n_), 0);
      const int count = 200 * n_;
      for (int k = 0; k < count; ++k) {
        const double heat = 2.0 * std::pow(0.02, static_cast<double>(k) / count);
        const int v = pick(random_), d = gain(camp, v);
        if (d <= 0 || u(random_) < std::exp(-d / heat)) camp[static_cast<Index>(v)] ^= 1;
      }
      descend(camp);
    }
  }

  // A division that follows the ties with the smallest amounts.
  void round(const std::vector<double>& x) {
    std::vector<int> order(ties_.size()), root(static_cast<Index>(n_)), side(static_cast<Index>(n_), 0);
    std::iota(order.begin(), order.end(), 0);
    std::iota(root.begin(), root.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int e, int f) { return x[static_cast<Index>(e)] < x[static_cast<Index>(f)]; });
    std::vector<std::vector<int>> group(static_cast<Index>(n_));
    for (int v = 0; v < n_; ++v) group[static_cast<Index>(v)] = {v};
    for (const int e : order) {
      const auto& t = tie(e);
      int a = root[static_cast<Index>(t.a)], b = root[static_cast<Index>(t.b)];
      if (a == b) continue;
      if (group[static_cast<Index>(a)].size() < group[static_cast<Index>(b)].size()) std::swap(a, b);
      const bool turn = at_odds(t, side);
      for (const int v : group[static_cast<Index>(b)]) {
        root[static_cast<Index>(v)] = a;
        side[static_cast<Index>(v)] ^= turn ? 1 : 0;
        group[static_cast<Index>(a)].push_back(v);
      }
      group[static_cast<Index>(b)].clear();
    }
    descend(side);
  }

  void find_triangles() {
    std::unordered_map<std::uint64_t, int> between;
    const auto key = [&](int a, int b) {
      return static_cast<std::uint64_t>(std::min(a, b)) * static_cast<std::uint64_t>(n_) +
             static_cast<std::uint64_t>(std::max(a, b));
    };
    const int count = static_cast<int>(ties_.size());
    for (int e = 0; e < count; ++e) between.emplace(key(tie(e).a, tie(e).b), e);
    for (int e = 0; e < count; ++e)
      for (const int f : of_[static_cast<Index>(tie(e).a)])
        if (f > e && triangles_.size() < kTriangles)
          if (const auto g = between.find(key(other(f, tie(e).a), tie(e).b));
              g != between.end() && g->second > e && tie(e).sign * tie(f).sign * tie(g->second).sign < 0)
            triangles_.push_back({e, f, g->second});
  }

  // Unbalanced triangles without a common tie: the division is at odds with one tie of each.
  int packed() const {
    std::vector<char> used(ties_.size(), 0);
    int count = 0;
    for (const auto& t : triangles_) {
      if (std::any_of(t.begin(), t.end(), [&](int e) { return used[static_cast<Index>(e)] != 0; })) continue;
      for (const int e : t) used[static_cast<Index>(e)] = 1;
      ++count;
    }
    return count;
  }

  // An unbalanced cycle through v that is shorter than 1, or none: v's path to itself on the other side of
  // the double.
  Cycle shortest(const std::vector<double>& x, int v) {
    constexpr double kHop = 1e-6;  // among equals the one with fewer ties
    distance_.assign(static_cast<Index>(2 * n_), 2);
    came_.assign(static_cast<Index>(2 * n_), -1);
    using Entry = std::pair<double, int>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    const int goal = 2 * v + 1;
    distance_[static_cast<Index>(2 * v)] = 0;
    open.emplace(0, 2 * v);
    while (!open.empty()) {
      const auto [d, node] = open.top();
      open.pop();
      if (node == goal) break;
      if (d > distance_[static_cast<Index>(node)]) continue;
      for (const int e : of_[static_cast<Index>(node / 2)]) {
        const int next = 2 * other(e, node / 2) + ((node & 1) ^ (tie(e).sign < 0 ? 1 : 0));
        const double through = d + std::max(x[static_cast<Index>(e)], 0.0) + kHop;
        if (through < 1 - kViolated && through < distance_[static_cast<Index>(next)]) {
          distance_[static_cast<Index>(next)] = through;
          came_[static_cast<Index>(next)] = e;
          open.emplace(through, next);
        }
      }
    }
    if (came_[static_cast<Index>(goal)] < 0) return {};
    // Back along the way; where it meets a state twice, the unbalanced one of both loops goes on.
    Cycle way;
    std::vector<int> stops{v};
    for (int node = goal; node != 2 * v;) {
      const int e = came_[static_cast<Index>(node)];
      way.push_back(e);
      node = 2 * other(e, node / 2) + ((node & 1) ^ (tie(e).sign < 0 ? 1 : 0));
      stops.push_back(node / 2);
      for (Index k = 0; k + 1 < stops.size(); ++k) {
        if (stops[k] != stops.back() || (k == 0 && node == 2 * v)) continue;
        int sign = 1;
        for (Index i = k; i < way.size(); ++i) sign *= tie(way[i]).sign;
        if (sign < 0) return {way.begin() + static_cast<std::ptrdiff_t>(k), way.end()};
        way.resize(k);
        stops.resize(k + 1);
        break;
      }
    }
    return way;
  }

  // Violated cycles, the worst first, none with ties that several others have.
  std::vector<Cycle> violated(const std::vector<double>& x) {
    std::vector<std::pair<double, Cycle>> found;
    const auto length = [&](const Cycle& c) {
      double sum = 0;
      for (const int e : c) sum += x[static_cast<Index>(e)];
      return sum;
    };
    for (const auto& t : triangles_)
      if (const double l = length(t); l < 1 - kViolated) found.emplace_back(l, t);
    if (found.size() < 20)
      for (int v = 0; v < n_; ++v)
        if (auto c = shortest(x, v); !c.empty()) {
          std::sort(c.begin(), c.end());
          found.emplace_back(length(c) + 1e-3 * static_cast<double>(c.size()), std::move(c));
        }
    std::sort(found.begin(), found.end());
    std::vector<int> used(ties_.size(), 0);
    std::vector<Cycle> out;
    for (auto& [unused, c] : found) {
      if (std::any_of(c.begin(), c.end(), [&](int e) { return used[static_cast<Index>(e)] >= 2; })) continue;
      if (!out.empty() && out.back() == c) continue;
      for (const int e : c) ++used[static_cast<Index>(e)];
      out.push_back(std::move(c));
    }
    return out;
  }

  struct Fixed {
    int tie;
    bool removed;
  };

  // Do the ties that must stay hold an unbalanced cycle? (Then no division fits.)
  bool impossible(const std::vector<Fixed>& fixed) {
    std::vector<double> x(ties_.size(), 1);
    for (const auto& f : fixed)
      if (!f.removed) x[static_cast<Index>(f.tie)] = 0;
    for (const auto& f : fixed)
      if (!f.removed && !shortest(x, tie(f.tie).a).empty()) return true;
    return false;
  }

  void explore(Cover lp, const std::vector<Fixed>& fixed, bool root) {
    std::vector<double> x;
    for (int turn = 0;; ++turn) {
      if (!lp.solve(steps_)) {
        if (steps_ <= 0 || !impossible(fixed)) complete_ = false;
        return;
      }
      const int bound = static_cast<int>(std::ceil(lp.bound() - 1e-6));
      if (root) root_ = std::max(root_, bound);
      x = lp.values();
      round(x);
      if (bound >= best_.least) return;
      if (turn % 4 == 3) lp.purge(0.1);
      const auto cycles = violated(x);
      if (cycles.empty()) break;
      for (const auto& c : cycles) {
        std::vector<std::pair<int, double>> terms;
        for (const int e : c) terms.emplace_back(e, 1);
        lp.add(std::move(terms), 1);
      }
    }
    int split = -1;
    double nearest = 0.5 - 1e-6;
    for (int e = 0; e < static_cast<int>(ties_.size()); ++e)
      if (const double off = std::abs(x[static_cast<Index>(e)] - 0.5); off < nearest)
        nearest = off, split = e;
    if (split < 0) {
      complete_ = false;  // whole, and yet not taken: rounding errors
      return;
    }
    for (const bool removed : {true, false}) {
      auto child = lp;
      child.add({{split, removed ? 1.0 : -1.0}}, removed ? 1 : 0, true);
      auto also = fixed;
      also.push_back({split, removed});
      explore(std::move(child), also, false);
      if (!complete_) return;
    }
  }

  int n_;
  const std::vector<Tie>& ties_;
  std::vector<std::vector<int>> of_;
  std::vector<Cycle> triangles_;
  std::mt19937_64 random_;
  long steps_;
  Frustration best_;
  int root_ = 0;
  bool complete_ = true;
  std::vector<double> distance_;
  std::vector<int> came_;
};

}  // namespace

Frustration frustration(int states, const std::vector<Tie>& ties, std::uint64_t seed, long steps) {
  return Search(states, ties, seed, steps).run();
}

}  // namespace realign::measure
