#include "coding/relation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>

#include "coding/candidate.h"
#include "coding/clause.h"
#include "coding/story.h"
#include "coding/weights.h"
#include "coding/word_classes.h"
#include "syntax/encoder.h"
#include "syntax/tensors.h"
#include "text/table.h"

namespace realign::coding {

using actors::Cast;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;

bool read_marks(std::string_view marked, MarkedPair& out) {
  out = {};
  std::array<std::size_t, 4> at{};  // <s> </s> <t> </t>
  std::array<bool, 4> seen{};
  static constexpr std::array<std::string_view, 4> kMarks = {"<s>", "</s>", "<t>", "</t>"};
  const auto stands = [&](std::size_t i, std::string_view mark) {
    return i + mark.size() <= marked.size() &&
           std::equal(mark.begin(), mark.end(), marked.begin() + static_cast<std::ptrdiff_t>(i),
                      [](char m, char c) { return m == c || (c >= 'A' && c <= 'Z' && c + 32 == m); });
  };
  for (std::size_t i = 0; i < marked.size();) {
    std::size_t m = 0;
    while (m < 4 && !stands(i, kMarks[m])) ++m;
    if (m == 4) {
      out.text += marked[i++];
      continue;
    }
    i += kMarks[m].size();
    if (seen[m]) continue;  // a phrase marked again: its first place counts
    if (m % 2 == 1 && !seen[m - 1]) return false;
    seen[m] = true;
    at[m] = out.text.size();
  }
  if (seen[0] != seen[1] || seen[2] != seen[3]) return false;
  out.source = {at[0], at[1]};
  out.target = {at[2], at[3]};
  return at[0] < at[1] || at[2] < at[3];  // an empty phrase is as one not marked
}

bool find_phrases(std::string_view sentence, std::string_view source, std::string_view target,
                  MarkedPair& out) {
  out = {std::string(sentence), {}, {}};
  const auto same = [](char a, char b) {
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return low(a) == low(b);
  };
  // The first place of a phrase that does not lie within `taken`.
  const auto place = [&](std::string_view phrase, std::pair<std::size_t, std::size_t> taken) {
    auto from = sentence.begin();
    while (!phrase.empty()) {
      const auto at = std::search(from, sentence.end(), phrase.begin(), phrase.end(), same);
      if (at == sentence.end()) break;
      const auto begin = static_cast<std::size_t>(at - sentence.begin());
      if (begin >= taken.second || begin + phrase.size() <= taken.first)
        return std::pair(begin, begin + phrase.size());
      from = at + 1;
    }
    return std::pair(std::size_t{0}, std::size_t{0});
  };
  out.source = place(source, {});
  out.target = place(target, out.source);
  return out.source.first < out.source.second || out.target.first < out.target.second;
}

namespace {

using Scores = std::array<double, kTypes>;

// Feature -> one weight a type; "bias" too.
using WeightTable = std::unordered_map<std::string, std::array<float, kTypes>>;

WeightTable read_weights(const std::string& path) {
  WeightTable weights;
  const auto table = text::Table::read(path, 1 + kTypes, 1);
  for (const auto& row : table.rows()) {
    std::array<float, kTypes> w{};
    for (std::size_t t = 0; t < kTypes; ++t) {
      w[t] = weight_of(table, row, row[t + 1]);
    }
    weights.emplace(row[0], w);
  }
  return weights;
}

// The encoder adapted to the task, and a layer of its own on top: the mean vectors of all pieces, of the two
// phrases and of what stands between them, times `head`, are the types' scores.
struct Opinion {
  syntax::Encoder encoder;
  std::vector<float> head, bias;  // kTypes rows of 4 x width; kTypes
  double share = 0;               // of it in the sum of both

  // Nothing if encoder or adapter are not there.
  static std::optional<Opinion> load(const std::string& encoder_dir, const std::string& path) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    syntax::Tensors adapter(path);
    auto encoder = syntax::Encoder::load(encoder_dir, &adapter);
    if (!encoder) return std::nullopt;
    const std::size_t width = encoder->width();
    return Opinion{std::move(*encoder), adapter.read("head.weight", kTypes, 4 * width),
                   adapter.read("head.bias", kTypes, 1), adapter.read("share", 1, 1).front()};
  }
  Scores scores(const MarkedPair& pair) const;
};

Scores Opinion::scores(const MarkedPair& pair) const {
  const std::array<syntax::ByteRange, 2> marked = {pair.source, pair.target};
  const auto encoded = encoder.encode(pair.text, marked);
  const std::size_t n = encoded.pieces.size(), width = encoded.width;
  std::vector<std::size_t> roles(n);
  std::size_t first = n, last = 0;
  for (std::size_t i = 0; i < n; ++i)
    if ((roles[i] = syntax::role_of(encoded.pieces[i], marked)) < 2) {
      first = std::min(first, i);
      last = i;
    }
  std::vector<float> seen(4 * width);  // all, source, target, between
  const auto mean = [&](std::size_t slot, auto&& wanted, bool edges) {
    float* into = seen.data() + slot * width;
    std::size_t count = 0;
    const auto take = [&](const float* state) {
      for (std::size_t c = 0; c < width; ++c) into[c] += state[c];
      ++count;
    };
    if (edges) take(encoded.states.data());
    for (std::size_t i = 0; i < n; ++i)
      if (wanted(i)) take(encoded.state(i));
    if (edges) take(encoded.state(n));
    for (std::size_t c = 0; count > 0 && c < width; ++c) into[c] /= static_cast<float>(count);
  };
  mean(
      0, [](std::size_t) { return true; }, true);
  mean(
      1, [&](std::size_t i) { return roles[i] == 0; }, false);
  mean(
      2, [&](std::size_t i) { return roles[i] == 1; }, false);
  mean(
      3, [&](std::size_t i) { return roles[i] == 2 && i > first && i < last; }, false);
  Scores scores{};
  for (std::size_t t = 0; t < kTypes; ++t) {
    scores[t] = bias[t];
    for (std::size_t c = 0; c < seen.size(); ++c)
      scores[t] += static_cast<double>(seen[c]) * head[t * seen.size() + c];
  }
  return scores;
}

// Scores to logarithms of probabilities.
Scores log_softmax(const Scores& scores) {
  const double most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (const double s : scores) sum += std::exp(s - most);
  Scores out{};
  for (std::size_t t = 0; t < kTypes; ++t) out[t] = scores[t] - most - std::log(sum);
  return out;
}

}  // namespace

struct Relations::Parts {
  FrameSet frames;
  WordClasses classes;
  WeightTable weights;
  std::optional<Opinion> opinion;
};

Relations::Relations() = default;
Relations::Relations(Relations&&) noexcept = default;
Relations::~Relations() = default;

Relations Relations::load(const std::string& data_dir, bool second_opinion) {
  Relations relations;
  auto& parts = *(relations.parts_ = std::make_unique<Parts>());
  parts.frames = FrameSet::load(data_dir + "/frames");
  parts.classes = WordClasses::load(data_dir + "/coding/relation-words.tsv");
  const std::string models = data_dir + "/models/";
  if (second_opinion)
    parts.opinion = Opinion::load(models + "encoder", models + "relations-adapter.safetensors");
  if (const auto path = models + "relations.tsv"; std::filesystem::exists(path))  // else frames alone decide
    parts.weights = read_weights(path);
  return relations;
}

namespace {

// The words of a span, and the one that heads it.
struct Phrase {
  int first = -1, last = -1, head = -1;
};

Phrase phrase(const Sentence& s, std::pair<std::size_t, std::size_t> span) {
  Phrase p;
  for (int w = 0; w < static_cast<int>(s.words.size()); ++w) {
    const auto& x = s.words[static_cast<std::size_t>(w)];
    if (span.first == span.second || x.end <= span.first || x.begin >= span.second) continue;
    if (p.first < 0) p.first = w;
    p.last = w;
  }
  if (p.first < 0) return p;
  p.head = p.last;
  for (int w = p.first; w <= p.last; ++w) {
    const auto& x = s.words[static_cast<std::size_t>(w)];
    if (x.head < p.first || x.head > p.last) {
      if (x.deprel == Deprel::punct || x.deprel == Deprel::case_ || x.deprel == Deprel::det) continue;
      p.head = w;
      break;
    }
  }
  return p;
}

std::vector<int> way_up(const Sentence& s, int w) {
  std::vector<int> way;
  for (int steps = 0; w >= 0 && steps < 100; ++steps) {
    way.push_back(w);
    w = s.words[static_cast<std::size_t>(w)].head;
  }
  return way;
}

}  // namespace

std::vector<std::string> Relations::features(const MarkedPair& pair, const Sentence& s) const {
  const auto& frames = parts_->frames;
  const Phrase source = phrase(s, pair.source), target = phrase(s, pair.target);
  const Clause clause(s, frames);
  std::set<std::string> out;
  const auto add = [&](std::string f) { out.insert(std::move(f)); };

  // 1. What the frames say with the two phrases as the only actors.
  std::vector<Mention> mentions;
  for (const auto& [p, code] : {std::pair(source, "S"), std::pair(target, "T")}) {
    if (p.head < 0) {
      add(std::string("no=") + code);
      continue;
    }
    Mention m;
    m.first = p.first;
    m.last = p.last;
    m.head = p.head;
    m.kind = MentionKind::role;
    m.actors.push_back({code, "", code, ""});
    mentions.push_back(m);
  }
  const Cast cast(mentions, std::span(&s, 1));
  std::vector<Candidate> candidates;
  const ArgumentFinder arguments(clause, cast, 0, frames);
  find_candidates(clause, arguments, frames, 0, cast, candidates, nullptr);
  const std::vector<std::string> focus(1);
  complete(candidates, std::span(&clause, 1), focus);
  const auto has = [](const std::vector<actors::Actor>& side, const char* code) {
    return std::any_of(side.begin(), side.end(), [&](const auto& a) { return a.country == code; });
  };
  std::set<std::string> both;
  for (const auto& c : candidates) {
    if (c.frame->drop) continue;
    const std::string type(to_string(c.frame->type));
    const bool from = has(c.source, "S"), to = has(c.target, "T"),
               back = has(c.source, "T") || has(c.target, "S");
    const std::string reading =
        std::string(to_string(c.reading.modality)) + (c.reading.polarity == Polarity::negated ? "-not" : "");
    if (from && to) {
      add("both=" + type);
      add("both=" + type + "/" + reading);
      if (!c.inferred) add("stated=" + type);
      both.insert(type);
    } else if (from) {
      add("by=" + type);
      add("by=" + type + "/" + reading);
    } else if (to) {
      add("on=" + type);
    } else if (back) {
      add("back=" + type);
    } else {
      add("else=" + type);
    }
  }
  add("frames=" + std::to_string(std::min<std::size_t>(both.size(), 2)));

  // 2. The way between the two in the tree.
  const auto up_s = way_up(s, source.head), up_t = way_up(s, target.head);
  int meet = -1;
  for (const int w : up_s)
    if (meet < 0 && std::find(up_t.begin(), up_t.end(), w) != up_t.end()) meet = w;
  const auto within = [](const Phrase& p, int w) { return p.head >= 0 && w >= p.first && w <= p.last; };
  const auto inside = [&](int w) { return within(source, w) || within(target, w); };
  std::string route;
  const auto walk = [&](const std::vector<int>& up, const char* side) {
    int n = 0;
    for (const int w : up) {
      if (w == meet) break;
      const auto r = std::string(to_string(s.words[static_cast<std::size_t>(w)].deprel));
      if (n++ < 4) route += side + r;
      if (inside(w)) continue;
      add("way=" + clause.lemma(w));
      add(std::string("way") + side + "=" + clause.lemma(w));
    }
  };
  walk(up_s, "<");
  walk(up_t, ">");
  add("route=" + route);
  if (target.head >= 0)
    if (const std::string p = clause.preposition(target.head); !p.empty()) add("prep=" + p);
  const auto note_word = [&](const char* name, int w) {
    add(std::string(name) + "=" + clause.lemma(w));
    const auto kind = clause.verbal(w) ? WordKind::verb : WordKind::noun;
    for (const auto& frame : frames.frames(kind, clause.lemma(w)))
      if (frame.conditions.empty()) add(std::string(name) + ":type=" + std::string(to_string(frame.type)));
    const Reading reading = read(clause, frames, w);
    add(std::string(name) + ":reading=" + std::string(to_string(reading.modality)) +
        (reading.polarity == Polarity::negated ? "-not" : ""));
    if (clause.passive(w)) add(std::string(name) + ":passive");
  };
  if (meet >= 0 && !inside(meet)) note_word("meet", meet);
  // The verb of which the source is subject, and its objects, complements and particles.
  int verb = source.head >= 0 ? s.words[static_cast<std::size_t>(source.head)].head : -1;
  for (int steps = 0; verb >= 0 && !clause.verbal(verb) && steps < 4; ++steps)
    verb = s.words[static_cast<std::size_t>(verb)].head;
  if (verb >= 0) {
    note_word("verb", verb);
    for (const int c : clause.children(verb)) {
      const auto r = s.words[static_cast<std::size_t>(c)].deprel;
      if (r == Deprel::xcomp || r == Deprel::ccomp || r == Deprel::conj)
        note_word(r == Deprel::conj ? "conj" : "comp", c);
      if (r == Deprel::obj) {
        add("obj=" + clause.lemma(c));
        add("verb-obj=" + clause.lemma(verb) + "-" + clause.lemma(c));
      }
      if (r == Deprel::compound_prt) add("verb-prt=" + clause.lemma(verb) + "-" + clause.lemma(c));
      if (r == Deprel::aux) add("aux=" + clause.lemma(c));
    }
  }
  // The noun on which the target hangs ("a decision by T", "sanctions on T").
  if (target.head >= 0)
    if (const int n = s.words[static_cast<std::size_t>(target.head)].head; n >= 0 && !inside(n))
      note_word("over", n);

  // 3. Words: of the target phrase, between the two, around.
  for (int w = std::max(target.first, 0); w <= target.last; ++w)
    if (s.words[static_cast<std::size_t>(w)].upos == Upos::NOUN) add("t=" + clause.lemma(w));
  for (int w = std::max(source.first, 0); w <= source.last; ++w)
    if (s.words[static_cast<std::size_t>(w)].upos == Upos::NOUN) add("s=" + clause.lemma(w));
  const bool two = source.head >= 0 && target.head >= 0;
  const int from = two ? std::min(source.last, target.last) + 1 : std::max(source.last, target.last) + 1;
  const int to = two ? std::max(source.first, target.first) : std::min(clause.size(), from + 5);
  std::string before;
  for (int w = from; w < to; ++w) {
    const auto u = s.words[static_cast<std::size_t>(w)].upos;
    if (u == Upos::PUNCT || u == Upos::DET) continue;
    const auto& l = clause.lemma(w);
    add("mid=" + l);
    if (!before.empty()) add("mid2=" + before + "_" + l);
    before = l;
  }
  add(source.first < target.first ? "order=st" : "order=ts");
  for (int w = 0; w < clause.size(); ++w) {
    const auto u = s.words[static_cast<std::size_t>(w)].upos;
    if (inside(w) || (u != Upos::VERB && u != Upos::NOUN && u != Upos::ADJ)) continue;
    add("any=" + clause.lemma(w));
  }
  for (int w = std::max(target.last, source.last) + 1, n = 0; w < clause.size() && n < 3; ++w) {
    if (s.words[static_cast<std::size_t>(w)].upos == Upos::PUNCT) break;
    add("after=" + clause.lemma(w));
    ++n;
  }

  // 4. Classes of words: of the verb and what it governs, of what stands around the pair, in pairs in order.
  const auto classes = parts_->classes.of(clause);
  const auto at = [&](int w) -> const std::vector<int>& { return classes[static_cast<std::size_t>(w)]; };
  const auto name = [&](int c) -> const std::string& { return parts_->classes.name(c); };
  const auto note_classes = [&](const char* what, int w) {
    for (const int c : at(w)) add(std::string(what) + "=" + name(c));
  };
  if (verb >= 0) {
    note_classes("k-verb", verb);
    const Reading reading = read(clause, frames, verb);
    const std::string mood =
        std::string(to_string(reading.modality)) + (reading.polarity == Polarity::negated ? "-not" : "");
    for (const int c : at(verb)) add("k-verb=" + name(c) + "/" + mood);
    for (const int child : clause.children(verb)) {
      const auto r = s.words[static_cast<std::size_t>(child)].deprel;
      if (r != Deprel::obj && r != Deprel::obl && r != Deprel::xcomp && r != Deprel::ccomp) continue;
      const char* slot = r == Deprel::obj ? "o" : r == Deprel::obl ? "b" : "x";
      for (const int b : at(child)) {
        add(std::string("k-") + slot + "=" + name(b));
        for (const int a : at(verb)) add(std::string("k-v") + slot + "=" + name(a) + "-" + name(b));
      }
    }
  }
  if (meet >= 0 && !inside(meet)) note_classes("k-meet", meet);
  if (target.head >= 0)
    if (const int n = s.words[static_cast<std::size_t>(target.head)].head; n >= 0 && !inside(n)) {
      note_classes("k-over", n);
      if (verb >= 0 && verb != n)
        for (const int a : at(verb))
          for (const int b : at(n)) add("k-vn=" + name(a) + "-" + name(b));
    }
  constexpr int kAfter = 6;
  const int begin = two ? std::min(source.first, target.first) : std::max(0, from - 6);
  const int end = std::min(clause.size(), std::max(source.last, target.last) + 1 + kAfter);
  std::vector<int> last;  // classes of the classed word before
  for (int w = begin; w < end; ++w) {
    if (at(w).empty()) continue;
    note_classes(within(target, w) ? "k-t" : within(source, w) ? "k-s" : "k-near", w);
    if (inside(w)) continue;
    for (const int a : last)
      for (const int b : at(w)) add("k-seq=" + name(a) + "-" + name(b));
    last = at(w);
  }
  return {out.begin(), out.end()};
}

Type Relations::classify(const MarkedPair& pair, const Sentence& sentence) const {
  Scores score{};
  const auto seen = features(pair, sentence);
  const auto take = [&](const std::string& f) {
    const auto found = parts_->weights.find(f);
    if (found == parts_->weights.end()) return;
    for (std::size_t t = 0; t < kTypes; ++t) score[t] += found->second[t];
  };
  take("bias");
  for (const auto& f : seen) take(f);
  if (parts_->weights.empty())
    for (const auto& f : seen)
      for (std::size_t t = 0; t < kTypes; ++t) {
        const auto name = std::string(to_string(static_cast<Type>(t)));
        score[t] += f == "both=" + name                             ? 4
                    : f == "by=" + name || f == "meet:type=" + name ? 2
                    : f == "on=" + name || f == "verb:type=" + name ? 1
                                                                    : 0;
      }
  if (parts_->opinion) {
    const auto frames = log_softmax(score), second = log_softmax(parts_->opinion->scores(pair));
    const double share = parts_->opinion->share;
    for (std::size_t t = 0; t < kTypes; ++t) score[t] = (1 - share) * frames[t] + share * second[t];
  }
  return static_cast<Type>(std::max_element(score.begin(), score.end()) - score.begin());
}

}  // namespace realign::coding
