#include "coding/scale.h"

#include <charconv>
#include <cstdlib>

#include "text/table.h"

namespace realign::coding {

using text::Table;

Scale Scale::load(const std::string& path) {
  const Table table = Table::read(path, 3, 3);
  Scale scale;
  for (const auto& row : table.rows()) {
    double value = 0;
    const auto& digits = row[2];
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc{} || end != digits.data() + digits.size())
      throw table.error(row, "'" + digits + "' is no number");
    Type type{};
    Polarity polarity{};
    Modality modality{};
    if (row[0] == "factor") {
      if (value < -1 || value > 1) throw table.error(row, "a factor lies in -1..1");
      if (from_string(row[1], polarity))
        scale.polarity_[static_cast<std::size_t>(polarity)] = value;
      else if (from_string(row[1], modality))
        scale.modality_[static_cast<std::size_t>(modality)] = value;
      else
        throw table.error(row, "no polarity or modality '" + row[1] + "'");
    } else if (from_string(row[0], type)) {
      if (value < -10 || value > 10) throw table.error(row, "a score lies in -10..10");
      if (row[1] == "-")
        scale.by_type_[static_cast<std::size_t>(type)] = value;
      else
        scale.by_mode_[row[0] + " " + row[1]] = value;
    } else {
      throw table.error(row, "no type '" + row[0] + "'");
    }
  }
  return scale;
}

double Scale::score(Type type, std::string_view mode, Polarity polarity, Modality modality) const {
  double value = by_type_[static_cast<std::size_t>(type)];
  if (!mode.empty())
    if (const auto found = by_mode_.find(std::string(to_string(type)) + " " + std::string(mode));
        found != by_mode_.end())
      value = found->second;
  value *= polarity_[static_cast<std::size_t>(polarity)] * modality_[static_cast<std::size_t>(modality)];
  return value == 0 ? 0.0 : value;  // no minus zero
}

Domains Domains::load(const std::string& path) {
  const Table table = Table::read(path, 3, 3);
  Domains domains;
  for (const auto& row : table.rows()) {
    Type type{};
    Domain domain{};
    if (row[0] == "default") {
      if (!from_string(row[1], type)) throw table.error(row, "no type '" + row[1] + "'");
      if (!from_string(row[2], domain)) throw table.error(row, "no domain '" + row[2] + "'");
      domains.defaults_[static_cast<std::size_t>(type)] = domain;
    } else if (row[0] == "word") {
      if (!from_string(row[1], domain)) throw table.error(row, "no domain '" + row[1] + "'");
      for (const auto& lemma : text::split(row[2], '|')) domains.words_.emplace(lemma, domain);
    } else {
      throw table.error(row, "'" + row[0] + "' is neither default nor word");
    }
  }
  return domains;
}

Domain Domains::of(const Clause& clause, int i, Type type) const {
  // The act's own words first, then what depends on it, nearest first; never across to another clause.
  for (int reach = 0; reach <= 8; ++reach)
    for (const int j : {i - reach, i + reach}) {
      if (j < 0 || j >= clause.size() || (j != i && !clause.in_subtree(j, i))) continue;
      if (const auto found = words_.find(clause.lemma(j)); found != words_.end()) return found->second;
    }
  return defaults_[static_cast<std::size_t>(type)];
}

}  // namespace realign::coding
