#include "coding/side_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "text/table.h"

namespace realign::coding {

std::optional<SideModel> SideModel::load(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  SideModel model;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    float weight = 0;
    const auto& digits = row[1];
    if (std::from_chars(digits.data(), digits.data() + digits.size(), weight).ptr != digits.data() + digits.size())
      throw table.error(row, "'" + digits + "' is no weight");
    if (row[0] == "margin")
      model.margin_ = weight;
    else
      model.weights_.emplace(row[0], weight);
  }
  return model;
}

float SideModel::score(const SideOption& option) const {
  float sum = 0;
  for (const auto& f : option.features)
    if (const auto found = weights_.find(f); found != weights_.end()) sum += found->second;
  return sum;
}

std::pair<const SideOption*, float> SideModel::choose(std::span<const SideOption> options) const {
  std::vector<float> scores;
  for (const auto& o : options) scores.push_back(score(o) + (o.current ? margin_ : 0));
  const auto best = static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  float sum = 0;
  for (const float s : scores) sum += std::exp(s - scores[best]);
  return {&options[best], 1 / sum};
}

}  // namespace realign::coding
