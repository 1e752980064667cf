// How much an act weighs, and in which domain it lies: data/scores.tsv and data/frames/domains.tsv.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "coding/clause.h"
#include "coding/record.h"
#include "text/word_map.h"

namespace realign::coding {

class Scale {
 public:
  // data/scores.tsv, columns: type, mode ("-" for the type as such), score in -10..10; rows "factor", NAME,
  // number give the factors for a polarity or modality (negated, intended, ...), in -1..1.
  static Scale load(const std::string& path);
  // Goldstein's scale (Goldstein 1992, J. Conflict Resolution 36:2) by PLOVER type and mode, times both
  // factors.
  double score(Type type, std::string_view mode, Polarity polarity, Modality modality) const;

 private:
  std::array<double, kTypes> by_type_{};
  text::WordMap<double> by_mode_;  // "ASSAULT aerial"
  std::array<double, 2> polarity_{1, 1};
  std::array<double, 5> modality_{1, 1, 1, 1, 1};
};

class Domains {
 public:
  // Columns: "default", TYPE, domain; or "word", domain, lemmas separated by '|'.
  static Domains load(const std::string& path);
  // The domain whose words stand nearest around word `i` within its clause, else the type's default.
  Domain of(const Clause& clause, int i, Type type) const;

 private:
  std::array<Domain, kTypes> defaults_{};
  text::WordMap<Domain> words_;
};

}  // namespace realign::coding
