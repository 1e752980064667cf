#include "coding/word_classes.h"

#include <algorithm>

#include "text/table.h"

namespace realign::coding {

WordClasses WordClasses::load(const std::string& path) {
  WordClasses classes;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    const auto known = std::find(classes.names_.begin(), classes.names_.end(), row[0]);
    const int kind = static_cast<int>(known - classes.names_.begin());
    if (known == classes.names_.end()) classes.names_.push_back(row[0]);
    const auto phrases = text::split(row[1], '|');
    if (phrases.empty()) throw table.error(row, "names no words");
    for (const auto& phrase : phrases) {
      auto lemmas = text::split(phrase, ' ');
      const std::string first = lemmas.front();
      lemmas.erase(lemmas.begin());
      classes.phrases_[first].push_back({std::move(lemmas), kind});
    }
  }
  return classes;
}

std::vector<std::vector<int>> WordClasses::of(const Clause& clause) const {
  std::vector<std::vector<int>> out(static_cast<std::size_t>(clause.size()));
  for (int w = 0; w < clause.size(); ++w) {
    const auto found = phrases_.find(clause.lemma(w));
    if (found == phrases_.end()) continue;
    auto& kinds = out[static_cast<std::size_t>(w)];
    for (const auto& phrase : found->second) {
      bool stands = w + static_cast<int>(phrase.rest.size()) < clause.size();
      for (std::size_t i = 0; stands && i < phrase.rest.size(); ++i)
        stands = clause.lemma(w + 1 + static_cast<int>(i)) == phrase.rest[i];
      if (stands && std::find(kinds.begin(), kinds.end(), phrase.kind) == kinds.end())
        kinds.push_back(phrase.kind);
    }
    std::sort(kinds.begin(), kinds.end());
  }
  return out;
}

}  // namespace realign::coding
