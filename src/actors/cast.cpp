#include <algorithm>

#include "actors/actor.h"

namespace realign::actors {

Cast::Cast(std::vector<Mention> mentions, std::span<const syntax::Sentence> sentences)
    : mentions_(std::move(mentions)) {
  std::sort(mentions_.begin(), mentions_.end(), [](const Mention& a, const Mention& b) {
    if (a.sentence != b.sentence) return a.sentence < b.sentence;
    if (a.first != b.first) return a.first < b.first;
    return a.last > b.last;  // the wider one first
  });
  sentence_start_.assign(sentences.size() + 1, static_cast<int>(mentions_.size()));
  by_head_.resize(sentences.size());
  for (std::size_t s = 0; s < sentences.size(); ++s) by_head_[s].assign(sentences[s].words.size(), -1);
  for (int i = static_cast<int>(mentions_.size()) - 1; i >= 0; --i) {
    const auto& m = mentions_[static_cast<std::size_t>(i)];
    const auto s = static_cast<std::size_t>(m.sentence);
    sentence_start_[s] = i;
    auto& held = by_head_[s][static_cast<std::size_t>(m.head)];
    const auto width = [&](int at) {
      return mentions_[static_cast<std::size_t>(at)].last - mentions_[static_cast<std::size_t>(at)].first;
    };
    if (held < 0 || width(i) >= width(held)) held = i;
  }
  for (std::size_t s = sentences.size(); s-- > 0;)
    sentence_start_[s] = std::min(sentence_start_[s], sentence_start_[s + 1]);
}

std::span<const Mention> Cast::in_sentence(int sentence) const {
  if (sentence < 0 || static_cast<std::size_t>(sentence) + 1 >= sentence_start_.size()) return {};
  const auto s = static_cast<std::size_t>(sentence);
  return std::span(mentions_).subspan(static_cast<std::size_t>(sentence_start_[s]),
                                      static_cast<std::size_t>(sentence_start_[s + 1] - sentence_start_[s]));
}

const Mention* Cast::headed_by(int sentence, int word) const {
  if (sentence < 0 || word < 0 || static_cast<std::size_t>(sentence) >= by_head_.size()) return nullptr;
  const auto& heads = by_head_[static_cast<std::size_t>(sentence)];
  if (static_cast<std::size_t>(word) >= heads.size()) return nullptr;
  const int at = heads[static_cast<std::size_t>(word)];
  return at < 0 ? nullptr : &mentions_[static_cast<std::size_t>(at)];
}

const Mention* Cast::covering(int sentence, int word) const {
  const Mention* narrowest = nullptr;
  for (const auto& m : in_sentence(sentence)) {
    if (m.first > word) break;
    if (m.last < word) continue;
    if (narrowest == nullptr || m.last - m.first <= narrowest->last - narrowest->first) narrowest = &m;
  }
  return narrowest;
}

}  // namespace realign::actors
