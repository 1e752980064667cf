#include "ledger/page.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <random>

#include "ledger/corrections.h"
#include "ledger/ties.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::ledger {
namespace {

namespace fs = std::filesystem;

class PageTest : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) /
           ("realign-page-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    path_ = (dir_ / "test.ledger").string();
  }
  void TearDown() override { fs::remove_all(dir_); }

  // Three hundred events with many ties in every column, some of two actors on a side, some without a day.
  Ledger filled() {
    auto ledger = Ledger::open(path_, Mode::write);
    std::mt19937 random(3);
    const char* codes[] = {"FRA", "ESP", "MLI", "KAZ"};
    const char* speakers[] = {"narrator", "Ana Person", "officials", "Émile"};
    for (int d = 0; d < 60; ++d) {
      text::Document document;
      document.id = "d" + std::to_string(d);
      document.text = "Sentence number " + std::to_string(d) + " tells of grain and gas.";
      if (d % 7 != 0)
        document.date = text::parse_date("2023-0" + std::to_string(1 + d % 9) + "-1" + std::to_string(d % 3));
      std::vector<coding::Event> events;
      std::vector<coding::Claim> claims;
      for (int k = 0; k < 5; ++k) {
        coding::Event e;
        e.document = document.id;
        e.span = {0, 0, 10};
        e.text = document.text.substr(0, 10);
        const auto a = random() % 4;
        e.source = {{codes[a], "", "", ""}};
        e.target = {{codes[(a + 1 + random() % 3) % 4], "", "", ""}};
        if (random() % 5 == 0) e.source.push_back({codes[(a + 2) % 4], "", "", ""});
        e.type = static_cast<coding::Type>(random() % 16);
        e.domain = static_cast<coding::Domain>(random() % 9);
        e.polarity = static_cast<coding::Polarity>(random() % 2);
        e.modality = static_cast<coding::Modality>(random() % 5);
        e.attribution.speaker = speakers[random() % 4];
        e.score = static_cast<double>(random() % 7) - 3;
        e.confidence = static_cast<double>(random() % 5) / 4;
        events.push_back(e);
      }
      coding::Claim c;
      c.document = document.id;
      c.span = {0, 0, 10};
      c.text = document.text.substr(0, 10);
      c.about = {codes[random() % 4]};
      c.claim = static_cast<coding::ClaimKind>(random() % 7);
      c.attribution.speaker = speakers[random() % 4];
      claims.push_back(c);
      ledger.add(document, std::vector<std::pair<std::size_t, std::size_t>>{{0, document.text.size()}},
                 events, claims);
    }
    return ledger;
  }

  static std::vector<std::int64_t> walked(const Ledger& ledger, const Filter& filter, Page page,
                                          bool events = true) {
    std::vector<std::int64_t> ids;
    for (int n = 0; n < 1000; ++n) {
      std::size_t rows = 0;
      const auto take = [&](const auto& row) {
        ids.push_back(row.id);
        ++rows;
      };
      page.after = events ? event_page(ledger, filter, page, take) : claim_page(ledger, filter, page, take);
      EXPECT_LE(rows, page.limit);
      if (!page.after) break;
      EXPECT_EQ(rows, page.limit);
    }
    return ids;
  }

  // What Ledger::events finds, which chooses no index.
  static std::vector<EventRow> plain(const Ledger& ledger, const Filter& filter) {
    std::vector<EventRow> rows;
    ledger.events(filter, [&](const EventRow& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(PageTest, EveryOrderGivesEveryRowOnceAndInOrder) {
  const auto ledger = filled();
  for (const auto sort : {Sort::id, Sort::day, Sort::source, Sort::target, Sort::type, Sort::domain,
                          Sort::polarity, Sort::modality, Sort::speaker, Sort::score, Sort::confidence})
    for (const bool descending : {false, true}) {
      Page page{sort, descending, std::nullopt, 7};
      const auto ids = walked(ledger, {}, page);
      ASSERT_EQ(ids.size(), 300U) << to_string(sort);
      std::map<std::int64_t, EventRow> by_id;
      for (auto& row : plain(ledger, {})) by_id[row.id] = row;
      const auto key = [&](std::int64_t id) {
        const auto& r = by_id.at(id);
        std::string text;
        double number = 0;
        switch (sort) {
          case Sort::source:
            text = r.event.source.at(0).country;
            break;
          case Sort::target:
            text = r.event.target.at(0).country;
            break;
          case Sort::type:
            text = to_string(r.event.type);
            break;
          case Sort::domain:
            text = to_string(r.event.domain);
            break;
          case Sort::polarity:
            text = to_string(r.event.polarity);
            break;
          case Sort::modality:
            text = to_string(r.event.modality);
            break;
          case Sort::speaker:
            text = r.event.attribution.speaker;
            break;
          case Sort::score:
            number = r.event.score;
            break;
          case Sort::confidence:
            number = r.event.confidence;
            break;
          default:
            break;
        }
        return std::tuple(text, number, sort == Sort::id ? std::string() : r.day, id);
      };
      for (std::size_t i = 1; i < ids.size(); ++i)
        ASSERT_TRUE(descending ? key(ids[i]) < key(ids[i - 1]) : key(ids[i - 1]) < key(ids[i]))
            << to_string(sort);
    }
}

TEST_F(PageTest, FiltersAgreeWithThePlainQueryWhicheverIndexLeads) {
  const auto ledger = filled();
  std::vector<Filter> filters(12);
  filters[0].actors = {"KAZ"};
  filters[1].sources = {"KAZ", "FRA"};
  filters[2].sources = {"KAZ"};
  filters[2].targets = {"FRA"};
  filters[3] = filters[2];
  filters[3].undirected = true;
  filters[4].types = {coding::Type::SANCTION, coding::Type::AID};
  filters[5].types = {coding::Type::SANCTION};
  filters[5].domains = {coding::Domain::energy};
  filters[6].modalities = {coding::Modality::intended, coding::Modality::demanded};
  filters[6].polarity = coding::Polarity::negated;
  filters[7].from = "2023-03-01";
  filters[7].to = "2023-05-31";
  filters[8].speaker = "ana";
  filters[9].words = "\"grain and\" gas";
  filters[9].document = "d17";
  filters[10].words = "zebra";
  filters[11].actors = {"ESP"};
  filters[11].speaker = "OFFIC";
  filters[11].from = "2023-02-01";
  filters[11].distinct = true;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    std::vector<std::int64_t> wanted;
    for (const auto& row : plain(ledger, filters[i])) wanted.push_back(row.id);
    if (i != 10) {
      EXPECT_FALSE(wanted.empty()) << i;
      EXPECT_LT(wanted.size(), 300U) << i;
    }
    for (const auto sort : {Sort::day, Sort::score, Sort::source})
      for (const std::size_t limit : {3U, 500U})
        EXPECT_THAT(walked(ledger, filters[i], {sort, true, std::nullopt, limit}),
                    testing::UnorderedElementsAreArray(wanted))
            << i << " " << to_string(sort) << " " << limit;
    EXPECT_EQ(count_events(ledger, filters[i]), static_cast<std::int64_t>(wanted.size())) << i;
  }
}

TEST_F(PageTest, Claims) {
  const auto ledger = filled();
  for (const auto sort : {Sort::id, Sort::day, Sort::claim, Sort::direction, Sort::speaker, Sort::confidence})
    EXPECT_EQ(walked(ledger, {}, {sort, false, std::nullopt, 9}, false).size(), 60U);
  EXPECT_EQ(count_claims(ledger, {}), 60);
  Filter f;
  f.actors = {"KAZ"};
  EXPECT_EQ(count_claims(ledger, f),
            static_cast<std::int64_t>(walked(ledger, f, {Sort::claim, true, std::nullopt, 4}, false).size()));
  EXPECT_THROW(walked(ledger, {}, {Sort::score, true, std::nullopt, 9}, false), text::Error);
  EXPECT_THROW(walked(ledger, {}, {Sort::direction, true, std::nullopt, 9}), text::Error);
}

TEST_F(PageTest, CorrectedRowsTakeTheirNewPlaces) {
  auto ledger = filled();
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto scale = coding::Scale::load(text::data_dir() + "/scores.tsv");
  const auto correct_it = [&](std::int64_t id, bool wrong, const std::string& fields) {
    Correction c;
    c.kind = "event";
    c.record = id;
    c.wrong = wrong;
    c.fields = fields;
    return correct(ledger, c, world, scale);
  };
  correct_it(1, true, "{}");
  const auto stored = correct_it(
      2, true,
      R"({"type":"ASSAULT","polarity":"affirmed","modality":"actual","source":["Russia"],"target":["UKR"],"date":{"from":"2030-01-01"}})");
  EXPECT_EQ(stored.document, "d0");
  EXPECT_THAT(stored.fields, testing::HasSubstr("\"RUS\""));
  Filter russia;
  russia.sources = {"RUS"};
  russia.targets = {"UKR"};
  // Every way of asking sees the same.
  const auto check = [&](std::size_t all, std::size_t of_russia, const std::string& first_day) {
    EXPECT_EQ(plain(ledger, {}).size(), all);
    EXPECT_EQ(plain(ledger, russia).size(), of_russia);
    EXPECT_EQ(count_events(ledger, {}), static_cast<std::int64_t>(all));
    EXPECT_EQ(count_events(ledger, russia), static_cast<std::int64_t>(of_russia));
    EXPECT_EQ(walked(ledger, {}, {Sort::day, true, std::nullopt, 7}).size(), all);
    EXPECT_EQ(walked(ledger, russia, {Sort::score, true, std::nullopt, 7}).size(), of_russia);
    EXPECT_EQ(plain(ledger, {}).front().day, first_day);
    std::size_t acts = 0;
    acts_between(ledger, russia, [&](const Act& act) {
      ++acts;
      EXPECT_EQ(act.day, "2030-01-01");
      EXPECT_LT(act.score, -5);
    });
    EXPECT_EQ(acts, of_russia);
    std::size_t with = 0, of = 0;
    acts_with(ledger, "RUS", {}, [&](const Act& act) {
      ++with;
      EXPECT_EQ(act.target, "UKR");
    });
    acts_of(ledger, "RUS", {}, [&](const Act&, const std::vector<std::string>& others) {
      ++of;
      EXPECT_THAT(others, testing::ElementsAre("UKR"));
    });
    EXPECT_EQ(with, of_russia);
    EXPECT_EQ(of, of_russia);
  };
  check(299, 1, "2030-01-01");
  const auto before = plain(ledger, {}).at(1).day;
  // The page goes on behind a corrected row as behind any other.
  Filter paged;
  paged.limit = 1;
  paged.after = 2;
  EXPECT_EQ(plain(ledger, paged).at(0).day, before);
  ledger.apply_corrections(false);
  check(300, 0, before);
  ledger.apply_corrections(true);
  correct_it(2, false, "{}");
  correct_it(1, false, "{}");
  check(300, 0, before);
}

TEST_F(PageTest, RefusedCorrectionsStoreNothing) {
  auto ledger = filled();
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto scale = coding::Scale::load(text::data_dir() + "/scores.tsv");
  const auto refused = [&](const std::string& kind, std::int64_t record, bool wrong,
                           const std::string& fields) {
    Correction c;
    c.kind = kind;
    c.record = record;
    c.wrong = wrong;
    c.fields = fields;
    try {
      correct(ledger, c, world, scale);
    } catch (const text::Error& e) {
      return std::string(e.what());
    }
    return std::string("stored");
  };
  using testing::HasSubstr;
  EXPECT_THAT(refused("event", 99999, true, "{}"), HasSubstr("no event has the id 99999"));
  EXPECT_THAT(refused("claim", -1, true, "{}"), HasSubstr("no claim has the id -1"));
  EXPECT_THAT(refused("story", 1, true, "{}"), HasSubstr("kind"));
  EXPECT_THAT(refused("event", 1, true, "[1]"), HasSubstr("object"));
  EXPECT_THAT(refused("event", 1, true, "{"), HasSubstr("object"));
  EXPECT_THAT(refused("event", 1, true, R"({"type":"HUG"})"), HasSubstr("HUG"));
  EXPECT_THAT(refused("event", 1, true, R"({"source":["Atlantis"]})"), HasSubstr("Atlantis"));
  EXPECT_THAT(refused("event", 1, true, R"({"source":[]})"), HasSubstr("list"));
  EXPECT_THAT(refused("event", 1, true, R"({"colour":"red"})"), HasSubstr("colour"));
  EXPECT_THAT(refused("event", 1, true, R"({"date":{"from":"2024-02-30"}})"), HasSubstr("2024-02-30"));
  EXPECT_THAT(refused("event", 1, true, R"({"date":{"from":"2024-02-20","to":"2024-02-10"}})"),
              HasSubstr("before"));
  EXPECT_THAT(refused("event", 1, false, R"({"type":"AID"})"), HasSubstr("wrong"));
  EXPECT_THAT(refused("claim", 1, true, R"({"type":"AID"})"), HasSubstr("type"));
  EXPECT_EQ(count_corrections(ledger), 0);
  EXPECT_EQ(refused("claim", 1, true, R"({"claim":"forecast","about":["KAZ"]})"), "stored");
  EXPECT_EQ(count_corrections(ledger), 1);
}

}  // namespace
}  // namespace realign::ledger
