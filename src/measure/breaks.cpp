#include "measure/breaks.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace realign::measure {
namespace {

double log_sum(std::span<const double> x) {
  const double most = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (const double v : x) sum += std::exp(v - most);
  return most + std::log(sum);
}

void normalise(std::vector<double>& logs) {
  const double total = log_sum(logs);
  for (auto& x : logs) x = std::exp(x - total);
}

}  // namespace

OneBreak one_break_normal(std::span<const double> y) {
  OneBreak out;
  const std::size_t n = y.size();
  if (n < 4) return out;
  std::vector<double> sum(n + 1, 0), squares(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i + 1] = sum[i] + y[i];
    squares[i + 1] = squares[i] + y[i] * y[i];
  }
  const auto rss = [&](std::size_t a, std::size_t b) {
    const double s = sum[b] - sum[a];
    return squares[b] - squares[a] - s * s / static_cast<double>(b - a);
  };
  out.posterior.assign(n, -1e300);
  for (std::size_t k = 1; k + 1 < n; ++k) {
    const double r = std::max(rss(0, k) + rss(k, n), 1e-300);
    out.posterior[k - 1] = -0.5 * std::log(static_cast<double>(k) * static_cast<double>(n - k)) -
                           0.5 * static_cast<double>(n - 2) * std::log(r);
  }
  normalise(out.posterior);
  out.after = static_cast<std::size_t>(std::max_element(out.posterior.begin(), out.posterior.end()) -
                                       out.posterior.begin());
  out.before_level = sum[out.after + 1] / static_cast<double>(out.after + 1);
  out.after_level = (sum[n] - sum[out.after + 1]) / static_cast<double>(n - out.after - 1);
  return out;
}

OneBreak one_break_poisson(std::span<const int> counts, double shape, double rate) {
  OneBreak out;
  const std::size_t n = counts.size();
  if (n < 4) return out;
  std::vector<double> sum(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) sum[i + 1] = sum[i] + counts[i];
  const auto evidence = [&](std::size_t a, std::size_t b) {
    const double s = sum[b] - sum[a] + shape, t = static_cast<double>(b - a) + rate;
    return std::lgamma(s) - s * std::log(t);
  };
  out.posterior.assign(n, -1e300);
  for (std::size_t k = 1; k < n; ++k) out.posterior[k - 1] = evidence(0, k) + evidence(k, n);
  normalise(out.posterior);
  out.after = static_cast<std::size_t>(std::max_element(out.posterior.begin(), out.posterior.end()) -
                                       out.posterior.begin());
  out.before_level = sum[out.after + 1] / static_cast<double>(out.after + 1);
  out.after_level = (sum[n] - sum[out.after + 1]) / static_cast<double>(n - out.after - 1);
  return out;
}

Breaks breaks(std::span<const Observation> y, double chance) {
  Breaks out;
  const std::size_t n = y.size();
  out.probability.assign(n, 0);
  std::vector<double> w(n + 1, 0), s(n + 1, 0), q(n + 1, 0), seen(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double c = std::max(y[i].count, 0.0);
    w[i + 1] = w[i] + c;
    s[i + 1] = s[i] + c * y[i].value;
    q[i + 1] = q[i] + c * y[i].value * y[i].value;
    seen[i + 1] = seen[i] + (c > 0 ? 1 : 0);
  }
  if (seen[n] < 4) return out;
  const double mean = s[n] / w[n];
  const double spread = (q[n] - s[n] * s[n] / w[n]) / seen[n];  // of weighted residuals
  if (!(spread > 0)) return out;
  // Inverse gamma(2, b) for s2 with mean a third of the spread; means N(mean, s2 / kappa) within each
  // segment.
  constexpr double kShape = 2, kappa0 = 0.1;
  const double b0 = spread / 3;
  const auto evidence = [&](std::size_t a, std::size_t b) {
    const double m = seen[b] - seen[a];
    if (m == 0) return 0.0;
    const double c = w[b] - w[a], sum = s[b] - s[a] - mean * c,
                 sq = q[b] - q[a] - 2 * mean * (s[b] - s[a]) + mean * mean * c;
    const double k = kappa0 + c;
    const double rest = std::max(b0 + 0.5 * (sq - sum * sum / k), 1e-300);
    return 0.5 * std::log(kappa0 / k) + kShape * std::log(b0) - (kShape + 0.5 * m) * std::log(rest) +
           std::lgamma(kShape + 0.5 * m) - std::lgamma(kShape);
  };
  const double stay = std::log1p(-chance), change = std::log(chance);
  // back[t]: log probability of y[t..] given that a segment begins at t; best[t], next[t] the same for the
  // best one.
  std::vector<double> back(n + 1, 0), best(n + 1, 0);
  std::vector<std::size_t> next(n + 1, n);
  std::vector<std::vector<double>> term(n);
  for (std::size_t t = n; t-- > 0;) {
    auto& terms = term[t];
    terms.reserve(n - t);
    double top = -1e300;
    for (std::size_t e = t + 1; e <= n; ++e) {
      const double piece = evidence(t, e) + stay * static_cast<double>(e - t - 1) + (e < n ? change : 0);
      terms.push_back(piece + back[e]);
      if (piece + best[e] > top) top = piece + best[e], next[t] = e;
    }
    back[t] = log_sum(terms);
    best[t] = top;
  }
  // Forward: probability that a segment begins at t.
  std::vector<double> begins(n, 0);
  begins[0] = 1;
  for (std::size_t t = 0; t < n; ++t) {
    if (begins[t] < 1e-12) continue;
    for (std::size_t e = t + 1; e < n; ++e) begins[e] += begins[t] * std::exp(term[t][e - t - 1] - back[t]);
  }
  for (std::size_t t = 1; t < n; ++t) out.probability[t] = std::min(begins[t], 1.0);
  for (std::size_t t = next[0]; t < n; t = next[t]) out.most_probable.push_back(t);
  return out;
}

namespace {

// A change of the series: the value of its regressors in period t. A shift may begin with a stray of its own
// (it overshoots, then settles), which makes two.
struct Candidate {
  Change change = Change::none;
  std::size_t at = 0;
  bool overshoots = false;

  std::size_t regressors() const { return change == Change::none ? 0 : overshoots ? 2 : 1; }
  double value(std::size_t which, std::size_t t) const {
    return which == 0 && change == Change::shift ? (t >= at ? 1 : 0) : (t == at ? 1 : 0);
  }
};

struct Evidence {
  double log = -1e300;  // of the data under the candidate, effects and variances integrated out
  double size = 0;      // of its first regressor
  double positive = 0;  // probability that it is above `least` (normal approximation of Student's t)
};

// The local level with the given regressors by the augmented filter (de Jong 1991): all columns go through
// the same gains. Effects are N(0, kWide s2_e (1 + q)), s2_e has Jeffreys' prior, log q ~ N(-1, 3^2) on a
// grid.
Evidence evidence(std::span<const Observation> y, std::span<const Candidate> known, const Candidate& c,
                  double least = 0) {
  constexpr double kWide = 25;
  std::vector<const Candidate*> parts;
  for (const auto& k : known) parts.push_back(&k);
  parts.push_back(&c);
  std::vector<std::pair<const Candidate*, std::size_t>> columns;
  std::size_t first = 0;
  for (const auto* p : parts) {
    if (p == &c) first = columns.size();
    for (std::size_t r = 0; r < p->regressors(); ++r) columns.emplace_back(p, r);
  }
  const auto k = static_cast<Eigen::Index>(columns.size());
  double df = -1;
  for (const auto& o : y) df += o.count > 0 ? 1 : 0;
  std::vector<double> logs, sizes, above;
  Eigen::MatrixXd xx(k, k);
  Eigen::VectorXd xy(k), level(k), v(k);
  for (double x = -6; x <= 8; x += 0.5) {
    const double ratio = std::exp(x), g = kWide * (1 + ratio);
    double a = 0, p = -1, yy = 0, log_f = 0;
    xx.setZero();
    xy.setZero();
    for (std::size_t t = 0; t < y.size(); ++t) {
      if (y[t].count <= 0) {
        if (p >= 0) p += ratio;
        continue;
      }
      for (Eigen::Index j = 0; j < k; ++j) {
        const auto& [part, which] = columns[static_cast<std::size_t>(j)];
        v(j) = part->value(which, t);
      }
      const double h = 1 / y[t].count;
      if (p < 0) {
        a = y[t].value;
        level = v;
        p = h + ratio;
        continue;
      }
      const double f = p + h, gain = p / f, e = y[t].value - a;
      v -= level;
      a += gain * e;
      level += gain * v;
      yy += e * e / f;
      xy += v * (e / f);
      xx += v * v.transpose() / f;
      log_f += std::log(f);
      p = gain * h + ratio;
    }
    double rest = yy, log_det = 0, size = 0, spread = 0;
    if (k > 0) {
      const Eigen::MatrixXd ridge = xx + Eigen::MatrixXd::Identity(k, k) / g;
      const Eigen::LDLT<Eigen::MatrixXd> solver(ridge);
      const Eigen::VectorXd b = solver.solve(xy);
      rest -= xy.dot(b);
      log_det = solver.vectorD().array().log().sum() + static_cast<double>(k) * std::log(g);
      if (static_cast<std::size_t>(k) > first) {
        const auto f = static_cast<Eigen::Index>(first);
        size = b(f);
        const Eigen::VectorXd unit = Eigen::VectorXd::Unit(k, f);
        spread = std::sqrt(std::max(rest, 0.0) / df * solver.solve(unit)(f));
      }
    }
    logs.push_back(-0.5 * (log_f + log_det + df * std::log(std::max(rest, 1e-300)) + (x + 1) * (x + 1) / 9));
    sizes.push_back(size);
    above.push_back(spread > 0 ? 0.5 * std::erfc((least - size) / spread / std::numbers::sqrt2) : 0.5);
  }
  Evidence out;
  out.log = log_sum(logs);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    const double share = std::exp(logs[i] - out.log);
    out.size += share * sizes[i];
    out.positive += share * above[i];
  }
  return out;
}

}  // namespace

namespace {

struct Search {
  std::vector<Candidate> all;  // [0] none
  std::vector<double> probability, size;
  std::vector<double> here;  // by period: that something happened then, whatever it was
};

Search search(std::span<const Observation> y, std::span<const std::size_t> seen,
              std::span<const Candidate> known) {
  Search s;
  s.all.push_back({});
  for (std::size_t k = 2; k < seen.size(); ++k) {
    if (std::any_of(known.begin(), known.end(), [&](const Candidate& c) { return c.at == seen[k]; }))
      continue;
    s.all.push_back({Change::shift, seen[k], false});
    s.all.push_back({Change::passing, seen[k], false});
    if (k + 1 < seen.size()) s.all.push_back({Change::shift, seen[k], true});
  }
  for (const auto& c : s.all) {
    const auto e = evidence(y, known, c);
    s.probability.push_back(
        e.log + std::log(c.change == Change::none ? 0.5 : 0.5 / static_cast<double>(s.all.size() - 1)));
    s.size.push_back(e.size);
  }
  normalise(s.probability);
  s.here.assign(y.size(), 0);
  for (std::size_t i = 1; i < s.all.size(); ++i) s.here[s.all[i].at] += s.probability[i];
  return s;
}

}  // namespace

std::vector<Intervention> interventions(std::span<const Observation> y) {
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < y.size(); ++i)
    if (y[i].count > 0) seen.push_back(i);
  std::vector<Intervention> out;
  if (seen.size() < 6) return out;
  constexpr std::size_t kMost = 8;
  std::vector<Candidate> known;
  while (known.size() < kMost) {
    const auto s = search(y, seen, known);
    const auto at = static_cast<std::size_t>(std::max_element(s.here.begin(), s.here.end()) - s.here.begin());
    if (s.here[at] < 0.5) break;
    std::size_t chosen = 0;
    for (std::size_t i = 1; i < s.all.size(); ++i)
      if (s.all[i].at == at && (chosen == 0 || s.probability[i] > s.probability[chosen])) chosen = i;
    known.push_back(s.all[chosen]);
    out.push_back({s.all[chosen].change, at, s.size[chosen], s.here[at], 0.5});
  }
  // Each again, given all others.
  for (std::size_t j = 0; j < out.size(); ++j) {
    auto others = known;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(j));
    auto& found = out[j];
    if (others.size() > 0) found.probability = search(y, seen, others).here[found.at];
    found.change = Change::shift;
    if (found.at != seen.back()) {
      // With a stray and a shift at the date, the shift is what all later periods say. It stays if it is more
      // than a twentieth of the first jump.
      const double jump = evidence(y, others, {Change::passing, found.at, false}).size;
      const Candidate both{Change::shift, found.at, true};
      found.stays = jump > 0 ? evidence(y, others, both, 0.05 * jump).positive
                             : 1 - evidence(y, others, both, 0.05 * jump).positive;
      if (found.stays <= 0.5) found.change = Change::passing, found.size = jump;
    }
  }
  return out;
}

}  // namespace realign::measure
