#include "measure/ideal_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <thread>

#include "text/error.h"

namespace realign::measure {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kSlopeSd = 1, kCutSd = 3, kGapMean = -1, kGapSd = 1.2;

struct Item {
  double slope = 1, cut = -0.5, gap = 0;  // gap: ln(k2 - k1)
};

double pdf(double x) {
  return std::exp(-0.5 * x * x) * 0.3989422804014327;
}
double cdf(double x) {
  return 0.5 * std::erfc(-x * 0.7071067811865476);
}

// Probabilities of the three choices at a latent mean, and what Fisher scoring needs.
struct Cell {
  std::array<double, 3> p;
  double f1, f2;  // densities at the cutpoints
};

Cell cell(double eta, double k1, double k2) {
  const double u1 = k1 - eta, u2 = k2 - eta;
  Cell c;
  constexpr double kLeast = 1e-12;
  const double a = cdf(u1), b = cdf(u2);
  c.p = {std::max(a, kLeast), std::max(b - a, kLeast), std::max(1 - b, kLeast)};
  c.f1 = pdf(u1);
  c.f2 = pdf(u2);
  return c;
}

// Derivative of the log-likelihood by eta, and its expected information.
double score(const Cell& c, Choice choice) {
  switch (choice) {
    case Choice::no:
      return -c.f1 / c.p[0];
    case Choice::abstain:
      return (c.f1 - c.f2) / c.p[1];
    case Choice::yes:
      return c.f2 / c.p[2];
  }
  return 0;
}
double information(const Cell& c) {
  const double m = c.f1 - c.f2;
  return c.f1 * c.f1 / c.p[0] + m * m / c.p[1] + c.f2 * c.f2 / c.p[2];
}

// Votes sorted twice: by item, and by state and session.
struct Sorted {
  struct ByItem {
    std::int32_t cell;  // state * sessions + session
    Choice choice;
  };
  struct ByState {
    std::int32_t item;
    Choice choice;
  };
  std::size_t sessions = 0, states = 0, items = 0;
  std::vector<ByItem> of_item;
  std::vector<std::size_t> item_start;
  std::vector<ByState> of_cell;
  std::vector<std::size_t> cell_start;  // states * sessions + 1
  std::vector<double> years;            // between sessions

  explicit Sorted(const RollCalls& calls)
      : sessions(calls.sessions.size()),
        states(calls.states.size()),
        items(static_cast<std::size_t>(calls.items)) {
    item_start.assign(items + 1, 0);
    cell_start.assign(states * sessions + 1, 0);
    const auto at = [&](const RollCalls::Vote& v) {
      return static_cast<std::size_t>(v.state) * sessions + static_cast<std::size_t>(v.session);
    };
    for (const auto& v : calls.votes) {
      ++item_start[static_cast<std::size_t>(v.item) + 1];
      ++cell_start[at(v) + 1];
    }
    for (std::size_t i = 0; i < items; ++i) item_start[i + 1] += item_start[i];
    for (std::size_t i = 0; i + 1 < cell_start.size(); ++i) cell_start[i + 1] += cell_start[i];
    of_item.resize(calls.votes.size());
    of_cell.resize(calls.votes.size());
    auto item_at = item_start, cell_at = cell_start;
    for (const auto& v : calls.votes) {
      of_item[item_at[static_cast<std::size_t>(v.item)]++] = {static_cast<std::int32_t>(at(v)), v.choice};
      of_cell[cell_at[at(v)]++] = {v.item, v.choice};
    }
    for (std::size_t t = 1; t < sessions; ++t)
      years.push_back(std::max(1, calls.sessions[t] - calls.sessions[t - 1]));
  }
};

double log_prior(const Item& i) {
  const auto z = [](double x, double m, double sd) { return -0.5 * (x - m) * (x - m) / (sd * sd); };
  return z(i.slope, 0, kSlopeSd) + z(i.cut, 0, kCutSd) + z(i.gap, kGapMean, kGapSd);
}

double log_likelihood(const Sorted& s, std::size_t item, const Item& i, const std::vector<double>& x) {
  double sum = 0;
  const double k2 = i.cut + std::exp(i.gap);
  double product = 1;
  for (std::size_t v = s.item_start[item]; v < s.item_start[item + 1]; ++v) {
    const auto& vote = s.of_item[v];
    product *= cell(i.slope * x[static_cast<std::size_t>(vote.cell)], i.cut, k2)
                   .p[static_cast<std::size_t>(vote.choice)];
    if (product < 1e-250) sum += std::log(product), product = 1;
  }
  return sum + std::log(product);
}

using Matrix3 = std::array<std::array<double, 3>, 3>;

// Lower Cholesky factor in place; the matrix is positive definite.
void cholesky(Matrix3& m) {
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = m[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= m[i][k] * m[j][k];
      m[i][j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / m[j][j];
    }
}
std::array<double, 3> solve(const Matrix3& l, std::array<double, 3> b) {
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= l[i][k] * b[k];
    b[i] /= l[i][i];
  }
  for (std::size_t i = 3; i-- > 0;) {
    for (std::size_t k = i + 1; k < 3; ++k) b[i] -= l[k][i] * b[k];
    b[i] /= l[i][i];
  }
  return b;
}

// One step of Fisher scoring for an item; `factor` gets the Cholesky factor of the information there.
Item score_item(const Sorted& s, std::size_t item, const Item& i, const std::vector<double>& x,
                Matrix3& factor) {
  const double gap = std::exp(i.gap), k2 = i.cut + gap;
  std::array<double, 3> g{-i.slope / (kSlopeSd * kSlopeSd), -i.cut / (kCutSd * kCutSd),
                          -(i.gap - kGapMean) / (kGapSd * kGapSd)};
  Matrix3 h{};
  h[0][0] = 1 / (kSlopeSd * kSlopeSd);
  h[1][1] = 1 / (kCutSd * kCutSd);
  h[2][2] = 1 / (kGapSd * kGapSd);
  for (std::size_t v = s.item_start[item]; v < s.item_start[item + 1]; ++v) {
    const auto& vote = s.of_item[v];
    const double at = x[static_cast<std::size_t>(vote.cell)];
    const Cell c = cell(i.slope * at, i.cut, k2);
    // Derivatives of each choice's probability by slope, cut, gap.
    const std::array<double, 3> no{-c.f1 * at, c.f1, 0}, yes{c.f2 * at, -c.f2, -c.f2 * gap};
    const std::array<double, 3> abstain{-no[0] - yes[0], -no[1] - yes[1], -yes[2]};
    const auto& mine = vote.choice == Choice::no ? no : vote.choice == Choice::yes ? yes : abstain;
    const double q = 1 / c.p[static_cast<std::size_t>(vote.choice)];
    const double a = 1 / c.p[0], b = 1 / c.p[1], d = 1 / c.p[2];
    for (std::size_t r = 0; r < 3; ++r) {
      g[r] += mine[r] * q;
      for (std::size_t k = 0; k <= r; ++k)
        h[r][k] += no[r] * no[k] * a + abstain[r] * abstain[k] * b + yes[r] * yes[k] * d;
    }
  }
  factor = h;
  cholesky(factor);
  const auto step = solve(factor, g);
  const auto bounded = [](double v) { return std::clamp(v, -1.0, 1.0); };
  return {i.slope + bounded(step[0]), i.cut + bounded(step[1]), i.gap + bounded(step[2])};
}

// A state's path: mode by Fisher scoring; precision is tridiagonal.
struct Path {
  std::vector<double> diagonal, off, gradient;
};

void path_terms(const Sorted& s, std::size_t state, const std::vector<double>& at,
                const std::vector<Item>& items, const IdealOptions& o, Path& p) {
  const std::size_t n = s.sessions;
  p.diagonal.assign(n, 0);
  p.off.assign(n, 0);
  p.gradient.assign(n, 0);
  const double* x = at.data();
  const double pull = 1 / (o.spread * o.spread);
  for (std::size_t t = 0; t < n; ++t) {
    p.diagonal[t] += pull;
    p.gradient[t] -= pull * x[t];
  }
  for (std::size_t t = 1; t < n; ++t) {
    const double w = 1 / (o.drift * o.drift * s.years[t - 1]), d = x[t] - x[t - 1];
    p.diagonal[t] += w;
    p.diagonal[t - 1] += w;
    p.off[t] = -w;
    p.gradient[t] -= w * d;
    p.gradient[t - 1] += w * d;
  }
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t v = s.cell_start[state * n + t]; v < s.cell_start[state * n + t + 1]; ++v) {
      const auto& vote = s.of_cell[v];
      const auto& item = items[static_cast<std::size_t>(vote.item)];
      const Cell c = cell(item.slope * x[t], item.cut, item.cut + std::exp(item.gap));
      p.gradient[t] += item.slope * score(c, vote.choice);
      p.diagonal[t] += item.slope * item.slope * information(c);
    }
}

// Cholesky of the tridiagonal precision: diagonal into l, below it into m.
void factor(const Path& p, std::vector<double>& l, std::vector<double>& m) {
  const std::size_t n = p.diagonal.size();
  l.resize(n);
  m.assign(n, 0);
  for (std::size_t t = 0; t < n; ++t) {
    if (t > 0) m[t] = p.off[t] / l[t - 1];
    l[t] = std::sqrt(p.diagonal[t] - m[t] * m[t]);
  }
}

void solve(const std::vector<double>& l, const std::vector<double>& m, std::vector<double>& b) {
  const std::size_t n = l.size();
  for (std::size_t t = 0; t < n; ++t) b[t] = (b[t] - (t > 0 ? m[t] * b[t - 1] : 0)) / l[t];
  for (std::size_t t = n; t-- > 0;) b[t] = (b[t] - (t + 1 < n ? m[t + 1] * b[t + 1] : 0)) / l[t];
}

// Marginal variances: the diagonal of the inverse (Takahashi).
std::vector<double> variances(const std::vector<double>& l, const std::vector<double>& m) {
  const std::size_t n = l.size();
  std::vector<double> v(n);
  for (std::size_t t = n; t-- > 0;) {
    v[t] = 1 / (l[t] * l[t]);
    if (t + 1 < n) v[t] += m[t + 1] * m[t + 1] / (l[t] * l[t]) * v[t + 1];
  }
  return v;
}

double path_log_posterior(const Sorted& s, std::size_t state, const double* x, const std::vector<Item>& items,
                          const IdealOptions& o) {
  const std::size_t n = s.sessions;
  double sum = 0;
  for (std::size_t t = 0; t < n; ++t) sum -= 0.5 * x[t] * x[t] / (o.spread * o.spread);
  for (std::size_t t = 1; t < n; ++t)
    sum -= 0.5 * (x[t] - x[t - 1]) * (x[t] - x[t - 1]) / (o.drift * o.drift * s.years[t - 1]);
  double product = 1;
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t v = s.cell_start[state * n + t]; v < s.cell_start[state * n + t + 1]; ++v) {
      const auto& vote = s.of_cell[v];
      const auto& i = items[static_cast<std::size_t>(vote.item)];
      product *=
          cell(i.slope * x[t], i.cut, i.cut + std::exp(i.gap)).p[static_cast<std::size_t>(vote.choice)];
      if (product < 1e-250) sum += std::log(product), product = 1;
    }
  return sum + std::log(product);
}

template <typename Work>
void in_parallel(std::size_t n, unsigned threads, Work work) {
  const unsigned k = std::max(1U, threads);
  std::vector<std::jthread> workers;
  for (unsigned w = 1; w < k; ++w)
    workers.emplace_back([&, w] {
      for (std::size_t i = w; i < n; i += k) work(i);
    });
  for (std::size_t i = 0; i < n; i += k) work(i);
}

// First guess: agreement with the anchor over all votes.
std::vector<double> first_guess(const RollCalls& calls, const Sorted& s, std::size_t anchor) {
  std::vector<double> anchor_choice(s.items, -1);
  for (const auto& v : calls.votes)
    if (static_cast<std::size_t>(v.state) == anchor)
      anchor_choice[static_cast<std::size_t>(v.item)] = static_cast<double>(v.choice);
  std::vector<double> sum(s.states * s.sessions, 0), n(s.states * s.sessions, 0);
  for (const auto& v : calls.votes) {
    const double theirs = anchor_choice[static_cast<std::size_t>(v.item)];
    if (theirs < 0) continue;
    const auto at = static_cast<std::size_t>(v.state) * s.sessions + static_cast<std::size_t>(v.session);
    sum[at] += 1 - std::abs(theirs - static_cast<double>(v.choice)) / 2;
    ++n[at];
  }
  std::vector<double> x(s.states * s.sessions, 0);
  for (std::size_t t = 0; t < s.sessions; ++t) {
    double mean = 0, square = 0, count = 0;
    for (std::size_t i = 0; i < s.states; ++i)
      if (n[i * s.sessions + t] > 0) {
        const double v = sum[i * s.sessions + t] / n[i * s.sessions + t];
        mean += v;
        square += v * v;
        ++count;
      }
    if (count < 2) continue;
    mean /= count;
    const double sd = std::sqrt(std::max(square / count - mean * mean, 1e-6));
    for (std::size_t i = 0; i < s.states; ++i)
      if (n[i * s.sessions + t] > 0)
        x[i * s.sessions + t] =
            std::clamp((sum[i * s.sessions + t] / n[i * s.sessions + t] - mean) / sd, -3.0, 3.0);
  }
  return x;
}

struct Mode {
  std::vector<double> x, sd;
  std::vector<Item> items;
  int rounds = 0;
};

Mode climb(const RollCalls& calls, const Sorted& s, const IdealOptions& o) {
  const auto found = std::find(calls.states.begin(), calls.states.end(), o.anchor);
  if (found == calls.states.end()) throw text::Error("votes", "the anchor " + o.anchor + " casts none");
  const auto anchor = static_cast<std::size_t>(found - calls.states.begin());
  Mode m;
  m.x = first_guess(calls, s, anchor);
  m.sd.assign(m.x.size(), 0);
  m.items.resize(s.items);
  // Slopes begin with the sign of the choices' covariance with the first guess.
  for (std::size_t j = 0; j < s.items; ++j) {
    double sx = 0, sy = 0, sxy = 0, n = 0, no = 0, abstain = 0;
    for (std::size_t v = s.item_start[j]; v < s.item_start[j + 1]; ++v) {
      const double x = m.x[static_cast<std::size_t>(s.of_item[v].cell)],
                   y = static_cast<double>(s.of_item[v].choice);
      sx += x, sy += y, sxy += x * y, ++n;
      no += s.of_item[v].choice == Choice::no ? 1 : 0;
      abstain += s.of_item[v].choice == Choice::abstain ? 1 : 0;
    }
    if (n == 0) continue;
    m.items[j].slope = std::clamp(2 * (sxy - sx * sy / n) / n, -1.5, 1.5);
    const auto quantile = [](double p) { return 2.2 * (std::clamp(p, 0.02, 0.98) - 0.5); };
    m.items[j].cut = quantile(no / n);
    m.items[j].gap = std::log(std::max(quantile((no + abstain) / n) - m.items[j].cut, 0.1));
  }
  for (m.rounds = 1; m.rounds <= o.most_rounds; ++m.rounds) {
    in_parallel(s.items, o.threads, [&](std::size_t j) {
      Matrix3 f;
      m.items[j] = score_item(s, j, m.items[j], m.x, f);
    });
    std::vector<double> moved(s.states, 0);
    in_parallel(s.states, o.threads, [&](std::size_t i) {
      const auto begin = static_cast<std::ptrdiff_t>(i * s.sessions),
                 end = begin + static_cast<std::ptrdiff_t>(s.sessions);
      const std::vector<double> at(m.x.begin() + begin, m.x.begin() + end);
      Path p;
      std::vector<double> l, k;
      path_terms(s, i, at, m.items, o, p);
      factor(p, l, k);
      auto step = p.gradient;
      solve(l, k, step);
      const auto v = variances(l, k);
      for (std::size_t t = 0; t < s.sessions; ++t) {
        const double d = std::clamp(step[t], -0.5, 0.5);
        m.x[i * s.sessions + t] += d;
        m.sd[i * s.sessions + t] = std::sqrt(v[t]);
        moved[i] = std::max(moved[i], std::abs(d));
      }
    });
    if (o.progress) o.progress(static_cast<double>(m.rounds) / o.most_rounds);
    if (*std::max_element(moved.begin(), moved.end()) < 2e-3) break;
  }
  m.rounds = std::min(m.rounds, o.most_rounds);
  double sum = 0;
  for (std::size_t t = 0; t < s.sessions; ++t)
    if (s.cell_start[anchor * s.sessions + t + 1] > s.cell_start[anchor * s.sessions + t])
      sum += m.x[anchor * s.sessions + t];
  if (sum < 0) {
    for (auto& x : m.x) x = -x;
    for (auto& i : m.items) i.slope = -i.slope;
  }
  return m;
}

void check(const RollCalls& calls, const IdealOptions& o) {
  if (calls.votes.empty()) throw text::Error("votes", "there are none");
  if (calls.states.size() < 3) throw text::Error("votes", "fewer than three states vote");
  if (!(o.drift > 0) || !std::isfinite(o.drift)) throw text::Error("drift", "must be greater than 0");
  if (!(o.spread > 0) || !std::isfinite(o.spread)) throw text::Error("spread", "must be greater than 0");
}

template <typename Take>
void each_point(const RollCalls& calls, const Sorted& s, Take take) {
  for (std::size_t t = 0; t < s.sessions; ++t)
    for (std::size_t i = 0; i < calls.states.size(); ++i) {
      const auto at = i * s.sessions + t;
      if (const auto n = s.cell_start[at + 1] - s.cell_start[at]; n > 0) take(i, t, at, static_cast<int>(n));
    }
}

// Moves that leave every vote's chance as it is, so that the axis' origin and unit mix as fast as all else
// (Liu and Sabatti 2000, Biometrika 87): x + c with cut + slope c, drawn exactly; x times c with slope / c,
// by a few Metropolis steps.
void move_all(const Sorted& s, const IdealOptions& o, std::mt19937_64& random, std::vector<double>& x,
              std::vector<Item>& items) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform(0, 1);
  const double pull = 1 / (o.spread * o.spread), cut = 1 / (kCutSd * kCutSd);
  double precision = pull * static_cast<double>(x.size()), weighted = 0;
  for (const double v : x) weighted += pull * v;
  for (const auto& i : items) {
    precision += cut * i.slope * i.slope;
    weighted += cut * i.cut * i.slope;
  }
  const double shift = -weighted / precision + normal(random) / std::sqrt(precision);
  for (auto& v : x) v += shift;
  for (auto& i : items) i.cut += i.slope * shift;
  double squares = 0, slopes = 0;
  for (std::size_t i = 0; i < s.states; ++i)
    for (std::size_t t = 0; t < s.sessions; ++t) {
      const double v = x[i * s.sessions + t];
      squares += pull * v * v;
      if (t > 0) {
        const double d = v - x[i * s.sessions + t - 1];
        squares += d * d / (o.drift * o.drift * s.years[t - 1]);
      }
    }
  for (const auto& i : items) slopes += i.slope * i.slope / (kSlopeSd * kSlopeSd);
  const double power = static_cast<double>(x.size()) - static_cast<double>(items.size());
  const auto density = [&](double u) {
    return -0.5 * std::exp(2 * u) * squares - 0.5 * std::exp(-2 * u) * slopes + power * u;
  };
  double u = 0;
  for (int k = 0; k < 40; ++k) {
    const double next = u + 0.03 * normal(random);
    if (std::log(uniform(random)) < density(next) - density(u)) u = next;
  }
  const double scale = std::exp(u);
  for (auto& v : x) v *= scale;
  for (auto& i : items) i.slope /= scale;
}

// Of half chains; each draw a row of points.
std::pair<double, double> diagnose(const std::vector<std::vector<float>>& chains, std::size_t draws,
                                   std::size_t points, std::size_t point) {
  std::vector<std::vector<double>> halves;
  for (const auto& c : chains)
    for (std::size_t h = 0; h < 2; ++h) {
      std::vector<double> x;
      for (std::size_t k = h * (draws / 2); k < (h + 1) * (draws / 2); ++k)
        x.push_back(c[k * points + point]);
      halves.push_back(std::move(x));
    }
  const auto n = static_cast<double>(halves[0].size()), m = static_cast<double>(halves.size());
  std::vector<double> means;
  double within = 0, grand = 0;
  for (const auto& x : halves) {
    double mean = 0, square = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) square += (v - mean) * (v - mean);
    within += square / (n - 1) / m;
    means.push_back(mean);
    grand += mean / m;
  }
  double between = 0;
  for (const double v : means) between += (v - grand) * (v - grand) * n / (m - 1);
  const double plus = (n - 1) / n * within + between / n;
  if (!(within > 0)) return {1, n * m};
  // Effective size by variograms, until two lags together add nothing (Gelman and others 2013, 11.8).
  double tau = 1;
  for (std::size_t lag = 1; lag + 1 < halves[0].size(); lag += 2) {
    const auto rho = [&](std::size_t k) {
      double v = 0;
      for (const auto& x : halves)
        for (std::size_t i = k; i < x.size(); ++i) v += (x[i] - x[i - k]) * (x[i] - x[i - k]);
      return 1 - v / (m * (n - static_cast<double>(k))) / (2 * plus);
    };
    const double pair = rho(lag) + rho(lag + 1);
    if (pair < 0) break;
    tau += 2 * pair;
  }
  return {std::sqrt(plus / within), n * m / tau};
}

}  // namespace

IdealPoints estimate(const RollCalls& calls, const IdealOptions& o) {
  check(calls, o);
  const Sorted s(calls);
  const auto m = climb(calls, s, o);
  IdealPoints out;
  out.rounds = m.rounds;
  for (std::size_t i = 0; i < s.states; ++i)
    out.log_posterior += path_log_posterior(s, i, m.x.data() + i * s.sessions, m.items, o);
  for (const auto& i : m.items) out.log_posterior += log_prior(i);
  each_point(calls, s, [&](std::size_t i, std::size_t t, std::size_t at, int n) {
    out.points.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(t), n, m.x[at], m.sd[at],
                          m.x[at] - 1.6449 * m.sd[at], m.x[at] + 1.6449 * m.sd[at]});
  });
  return out;
}

IdealPoints sample(const RollCalls& calls, const IdealOptions& o) {
  check(calls, o);
  if (o.chains < 1 || o.draws < 20 || o.warm_up < 0)
    throw text::Error("sampler", "wants a chain and twenty draws at least");
  const Sorted s(calls);
  auto quiet = o;
  quiet.progress = {};
  const auto mode = climb(calls, s, quiet);
  std::vector<std::size_t> wanted;
  each_point(calls, s, [&](std::size_t, std::size_t, std::size_t at, int) { wanted.push_back(at); });
  const auto draws = static_cast<std::size_t>(o.draws);
  std::vector<std::vector<float>> kept(static_cast<std::size_t>(o.chains),
                                       std::vector<float>(draws * wanted.size()));
  std::vector<double> accepted(static_cast<std::size_t>(o.chains), 0);
  in_parallel(static_cast<std::size_t>(o.chains), o.threads, [&](std::size_t chain) {
    std::seed_seq seeds{static_cast<std::uint32_t>(o.seed), static_cast<std::uint32_t>(o.seed >> 32),
                        static_cast<std::uint32_t>(chain)};
    std::mt19937_64 random(seeds);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(0, 1);
    auto x = mode.x;
    auto items = mode.items;
    // Chains begin apart.
    for (std::size_t k = 0; k < x.size(); ++k) x[k] += 0.5 * mode.sd[k] * normal(random);
    double tried = 0, taken = 0;
    std::vector<double> l, m, z(s.sessions), proposal(s.sessions);
    Path p;
    for (int round = -o.warm_up; round < o.draws; ++round) {
      for (std::size_t j = 0; j < s.items; ++j) {
        Matrix3 f;
        Item best = score_item(s, j, mode.items[j], x, f);
        best = score_item(s, j, best, x, f);
        std::array<double, 3> draw{},
            old{items[j].slope - best.slope, items[j].cut - best.cut, items[j].gap - best.gap};
        double density_new = 0, density_old = 0;
        std::array<double, 3> e{};
        for (auto& v : e) v = normal(random);
        for (const double v : e) density_new -= 0.5 * v * v;
        // f f' is the precision: a draw solves f' d = e; the old state's density comes from f' old.
        for (std::size_t r = 3; r-- > 0;) {
          draw[r] = e[r];
          for (std::size_t k = r + 1; k < 3; ++k) draw[r] -= f[k][r] * draw[k];
          draw[r] /= f[r][r];
        }
        for (std::size_t r = 0; r < 3; ++r) {
          double w = 0;
          for (std::size_t k = r; k < 3; ++k) w += f[k][r] * old[k];
          density_old -= 0.5 * w * w;
        }
        const Item next{best.slope + draw[0], best.cut + draw[1], best.gap + draw[2]};
        const double ratio = log_likelihood(s, j, next, x) + log_prior(next) -
                             log_likelihood(s, j, items[j], x) - log_prior(items[j]) + density_old -
                             density_new;
        ++tried;
        if (std::isfinite(ratio) && std::log(uniform(random)) < ratio) items[j] = next, ++taken;
      }
      for (std::size_t i = 0; i < s.states; ++i) {
        const auto begin = static_cast<std::ptrdiff_t>(i * s.sessions),
                   end = begin + static_cast<std::ptrdiff_t>(s.sessions);
        std::vector<double> at(mode.x.begin() + begin, mode.x.begin() + end);
        for (int k = 0; k < 2; ++k) {
          path_terms(s, i, at, items, o, p);
          factor(p, l, m);
          auto step = p.gradient;
          solve(l, m, step);
          for (std::size_t t = 0; t < s.sessions; ++t) at[t] += std::clamp(step[t], -0.5, 0.5);
        }
        double density_new = 0, density_old = 0;
        for (std::size_t t = 0; t < s.sessions; ++t) {
          z[t] = normal(random);
          density_new -= 0.5 * z[t] * z[t];
        }
        for (std::size_t t = s.sessions; t-- > 0;)
          proposal[t] = (z[t] - (t + 1 < s.sessions ? m[t + 1] * proposal[t + 1] : 0)) / l[t];
        double* mine = x.data() + i * s.sessions;
        for (std::size_t t = 0; t < s.sessions; ++t) {
          const double w =
              l[t] * (mine[t] - at[t]) + (t + 1 < s.sessions ? m[t + 1] * (mine[t + 1] - at[t + 1]) : 0);
          density_old -= 0.5 * w * w;
        }
        for (std::size_t t = 0; t < s.sessions; ++t) proposal[t] += at[t];
        const double ratio = path_log_posterior(s, i, proposal.data(), items, o) -
                             path_log_posterior(s, i, mine, items, o) + density_old - density_new;
        ++tried;
        if (std::isfinite(ratio) && std::log(uniform(random)) < ratio)
          std::copy(proposal.begin(), proposal.end(), mine), ++taken;
      }
      move_all(s, o, random, x, items);
      if (round >= 0)
        for (std::size_t w = 0; w < wanted.size(); ++w)
          kept[chain][static_cast<std::size_t>(round) * wanted.size() + w] = static_cast<float>(x[wanted[w]]);
      if (chain == 0 && o.progress)
        o.progress(static_cast<double>(round + o.warm_up + 1) / (o.draws + o.warm_up));
    }
    accepted[chain] = taken / tried;
  });
  IdealPoints out;
  out.rounds = mode.rounds;
  out.r_hat = 1;
  out.effective = kInfinite;
  for (const double a : accepted) out.accepted += a / static_cast<double>(accepted.size());
  std::size_t w = 0;
  std::vector<double> column;
  each_point(calls, s, [&](std::size_t i, std::size_t t, std::size_t, int n) {
    column.clear();
    for (const auto& c : kept)
      for (std::size_t k = 0; k < draws; ++k) column.push_back(c[k * wanted.size() + w]);
    double mean = 0, square = 0;
    for (const double v : column) mean += v / static_cast<double>(column.size());
    for (const double v : column) square += (v - mean) * (v - mean) / static_cast<double>(column.size());
    std::sort(column.begin(), column.end());
    out.points.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(t), n, mean,
                          std::sqrt(square), column[column.size() / 20], column[column.size() * 19 / 20]});
    const auto [r_hat, effective] = diagnose(kept, draws, wanted.size(), w);
    out.r_hat = std::max(out.r_hat, r_hat);
    out.effective = std::min(out.effective, effective);
    ++w;
  });
  return out;
}

}  // namespace realign::measure
