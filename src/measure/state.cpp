#include "measure/state.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace realign::measure {
namespace {

constexpr double kLog2Pi = 1.8378770664093453;
constexpr double kDiffuse = 1e-10;  // F_inf below this is zero

template <int D>
using Vec = Eigen::Matrix<double, D, 1>;
template <int D>
using Mat = Eigen::Matrix<double, D, D>;

template <int D>
Mat<D> transition() {
  Mat<D> t = Mat<D>::Identity();
  if constexpr (D == 2) t(0, 1) = 1;
  return t;
}

template <int D>
Mat<D> disturbance(const Variances& v) {
  Mat<D> q = Mat<D>::Zero();
  q(0, 0) = v.level;
  if constexpr (D == 2) q(1, 1) = v.slope;
  return q;
}

// What the smoother needs of a step of the filter.
template <int D>
struct Step {
  Vec<D> a;
  Mat<D> p, p_inf, l0, l1;
  double v = 0, f = 0, f_inf = 0;
  bool seen = false, diffuse = false;
};

// Durbin and Koopman (2012), 5.2. Steps are kept if `steps` is given. The likelihood's parts are returned for
// concentrating: sum of log F, of v^2 / F, and the numbers of diffuse and other observations.
struct Parts {
  double log_f = 0, squares = 0;
  int diffuse = 0, other = 0;
};

template <int D>
Parts filter(std::span<const Observation> y, const Variances& variances, std::vector<Step<D>>* steps) {
  const Mat<D> t = transition<D>(), q = disturbance<D>(variances);
  Vec<D> a = Vec<D>::Zero();
  Mat<D> p = Mat<D>::Zero(), p_inf = Mat<D>::Identity();
  Parts parts;
  if (steps != nullptr) steps->resize(y.size());
  bool diffuse = true;
  for (std::size_t i = 0; i < y.size(); ++i) {
    Step<D> s;
    s.a = a;
    s.p = p;
    s.p_inf = p_inf;
    s.seen = y[i].count > 0;
    if (!s.seen) {
      a = t * a;
      p = t * p * t.transpose() + q;
      if (diffuse) p_inf = t * p_inf * t.transpose();
      s.diffuse = diffuse;
      s.l0 = t;
      s.l1.setZero();
    } else {
      s.v = y[i].value - a(0);
      s.f = p(0, 0) + variances.observation / y[i].count;
      s.f_inf = diffuse ? p_inf(0, 0) : 0;
      if (s.f_inf > kDiffuse) {
        s.diffuse = true;
        const Vec<D> m_inf = p_inf.col(0), m = p.col(0);
        const Vec<D> k0 = t * m_inf / s.f_inf;
        const Vec<D> k1 = t * (m / s.f_inf - m_inf * s.f / (s.f_inf * s.f_inf));
        s.l0 = t;
        s.l0.col(0) -= k0;
        s.l1.setZero();
        s.l1.col(0) = -k1;
        a = t * a + k0 * s.v;
        p = t * p_inf * s.l1.transpose() + t * p * s.l0.transpose() + q;
        p_inf = t * p_inf * s.l0.transpose();
        if (p_inf.cwiseAbs().maxCoeff() < kDiffuse) {
          p_inf.setZero();
          diffuse = false;
        }
        parts.log_f += std::log(s.f_inf);
        ++parts.diffuse;
      } else {
        s.diffuse = diffuse;
        const Vec<D> k = t * p.col(0) / s.f;
        s.l0 = t;
        s.l0.col(0) -= k;
        s.l1.setZero();
        a = t * a + k * s.v;
        p = t * p * s.l0.transpose() + q;
        if (diffuse) p_inf = t * p_inf * t.transpose();
        parts.log_f += std::log(s.f);
        parts.squares += s.v * s.v / s.f;
        ++parts.other;
      }
    }
    if (steps != nullptr) (*steps)[i] = s;
  }
  return parts;
}

// Durbin and Koopman (2012), 5.3; variances only if wanted.
template <int D>
Smoothed smoother(const std::vector<Step<D>>& steps, bool with_variance) {
  const std::size_t n = steps.size();
  Smoothed out;
  out.level.resize(n);
  if (with_variance) out.variance.resize(n);
  if constexpr (D == 2) out.slope.resize(n);
  Vec<D> r0 = Vec<D>::Zero(), r1 = Vec<D>::Zero();
  Mat<D> n0 = Mat<D>::Zero(), n1 = Mat<D>::Zero(), n2 = Mat<D>::Zero();
  for (std::size_t i = n; i-- > 0;) {
    const auto& s = steps[i];
    if (s.seen && s.f_inf > kDiffuse) {
      const double f1 = 1 / s.f_inf, f2 = -s.f / (s.f_inf * s.f_inf);
      Vec<D> z = Vec<D>::Zero();
      z(0) = 1;
      r1 = z * (s.v * f1) + s.l0.transpose() * r1 + s.l1.transpose() * r0;
      r0 = s.l0.transpose() * r0;
      if (with_variance) {
        const Mat<D> zz = z * z.transpose();
        n2 = zz * f2 + s.l0.transpose() * n2 * s.l0 + s.l0.transpose() * n1 * s.l1 +
             s.l1.transpose() * n1.transpose() * s.l0 + s.l1.transpose() * n0 * s.l1;
        n1 = zz * f1 + s.l0.transpose() * n1 * s.l0 + s.l1.transpose() * n0 * s.l0;
        n0 = s.l0.transpose() * n0 * s.l0;
      }
    } else {
      r1 = (s.diffuse ? transition<D>().transpose() * r1 : Vec<D>::Zero().eval());
      r0 = s.l0.transpose() * r0;
      if (s.seen) r0(0) += s.v / s.f;
      if (with_variance) {
        n0 = s.l0.transpose() * n0 * s.l0;
        if (s.seen) n0(0, 0) += 1 / s.f;
        if (s.diffuse) {
          n1 = transition<D>().transpose() * n1 * s.l0;
          n2 = transition<D>().transpose() * n2 * transition<D>();
        }
      }
    }
    Vec<D> alpha = s.a + s.p * r0;
    if (s.diffuse) alpha += s.p_inf * r1;
    out.level[i] = alpha(0);
    if constexpr (D == 2) out.slope[i] = alpha(1);
    if (with_variance) {
      Mat<D> v = s.p - s.p * n0 * s.p;
      if (s.diffuse) {
        const Mat<D> cross = s.p_inf * n1 * s.p;
        v -= cross + cross.transpose() + s.p_inf * n2 * s.p_inf;
      }
      out.variance[i] = std::max(v(0, 0), 0.0);
    }
  }
  return out;
}

double log_likelihood_of(const Parts& p) {
  return -0.5 * (p.other * kLog2Pi + p.log_f + p.squares);
}

// With s2_e = 1 and the ratios given, the best s2_e is the mean of v^2/F; the likelihood there.
double concentrated(const Parts& p, double& observation) {
  observation = p.squares / p.other;
  return -0.5 * (p.other * (kLog2Pi + std::log(observation) + 1) + p.log_f);
}

// The local level with s2_e = 1 in plain numbers: the inner loop of every fit.
Parts level_parts(std::span<const Observation> y, double q) {
  Parts parts;
  double a = 0, p = -1;  // p < 0: still diffuse
  double product = 1;
  for (const auto& o : y) {
    if (o.count <= 0) {
      if (p >= 0) p += q;
      continue;
    }
    const double h = 1 / o.count;
    if (p < 0) {
      a = o.value;
      p = h + q;
      ++parts.diffuse;
      continue;
    }
    const double f = p + h, k = p / f, v = o.value - a;
    a += k * v;
    parts.squares += v * v / f;
    p = k * h + q;
    product *= f;
    if (product > 1e100 || product < 1e-100) parts.log_f += std::log(product), product = 1;
    ++parts.other;
  }
  parts.log_f += std::log(product);
  return parts;
}

// Brent (1973), minimum of `f` in [a, b].
template <typename F>
double brent(F f, double a, double b, double tolerance) {
  const double golden = 0.5 * (3 - std::sqrt(5.0));
  double x = a + golden * (b - a), w = x, v = x, fx = f(x), fw = fx, fv = fx, d = 0, e = 0;
  for (int i = 0; i < 100; ++i) {
    const double m = 0.5 * (a + b), tol = tolerance * std::abs(x) + 1e-10;
    if (std::abs(x - m) <= 2 * tol - 0.5 * (b - a)) break;
    bool section = true;
    if (std::abs(e) > tol) {
      double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      q = std::abs(q);
      const double before = e;
      e = d;
      if (std::abs(p) < std::abs(0.5 * q * before) && p > q * (a - x) && p < q * (b - x)) {
        d = p / q;
        if (const double u = x + d; u - a < 2 * tol || b - u < 2 * tol) d = x < m ? tol : -tol;
        section = false;
      }
    }
    if (section) {
      e = x < m ? b - x : a - x;
      d = golden * e;
    }
    const double u = std::abs(d) >= tol ? x + d : x + (d > 0 ? tol : -tol), fu = f(u);
    if (fu <= fx) {
      (u < x ? b : a) = x;
      v = w, fv = fw, w = x, fw = fx, x = u, fx = fu;
    } else {
      (u < x ? a : b) = u;
      if (fu <= fw || w == x) {
        v = w, fv = fw, w = u, fw = fu;
      } else if (fu <= fv || v == x || v == w) {
        v = u, fv = fu;
      }
    }
  }
  return x;
}

// Nelder and Mead (1965) in two dimensions.
template <typename F>
std::array<double, 2> simplex(F f, std::array<double, 2> start, double size) {
  using P = std::array<double, 2>;
  std::array<P, 3> x = {start, P{start[0] + size, start[1]}, P{start[0], start[1] + size}};
  std::array<double, 3> y = {f(x[0]), f(x[1]), f(x[2])};
  for (int i = 0; i < 400; ++i) {
    std::array<int, 3> o = {0, 1, 2};
    std::sort(o.begin(), o.end(),
              [&](int a, int b) { return y[static_cast<std::size_t>(a)] < y[static_cast<std::size_t>(b)]; });
    const auto best = static_cast<std::size_t>(o[0]), mid = static_cast<std::size_t>(o[1]),
               worst = static_cast<std::size_t>(o[2]);
    if (std::abs(y[worst] - y[best]) < 1e-12 * (1 + std::abs(y[best])) &&
        std::abs(x[worst][0] - x[best][0]) + std::abs(x[worst][1] - x[best][1]) < 1e-7)
      break;
    const P c = {(x[best][0] + x[mid][0]) / 2, (x[best][1] + x[mid][1]) / 2};
    const auto at = [&](double k) {
      return P{c[0] + k * (c[0] - x[worst][0]), c[1] + k * (c[1] - x[worst][1])};
    };
    const P r = at(1);
    const double fr = f(r);
    if (fr < y[best]) {
      const P e = at(2);
      const double fe = f(e);
      x[worst] = fe < fr ? e : r;
      y[worst] = std::min(fe, fr);
    } else if (fr < y[mid]) {
      x[worst] = r, y[worst] = fr;
    } else {
      const P k = at(fr < y[worst] ? 0.5 : -0.5);
      const double fk = f(k);
      if (fk < std::min(fr, y[worst])) {
        x[worst] = k, y[worst] = fk;
      } else {
        for (const auto j : {mid, worst}) {
          x[j] = {(x[j][0] + x[best][0]) / 2, (x[j][1] + x[best][1]) / 2};
          y[j] = f(x[j]);
        }
      }
    }
  }
  return x[static_cast<std::size_t>(std::min_element(y.begin(), y.end()) - y.begin())];
}

constexpr double kLeastLogRatio = -18, kMostLogRatio = 12;

template <int D>
std::vector<std::vector<double>> draws(std::span<const Observation> y, const Variances& v, std::size_t n,
                                       std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> out;
  out.reserve(n);
  std::vector<Observation> residual(y.begin(), y.end());
  std::vector<double> level(y.size());
  std::vector<Step<D>> steps;
  const double sh = std::sqrt(v.level), sz = std::sqrt(v.slope);
  for (std::size_t k = 0; k < n; ++k) {
    double m = 0, b = 0;
    for (std::size_t t = 0; t < y.size(); ++t) {
      level[t] = m;
      if (y[t].count > 0)
        residual[t].value = y[t].value - m - normal(random) * std::sqrt(v.observation / y[t].count);
      m += b + sh * normal(random);
      if constexpr (D == 2) b += sz * normal(random);
    }
    filter<D>(residual, v, &steps);
    auto smoothed = smoother<D>(steps, false).level;
    for (std::size_t t = 0; t < y.size(); ++t) smoothed[t] += level[t];
    out.push_back(std::move(smoothed));
  }
  return out;
}

bool enough(std::span<const Observation> y, int least) {
  int seen = 0;
  double first = 0;
  bool varies = false;
  for (const auto& o : y) {
    if (o.count <= 0) continue;
    if (seen++ == 0)
      first = o.value;
    else
      varies = varies || o.value != first;
  }
  return seen >= least && varies;
}

}  // namespace

double log_likelihood(std::span<const Observation> y, Model model, const Variances& v) {
  return log_likelihood_of(model == Model::local_level ? filter<1>(y, v, nullptr) : filter<2>(y, v, nullptr));
}

Fit fit(std::span<const Observation> y, Model model) {
  Fit out;
  out.enough = enough(y, model == Model::local_level ? 3 : 4);
  if (!out.enough) return out;
  double observation = 1;
  if (model == Model::local_level) {
    // The likelihood may have two maxima: the best of a coarse grid first.
    const auto loss = [&](double x) { return -concentrated(level_parts(y, std::exp(x)), observation); };
    double best = -4, least = loss(best);
    for (double x = -10; x <= 4; x += 2)
      if (const double l = loss(x); l < least) least = l, best = x;
    const double x = brent(loss, std::max(best - 3, kLeastLogRatio), std::min(best + 3, kMostLogRatio), 1e-7);
    const double q = std::exp(x);
    concentrated(level_parts(y, q), observation);
    out.variances = {observation, q * observation, 0};
  } else {
    const auto loss = [&](const std::array<double, 2>& x) {
      const auto bound = [](double l) { return std::exp(std::clamp(l, kLeastLogRatio, kMostLogRatio)); };
      return -concentrated(filter<2>(y, {1, bound(x[0]), bound(x[1])}, nullptr), observation);
    };
    std::array<double, 2> best = {-2, -4};
    double least = loss(best);
    for (const double a : {-8.0, -4.0, -1.0, 1.0})
      for (const double b : {-12.0, -8.0, -5.0, -2.0})
        if (const double l = loss({a, b}); l < least) least = l, best = {a, b};
    best = simplex(loss, best, 1.0);
    best = simplex(loss, best, 0.3);
    loss(best);
    const auto bound = [](double l) { return std::exp(std::clamp(l, kLeastLogRatio, kMostLogRatio)); };
    out.variances = {observation, bound(best[0]) * observation, bound(best[1]) * observation};
  }
  out.log_likelihood = log_likelihood(y, model, out.variances);
  return out;
}

Smoothed smooth(std::span<const Observation> y, Model model, const Variances& v) {
  if (model == Model::local_level) {
    std::vector<Step<1>> steps;
    filter<1>(y, v, &steps);
    return smoother<1>(steps, true);
  }
  std::vector<Step<2>> steps;
  filter<2>(y, v, &steps);
  return smoother<2>(steps, true);
}

std::vector<std::vector<double>> simulate(std::span<const Observation> y, Model model, const Variances& v,
                                          std::size_t n, std::mt19937_64& random) {
  return model == Model::local_level ? draws<1>(y, v, n, random) : draws<2>(y, v, n, random);
}

std::vector<Variances> draw_variances(std::span<const Observation> y, std::size_t n,
                                      std::mt19937_64& random) {
  constexpr int kGrid = 41;
  constexpr double kFrom = -9, kTo = 4, kMean = -2.995732273553991, kSd = 2;  // log 0.05
  std::array<double, kGrid> weight{}, squares{};
  int other = 0;
  double most = -1e300;
  for (int i = 0; i < kGrid; ++i) {
    const double x = kFrom + (kTo - kFrom) * i / (kGrid - 1);
    const auto p = level_parts(y, std::exp(x));
    other = p.other;
    // s2_e integrated out with prior 1 / s2_e.
    weight[static_cast<std::size_t>(i)] = -0.5 * p.log_f -
                                          0.5 * p.other * std::log(std::max(p.squares, 1e-300)) -
                                          0.5 * (x - kMean) * (x - kMean) / (kSd * kSd);
    squares[static_cast<std::size_t>(i)] = p.squares;
    most = std::max(most, weight[static_cast<std::size_t>(i)]);
  }
  for (auto& w : weight) w = std::exp(w - most);
  std::discrete_distribution<int> choose(weight.begin(), weight.end());
  std::gamma_distribution<double> gamma(0.5 * std::max(other, 1), 1.0);
  std::uniform_real_distribution<double> jitter(-0.5, 0.5);
  std::vector<Variances> out;
  out.reserve(n);
  for (std::size_t k = 0; k < n; ++k) {
    const int i = choose(random);
    const double x = kFrom + (kTo - kFrom) * (i + jitter(random)) / (kGrid - 1);
    const double s2 = std::max(0.5 * squares[static_cast<std::size_t>(i)] / gamma(random), 1e-12);
    out.push_back({s2, std::exp(x) * s2, 0});
  }
  return out;
}

}  // namespace realign::measure
