#include "syntax/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {

namespace {

using nlohmann::json;

// safetensors: length of a JSON header (u64, little-endian), the header ({name: {dtype, shape,
// data_offsets}}), the data.
class Tensors {
 public:
  explicit Tensors(const std::string& path) : path_(path), in_(path, std::ios::binary) {
    if (!in_) throw text::Error(path, "cannot be read");
    const std::uint64_t size = std::filesystem::file_size(path);
    unsigned char length[8] = {};
    in_.read(reinterpret_cast<char*>(length), 8);
    std::uint64_t n = 0;
    for (int i = 7; i >= 0; --i) n = n << 8 | length[i];
    if (!in_ || n > size || n + 8 > size || n > (1U << 26)) throw error("its header is cut off");
    std::string header(n, ' ');
    in_.read(header.data(), static_cast<std::streamsize>(n));
    header_ = json::parse(header, nullptr, false);
    if (!in_ || !header_.is_object()) throw error("its header is no JSON object");
    data_ = 8 + n;
    bytes_ = size - data_;
  }

  std::vector<float> read(const std::string& name, std::size_t rows, std::size_t columns) {
    const auto found = header_.find(name);
    if (found == header_.end()) throw error("it holds no " + name);
    const json shape = columns == 1 ? json{rows} : json{rows, columns};
    const json& t = *found;
    if (!t.is_object() || t.value("dtype", json()) != "F32" || t.value("shape", json()) != shape)
      throw error(name + " has another type or shape than config.json tells");
    const auto range = t.value("data_offsets", json());
    if (!range.is_array() || range.size() != 2 || !range[0].is_number_unsigned() ||
        !range[1].is_number_unsigned())
      throw error(name + " has no place");
    const auto from = range[0].get<std::uint64_t>(), to = range[1].get<std::uint64_t>();
    std::vector<float> values(rows * columns);
    if (from > to || to > bytes_ || to - from != values.size() * sizeof(float))
      throw error(name + " lies outside of the file");
    in_.seekg(static_cast<std::streamoff>(data_ + from));
    in_.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(to - from));
    if (!in_) throw error(name + " is cut off");
    return values;
  }

 private:
  text::Error error(const std::string& what) const { return {path_, "damaged: " + what}; }

  std::string path_;
  std::ifstream in_;
  json header_;
  std::uint64_t data_ = 0, bytes_ = 0;
};

void add(const std::vector<float>& from, std::vector<float>& to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

}  // namespace

std::optional<Encoder> Encoder::load(const std::string& dir) {
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
    const auto w = tensors.read(name + ".weight", out, in);  // stored output by input
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

Encoded Encoder::encode(std::string_view text) const {
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
  for (const auto& layer : layers_) {
    attend(layer, x, n);
    think(layer, x, n);
  }
  out.states.assign(x.begin() + static_cast<std::ptrdiff_t>(width_),
                    x.end() - static_cast<std::ptrdiff_t>(width_));
  return out;
}

}  // namespace realign::syntax
