// Where states stand in the votes of the United Nations' General Assembly: a dynamic ordinal item-response
// model.
//
// Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution 61:2). A vote of state i in session t on
// resolution j is no, abstain or yes as the latent y* = b_j x_it + e, e ~ N(0, 1), lies below k1_j, between
// the cutpoints, or above k2_j. Resolutions that return with the same words share b and both cutpoints: they
// bridge the sessions. Priors:
//   x_it in N(0, p^2) and in N(x_i,t-1, d^2 years), multiplied;   b_j ~ N(0, 1),  k1_j ~ N(0, 3^2),  ln(k2_j
//   - k1_j) ~ N(-1, 1.2^2)
// The sign is fixed by an anchor state, whose mean point is positive.
//
// `estimate`: posterior mode by alternating Fisher scoring over resolutions and over states (each state's
// path in one step, tridiagonal), with standard errors given the resolutions. `sample`: Metropolis within
// Gibbs; a resolution's three numbers, and a state's whole path, are proposed from the normal approximation
// at their conditional mode and accepted or not, so that draws are nearly independent. The same seed gives
// the same draws on any number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace realign::measure {

enum class Choice : unsigned char { no, abstain, yes };

struct RollCalls {
  struct Vote {
    std::int32_t state = 0, session = 0, item = 0;  // indices
    Choice choice = Choice::no;
  };
  std::vector<std::string> states;  // codes
  std::vector<int> sessions;        // numbers, ascending
  std::int32_t items = 0;           // resolutions, those with the same words counted once
  std::vector<Vote> votes;

  // Tables (also .gz): votes with columns rcid, session, country_code, vote (yes, no, abstain; anything else
  // is no vote); matches with columns rcid1, rcid2, "" for none. Error naming file and line. `code`: turns a
  // code of the table into ours, "" for unknown (kept as written).
  static RollCalls read(const std::string& votes, const std::string& matches,
                        const std::function<std::string(const std::string&)>& code);
};

struct IdealPoint {
  std::int32_t state = 0, session = 0;
  int votes = 0;
  double mean = 0, sd = 0, low = 0, high = 0;  // 90 % interval
};

struct IdealPoints {
  std::vector<IdealPoint> points;  // states with votes in a session, by session then state
  double log_posterior = 0;
  int rounds = 0;
  // Of the sampler only: the largest split R-hat and the smallest effective sample size of all points (Gelman
  // and others 2013, Bayesian Data Analysis, 11.4, 11.5), and the share of proposals accepted.
  double r_hat = 0, effective = 0, accepted = 0;
};

struct IdealOptions {
  double spread = 0.58;  // p: how far states lie from 0
  double drift = 0.5;    // d: standard deviation of a state's move between sessions
  std::string anchor = "USA";
  int most_rounds = 60;
  unsigned threads = 2;
  int chains = 2, draws = 300, warm_up = 100;
  std::uint64_t seed = 1;
  std::function<void(double)> progress;
};

IdealPoints estimate(const RollCalls& calls, const IdealOptions& options);
IdealPoints sample(const RollCalls& calls, const IdealOptions& options);

}  // namespace realign::measure
