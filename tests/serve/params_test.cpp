#include "serve/params.h"

#include <gmock/gmock.h>

#include "text/table.h"

namespace realign::serve {
namespace {

using testing::HasSubstr;

template <typename Ask>
std::string bad(const Ask& ask) {
  try {
    ask();
  } catch (const Bad& e) {
    return e.what;
  }
  return "none";
}

TEST(Params, NumbersAndDays) {
  EXPECT_EQ(number_of({{"n", "12"}}, "n", 1, 20, 5), 12);
  EXPECT_EQ(number_of({}, "n", 1, 20, 5), 5);
  for (const char* value : {"0", "21", "x", "1.5", "99999999999999999999", "-1", " 3"})
    EXPECT_THAT(bad([&] { number_of({{"n", value}}, "n", 1, 20, 5); }), HasSubstr("n is")) << value;
  EXPECT_EQ(day_of({{"from", "2024-02-29"}}, "from"), "2024-02-29");
  for (const char* value : {"2023-02-29", "2024", "x", "2024-02-29T10:00:00"})
    EXPECT_THAT(bad([&] { day_of({{"from", value}}, "from"); }), HasSubstr("no date")) << value;
}

TEST(Params, NamesAreChecked) {
  const auto world = actors::World::load(text::data_dir() + "/actors");
  EXPECT_EQ(one_code({{"a", "Kazakhstan"}}, "a", world), "KAZ");
  EXPECT_THAT(bad([&] { one_code({{"a", "Atlantis"}}, "a", world); }), HasSubstr("Atlantis"));
  EXPECT_THAT(bad([&] { one_code({}, "a", world); }), HasSubstr("missing"));
  EXPECT_THAT(bad([&] { only({{"tipe", "AID"}}, {"type"}); }), HasSubstr("tipe"));
  const auto f =
      filter_of({{"type", "AID,SANCTION"}, {"modality", "actual"}, {"actor", "Central Asia"}}, world, true);
  EXPECT_EQ(f.types.size(), 2U);
  EXPECT_EQ(f.modalities.size(), 1U);
  EXPECT_EQ(f.actors.size(), 6U);  // the region itself and its five members
  EXPECT_THAT(bad([&] { filter_of({{"type", "AID,HUG"}}, world, true); }), HasSubstr("HUG"));
  EXPECT_THAT(bad([&] { heeds_corrections({{"corrections", "maybe"}}); }), HasSubstr("corrections"));
}

TEST(Params, AKeyComesBackAsItWent) {
  ledger::Page page;
  page.sort = ledger::Sort::speaker;
  page.descending = false;
  const ledger::Key key{"Émile \"\\ \t\xF0\x9F\x98\x80", 0, "2024-01-01", 77};
  const auto text = written(key, page);
  for (const char c : text) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_');
  const auto back = page_of({{"sort", "speaker"}, {"after", text}}, true);
  ASSERT_TRUE(back.after);
  EXPECT_EQ(back.after->text, key.text);
  EXPECT_EQ(back.after->id, 77);
  EXPECT_THAT(bad([&] { page_of({{"sort", "day"}, {"after", text}}, true); }), HasSubstr("another sort"));
  EXPECT_THAT(bad([&] {
                page_of({{"sort", "speaker"}, {"order", "desc"}, {"after", text}}, true);
              }),
              HasSubstr("order"));
  for (const char* value : {"x", "bnVsbA", "W10", "!!!!"})
    EXPECT_THAT(bad([&] { page_of({{"after", value}}, true); }), HasSubstr("after")) << value;
  EXPECT_THAT(bad([&] { page_of({{"sort", "height"}}, true); }), HasSubstr("height"));
}

TEST(Params, LabelsOfPeriods) {
  using measure::Step;
  for (const auto& [label, step] : {std::pair{"2024-07", Step::month},
                                    {"2024", Step::year},
                                    {"2023-Q4", Step::quarter},
                                    {"2020-W53", Step::week},
                                    {"2022-W01", Step::week}}) {
    const auto period = period_from(label, step);
    ASSERT_TRUE(period) << label;
    EXPECT_EQ(measure::label(*period, step), label);
  }
  EXPECT_FALSE(period_from("2024-13", Step::month));
  EXPECT_FALSE(period_from("2023-Q5", Step::quarter));
  EXPECT_FALSE(period_from("2021-W53", Step::week));
  EXPECT_FALSE(period_from("soon", Step::year));
}

}  // namespace
}  // namespace realign::serve
