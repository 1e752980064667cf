// Where states stand in the votes of the United Nations' General Assembly: a dynamic ordinal item-response
// model.
//
// Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution 61:2). A vote of state i in session t on
// resolution j is no, abstain or yes as the latent y* = b_j x_it + e, e ~ N(0, 1), lies below k1_j, between
// the cutpoints, or above k2_j. Resolutions that return with the same words share b and both cutpoints: they
// bridge the sessions. A choice that nobody made has no cutpoint; unanimous resolutions, and sessions with a
// single one, are left out. As in the authors' run:
//   b_j ~ N(0, 1), cutpoints uniform from -7 to 7;
//   x_it ~ N(x_i,t-1, 2 d^2 n_t / (n_t + n_t-1)), n the votes cast, d = 0.5. Knowledge flows forward alone: a
//     session does not revise the one before. A state's first session is centred on its second.
//   All points have mean 0 and standard deviation 1; the mean of an anchor state's is positive.
// The authors rescale the points after each round of their sampler. In its equilibrium the rescaling is a
// pull on each point toward 0 by a share s of the information that its votes would bear if the latent votes
// were seen, s sum b_j^2: V dL/dx = s x, with V the conditional variance of the point. Without it the Soviet
// bloc of the 1980s runs away from all others. We state it as a prior, N(x0, 1 / (s sum b_j^2)), with s and
// x0 found so that the points keep their standard deviation and mean by themselves (s is about 0.007). So a
// sampler may mix as fast as it can and still agree.
//
// `estimate`: variational. Newton's steps for the resolutions, EM's for the points, each expecting over what
// is uncertain of the other (a joint mode takes the other's error for fact); standard errors given the
// resolutions. `sample`: Metropolis within Gibbs without latent votes; a resolution's numbers, and a point,
// are proposed from the conditional density's own curvature and accepted or not, so that draws are nearly
// independent given the rest; spans of sessions are shifted and stretched together with what was voted there,
// which otherwise takes hundreds of rounds. The same seed gives the same draws on any number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/votes.h"

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

  int doubled = 0;  // votes left out, as a country has two in the same roll call

  // Tables (also .gz): votes with columns rcid, session, country_code, vote (yes, no, abstain; anything else
  // is no vote); matches with columns rcid1, rcid2, "" for none. Error naming file and line. `code`: turns a
  // code of the table into ours, "" for unknown (kept as written). NA is Namibia from its membership on,
  // before it is a missing code (R's way of writing it), and the vote is left out.
  static RollCalls read(const std::string& votes, const std::string& matches,
                        const std::function<std::string(const std::string&)>& code);
  static std::vector<ledger::Vote> read_votes(const std::string& path,
                                              const std::function<std::string(const std::string&)>& code);
  static std::vector<ledger::Match> read_matches(const std::string& path);
  static RollCalls of(std::vector<ledger::Vote> votes, const std::vector<ledger::Match>& matches);
  static RollCalls of(const ledger::Ledger& ledger);  // empty if none were imported
};

struct IdealPoint {
  std::int32_t state = 0, session = 0;
  int votes = 0;
  double mean = 0, sd = 0, low = 0, high = 0;  // 90 % interval
};

struct IdealPoints {
  std::vector<IdealPoint> points;  // states with votes in a session, by session then state
  int rounds = 0;
  // Of the sampler only: the largest split R-hat and the smallest effective sample size of all points (Gelman
  // and others 2013, Bayesian Data Analysis, 11.4, 11.5), and the share of proposals accepted.
  double r_hat = 0, effective = 0, accepted = 0;
};

struct IdealOptions {
  double drift = 0.5;  // d: standard deviation of a state's move between sessions with as many votes
  std::string anchor = "USA";
  int most_rounds = 100;
  unsigned threads = 2;
  int chains = 2, draws = 2000, warm_up = 400;
  std::uint64_t seed = 1;
  std::function<void(double)> progress;
};

IdealPoints estimate(const RollCalls& calls, const IdealOptions& options);
IdealPoints sample(const RollCalls& calls, const IdealOptions& options);

}  // namespace realign::measure
