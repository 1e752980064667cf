#include "syntax/weights.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "syntax/network.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

namespace fs = std::filesystem;

class WeightsFile : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("realign-weights-" + std::to_string(std::random_device()()) +
                                        std::to_string(std::random_device()()));
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string path() const { return (dir_ / "network.bin").string(); }

  // Head and checksum around a payload.
  void write(const std::string& payload) const {
    std::uint64_t hash = 14695981039346656037ULL;
    std::size_t i = 0;
    for (; i + 8 <= payload.size(); i += 8) {
      std::uint64_t word;
      std::memcpy(&word, payload.data() + i, 8);
      hash = (hash ^ word) * 1099511628211ULL;
    }
    for (; i < payload.size(); ++i) hash = (hash ^ static_cast<unsigned char>(payload[i])) * 1099511628211ULL;
    write_bytes("RLNW" + number<std::uint32_t>(1) + number(hash) + payload);
  }
  void write_bytes(const std::string& bytes) const {
    std::ofstream(path(), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  template <typename T>
  static std::string number(T value) {
    std::string out(sizeof(T), '\0');
    std::memcpy(out.data(), &value, sizeof(T));
    return out;
  }
  static std::string array(const std::string& name, std::uint8_t kind, std::uint32_t rows,
                           std::uint32_t columns, const std::string& data) {
    return number(static_cast<std::uint16_t>(name.size())) + name + number(kind) + number(rows) +
           number(columns) + data;
  }
  std::string error() const {
    try {
      Network::load(dir_.string());
    } catch (const text::Error& e) {
      return e.what();
    }
    return "";
  }

  fs::path dir_;
};

TEST_F(WeightsFile, GivesArraysOfEveryKind) {
  write(number<std::uint32_t>(4) + array("f", 0, 1, 2, number(1.5F) + number(-2.0F)) +
        array("h", 1, 1, 2, number<std::uint16_t>(0x3C00) + number<std::uint16_t>(0xC000)) +
        array("b", 2, 2, 2, number(0.5F) + number(2.0F) + std::string("\x02\xFF\x01\x00", 4)) +
        array("s", 3, 2, 5, "ab\ncd"));
  auto w = Weights::load(path());
  EXPECT_EQ(w.at("f", 1, 2).values, (std::vector<float>{1.5F, -2.0F}));
  EXPECT_EQ(w.at("h").values, (std::vector<float>{1.0F, -2.0F}));
  EXPECT_EQ(w.at("s").strings, (std::vector<std::string>{"ab", "cd"}));
  const auto b = w.take("b");
  float row[2];
  b.row(0, row);
  EXPECT_FLOAT_EQ(row[0], 1.0F);
  EXPECT_FLOAT_EQ(row[1], -0.5F);
  b.add_row(1, row);
  EXPECT_FLOAT_EQ(row[0], 3.0F);
  EXPECT_TRUE(w.has("f"));
  EXPECT_FALSE(w.has("none"));
  EXPECT_THROW(w.at("none"), text::Error);
  EXPECT_THROW(w.at("f", 2, 1), text::Error);
}

TEST_F(WeightsFile, NamesAMissingFile) {
  EXPECT_NE(error().find("network.bin"), std::string::npos);
}

TEST_F(WeightsFile, RejectsOtherFilesAndVersions) {
  write_bytes("not weights at all, but long enough");
  EXPECT_NE(error().find("is no file of network weights"), std::string::npos);
  write_bytes("RLNW" + number<std::uint32_t>(2) + number<std::uint64_t>(0) + "....");
  EXPECT_NE(error().find("has version 2"), std::string::npos);
}

TEST_F(WeightsFile, RejectsWrongShapesUnderARightChecksum) {
  write(number<std::uint32_t>(1) + array("f", 0, 0xFFFFFFFF, 0xFFFFFFFF, "abcd"));
  EXPECT_NE(error().find("ends too early"), std::string::npos);
  write(number<std::uint32_t>(0xFFFFFFFF));
  EXPECT_NE(error().find("ends too early"), std::string::npos);
  write(number<std::uint32_t>(1) + array("f", 9, 1, 1, "abcd"));
  EXPECT_NE(error().find("unknown kind"), std::string::npos);
  write(number<std::uint32_t>(1) + array("s", 3, 3, 5, "ab\ncd"));
  EXPECT_NE(error().find("lacks strings"), std::string::npos);
  write(number<std::uint32_t>(1) + array("words", 3, 2, 5, "ab\ncd"));
  EXPECT_NE(error().find("lacks 'word'"), std::string::npos);
}

TEST_F(WeightsFile, RejectsADamagedNetwork) {
  const auto whole = text::read_file(std::string(REALIGN_SOURCE_DIR) + "/data/models/english/network.bin");
  std::mt19937 random(1);
  for (int i = 0; i < 12; ++i) {
    auto bytes = whole;
    bytes[16 + random() % (bytes.size() - 16)] ^= 0x10;
    write_bytes(bytes);
    EXPECT_NE(error().find("damaged"), std::string::npos);
    write_bytes(whole.substr(0, random() % whole.size()));
    EXPECT_FALSE(error().empty());
  }
}

}  // namespace
}  // namespace realign::syntax
