// Negotiating strength: how a country and its patron split what they gain by agreeing, each with something to
// fall back on.
//
// Nash's (1950) bargaining solution with outside options (breakdown payoffs) and patience as weights
// (Binmore, Rubinstein and Wolinsky 1986, RAND Journal of Economics 17): with the pie 1, outside options o
// and o', discount factors d and d',
//   share of the country = o + a (1 - o - o'),   a = ln d' / (ln d + ln d')
// The outside options are modelled, simply and openly:
//   o  = (1 - dependence) (1 - 1 / partners)   what its other partners could replace
//   o' = 1/2 C' / (C + C')                     what the patron could take by force, at half its worth
// scaled down together if they add up to more than 0.9: then there is hardly anything left to agree on.
#pragma once

#include <vector>

namespace realign::scenario {

struct Terms {
  double capability = 1, patron_capability = 1;  // > 0
  double partners = 1;                           // effective number, >= 1
  double dependence = 1;                         // 0..1
  double patience = 0.9, patron_patience = 0.9;  // discount factors, 0 < d < 1
};

struct SharedPie {
  double share = 0;  // of the country, 0..1
  double outside = 0, patron_outside = 0;
  double weight = 0.5;  // a
};

SharedPie split_pie(const Terms& terms);  // text::Error for terms out of range
// The same country with more partners of the weight of those it has: the patron's share of it shrinks
// likewise.
Terms with_more_partners(Terms terms, double more);

}  // namespace realign::scenario
