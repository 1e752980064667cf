// The structural floor: what ties two states whatever their governments do. How far can one pull itself out?
//
//   border        share a land border (world-atlas; data/actors/borders.tsv)
//   distance      between capitals, km on a sphere of radius 6371 (great circle; data/measure/capitals.tsv)
//   language      share of the first state's people who know the second's main language
//   (data/measure/languages.tsv) GDP, people   the second's over the first's (data/measure/economies.tsv)
//   organisations regional and security organisations that both belong to, of those of either
//   (data/actors/memberships.tsv)
// One number, 0..1, as a summary: sqrt(closeness * weight). Closeness is the mean of border (0 or 1),
// nearness exp(-distance / 2000 km), language share and the share of common organisations; weight is r / (1 +
// r), r the geometric mean of both ratios. Who is close but small holds nobody, and who is large but far does
// not either. What is not known is left out of its mean; without a weight there is no number.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/actor.h"

namespace realign::measure {

struct Floor {
  bool border = false;
  std::optional<double> distance, language, gdp_ratio, people_ratio, organisations;
  std::string language_name;  // BCP 47
  std::vector<std::string> common;
  double closeness = 0;                 // 0..1
  std::optional<double> weight, score;  // 0..1
};

// In words: 0.6 and more holds fast, 0.4 and more holds in part, less hardly.
std::string_view in_words(const Floor& floor);
// On one line: the score, what it means and its parts.
std::string summary(const Floor& floor);

class Structure {
 public:
  static Structure load(const std::string& data_dir);
  // `from` is held by `to`; codes of states. The year of membership: the latest known.
  Floor floor(const actors::World& world, const std::string& from, const std::string& to) const;

 private:
  struct Place {
    double latitude, longitude;
  };
  std::map<std::string, std::vector<std::string>> borders_;
  std::map<std::string, Place> capitals_;
  std::map<std::string, std::vector<std::pair<std::string, double>>> languages_;
  std::map<std::string, std::pair<double, double>> economies_;
  std::map<std::string, std::vector<std::string>> organisations_;
};

}  // namespace realign::measure
