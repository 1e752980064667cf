#include <algorithm>

#include "actors/actor.h"

namespace realign::actors {

Cast::Cast(std::vector<Mention> mentions, std::span<const syntax::Sentence> sentences)
    : mentions_(std::move(mentions)) {
  std::stable_sort(mentions_.begin(), mentions_.end(), [](const Mention& a, const Mention& b) {
    return a.sentence != b.sentence ? a.sentence < b.sentence : a.first < b.first;
  });
  sentence_start_.assign(sentences.size() + 1, static_cast<int>(mentions_.size()));
  by_head_.resize(sentences.size());
  for (std::size_t s = 0; s < sentences.size(); ++s) by_head_[s].assign(sentences[s].words.size(), -1);
  for (std::size_t i = mentions_.size(); i-- > 0;) {
    const auto& m = mentions_[i];
    const auto s = static_cast<std::size_t>(m.sentence);
    sentence_start_[s] = static_cast<int>(i);
    auto& at = by_head_[s][static_cast<std::size_t>(m.head)];
    if (at < 0 ||
        mentions_[static_cast<std::size_t>(at)].last - mentions_[static_cast<std::size_t>(at)].first <
            m.last - m.first)
      at = static_cast<int>(i);
  }
  for (std::size_t s = sentences.size(); s-- > 0;)
    sentence_start_[s] = std::min(sentence_start_[s], sentence_start_[s + 1]);
}

std::span<const Mention> Cast::in_sentence(int sentence) const {
  const auto s = static_cast<std::size_t>(sentence);
  if (s + 1 >= sentence_start_.size()) return {};
  const auto first = static_cast<std::size_t>(sentence_start_[s]),
             last = static_cast<std::size_t>(sentence_start_[s + 1]);
  return std::span(mentions_).subspan(first, last - first);
}

const Mention* Cast::headed_by(int sentence, int word) const {
  const auto s = static_cast<std::size_t>(sentence);
  if (s >= by_head_.size() || word < 0 || static_cast<std::size_t>(word) >= by_head_[s].size())
    return nullptr;
  const int at = by_head_[s][static_cast<std::size_t>(word)];
  return at < 0 ? nullptr : &mentions_[static_cast<std::size_t>(at)];
}

const Mention* Cast::covering(int sentence, int word) const {
  const Mention* best = nullptr;
  for (const auto& m : in_sentence(sentence))
    if (m.first <= word && word <= m.last && (best == nullptr || m.last - m.first < best->last - best->first))
      best = &m;
  return best;
}

}  // namespace realign::actors
