// A scenario: actors on an issue, what will happen to them in which round, and how sure each number is. Read
// from TOML:
//
//   issue = "Tariffs between A and B"
//   low = "none"                      # what 0 and 100 stand for
//   high = "50 percent"
//   rounds = 10                       # 1..1000
//   variant = "corrected"             # or "scholz"
//   with = ["risk"]                   # differences (bargaining.h) turned on in scholz, or
//   without = ["conflict"]            # ... off in corrected
//   runs = 1000                       # Monte Carlo, if any number is a distribution
//   seed = 1
//
//   [[actor]]
//   name = "A"
//   group = "exporters"               # optional: shocks may name a group
//   position = 20                     # a number, or { normal = [mean, sd] }, { uniform = [low, high] },
//   capability = 0.8                  #           { triangular = [low, mode, high] }
//   salience = { uniform = [0.5, 0.9] }
//
//   [[shock]]                         # before the moves of its round
//   round = 2
//   actor = "A"                       # or group = "..."
//   capability_times = 0.6            # or salience_times; or position, capability, salience set anew;
//                                     # or leaves = true
//
//   [[join]]                          # a new actor from this round on
//   round = 3
//   name = "C"
//   position = 70
//   ...
//
//   [[removed]]                       # positions that can no longer be held, from this round on
//   round = 2
//   from = 30
//   to = 60
//
//   [choice]                          # who may not stay between two poles
//   actor = "C"
//   poles = [0, 100]
//
//   [bargain]                         # a country and its patron: the split of what they share (nash.h)
//   country = "C"
//   patron = "A"
//   partners = 2.5                    # effective number of partners, >= 1
//   dependence = 0.6                  # 0..1
//   patience = 0.9                    # discount factors, 0..1 exclusive
//   patron_patience = 0.95
//
// A distribution may stand for any number of an actor, a shock or [bargain].
// Unknown keys are errors: a misspelt one must not be passed over. Every error names file and line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/bargaining.h"

namespace realign::scenario {

struct Number {
  enum class Kind : unsigned char { fixed, normal, uniform, triangular } kind = Kind::fixed;
  double a = 0, b = 0, c = 0;

  bool uncertain() const { return kind != Kind::fixed; }
  double middle() const;            // mean; mode of a triangular
  double quantile(double u) const;  // 0 < u < 1
};

inline Number fixed(double value) {
  return {Number::Kind::fixed, value, 0, 0};
}

struct ActorSpec {
  std::string name, group;
  Number position, capability, salience;
  int joins = 1;  // first round
};

struct Shock {
  int round = 1;
  std::string actor, group;  // one of them
  std::optional<Number> position, capability, salience, capability_times, salience_times;
  bool leaves = false;
};

struct Removed {
  int round = 1;
  double from = 0, to = 0;  // the open interval
};

struct Choice {
  std::string actor;
  std::vector<double> poles;  // two, ascending
};

struct BargainSpec {
  std::string country, patron;
  Number partners{Number::Kind::fixed, 1}, dependence{Number::Kind::fixed, 1},
      patience{Number::Kind::fixed, 0.9}, patron_patience{Number::Kind::fixed, 0.9};
};

struct Scenario {
  std::string issue, low, high;
  int rounds = 10;
  Variant variant = Variant::corrected;
  Differences turned;  // those that are not as the variant has them
  int runs = 1000;
  std::uint64_t seed = 1;
  std::vector<ActorSpec> actors;
  std::vector<Shock> shocks;
  std::vector<Removed> removed;
  std::optional<Choice> choice;
  std::optional<BargainSpec> bargain;

  std::size_t index(const std::string& name) const;  // of an actor; actors.size() if there is none
  bool uncertain() const;
  Differences differences() const;  // the variant's, those in `turned` the other way
  // Turns one difference on or off, by its name in kDifferences; text::Error if there is none of that name.
  void turn(std::string_view name, bool on);
};

// A TOML file, or (name ends in .csv) a table of actors with the columns actor (or name), position,
// capability and salience in any order, salience 0..1 or 0..100: the form in which such data are usually
// printed.
Scenario read_scenario(const std::string& path);
// `where`: how errors name the text.
Scenario parse_scenario(const std::string& text, const std::string& where);
Scenario parse_table(const std::string& text, const std::string& where);  // CSV
std::string to_toml(const Scenario& scenario);

}  // namespace realign::scenario
