#include "syntax/network.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "syntax/decode.h"
#include "syntax/kernels.h"
#include "syntax/weights.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

// Shapes fixed by scripts/train-parser/train.py.
constexpr std::size_t kDim = 128, kHidden = 112, kArc = 96, kRel = 96, kBuckets = 16384, kAffix = 4;
constexpr std::size_t kUnknown = 1, kRoot = 2;
constexpr std::size_t kLongest = 400;  // longer sentences are parsed in pieces of this many words

struct Direction {  // of one LSTM layer
  PackedMatrix input, recurrent;
  std::vector<float> bias;
};

std::vector<float> padded(const Array& row, std::size_t stride) {
  std::vector<float> out(stride, 0.0F);
  std::copy(row.values.begin(), row.values.end(), out.begin());
  return out;
}

// The lower-cased code points of a form, as bytes with the place where each begins.
struct Lowered {
  std::string bytes;
  std::vector<std::size_t> begins;  // one past the last too
};

Lowered lowered(std::string_view form) {
  Lowered out;
  out.bytes.reserve(form.size());
  for (std::size_t i = 0; i < form.size();) {
    const auto lead = static_cast<unsigned char>(form[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    out.begins.push_back(out.bytes.size());
    if (lead < 0x80) {
      out.bytes += static_cast<char>(lead >= 'A' && lead <= 'Z' ? lead + 32 : lead);
    } else {
      char32_t c = lead & (length == 2 ? 0x1FU : length == 3 ? 0x0FU : 0x07U);
      for (std::size_t k = 1; k < length && i + k < form.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(form[i + k]) & 0x3FU);
      c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
      if (c < 0x80) {
        out.bytes += static_cast<char>(c);
      } else if (c < 0x800) {
        out.bytes += static_cast<char>(0xC0U | (c >> 6));
        out.bytes += static_cast<char>(0x80U | (c & 0x3FU));
      } else if (c < 0x10000) {
        out.bytes += static_cast<char>(0xE0U | (c >> 12));
        out.bytes += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
        out.bytes += static_cast<char>(0x80U | (c & 0x3FU));
      } else {
        out.bytes += static_cast<char>(0xF0U | (c >> 18));
        out.bytes += static_cast<char>(0x80U | ((c >> 12) & 0x3FU));
        out.bytes += static_cast<char>(0x80U | ((c >> 6) & 0x3FU));
        out.bytes += static_cast<char>(0x80U | (c & 0x3FU));
      }
    }
    i += length;
  }
  out.begins.push_back(out.bytes.size());
  return out;
}

std::size_t bucket(char side, std::string_view part) {
  std::uint32_t h = 2166136261U;
  h = (h ^ static_cast<unsigned char>(side)) * 16777619U;
  for (const char c : part) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h % kBuckets;
}

// Bits: first letter upper, all letters upper (two or more), a digit, a hyphen, neither letter nor digit.
std::size_t shape(std::string_view form) {
  std::size_t letters = 0, upper = 0, index = 0;
  bool first_upper = false, digit = false, hyphen = false, alnum = false;
  for (std::size_t i = 0; i < form.size(); ++index) {
    const auto lead = static_cast<unsigned char>(form[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    char32_t c = lead;
    if (length > 1) {
      c = lead & (length == 2 ? 0x1FU : length == 3 ? 0x0FU : 0x07U);
      for (std::size_t k = 1; k < length && i + k < form.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(form[i + k]) & 0x3FU);
    }
    const auto u = static_cast<UChar32>(c);
    if (u_isalpha(u) != 0) ++letters;
    if (u_isupper(u) != 0) {
      ++upper;
      if (index == 0) first_upper = true;
    }
    if (u_isdigit(u) != 0) digit = true;
    if (c == '-') hyphen = true;
    if (u_isalnum(u) != 0) alnum = true;
    i += length;
  }
  return (first_upper ? 1U : 0U) | (letters > 1 && upper == letters ? 2U : 0U) | (digit ? 4U : 0U) | (hyphen ? 8U : 0U) | (alnum ? 0U : 16U);
}

}  // namespace

struct Network::Parts {
  std::unordered_map<std::string, std::size_t> word_index;
  std::vector<float> word, affix, shapes;  // rows of kDim
  Direction layers[2][2];                  // [layer][forward, backward]
  PackedMatrix heads;                      // UPOS | XPOS | arc dependent | arc head | relation dependent | relation head
  std::vector<float> heads_bias;
  PackedMatrix arc;                        // kArc x kArc
  std::vector<float> arc_bias;             // added for each head: the last row of the trained matrix
  PackedMatrix rel;
  std::vector<float> rel_bias;
  std::vector<Upos> upos;
  std::vector<std::string> xpos;
  std::vector<Deprel> rels;
  std::size_t at_xpos = 0, at_arc_dep = 0, at_arc_head = 0, at_rel_dep = 0, at_rel_head = 0;

  void embed(std::string_view form, float* out) const;
  void layer(const Direction (&directions)[2], const std::vector<float>& in, std::size_t width, const std::vector<std::size_t>& start,
             const std::vector<std::size_t>& length, std::vector<float>& out) const;
  void tree(const float* rows, Sentence& sentence) const;
  void run(std::span<Sentence*> batch) const;
};

Network::Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

Network Network::load(const std::string& dir) {
  const Weights w = Weights::load(dir + "/network.bin");
  auto p = std::make_unique<Parts>();
  const auto& words = w.at("words");
  for (std::size_t i = 0; i < words.strings.size(); ++i) p->word_index.emplace(words.strings[i], i);
  p->word = w.at("word", words.rows, kDim).values;
  p->affix = w.at("affix", kBuckets, kDim).values;
  p->shapes = w.at("shape", 32, kDim).values;
  for (std::size_t l = 0; l < 2; ++l)
    for (std::size_t d = 0; d < 2; ++d) {
      const std::string name = "lstm" + std::to_string(l + 1) + (d == 0 ? ".forward" : ".backward");
      const std::size_t width = l == 0 ? kDim : 2 * kHidden;
      auto& direction = p->layers[l][d];
      direction.input = PackedMatrix(w.at(name + ".input", width, 4 * kHidden).values, width, 4 * kHidden);
      direction.recurrent = PackedMatrix(w.at(name + ".recurrent", kHidden, 4 * kHidden).values, kHidden, 4 * kHidden);
      direction.bias = padded(w.at(name + ".bias", 1, 4 * kHidden), direction.input.stride());
    }
  for (const auto& name : w.at("upos").strings) p->upos.push_back(upos_from(name));
  p->xpos = w.at("xpos").strings;
  for (const auto& name : w.at("rels").strings) p->rels.push_back(deprel_from(name));
  p->at_xpos = p->upos.size();
  // Rows that later products read begin at multiples of 8 floats.
  p->at_arc_dep = (p->at_xpos + p->xpos.size() + 15) / 16 * 16;
  p->at_arc_head = p->at_arc_dep + kArc;
  p->at_rel_dep = p->at_arc_head + kArc;
  p->at_rel_head = p->at_rel_dep + kRel;
  const std::size_t columns = p->at_rel_head + kRel;
  std::vector<float> all(2 * kHidden * columns, 0.0F);
  p->heads_bias.assign((columns + 15) / 16 * 16, 0.0F);
  const auto place = [&](const std::string& name, std::size_t at, std::size_t width, bool bias) {
    const auto& m = w.at(name, 2 * kHidden, width);
    for (std::size_t r = 0; r < 2 * kHidden; ++r) std::copy_n(m.values.begin() + static_cast<std::ptrdiff_t>(r * width), width, all.begin() + static_cast<std::ptrdiff_t>(r * columns + at));
    if (bias) std::copy_n(w.at(name + ".bias", 1, width).values.begin(), width, p->heads_bias.begin() + static_cast<std::ptrdiff_t>(at));
  };
  place("upos.out", 0, p->upos.size(), true);
  place("xpos.out", p->at_xpos, p->xpos.size(), true);
  place("arc_dep", p->at_arc_dep, kArc, true);
  place("arc_head", p->at_arc_head, kArc, true);
  place("rel_dep", p->at_rel_dep, kRel, true);
  place("rel_head", p->at_rel_head, kRel, false);
  p->heads = PackedMatrix(all, 2 * kHidden, columns);
  const auto& arc = w.at("arc", kArc + 1, kArc);
  p->arc = PackedMatrix(std::span(arc.values).first(kArc * kArc), kArc, kArc);
  p->arc_bias.assign(arc.values.begin() + kArc * kArc, arc.values.end());
  p->rel = PackedMatrix(w.at("rel", kRel, p->rels.size()).values, kRel, p->rels.size());
  p->rel_bias = padded(w.at("rel.bias", 1, p->rels.size()), p->rel.stride());
  Network network;
  network.parts_ = std::move(p);
  return network;
}

void Network::Parts::embed(std::string_view form, float* out) const {
  const Lowered low = lowered(form);
  const auto found = word_index.find(low.bytes);
  const float* w = word.data() + (found == word_index.end() ? kUnknown : found->second) * kDim;
  const float* s = shapes.data() + shape(form) * kDim;
  for (std::size_t j = 0; j < kDim; ++j) out[j] = w[j] + s[j];
  const std::size_t n = low.begins.size() - 1;
  for (std::size_t k = 1; k <= kAffix && k <= n; ++k) {
    const std::string_view bytes = low.bytes;
    const float* a = affix.data() + bucket('<', bytes.substr(0, low.begins[k])) * kDim;
    const float* b = affix.data() + bucket('>', bytes.substr(low.begins[n - k])) * kDim;
    for (std::size_t j = 0; j < kDim; ++j) out[j] += a[j] + b[j];
  }
}

// Sentences lie one after another in `in` (rows of `width`), longest first; sentence s has rows start[s] .. start[s] + length[s].
void Network::Parts::layer(const Direction (&directions)[2], const std::vector<float>& in, std::size_t width, const std::vector<std::size_t>& start,
                           const std::vector<std::size_t>& length, std::vector<float>& out) const {
  const std::size_t rows = in.size() / width, sentences = start.size(), ldg = directions[0].input.stride();
  std::vector<float> gates(rows * ldg), step(sentences * ldg), cell(sentences * kHidden), state(sentences * kHidden);
  out.resize(rows * 2 * kHidden);
  for (std::size_t d = 0; d < 2; ++d) {
    const auto& direction = directions[d];
    multiply(in.data(), rows, width, direction.input, direction.bias.data(), false, gates.data(), ldg);
    std::fill(cell.begin(), cell.end(), 0.0F);
    std::fill(state.begin(), state.end(), 0.0F);
    std::size_t active = sentences;
    for (std::size_t t = 0; t < length[0]; ++t) {
      while (active > 0 && length[active - 1] <= t) --active;
      const auto row = [&](std::size_t s) { return start[s] + (d == 0 ? t : length[s] - 1 - t); };
      for (std::size_t s = 0; s < active; ++s) std::memcpy(step.data() + s * ldg, gates.data() + row(s) * ldg, ldg * sizeof(float));
      if (t > 0) multiply(state.data(), active, kHidden, direction.recurrent, nullptr, true, step.data(), ldg);
      lstm_step(step.data(), active, ldg, kHidden, cell.data(), state.data());
      for (std::size_t s = 0; s < active; ++s) std::memcpy(out.data() + row(s) * 2 * kHidden + d * kHidden, state.data() + s * kHidden, kHidden * sizeof(float));
    }
  }
}

void Network::Parts::tree(const float* rows, Sentence& sentence) const {
  // rows[0] is the root's, rows[i + 1] word i's.
  const std::size_t n = sentence.words.size(), ld = heads.stride(), m = n + 1;
  const auto relu = [](float x) { return x > 0 ? x : 0.0F; };
  std::vector<float> dependents(n * kArc), governors(m * kArc), scores(n * m);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < kArc; ++j) dependents[i * kArc + j] = relu(rows[(i + 1) * ld + at_arc_dep + j]);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < kArc; ++j) governors[i * kArc + j] = relu(rows[i * ld + at_arc_head + j]);
  std::vector<float> turned(n * arc.stride());
  multiply(dependents.data(), n, kArc, arc, arc_bias.data(), false, turned.data(), arc.stride());
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t h = 0; h < m; ++h) scores[i * m + h] = dot(turned.data() + i * arc.stride(), governors.data() + h * kArc, kArc);
  const auto tree_heads = best_tree(scores, n);
  std::vector<float> pair(n * kRel), out(n * rel.stride());
  for (std::size_t i = 0; i < n; ++i) {
    const float* d = rows + (i + 1) * ld + at_rel_dep;
    const float* g = rows + static_cast<std::size_t>(tree_heads[i] + 1) * ld + at_rel_head;
    for (std::size_t j = 0; j < kRel; ++j) pair[i * kRel + j] = relu(d[j] + g[j]);
  }
  multiply(pair.data(), n, kRel, rel, rel_bias.data(), false, out.data(), rel.stride());
  for (std::size_t i = 0; i < n; ++i) {
    auto& word_out = sentence.words[i];
    const float* row = rows + (i + 1) * ld;
    word_out.upos = upos[static_cast<std::size_t>(std::max_element(row, row + upos.size()) - row)];
    const float* x = row + at_xpos;
    word_out.xpos = xpos[static_cast<std::size_t>(std::max_element(x, x + xpos.size()) - x)];
    word_out.head = tree_heads[i];
    // The root keeps its relation to itself, and only the root has it.
    const float* r = out.data() + i * rel.stride();
    std::size_t best = rels.size();
    float total = 0, top = *std::max_element(r, r + rels.size());
    for (std::size_t k = 0; k < rels.size(); ++k) {
      total += std::exp(r[k] - top);
      if ((rels[k] == Deprel::root) != (tree_heads[i] < 0)) continue;
      if (best == rels.size() || r[k] > r[best]) best = k;
    }
    word_out.deprel = rels[best];
    const float* s = scores.data() + i * m;
    const float high = *std::max_element(s, s + m);
    float sum = 0;
    for (std::size_t h = 0; h < m; ++h)
      if (h != i + 1) sum += std::exp(s[h] - high);
    const float p_arc = std::exp(s[static_cast<std::size_t>(tree_heads[i] + 1)] - high) / sum;
    word_out.confidence = std::clamp(p_arc * std::exp(r[best] - top) / total, 0.0F, 1.0F);
  }
}

void Network::Parts::run(std::span<Sentence*> batch) const {
  std::vector<Sentence*> order(batch.begin(), batch.end());
  std::stable_sort(order.begin(), order.end(), [](const Sentence* a, const Sentence* b) { return a->words.size() > b->words.size(); });
  while (!order.empty() && order.back()->words.empty()) order.pop_back();
  if (order.empty()) return;
  std::vector<std::size_t> start, length;
  std::size_t rows = 0;
  for (const auto* s : order) {
    start.push_back(rows);
    length.push_back(s->words.size() + 1);
    rows += s->words.size() + 1;
  }
  std::vector<float> in(rows * kDim), first, second;
  for (std::size_t s = 0; s < order.size(); ++s) {
    float* row = in.data() + start[s] * kDim;
    for (std::size_t j = 0; j < kDim; ++j) row[j] = word[kRoot * kDim + j] + shapes[j];
    for (const auto& w : order[s]->words) embed(w.form, row += kDim);
  }
  layer(layers[0], in, kDim, start, length, first);
  layer(layers[1], first, 2 * kHidden, start, length, second);
  std::vector<float> out(rows * heads.stride());
  multiply(second.data(), rows, 2 * kHidden, heads, heads_bias.data(), false, out.data(), heads.stride());
  for (std::size_t s = 0; s < order.size(); ++s) tree(out.data() + start[s] * heads.stride(), *order[s]);
}

void Network::annotate(std::span<Sentence*> batch) const {
  std::vector<Sentence*> whole;
  for (auto* sentence : batch) {
    if (sentence->words.size() <= kLongest) {
      whole.push_back(sentence);
      continue;
    }
    // Pieces of an overlong sentence are parsed one by one and hung under the first piece's root.
    std::vector<Sentence> pieces;
    for (std::size_t at = 0; at < sentence->words.size(); at += kLongest) {
      Sentence piece;
      const auto end = std::min(sentence->words.size(), at + kLongest);
      piece.words.assign(sentence->words.begin() + static_cast<std::ptrdiff_t>(at), sentence->words.begin() + static_cast<std::ptrdiff_t>(end));
      pieces.push_back(std::move(piece));
    }
    int root = -1;
    std::size_t at = 0;
    for (auto& piece : pieces) {
      Sentence* one = &piece;
      parts_->run(std::span(&one, 1));
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
        sentence->words[at + i] = std::move(w);
      }
      at += piece.words.size();
    }
  }
  if (!whole.empty()) parts_->run(whole);
}

}  // namespace realign::syntax
