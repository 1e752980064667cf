#include "ledger/ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "ledger/older.h"
#include "ledger/schema.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class LedgerTest : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) /
           ("realign-ledger-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    path_ = (dir_ / "test.ledger").string();
  }
  void TearDown() override { fs::remove_all(dir_); }

  static coding::Event event(const std::string& document, const std::string& text, const std::string& source,
                             coding::Type type, const std::string& target) {
    coding::Event e;
    e.document = document;
    e.span = {0, 0, text.size()};
    e.text = text;
    e.source = {{source, "", "", source}};
    e.target = {{target, "", "", target}};
    e.type = type;
    return e;
  }

  // One article of one sentence (ASCII) with one event.
  static bool add(Ledger& ledger, const std::string& id, const std::string& text, const std::string& day,
                  const coding::Event& e, const std::vector<coding::Claim>& claims = {}) {
    text::Document d;
    d.id = id;
    d.text = text;
    d.title = "Title of " + id;
    d.date = text::parse_date(day);
    return ledger.add(d, std::vector<std::pair<std::size_t, std::size_t>>{{0, text.size()}}, {e}, claims);
  }

  // Three articles: two of January, one of March 2023.
  Ledger filled() {
    auto ledger = Ledger::open(path_, Mode::write);
    auto e = event("a", "France praised Spain", "FRA", coding::Type::SUPPORT, "ESP");
    e.domain = coding::Domain::diplomatic;
    coding::Claim claim;
    claim.document = "a";
    claim.span = {0, 0, 20};
    claim.text = "France praised Spain";
    claim.about = {"FRA", "ESP"};
    claim.claim = coding::ClaimKind::trend;
    add(ledger, "a", "France praised Spain.", "2023-01-10", e, {claim});
    e = event("b", "Spain did not attack Mali", "ESP", coding::Type::ASSAULT, "MLI");
    e.polarity = coding::Polarity::negated;
    e.domain = coding::Domain::military;
    e.attribution.speaker = "Ana Person";
    e.attribution.named = true;
    add(ledger, "b", "Spain did not attack Mali.", "2023-01-20", e);
    e = event("c", "Mali will sign a treaty with France", "MLI", coding::Type::AGREE, "FRA");
    e.modality = coding::Modality::intended;
    e.date = {"2023-04-01", "2023-04-30", coding::Precision::month, "in April"};
    add(ledger, "c", "Mali will sign a treaty with France.", "2023-03-01", e);
    return ledger;
  }

  static std::vector<std::string> documents(const Ledger& ledger, const Filter& filter) {
    std::vector<std::string> out;
    ledger.events(filter, [&](const EventRow& row) {
      out.push_back(row.event.document);
      return true;
    });
    return out;
  }

  std::string failure(Mode mode) const {
    try {
      auto ledger = Ledger::open(path_, mode);
      ledger.events({}, [](const EventRow&) { return true; });
      return "no error";
    } catch (const text::Error& e) {
      return e.what();
    }
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(LedgerTest, KeepsWhatItIsGiven) {
  const auto ledger = filled();
  Filter filter;
  filter.document = "c";
  int rows = 0;
  ledger.events(filter, [&](const EventRow& row) {
    ++rows;
    EXPECT_EQ(row.event.text, "Mali will sign a treaty with France");
    EXPECT_EQ(row.sentence, "Mali will sign a treaty with France.");
    EXPECT_EQ(row.event.source.at(0).country, "MLI");
    EXPECT_EQ(row.event.target.at(0).country, "FRA");
    EXPECT_EQ(row.event.type, coding::Type::AGREE);
    EXPECT_EQ(row.event.modality, coding::Modality::intended);
    EXPECT_EQ(row.event.date.precision, coding::Precision::month);
    EXPECT_EQ(row.event.date.to, "2023-04-30");
    EXPECT_EQ(row.day, "2023-04-01");
    EXPECT_EQ(row.source.title, "Title of c");
    EXPECT_EQ(row.source.date, "2023-03-01");
    return true;
  });
  EXPECT_EQ(rows, 1);
  const auto document = ledger.document("a");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, "France praised Spain.");
  EXPECT_FALSE(ledger.document("z"));
}

TEST_F(LedgerTest, TheSameTextAgainAddsNothing) {
  auto ledger = filled();
  const auto before = ledger.counts();
  EXPECT_EQ(before.documents, 3);
  EXPECT_EQ(before.events, 3);
  EXPECT_EQ(before.claims, 1);
  EXPECT_FALSE(add(ledger, "other name", "France praised Spain.", "2023-01-10",
                   event("other name", "France", "FRA", coding::Type::AID, "ESP")));
  EXPECT_EQ(ledger.counts().documents, before.documents);
  EXPECT_EQ(ledger.counts().events, before.events);
}

TEST_F(LedgerTest, StaysBetweenRuns) {
  filled();
  EXPECT_EQ(Ledger::open(path_, Mode::read).counts().events, 3);
  EXPECT_EQ(Ledger::open(path_, Mode::write).counts().events, 3);
}

TEST_F(LedgerTest, Filters) {
  const auto ledger = filled();
  const auto found = [&](auto set) {
    Filter filter;
    set(filter);
    return documents(ledger, filter);
  };
  EXPECT_THAT(found([](Filter& f) { f.actors = {"ESP"}; }), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(found([](Filter& f) { f.sources = {"ESP"}; }), ElementsAre("b"));
  EXPECT_THAT(found([](Filter& f) { f.targets = {"ESP"}; }), ElementsAre("a"));
  EXPECT_THAT(found([](Filter& f) {
                f.sources = {"FRA"};
                f.targets = {"MLI"};
              }),
              IsEmpty());
  EXPECT_THAT(found([](Filter& f) {
                f.sources = {"FRA"};
                f.targets = {"MLI"};
                f.undirected = true;
              }),
              ElementsAre("c"));
  EXPECT_THAT(found([](Filter& f) {
                f.types = {coding::Type::AGREE, coding::Type::ASSAULT};
              }),
              UnorderedElementsAre("b", "c"));
  EXPECT_THAT(found([](Filter& f) { f.domains = {coding::Domain::military}; }), ElementsAre("b"));
  EXPECT_THAT(found([](Filter& f) { f.polarity = coding::Polarity::negated; }), ElementsAre("b"));
  EXPECT_THAT(found([](Filter& f) { f.modality = coding::Modality::intended; }), ElementsAre("c"));
  EXPECT_THAT(found([](Filter& f) {
                f.from = "2023-01-20";
                f.to = "2023-01-31";
              }),
              ElementsAre("b"));
  EXPECT_THAT(found([](Filter& f) { f.from = "2023-03-15"; }),
              ElementsAre("c"));  // the event's own day, not its document's
  EXPECT_THAT(found([](Filter& f) {
                f.from = "2023-02-15";
                f.to = "2023-03-15";
              }),
              IsEmpty());
  EXPECT_THAT(found([](Filter& f) { f.speaker = "ana"; }), ElementsAre("b"));
  EXPECT_THAT(found([](Filter& f) { f.words = "france treaty"; }), ElementsAre("c"));
  EXPECT_THAT(found([](Filter& f) { f.words = "\"treaty with\""; }), ElementsAre("c"));
  EXPECT_THAT(found([](Filter& f) { f.words = "\"with treaty\""; }), IsEmpty());
  EXPECT_THAT(found([](Filter& f) { f.words = "'; DROP TABLE events; --"; }), IsEmpty());
  EXPECT_THAT(found([](Filter&) {}), UnorderedElementsAre("a", "b", "c"));
}

TEST_F(LedgerTest, Claims) {
  const auto ledger = filled();
  const auto count = [&](const Filter& filter) {
    int n = 0;
    ledger.claims(filter, [&](const ClaimRow& row) {
      EXPECT_EQ(row.claim.text, "France praised Spain");
      EXPECT_EQ(row.day, "2023-01-10");
      ++n;
      return true;
    });
    return n;
  };
  Filter filter;
  filter.actors = {"FRA"};
  filter.claims = {coding::ClaimKind::trend};
  EXPECT_EQ(count(filter), 1);
  filter.claims = {coding::ClaimKind::forecast};
  EXPECT_EQ(count(filter), 0);
}

TEST_F(LedgerTest, NewestFirstPageByPage) {
  auto ledger = filled();
  EXPECT_THAT(documents(ledger, {}), ElementsAre("c", "b", "a"));
  std::vector<std::string> seen;
  Filter filter;
  filter.limit = 2;
  for (int page = 0; page < 5; ++page) {
    std::size_t rows = 0;
    ledger.events(filter, [&](const EventRow& row) {
      seen.push_back(row.event.document);
      filter.after = row.id;
      ++rows;
      return true;
    });
    if (rows < 2) break;
  }
  EXPECT_THAT(seen, ElementsAre("c", "b", "a"));
}

TEST_F(LedgerTest, TakingStopsWhenToldSo) {
  const auto ledger = filled();
  int rows = 0;
  ledger.events({}, [&](const EventRow&) { return ++rows < 2; });
  EXPECT_EQ(rows, 2);
}

TEST_F(LedgerTest, NoLedgerThere) {
  EXPECT_THAT(failure(Mode::read), HasSubstr(path_ + ":"));
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(LedgerTest, DamagedFile) {
  filled();
  fs::resize_file(path_, 3000);
  EXPECT_THAT(failure(Mode::read), HasSubstr(path_ + ":"));
  EXPECT_THAT(failure(Mode::write), HasSubstr(path_ + ":"));
}

TEST_F(LedgerTest, NoDatabase) {
  std::ofstream(path_) << "A text of some length that is no database at all, whoever reads it.\n";
  EXPECT_THAT(failure(Mode::write), HasSubstr("no ledger"));
}

TEST_F(LedgerTest, AnotherProgramsDatabase) {
  {
    SQLite::Database db(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("CREATE TABLE t(x)");
  }
  EXPECT_THAT(failure(Mode::write), HasSubstr("no Realign ledger"));
}

TEST_F(LedgerTest, KeepsADictionarysCodesAndWhichDictionaryItWas) {
  const std::string used = R"({"only":false,"files":{"x.actors.txt":"0123456789abcdef"}})";
  auto ledger = Ledger::open(path_, Mode::write);
  auto e = event("a", "France praised Spain", "FRA", coding::Type::SUPPORT, "ESP");
  e.source.front().code = "FRAGOV";
  text::Document d;
  d.id = "a";
  d.text = e.text;
  const std::vector<std::pair<std::size_t, std::size_t>> sentences{{0, d.text.size()}};
  EXPECT_TRUE(ledger.add(d, sentences, {e}, {}, used));
  add(ledger, "b", "Spain praised France", "2023-01-01",
      event("b", "Spain praised France", "ESP", coding::Type::SUPPORT, "FRA"));
  std::vector<std::string> seen;
  Filter oldest_first;
  oldest_first.newest_first = false;
  ledger.events(oldest_first, [&](const EventRow& row) {
    seen.push_back(row.event.source.front().code + " " + row.event.target.front().code + " " +
                   row.source.dictionaries);
    return true;
  });
  EXPECT_THAT(seen, ElementsAre("FRAGOV  " + used, "  "));
}

TEST_F(LedgerTest, LedgersOfTheThirdVersionAreBroughtForward) {
  filled();
  make_third_version(path_);
  std::size_t n = 0;
  Ledger::open(path_, Mode::read).events({}, [&](const EventRow& row) {
    n += row.event.source.front().code.empty() && row.source.dictionaries.empty() ? 1 : 0;
    return true;
  });
  EXPECT_EQ(n, 3U);
}

TEST_F(LedgerTest, NewerVersionIsRefused) {
  filled();
  {
    SQLite::Database db(path_, SQLite::OPEN_READWRITE);
    db.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
  }
  EXPECT_THAT(failure(Mode::read), HasSubstr("newer"));
  EXPECT_THAT(failure(Mode::write), HasSubstr("newer"));
}

}  // namespace
}  // namespace realign::ledger
