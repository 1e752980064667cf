// A third rule for the outcome: the probabilistic Condorcet election of the KAPSARC Toolkit for Behavioral
// Analysis (KTAB). Where a median gives one winner, it says how likely each position is to be the favourite.
//
// Wise, Lester and Efird (2015), "An Introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB) using
// One-Dimensional Spatial Models" and "Multidimensional Bargaining Using KTAB", KAPSARC discussion papers;
// Wise, "Markov Voting with Incentives in KTAB". One option is the favourite at any moment; another is
// proposed and beats it or does not, as in Black's committees, but by informal influence: a small majority
// wins often, not always. With M options, utilities u_i(a) = 1 - |x_i - a| / R and weights w_i = capability
// times salience,
//   support        S[a:b] = sum_i w_i max(u_i(a) - u_i(b), 0)
//   victory        P[a > b] = S[a:b]^v / (S[a:b]^v + S[b:a]^v)       v = 1 by default; P[a > a] = 1/2
//   challenge      C[a | b] = 1 / M (uniform), or S[a:b] P[a > b] over its sum (by incentive)
//   next favourite p'(a) = sum_b P[a > b] (p(a) C[b | a] + p(b) C[a | b])
// and the answer is the distribution p = p'. It is found directly, by eliminating one option after the other
// (Grassmann, Taksar and Heyman 1985, Operations Research 33), which subtracts nothing and so keeps small
// chances exact. Options are the actors' positions; R cancels out.
#pragma once

#include <vector>

#include "scenario/bargaining.h"

namespace realign::scenario {

enum class Challenges : unsigned char { uniform, incentive };

struct Election {
  std::vector<double> options;  // the different positions of actors with any weight, ascending
  std::vector<double> chances;  // that each is the favourite; they sum to 1

  double expected() const;             // mean of the distribution
  double likeliest() const;            // the option with the highest chance
  double distance(double from) const;  // expected distance of the outcome from a position
};

// Actors as in check(); several may share a position. With one option it is certain.
Election elect(const std::vector<Actor>& actors, Challenges challenges = Challenges::uniform,
               double exponent = 1);

}  // namespace realign::scenario
