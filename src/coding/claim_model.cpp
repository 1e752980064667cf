#include "coding/claim_model.h"

#include <algorithm>
#include <filesystem>

#include "coding/weights.h"
#include "text/table.h"

namespace realign::coding {

ClaimKind ClaimOpinion::best() const {
  return static_cast<ClaimKind>(std::max_element(kinds.begin(), kinds.end()) - kinds.begin());
}

std::optional<ClaimModel> ClaimModel::load(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  ClaimModel model;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    const auto number = [&](const std::string& digits) { return weight_of(table, row, digits); };
    if (row[0] == "keep") {
      model.limits_.keep = number(row[1]);
    } else if (row[0] == "propose") {
      model.limits_.propose = number(row[1]);
    } else {
      const auto fields = text::split(row[1], ' ');
      Weights weights{};
      if (fields.size() != weights.size())
        throw table.error(row, "a feature has a weight for each kind and one for none");
      std::transform(fields.begin(), fields.end(), weights.begin(), number);
      model.weights_.emplace(row[0], weights);
    }
  }
  return model;
}

ClaimOpinion ClaimModel::judge(std::span<const std::string> features) const {
  Weights scores{};
  for (const auto& f : features)
    if (const auto found = weights_.find(f); found != weights_.end())
      for (std::size_t k = 0; k < scores.size(); ++k) scores[k] += found->second[k];
  to_probabilities(scores);
  ClaimOpinion opinion;
  for (std::size_t k = 0; k < kClaimKinds; ++k) opinion.kinds[k] = scores[k];
  opinion.none = scores[kClaimKinds];
  return opinion;
}

}  // namespace realign::coding
