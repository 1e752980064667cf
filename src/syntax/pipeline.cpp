#include <algorithm>

#include "syntax/lead.h"
#include "syntax/lemmatizer.h"
#include "syntax/network.h"
#include "syntax/parser.h"
#include "syntax/splitter.h"
#include "syntax/token_lexicon.h"
#include "syntax/tokenizer.h"
#include "syntax/verb_forms.h"
#include "text/paragraphs.h"

namespace realign::syntax {
namespace {

constexpr std::size_t kBatch =
    48;  // sentences computed together: enough for full matrix tiles, small enough for the cache

}  // namespace

struct Pipeline::Parts {
  TokenLexicon tokens;
  Network network;
  Lemmatizer lemmatizer;
  VerbForms verbs;
};

Pipeline::Pipeline() = default;
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

Pipeline Pipeline::load(const std::string& dir) {
  Pipeline pipeline;
  pipeline.parts_ = std::make_unique<const Parts>(
      Parts{TokenLexicon::load(dir), Network::load(dir), Lemmatizer::load(dir), VerbForms::load(dir)});
  return pipeline;
}

std::vector<Sentence> Pipeline::split(std::string_view text) const {
  std::vector<Sentence> out;
  std::vector<Word> words;
  int number = 0;
  for (const auto& paragraph : text::paragraphs(text)) {
    tokenize(text, paragraph.begin, paragraph.end, parts_->tokens, words);
    if (!words.empty()) split_sentences(words, number++, parts_->tokens, out);
  }
  return out;
}

void Pipeline::annotate(std::vector<Sentence>& sentences) const {
  std::vector<Sentence*> all;
  all.reserve(sentences.size());
  for (auto& s : sentences) all.push_back(&s);
  annotate(all);
}

void Pipeline::annotate(std::span<Sentence* const> sentences) const {
  std::vector<Sentence*> wanted;
  // A lead is set aside while the sentence behind it is parsed.
  struct Lead {
    Sentence* sentence;
    std::vector<Word> words;
  };
  std::vector<Lead> leads;
  for (auto* s : sentences) {
    if (!s->parsed || s->words.empty()) continue;
    wanted.push_back(s);
    for (auto& w : s->words)
      if (w.stand_in.empty()) w.stand_in = parts_->verbs.stand_in(w.form);
    if (const auto n = static_cast<std::ptrdiff_t>(lead_length(*s)); n > 0) {
      leads.push_back({s, {s->words.begin(), s->words.begin() + n}});
      s->words.erase(s->words.begin(), s->words.begin() + n);
    }
  }
  // Like lengths together, so that a batch steps through its sentences side by side.
  std::stable_sort(wanted.begin(), wanted.end(),
                   [](const Sentence* a, const Sentence* b) { return a->words.size() < b->words.size(); });
  for (std::size_t at = 0; at < wanted.size(); at += kBatch) {
    const std::span batch(wanted.data() + at, std::min(kBatch, wanted.size() - at));
    parts_->network.annotate(batch);
  }
  for (auto& [sentence, words] : leads) {
    const auto n = words.size();
    for (auto& w : sentence->words)
      if (w.head >= 0) w.head += static_cast<int>(n);
    sentence->words.insert(sentence->words.begin(), std::make_move_iterator(words.begin()),
                           std::make_move_iterator(words.end()));
    attach_lead(*sentence, n);
  }
  for (auto* s : wanted)
    for (auto& w : s->words) w.lemma = parts_->lemmatizer.lemma(w.form, w.xpos);
}

void Pipeline::possible_lemmas(std::string_view form, std::vector<std::string>& out) const {
  out.clear();
  for (const auto& tag : parts_->network.tags()) {
    auto lemma = parts_->lemmatizer.lemma(form, tag);
    if (std::find(out.begin(), out.end(), lemma) == out.end()) out.push_back(std::move(lemma));
  }
}

bool Pipeline::begins_sentences(std::string_view word) const {
  return parts_->tokens.starters.contains(word);
}

std::vector<Sentence> Pipeline::parse(std::string_view text) const {
  auto sentences = split(text);
  annotate(sentences);
  return sentences;
}

}  // namespace realign::syntax
