#include "syntax/encoder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "syntax/tensors.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {

namespace {

using nlohmann::json;

void add(const std::vector<float>& from, std::vector<float>& to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

}  // namespace

std::optional<Encoder> Encoder::load(const std::string& dir, Tensors* adapter) {
  if (!std::filesystem::exists(dir + "/model.safetensors")) return std::nullopt;
  const std::string config_path = dir + "/config.json";
  const json config = json::parse(text::read_file(config_path), nullptr, false);
  const auto size = [&](const char* name, std::size_t most) {
    const auto value = config.is_object() ? config.value(name, json()) : json();
    if (!value.is_number_unsigned() || value.get<std::size_t>() == 0 || value.get<std::size_t>() > most)
      throw text::Error(config_path, std::string("tells no ") + name);
    return value.get<std::size_t>();
  };
  Encoder e;
  e.width_ = size("hidden_size", 4096);
  e.heads_ = size("num_attention_heads", 64);
  e.positions_ = size("max_position_embeddings", 8192);
  const std::size_t layers = size("num_hidden_layers", 64), inner = size("intermediate_size", 16384),
                    words = size("vocab_size", 1U << 20);
  if (e.width_ % e.heads_ != 0 || e.positions_ < 3)
    throw text::Error(config_path, "its sizes do not fit together");
  if (const auto eps = config.value("layer_norm_eps", json()); eps.is_number()) e.epsilon_ = eps.get<float>();
  e.vocabulary_ = WordPieces::load(dir + "/vocab.txt");
  if (e.vocabulary_.size() > words) throw text::Error(dir + "/vocab.txt", "has more pieces than the model");

  Tensors tensors(dir + "/model.safetensors");
  const auto linear = [&](const std::string& name, std::size_t out, std::size_t in) {
    auto w = tensors.read(name + ".weight", out, in);  // stored output by input
    if (const std::size_t rank = adapter ? adapter->rows(name + ".down") : 0; rank > 0) {
      const auto down = adapter->read(name + ".down", rank, in), up = adapter->read(name + ".up", out, rank);
      for (std::size_t o = 0; o < out; ++o)
        for (std::size_t r = 0; r < rank; ++r)
          for (std::size_t i = 0; i < in; ++i) w[o * in + i] += up[o * rank + r] * down[r * in + i];
    }
    std::vector<float> turned(w.size());
    for (std::size_t o = 0; o < out; ++o)
      for (std::size_t i = 0; i < in; ++i) turned[i * out + o] = w[o * in + i];
    Linear l{FloatMatrix(turned, in, out), tensors.read(name + ".bias", out, 1)};
    l.bias.resize(l.weights.stride());
    return l;
  };
  const auto norm = [&](const std::string& name) {
    return Norm{tensors.read(name + ".weight", e.width_, 1), tensors.read(name + ".bias", e.width_, 1)};
  };
  e.word_ = tensors.read("embeddings.word_embeddings.weight", words, e.width_);
  e.position_ = tensors.read("embeddings.position_embeddings.weight", e.positions_, e.width_);
  const auto segment =
      tensors.read("embeddings.token_type_embeddings.weight", size("type_vocab_size", 16), e.width_);
  for (std::size_t p = 0; p < e.positions_; ++p)
    for (std::size_t i = 0; i < e.width_; ++i) e.position_[p * e.width_ + i] += segment[i];
  e.input_ = norm("embeddings.LayerNorm");
  for (std::size_t l = 0; l < layers; ++l) {
    const std::string name = "encoder.layer." + std::to_string(l) + ".";
    e.layers_.push_back({linear(name + "attention.self.query", e.width_, e.width_),
                         linear(name + "attention.self.key", e.width_, e.width_),
                         linear(name + "attention.self.value", e.width_, e.width_),
                         linear(name + "attention.output.dense", e.width_, e.width_),
                         linear(name + "intermediate.dense", inner, e.width_),
                         linear(name + "output.dense", e.width_, inner),
                         norm(name + "attention.output.LayerNorm"), norm(name + "output.LayerNorm")});
  }
  if (adapter)
    if (const std::size_t roles = adapter->rows("roles"); roles > 0) {
      e.roles_ = adapter->read("roles", roles, e.width_);
      const float layer = adapter->read("roles.layer", 1, 1).front();
      while (e.roles_at_ < layers && static_cast<float>(e.roles_at_) < layer) ++e.roles_at_;
    }
  return e;
}

// (x - mean) / sqrt(variance + epsilon) * scale + shift, each row by itself.
void Encoder::normalize(const Norm& norm, float* x, std::size_t n) const {
  const auto width = static_cast<float>(width_);
  for (std::size_t r = 0; r < n; ++r, x += width_) {
    float mean = 0, variance = 0;
    for (std::size_t i = 0; i < width_; ++i) mean += x[i];
    mean /= width;
    for (std::size_t i = 0; i < width_; ++i) variance += (x[i] - mean) * (x[i] - mean);
    const float by = 1.0F / std::sqrt(variance / width + epsilon_);
    for (std::size_t i = 0; i < width_; ++i) x[i] = (x[i] - mean) * by * norm.scale[i] + norm.shift[i];
  }
}

// Self-attention: for each head softmax(Q K' / sqrt(d)) V, then a product, the input added, normalized.
void Encoder::attend(const Layer& layer, std::vector<float>& x, std::size_t n) const {
  const std::size_t stride = layer.query.weights.stride(), d = width_ / heads_;
  std::vector<float> q(n * stride), k(n * stride), v(n * stride), mixed(n * width_), weight(n);
  const auto product = [&](const Linear& by, const std::vector<float>& a, std::vector<float>& c) {
    multiply(a.data(), n, by.weights.rows(), by.weights, by.bias.data(), false, c.data(),
             by.weights.stride());
  };
  product(layer.query, x, q);
  product(layer.key, x, k);
  product(layer.value, x, v);
  const float by = 1.0F / std::sqrt(static_cast<float>(d));
  for (std::size_t h = 0; h < heads_; ++h)
    for (std::size_t i = 0; i < n; ++i) {
      const float* from = q.data() + i * stride + h * d;
      float most = -std::numeric_limits<float>::infinity(), sum = 0;
      for (std::size_t j = 0; j < n; ++j) {
        const float* to = k.data() + j * stride + h * d;
        float s = 0;
        for (std::size_t c = 0; c < d; ++c) s += from[c] * to[c];
        weight[j] = s * by;
        most = std::max(most, weight[j]);
      }
      for (float& w : weight) sum += w = std::exp(w - most);
      float* out = mixed.data() + i * width_ + h * d;
      for (std::size_t j = 0; j < n; ++j) {
        const float* value = v.data() + j * stride + h * d;
        const float w = weight[j] / sum;
        for (std::size_t c = 0; c < d; ++c) out[c] += w * value[c];
      }
    }
  product(layer.attended, mixed, q);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t c = 0; c < width_; ++c) x[i * width_ + c] += q[i * stride + c];
  normalize(layer.after_attention, x.data(), n);
}

// Two products with a GELU between (Hendrycks and Gimpel 2016, the exact form by erf), input added,
// normalized.
void Encoder::think(const Layer& layer, std::vector<float>& x, std::size_t n) const {
  const std::size_t wide = layer.inner.weights.columns(), stride = layer.inner.weights.stride();
  std::vector<float> inner(n * stride), out(n * layer.outer.weights.stride());
  multiply(x.data(), n, width_, layer.inner.weights, layer.inner.bias.data(), false, inner.data(), stride);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t i = 0; i < wide; ++i) {
      float& y = inner[r * stride + i];
      y *= 0.5F * (1.0F + std::erf(y * 0.70710678F));
    }
  const std::size_t back = layer.outer.weights.stride();
  multiply(inner.data(), n, stride, layer.outer.weights, layer.outer.bias.data(), false, out.data(), back);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t i = 0; i < width_; ++i) x[r * width_ + i] += out[r * back + i];
  normalize(layer.after_inner, x.data(), n);
}

std::size_t role_of(const WordPiece& piece, std::span<const ByteRange> parts) {
  for (std::size_t r = 0; r < parts.size(); ++r)
    if (piece.begin >= parts[r].first && piece.begin < parts[r].second) return r;
  return parts.size();
}

Encoded Encoder::encode(std::string_view text, std::span<const ByteRange> parts) const {
  Encoded out;
  out.width = width_;
  out.pieces = vocabulary_.cut(text);
  if (out.pieces.size() > positions_ - 2) out.pieces.resize(positions_ - 2);
  const std::size_t n = out.pieces.size() + 2;
  std::vector<float> x(n * width_);
  for (std::size_t i = 0; i < n; ++i) {
    const int id = i == 0 ? vocabulary_.start() : i + 1 == n ? vocabulary_.stop() : out.pieces[i - 1].id;
    std::copy_n(word_.data() + static_cast<std::size_t>(id) * width_, width_, x.data() + i * width_);
  }
  std::vector<float> places(position_.begin(), position_.begin() + static_cast<std::ptrdiff_t>(n * width_));
  add(places, x);
  normalize(input_, x.data(), n);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    for (std::size_t i = 0; l == roles_at_ && i < out.pieces.size(); ++i)
      if (const std::size_t role = role_of(out.pieces[i], parts);
          role < parts.size() && role * width_ < roles_.size())
        for (std::size_t c = 0; c < width_; ++c) x[(i + 1) * width_ + c] += roles_[role * width_ + c];
    attend(layers_[l], x, n);
    think(layers_[l], x, n);
  }
  out.states = std::move(x);
  return out;
}

}  // namespace realign::syntax
