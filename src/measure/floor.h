// The structural floor: what ties two states whatever their governments do. How far can one pull itself out?
//
//   border        share a land border (world-atlas; data/actors/borders.tsv)
//   distance      between capitals, km on a sphere of radius 6371 (great circle; data/measure/capitals.tsv)
//   language      share of the first state's people who know the second's main language
//   (data/measure/languages.tsv) GDP, people   the second's over the first's (data/measure/economies.tsv)
//   organisations regional and security organisations that both belong to, of those of either
//   (data/actors/memberships.tsv)
// One number, 0..1, as a summary: the mean of border (0 or 1), nearness exp(-distance / 2000 km), language
// share, weight ratio / (1 + ratio) with the geometric mean of both ratios, and the share of common
// organisations. What is not known is left out of the mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/actor.h"

namespace realign::measure {

struct Floor {
  bool border = false;
  std::optional<double> distance, language, gdp_ratio, people_ratio, organisations;
  std::string language_name;  // BCP 47
  std::vector<std::string> common;
  double score = 0;
};

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
