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

void check(const std::vector<Actor>& actors) {
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
  if (!apart) fail("actors", "all hold the same position: there is nothing to bargain about");
}

void Bargaining::set(const std::vector<Actor>& actors) {
  check(actors);
  actors_ = actors;
  const auto [low, high] = std::minmax_element(
      actors.begin(), actors.end(), [](const Actor& a, const Actor& b) { return a.position < b.position; });
  range_ = high->position - low->position;
  risk_.assign(actors.size(), 1.0);
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

// Fills distances (with each actor's exponent if `risky`), the votes for each position over each other, and
// the chances.
void Bargaining::votes(bool risky) {
  const std::size_t n = actors_.size();
  distance_.resize(n * n);
  weight_.resize(n);
  up_.assign(n * n, 0);
  probability_.resize(n * n);
  for (std::size_t k = 0; k < n; ++k) {
    weight_[k] = actors_[k].capability * actors_[k].salience;
    for (std::size_t a = 0; a < n; ++a) {
      const double d = std::abs(actors_[k].position - actors_[a].position) / range_;
      distance_[k * n + a] = weight_[k] * (risky ? std::pow(d, risk_[k]) : d);
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double* d = distance_.data() + k * n;
    for (std::size_t a = 0; a < n; ++a) {
      double* row = up_.data() + a * n;
      const double mine = d[a];
      for (std::size_t b = 0; b < n; ++b) row[b] += std::max(d[b] - mine, 0.0);
    }
  }
  double all = 0;
  if (variant_ == Variant::scholz)
    for (const double v : up_)
      all += v;  // each ordered pair's votes for its first: together every |vote| once ...
  all *= 2;      // ... and the pair the other way round
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) {
      const double total = variant_ == Variant::scholz ? all : up_[a * n + b] + up_[b * n + a];
      probability_[a * n + b] = actors_[a].position == actors_[b].position
                                    ? (variant_ == Variant::scholz ? 0.0 : 0.5)
                                    : (total > 0 ? up_[a * n + b] / total : 0.5);
    }
}

// What i makes of every contest it could be in: its own challenges and those against it, both with its
// exponent.
void Bargaining::utilities() {
  const std::size_t n = actors_.size();
  own_.assign(n * n, 0);
  theirs_.assign(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double r = risk_[i], status_quo = q_ * (2 - 4 * std::pow(0.5, r)), s = actors_[i].salience;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      // A shock may put an actor outside the first range: the utility is then that of the range's end.
      const double half = 0.5 * std::min(std::abs(actors_[i].position - actors_[j].position) / range_, 1.0);
      const double success = 2 - 4 * std::pow(0.5 - half, r), failure = 2 - 4 * std::pow(0.5 + half, r);
      const auto value = [&](double p, double resists) {
        return resists * (p * success + (1 - p) * failure) + (1 - resists) * success - status_quo;
      };
      own_[i * n + j] = value(probability_[i * n + j], actors_[j].salience);
      theirs_[i * n + j] = value(probability_[j * n + i], s);
    }
  }
}

void Bargaining::attitudes() {
  const std::size_t n = actors_.size();
  votes(false);
  // With exponent 1 success is worth d / R times 2 more than the status quo, failure as much less.
  danger_.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double s = actors_[i].salience;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      const double half = 0.5 * std::min(std::abs(actors_[i].position - actors_[j].position) / range_, 1.0);
      const double success = 2 - 4 * (0.5 - half), failure = 2 - 4 * (0.5 + half),
                   p = probability_[j * n + i];
      danger_[i] += s * (p * success + (1 - p) * failure) + (1 - s) * success;
    }
  }
  const auto [least, most] = std::minmax_element(danger_.begin(), danger_.end());
  const double low = *least, high = *most;
  places_.resize(n);
  terms_.resize(n);
  first_.assign(n, 1);  // of those that share a position one is enough to try it
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < a && first_[a] != 0; ++b)
      if (actors_[a].position == actors_[b].position) first_[a] = 0;
  down_.resize(n * n);  // up_ turned round, so that the loop below runs along rows
  for (std::size_t a = 0; a < n; ++a) {
    places_[a] = 2 * actors_[a].position / range_;  // in halves of the range
    for (std::size_t b = 0; b < n; ++b) down_[a * n + b] = up_[b * n + a];
  }
  for (std::size_t i = 0; i < n; ++i) {
    double from = low, to = high;
    if (variant_ == Variant::corrected) {
      // Its danger if it held another's position: it then votes for that one with all its weight.
      from = to = danger_[i];
      for (std::size_t p = 0; p < n; ++p) {
        if (first_[p] == 0 || actors_[p].position == actors_[i].position) continue;
        // In two loops, the first without a running sum, so that it can be done several at a time.
        const double s = actors_[i].salience, w = weight_[i] / 2, x = places_[p], here = distance_[i * n + p];
        const double *mine = distance_.data() + i * n, *for_p = up_.data() + p * n,
                     *for_j = down_.data() + p * n, *places = places_.data();
        double* terms = terms_.data();
        for (std::size_t j = 0; j < n; ++j) {
          const double success = std::min(std::abs(places[j] - x), 2.0), vote = here - mine[j];
          // Votes for j's position over p without i's old vote, and for p with its new one.
          const double gone = vote > 0 ? vote : 0.0, lost = vote < 0 ? -vote : 0.0;
          const double up = for_j[j] - gone, down = for_p[j] - lost + w * std::abs(places[j] - x);
          const double chance = up / (up + down + 1e-300);
          terms[j] = success * (s * (2 * chance - 1) + 1 - s);
        }
        double danger = -terms[i];  // i does not challenge itself
        for (std::size_t j = 0; j < n; ++j) danger += terms[j];
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
  bool found = false;
  double best = 0;
  for (std::size_t j = 0; j < n; ++j) {
    if (actors_[j].position == x) continue;
    const double own = own_[i * n + j], theirs = theirs_[i * n + j];
    Move m{i, j, OfferKind::compromise, own, theirs, actors_[j].position};
    if (theirs > own && own > 0) {
      m.kind = OfferKind::confrontation;
    } else if (theirs > 0 && own < 0 && theirs > -own) {
      m.position = x + (actors_[j].position - x) * std::abs(own / theirs);
    } else if (theirs > 0 && own < 0 && (variant_ == Variant::corrected ? theirs <= -own : false)) {
      // Scholz and others' test (theirs < |theirs|) never holds: nobody capitulates.
      m.kind = OfferKind::capitulation;
    } else {
      continue;
    }
    // Confrontations before compromises before capitulations; within a kind the one that costs least.
    double key = std::abs(x - m.position);
    if (variant_ == Variant::scholz && m.kind == OfferKind::compromise)
      key = (-own * x + theirs * actors_[j].position) / (-own + theirs);
    if (!found || m.kind < move.kind || (m.kind == move.kind && key < best)) {
      found = true;
      best = key;
      move = m;
    }
  }
  return found;
}

Round Bargaining::step() {
  const std::size_t n = actors_.size();
  attitudes();
  votes(true);
  utilities();
  Round round;
  for (std::size_t i = 0; i < n; ++i)
    if (Move move; best_offer(i, move)) round.moves.push_back(move);
  for (const auto& m : round.moves) actors_[m.actor].position = m.position;
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

double Bargaining::conflict_risk(std::size_t i, std::size_t j) const {
  const std::size_t n = actors_.size();
  if (own_.size() != n * n || i == j) return 0;
  return own_[i * n + j] > 0 && own_[j * n + i] > 0 ? actors_[i].salience * actors_[j].salience : 0;
}

}  // namespace realign::scenario
