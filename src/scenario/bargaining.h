// The bargaining model: actors with a position on one issue, the capability to press it and the salience they
// give it challenge one another round by round; challenges end in a lost confrontation, a compromise or a
// capitulation.
//
// Bueno de Mesquita (1985, International Studies Quarterly 29; 1994, in Bueno de Mesquita and Stokman,
// European Community Decision Making; 1997, International Interactions 23). Variant `scholz` follows Scholz,
// Calbert and Smith (2011, Journal of Theoretical Politics 23:4) in every step. Variant `corrected`, the
// default, differs where they depart from the published model or from sense:
//   probabilities  scholz divides the votes for a side by the votes over all pairs of positions, so that the
//   chances of
//                  a contest do not sum to one; corrected divides by the votes cast in this contest.
//   compromise     scholz takes the compromise with the lowest weighted position; corrected the offer that
//   moves the
//                  actor least, as both papers say.
//   risk           scholz compares an actor's danger with the other actors'; corrected with what it would be
//   at the
//                  other positions that the actor could take (Bueno de Mesquita 1985).
// With R the range of the first round's positions, w_k = capability times salience, r_k the exponent of risk:
//   vote of k for a over b        w_k ((|x_k - b| / R)^r_k - (|x_k - a| / R)^r_k)
//   success, failure, status quo  2 - 4 (1/2 -+ |x_i - x_j| / 2R)^r,   2 - 4 (1/2)^r
//   EU of i challenging j         s_j (P U_success + (1 - P) U_failure) + (1 - s_j) U_success - Q
//   U_status_quo risk                          alpha = (2 D - D_max - D_min) / (D_max - D_min), D the sum of
//   the others' EU against one exponent                      r = (1 - alpha / 3) / (1 + alpha / 3)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace realign::scenario {

enum class Variant : unsigned char { corrected, scholz };
enum class OfferKind : unsigned char { confrontation, compromise, capitulation };
std::string_view to_string(OfferKind kind);

struct Actor {
  std::string name;
  double position = 0;    // finite
  double capability = 1;  // >= 0
  double salience = 0.5;  // 0..1
};

struct Move {
  std::size_t actor = 0, other = 0;  // who moves, toward or because of whom
  OfferKind kind = OfferKind::compromise;
  double own = 0, theirs = 0;  // expected utilities of challenging one another, both as the mover sees them
  double position = 0;         // where it moves
};

struct Forecast {
  double median = 0;  // Condorcet winner among the positions, votes weighted by capability and salience
  double mean = 0;    // weighted mean
};

struct Round {
  std::vector<Move> moves;
  std::vector<double> positions;  // after the moves
  std::vector<double> risk;       // exponents in this round
  Forecast outcome;               // after the moves
};

// Works on one set of actors; memory is reused from round to round and from run to run. Not for several
// threads at once.
class Bargaining {
 public:
  explicit Bargaining(Variant variant = Variant::corrected, double q = 1) : variant_(variant), q_(q) {}

  // Error (text::Error) for fewer than two actors, more than 1,000, one position for all, a capability that
  // is negative or no number, all capabilities or saliences zero, a salience outside 0..1.
  void set(const std::vector<Actor>& actors);
  // Changes that happen between rounds (shocks). The range of positions stays that of set().
  std::vector<Actor>& actors() { return actors_; }
  const std::vector<Actor>& actors() const { return actors_; }

  // The same after a round in which actors came or went; the range of positions stays.
  void replace(std::vector<Actor> actors);

  // Chance that the position of i beats that of j if all are neutral to risk (the positions of now).
  double contest(std::size_t i, std::size_t j) const;

  Round step();
  Forecast outcome() const;
  double range() const { return range_; }

  // After a step: chance that the position of i beats that of j in a contest (of the last round), and i's
  // expected utility of challenging j as i sees it.
  double probability(std::size_t i, std::size_t j) const { return probability_[i * actors_.size() + j]; }
  double utility(std::size_t i, std::size_t j) const { return own_[i * actors_.size() + j]; }
  // Of a fight between i and j in the last round: both expect to gain from it, and both care enough to resist
  // (salience of one times salience of the other); 0 if one of them would rather not.
  double conflict_risk(std::size_t i, std::size_t j) const;

 private:
  Variant variant_;
  double q_, range_ = 1;
  std::vector<Actor> actors_;
  std::vector<double> distance_, weight_, probability_, own_, theirs_, risk_, danger_, up_, down_, places_,
      terms_;

  std::vector<char> first_;

  void votes(bool risky);
  void utilities();
  void attitudes();
  bool best_offer(std::size_t i, Move& move) const;
};

// Are these fit to be bargained with? The Error names the actor, or what all lack.
void check(const std::vector<Actor>& actors);

}  // namespace realign::scenario
