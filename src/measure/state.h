// State: the level behind a noisy series, by a linear Gaussian state space model with exact diffuse start.
//
//   local level          y_t = m_t + e_t,              m_{t+1} = m_t + h_t
//   local linear trend   y_t = m_t + e_t,              m_{t+1} = m_t + b_t + h_t,   b_{t+1} = b_t + z_t
//   e_t ~ N(0, s2_e / n_t), h_t ~ N(0, s2_h), z_t ~ N(0, s2_z)
//
// with n_t the number of events behind the mean y_t; n_t = 0: missing. Filter, likelihood and smoother with
// exact diffuse initialisation follow Durbin and Koopman (2012, Time Series Analysis by State Space Methods,
// 2nd ed., sections 5.2, 5.3, 7.2.2; the diffuse observations' constants are left out of the likelihood), the
// simulation smoother Durbin and Koopman (2002, Biometrika 89:3) by mean correction. s2_e is concentrated
// out, the ratios are found by Brent's method (level) or the simplex of Nelder and Mead (trend).
#pragma once

#include <random>
#include <span>
#include <vector>

namespace realign::measure {

struct Observation {
  double value = 0;
  double count = 1;  // 0: missing; else the weight n_t >= 0
};

struct Variances {
  double observation = 1;  // s2_e > 0
  double level = 0;        // s2_h >= 0
  double slope = 0;        // s2_z >= 0; used by the trend alone
};

enum class Model : unsigned char { local_level, local_trend };

struct Fit {
  Variances variances;
  double log_likelihood = 0;  // diffuse
  bool enough = false;  // false: fewer than three observed periods, or no variation: nothing was estimated
};

struct Smoothed {
  std::vector<double> level, variance;  // of each period, missing ones too
  std::vector<double> slope;            // trend only
};

Fit fit(std::span<const Observation> y, Model model);
// Diffuse log-likelihood at given variances.
double log_likelihood(std::span<const Observation> y, Model model, const Variances& v);
Smoothed smooth(std::span<const Observation> y, Model model, const Variances& v);

// Draws of the levels given the data and the variances: `n` rows of y.size().
std::vector<std::vector<double>> simulate(std::span<const Observation> y, Model model, const Variances& v,
                                          std::size_t n, std::mt19937_64& random);

// Variances of the local level drawn from their posterior: the ratio q = s2_h / s2_e on a grid with
// log q ~ N(log 0.05, 2^2), s2_e given q from its inverse gamma (Jeffreys' prior). Integrating over them is
// what keeps intervals honest where data are few.
std::vector<Variances> draw_variances(std::span<const Observation> y, std::size_t n, std::mt19937_64& random);

}  // namespace realign::measure
