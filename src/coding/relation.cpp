#include "coding/relation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>

#include "coding/candidate.h"
#include "coding/clause.h"
#include "coding/story.h"
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
  for (std::size_t i = 0; i < marked.size();) {
    bool mark = false;
    for (std::size_t m = 0; m < 4; ++m)
      if (!seen[m] && marked.substr(i).starts_with(kMarks[m])) {
        if ((m == 1 && !seen[0]) || (m == 3 && !seen[2])) return false;
        seen[m] = mark = true;
        at[m] = out.text.size();
        i += kMarks[m].size();
        break;
      }
    if (!mark) out.text += marked[i++];
  }
  out.source = {at[0], at[1]};
  out.target = {at[2], at[3]};
  return seen[0] == seen[1] && seen[2] == seen[3] && (seen[0] || seen[2]) && (!seen[0] || at[0] < at[1]) &&
         (!seen[2] || at[2] < at[3]);
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
      const auto& digits = row[t + 1];
      if (digits.empty() || std::from_chars(digits.data(), digits.data() + digits.size(), w[t]).ptr !=
                                digits.data() + digits.size())
        throw table.error(row, "'" + digits + "' is no weight");
    }
    weights.emplace(row[0], w);
  }
  return weights;
}

}  // namespace

struct Relations::Parts {
  FrameSet frames;
  WeightTable weights;
  std::optional<syntax::Encoder> encoder;
  std::vector<std::array<float, kTypes>> dense;  // weights of vectors(), in its order
};

Relations::Relations() = default;
Relations::Relations(Relations&&) noexcept = default;
Relations::~Relations() = default;

Relations Relations::load(const std::string& data_dir, bool second_opinion) {
  Relations relations;
  auto& parts = *(relations.parts_ = std::make_unique<Parts>());
  parts.frames = FrameSet::load(data_dir + "/frames");
  const std::string models = data_dir + "/models/";
  std::string path = models + "relations.tsv";
  if (second_opinion) parts.encoder = syntax::Encoder::load(models + "encoder");
  if (const auto both = models + "relations-encoder.tsv"; parts.encoder && std::filesystem::exists(both))
    path = both;
  if (!std::filesystem::exists(path)) return relations;  // untrained: frames alone decide
  parts.weights = read_weights(path);
  for (std::size_t i = 0;; ++i) {
    const auto found = parts.weights.find("dense" + std::to_string(i));
    if (found == parts.weights.end()) break;
    parts.dense.push_back(found->second);
  }
  if (parts.encoder && !parts.dense.empty() && parts.dense.size() != 2 * parts.encoder->width())
    throw text::Error(path, "has " + std::to_string(parts.dense.size()) +
                                " weights of vectors for an encoder of width " +
                                std::to_string(parts.encoder->width()));
  return relations;
}

std::vector<float> Relations::vectors(const MarkedPair& pair) const {
  if (!parts_->encoder) return {};
  const auto encoded = parts_->encoder->encode(pair.text);
  const auto& pieces = encoded.pieces;
  const std::size_t width = encoded.width;
  std::vector<float> out(2 * width);
  if (pieces.empty()) return out;
  // Pieces [first, last) of a phrase; first == last if it is not marked.
  const auto range = [&](std::pair<std::size_t, std::size_t> span) {
    std::size_t first = pieces.size(), last = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i)
      if (pieces[i].end > span.first && pieces[i].begin < span.second) {
        first = std::min(first, i);
        last = i + 1;
      }
    return first < last ? std::pair(first, last) : std::pair(std::size_t{0}, std::size_t{0});
  };
  constexpr std::size_t kBeside = 6;
  const auto s = range(pair.source), t = range(pair.target);
  const bool has_s = s.first < s.second, has_t = t.first < t.second;
  std::size_t from = 0, to = pieces.size();
  if (has_s && has_t) {
    from = std::min(s.second, t.second);
    to = std::max(s.first, t.first);
  } else if (has_s) {
    from = s.second;
    to = std::min(pieces.size(), from + kBeside);
  } else if (has_t) {
    to = t.first;
    from = to > kBeside ? to - kBeside : 0;
  }
  if (from >= to) {
    from = 0;
    to = pieces.size();
  }
  const auto mean = [&](std::size_t begin, std::size_t end, float* into) {
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t c = 0; c < width; ++c) into[c] += encoded.state(i)[c];
    for (std::size_t c = 0; c < width; ++c) into[c] /= static_cast<float>(end - begin);
  };
  mean(from, to, out.data());
  mean(0, pieces.size(), out.data() + width);
  return out;
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
  if (!parts_->dense.empty()) {
    const auto dense = vectors(pair);
    for (std::size_t i = 0; i < dense.size(); ++i)
      for (std::size_t t = 0; t < kTypes; ++t) score[t] += dense[i] * parts_->dense[i][t];
  }
  if (parts_->weights.empty())
    for (const auto& f : seen)
      for (std::size_t t = 0; t < kTypes; ++t) {
        const auto name = std::string(to_string(static_cast<Type>(t)));
        score[t] += f == "both=" + name                             ? 4
                    : f == "by=" + name || f == "meet:type=" + name ? 2
                    : f == "on=" + name || f == "verb:type=" + name ? 1
                                                                    : 0;
      }
  return static_cast<Type>(std::max_element(score.begin(), score.end()) - score.begin());
}

}  // namespace realign::coding
