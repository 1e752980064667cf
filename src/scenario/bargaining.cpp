#include "scenario/bargaining.h"

#include <algorithm>
#include <cmath>

#include "text/error.h"

namespace realign::scenario {

std::string_view to_string(OfferKind kind) {
  switch (kind) {
    case OfferKind::confrontation:
      return "confrontation";
    case OfferKind::compromise:
      return "compromise";
    case OfferKind::capitulation:
      return "capitulation";
  }
  return {};
}

bool& difference(Differences& d, std::size_t i) {
  return *std::array{&d.probabilities, &d.offer, &d.risk, &d.capitulation, &d.conflict}.at(i);
}

Differences differences_of(Variant variant) {
  const bool all = variant == Variant::corrected;
  return {all, all, all, all, all};
}

void check(const std::vector<Actor>& actors, bool must_be_apart) {
  const auto fail = [](const std::string& where, const std::string& what) { throw text::Error(where, what); };
  if (actors.size() < 2) fail("actors", actors.empty() ? "there are none" : "one alone cannot bargain");
  if (actors.size() > 1000)
    fail("actors", std::to_string(actors.size()) + " are more than the 1000 that can be handled");
  double capability = 0, weight = 0;
  bool apart = false;
  for (const auto& a : actors) {
    const std::string who = "actor '" + a.name + "'";
    if (!std::isfinite(a.position)) fail(who, "its position is no number");
    if (!std::isfinite(a.capability) || a.capability < 0) fail(who, "its capability must be 0 or more");
    if (!(a.salience >= 0 && a.salience <= 1)) fail(who, "its salience must lie between 0 and 1");
    capability += a.capability;
    weight += a.capability * a.salience;
    apart = apart || a.position != actors.front().position;
  }
  if (capability <= 0) fail("actors", "none of them has any capability");
  if (weight <= 0) fail("actors", "none that has capability cares about the issue (salience)");
  if (must_be_apart && !apart)
    fail("actors", "all hold the same position: there is nothing to bargain about");
}

namespace {

// Hot loops, compiled for wide registers as well; nothing is fused or reordered, so that all machines give
// the same numbers.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define REALIGN_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define REALIGN_WIDE
#endif

// What everybody at place j would expect to gain from an actor with salience s that stood at x; see
// attitudes().
REALIGN_WIDE double dangers(double* __restrict terms, const double* __restrict places,
                            const double* __restrict at_place, const double* __restrict mine,
                            const double* __restrict over, const double* __restrict under, double x,
                            double here, double w, double s, std::size_t m) {
  for (std::size_t j = 0; j < m; ++j) {
    const double far = places[j] > x ? places[j] - x : x - places[j], success = far < 2 ? far : 2,
                 vote = here - mine[j], gone = vote > 0 ? vote : 0, lost = vote < 0 ? -vote : 0;
    // Votes for place j over x without the actor's old vote, and for x with its new one.
    const double up = over[j] - gone, down = under[j] - lost + w * far;
    const double chance = up / (up + down + 1e-300);
    terms[j] = at_place[j] * success * (s * (2 * chance - 1) + 1 - s);
  }
  double sums[4] = {0, 0, 0, 0};  // four at a time: one running sum would wait for itself
  std::size_t j = 0;
  for (; j + 4 <= m; j += 4)
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += terms[j + lane];
  for (; j < m; ++j) sums[0] += terms[j];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

void Bargaining::set(const std::vector<Actor>& actors, double range) {
  check(actors, range <= 0);
  actors_ = actors;
  const auto [low, high] = std::minmax_element(
      actors.begin(), actors.end(), [](const Actor& a, const Actor& b) { return a.position < b.position; });
  range_ = range > 0 ? range : high->position - low->position;
  risk_.assign(actors.size(), 1.0);
  own_.clear();
}

void Bargaining::replace(std::vector<Actor> actors) {
  actors_ = std::move(actors);
  risk_.assign(actors_.size(), 1.0);
  own_.clear();
}

double Bargaining::contest(std::size_t i, std::size_t j) const {
  double up = 0, down = 0;
  for (const auto& a : actors_) {
    const double v =
        a.capability * a.salience *
        (std::abs(a.position - actors_[j].position) - std::abs(a.position - actors_[i].position));
    (v > 0 ? up : down) += std::abs(v);
  }
  return up + down > 0 ? up / (up + down) : 0.5;
}

// The different positions, ascending, and where each actor stands among them.
void Bargaining::places() {
  const std::size_t n = actors_.size();
  places_.resize(n);
  place_.resize(n);
  for (std::size_t i = 0; i < n; ++i) places_[i] = actors_[i].position;
  std::sort(places_.begin(), places_.end());
  places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  order_.resize(n);
  for (std::size_t i = 0; i < n; ++i) order_[i] = i;
  // Equal positions in an order of their own too, so that sums do not depend on that of the actors.
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    const auto &x = actors_[a], &y = actors_[b];
    if (x.position != y.position) return x.position < y.position;
    if (x.capability != y.capability) return x.capability < y.capability;
    return x.salience != y.salience ? x.salience < y.salience : a < b;
  });
  at_place_.assign(places_.size(), 0);
  for (std::size_t i = 0; i < n; ++i) {
    place_[i] = static_cast<std::size_t>(
        std::lower_bound(places_.begin(), places_.end(), actors_[i].position) - places_.begin());
    at_place_[place_[i]] += 1;
  }
}

// Of the distances between places and of what remains of the range below and above the middle: powers are
// then exp2(r log2 x), and the logarithm is taken once for both directions and all exponents.
void Bargaining::logarithms() {
  const std::size_t m = places_.size();
  logs_.resize(3 * m * m);
  double *far = logs_.data(), *below = far + m * m, *above = below + m * m;
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      const double d = (places_[a] - places_[b]) / range_;
      // A shock may put an actor outside the range: the utility is then that of the range's end.
      const double half = 0.5 * std::min(d, 1.0);
      far[a * m + b] = far[b * m + a] = std::log2(d);
      below[a * m + b] = below[b * m + a] = std::log2(0.5 - half);
      above[a * m + b] = above[b * m + a] = std::log2(0.5 + half);
    }
}

// Fills weighted distances (with each actor's exponent if `risky`), the votes for each place over each other,
// and the chances.
void Bargaining::votes(bool risky) {
  const std::size_t n = actors_.size(), m = places_.size();
  distance_.resize(n * m);
  weight_.resize(n);
  for_.resize(m * m);
  against_.resize(m * m);
  probability_.resize(m * m);
  sums_.resize((n + 1) * m);
  // sums_: of the weighted distances from each place of those who stand before the k-th in order of position.
  std::fill_n(sums_.begin(), m, 0.0);
  if (risky) logarithms();
  for (std::size_t at = 0; at < n; ++at) {
    const std::size_t k = order_[at];
    const double* logs = risky ? logs_.data() + place_[k] * m : nullptr;
    weight_[k] = actors_[k].capability * actors_[k].salience;
    double *d = distance_.data() + k * m, *sum = sums_.data() + at * m;
    for (std::size_t a = 0; a < m; ++a) {
      const double far = std::abs(actors_[k].position - places_[a]) / range_;
      d[a] = weight_[k] * (risky && risk_[k] != 1 && far > 0 ? std::exp2(risk_[k] * logs[a]) : far);
    }
    for (std::size_t a = 0; a < m; ++a) sum[m + a] = sum[a] + d[a];
  }
  // Those nearer to a are for it: all who stand before the middle between a and b, so that two sums tell how
  // much they lose by b.
  const double* last = sums_.data() + n * m;
  for (std::size_t a = 0; a < m; ++a) {
    for_[a * m + a] = 0;
    std::size_t nearer = 0;
    for (std::size_t b = a + 1; b < m; ++b) {
      while (nearer < n &&
             actors_[order_[nearer]].position - places_[a] < places_[b] - actors_[order_[nearer]].position)
        ++nearer;
      const double* sum = sums_.data() + nearer * m;
      for_[a * m + b] = std::max(sum[b] - sum[a], 0.0);
      for_[b * m + a] = std::max((last[a] - sum[a]) - (last[b] - sum[b]), 0.0);
    }
  }
  double all = 0;
  if (!d_.probabilities)  // over all pairs of actors, not of places
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) all += for_[place_[i] * m + place_[j]];
  all *= 2;  // each ordered pair's votes for its first, and the pair the other way round
  for (std::size_t a = 0; a < m; ++a)
    for (std::size_t b = 0; b < m; ++b) {
      against_[a * m + b] = for_[b * m + a];
      const double total = d_.probabilities ? for_[a * m + b] + for_[b * m + a] : all;
      probability_[a * m + b] =
          a == b ? (d_.probabilities ? 0.5 : 0.0) : (total > 0 ? for_[a * m + b] / total : 0.5);
    }
}

// What i makes of every contest it could be in: its own challenges and those against it, both with its
// exponent.
void Bargaining::utilities() {
  const std::size_t n = actors_.size(), m = places_.size();
  own_.assign(n * n, 0);
  theirs_.assign(n * n, 0);
  terms_.resize(2 * m);
  most_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double r = risk_[i], status_quo = q_ * (2 - 4 * std::exp2(-r)), s = actors_[i].salience;
    const double *below = logs_.data() + (m + place_[i]) * m, *above = below + m * m;
    most_[i] = 2 - status_quo;
    for (std::size_t a = 0; a < m; ++a) {
      terms_[2 * a] = 2 - 4 * std::exp2(r * below[a]);
      terms_[2 * a + 1] = 2 - 4 * std::exp2(r * above[a]);
    }
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      const double success = terms_[2 * place_[j]], failure = terms_[2 * place_[j] + 1];
      const auto value = [&](double p, double resists) {
        return resists * (p * success + (1 - p) * failure) + (1 - resists) * success - status_quo;
      };
      own_[i * n + j] = value(probability_[place_[i] * m + place_[j]], actors_[j].salience);
      theirs_[i * n + j] = value(probability_[place_[j] * m + place_[i]], s);
    }
  }
}

void Bargaining::attitudes() {
  const std::size_t n = actors_.size(), m = places_.size();
  votes(false);
  // With exponent 1 success is worth d / R times 2 more than the status quo, failure as much less.
  danger_.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double s = actors_[i].salience;
    for (std::size_t a = 0; a < m; ++a) {
      const double far = 2 * std::min(std::abs(actors_[i].position - places_[a]) / range_, 1.0),
                   p = probability_[a * m + place_[i]];
      danger_[i] += at_place_[a] * far * (s * (2 * p - 1) + 1 - s);
    }
  }
  const auto [least, most] = std::minmax_element(danger_.begin(), danger_.end());
  const double low = *least, high = *most;
  terms_.resize(2 * m);
  double* halves = terms_.data() + m;  // places in halves of the range
  for (std::size_t a = 0; a < m; ++a) halves[a] = 2 * places_[a] / range_;
  for (std::size_t i = 0; i < n; ++i) {
    double from = low, to = high;
    if (d_.risk) {
      // Its danger if it held another's position: it then votes for that one with all its weight.
      from = to = danger_[i];
      for (std::size_t p = 0; p < m; ++p) {
        if (p == place_[i]) continue;
        double danger = dangers(terms_.data(), halves, at_place_.data(), distance_.data() + i * m,
                                for_.data() + p * m, against_.data() + p * m, halves[p], distance_[i * m + p],
                                weight_[i] / 2, actors_[i].salience, m);
        danger -= terms_[place_[i]] / at_place_[place_[i]];  // i does not challenge itself
        from = std::min(from, danger);
        to = std::max(to, danger);
      }
    }
    const double alpha = to > from ? (2 * danger_[i] - to - from) / (to - from) : 0;
    risk_[i] = (1 - alpha / 3) / (1 + alpha / 3);
  }
}

bool Bargaining::best_offer(std::size_t i, Move& move) const {
  const std::size_t n = actors_.size();
  const double x = actors_[i].position;
  if (actors_[i].fixed) return false;
  bool found = false;
  double best = 0;
  for (std::size_t j = 0; j < n; ++j) {
    if (actors_[j].position == x) continue;
    const double own = own_[i * n + j], theirs = theirs_[i * n + j];
    Move m{i, j, OfferKind::compromise, own, theirs, actors_[j].position};
    if (theirs > own && own > 0) {
      if (d_.conflict) continue;
      m.kind = OfferKind::confrontation;
    } else if (theirs > 0 && own < 0 && theirs > -own) {
      m.position = x + (actors_[j].position - x) * std::abs(own / theirs);
    } else if (theirs > 0 && own < 0 && d_.capitulation) {
      m.kind = OfferKind::capitulation;
    } else {
      continue;
    }
    double key = std::abs(x - m.position);
    if (!d_.offer && m.kind == OfferKind::compromise)
      key = (-own * x + theirs * actors_[j].position) / (-own + theirs);
    const bool first = !d_.offer && m.kind < move.kind, same = d_.offer || m.kind == move.kind;
    if (!found || first || (same && key < best)) {
      found = true;
      best = key;
      move = m;
    }
  }
  return found;
}

Round Bargaining::step() {
  places();
  attitudes();
  votes(true);
  utilities();
  Round round;
  for (std::size_t i = 0; i < actors_.size(); ++i)
    if (Move move; best_offer(i, move)) round.moves.push_back(move);
  for (const auto& m : round.moves) actors_[m.actor].position = m.position;
  round.positions.reserve(actors_.size());
  for (const auto& a : actors_) round.positions.push_back(a.position);
  round.risk = risk_;
  round.outcome = outcome();
  return round;
}

Forecast Bargaining::outcome() const {
  Forecast f;
  double weight = 0;
  for (const auto& a : actors_) {
    const double w = a.capability * a.salience;
    f.mean += w * a.position;
    weight += w;
  }
  f.mean = weight > 0 ? f.mean / weight : 0;
  // Preferences fall with distance, so the weighted median beats every other position (Black 1948): the
  // position with the most votes against each met before.
  std::vector<double> positions;
  for (const auto& a : actors_) positions.push_back(a.position);
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  f.median = positions.front();
  for (const double p : positions) {
    double votes = 0;
    for (const auto& a : actors_)
      votes += a.capability * a.salience * (std::abs(a.position - f.median) - std::abs(a.position - p));
    if (votes > 0) f.median = p;
  }
  return f;
}

double Bargaining::probability(std::size_t i, std::size_t j) const {
  return probability_[place_[i] * places_.size() + place_[j]];
}

double Bargaining::readiness(std::size_t i, std::size_t j) const {
  return utility(i, j) / most_[i];
}

double Bargaining::conflict_risk(std::size_t i, std::size_t j) const {
  const std::size_t n = actors_.size();
  if (own_.size() != n * n || i == j) return 0;
  const auto& one = actors_[i];
  const auto& other = actors_[j];
  const auto acts = [&](double ready, double own, double theirs) {
    if (ready <= 0 || own <= 0) return 0.0;
    return ready * (own < theirs ? own / theirs : 1) * one.salience * other.salience;
  };
  if (utility(i, j) <= 0 && utility(j, i) <= 0) return 0;
  const double a = acts(readiness(i, j), one.capability, other.capability),
               b = acts(readiness(j, i), other.capability, one.capability);
  if (utility(i, j) > 0 && utility(j, i) > 0) return 1 - (1 - a) * (1 - b);
  if (other.fixed && utility(i, j) > 0) return a;
  if (one.fixed && utility(j, i) > 0) return b;
  return 0;
}

}  // namespace realign::scenario
