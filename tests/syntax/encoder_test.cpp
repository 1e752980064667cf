#include "syntax/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "syntax/tensors.h"
#include "text/error.h"

namespace realign::syntax {
namespace {

// A folder with a model of one layer, eight numbers wide, made up here.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("realign-encoder-" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directories(path_);
    write(
        "config.json",
        R"({"hidden_size":8,"num_attention_heads":2,"num_hidden_layers":1,"intermediate_size":16,)"
        R"("max_position_embeddings":12,"layer_norm_eps":1e-12,"hidden_act":"gelu","type_vocab_size":2,"vocab_size":9})");
    write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\npeace\ntreat\n##y\n,\n##ies\n");
    write("model.safetensors", tensors(8));
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const std::string& name, const std::string& content) {
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  std::string path() const { return path_.string(); }

  static std::string tensors(std::size_t width) {
    const std::size_t inner = 16;
    std::vector<std::pair<std::string, std::vector<std::size_t>>> list = {
        {"embeddings.word_embeddings.weight", {9, width}},
        {"embeddings.position_embeddings.weight", {12, width}},
        {"embeddings.token_type_embeddings.weight", {2, width}},
        {"embeddings.LayerNorm.weight", {width}},
        {"embeddings.LayerNorm.bias", {width}},
    };
    const std::string l = "encoder.layer.0.";
    for (const char* name :
         {"attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"}) {
      list.push_back({l + name + ".weight", {width, width}});
      list.push_back({l + name + ".bias", {width}});
    }
    for (const char* name : {"attention.output.LayerNorm", "output.LayerNorm"}) {
      list.push_back({l + name + ".weight", {width}});
      list.push_back({l + name + ".bias", {width}});
    }
    list.push_back({l + "intermediate.dense.weight", {inner, width}});
    list.push_back({l + "intermediate.dense.bias", {inner}});
    list.push_back({l + "output.dense.weight", {width, inner}});
    list.push_back({l + "output.dense.bias", {width}});
    std::string header = "{", data;
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0, 0.5F);
    for (const auto& [name, shape] : list) {
      std::size_t n = 1;
      std::string dims;
      for (const auto d : shape) {
        n *= d;
        if (!dims.empty()) dims += ',';
        dims += std::to_string(d);
      }
      const auto begin = data.size();
      for (std::size_t i = 0; i < n; ++i) {
        const float v = name.ends_with("LayerNorm.weight") ? 1.0F
                        : name.ends_with("LayerNorm.bias") ? 0.0F
                                                           : normal(random);
        char bytes[4];
        std::memcpy(bytes, &v, 4);
        data.append(bytes, 4);
      }
      header += (header.size() > 1 ? "," : "");
      header.append("\"")
          .append(name)
          .append("\":{\"dtype\":\"F32\",\"shape\":[")
          .append(dims)
          .append("],\"data_offsets\":[");
      header.append(std::to_string(begin)).append(",").append(std::to_string(data.size())).append("]}");
    }
    header += "}";
    std::string out;
    for (int i = 0; i < 8; ++i) out += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
    return out + header + data;
  }

 private:
  std::filesystem::path path_;
};

TEST(WordPieces, LongestPiecesFromTheLeft) {
  const Folder folder;
  const auto pieces = WordPieces::load(folder.path() + "/vocab.txt");
  const auto cut = pieces.cut("Péace, treaties!");
  ASSERT_EQ(cut.size(), 5U);
  EXPECT_EQ(cut[0].id, 4);  // accents and capitals fall
  EXPECT_EQ(cut[1].id, 7);
  EXPECT_EQ(cut[2].id, 5);
  EXPECT_EQ(cut[3].id, 8);
  EXPECT_EQ(cut[4].id, 1);  // "!" is unknown
  EXPECT_EQ(cut[2].begin, 8U);
  EXPECT_EQ(cut[3].end, 16U);
}

TEST(Encoder, StatesAreNormalisedAndSeeTheWholeText) {
  const Folder folder;
  const auto encoder = Encoder::load(folder.path());
  ASSERT_TRUE(encoder);
  EXPECT_EQ(encoder->width(), 8U);
  const auto a = encoder->encode("peace treaty"), b = encoder->encode("peace ,");
  ASSERT_EQ(a.pieces.size(), 3U);
  double mean = 0, square = 0, apart = 0;
  for (std::size_t k = 0; k < 8; ++k) {
    mean += a.state(0)[k] / 8;
    square += a.state(0)[k] * a.state(0)[k] / 8;
    apart += std::abs(a.state(0)[k] - b.state(0)[k]);
  }
  EXPECT_NEAR(mean, 0, 1e-4);  // the last step is a layer norm
  EXPECT_NEAR(square, 1, 1e-3);
  EXPECT_GT(apart, 1e-3);  // "peace" stands beside other words
  const auto again = encoder->encode("peace treaty");
  EXPECT_EQ(a.states, again.states);
}

TEST(Encoder, LongTextsAreCutAndEmptyOnesHaveNoPieces) {
  const Folder folder;
  const auto encoder = Encoder::load(folder.path());
  std::string text;
  for (int i = 0; i < 100; ++i) text += "peace ";
  EXPECT_EQ(encoder->encode(text).pieces.size(), 10U);
  EXPECT_TRUE(encoder->encode("").pieces.empty());
}

TEST(Encoder, AbsentIsNothingAndDamagedIsAnError) {
  Folder folder;
  std::filesystem::remove(folder.path() + "/model.safetensors");
  EXPECT_FALSE(Encoder::load(folder.path()));
  const auto good = Folder::tensors(8);
  for (const auto& bad : {std::string("short"), good.substr(0, good.size() - 100), good.substr(0, 200),
                          std::string(8, '\xFF') + good.substr(8)}) {
    folder.write("model.safetensors", bad);
    EXPECT_THROW(Encoder::load(folder.path()), text::Error);
  }
  folder.write("model.safetensors", Folder::tensors(16));
  EXPECT_THROW(Encoder::load(folder.path()), text::Error);
  folder.write("model.safetensors", good);
  folder.write("vocab.txt", "peace\n");
  EXPECT_THROW(Encoder::load(folder.path()), text::Error);
}

// An adapter in half precision: `up` and `down` of one matrix, the vector of one role, the layer it belongs
// to.
std::string adapter(std::uint16_t up, std::uint16_t role) {
  std::string header = "{", data;
  const auto array = [&](const std::string& name, const std::string& shape, std::size_t n,
                         std::uint16_t value) {
    if (header.size() > 1) header += ',';
    header.append("\"").append(name).append("\":{\"dtype\":\"F16\",\"shape\":[").append(shape);
    header.append("],\"data_offsets\":[").append(std::to_string(data.size())).append(",");
    for (std::size_t i = 0; i < n; ++i) {  // every other one is zero: a layer norm hides what all have
      data += static_cast<char>(i % 2 == 0 ? value & 0xFF : 0);
      data += static_cast<char>(i % 2 == 0 ? value >> 8 : 0);
    }
    header.append(std::to_string(data.size())).append("]}");
  };
  array("encoder.layer.0.intermediate.dense.down", "1,8", 8, 0x3800);  // 0.5
  array("encoder.layer.0.intermediate.dense.up", "16,1", 16, up);
  array("roles", "1,8", 8, role);
  array("roles.layer", "1", 1, 0);
  header += "}";
  std::string out;
  for (int i = 0; i < 8; ++i) out += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
  return out + header + data;
}

TEST(Encoder, AnAdapterChangesMatricesAndMarksParts) {
  Folder folder;
  const auto apart = [](const Encoded& a, const Encoded& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.states.size(); ++i) sum += std::abs(a.states[i] - b.states[i]);
    return sum;
  };
  const std::vector<ByteRange> parts = {{0, 5}};
  const auto load = [&](std::uint16_t up, std::uint16_t role) {
    folder.write("adapter", adapter(up, role));
    Tensors tensors(folder.path() + "/adapter");
    return Encoder::load(folder.path(), &tensors).value();
  };
  const auto plain = Encoder::load(folder.path())->encode("peace treaty", parts);
  EXPECT_EQ(plain.states, load(0, 0).encode("peace treaty", parts).states);
  EXPECT_GT(apart(plain, load(0x4000, 0).encode("peace treaty", parts)), 0.1);  // 2.0
  const auto marking = load(0, 0xBC00);                                         // -1.0
  EXPECT_EQ(plain.states, marking.encode("peace treaty").states);
  EXPECT_GT(apart(plain, marking.encode("peace treaty", parts)), 1e-3);
  EXPECT_EQ(role_of(plain.pieces[0], parts), 0U);
  EXPECT_EQ(role_of(plain.pieces[1], parts), 1U);
}

TEST(Tensors, HalfPrecisionIsWidened) {
  Folder folder;
  folder.write("adapter", adapter(0x3555, 0x0001));
  Tensors tensors(folder.path() + "/adapter");
  EXPECT_NEAR(tensors.read("encoder.layer.0.intermediate.dense.up", 16, 1)[2], 1.0 / 3, 1e-4);
  EXPECT_FLOAT_EQ(tensors.read("roles", 1, 8)[6], 5.9604645e-8F);  // the least that there is
  EXPECT_EQ(tensors.rows("roles"), 1U);
  EXPECT_EQ(tensors.rows("none"), 0U);
  EXPECT_THROW(tensors.read("roles", 2, 8), text::Error);
  EXPECT_THROW(tensors.read("none", 1, 1), text::Error);
}

}  // namespace
}  // namespace realign::syntax
