// The bargaining model: actors with a position on one issue, the capability to press it and the salience they
// give it challenge one another round by round; a challenge ends in a conflict, a compromise or in giving in.
//
// Bueno de Mesquita (1985, American Political Science Review 79; 1994, in Bueno de Mesquita and Stokman,
// European Community Decision Making; 1997, International Interactions 23). With R the length of the issue
// (the range of the first round's positions, or as given), w_k = capability times salience, r_k the exponent
// of risk:
//   vote of k for a over b      w_k ((|x_k - b| / R)^r_k - (|x_k - a| / R)^r_k)
//   success, failure            2 - 4 (1/2 - |x_i - x_j| / 2R)^r,   2 - 4 (1/2 + |x_i - x_j| / 2R)^r
//   status quo                  2 - 4 (1/2)^r
//   EU of i challenging j       s_j (P U_success + (1 - P) U_failure) + (1 - s_j) U_success - Q U_status_quo
//   risk                        r = (1 - alpha / 3) / (1 + alpha / 3), with D the others' EU against one and
//                               alpha = (2 D - D_max - D_min) / (D_max - D_min)
// With a = EU of challenging j and b = EU of being challenged by j, both as i sees them: a, b > 0 is a
// conflict; b > -a > 0 a compromise, i goes |a / b| of the way to j; -a >= b > 0 i gives in and goes all the
// way.
//
// Variant `scholz` follows Scholz, Calbert and Smith (2011, Journal of Theoretical Politics 23:4) in every
// step. Variant `corrected`, the default, differs where they depart from the published model or from sense
// (Differences); each difference can be turned on and off by itself.
//
// Risk of conflict of a pair in a round (conflict_risk): the chance that one challenges and the other
// resists,
//   1 - (1 - g_i m_i s_i s_j) (1 - g_j m_j s_i s_j)
//   g_i = EU_i / (the most that i could gain if all of R were won)     m_i = min(1, C_i / C_j)
// where both expect to gain. g is how ready one is to escalate (readiness grows with the expected gain: Bueno
// de Mesquita and Lalman 1986, American Political Science Review 80), s the model's own chance that one cares
// enough to act or to resist; m says that who is much weaker does not come to blows, however many are on its
// side. Where only one expects to gain, the other gives way and there is no conflict, unless it is fixed:
// then g_i m_i s_i s_j. So trifles carry little risk, and an actor that may not give way carries much. It
// ranks pairs and cases; it has not been calibrated on wars.
//
// Three rules for the outcome: the weighted median (Condorcet winner, Black 1948), the weighted mean, and the
// probabilistic Condorcet election of election.h.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace realign::scenario {

enum class Variant : unsigned char { corrected, scholz };
enum class OfferKind : unsigned char { confrontation, compromise, capitulation };
std::string_view to_string(OfferKind kind);

// What `corrected` does and `scholz` does not.
struct Differences {
  bool probabilities = false;  // a contest's chances sum to one: votes are divided by those cast in it, not
                               // by the votes over all pairs of positions
  bool offer = false;  // an actor takes the offer that moves it least; scholz: a lost confrontation before
                       // any compromise, then the compromise with the lowest weighted position
  bool risk = false;   // danger is compared with what it would be at the other positions that the actor could
                       // take (Bueno de Mesquita 1985); scholz: with the other actors' danger
  bool capitulation = false;  // who has more to lose than the other has to gain gives in; in scholz's test
                              // (b < |b|) nobody ever does
  bool conflict = false;      // a conflict has an uncertain outcome (Bueno de Mesquita 1997, p. 244): nobody
                              // moves by it; scholz: the one with less to gain goes all the way to the other

  bool operator==(const Differences&) const = default;
};
inline constexpr std::array<std::string_view, 5> kDifferences = {"probabilities", "offer", "risk",
                                                                 "capitulation", "conflict"};
bool& difference(Differences& d, std::size_t i);  // by its place in kDifferences
Differences differences_of(Variant variant);      // none, or all

struct Actor {
  std::string name;
  double position = 0;    // finite
  double capability = 1;  // >= 0
  double salience = 0.5;  // 0..1
  bool fixed = false;     // stays where it is, whatever it is offered
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
// threads at once. A round of n actors at m different positions costs n m m divisions and n m powers.
class Bargaining {
 public:
  explicit Bargaining(Variant variant = Variant::corrected, double q = 1)
      : Bargaining(differences_of(variant), q) {}
  explicit Bargaining(const Differences& differences, double q = 1) : d_(differences), q_(q) {}

  // Error (text::Error) for fewer than two actors, more than 1,000, one position for all, a capability that
  // is negative or no number, all capabilities or saliences zero, a salience outside 0..1. `range`: R, and
  // one position for all is then allowed; 0: the range of the actors' positions.
  void set(const std::vector<Actor>& actors, double range = 0);
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

  // Of the last round, as its positions were before the moves: chance that the position of i beats that of j
  // in a contest, i's expected utility of challenging j as i sees it, and of being challenged by j.
  double probability(std::size_t i, std::size_t j) const;
  double utility(std::size_t i, std::size_t j) const { return own_[i * actors_.size() + j]; }
  double challenged(std::size_t i, std::size_t j) const { return theirs_[i * actors_.size() + j]; }
  // utility() over the most that i could gain: -1..1, and how ready i is to escalate if above 0.
  double readiness(std::size_t i, std::size_t j) const;
  // Of a conflict between i and j in the last round; see above.
  double conflict_risk(std::size_t i, std::size_t j) const;

 private:
  Differences d_;
  double q_, range_ = 1;
  std::vector<Actor> actors_;
  // By actor (n), place (m: the different positions, ascending), or both.
  std::vector<std::size_t> place_, order_;
  std::vector<double> places_, at_place_, distance_, sums_, weight_, for_, against_, probability_, own_,
      theirs_, risk_, danger_, terms_, logs_, most_;

  void places();
  void logarithms();
  void votes(bool risky);
  void utilities();
  void attitudes();
  bool best_offer(std::size_t i, Move& move) const;
};

// Are these fit to be bargained with? The Error names the actor, or what all lack.
void check(const std::vector<Actor>& actors, bool apart = true);  // apart: not all at one position

}  // namespace realign::scenario
