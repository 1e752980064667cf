#include "serve/shape.h"

#include <fmt/format.h>

#include "text/error.h"

namespace realign::serve {
namespace {

template <typename Row, typename Record>
ordered_json shaped(const Row& row, const Record& record) {
  std::string text;
  append_json(text, record);
  auto j = ordered_json::parse(text);
  j["id"] = row.id;
  j["day"] = row.day;
  j["sentence_text"] = row.sentence;
  j["title"] = row.source.title;
  j["outlet"] = row.source.outlet;
  j["published"] = row.source.date;
  j["url"] = row.source.url;
  if (!row.source.dictionaries.empty())
    j["dictionaries"] = ordered_json::parse(row.source.dictionaries, nullptr, false);
  return j;
}

template <typename Row>
ordered_json with_correction(const ledger::Ledger& ledger, const Row& row) {
  auto j = row_of(row);
  if (row.correction == 0) return j;
  ledger::CorrectionFilter f;
  f.before = row.correction + 1;
  f.limit = 1;
  corrections(ledger, f, [&](const ledger::Correction& c) {
    j["correction"] = ordered_json::parse(to_json(c));
    return false;
  });
  return j;
}

}  // namespace

Answer json(const ordered_json& value) {
  return {200, "application/json", value.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

Answer failure(int status, const std::string& what) {
  return {status, "application/json",
          ordered_json{{"error", what}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

ordered_json row_of(const ledger::EventRow& row) {
  auto j = shaped(row, row.event);
  j["act"] = row.act;
  j["articles"] = row.articles;
  return j;
}
ordered_json row_of(const ledger::ClaimRow& row) {
  return shaped(row, row.claim);
}
ordered_json row_of(const ledger::Ledger& ledger, const ledger::EventRow& row) {
  return with_correction(ledger, row);
}
ordered_json row_of(const ledger::Ledger& ledger, const ledger::ClaimRow& row) {
  return with_correction(ledger, row);
}

ordered_json told(const measure::Trajectory& t, measure::Step step) {
  ordered_json j{{"verdict", to_string(t.verdict)}};
  if (t.verdict == measure::Verdict::too_little) {
    j["why"] = t.why;
    return j;
  }
  j["probability"] = t.probability;
  j["probabilities"] = {{"severance", t.severance},
                        {"loosening", t.loosening},
                        {"stable", t.stable},
                        {"deepening", t.deepening}};
  j["from"] = measure::label(t.from, step);
  j["to"] = measure::label(t.to, step);
  j["change"] = t.change;
  j["low"] = t.low;
  j["high"] = t.high;
  return j;
}

ordered_json direction(const measure::Direction& d) {
  ordered_json j{{"source", d.series.source},
                 {"target", d.series.target},
                 {"events", d.series.events},
                 {"undated", d.series.undated},
                 {"trajectory", told(d.trajectory, d.series.step)}};
  j["breaks"] = ordered_json::array();
  for (const auto& [at, p] : d.breaks)
    j["breaks"].push_back(
        {{"period", measure::label(d.series.points[at].period, d.series.step)}, {"probability", p}});
  j["points"] = ordered_json::array();
  for (std::size_t i = 0; i < d.series.points.size(); ++i) {
    const auto& p = d.series.points[i];
    ordered_json point{{"period", measure::label(p.period, d.series.step)}, {"count", p.count}};
    if (p.count > 0)
      point.update({{"mean", p.mean},
                    {"cooperative", p.cooperative},
                    {"conflictual", p.conflictual},
                    {"records", p.records}});
    if (!d.state.level.empty())
      point.update({{"level", d.state.level[i]}, {"low", d.low[i]}, {"high", d.high[i]}});
    j["points"].push_back(std::move(point));
  }
  return j;
}

ordered_json shares(const measure::Diversification& d, std::size_t acts, bool enough,
                    const std::string& patron, const actors::World& world) {
  ordered_json j{{"acts", acts}};
  if (enough && !d.shares.empty()) {
    j.update({{"total", d.total},
              {"herfindahl", d.herfindahl},
              {"herfindahl_low", d.herfindahl_low},
              {"herfindahl_high", d.herfindahl_high},
              {"partners", d.partners},
              {"entropy", d.entropy},
              {"largest", d.largest},
              {"largest_low", d.largest_low},
              {"largest_high", d.largest_high}});
    if (!patron.empty()) {
      j["patron"] = 0.0;
      for (const auto& s : d.shares)
        if (s.partner == patron) j["patron"] = s.share;
    }
  } else {
    j["why"] = "too little to say";
  }
  j["shares"] = ordered_json::array();
  for (const auto& s : d.shares)
    j["shares"].push_back({{"partner", s.partner},
                           {"name", world.name_of(s.partner)},
                           {"amount", s.amount},
                           {"share", s.share}});
  return j;
}

}  // namespace realign::serve
