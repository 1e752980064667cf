#include "syntax/network.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

#include "syntax/decode.h"
#include "syntax/features.h"
#include "syntax/kernels.h"
#include "syntax/weights.h"
#include "text/error.h"
#include "text/word_map.h"

namespace realign::syntax {
namespace {

constexpr std::size_t kUnknown = 1, kRoot = 2;  // rows of the table of words
constexpr float kEmbeddingLimit = 8.0F;  // larger sums of embeddings are clamped; none occur in practice
constexpr std::size_t kLongest = 400;    // longer sentences are parsed in pieces of this many words
constexpr std::size_t kBatchWords =
    2000;  // computed together: large enough for full tiles, small enough for the cache
// Chosen on EWT dev: by how much a fragment's scores must exceed those of a full sentence with a verb for its
// root, and a noun's those of a verb, to stand.
constexpr double kFragmentOdds = 12.0;
constexpr float kVerbOdds = 2.0F;
constexpr std::size_t kWidest = 4096;  // a width beyond this is taken for damage

struct Direction {  // of one LSTM layer
  QuantizedMatrix input, recurrent;
  std::vector<float> bias;
};

struct Layer {
  std::size_t width = 0, hidden = 0;  // of the input; of one direction's output
  Direction directions[2];            // forward, backward
};

// Memory without the cost of clearing it.
template <typename T>
std::unique_ptr<T[]> room_for(std::size_t n) {
  return std::make_unique_for_overwrite<T[]>(n);
}

std::vector<float> padded(const Array& row, std::size_t stride) {
  std::vector<float> out(stride, 0.0F);
  std::copy(row.values.begin(), row.values.end(), out.begin());
  return out;
}

void relu(const float* x, std::size_t n, float* out) {
  for (std::size_t j = 0; j < n; ++j) out[j] = std::max(x[j], 0.0F);
}

std::size_t best_of(const float* x, std::size_t n) {
  return static_cast<std::size_t>(std::max_element(x, x + n) - x);
}

// Sentences one after another in rows, each behind a row for its root, longest first.
struct Batch {
  std::vector<Sentence*> sentences;
  std::vector<std::size_t> start, length;  // rows of each
  std::size_t rows = 0;
};

}  // namespace

struct Network::Parts {
  text::WordMap<std::size_t> word_index;  // into `words`
  std::vector<std::string> words;
  Array word, affix;  // rows of `width`
  std::vector<float> shapes;
  std::size_t width = 0;
  std::vector<Layer> layers;
  QuantizedMatrix heads;  // UPOS | XPOS | arc dependent | arc head | relation dependent | relation head
  std::vector<float> heads_bias;
  FloatMatrix arc;
  std::vector<float> arc_bias;  // of each head: the last row of the trained matrix
  FloatMatrix rel;
  std::vector<float> rel_bias;
  std::vector<Upos> upos;
  std::vector<std::string> xpos;
  std::vector<Deprel> rels;
  std::size_t at_xpos = 0, at_arc_dep = 0, at_arc_head = 0, at_rel_dep = 0, at_rel_head = 0;

  void load(const Weights& w);
  void load_layers(const Weights& w);
  void load_heads(const Weights& w);
  void embed(std::string_view form, float* out) const;
  std::string_view read_as(const Word& w) const;
  void step_through(const Layer& layer, const Batch& batch, const std::int16_t* in, std::int16_t* out) const;
  void tree(const float* rows, Sentence& sentence) const;
  void make_verb(const float* rows, std::size_t root, Sentence& sentence) const;
  void label(const float* rows, const std::vector<float>& scores, const std::vector<int>& tree_heads,
             Sentence& sentence) const;
  std::vector<int> as_full_sentence(const float* rows, const std::vector<float>& scores,
                                    const Sentence& sentence) const;
  float verb_log_odds(const float* row) const;
  std::string best_finite(const float* tags) const;
  void run(std::span<Sentence*> sentences) const;  // none empty, longest first
  void run_in_pieces(Sentence& sentence) const;
};

Network::Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

const std::vector<std::string>& Network::tags() const {
  return parts_->xpos;
}

Network Network::load(const std::string& dir) {
  Weights w = Weights::load(dir + "/network.bin");
  auto p = std::make_unique<Parts>();
  p->words = w.take("words").strings;
  p->word = w.take("word");
  p->affix = w.take("affix");
  p->load(w);
  Network network;
  network.parts_ = std::move(p);
  return network;
}

void Network::Parts::load(const Weights& w) {
  width = word.columns;
  if (words.size() <= kRoot || word.rows != words.size() || affix.rows != kAffixBuckets ||
      affix.columns != width || width % 8 != 0 || width == 0 || width > kWidest)
    throw w.error("its embeddings have another shape than expected");
  for (std::size_t i = 0; i < words.size(); ++i) word_index.emplace(words[i], i);
  shapes = w.at("shape", kShapes, width).values;
  load_layers(w);
  load_heads(w);
}

void Network::Parts::load_layers(const Weights& w) {
  std::size_t in = width;
  for (std::size_t l = 1; l == 1 || w.has("lstm" + std::to_string(l) + ".forward.input"); ++l) {
    Layer layer;
    layer.width = in;
    for (std::size_t d = 0; d < 2; ++d) {
      const std::string name = "lstm" + std::to_string(l) + (d == 0 ? ".forward" : ".backward");
      const Array& recurrent = w.at(name + ".recurrent");
      const std::size_t h = recurrent.rows;
      if (h == 0 || h % 8 != 0 || h > kWidest || (d == 1 && h != layer.hidden))
        throw w.error("'" + name + "' has another shape than expected");
      layer.hidden = h;
      auto& direction = layer.directions[d];
      direction.input = QuantizedMatrix(w.at(name + ".input", in, 4 * h).values, in, 4 * h,
                                        l == 1 ? kEmbeddingLimit : 1.0F);
      direction.recurrent = QuantizedMatrix(w.at(name + ".recurrent", h, 4 * h).values, h, 4 * h, 1.0F);
      direction.bias = padded(w.at(name + ".bias", 1, 4 * h), direction.input.stride());
    }
    in = 2 * layer.hidden;
    layers.push_back(std::move(layer));
  }
}

void Network::Parts::load_heads(const Weights& w) {
  for (const auto& name : w.at("upos").strings) upos.push_back(upos_from(name));
  xpos = w.at("xpos").strings;
  for (const auto& name : w.at("rels").strings) rels.push_back(deprel_from(name));
  if (upos.empty() || xpos.empty() || std::count(rels.begin(), rels.end(), Deprel::root) == 0 ||
      rels.size() < 2)
    throw w.error("its tags or relations are incomplete");
  const std::size_t in = 2 * layers.back().hidden, arcs = w.at("arc").columns, relations = w.at("rel").rows;
  if (arcs == 0 || arcs % 16 != 0 || arcs > kWidest || relations == 0 || relations % 8 != 0 ||
      relations > kWidest || upos.size() > kWidest || xpos.size() > kWidest || rels.size() > kWidest)
    throw w.error("its scorers have another shape than expected");
  at_xpos = upos.size();
  at_arc_dep = (at_xpos + xpos.size() + 15) / 16 * 16;
  at_arc_head = at_arc_dep + arcs;
  at_rel_dep = at_arc_head + arcs;
  at_rel_head = at_rel_dep + relations;
  const std::size_t columns = at_rel_head + relations;
  std::vector<float> all(in * columns, 0.0F);
  heads_bias.assign((columns + 15) / 16 * 16, 0.0F);
  const auto place = [&](const std::string& name, std::size_t at, std::size_t n, bool bias) {
    const auto& m = w.at(name, in, n);
    for (std::size_t r = 0; r < in; ++r)
      std::copy_n(m.values.data() + r * n, n, all.data() + r * columns + at);
    if (bias) std::copy_n(w.at(name + ".bias", 1, n).values.data(), n, heads_bias.data() + at);
  };
  place("upos.out", 0, upos.size(), true);
  place("xpos.out", at_xpos, xpos.size(), true);
  place("arc_dep", at_arc_dep, arcs, true);
  place("arc_head", at_arc_head, arcs, true);
  place("rel_dep", at_rel_dep, relations, true);
  place("rel_head", at_rel_head, relations, false);
  heads = QuantizedMatrix(all, in, columns, 1.0F);
  const auto& bilinear = w.at("arc", arcs + 1, arcs);
  arc = FloatMatrix(std::span(bilinear.values).first(arcs * arcs), arcs, arcs);
  arc_bias.assign(bilinear.values.end() - static_cast<std::ptrdiff_t>(arcs), bilinear.values.end());
  rel = FloatMatrix(w.at("rel", relations, rels.size()).values, relations, rels.size());
  rel_bias = padded(w.at("rel.bias", 1, rels.size()), rel.stride());
}

void Network::Parts::embed(std::string_view form, float* out) const {
  const WordFeatures f = features_of(form);
  const auto found = word_index.find(f.lower);
  word.row(found == word_index.end() ? kUnknown : found->second, out);
  const float* s = shapes.data() + f.shape * width;
  for (std::size_t j = 0; j < width; ++j) out[j] += s[j];
  for (std::size_t k = 0; k < f.affix_count; ++k) affix.add_row(f.affixes[k], out);
}

// The form, or the name that stands in for it where training never met the form: by its letters alone the
// network takes "Pashinyan" for an adjective.
std::string_view Network::Parts::read_as(const Word& w) const {
  if (w.stand_in.empty() || word_index.contains(features_of(w.form).lower)) return w.form;
  return w.stand_in;
}

void Network::Parts::step_through(const Layer& layer, const Batch& batch, const std::int16_t* in,
                                  std::int16_t* out) const {
  const std::size_t n = batch.sentences.size(), h = layer.hidden, ld = layer.directions[0].input.stride();
  const auto gates = room_for<float>(batch.rows * ld), step = room_for<float>(n * ld);
  std::vector<float> cell(n * h);
  std::vector<std::int16_t> state(n * h);
  for (std::size_t d = 0; d < 2; ++d) {
    const auto& direction = layer.directions[d];
    multiply(in, batch.rows, layer.width, direction.input, direction.bias.data(), false, gates.get(), ld);
    std::fill(cell.begin(), cell.end(), 0.0F);
    std::size_t active = n;  // sentences that still have words
    for (std::size_t t = 0; t < batch.length[0]; ++t) {
      while (batch.length[active - 1] <= t) --active;
      const auto row = [&](std::size_t s) { return batch.start[s] + (d == 0 ? t : batch.length[s] - 1 - t); };
      for (std::size_t s = 0; s < active; ++s)
        std::memcpy(step.get() + s * ld, gates.get() + row(s) * ld, ld * sizeof(float));
      if (t > 0) multiply(state.data(), active, h, direction.recurrent, nullptr, true, step.get(), ld);
      lstm_step(step.get(), active, ld, h, cell.data(), state.data());
      for (std::size_t s = 0; s < active; ++s)
        std::memcpy(out + row(s) * 2 * h + d * h, state.data() + s * h, h * sizeof(std::int16_t));
    }
  }
}

void Network::Parts::tree(const float* rows, Sentence& sentence) const {
  // Row 0 is the root's, row i + 1 word i's.
  const std::size_t n = sentence.words.size(), m = n + 1, ld = heads.stride(), arcs = arc.rows();
  const auto dependents = room_for<float>(n * arcs), governors = room_for<float>(m * arcs),
             turned = room_for<float>(n * arc.stride());
  for (std::size_t i = 0; i < n; ++i)
    relu(rows + (i + 1) * ld + at_arc_dep, arcs, dependents.get() + i * arcs);
  for (std::size_t i = 0; i < m; ++i) relu(rows + i * ld + at_arc_head, arcs, governors.get() + i * arcs);
  multiply(dependents.get(), n, arcs, arc, arc_bias.data(), false, turned.get(), arc.stride());
  std::vector<float> scores(n * m);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t h = 0; h < m; ++h)
      scores[i * m + h] = dot(turned.get() + i * arc.stride(), governors.get() + h * arcs, arcs);
  label(rows, scores, best_tree(scores, n), sentence);
  if (const auto verbal = as_full_sentence(rows, scores, sentence); !verbal.empty()) {
    label(rows, scores, verbal, sentence);
    for (std::size_t i = 0; i < n; ++i)
      if (sentence.words[i].head < 0) make_verb(rows, i, sentence);
  }
}

// What a root becomes that was no verb before its tree was chosen for having one.
void Network::Parts::make_verb(const float* rows, std::size_t root, Sentence& sentence) const {
  const auto below = [&](const Word& w) { return w.head == static_cast<int>(root); };
  const auto any_below = [&](std::initializer_list<Deprel> relations) {
    return std::any_of(sentence.words.begin(), sentence.words.end(), [&](const Word& w) {
      return below(w) && std::find(relations.begin(), relations.end(), w.deprel) != relations.end();
    });
  };
  auto& verb = sentence.words[root];
  verb.upos = Upos::VERB;
  // What it would have modified had it been a noun is its subject now.
  if (!any_below({Deprel::nsubj, Deprel::nsubj_pass, Deprel::csubj}))
    for (std::size_t k = root; k-- > 0;) {
      auto& before = sentence.words[k];
      if (!below(before) ||
          (before.upos != Upos::PROPN && before.upos != Upos::NOUN && before.upos != Upos::PRON))
        continue;
      before.deprel = Deprel::nsubj;
      break;
    }
  // One that no auxiliary helps is finite, whatever its ending looked like.
  if (!any_below({Deprel::aux, Deprel::aux_pass}))
    verb.xpos = best_finite(rows + (root + 1) * heads.stride() + at_xpos);
}

// The network learned from e-mails and forums, where much that ends in a full stop is no sentence; in prose
// nearly all of it is. Of a tree whose root is no predicate: the best one whose root is a verb, if the scores
// do not speak strongly against it; else empty.
std::vector<int> Network::Parts::as_full_sentence(const float* rows, const std::vector<float>& scores,
                                                  const Sentence& sentence) const {
  const std::size_t n = sentence.words.size(), m = n + 1, ld = heads.stride();
  std::size_t last = n;
  while (last > 0 && (sentence.words[last - 1].form == "\"" || sentence.words[last - 1].form == ")")) --last;
  if (last < 4 || sentence.words[last - 1].form.find_first_of(".!?") != 0) return {};
  int root = -1;
  for (std::size_t i = 0; i < n; ++i)
    if (sentence.words[i].head < 0) root = static_cast<int>(i);
  const auto& r = sentence.words[static_cast<std::size_t>(root)];
  if (r.upos == Upos::VERB || r.upos == Upos::AUX) return {};
  for (const auto& w : sentence.words)
    if (w.head == root && (w.deprel == Deprel::cop || w.deprel == Deprel::aux || w.deprel == Deprel::nsubj))
      return {};

  const auto log_score = [&](const std::vector<int>& tree) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += scores[i * m + static_cast<std::size_t>(tree[i] + 1)];
    return sum;
  };
  std::vector<int> now(n);
  for (std::size_t i = 0; i < n; ++i) now[i] = sentence.words[i].head;
  std::vector<int> best;
  double most = log_score(now) - kFragmentOdds;
  for (std::size_t i = 0; i < n; ++i) {
    if (static_cast<int>(i) == root || verb_log_odds(rows + (i + 1) * ld) < -kVerbOdds) continue;
    auto forced = scores;
    for (std::size_t d = 0; d < n; ++d)
      if (d != i) forced[d * m] = -1e6F;
    auto tree = best_tree(forced, n);
    if (tree[i] != -1) continue;
    if (const double s = log_score(tree); s > most) {
      most = s;
      best = std::move(tree);
    }
  }
  return best;
}

// How much likelier the tagger holds a verb than any other part of speech.
float Network::Parts::verb_log_odds(const float* row) const {
  float verb = -1e9F, other = -1e9F;
  for (std::size_t k = 0; k < upos.size(); ++k)
    (upos[k] == Upos::VERB ? verb : other) = std::max(upos[k] == Upos::VERB ? verb : other, row[k]);
  return verb - other;
}

std::string Network::Parts::best_finite(const float* tags) const {
  std::size_t best = xpos.size();
  for (std::size_t k = 0; k < xpos.size(); ++k)
    if ((xpos[k] == "VBD" || xpos[k] == "VBZ" || xpos[k] == "VBP") &&
        (best == xpos.size() || tags[k] > tags[best]))
      best = k;
  return xpos[best];
}

void Network::Parts::label(const float* rows, const std::vector<float>& scores,
                           const std::vector<int>& tree_heads, Sentence& sentence) const {
  const std::size_t n = sentence.words.size(), m = n + 1, ld = heads.stride(), relations = rel.rows();
  const auto pair = room_for<float>(n * relations), out = room_for<float>(n * rel.stride());
  for (std::size_t i = 0; i < n; ++i) {
    const float* d = rows + (i + 1) * ld + at_rel_dep;
    const float* g = rows + static_cast<std::size_t>(tree_heads[i] + 1) * ld + at_rel_head;
    for (std::size_t j = 0; j < relations; ++j) pair[i * relations + j] = std::max(d[j] + g[j], 0.0F);
  }
  multiply(pair.get(), n, relations, rel, rel_bias.data(), false, out.get(), rel.stride());
  for (std::size_t i = 0; i < n; ++i) {
    auto& w = sentence.words[i];
    const float* row = rows + (i + 1) * ld;
    w.upos = upos[best_of(row, upos.size())];
    w.xpos = xpos[best_of(row + at_xpos, xpos.size())];
    w.head = tree_heads[i];
    // The root keeps its relation to itself, and only the root has it.
    const float* r = out.get() + i * rel.stride();
    std::size_t best = rels.size();
    float total = 0, top = *std::max_element(r, r + rels.size());
    for (std::size_t k = 0; k < rels.size(); ++k) {
      total += std::exp(r[k] - top);
      if ((rels[k] == Deprel::root) != (w.head < 0)) continue;
      if (best == rels.size() || r[k] > r[best]) best = k;
    }
    w.deprel = rels[best];
    const float* s = scores.data() + i * m;
    const float high = *std::max_element(s, s + m);
    float sum = 0;
    for (std::size_t h = 0; h < m; ++h) sum += std::exp(s[h] - high);
    const float arc_probability = std::exp(s[static_cast<std::size_t>(w.head + 1)] - high) / sum;
    w.confidence = std::clamp(arc_probability * std::exp(r[best] - top) / total, 0.0F, 1.0F);
  }
}

void Network::Parts::run(std::span<Sentence*> sentences) const {
  Batch batch;
  batch.sentences.assign(sentences.begin(), sentences.end());
  for (const auto* s : batch.sentences) {
    batch.start.push_back(batch.rows);
    batch.length.push_back(s->words.size() + 1);
    batch.rows += s->words.size() + 1;
  }
  auto in = room_for<std::int16_t>(batch.rows * width);
  std::vector<float> sum(width);
  for (std::size_t s = 0; s < batch.sentences.size(); ++s) {
    std::int16_t* row = in.get() + batch.start[s] * width;
    word.row(kRoot, sum.data());
    for (std::size_t j = 0; j < width; ++j) sum[j] += shapes[j];
    quantize(sum.data(), width, kEmbeddingLimit, row);
    for (const auto& w : batch.sentences[s]->words) {
      embed(read_as(w), sum.data());
      quantize(sum.data(), width, kEmbeddingLimit, row += width);
    }
  }
  for (const auto& layer : layers) {
    auto out = room_for<std::int16_t>(batch.rows * 2 * layer.hidden);
    step_through(layer, batch, in.get(), out.get());
    in = std::move(out);
  }
  const auto out = room_for<float>(batch.rows * heads.stride());
  multiply(in.get(), batch.rows, heads.rows(), heads, heads_bias.data(), false, out.get(), heads.stride());
  for (std::size_t s = 0; s < batch.sentences.size(); ++s)
    tree(out.get() + batch.start[s] * heads.stride(), *batch.sentences[s]);
}

// Pieces of an overlong sentence are parsed one by one, so that memory stays linear, and hung under the first
// piece's root.
void Network::Parts::run_in_pieces(Sentence& sentence) const {
  int root = -1;
  for (std::size_t at = 0; at < sentence.words.size(); at += kLongest) {
    const auto begin = sentence.words.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kLongest, sentence.words.size() - at));
    Sentence piece;
    piece.words.assign(std::make_move_iterator(begin), std::make_move_iterator(end));
    Sentence* one = &piece;
    run(std::span(&one, 1));
    for (std::size_t i = 0; i < piece.words.size(); ++i) {
      auto& w = piece.words[i];
      if (w.head >= 0) {
        w.head += static_cast<int>(at);
      } else if (root < 0) {
        root = static_cast<int>(at + i);
      } else {
        w.head = root;
        w.deprel = Deprel::parataxis;
      }
      sentence.words[at + i] = std::move(w);
    }
  }
}

void Network::annotate(std::span<Sentence*> batch) const {
  std::vector<Sentence*> order;
  for (auto* sentence : batch) {
    if (sentence->words.size() > kLongest) {
      parts_->run_in_pieces(*sentence);
    } else if (!sentence->words.empty()) {
      order.push_back(sentence);
    }
  }
  // Longest first; as many at a time as fit a limit of words.
  std::stable_sort(order.begin(), order.end(),
                   [](const Sentence* a, const Sentence* b) { return a->words.size() > b->words.size(); });
  for (std::size_t at = 0; at < order.size();) {
    std::size_t end = at, words = 0;
    while (end < order.size() && (end == at || words + order[end]->words.size() <= kBatchWords))
      words += order[end++]->words.size();
    parts_->run(std::span(order).subspan(at, end - at));
    at = end;
  }
}

}  // namespace realign::syntax
