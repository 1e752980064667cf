#include "syntax/decode.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace realign::syntax {
namespace {

constexpr float kNever = -1e30F;

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

// score[d][h] over nodes 0..n-1, node 0 the root. Contracts cycles until the best heads make a tree.
std::vector<int> chu_liu_edmonds(const std::vector<std::vector<float>>& score) {
  const auto n = score.size();
  std::vector<int> head(n, -1);
  for (std::size_t d = 1; d < n; ++d) {
    int best = 0;
    for (std::size_t h = 0; h < n; ++h)
      if (h != d && (best == static_cast<int>(d) || score[d][h] > score[d][static_cast<std::size_t>(best)])) best = static_cast<int>(h);
    head[d] = best;
  }
  const auto cycle = find_cycle(head);
  if (cycle.empty()) return head;
  std::vector<char> in_cycle(n, 0);
  for (const int c : cycle) in_cycle[static_cast<std::size_t>(c)] = 1;
  std::vector<int> outside;
  for (std::size_t i = 0; i < n; ++i)
    if (in_cycle[i] == 0) outside.push_back(static_cast<int>(i));
  const std::size_t m = outside.size() + 1, super = m - 1;
  std::vector<std::vector<float>> small(m, std::vector<float>(m, kNever));
  std::vector<int> enter(m, -1), leave(m, -1);  // which cycle node an arc into or out of the contracted node uses
  for (std::size_t a = 0; a < super; ++a) {
    const auto u = static_cast<std::size_t>(outside[a]);
    for (std::size_t b = 0; b < super; ++b) small[a][b] = score[u][static_cast<std::size_t>(outside[b])];
    for (const int c : cycle) {
      const auto v = static_cast<std::size_t>(c);
      if (leave[a] < 0 || score[u][v] > small[a][super]) {
        small[a][super] = score[u][v];
        leave[a] = c;
      }
      const float gain = score[v][u] - score[v][static_cast<std::size_t>(head[v])];
      if (enter[a] < 0 || gain > small[super][a]) {
        small[super][a] = gain;
        enter[a] = c;
      }
    }
  }
  const auto solved = chu_liu_edmonds(small);
  for (std::size_t a = 1; a < super; ++a) {
    const int h = solved[a];
    head[static_cast<std::size_t>(outside[a])] = h == static_cast<int>(super) ? leave[a] : outside[static_cast<std::size_t>(h)];
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
    // Try the likeliest roots one by one, each with all other arcs from the root forbidden.
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto root_gain = [&](std::size_t d) {
      const float* row = scores.data() + d * columns;
      float other = kNever;
      for (std::size_t h = 1; h < columns; ++h)
        if (h != d + 1) other = std::max(other, row[h]);
      return row[0] - other;
    };
    std::vector<float> gain(n);
    for (std::size_t d = 0; d < n; ++d) gain[d] = root_gain(d);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gain[a] > gain[b]; });
    double best_total = -std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < std::min<std::size_t>(n, 3); ++k) {
      std::vector<std::vector<float>> score(columns, std::vector<float>(columns, kNever));
      for (std::size_t d = 0; d < n; ++d)
        for (std::size_t h = 0; h < columns; ++h)
          if (h != d + 1 && (h != 0 || d == order[k])) score[d + 1][h] = scores[d * columns + h];
      const auto tree = chu_liu_edmonds(score);
      double total = 0;
      for (std::size_t d = 1; d < columns; ++d) total += score[d][static_cast<std::size_t>(tree[d])];
      if (total > best_total) {
        best_total = total;
        head = tree;
      }
    }
  }
  std::vector<int> out(n);
  for (std::size_t d = 0; d < n; ++d) out[d] = head[d + 1] - 1;
  return out;
}

}  // namespace realign::syntax
