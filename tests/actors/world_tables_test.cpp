// The tables of states, organisations, memberships, regions and places under data/actors: consistent with
// each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/table.h"

namespace realign {
namespace {

using text::Row;
using text::Table;

Table table(const std::string& file, std::size_t columns, std::size_t required) {
  return Table::read(text::data_dir() + "/actors/" + file, columns, required);
}

bool all_of(std::string_view text, bool (*good)(char)) {
  return std::all_of(text.begin(), text.end(), good);
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}

enum CountryColumn {
  kIso3,
  kIso2,
  kNames,
  kAdjectives,
  kSingular,
  kPlural,
  kCapital,
  kMetonyms,
  kAbbreviations,
  kAmbiguous
};

class WorldTables : public testing::Test {
 protected:
  WorldTables() : countries(table("countries.tsv", 10, 3)), organisations(table("organisations.tsv", 7, 3)) {
    for (const Row& row : countries.rows()) states.insert(row[kIso3]);
    for (const Row& row : organisations.rows())
      if (row[2] != "body") codes.insert(row[0]);
  }

  Table countries, organisations;
  std::set<std::string> states, codes;
};

// "2022", "2022-03-16", or nothing.
bool is_date(std::string_view date) {
  if (date.empty()) return true;
  if (date.size() != 4 && date.size() != 10) return false;
  if (!all_of(date.substr(0, 4), digit)) return false;
  if (date.size() == 4) return true;
  const int month = std::stoi(std::string(date.substr(5, 2))),
            day = std::stoi(std::string(date.substr(8, 2)));
  return date[4] == '-' && date[7] == '-' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

TEST_F(WorldTables, CountryCodesAreUniqueAndWellFormed) {
  std::set<std::string> alpha3, alpha2;
  for (const Row& row : countries.rows()) {
    EXPECT_TRUE(row[kIso3].size() == 3 && all_of(row[kIso3], upper)) << "line " << row.line;
    EXPECT_TRUE(row[kIso2].size() == 2 && all_of(row[kIso2], upper)) << "line " << row.line;
    EXPECT_TRUE(alpha3.insert(row[kIso3]).second) << row[kIso3] << " is there twice";
    EXPECT_TRUE(alpha2.insert(row[kIso2]).second) << row[kIso2] << " is there twice";
  }
  EXPECT_GE(alpha3.size(), 254U);  // 249 of ISO 3166-1, Kosovo and four former states
  for (const char* code : {"KAZ", "XKX", "SUN", "YUG", "CSK", "DDR", "TWN", "PSE"})
    EXPECT_TRUE(alpha3.contains(code)) << code;
}

TEST_F(WorldTables, NoFieldHoldsAMalformedOrRepeatedAlternative) {
  for (const Row& row : countries.rows()) {
    EXPECT_LE(row.fields.size(), 10U) << "line " << row.line;
    for (std::size_t column = kNames; column < kAmbiguous; ++column) {
      const std::vector<std::string> words = text::split(row[column], '|');
      const std::set<std::string> distinct(words.begin(), words.end());
      EXPECT_EQ(words.size(), distinct.size()) << row[kIso3] << ", column " << column;
      EXPECT_EQ(words.empty() ? 0 : words.size() - 1,
                static_cast<std::size_t>(std::count(row[column].begin(), row[column].end(), '|')))
          << row[kIso3] << " has an empty alternative in column " << column;
      for (const std::string& word : words) {
        EXPECT_TRUE(word.find_first_of("=!+\t;") == std::string::npos && word[0] != '-')
            << row[kIso3] << ": " << word;
        EXPECT_EQ(word.find("’"), std::string::npos) << row[kIso3] << ": apostrophes are ASCII in " << word;
      }
    }
  }
}

TEST_F(WorldTables, NoWordBelongsToTwoStatesUnlessMarkedAmbiguous) {
  for (const auto column : {kNames, kAdjectives, kSingular, kPlural, kCapital, kMetonyms, kAbbreviations}) {
    std::map<std::string, const Row*> owner;
    for (const Row& row : countries.rows())
      for (const std::string& word : text::split(row[column], '|')) {
        const auto [at, fresh] = owner.emplace(word, &row);
        if (!fresh) {
          EXPECT_TRUE(!row[kAmbiguous].empty() && !(*at->second)[kAmbiguous].empty())
              << word << " belongs to " << (*at->second)[kIso3] << " and " << row[kIso3];
        }
      }
  }
}

// What the adjectives stand for, and that the shared ones went where the table's head says.
TEST_F(WorldTables, WordsOfTheNewsFindTheirState) {
  const auto owner = [&](std::string_view wanted, CountryColumn column) -> std::string {
    for (const Row& row : countries.rows()) {
      const auto words = text::split(row[column], '|');
      if (std::find(words.begin(), words.end(), wanted) != words.end()) return row[kIso3];
    }
    return "";
  };
  EXPECT_EQ(owner("Türkiye", kNames), "TUR");
  EXPECT_EQ(owner("Turkiye", kNames), "TUR");
  EXPECT_EQ(owner("Cote d'Ivoire", kNames), "CIV");
  EXPECT_EQ(owner("Burma", kNames), "MMR");
  EXPECT_EQ(owner("Nur-Sultan", kCapital), "KAZ");
  EXPECT_EQ(owner("Kiev", kCapital), "UKR");
  EXPECT_EQ(owner("Kremlin", kMetonyms), "RUS");
  EXPECT_EQ(owner("U.S.", kAbbreviations), "USA");
  EXPECT_EQ(owner("DRC", kAbbreviations), "COD");
  EXPECT_EQ(owner("Kazakhs", kPlural), "KAZ");
  EXPECT_EQ(owner("Briton", kSingular), "GBR");
  EXPECT_EQ(owner("Nigerien", kAdjectives), "NER");
  EXPECT_EQ(owner("Nigerian", kAdjectives), "NGA");
  EXPECT_EQ(owner("Congolese", kAdjectives), "COD");
  EXPECT_EQ(owner("Dominican", kAdjectives), "DOM");
  EXPECT_EQ(owner("South Korean", kAdjectives), "KOR");
  EXPECT_EQ(owner("Korean", kAdjectives), "");
  EXPECT_EQ(owner("Korea", kNames), "");
  EXPECT_EQ(owner("Male", kCapital), "");  // the word, not the capital of the Maldives
}

TEST_F(WorldTables, OrganisationsHaveOwnCodesAndKnownKinds) {
  const std::set<std::string> kinds = {
      "intergovernmental", "alliance", "economic union", "bank", "court", "agency",   "forum",
      "armed group",       "party",    "company",        "ngo",  "media", "military", "body"};
  const std::set<std::string> roles = {"", "government", "legislature", "judiciary", "military", "police"};
  std::set<std::string> seen;
  std::map<std::string, std::string> owner;
  for (const Row& row : organisations.rows()) {
    const std::string where = "line " + std::to_string(row.line) + ": " + row[0];
    EXPECT_TRUE(kinds.contains(row[2])) << where << " is a " << row[2];
    EXPECT_TRUE(roles.contains(row[6])) << where << " has the role " << row[6];
    EXPECT_TRUE(row[3].empty() || states.contains(row[3])) << where << " belongs to " << row[3];
    EXPECT_FALSE(states.contains(row[0])) << where << " has a state's code";
    if (row[2] == "body")
      EXPECT_TRUE(seen.contains(row[0])) << where << " is a body of nothing above it";
    else
      EXPECT_TRUE(seen.insert(row[0]).second) << where << " is there twice";
    for (const std::string& name : text::split(row[1], '|'))
      EXPECT_TRUE(owner.emplace(name, row[0]).second) << where << ": " << name << " is also " << owner[name];
  }
  for (const char* code : {"EU", "NATO", "CSTO", "EAEU", "OTS", "UN", "ECOWAS", "BRICS", "HAMAS", "TASS"})
    EXPECT_TRUE(codes.contains(code)) << code;
}

TEST_F(WorldTables, NoOrganisationHasTheNameOfAState) {
  std::set<std::string> words;
  for (const Row& row : countries.rows())
    for (const auto column : {kNames, kAdjectives, kPlural, kCapital, kMetonyms, kAbbreviations})
      for (const std::string& word : text::split(row[column], '|')) words.insert(word);
  for (const Row& row : organisations.rows())
    for (const std::string& name : text::split(row[1], '|'))
      EXPECT_FALSE(words.contains(name)) << row[0] << ": " << name;
}

TEST_F(WorldTables, MembershipsJoinKnownStatesToKnownOrganisations) {
  const std::set<std::string> notes = {"full", "permanent", "observer", "associate", "suspended"};
  std::map<std::pair<std::string, std::string>, std::vector<std::pair<std::string, std::string>>> spells;
  for (const Table memberships = table("memberships.tsv", 5, 2); const Row& row : memberships.rows()) {
    const std::string where = "line " + std::to_string(row.line) + ": " + row[0] + " " + row[1];
    EXPECT_TRUE(codes.contains(row[0])) << where << ": no such organisation";
    EXPECT_TRUE(states.contains(row[1])) << where << ": no such state";
    EXPECT_TRUE(is_date(row[2]) && is_date(row[3])) << where;
    EXPECT_TRUE(notes.contains(row[4])) << where << ": " << row[4];
    if (!row[2].empty() && !row[3].empty()) {
      const auto shared = std::min(row[2].size(), row[3].size());
      EXPECT_LE(row[2].substr(0, shared), row[3].substr(0, shared)) << where << " ends before it begins";
    }
    spells[{row[0], row[1]}].emplace_back(row[2], row[3]);
  }
  for (auto& [who, times] : spells) {
    std::sort(times.begin(), times.end());
    for (std::size_t i = 1; i < times.size(); ++i)
      EXPECT_TRUE(!times[i - 1].second.empty() && times[i - 1].second <= times[i].first)
          << who.first << " " << who.second << ": two memberships at once from " << times[i].first;
  }
}

TEST_F(WorldTables, MembershipsOfADayAreThoseOfThatDay) {
  const Table memberships = table("memberships.tsv", 5, 2);
  const auto members = [&](const std::string& code, const std::string& day) {
    std::set<std::string> found;
    for (const Row& row : memberships.rows())
      if (row[0] == code && row[4] == "full" && row[2] <= day && (row[3].empty() || row[3] >= day))
        found.insert(row[1]);
    return found;
  };
  EXPECT_EQ(members("EU", "2022-10-12").size(), 27U);
  EXPECT_TRUE(members("EU", "2019-06-01").contains("GBR"));
  EXPECT_EQ(members("NATO", "2022-10-12").size(), 30U);
  EXPECT_EQ(members("NATO", "2024-06-01").size(), 32U);
  EXPECT_EQ(members("UN", "2024-01-01").size(), 193U);
  EXPECT_EQ(members("COE", "2024-01-01").size(), 46U);
  EXPECT_EQ(members("OSCE", "2024-01-01").size(), 57U);
  EXPECT_EQ(members("CSTO", "2022-10-12"), (std::set<std::string>{"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}));
  EXPECT_EQ(members("EAEU", "2022-10-12"), (std::set<std::string>{"ARM", "BLR", "KAZ", "KGZ", "RUS"}));
  EXPECT_EQ(members("OTS", "2022-10-12"), (std::set<std::string>{"AZE", "KAZ", "KGZ", "TUR", "UZB"}));
  EXPECT_FALSE(members("ECOWAS", "2025-03-01").contains("MLI"));
  EXPECT_EQ(members("ECOWAS", "2024-03-01").size(), 15U);
}

TEST_F(WorldTables, RegionsConsistOfKnownStates) {
  std::map<std::string, std::string> owner;
  std::map<std::string, std::set<std::string>> members;
  for (const Table regions = table("regions.tsv", 5, 1); const Row& row : regions.rows()) {
    EXPECT_FALSE(row[3].empty()) << row[0] << " has no members";
    for (const std::string& state : text::split(row[3], '|')) {
      EXPECT_TRUE(states.contains(state)) << row[0] << " holds " << state;
      EXPECT_TRUE(members[row[0]].insert(state).second) << row[0] << " holds " << state << " twice";
    }
    EXPECT_FALSE(states.contains(row[0]) || codes.contains(row[0]))
        << row[0] << " is also a state's or an organisation's code";
    std::vector<std::string> names = text::split(row[1], '|');
    names.push_back(row[0]);
    for (const std::string& name : names)
      EXPECT_TRUE(owner.emplace(name, row[0]).second)
          << name << " names " << owner[name] << " and " << row[0];
  }
  EXPECT_EQ(members["Central Asia"], (std::set<std::string>{"KAZ", "KGZ", "TJK", "TKM", "UZB"}));
  EXPECT_TRUE(members["West"].contains("USA") && members["West"].contains("DEU") &&
              !members["West"].contains("RUS"));
  EXPECT_TRUE(members["Africa"].contains("NGA") && members["Africa"].contains("EGY"));
  EXPECT_EQ(members["Africa"].size(), 55U);  // the members of the African Union
}

TEST_F(WorldTables, PlacesLieInKnownStatesAndHideNoName) {
  const std::set<std::string> kinds = {"city", "region", "river", "base", "site", "disputed"};
  const std::set<std::string> common_kinds = {"water", "river", "disputed"};
  std::set<std::string> named;  // words that stand for an actor: no place may hide one
  for (const Row& row : countries.rows())
    for (std::size_t column = kNames; column < kAmbiguous; ++column)
      for (const std::string& word : text::split(row[column], '|')) named.insert(word);
  for (const Row& row : organisations.rows())
    for (const std::string& word : text::split(row[1], '|')) named.insert(word);
  for (const Table regions = table("regions.tsv", 5, 1); const Row& row : regions.rows())
    for (const std::size_t column : {0, 1, 2})
      for (const std::string& word : text::split(row[column], '|')) named.insert(word);

  std::map<std::string, std::string> owner;
  const auto add = [&](const Row& row, const std::string& state, const std::string& aliases) {
    std::vector<std::string> names = text::split(aliases, '|');
    names.push_back(row[0]);
    for (const std::string& name : names) {
      EXPECT_TRUE(owner.emplace(name, state).second)
          << "line " << row.line << ": " << name << " is there twice";
      EXPECT_FALSE(named.contains(name)) << "line " << row.line << ": " << name << " is an actor's name";
    }
  };
  for (const Table places = table("places.tsv", 4, 3); const Row& row : places.rows()) {
    EXPECT_TRUE(states.contains(row[1])) << "line " << row.line << ": " << row[0] << " lies in " << row[1];
    EXPECT_TRUE(kinds.contains(row[2])) << "line " << row.line << ": " << row[0] << " is a " << row[2];
    add(row, row[1], row[3]);
  }
  for (const Table commons = table("commons.tsv", 3, 2); const Row& row : commons.rows()) {
    EXPECT_TRUE(common_kinds.contains(row[1])) << "line " << row.line << ": " << row[0] << " is a " << row[1];
    add(row, "none", row[2]);
  }

  const std::map<std::string, std::string> expected = {{"Bakhmut", "UKR"},
                                                       {"Crimea", "UKR"},
                                                       {"Donbas", "UKR"},
                                                       {"Xinjiang", "CHN"},
                                                       {"Tibet", "CHN"},
                                                       {"Transnistria", "MDA"},
                                                       {"Abkhazia", "GEO"},
                                                       {"Nagorno-Karabakh", "AZE"},
                                                       {"Aleppo", "SYR"},
                                                       {"Mosul", "IRQ"},
                                                       {"Goma", "COD"},
                                                       {"El Fasher", "SDN"},
                                                       {"Rafah", "PSE"},
                                                       {"Mariupol", "UKR"},
                                                       {"Almaty", "KAZ"},
                                                       {"Kashmir", "none"},
                                                       {"New Mexico", "USA"},
                                                       {"South China Sea", "none"},
                                                       {"Gulf of Mexico", "none"},
                                                       {"Northern Ireland", "GBR"},
                                                       {"Inner Mongolia", "CHN"}};
  for (const auto& [place, state] : expected) EXPECT_EQ(owner[place], state) << place;
}

}  // namespace
}  // namespace realign
