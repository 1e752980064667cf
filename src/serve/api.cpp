#include "serve/api.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "measure/dyad.h"
#include "text/document.h"
#include "text/error.h"

namespace realign::serve {
namespace {

using nlohmann::ordered_json;

struct Bad {  // a value that a request must not have
  std::string what;
};

std::string text_of(const Query& q, const char* key) {
  const auto at = q.find(key);
  return at == q.end() ? std::string() : at->second;
}

std::int64_t number_of(const Query& q, const char* key, std::int64_t low, std::int64_t high,
                       std::int64_t otherwise) {
  const auto text = text_of(q, key);
  if (text.empty()) return otherwise;
  std::int64_t v = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (failed != std::errc() || end != text.data() + text.size() || v < low || v > high)
    throw Bad{std::string(key) + " is a whole number from " + std::to_string(low) + " to " +
              std::to_string(high)};
  return v;
}

std::string day_of(const Query& q, const char* key) {
  auto text = text_of(q, key);
  if (!text.empty() && !text::parse_date(text))
    throw Bad{std::string(key) + ": '" + text + "' is no date (YYYY-MM-DD)"};
  return text;
}

template <typename Enum>
std::optional<Enum> one_of(const Query& q, const char* key) {
  const auto text = text_of(q, key);
  Enum value{};
  if (text.empty()) return std::nullopt;
  if (!coding::from_string(text, value)) throw Bad{std::string("no ") + key + " '" + text + "'"};
  return value;
}

std::vector<std::string> codes_of(const Query& q, const char* key, const actors::World& world) {
  const auto text = text_of(q, key);
  if (text.empty()) return {};
  const auto code = world.code_of(text);
  if (code.empty()) throw Bad{std::string(key) + ": no country, bloc or region is called '" + text + "'"};
  std::vector<std::string> codes{code};
  if (!world.is_state(code))
    for (auto& member : world.members_of(code, std::nullopt)) codes.push_back(std::move(member));
  return codes;
}

std::string one_code(const Query& q, const char* key, const actors::World& world) {
  const auto codes = codes_of(q, key, world);
  if (codes.empty()) throw Bad{std::string(key) + " is missing"};
  return codes.front();
}

ledger::Filter filter_of(const Query& q, const actors::World& world) {
  ledger::Filter f;
  f.actors = codes_of(q, "actor", world);
  f.sources = codes_of(q, "source", world);
  f.targets = codes_of(q, "target", world);
  f.undirected = text_of(q, "undirected") == "1";
  if (const auto t = one_of<coding::Type>(q, "type")) f.types = {*t};
  if (const auto d = one_of<coding::Domain>(q, "domain")) f.domains = {*d};
  if (const auto c = one_of<coding::ClaimKind>(q, "kind")) f.claims = {*c};
  f.polarity = one_of<coding::Polarity>(q, "polarity");
  f.modality = one_of<coding::Modality>(q, "modality");
  f.from = day_of(q, "from");
  f.to = day_of(q, "to");
  f.speaker = text_of(q, "speaker");
  f.words = text_of(q, "words");
  f.document = text_of(q, "document");
  f.after = number_of(q, "after", 0, INT64_MAX, 0);
  f.limit = static_cast<std::size_t>(number_of(q, "limit", 1, 500, 50));
  f.newest_first = false;  // by row id: the key that pages go on behind
  return f;
}

template <typename Row, typename Record>
ordered_json row_of(const Row& row, const Record& record) {
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
  return j;
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

measure::SeriesOptions series_options(const Query& q) {
  measure::SeriesOptions o;
  const auto by = text_of(q, "by");
  const auto step = measure::step_from(by.empty() ? "month" : by);
  if (!step) throw Bad{"by is week, month, quarter or year"};
  o.step = *step;
  o.domain = one_of<coding::Domain>(q, "domain");
  o.from = day_of(q, "from");
  o.to = day_of(q, "to");
  return o;
}

Answer json(const ordered_json& j) {
  // Bytes that are no UTF-8 cannot stand in the ledger; should one, it is replaced rather than refused.
  return {200, "application/json", j.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

}  // namespace

Answer failure(int status, const std::string& what) {
  return {status, "application/json",
          ordered_json{{"error", what}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

Api::Api(const std::string& ledger, std::shared_ptr<const actors::World> world,
         measure::Thresholds thresholds)
    : ledger_(ledger::Ledger::open(ledger, ledger::Mode::read)),
      world_(std::move(world)),
      thresholds_(thresholds) {}

Answer Api::get(const std::string& path, const Query& q) const {
  try {
    if (path == "status") {
      const auto c = ledger_.counts();
      return json({{"documents", c.documents}, {"events", c.events}, {"claims", c.claims}});
    }
    if (path == "events" || path == "claims") {
      const auto filter = filter_of(q, *world_);
      ordered_json rows = ordered_json::array();
      std::int64_t last = 0;
      if (path == "events")
        ledger_.events(filter, [&](const ledger::EventRow& r) {
          rows.push_back(row_of(r, r.event));
          last = r.id;
          return true;
        });
      else
        ledger_.claims(filter, [&](const ledger::ClaimRow& r) {
          rows.push_back(row_of(r, r.claim));
          last = r.id;
          return true;
        });
      ordered_json j{{"rows", rows}};
      j["next"] = rows.size() == filter.limit ? ordered_json(last) : ordered_json(nullptr);
      return json(j);
    }
    if (path.starts_with("documents/")) {
      const auto id = path.substr(10);
      const auto document = ledger_.document(id);
      if (!document) return failure(404, "no document is called '" + id + "'");
      ordered_json j{{"id", document->id},
                     {"title", document->title},
                     {"outlet", document->outlet},
                     {"url", document->url},
                     {"date", document->date ? text::format_date(*document->date) : ""},
                     {"text", document->text}};
      ledger::Filter filter;
      filter.document = id;
      filter.newest_first = false;
      j["events"] = j["claims"] = ordered_json::array();
      ledger_.events(filter, [&](const ledger::EventRow& r) {
        j["events"].push_back(row_of(r, r.event));
        return true;
      });
      ledger_.claims(filter, [&](const ledger::ClaimRow& r) {
        j["claims"].push_back(row_of(r, r.claim));
        return true;
      });
      return json(j);
    }
    if (path == "dyad" || path == "dyad.svg") {
      const auto first = one_code(q, "first", *world_), second = one_code(q, "second", *world_);
      if (first == second) throw Bad{"first and second are the same"};
      const auto d = measure::read_dyad(ledger_, first, second, series_options(q), thresholds_);
      const auto a = world_->name_of(first), b = world_->name_of(second);
      if (path == "dyad.svg")
        return {200, "image/svg+xml",
                measure::svg(a + " and " + b, {measure::panel_of(d.first, a + " toward " + b),
                                               measure::panel_of(d.second, b + " toward " + a),
                                               measure::panel_of(d.both, "Between them")})};
      ordered_json j{{"first", {{"code", first}, {"name", a}}},
                     {"second", {{"code", second}, {"name", b}}},
                     {"verdict", measure::verdict_sentence(d, a, b)}};
      if (d.split)
        j["change"] = {
            {"total", d.split->change}, {"by_first", d.split->first}, {"by_second", d.split->second}};
      j["forth"] = direction(d.first);
      j["back"] = direction(d.second);
      j["both"] = direction(d.both);
      return json(j);
    }
    if (path == "region") {
      const auto place = one_code(q, "region", *world_), toward = one_code(q, "toward", *world_);
      auto members = world_->members_of(place, std::nullopt);
      std::erase(members, toward);
      const auto options = series_options(q);
      ordered_json rows = ordered_json::array();
      for (const auto& code : members) {
        const auto d = measure::read_dyad(ledger_, code, toward, options, thresholds_);
        ordered_json row{{"code", code}, {"name", world_->name_of(code)}, {"events", d.both.series.events}};
        row.update(told(d.both.trajectory, options.step));
        if (d.split) row["by"] = {{code, d.split->first}, {toward, d.split->second}};
        rows.push_back(std::move(row));
      }
      std::stable_sort(rows.begin(), rows.end(), [](const auto& x, const auto& y) {
        const bool a = x.contains("change"), b = y.contains("change");
        return a != b ? a : a && x["change"].template get<double>() < y["change"].template get<double>();
      });
      return json({{"region", world_->name_of(place)}, {"toward", world_->name_of(toward)}, {"rows", rows}});
    }
  } catch (const Bad& e) {
    return failure(400, e.what);
  } catch (const text::Error& e) {
    return failure(400, e.what());
  }
  return failure(404, "nothing is at /api/v1/" + path);
}

}  // namespace realign::serve
