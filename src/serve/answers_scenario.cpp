// Scenarios that come over HTTP: as the file's TOML, or as JSON with the same keys.
#include <toml++/toml.h>

#include <sstream>

#include "ledger/ties.h"
#include "scenario/report.h"
#include "serve/answers.h"
#include "text/error.h"

namespace realign::serve {
namespace {

constexpr int kMostRuns = 200000, kMostActors = 200, kMostRounds = 200;

toml::array list_of(const ordered_json& j, int depth);

toml::table table_of(const ordered_json& j, int depth) {
  if (depth > 8) throw Bad{"the scenario is nested too deeply"};
  toml::table out;
  for (const auto& [key, value] : j.items()) {
    if (value.is_object())
      out.insert(key, table_of(value, depth + 1));
    else if (value.is_array())
      out.insert(key, list_of(value, depth + 1));
    else if (value.is_string())
      out.insert(key, value.get<std::string>());
    else if (value.is_boolean())
      out.insert(key, value.get<bool>());
    else if (value.is_number_integer())
      out.insert(key, value.get<std::int64_t>());
    else if (value.is_number())
      out.insert(key, value.get<double>());
    else
      throw Bad{"'" + key + "' of the scenario is null"};
  }
  return out;
}

toml::array list_of(const ordered_json& j, int depth) {
  if (depth > 8) throw Bad{"the scenario is nested too deeply"};
  toml::array out;
  for (const auto& value : j) {
    if (value.is_object())
      out.push_back(table_of(value, depth + 1));
    else if (value.is_string())
      out.push_back(value.get<std::string>());
    else if (value.is_number_integer())
      out.push_back(value.get<std::int64_t>());
    else if (value.is_number())
      out.push_back(value.get<double>());
    else
      throw Bad{"a list of the scenario holds what it must not"};
  }
  return out;
}

ordered_json json_of(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    ordered_json j = ordered_json::object();
    for (const auto& [key, value] : *table) j[std::string(key.str())] = json_of(value);
    return j;
  }
  if (const auto* array = node.as_array()) {
    ordered_json j = ordered_json::array();
    for (const auto& value : *array) j.push_back(json_of(value));
    return j;
  }
  if (const auto v = node.value<bool>(); node.is_boolean()) return *v;
  if (node.is_integer()) return *node.value<std::int64_t>();
  if (node.is_floating_point()) return *node.value<double>();
  if (node.is_string()) return *node.value<std::string>();
  return nullptr;
}

}  // namespace

scenario::Scenario scenario_from(const std::string& type, const std::string& body) {
  std::string toml = body;
  if (type == "application/json") {
    const auto j = ordered_json::parse(body, nullptr, false);
    if (!j.is_object()) throw Bad{"the body is no JSON object"};
    std::ostringstream out;
    out << toml::toml_formatter(table_of(j, 0));
    toml = out.str();
  } else if (type != "application/toml" && type != "text/plain") {
    throw Bad{"a scenario comes as application/toml or application/json", 415};
  }
  auto s = scenario::parse_scenario(toml, "scenario");
  // What one request may cost.
  if (s.actors.size() > kMostActors) throw Bad{"more than " + std::to_string(kMostActors) + " actors"};
  if (s.rounds > kMostRounds) throw Bad{"more than " + std::to_string(kMostRounds) + " rounds"};
  if (s.runs > kMostRuns) throw Bad{"more than " + std::to_string(kMostRuns) + " runs"};
  return s;
}

ordered_json scenario_json(const std::string& text) {
  return json_of(toml::parse(text));
}

ordered_json forecast(const scenario::Scenario& s) {
  const auto r = scenario::read_middles(s);
  auto j = ordered_json::parse(scenario::json(r));
  j["uncertain"] = s.uncertain();
  j["toml"] = to_toml(s);
  j["scenario"] = scenario_json(to_toml(s));
  return j;
}

ordered_json derive(const Context& c, const Query& q) {
  only(q, {"country", "patron", "at", "others"});
  const auto& world = c.shared.world;
  const auto country = one_code(q, "country", world), patron = one_code(q, "patron", world);
  if (country == patron) throw Bad{"country and patron are the same"};
  auto at = text_of(q, "at");
  if (at.empty()) at = ledger::days_of(c.ledger).second;
  if (at.size() == 7) at += "-28";
  if (at.size() != 10 || !text::parse_date(at)) throw Bad{"at: '" + at + "' is no month (YYYY-MM) or date"};
  const auto derived =
      scenario::derive(c.ledger, world, c.shared.economies, country, patron, at, c.shared.thresholds,
                       static_cast<std::size_t>(number_of(q, "others", 1, 50, 6)));
  ordered_json origins = ordered_json::array();
  for (const auto& o : derived.origins)
    origins.push_back({{"actor", o.actor}, {"what", o.what}, {"value", o.value}, {"from", o.from}});
  return {{"toml", derived.explained},
          {"scenario", scenario_json(derived.explained)},
          {"origins", std::move(origins)}};
}

}  // namespace realign::serve
