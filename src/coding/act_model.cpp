#include "coding/act_model.h"

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "coding/weights.h"
#include "syntax/weights.h"

namespace realign::coding {

Type ActOpinion::best() const {
  return static_cast<Type>(std::max_element(types.begin(), types.end()) - types.begin());
}

std::optional<ActModel> ActModel::load(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  auto w = syntax::Weights::load(path);
  ActModel m;
  const auto words = w.take("words").strings;
  auto vectors = w.take("vectors");
  if (vectors.rows != words.size() || vectors.columns == 0 || vectors.bytes.empty())
    throw w.error("its vectors have another shape than expected");
  for (std::size_t i = 0; i < words.size(); ++i) m.rows_.emplace(words[i], i);
  m.width_ = vectors.columns;
  m.vectors_ = std::move(vectors.bytes);
  m.scales_ = std::move(vectors.scales);
  m.hidden_ = w.at("hidden.bias").columns;
  m.hidden_bias_ = w.at("hidden.bias", 1, m.hidden_).values;
  if (m.hidden_ % 16 != 0) throw w.error("its hidden layer has another width than expected");
  const auto& slots = w.at("slots", kActSlots * m.width_, m.hidden_).values;
  for (std::size_t s = 0; s < kActSlots; ++s)
    m.slots_.emplace_back(std::span(slots).subspan(s * m.width_ * m.hidden_, m.width_ * m.hidden_), m.width_,
                          m.hidden_);
  static std::atomic<std::uint64_t> models{0};
  m.id_ = ++models;
  m.flags_ = w.at("flags", kActFlags, m.hidden_).values;
  m.out_ = w.at("out", m.hidden_, kTypes + 1).values;
  m.out_bias_ = w.at("out.bias", 1, kTypes + 1).values;
  const auto& limits = w.at("limits", 1, 4).values;
  m.limits_ = {limits[0], limits[1], limits[2], limits[3]};
  return m;
}

// Of a word with an unknown particle the word counts.
const std::size_t* ActModel::row_of(std::string_view word) const {
  auto found = rows_.find(word);
  if (found == rows_.end())
    if (const auto cut = word.find('_'); cut != std::string_view::npos)
      found = rows_.find(word.substr(0, cut));
  return found == rows_.end() ? nullptr : &found->second;
}

// The vector of a word times the matrix of its slot. Few words make most of a text ("<state>", "to", "say"),
// so a thread remembers what it has multiplied last, a product a place.
void ActModel::add_product(std::size_t slot, std::size_t row, float* hidden) const {
  constexpr std::size_t kPlaces = 4096;
  struct Memory {
    std::uint64_t model = 0;
    std::vector<std::uint32_t> keys;  // row and slot, plus one; 0: nothing yet
    std::vector<float> products;
  };
  thread_local Memory memory;
  if (memory.model != id_) {
    memory.model = id_;
    memory.keys.assign(kPlaces, 0);
    memory.products.resize(kPlaces * hidden_);
  }
  const auto key = static_cast<std::uint32_t>(row * kActSlots + slot + 1);
  const std::size_t place = (key * 2654435761U >> 16) % kPlaces;
  float* product = memory.products.data() + place * hidden_;
  if (memory.keys[place] != key) {
    memory.keys[place] = key;
    std::vector<float> vector(width_);
    const signed char* v = vectors_.data() + row * width_;
    for (std::size_t k = 0; k < width_; ++k) vector[k] = static_cast<float>(v[k]) * scales_[row];
    syntax::multiply(vector.data(), 1, width_, slots_[slot], nullptr, false, product, hidden_);
  }
  for (std::size_t j = 0; j < hidden_; ++j) hidden[j] += product[j];
}

ActOpinion ActModel::judge(const ActFeatures& features) const {
  std::vector<float> hidden = hidden_bias_;
  for (std::size_t s = 0; s < kActSlots; ++s) {
    if (features.words[s].empty()) continue;
    const std::size_t* row = row_of(features.words[s]);
    if (row == nullptr) continue;
    add_product(s, *row, hidden.data());
  }
  for (const auto f : features.flags) {
    const float* row = flags_.data() + f * hidden_;
    for (std::size_t j = 0; j < hidden_; ++j) hidden[j] += row[j];
  }
  std::array<float, kTypes + 1> scores{};
  std::copy(out_bias_.begin(), out_bias_.end(), scores.begin());
  for (std::size_t j = 0; j < hidden_; ++j)
    if (hidden[j] > 0)
      for (std::size_t t = 0; t <= kTypes; ++t) scores[t] += hidden[j] * out_[j * (kTypes + 1) + t];
  to_probabilities(scores);
  ActOpinion opinion;
  for (std::size_t t = 0; t < kTypes; ++t) opinion.types[t] = scores[t];
  opinion.none = scores[kTypes];
  return opinion;
}

}  // namespace realign::coding
