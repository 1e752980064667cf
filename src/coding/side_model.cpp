#include "coding/side_model.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "coding/weights.h"
#include "text/table.h"

namespace realign::coding {

namespace {

// FNV-1a, over the parts as if they were one string; never 0.
class Hash {
 public:
  void add(std::string_view part) {
    for (const char c : part) h_ = (h_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  std::uint64_t value() const { return h_ | 1; }

 private:
  std::uint64_t h_ = 14695981039346656037ULL;
};

}  // namespace

void SideOption::note(std::initializer_list<std::string_view> parts, const SideModel* model, bool keep) {
  Hash hash;
  for (const auto part : parts) hash.add(part);
  if (std::find(seen_.begin(), seen_.end(), hash.value()) != seen_.end()) return;
  seen_.push_back(hash.value());
  if (model != nullptr) score += model->weight(hash.value());
  if (!keep) return;
  auto& name = features.emplace_back();
  for (const auto part : parts) name += part;
}

std::optional<SideModel> SideModel::load(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  SideModel model;
  std::vector<std::pair<std::uint64_t, float>> weights;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    const float weight = weight_of(table, row, row[1]);
    Hash hash;
    hash.add(row[0]);
    if (row[0] == "margin")
      model.margin_ = weight;
    else
      weights.emplace_back(hash.value(), weight);
  }
  model.fill(weights);
  return model;
}

void SideModel::fill(const std::vector<std::pair<std::uint64_t, float>>& weights) {
  std::size_t size = 16;
  while (size < 2 * weights.size() + 2) size *= 2;
  slots_.assign(size, {0, 0.0F});
  for (const auto& w : weights) {
    std::size_t at = (w.first >> 20) & (size - 1);
    while (slots_[at].first != 0) at = (at + 1) & (size - 1);
    slots_[at] = w;
  }
}

float SideModel::weight(std::uint64_t feature) const {
  for (std::size_t at = (feature >> 20) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].first == feature) return slots_[at].second;
    if (slots_[at].first == 0) return 0;
  }
}

std::pair<const SideOption*, float> SideModel::choose(std::span<const SideOption> options) const {
  std::vector<float> scores;
  for (const auto& o : options) scores.push_back(o.score + (o.current ? margin_ : 0));
  const auto best = static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  float sum = 0;
  for (const float s : scores) sum += std::exp(s - scores[best]);
  return {&options[best], 1 / sum};
}

}  // namespace realign::coding
