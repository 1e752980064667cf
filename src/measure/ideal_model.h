// The inside of ideal points (ideal_points.h): votes laid out for sums by resolution and by state and
// session, and one step of Newton's for either. Both conditional densities are log-concave in slope and
// cutpoints, and in the point.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "measure/ideal_points.h"

namespace realign::measure::ideal {

// A resolution. A choice that nobody made has no cutpoint of its own: without abstentions both are one,
// without a no `low` lies beyond every state, without a yes `high` does.
struct Item {
  double slope = 1, low = 0, high = 0;
};
inline constexpr double kBeyond = 1e3;  // such a cutpoint
inline constexpr double kFarthest = 7;  // cutpoints are uniform from -7 to 7

// Votes of one resolution, or of one state in one session: first the noes, then abstentions, then yeses.
struct Span {
  std::array<std::uint32_t, 4> at{};
  std::uint32_t size() const { return at[3] - at[0]; }
};

// A state in a session in which it votes.
struct Cell {
  std::int32_t state = 0, session = 0;
  std::int32_t before = -1;  // the cell on which its prior is centred; -1: on 0
  double variance = 1;       // of that prior
  Span votes;
};

struct Layout {
  std::vector<Cell> cells;            // by state, then session
  std::vector<std::size_t> state_at;  // a state's first cell; one more at the end
  std::vector<Span> items;
  std::vector<std::int32_t> item_of;  // of each vote in the cells' order
  std::vector<std::int32_t> cell_of;  // of each vote in the items' order
  std::size_t anchor = 0;             // state

  Layout(const RollCalls& calls, const IdealOptions& options);  // error when there is nothing to estimate
  bool three(std::size_t item) const {
    const auto& a = items[item].at;
    return a[0] < a[1] && a[1] < a[2] && a[2] < a[3];
  }
};

// Where an item's conditional density lies: parameters slope, cut and, where all three choices were made,
// ln(high
// - low), with the lower Cholesky factor of minus its second derivatives.
struct Curve {
  int size = 2;
  std::array<double, 3> gradient{};
  std::array<std::array<double, 3>, 3> factor{};
};
// What a curve leaves in doubt: the slope's variance and its covariances with both cutpoints.
struct Doubt {
  double slope = 0, low = 0, high = 0;
};
std::array<double, 3> to_numbers(const Layout& l, std::size_t item, const Item& i);
Item to_item(const Layout& l, std::size_t item, const std::array<double, 3>& numbers);
// With `sd`, points are known up to these standard deviations: the density is the expected one, to second
// order.
Curve curve(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x,
            const std::vector<double>* sd = nullptr);
std::array<double, 3> solve(const Curve& c, std::array<double, 3> b);
Doubt doubt(const Layout& l, std::size_t item, const Item& i, const Curve& c);
Item newton(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x, Curve& c,
            const std::vector<double>* sd = nullptr);
double log_density(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x);

// What holds points together: a pull toward `origin` by a `share` of a cell's information (ideal_points.h).
struct Spread {
  double mean = 0, sd = 1;
};
// With `sd`, of draws from points so uncertain.
Spread spread_of(const std::vector<double>& x, const std::vector<double>* sd = nullptr);
struct Pull {
  double share = 0.005, origin = 0;
  // Toward what keeps mean 0 and standard deviation 1, a step of the given length.
  void adapt(const Spread& raw, double step);
};

// A cell's point, given the resolutions and the centre of its prior. `whole`: the information that its votes
// would bear if latent votes were seen. With `doubts`, resolutions are known up to these.
struct Slope {
  double gradient = 0, information = 0, whole = 0;
};
Slope slope(const Layout& l, const Cell& cell, double x, double centre, const std::vector<Item>& items,
            Pull pull, const std::vector<Doubt>* doubts = nullptr);
double log_density(const Layout& l, const Cell& cell, double x, double centre, const std::vector<Item>& items,
                   double whole, Pull pull);

// Mean 0 and standard deviation 1 over all cells (with `sd`, of draws from points so uncertain, which is
// scaled along). The anchor's mean is positive.
void standardise(const Layout& l, std::vector<double>& x, std::vector<double>* sd = nullptr);

struct Mode {
  std::vector<double> x, sd;
  std::vector<Item> items;
  Pull pull;
  int rounds = 0;
};
Mode climb(const Layout& l, const IdealOptions& o);

template <typename Work>
void in_parallel(std::size_t n, unsigned threads, Work work) {
  const unsigned k = threads == 0 ? 1 : threads;
  std::vector<std::jthread> workers;
  for (unsigned w = 1; w < k; ++w)
    workers.emplace_back([&, w] {
      for (std::size_t i = w; i < n; i += k) work(i);
    });
  for (std::size_t i = 0; i < n; i += k) work(i);
}

}  // namespace realign::measure::ideal
