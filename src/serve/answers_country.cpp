// All on one country: whom it deals with and how that moves, how many it leans on, what holds it, what is
// new, who says what.
#include <algorithm>
#include <set>

#include "ledger/ties.h"
#include "serve/answers.h"

namespace realign::serve {
namespace {

constexpr std::size_t kNewestClaims = 1000, kClaimsOfSpeaker = 5, kSpeakers = 20;

// Fewer resamples where there are many acts: the band is then narrow, and each resample dear.
int draws_for(std::size_t acts) {
  return static_cast<int>(std::clamp<std::size_t>(20000000 / std::max<std::size_t>(acts, 1), 50, 500));
}

struct Tied {
  std::string day;
  std::int64_t id;
  coding::Domain domain;
  double score;
  std::vector<std::string> others;
};

ordered_json diversification(const Context& c, std::vector<Tied>& acts, const std::string& patron) {
  using Amounts = std::vector<std::pair<std::string, double>>;
  // In the order of the command line's, so that the bootstrap's draws are the same.
  std::sort(acts.begin(), acts.end(),
            [](const Tied& a, const Tied& b) { return a.day != b.day ? a.day > b.day : a.id < b.id; });
  Amounts all;
  std::map<std::string, Amounts> domains;
  std::map<int, Amounts> years;
  for (const auto& act : acts)
    for (const auto& code : act.others) {
      all.emplace_back(code, act.score);
      domains[std::string(to_string(act.domain))].emplace_back(code, act.score);
      if (const auto year = measure::period_of(act.day, measure::Step::year))
        years[*year].emplace_back(code, act.score);
    }
  const auto shaped = [&](const Amounts& amounts) {
    return shares(measure::diversification_of_acts(amounts, draws_for(amounts.size()), 1), amounts.size(),
                  amounts.size() >= measure::kLeastActs, patron, c.shared.world);
  };
  ordered_json j{{"all", shaped(all)}, {"years", ordered_json::array()}, {"domains", ordered_json::array()}};
  for (const auto& [year, amounts] : years) {
    ordered_json row{{"year", year}};
    row.update(shaped(amounts));
    j["years"].push_back(std::move(row));
  }
  for (const auto& [domain, amounts] : domains) {
    ordered_json row{{"domain", domain}};
    row.update(shaped(amounts));
    j["domains"].push_back(std::move(row));
  }
  return j;
}

// The dyads with the first `n` partners: their series one after the other, what is measured of them on
// several threads. Of the single directions only the trajectory is.
std::vector<measure::Dyad> ties_of(const Context& c, const std::string& code,
                                   const std::vector<std::pair<std::int64_t, std::string>>& partners,
                                   std::size_t n, const measure::SeriesOptions& options) {
  struct Read {
    measure::Series forth, back, both;
  };
  auto both_ways = options;
  both_ways.directed = false;
  std::vector<Read> read;
  for (std::size_t i = 0; i < n; ++i) {
    const auto& other = partners[i].second;
    read.push_back({measure::series_of(c.ledger, code, other, options),
                    measure::series_of(c.ledger, other, code, options),
                    measure::series_of(c.ledger, code, other, both_ways)});
  }
  std::vector<measure::Dyad> out(n);
  each(n, [&](std::size_t i) {
    measure::Direction forth, back;
    forth.trajectory = measure::trajectory(read[i].forth, c.shared.thresholds);
    back.trajectory = measure::trajectory(read[i].back, c.shared.thresholds);
    out[i] = measure::dyad_of(std::move(forth), std::move(back),
                              measure::direction_of(std::move(read[i].both), c.shared.thresholds));
  });
  return out;
}

ordered_json floor_of(const Context& c, const std::string& country, const std::string& patron) {
  const auto& world = c.shared.world;
  if (patron.empty() || !world.is_state(country) || !world.is_state(patron)) return nullptr;
  const auto f = c.shared.structure.floor(world, country, patron);
  const auto number = [](const std::optional<double>& v) {
    return v ? ordered_json(*v) : ordered_json(nullptr);
  };
  return {{"patron", patron},
          {"score", number(f.score)},
          {"words", in_words(f)},
          {"summary", summary(f)},
          {"border", f.border},
          {"distance_km", number(f.distance)},
          {"language", number(f.language)},
          {"language_name", f.language_name},
          {"gdp_ratio", number(f.gdp_ratio)},
          {"people_ratio", number(f.people_ratio)},
          {"organisations", number(f.organisations)},
          {"common", f.common},
          {"closeness", f.closeness},
          {"weight", number(f.weight)}};
}

ordered_json by_speaker(const Context& c, const std::string& country, const measure::SeriesOptions& o) {
  struct Speaker {
    std::string name, affiliation, country;
    std::size_t count = 0;
    ordered_json claims = ordered_json::array();
  };
  std::vector<Speaker> speakers;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  ledger::Filter f;
  f.actors = {country};
  f.from = o.from;
  f.to = o.to;
  f.limit = kNewestClaims;
  c.ledger.claims(f, [&](const ledger::ClaimRow& row) {
    const auto& a = row.claim.attribution;
    const auto [at, fresh] = known.try_emplace({a.speaker, a.affiliation}, speakers.size());
    if (fresh) speakers.push_back({a.speaker, a.affiliation, a.country, 0, ordered_json::array()});
    auto& s = speakers[at->second];
    if (++s.count <= kClaimsOfSpeaker) s.claims.push_back(row_of(c.ledger, row));
    return true;
  });
  std::stable_sort(speakers.begin(), speakers.end(),
                   [](const Speaker& a, const Speaker& b) { return a.count > b.count; });
  if (speakers.size() > kSpeakers) speakers.resize(kSpeakers);
  ordered_json out = ordered_json::array();
  for (auto& s : speakers)
    out.push_back({{"speaker", s.name},
                   {"affiliation", s.affiliation},
                   {"country", s.country},
                   {"count", s.count},
                   {"claims", std::move(s.claims)}});
  return out;
}

}  // namespace

ordered_json country(const Context& c, const Query& q) {
  only(q, {"country", "patron", "by", "domain", "from", "to", "partners", "newest", "corrections"});
  const auto& world = c.shared.world;
  const auto code = one_code(q, "country", world);
  std::string patron = text_of(q, "patron").empty() ? std::string() : one_code(q, "patron", world);
  if (patron == code) throw Bad{"country and patron are the same"};
  const auto options = series_options(q);
  const auto most = static_cast<std::size_t>(number_of(q, "partners", 1, 30, 8));
  const auto newest = static_cast<std::size_t>(number_of(q, "newest", 0, 100, 12));
  ledger::Filter filter;
  filter.from = options.from;
  filter.to = options.to;
  filter.distinct = true;
  if (options.domain) filter.domains = {*options.domain};

  std::vector<Tied> cooperative;
  std::map<std::string, std::int64_t> met;  // acts beside each other actor
  std::size_t acts = 0;
  ledger::acts_of(c.ledger, code, filter,
                  [&](const ledger::Act& act, const std::vector<std::string>& beside) {
                    ++acts;
                    std::vector<std::string> others;
                    for (const auto& other : beside)
                      if (world.can_act(other)) others.push_back(other);
                    for (const auto& other : others) ++met[other];
                    if (act.score > 0 && act.modality == coding::Modality::actual && !others.empty())
                      cooperative.push_back({act.day, act.id, act.domain, act.score, std::move(others)});
                  });
  std::vector<std::pair<std::int64_t, std::string>> order;
  for (const auto& [other, n] : met) order.emplace_back(n, other);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (patron.empty() && !order.empty()) patron = order.front().second;
  // The patron comes first, whatever its place.
  std::stable_partition(order.begin(), order.end(), [&](const auto& p) { return p.second == patron; });

  const auto name = world.name_of(code);
  ordered_json j{{"country", {{"code", code}, {"name", name}, {"numeric", c.shared.numeric_of(code)}}}};
  j["patron"] = patron.empty() ? ordered_json(nullptr)
                               : ordered_json{{"code", patron}, {"name", world.name_of(patron)}};
  ledger::Filter about;
  about.actors = {code};
  about.from = options.from;
  about.to = options.to;
  const auto assessments = ledger::count_claims(c.ledger, about);
  const auto many = [](std::int64_t n, const char* what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  };
  j["verdict"] = "Too little to say: the ledger has no act with " + name + ".";
  j["summary"] =
      many(static_cast<std::int64_t>(acts), "act") + " and " + many(assessments, "assessment") + ".";
  j["partners"] = ordered_json::array();
  const auto ties = ties_of(c, code, order, std::min(most, order.size()), options);
  for (std::size_t i = 0; i < ties.size(); ++i) {
    const auto& other = order[i].second;
    const auto& d = ties[i];
    const auto sentence = measure::verdict_sentence(d, name, world.name_of(other));
    if (other == patron) j["verdict"] = "With " + world.name_of(other) + ": " + sentence + ".";
    ordered_json row{{"code", other},
                     {"name", world.name_of(other)},
                     {"numeric", c.shared.numeric_of(other)},
                     {"events", order[i].first},
                     {"sentence", sentence}};
    if (d.split) row["by"] = {{code, d.split->first}, {other, d.split->second}};
    row["both"] = direction(d.both);
    row["trajectory_forth"] = told(d.first.trajectory, options.step);
    row["trajectory_back"] = told(d.second.trajectory, options.step);
    j["partners"].push_back(std::move(row));
  }
  if (!patron.empty() && !met.contains(patron))
    j["verdict"] = "Too little to say of " + name + " and " + world.name_of(patron) +
                   ": the ledger has no act between them.";
  j["partners_left_out"] = order.size() - std::min(most, order.size());
  j["diversification"] = diversification(c, cooperative, patron);
  j["floor"] = floor_of(c, code, patron);
  j["newest"] = ordered_json::array();
  if (newest > 0) {
    filter.actors = {code};
    ledger::Page page;
    page.limit = newest;
    ledger::event_page(c.ledger, filter, page,
                       [&](const ledger::EventRow& row) { j["newest"].push_back(row_of(c.ledger, row)); });
  }
  j["claims"] = by_speaker(c, code, options);
  return j;
}

}  // namespace realign::serve
