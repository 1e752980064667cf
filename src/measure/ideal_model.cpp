#include "measure/ideal_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "measure/normal_table.h"
#include "text/error.h"

namespace realign::measure::ideal {
namespace {

constexpr double kLeast = 1e-14;

// What one vote says: its log-probability, the derivatives of that by both cutpoints, and minus the second
// ones.
struct Says {
  double value = 0, low = 0, high = 0, low2 = 0, both = 0, high2 = 0;
};

Says no(const NormalTable& n, double u) {
  const auto t = n.log(u);
  return {t.value, t.ratio, 0, t.ratio * (u + t.ratio), 0, 0};
}
Says yes(const NormalTable& n, double u) {  // u: eta - high
  const auto t = n.log(u);
  return {t.value, 0, -t.ratio, 0, 0, t.ratio * (u + t.ratio)};
}
Says abstains(const NormalTable& n, double a, double b) {
  a = std::clamp(a, -NormalTable::kEnd, NormalTable::kEnd);
  b = std::clamp(b, -NormalTable::kEnd, NormalTable::kEnd);
  // Both in the upper tail: the mirrored difference keeps its digits.
  const auto pa = n.plain(a > 0 ? -a : a), pb = n.plain(a > 0 ? -b : b);
  const double p = std::max(a > 0 ? pa.value - pb.value : pb.value - pa.value, kLeast);
  const double fa = pa.density / p, fb = pb.density / p;
  return {std::log(p), -fa, fb, fa * fa - a * fa, -fa * fb, fb * fb + b * fb};
}

// Calls take(place, says) for each vote of a span, given eta and cutpoints at each place.
template <typename Eta, typename Take>
void each(const Span& s, Eta eta, Take take) {
  const auto& n = NormalTable::get();
  for (auto v = s.at[0]; v < s.at[1]; ++v) {
    const auto e = eta(v);
    take(v, no(n, e.low - e.eta));
  }
  for (auto v = s.at[1]; v < s.at[2]; ++v) {
    const auto e = eta(v);
    take(v, abstains(n, e.low - e.eta, e.high - e.eta));
  }
  for (auto v = s.at[2]; v < s.at[3]; ++v) {
    const auto e = eta(v);
    take(v, yes(n, e.eta - e.high));
  }
}

struct At {
  double eta, low, high;
};

// The same for values only.
template <typename Eta>
double sum(const Span& s, Eta eta) {
  const auto& n = NormalTable::get();
  double total = 0;
  for (auto v = s.at[0]; v < s.at[1]; ++v) {
    const auto e = eta(v);
    total += n.log(e.low - e.eta).value;
  }
  for (auto v = s.at[1]; v < s.at[2]; ++v) {
    const auto e = eta(v);
    total += abstains(n, e.low - e.eta, e.high - e.eta).value;
  }
  for (auto v = s.at[2]; v < s.at[3]; ++v) {
    const auto e = eta(v);
    total += n.log(e.eta - e.high).value;
  }
  return total;
}

}  // namespace

Layout::Layout(const RollCalls& calls, const IdealOptions& o) {
  if (calls.votes.empty()) throw text::Error("votes", "there are none");
  if (calls.states.size() < 3) throw text::Error("votes", "fewer than three states vote");
  if (!(o.drift > 0) || !std::isfinite(o.drift)) throw text::Error("drift", "must be greater than 0");
  const auto found = std::find(calls.states.begin(), calls.states.end(), o.anchor);
  if (found == calls.states.end()) throw text::Error("votes", "the anchor " + o.anchor + " casts none");
  anchor = static_cast<std::size_t>(found - calls.states.begin());

  const auto n_items = static_cast<std::size_t>(calls.items), sessions = calls.sessions.size();
  // One resolution says too little of a session.
  std::vector<std::int32_t> only(sessions, -1);
  std::vector<bool> several(sessions, false);
  for (const auto& v : calls.votes) {
    auto& one = only[static_cast<std::size_t>(v.session)];
    if (one < 0) one = v.item;
    if (one != v.item) several[static_cast<std::size_t>(v.session)] = true;
  }
  std::vector<std::array<std::uint32_t, 3>> by_item(n_items), by_cell(calls.states.size() * sessions);
  const auto place = [&](const RollCalls::Vote& v) {
    return static_cast<std::size_t>(v.state) * sessions + static_cast<std::size_t>(v.session);
  };
  // What all agree on says nothing of where they stand.
  for (const auto& v : calls.votes)
    if (several[static_cast<std::size_t>(v.session)])
      ++by_item[static_cast<std::size_t>(v.item)][static_cast<std::size_t>(v.choice)];
  const auto unanimous = [&](std::size_t j) {
    const auto& c = by_item[j];
    return (c[0] > 0 ? 1 : 0) + (c[1] > 0 ? 1 : 0) + (c[2] > 0 ? 1 : 0) < 2;
  };
  std::vector<std::int32_t> item_index(n_items, -1);
  std::uint32_t at = 0;
  for (std::size_t j = 0; j < n_items; ++j) {
    if (unanimous(j)) continue;
    item_index[j] = static_cast<std::int32_t>(items.size());
    Span s;
    for (std::size_t k = 0; k < 3; ++k) s.at[k] = at, at += by_item[j][k];
    s.at[3] = at;
    items.push_back(s);
  }
  if (items.empty()) throw text::Error("votes", "all are unanimous");
  for (const auto& v : calls.votes)
    if (item_index[static_cast<std::size_t>(v.item)] >= 0 && several[static_cast<std::size_t>(v.session)])
      ++by_cell[place(v)][static_cast<std::size_t>(v.choice)];
  std::vector<std::int32_t> cell_index(by_cell.size(), -1);
  at = 0;
  for (std::size_t i = 0; i < calls.states.size(); ++i) {
    state_at.push_back(cells.size());
    for (std::size_t t = 0; t < sessions; ++t) {
      const auto& c = by_cell[i * sessions + t];
      if (c[0] + c[1] + c[2] == 0) continue;
      Cell cell;
      cell.state = static_cast<std::int32_t>(i);
      cell.session = static_cast<std::int32_t>(t);
      for (std::size_t k = 0; k < 3; ++k) cell.votes.at[k] = at, at += c[k];
      cell.votes.at[3] = at;
      cell_index[i * sessions + t] = static_cast<std::int32_t>(cells.size());
      cells.push_back(cell);
    }
    // Each is centred on the one before; the first on the second, as nothing is before it.
    const auto first = state_at.back(), many = cells.size() - first;
    for (std::size_t k = 0; k < many; ++k) {
      auto& cell = cells[first + k];
      const double mine = cell.votes.size();
      if (many > 1) cell.before = static_cast<std::int32_t>(k > 0 ? first + k - 1 : first + 1);
      const double theirs =
          cell.before < 0 ? mine
                          : static_cast<double>(cells[static_cast<std::size_t>(cell.before)].votes.size());
      cell.variance = 2 * o.drift * o.drift * mine / (mine + theirs);
    }
  }
  state_at.push_back(cells.size());

  item_of.resize(at);
  cell_of.resize(at);
  std::vector<std::array<std::uint32_t, 3>> item_next(items.size()), cell_next(cells.size());
  for (std::size_t j = 0; j < items.size(); ++j)
    for (std::size_t k = 0; k < 3; ++k) item_next[j][k] = items[j].at[k];
  for (std::size_t c = 0; c < cells.size(); ++c)
    for (std::size_t k = 0; k < 3; ++k) cell_next[c][k] = cells[c].votes.at[k];
  for (const auto& v : calls.votes) {
    const auto j = item_index[static_cast<std::size_t>(v.item)];
    if (j < 0 || !several[static_cast<std::size_t>(v.session)]) continue;
    const auto c = cell_index[place(v)];
    const auto k = static_cast<std::size_t>(v.choice);
    cell_of[item_next[static_cast<std::size_t>(j)][k]++] = c;
    item_of[cell_next[static_cast<std::size_t>(c)][k]++] = j;
  }
}

std::array<double, 3> to_numbers(const Layout& l, std::size_t item, const Item& i) {
  if (l.three(item)) return {i.slope, i.low, std::log(std::max(i.high - i.low, 1e-6))};
  const auto& a = l.items[item].at;
  return {i.slope, a[0] < a[1] ? i.low : i.high, 0};
}

Item to_item(const Layout& l, std::size_t item, const std::array<double, 3>& n) {
  if (l.three(item)) return {n[0], n[1], n[1] + std::exp(std::clamp(n[2], -12.0, 3.0))};
  const auto& a = l.items[item].at;
  return {n[0], a[0] < a[1] ? n[1] : -kBeyond, a[2] < a[3] ? n[1] : kBeyond};
}

Curve curve(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x,
            const std::vector<double>* sd) {
  double gb = -i.slope, g1 = 0, g2 = 0, bb = 1, b1 = 0, b2 = 0, h11 = 0, h12 = 0, h22 = 0;
  const auto point = [&](std::uint32_t v) { return x[static_cast<std::size_t>(l.cell_of[v])]; };
  each(
      l.items[item],
      [&](std::uint32_t v) {
        return At{i.slope * point(v), i.low, i.high};
      },
      [&](std::uint32_t v, const Says& s) {
        const double p = point(v), m1 = s.low2 + s.both, m2 = s.high2 + s.both;
        gb -= p * (s.low + s.high);
        g1 += s.low;
        g2 += s.high;
        bb += p * p * (m1 + m2);
        b1 -= p * m1;
        b2 -= p * m2;
        h11 += s.low2;
        h12 += s.both;
        h22 += s.high2;
        if (sd == nullptr) return;
        // E ln p = ln p - (information of eta) var(eta) / 2, and eta = slope x.
        const double spread = (*sd)[static_cast<std::size_t>(l.cell_of[v])];
        const double less = spread * spread * std::max(m1 + m2, 0.0);
        gb -= i.slope * less;
        bb += less;
      });
  Curve c;
  auto& f = c.factor;
  f[0][0] = bb;
  f[1][0] = b1 + b2;
  f[1][1] = h11 + 2 * h12 + h22;
  c.gradient = {gb, g1 + g2, 0};
  if (l.three(item)) {
    c.size = 3;
    // In ln(high - low), whose uniform prior adds itself; at the top minus the gradient's own term is one.
    const double gap = i.high - i.low;
    c.gradient[2] = gap * g2 + 1;
    f[2][0] = gap * b2;
    f[2][1] = gap * (h12 + h22);
    f[2][2] = gap * gap * h22 + 1;
  }
  for (std::size_t r = 0; r < static_cast<std::size_t>(c.size); ++r)
    for (std::size_t k = 0; k <= r; ++k) {
      double v = f[r][k];
      for (std::size_t q = 0; q < k; ++q) v -= f[r][q] * f[k][q];
      f[r][k] = r == k ? std::sqrt(std::max(v, 1e-4)) : v / f[k][k];
    }
  return c;
}

std::array<double, 3> solve(const Curve& c, std::array<double, 3> b) {
  const auto n = static_cast<std::size_t>(c.size);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= c.factor[i][k] * b[k];
    b[i] /= c.factor[i][i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= c.factor[k][i] * b[k];
    b[i] /= c.factor[i][i];
  }
  return b;
}

Doubt doubt(const Layout& l, std::size_t item, const Item& i, const Curve& c) {
  const auto s = solve(c, {1, 0, 0});
  return {s[0], s[1], l.three(item) ? s[1] + (i.high - i.low) * s[2] : s[1]};
}

Item newton(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x, Curve& c,
            const std::vector<double>* sd) {
  c = curve(l, item, i, x, sd);
  const auto step = solve(c, c.gradient);
  auto n = to_numbers(l, item, i);
  for (std::size_t k = 0; k < static_cast<std::size_t>(c.size); ++k) n[k] += std::clamp(step[k], -0.7, 0.7);
  n[1] = std::clamp(n[1], -kFarthest, kFarthest);
  return to_item(l, item, n);
}

double log_density(const Layout& l, std::size_t item, const Item& i, const std::vector<double>& x) {
  const auto beyond = [](double cut) { return std::abs(cut) > kFarthest && std::abs(cut) < kBeyond; };
  if (beyond(i.low) || beyond(i.high)) return -1e300;
  const double prior = -0.5 * i.slope * i.slope + (l.three(item) ? std::log(i.high - i.low) : 0);
  return prior + sum(l.items[item], [&](std::uint32_t v) {
           return At{i.slope * x[static_cast<std::size_t>(l.cell_of[v])], i.low, i.high};
         });
}

Slope slope(const Layout& l, const Cell& cell, double x, double centre, const std::vector<Item>& items,
            Pull pull, const std::vector<Doubt>* doubts) {
  const double prior = 1 / cell.variance;
  Slope s{-(x - centre) * prior, prior, 0};
  each(
      cell.votes,
      [&](std::uint32_t v) {
        const auto& i = items[static_cast<std::size_t>(l.item_of[v])];
        return At{i.slope * x, i.low, i.high};
      },
      [&](std::uint32_t v, const Says& y) {
        const auto j = static_cast<std::size_t>(l.item_of[v]);
        const double b = items[j].slope;
        s.gradient -= b * (y.low + y.high);
        s.information += b * b * std::max(y.low2 + 2 * y.both + y.high2, 0.0);  // below 0 by rounding alone
        s.whole += b * b;
        if (doubts == nullptr) return;
        const auto& d = (*doubts)[j];
        const double m1 = y.low2 + y.both, m2 = y.high2 + y.both;
        s.gradient -= (d.slope * x - d.low) * m1 + (d.slope * x - d.high) * m2;
        s.information += d.slope * std::max(m1 + m2, 0.0);
        s.whole += d.slope;
      });
  s.gradient -= pull.share * s.whole * (x - pull.origin);
  s.information += pull.share * s.whole;
  return s;
}

double log_density(const Layout& l, const Cell& cell, double x, double centre, const std::vector<Item>& items,
                   double whole, Pull pull) {
  const double off = x - pull.origin;
  return -0.5 * ((x - centre) * (x - centre) / cell.variance + pull.share * whole * off * off) +
         sum(cell.votes, [&](std::uint32_t v) {
           const auto& i = items[static_cast<std::size_t>(l.item_of[v])];
           return At{i.slope * x, i.low, i.high};
         });
}

Spread spread_of(const std::vector<double>& x, const std::vector<double>* sd) {
  double mean = 0, square = 0;
  const auto n = static_cast<double>(x.size());
  for (const double v : x) mean += v / n;
  for (const double v : x) square += (v - mean) * (v - mean) / n;
  if (sd != nullptr)
    for (const double s : *sd) square += s * s / n;
  return {mean, std::sqrt(square)};
}

void Pull::adapt(const Spread& raw, double step) {
  share = std::clamp(share + step * (raw.sd - 1), 1e-4, 0.2);
  origin = std::clamp(origin - 30 * step * raw.mean, -2.0, 2.0);
}

void standardise(const Layout& l, std::vector<double>& x, std::vector<double>* sd) {
  const auto [mean, spread] = spread_of(x, sd);
  double anchor = 0;
  for (std::size_t c = l.state_at[l.anchor]; c < l.state_at[l.anchor + 1]; ++c) anchor += x[c] - mean;
  const double unit = std::max(spread, 1e-6) * (anchor < 0 ? -1 : 1);
  for (auto& v : x) v = (v - mean) / unit;
  if (sd != nullptr)
    for (auto& v : *sd) v /= std::abs(unit);
}

}  // namespace realign::measure::ideal
