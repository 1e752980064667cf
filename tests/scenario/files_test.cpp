// Scenario files: bad input gets one clear word, tables of actors are read.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "scenario/scenario.h"
#include "text/error.h"

namespace realign::scenario {
namespace {

class Files : public testing::Test {
 protected:
  std::string error_of(const std::string& name, const std::string& content) {
    const std::string path = testing::TempDir() + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    std::string error;
    try {
      last_ = read_scenario(path);
    } catch (const text::Error& e) {
      error = e.what();
      EXPECT_EQ(error.find('\n'), std::string::npos) << error;
      EXPECT_NE(error.find(name), std::string::npos) << error;
    }
    std::remove(path.c_str());
    return error;
  }
  Scenario last_;
};

const std::string kTable = "Actor,Capability,Position,Salience\nA,1,0,80\n\"B, the second\",0.5,10,40\n";

TEST_F(Files, TablesOfActors) {
  EXPECT_EQ(error_of("t.csv", kTable), "");
  ASSERT_EQ(last_.actors.size(), 2U);
  EXPECT_EQ(last_.issue, "t");
  EXPECT_EQ(last_.actors[1].name, "B, the second");
  EXPECT_EQ(last_.actors[1].position.a, 10);
  EXPECT_NEAR(last_.actors[1].salience.a, 0.4, 1e-12);  // of 100
  EXPECT_EQ(
      error_of("t.csv", "\xEF\xBB\xBFname,position,capability,salience\r\nA,0,1,0.5\r\n\r\nB,1,1,1\r\n"), "");
  EXPECT_NEAR(last_.actors[0].salience.a, 0.5, 1e-12);
  EXPECT_EQ(error_of("t.csv", "\n\n" + kTable), "");
}

TEST_F(Files, BadTablesNameTheLine) {
  EXPECT_NE(error_of("t.csv", "Actor,Position\nA,1\n").find("t.csv:1: no column 'capability'"),
            std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "C,1,x,3\n").find("t.csv:4: position 'x'"), std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "C,-1,1,3\n").find("t.csv:4: capability is negative"),
            std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "C,nan,1,3\n").find("t.csv:4"), std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "A,1,1,3\n").find("t.csv:4: a second actor"), std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "C,1,1,300\n").find("t.csv:4: salience"), std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "\x9f,1,1,3\n").find("t.csv:4: the actor's name"), std::string::npos);
  EXPECT_NE(error_of("t.csv", kTable + "C\n").find("t.csv:4"), std::string::npos);
  EXPECT_NE(error_of("t.csv", "Actor,Capability,Position,Salience\nA,1,0,1\n").find("one alone"),
            std::string::npos);
}

std::string actors(std::size_t n, const std::string& capability = "1", bool same = false) {
  std::string out = "issue = \"x\"\n";
  for (std::size_t i = 0; i < n; ++i)
    out += "[[actor]]\nname = \"a" + std::to_string(i) + "\"\nposition = " + std::to_string(same ? 5 : i) +
           "\ncapability = " + capability + "\nsalience = 0.5\n";
  return out;
}

TEST_F(Files, BadInputGetsAWord) {
  EXPECT_EQ(error_of("s.toml", actors(3)), "");
  EXPECT_NE(error_of("s.toml", actors(0)).find("there are none"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(1)).find("one alone"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "1", true)).find("same position"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "0")).find("capability"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "-1")).find("s.toml:5"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "nan")).find("s.toml:5"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "inf")).find("s.toml:5"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(3, "{ uniform = [-1, 1] }")).find("s.toml:5"), std::string::npos);
  EXPECT_NE(error_of("s.toml", actors(10000)).find("10000"), std::string::npos);
  EXPECT_NE(error_of("s.toml", "issue = \"x\"\n\xCF\xBE = 1\n").find("s.toml:2: a letter"),
            std::string::npos);
  EXPECT_EQ(
      error_of("s.toml",
               "\xEF\xBB\xBF# \xCF\xBE \"\nlow = '\xCF\xBE'\nhigh = \"\"\"\xCF\xBE\\\"\n\xCF\xBE\"\"\"\n" +
                   actors(3)),
      "");
  EXPECT_NE(error_of("s.toml", "").find("empty"), std::string::npos);
  EXPECT_NE(error_of("s.toml", std::string("issue = \"x\0\"", 12)).find("s.toml"), std::string::npos);
}

}  // namespace
}  // namespace realign::scenario
