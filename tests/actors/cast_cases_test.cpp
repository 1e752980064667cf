// Who is meant, case by case: tests/actors/cases.conllu has small documents, their trees, and whom their
// mentions stand for.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "actors/describe.h"
#include "syntax/conllu.h"
#include "text/document.h"
#include "text/table.h"

namespace realign::actors {
namespace {

struct Case {
  std::string name, conllu;
  std::vector<std::string> expected, refused;
};

std::vector<Case> read_cases() {
  std::ifstream in(std::string(REALIGN_SOURCE_DIR) + "/tests/actors/cases.conllu");
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# newdoc id = ")) cases.push_back({line.substr(14), "", {}, {}});
    if (cases.empty()) continue;
    if (line.starts_with("# = "))
      cases.back().expected.push_back(line.substr(4));
    else if (line.starts_with("# ! "))
      cases.back().refused.push_back(line.substr(4));
    else
      cases.back().conllu += line + "\n";
  }
  return cases;
}

const World& world() {
  static const World loaded = World::load(text::data_dir() + "/actors");
  return loaded;
}

std::string words_of(const Mention& m, const std::vector<syntax::Sentence>& sentences) {
  const auto& words = sentences[static_cast<std::size_t>(m.sentence)].words;
  std::string text;
  for (int i = m.first; i <= m.last; ++i) {
    text += words[static_cast<std::size_t>(i)].form;
    if (i < m.last && words[static_cast<std::size_t>(i)].space_after) text += ' ';
  }
  return text;
}

// One "COUNTRY role words Name Words" against an actor; "*" is any country or role.
bool fits(const std::string& wanted, const Actor& actor) {
  const auto blank = wanted.find(' ');
  std::string country = wanted.substr(0, blank),
              rest = blank == std::string::npos ? "" : wanted.substr(blank + 1);
  for (const char* two : {"Central Asia", "Latin America"})
    if (wanted.starts_with(two)) {
      country = two;
      rest = wanted.size() > country.size() + 1 ? wanted.substr(country.size() + 1) : "";
    }
  if (country != "*" && country != actor.country) return false;
  if (rest.starts_with("*")) return rest.size() < 3 || actor.name == rest.substr(2);
  if (rest.empty()) return true;
  if (rest == actor.role) return true;
  return rest == actor.role + " " + actor.name;
}

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Cases : public testing::TestWithParam<Case> {};

TEST_P(Cases, MentionsStandForThem) {
  const auto& one = GetParam();
  std::istringstream in(one.conllu);
  syntax::read_conllu(in, one.name, [&](syntax::ConlluDocument&& read) {
    text::Document document;
    document.text = read.text;
    document.date = text::parse_date(read.date);
    const Cast cast = world().cast(document, read.sentences);
    for (const auto& line : one.expected) {
      const auto colon = line.rfind(" : ");
      ASSERT_NE(colon, std::string::npos) << line;
      const auto words = line.substr(0, colon);
      auto wanted = text::split(line.substr(colon + 3), '+');
      bool place = false;
      if (wanted.back().ends_with(" place")) {
        place = true;
        wanted.back().erase(wanted.back().size() - 6);
      }
      bool found = false;
      for (const auto& m : cast.mentions()) {
        if (words_of(m, read.sentences) != words || m.actors.size() != wanted.size() || (place && !m.place))
          continue;
        bool all = true;
        for (const auto& w : wanted) {
          bool any = false;
          for (const auto& actor : m.actors) any |= fits(w, actor);
          all &= any;
        }
        found |= all;
      }
      EXPECT_TRUE(found) << line << "\n" << describe(cast, read.sentences);
    }
    for (const auto& line : one.refused) {
      const auto colon = line.rfind(" : ");
      ASSERT_NE(colon, std::string::npos) << line;
      for (const auto& m : cast.mentions())
        for (const auto& actor : m.actors)
          if (words_of(m, read.sentences) == line.substr(0, colon)) {
            EXPECT_NE(actor.country, line.substr(colon + 3)) << describe(cast, read.sentences);
          }
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Documents, Cases, testing::ValuesIn(read_cases()),
                         [](const testing::TestParamInfo<Case>& info) {
                           std::string name;
                           for (const char c : info.param.name)
                             name +=
                                 (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                     ? c
                                     : '_';
                           return name + "_" + std::to_string(info.index);
                         });

TEST(CasesFile, HasManyRegions) {
  EXPECT_GE(read_cases().size(), 60U);
}

}  // namespace
}  // namespace realign::actors
