#include "scenario/nash.h"

#include <cmath>

#include "text/error.h"

namespace realign::scenario {

SharedPie split_pie(const Terms& t) {
  const auto bad = [](const char* what) { throw text::Error("bargain", what); };
  if (!(t.capability > 0) || !(t.patron_capability > 0)) bad("capabilities must be greater than 0");
  if (!(t.partners >= 1)) bad("partners must be 1 or more");
  if (!(t.dependence >= 0 && t.dependence <= 1)) bad("dependence must lie between 0 and 1");
  if (!(t.patience > 0 && t.patience < 1) || !(t.patron_patience > 0 && t.patron_patience < 1))
    bad("patience must lie between 0 and 1");
  SharedPie out;
  out.outside = (1 - t.dependence) * (1 - 1 / t.partners);
  out.patron_outside = 0.5 * t.patron_capability / (t.capability + t.patron_capability);
  if (const double both = out.outside + out.patron_outside; both > 0.9) {
    out.outside *= 0.9 / both;
    out.patron_outside *= 0.9 / both;
  }
  const double own = std::log(t.patience), theirs = std::log(t.patron_patience);
  out.weight = theirs / (own + theirs);
  out.share = out.outside + out.weight * (1 - out.outside - out.patron_outside);
  return out;
}

Terms with_more_partners(Terms terms, double more) {
  terms.dependence *= terms.partners / (terms.partners + more);
  terms.partners += more;
  return terms;
}

}  // namespace realign::scenario
