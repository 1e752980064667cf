#include "coding/coder.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "coding/attribution.h"
#include "coding/candidate.h"
#include "coding/chains.h"
#include "coding/claims.h"
#include "coding/coder_parts.h"
#include "coding/parting.h"
#include "coding/scale.h"
#include "coding/sides.h"
#include "coding/story.h"
#include "coding/when.h"

namespace realign::coding {

using actors::Actor;
using actors::Cast;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Sentence;

void Explanation::note(int sentence, std::string line) {
  if (sentences.size() <= static_cast<std::size_t>(sentence))
    sentences.resize(static_cast<std::size_t>(sentence) + 1);
  sentences[static_cast<std::size_t>(sentence)].push_back(std::move(line));
}

Coder::Coder() = default;
Coder::Coder(Coder&&) noexcept = default;
Coder& Coder::operator=(Coder&&) noexcept = default;
Coder::~Coder() = default;

Coder Coder::load(const std::string& data_dir) {
  Coder coder;
  coder.parts_ = std::make_unique<const Parts>(Parts{
      actors::World::load(data_dir + "/actors"), FrameSet::load(data_dir + "/frames"),
      ActModel::load(data_dir + "/models/acts.bin"), Calendar::load(data_dir + "/coding/dates.tsv"),
      Attributor::load(data_dir + "/coding"), ClaimFinder::load(data_dir + "/coding"),
      ClaimModel::load(data_dir + "/models/claims.tsv"), Scale::load(data_dir + "/scores.tsv"),
      Domains::load(data_dir + "/frames/domains.tsv"), KnownActs::load(data_dir + "/coding/known-acts.tsv"),
      SideModel::load(data_dir + "/models/sides.tsv"), RecordModel::load(data_dir + "/models/records.tsv")});
  return coder;
}

const actors::World& Coder::world() const {
  return parts_->world;
}

namespace {

// The state most spoken of up to each sentence: every mention counts, older ones less.
std::vector<std::string> focus_by_sentence(const Cast& cast, std::size_t sentences,
                                           const actors::World& world) {
  std::vector<std::string> focus(sentences);
  std::map<std::string, double> weight;
  for (std::size_t s = 0; s < sentences; ++s) {
    for (auto& [code, w] : weight) w *= 0.8;
    for (const auto& m : cast.in_sentence(static_cast<int>(s)))
      for (const auto& actor : m.actors)
        if (world.is_state(actor.country)) weight[actor.country] += m.place ? 0.5 : 1.0;
    const auto best = std::max_element(weight.begin(), weight.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (best != weight.end()) focus[s] = best->first;
  }
  return focus;
}

// The clause of an act: its words without coordinate clauses, parentheses and the punctuation round it.
std::pair<int, int> clause_words(const Clause& clause, int i) {
  int first = i, last = i;
  std::vector<int> stack{i};
  for (std::size_t at = 0; at < stack.size(); ++at) {
    const int w = stack[at];
    if (clause.word(w).deprel != Deprel::punct) {
      first = std::min(first, w);
      last = std::max(last, w);
    }
    for (const int c : clause.children(w)) {
      const auto r = clause.word(c).deprel;
      if (r == Deprel::parataxis || r == Deprel::punct || r == Deprel::cc || r == Deprel::discourse) continue;
      if (w == i && (r == Deprel::mark || r == Deprel::advcl) && c < i) continue;
      if (r == Deprel::conj && w == i && (clause.verbal(c) || clause.child(c, Deprel::nsubj) >= 0)) continue;
      stack.push_back(c);
    }
  }
  return {first, last};
}

// An act told through another ("sent troops to quell the protests") has the date that the document gives the
// other.
When date_of_act_within(const Candidate& c, const std::vector<Candidate>& all,
                        const std::vector<Clause>& clauses, std::span<const Sentence> sentences,
                        const std::function<const std::vector<TimeExpression>&(std::size_t)>& dates_of) {
  const auto s = static_cast<std::size_t>(c.sentence);
  for (const auto& inner : all) {
    if (inner.sentence != c.sentence || inner.word == c.word || inner.frame->kind != WordKind::noun ||
        !clauses[s].in_subtree(inner.word, c.word))
      continue;
    for (const auto& other : all) {
      if (other.frame->kind != WordKind::noun ||
          (other.sentence == inner.sentence && other.word == inner.word))
        continue;
      const auto o = static_cast<std::size_t>(other.sentence);
      if (clauses[o].lemma(other.word) != clauses[s].lemma(inner.word)) continue;
      When when = when_of(sentences[o], other.word, dates_of(o));
      if (when.precision != Precision::none) return when;
    }
  }
  return {};
}

bool is_pronoun_of_speaker(const Clause& clause, int head) {
  if (head < 0) return false;
  const auto& l = clause.lemma(head);
  return l == "we" || l == "i" || l == "us" || l == "our" || l == "my" || l == "me";
}

// "The tone of X is not the tone that partners should use": a speaker who says what another's conduct is not
// but ought to be criticises it, though no word names criticism.
void find_reproach(const Clause& clause, const Cast& cast, const Sources& sources, int sentence,
                   const FrameSet& frames, std::vector<Candidate>& out) {
  static const Frame kReproach = [] {
    Frame frame;
    frame.type = Type::ACCUSE;
    frame.kind = WordKind::adj;
    frame.cameo = "111";
    frame.name = "(not what it should be)";
    frame.place = "coder.cpp";
    frame.speaker = true;
    return frame;
  }();
  const auto& words = clause.sentence().words;
  if (std::none_of(words.begin(), words.end(), [](const auto& w) { return w.deprel == Deprel::cop; })) return;
  for (int i = 0; i < clause.size(); ++i) {
    if (clause.child(i, Deprel::cop) < 0) continue;
    const int subject = clause.own_subject(i);
    const Mention* speaker = sources.speaker_mention(sentence, i);
    if (subject < 0 || speaker == nullptr || speaker->actors.empty()) continue;
    bool negated = false, ought = false;
    for (const int c : clause.children(i))
      negated = negated || clause.lemma(c) == "not" || clause.lemma(c) == "n't";
    for (int w = 0; w < clause.size() && negated; ++w)
      ought = ought ||
              ((clause.lemma(w) == "should" || clause.lemma(w) == "must" || clause.lemma(w) == "ought") &&
               clause.in_subtree(w, i) && clause.word(w).head != i);
    if (!ought) continue;
    const ArgumentFinder arguments(clause, cast, sentence, frames);
    Candidate c;
    c.sentence = sentence;
    c.word = i;
    c.frame = &kReproach;
    c.source = speaker->actors;
    c.target = arguments.of(subject, false, -1).actors;
    c.target_head = subject;
    std::erase_if(c.target, [&](const Actor& a) {
      return std::any_of(c.source.begin(), c.source.end(),
                         [&](const Actor& b) { return a.country == b.country; });
    });
    if (!c.target.empty()) out.push_back(std::move(c));
  }
}

// Candidates that tell of an act of this type between these sides, itself among them.
int tellings(const Candidate& c, const std::vector<Candidate>& all) {
  const auto same = [](const std::vector<Actor>& a, const std::vector<Actor>& b) {
    return std::any_of(a.begin(), a.end(), [&](const Actor& x) {
      return std::any_of(b.begin(), b.end(), [&](const Actor& y) { return x.country == y.country; });
    });
  };
  return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const Candidate& other) {
    return &other == &c || (!other.dropped && other.frame->type == c.frame->type &&
                            same(other.source, c.source) && same(other.target, c.target));
  }));
}

}  // namespace

Records Coder::code(const text::Document& document, std::span<const Sentence> sentences,
                    Explanation* why) const {
  const Parts& p = *parts_;
  Records records;
  const Cast cast = p.world.cast(document, sentences);
  const Sources sources = p.attributor.attribute(document, sentences, cast);
  std::vector<Clause> clauses;
  clauses.reserve(sentences.size());
  for (const auto& s : sentences) clauses.emplace_back(s, p.frames);
  if (why != nullptr) why->sentences.resize(sentences.size());

  std::vector<Candidate> candidates;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    if (!sentences[s].parsed) continue;
    const ArgumentFinder arguments(clauses[s], cast, static_cast<int>(s), p.frames);
    std::vector<AskedAct> asked;
    find_candidates(clauses[s], arguments, p.frames, static_cast<int>(s), cast, candidates,
                    why != nullptr ? &why->sentences[s] : nullptr, p.acts ? &*p.acts : nullptr,
                    why != nullptr ? &asked : nullptr);
    for (auto& [word, features] : asked)
      why->asked.push_back({static_cast<int>(s), word, std::move(features)});
  }
  for (std::size_t s = 0; s < sentences.size(); ++s)
    if (sentences[s].parsed)
      find_reproach(clauses[s], cast, sources, static_cast<int>(s), p.frames, candidates);
  // "We will help Ukraine": the one who speaks acts.
  for (auto& c : candidates) {
    const auto& clause = clauses[static_cast<std::size_t>(c.sentence)];
    if (!c.source.empty() || !(c.frame->speaker || is_pronoun_of_speaker(clause, c.source_head))) continue;
    if (const Mention* speaker = sources.speaker_mention(c.sentence, c.word); speaker != nullptr) {
      c.source = speaker->actors;
      std::erase_if(c.target, [&](const Actor& a) {
        return std::any_of(c.source.begin(), c.source.end(),
                           [&](const Actor& b) { return same_actor(a, b); });
      });
    }
  }
  const auto focus = focus_by_sentence(cast, sentences.size(), p.world);
  complete(candidates, clauses, focus);
  infer_sides(candidates, clauses, cast, p.world, p.frames, p.known, document.date,
              p.sides ? &*p.sides : nullptr, why != nullptr ? &why->sides : nullptr);
  mark_partings(candidates, clauses, p.frames);
  select(candidates, clauses, p.frames, why != nullptr ? &why->sentences : nullptr);

  const text::CodePointIndex index(document.text);
  // In the order of the text: an expression may be reckoned from one before it in the paragraph.
  std::vector<std::vector<TimeExpression>> times(sentences.size());
  std::size_t timed = 0;
  When told;
  std::size_t told_in = 0;
  const std::function<const std::vector<TimeExpression>&(std::size_t)> dates_of =
      [&](std::size_t s) -> const std::vector<TimeExpression>& {
    for (; timed <= s; ++timed) {
      if (timed > 0 && sentences[timed].paragraph != sentences[timed - 1].paragraph) told = {};
      if (!sentences[timed].parsed) continue;
      times[timed] = p.calendar.find(sentences[timed], document.date, told, timed <= told_in + 1);
      for (const auto& e : times[timed])
        if (!e.when.from.empty()) told = e.when, told_in = timed;
    }
    return times[s];
  };
  for (const auto& c : candidates) {
    if (c.dropped) continue;
    const auto s = static_cast<std::size_t>(c.sentence);
    const Clause& clause = clauses[s];
    dates_of(s);
    Event event;
    event.document = document.id;
    const auto [first, last] = clause_words(clause, c.word);
    const std::size_t begin = clause.word(first).begin, end = clause.word(last).end;
    event.span = {c.sentence, index.at(begin), index.at(end)};
    event.text = document.text.substr(begin, end - begin);
    event.source = c.source;
    event.target = c.target;
    event.type = c.frame->type;
    event.mode = c.mode.empty() ? c.frame->mode : c.mode;
    event.context = c.frame->context;
    event.cameo = c.frame->cameo;
    event.polarity = c.reading.polarity;
    event.modality = c.reading.modality;
    event.domain = c.frame->has_domain ? c.frame->domain : p.domains.of(clause, c.word, c.frame->type);
    event.date = when_of(sentences[s], c.word, times[s]);
    if (event.date.precision == Precision::none)
      event.date = date_of_act_within(c, candidates, clauses, sentences, dates_of);
    if (event.date.precision == Precision::none && event.modality == Modality::actual) {
      event.date = narrated_date(sentences, s, c.word, times);
      event.date.text.clear();  // it does not stand with the act
    }
    event.attribution = sources.at(c.sentence, c.word);
    for (const auto& m : c.mentions)
      event.mentions.push_back({m.sentence, index.at(m.begin), index.at(m.end)});
    event.score = p.scale.score(event.type, event.mode, event.polarity, event.modality);
    const auto arc = [&](int w) { return w < 0 ? 0.8 : static_cast<double>(clause.word(w).confidence); };
    event.confidence = 0.95 * (0.5 + 0.5 * arc(c.word)) * (0.6 + 0.4 * arc(c.source_head)) *
                       (0.6 + 0.4 * arc(c.target_head)) * (c.inferred ? 0.7 : 1.0) *
                       (c.source_direct ? 1.0 : 0.9) * (c.target_direct ? 1.0 : 0.9);
    if (p.records || why != nullptr) {
      auto features = record_features(c, clause.word(c.word).confidence, tellings(c, candidates));
      if (p.records) {
        event.confidence = static_cast<double>(p.records->probability(features));
        if (why != nullptr)
          why->note(c.sentence,
                    fmt::format("'{}': record likely to {:.2f}", clause.word(c.word).form, event.confidence));
        if (event.confidence < static_cast<double>(p.records->limit())) continue;
      }
      if (why != nullptr) why->records.push_back({event, std::move(features)});
    }
    records.events.push_back(std::move(event));
  }
  name_chains(records.events, cast, sentences, index);
  records.claims =
      p.claims.find({document, sentences, cast, sources, records.events},
                    p.claim_kinds ? &*p.claim_kinds : nullptr, why != nullptr ? &why->claims : nullptr);
  return records;
}

}  // namespace realign::coding
