// Running a scenario: one run with given numbers, a forced choice against the free case, many runs over the
// distributions, and which number matters most.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace realign::scenario {

struct Conflict {
  std::size_t a = 0, b = 0;  // actors of the scenario, a < b
  double risk = 0;           // the highest of all rounds (Bargaining::conflict_risk)
};

struct Run {
  std::vector<Round> rounds;  // indices in moves and positions are the scenario's actors
  std::vector<std::vector<double>>
      paths;  // by actor, before the first round and after each; NaN while not there
  Forecast outcome, start;
  std::vector<Conflict> conflicts;  // pairs with any risk, the highest first
  bool settled = false;             // nobody moved in the last round

  double any_conflict() const;  // chance of at least one, pairs taken as independent
};

// Positions, capabilities, saliences of all actors, three numbers each, in the scenario's order.
std::vector<double> middles(const Scenario& scenario);
// `held`: an actor that may not be between two poles (its choice); nullptr for none.
Run run(const Scenario& scenario, const std::vector<double>& values, const Choice* held = nullptr);

struct Chosen {
  double pole = 0;
  Run run;
  std::vector<double>
      cost;  // by actor: salience times distance of outcome from where it stood, less that of the free case
};
struct ForcedChoice {
  Run free;
  std::vector<Chosen> choices;  // one a pole
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
  Spread median, mean;
  double conflict = 0;              // mean chance of at least one
  std::vector<Conflict> conflicts;  // mean risk by pair
  struct Input {
    std::string name;             // "Russia: capability"
    double first = 0, total = 0;  // Sobol indices of the median outcome
  };
  std::vector<Input> inputs;  // those that are uncertain, the most important first
};
// All runs on `threads` threads; the same seed gives the same numbers on any number of them. `progress` gets
// the share done.
Uncertainty spread(const Scenario& scenario, unsigned threads,
                   const std::function<void(double)>& progress = {});

struct Sobol {
  std::vector<double> first, total;
};
// First-order (Saltelli and others 2010, Computer Physics Communications 181) and total indices (Jansen 1999)
// of a function of k independent uniform numbers on 0..1, from (k + 2) n evaluations.
Sobol sobol(const std::function<double(const std::vector<double>&)>& f, std::size_t k, std::size_t n,
            std::uint64_t seed, unsigned threads);

}  // namespace realign::scenario
