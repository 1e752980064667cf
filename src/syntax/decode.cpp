#include "syntax/decode.h"

#include <algorithm>

namespace realign::syntax {
namespace {

constexpr double kNever = -1e100;

// A cycle among heads (0 is the root node, which has none), or empty.
std::vector<int> find_cycle(const std::vector<int>& head) {
  const auto n = head.size();
  std::vector<int> seen(n, -1);
  for (std::size_t start = 1; start < n; ++start) {
    int at = static_cast<int>(start);
    while (at > 0 && seen[static_cast<std::size_t>(at)] < 0) {
      seen[static_cast<std::size_t>(at)] = static_cast<int>(start);
      at = head[static_cast<std::size_t>(at)];
    }
    if (at > 0 && seen[static_cast<std::size_t>(at)] == static_cast<int>(start)) {
      std::vector<int> cycle;
      int c = at;
      do {
        cycle.push_back(c);
        c = head[static_cast<std::size_t>(c)];
      } while (c != at);
      return cycle;
    }
  }
  return {};
}

// A square of scores: of dependent d (row) and head h (column), nodes 0..n-1, node 0 the root.
struct Square {
  std::size_t n;
  std::vector<double> values;
  explicit Square(std::size_t size) : n(size), values(size * size, kNever) {}
  double& operator()(std::size_t d, std::size_t h) { return values[d * n + h]; }
  double operator()(std::size_t d, std::size_t h) const { return values[d * n + h]; }
};

// Contracts cycles until the best heads make a tree.
std::vector<int> chu_liu_edmonds(const Square& score) {
  const auto n = score.n;
  std::vector<int> head(n, -1);
  for (std::size_t d = 1; d < n; ++d) {
    std::size_t best = 0;
    for (std::size_t h = 1; h < n; ++h)
      if (h != d && score(d, h) > score(d, best)) best = h;
    head[d] = static_cast<int>(best);
  }
  const auto cycle = find_cycle(head);
  if (cycle.empty()) return head;
  std::vector<char> in_cycle(n, 0);
  for (const int c : cycle) in_cycle[static_cast<std::size_t>(c)] = 1;
  std::vector<int> outside;
  for (std::size_t i = 0; i < n; ++i)
    if (in_cycle[i] == 0) outside.push_back(static_cast<int>(i));
  const std::size_t m = outside.size() + 1, super = m - 1;
  Square small(m);
  std::vector<int> enter(m, -1),
      leave(m, -1);  // which cycle node an arc into or out of the contracted node uses
  for (std::size_t a = 0; a < super; ++a) {
    const auto u = static_cast<std::size_t>(outside[a]);
    for (std::size_t b = 0; b < super; ++b) small(a, b) = score(u, static_cast<std::size_t>(outside[b]));
    for (const int c : cycle) {
      const auto v = static_cast<std::size_t>(c);
      if (leave[a] < 0 || score(u, v) > small(a, super)) {
        small(a, super) = score(u, v);
        leave[a] = c;
      }
      const double gain = score(v, u) - score(v, static_cast<std::size_t>(head[v]));
      if (enter[a] < 0 || gain > small(super, a)) {
        small(super, a) = gain;
        enter[a] = c;
      }
    }
  }
  const auto solved = chu_liu_edmonds(small);
  for (std::size_t a = 1; a < super; ++a) {
    const int h = solved[a];
    head[static_cast<std::size_t>(outside[a])] =
        h == static_cast<int>(super) ? leave[a] : outside[static_cast<std::size_t>(h)];
  }
  const auto from = static_cast<std::size_t>(solved[super]);
  head[static_cast<std::size_t>(enter[from])] = outside[from];
  return head;
}

}  // namespace

std::vector<int> best_tree(const std::vector<float>& scores, std::size_t n) {
  const std::size_t columns = n + 1;
  std::vector<int> head(n + 1, -1);
  int roots = 0;
  for (std::size_t d = 0; d < n; ++d) {
    const float* row = scores.data() + d * columns;
    std::size_t best = 0;
    for (std::size_t h = 1; h < columns; ++h)
      if (h != d + 1 && row[h] > row[best]) best = h;
    head[d + 1] = static_cast<int>(best);
    roots += best == 0 ? 1 : 0;
  }
  if (roots != 1 || !find_cycle(head).empty()) {
    // Every arc from the root costs more than all others together could gain, so that the best tree has one
    // of them.
    float high = 0, low = 0;
    for (const float s : scores) {
      high = std::max(high, s);
      low = std::min(low, s);
    }
    const double cost = (static_cast<double>(high) - static_cast<double>(low) + 1) * static_cast<double>(n);
    Square score(columns);
    for (std::size_t d = 0; d < n; ++d)
      for (std::size_t h = 0; h < columns; ++h)
        if (h != d + 1) score(d + 1, h) = static_cast<double>(scores[d * columns + h]) - (h == 0 ? cost : 0);
    head = chu_liu_edmonds(score);
  }
  std::vector<int> out(n);
  for (std::size_t d = 0; d < n; ++d) out[d] = head[d + 1] - 1;
  return out;
}

}  // namespace realign::syntax
