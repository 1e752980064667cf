#include "syntax/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

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
    write("config.json",
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
      for (const auto d : shape) n *= d, dims += (dims.empty() ? "" : ",") + std::to_string(d);
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

}  // namespace
}  // namespace realign::syntax
