// Running a scenario: one run with given numbers, a forced choice against the free case, many runs over the
// distributions, and which number matters most.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenario/election.h"
#include "scenario/nash.h"
#include "scenario/scenario.h"

namespace realign::scenario {

struct Conflict {
  std::size_t a = 0, b = 0;  // actors of the scenario, a < b
  double risk = 0;           // the highest of all rounds (Bargaining::conflict_risk)
  int round = 0;             // in which it was highest
};

// One actor's challenge of another in a round: what comes of it before anybody moves.
struct Challenge {
  std::size_t actor = 0, other = 0;  // of the scenario
  double chance = 0;                 // that the actor's position would beat the other's
  double gain = 0;                   // what it expects of challenging, over the most it could gain, -1..1
  double feared = 0;                 // what the other expects, as the other sees it, likewise
  double risk = 0;                   // of conflict, of the pair
};

struct Run {
  std::vector<Round> rounds;  // indices in moves and positions are the scenario's actors
  std::vector<std::vector<double>>
      paths;  // by actor, before the first round and after each; NaN while not there
  Forecast outcome, start;
  Election election, election_start;  // chances of the positions; the same rule at the end and at the start
  std::vector<std::vector<Challenge>> challenges;  // by round, those from which the actor expects a gain;
                                                   // only if asked for
  std::vector<Conflict> conflicts;                 // pairs with any risk, the highest first
  bool settled = false;                            // nobody moved in the last round

  double any_conflict() const;                // chance of at least one, pairs taken as independent
  double conflict_of(std::size_t who) const;  // ... that involves this actor
};

// All numbers of a scenario: position, capability and salience of each actor; position, capability, salience
// and the two factors of each shock (NaN where it has none); partners, dependence and both patiences of
// [bargain].
std::vector<double> middles(const Scenario& scenario);
struct Input {
  std::size_t at = 0;  // in middles()
  const Number* number = nullptr;
  std::string name;  // "Russia: capability"
};
std::vector<Input> inputs_of(const Scenario& scenario);                       // those that are uncertain
Terms terms_of(const Scenario& scenario, const std::vector<double>& values);  // of [bargain]
// An actor that has chosen a position and stays there.
struct Held {
  std::size_t actor = 0;
  double position = 0;
};
// `full`: with the challenges of each round.
Run run(const Scenario& scenario, const std::vector<double>& values, const Held* held = nullptr,
        bool full = false);
// The length R of the issue: 100 where both its ends are named (but not for scholz), else the range of the
// positions, poles of a choice included.
double length_of(const Scenario& scenario, const std::vector<double>& values);

struct Chosen {
  double pole = 0;
  Run run;
  // By actor: salience times how much farther from what it wants the outcome is expected to lie (by the
  // election's chances) than in the free case; in points of the issue, below 0 a gain.
  std::vector<double> cost;
  double apart = 0;  // how far the pole lies from what the chooser wants
};
struct ForcedChoice {
  Run free;
  std::vector<Chosen> choices;  // one a pole; the chooser stays there and gives way to nobody
  double chooser_free = 0;      // risk of conflict that involves the chooser, in the free case
  std::vector<double> chooser;  // ... by pole
  // The same risks if the chooser's capability were larger by outside support.
  struct Support {
    double times;
    double free;
    std::vector<double> by_pole;
  };
  std::vector<Support> support;
};
ForcedChoice force(const Scenario& scenario);

struct Spread {
  std::vector<double> sorted;
  double mean = 0;
  double quantile(double p) const;
};
struct Uncertainty {
  int runs = 0;
  Spread median, mean, election;    // election: its expected outcome
  double conflict = 0;              // mean chance of at least one
  std::vector<Conflict> conflicts;  // mean risk by pair
  Spread share;                     // of the country in [bargain]; empty without
  struct Input {
    std::string name;
    double first = 0, total = 0;                    // Sobol indices of the median outcome
    double error = 0;                               // standard error of `total`
    double conflict_first = 0, conflict_total = 0;  // of the chance of at least one conflict
  };
  std::vector<Input> inputs;  // those that are uncertain, the most important first
};
// All runs on `threads` threads; the same seed gives the same numbers on any number of them. `progress` gets
// the share done.
Uncertainty spread(const Scenario& scenario, unsigned threads,
                   const std::function<void(double)>& progress = {});

struct Sobol {
  std::vector<double> first, total;
  std::vector<double> first_error, total_error;  // standard errors
};
// First-order (Saltelli and others 2010, Computer Physics Communications 181) and total indices (Jansen 1999)
// of a function of k independent uniform numbers on 0..1, from (k + 2) n evaluations.
Sobol sobol(const std::function<double(const std::vector<double>&)>& f, std::size_t k, std::size_t n,
            std::uint64_t seed, unsigned threads);
// The same of several functions at once: f gives `outputs` values.
std::vector<Sobol> sobol(const std::function<std::vector<double>(const std::vector<double>&)>& f,
                         std::size_t outputs, std::size_t k, std::size_t n, std::uint64_t seed,
                         unsigned threads);

}  // namespace realign::scenario
