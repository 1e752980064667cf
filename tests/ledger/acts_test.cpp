// The same act in several articles: what counts as one, and that the order of reading does not matter.
#include "ledger/acts.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "ledger/ledger.h"
#include "ledger/older.h"

namespace realign::ledger {
namespace {

namespace fs = std::filesystem;
using coding::Type;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

struct Article {
  std::string id, day, text;
  std::string source, target;
  Type type = Type::SANCTION;
  std::string cameo, from, mode;
  coding::Modality modality = coding::Modality::actual;
};

class ActsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/acts." + testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static void add(Ledger& ledger, const Article& a) {
    text::Document d;
    d.id = a.id;
    d.text = a.text + " (" + a.id + ")";  // no two articles are the same text
    d.date = text::parse_date(a.day);
    coding::Event e;
    e.document = a.id;
    e.span = {0, 0, a.text.size()};
    e.text = a.text;
    e.source = {{a.source, "", "", a.source}};
    e.target = {{a.target, "", "", a.target}};
    e.type = a.type;
    e.cameo = a.cameo;
    e.mode = a.mode;
    e.modality = a.modality;
    if (!a.from.empty()) e.date = {a.from, a.from, coding::Precision::day, "on that day"};
    ledger.add(d, std::vector<std::pair<std::size_t, std::size_t>>{{0, d.text.size()}}, {e}, {});
  }

  // Articles by act, acts and articles in the order of their names.
  static std::vector<std::string> acts(const Ledger& ledger) {
    std::map<std::int64_t, std::vector<std::string>> by_act;
    ledger.events({}, [&](const EventRow& row) {
      by_act[row.act].push_back(row.event.document);
      return true;
    });
    std::vector<std::string> out;
    for (auto& [act, ids] : by_act) {
      std::sort(ids.begin(), ids.end());
      std::string joined;
      for (const auto& id : ids) joined += (joined.empty() ? "" : " ") + id;
      out.push_back(joined);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  std::vector<std::string> read(const std::vector<Article>& articles) {
    const std::string path = folder_ + "/" + std::to_string(count_++) + ".ledger";
    auto ledger = Ledger::open(path, Mode::write);
    for (const auto& a : articles) add(ledger, a);
    return acts(ledger);
  }

  std::string folder_;
  int count_ = 0;
};

const Article kBan{
    "a", "2024-10-17", "Russia banned imports of Kazakh wheat", "RUS", "KAZ", Type::SANCTION, "163", "", ""};
const Article kBanAgain{
    "b", "2024-10-19", "Russia had banned wheat imports", "RUS", "KAZ", Type::SANCTION, "163", "", ""};

TEST_F(ActsTest, TwoArticlesTellOneAct) {
  EXPECT_THAT(read({kBan, kBanAgain}), ElementsAre("a b"));
}

TEST_F(ActsTest, NotOtherSidesOrDays) {
  auto other = kBanAgain;
  other.target = "BLR";
  EXPECT_THAT(read({kBan, other}), ElementsAre("a", "b"));
  other = kBanAgain;
  std::swap(other.source, other.target);
  EXPECT_THAT(read({kBan, other}), ElementsAre("a", "b"));
  other = kBanAgain;
  other.day = "2024-10-21";
  EXPECT_THAT(read({kBan, other}), ElementsAre("a", "b"));
  other = kBanAgain;
  other.day.clear();
  EXPECT_THAT(read({kBan, other}), ElementsAre("a", "b"));
}

TEST_F(ActsTest, APlanIsNotTheDeed) {
  auto plan = kBanAgain;
  plan.modality = coding::Modality::intended;
  EXPECT_THAT(read({kBan, plan}), ElementsAre("a", "b"));
}

TEST_F(ActsTest, DaysThatBothStateMustAgree) {
  auto first = kBan, second = kBanAgain;
  first.from = "2024-10-15";
  second.from = "2024-10-17";
  EXPECT_THAT(read({first, second}), ElementsAre("a", "b"));
  second.from = "2024-10-16";  // the next day elsewhere in the world
  EXPECT_THAT(read({first, second}), ElementsAre("a b"));
}

TEST_F(ActsTest, OtherWordsAreAnotherAct) {
  auto other = kBanAgain;
  other.text = "Russia closed the pipeline through its Caspian terminal";
  EXPECT_THAT(read({kBan, other}), ElementsAre("a", "b"));
}

TEST_F(ActsTest, AttacksOnTwoTownsAreTwo) {
  const Article one{"a",   "2024-05-01", "Russian forces shelled houses in Kharkiv",
                    "RUS", "UKR",        Type::ASSAULT,
                    "194", "",           "artillery"};
  Article two = one;
  two.id = "b";
  two.text = "Russian forces shelled houses in Odesa";
  EXPECT_THAT(read({one, two}), ElementsAre("a", "b"));
  two.text = "The army shelled houses near Kharkiv";
  EXPECT_THAT(read({one, two}), ElementsAre("a b"));
}

TEST_F(ActsTest, OneRootTwoTypes) {
  const Article one{"a",   "2024-05-01", "Chad expelled French diplomats over airport incident",
                    "TCD", "FRA",        Type::SANCTION,
                    "161", "",           ""};
  Article two = one;
  two.id = "b";
  two.type = Type::COERCE;
  two.cameo = "166";
  two.text = "expelled three diplomats";
  EXPECT_THAT(read({one, two}), ElementsAre("a b"));
  two.cameo = "170";
  EXPECT_THAT(read({one, two}), ElementsAre("a", "b"));
}

// A war told every day is not one act: what counts is the distance to the first telling.
TEST_F(ActsTest, ActsDoNotGrowWithoutEnd) {
  std::vector<Article> articles;
  for (int day = 1; day <= 9; ++day) {
    Article a = kBan;
    a.id = std::string(1, static_cast<char>('a' + day - 1));
    a.day = "2024-10-0" + std::to_string(day);
    articles.push_back(a);
  }
  EXPECT_THAT(read(articles), ElementsAre("a b c d", "e f g h", "i"));
}

TEST_F(ActsTest, TheOrderOfReadingChangesNothing) {
  std::vector<Article> articles;
  std::mt19937 random(7);
  const std::vector<std::string> texts = {
      "Russia banned imports of Kazakh wheat", "banned wheat imports after a dispute",
      "a ban on imports, tomatoes among them", "tomatoes and other imports were banned",
      "banned the airline from landing"};
  for (int i = 0; i < 24; ++i) {
    Article a = kBan;
    a.id = "d" + std::to_string(i);
    a.day = "2024-10-" + std::to_string(10 + random() % 9);
    a.text = texts[random() % texts.size()];
    if (random() % 4 == 0) a.from = "2024-10-" + std::to_string(10 + random() % 9);
    articles.push_back(a);
  }
  const auto first = read(articles);
  EXPECT_GT(first.size(), 3U);
  EXPECT_LT(first.size(), 20U);
  for (int round = 0; round < 12; ++round) {
    std::shuffle(articles.begin(), articles.end(), random);
    EXPECT_EQ(read(articles), first);
  }
}

TEST_F(ActsTest, CountedEitherWay) {
  auto ledger = Ledger::open(folder_ + "/count.ledger", Mode::write);
  add(ledger, kBanAgain);
  add(ledger, kBan);
  Filter filter;
  std::vector<std::string> seen;
  const auto take = [&](const EventRow& row) {
    seen.push_back(row.event.document);
    EXPECT_EQ(row.articles, 2);
    return true;
  };
  ledger.events(filter, take);
  EXPECT_THAT(seen, UnorderedElementsAre("a", "b"));
  seen.clear();
  filter.distinct = true;
  ledger.events(filter, take);
  EXPECT_THAT(seen, ElementsAre("a"));  // the first telling, though it was read last
  // Where the first telling does not fit, another stands for the act.
  seen.clear();
  filter.document = "b";
  ledger.events(filter, take);
  EXPECT_THAT(seen, ElementsAre("b"));
}

TEST_F(ActsTest, OlderLedgersAreJudgedAnew) {
  const std::string path = folder_ + "/old.ledger";
  {
    auto ledger = Ledger::open(path, Mode::write);
    add(ledger, kBan);
    add(ledger, kBanAgain);
  }
  make_second_version(path);
  EXPECT_THAT(acts(Ledger::open(path, Mode::read)), ElementsAre("a b"));
  make_second_version(path);
  EXPECT_THAT(acts(Ledger::open(path, Mode::write)), ElementsAre("a b"));
}

}  // namespace
}  // namespace realign::ledger
