#include "scenario/reaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "measure/floor.h"
#include "scenario/forecast.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::scenario {
namespace {

bool is_pressure(coding::Type type) {
  using coding::Type;
  return type == Type::THREATEN || type == Type::SANCTION || type == Type::MOBILIZE || type == Type::COERCE ||
         type == Type::ASSAULT;
}

Stand stand(const ReactionContext& c, const std::string& country, const std::string& patron,
            const DeriveOptions& options, double hold, double score, const std::string& day) {
  Stand out;
  out.day = day;
  const auto known = day_before(day);
  Derived derived;
  try {
    derived = derive(c.ledger, c.world, c.economies, country, patron, known, c.thresholds, 6, options);
  } catch (const text::Error& e) {
    out.why = e.what();
    return out;
  }
  out.known = true;
  out.share = derived.dependence;
  out.acts = derived.acts;
  out.grip = hold * (1 - derived.bound);
  out.blow = std::abs(score) / 10 * out.grip;
  out.level = derived.level, out.level_from = derived.level_from;
  out.bound = derived.bound;
  out.country_capability = derived.scenario.actors[0].capability.a;
  out.capability = derived.scenario.actors[1].capability.a;

  auto one = derived.scenario;
  one.rounds = 1;
  const auto values = middles(one);
  std::vector<Actor> actors;
  for (std::size_t i = 0; i < one.actors.size(); ++i)
    actors.push_back({one.actors[i].name, values[3 * i], values[3 * i + 1], values[3 * i + 2]});
  Bargaining model;
  model.set(actors, length_of(one, values));
  model.step();
  out.chance = model.probability(1, 0);
  out.gain = model.readiness(1, 0);

  double all = 0, with = 0;
  std::map<std::string, int> used;
  ledger::Filter filter;
  filter.sources = {patron};
  filter.from = year_before(known);
  filter.to = known;
  filter.distinct = true;
  c.ledger.events(filter, [&](const ledger::EventRow& row) {
    const auto& e = row.event;
    if (e.polarity != coding::Polarity::affirmed) return true;
    if (e.score > 0) {
      all += e.score;
      if (std::any_of(e.target.begin(), e.target.end(), [&](const auto& a) { return a.country == country; }))
        with += e.score;
    } else if (is_pressure(e.type) && e.modality == coding::Modality::actual) {
      ++used[std::string(coding::to_string(e.type))];
    }
    return true;
  });
  out.lost = all > 0 ? with / all : 0;
  out.used.assign(used.begin(), used.end());
  std::stable_sort(out.used.begin(), out.used.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

std::vector<std::string> holds(const measure::Floor& floor) {
  std::vector<std::string> out;
  if (floor.border) out.push_back("a land border");
  if (floor.language && *floor.language >= 0.05)
    out.push_back(fmt::format("its language, known to {:.0f} % of the people", 100 * *floor.language));
  if (!floor.common.empty())
    out.push_back(fmt::format("common membership of {}", fmt::join(floor.common, ", ")));
  if (floor.gdp_ratio) out.push_back(fmt::format("a GDP {:.1f} times as large", *floor.gdp_ratio));
  return out;
}

}  // namespace

PatronReaction reaction(const ReactionContext& c, const std::string& country, const std::string& patron,
                        const std::string& partner, double score, const std::string& act,
                        std::vector<std::string> days) {
  PatronReaction out{country, patron, score, act, {}, {}};
  const auto floor = measure::Structure::load(text::data_dir()).floor(c.world, country, patron);
  out.holds = holds(floor);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  // The partners of the last date, so that the dates differ by what happened and not by who is looked at.
  DeriveOptions options;
  options.partner = partner;
  try {
    const auto last =
        derive(c.ledger, c.world, c.economies, country, patron, days.back(), c.thresholds, 6, options);
    options.partners.assign(last.codes.begin() + 2, last.codes.end());
  } catch (const text::Error&) {
    // Nothing is known at the last date: each will say so.
  }
  for (const auto& day : days)
    out.stands.push_back(stand(c, country, patron, options, floor.score.value_or(0), score, day));
  return out;
}

std::string in_words(const PatronReaction& r, const Stand& s, const actors::World& world) {
  const auto patron = world.name_of(r.patron);
  if (!s.known)
    return fmt::format("On {} too little is known to say how {} would have taken it: {}.", s.day, patron,
                       s.why);
  const char* felt = s.blow >= 0.4 ? "a strong blow to" : s.blow >= 0.2 ? "a blow to" : "no great blow to";
  std::string hands =
      s.bound >= 0.5    ? fmt::format(", {:.0f} % of its hands bound by force elsewhere,", 100 * s.bound)
      : s.bound >= 0.15 ? fmt::format(", with {:.0f} % of its hands bound elsewhere,", 100 * s.bound)
                        : ", with its hands free,";
  return fmt::format(
      "On {} it is {} {} ({:.2f}), which{} {}: its wish would prevail with a chance of {:.2f} and it expects "
      "{:+.2f} "
      "of pressing{}.",
      s.day, felt, patron, s.blow, hands,
      s.gain > 0.1     ? "could answer it with profit"
      : s.gain > -0.05 ? "could press against it at little gain or loss"
                       : "has no way to prevent it that pays",
      s.chance, s.gain,
      s.lost >= 0.02 ? fmt::format(", at the stake of {:.0f} % of the cooperation it has", 100 * s.lost)
                     : "");
}

std::string markdown(const PatronReaction& r, const actors::World& world) {
  const auto patron = world.name_of(r.patron), country = world.name_of(r.country);
  std::string out = fmt::format("\n## How {} would take it\n\n{} (weight {:.1f} of 10).\n\n", patron, r.act,
                                std::abs(r.score));
  std::vector<const Stand*> stands;
  for (const auto& s : r.stands) stands.push_back(&s);
  for (const auto* s : stands) out += "- " + in_words(r, *s, world) + "\n";
  if (stands.size() >= 2 && stands.front()->known && stands.back()->known) {
    const auto &a = *stands.front(), &b = *stands.back();
    std::vector<std::string> reasons;
    const auto differs = [&](const std::string& what, double x, double y, double least) {
      if (std::abs(y - x) >= least)
        reasons.push_back(fmt::format("{} {:.2f} then, {:.2f} later", what, x, y));
    };
    differs("the part of its hands bound elsewhere", a.bound, b.bound, 0.05);
    differs("its grip", a.grip, b.grip, 0.05);
    differs("its chance to prevail", a.chance, b.chance, 0.03);
    differs("the part of its own cooperation at stake", a.lost, b.lost, 0.05);
    differs(fmt::format("its share of {}'s acts", country), a.share, b.share, 0.05);
    const double change = (b.blow - a.blow) + (b.gain - a.gain);
    out += fmt::format(
        "\n**{}.**{}\n",
        change < -0.05  ? fmt::format("A harsher answer was to be expected on {} than on {}", a.day, b.day)
        : change > 0.05 ? fmt::format("A harsher answer is to be expected on {} than on {}", b.day, a.day)
                        : std::string("Much the same answer was to be expected at these dates"),
        reasons.empty() ? "" : fmt::format(" Why: {}.", fmt::join(reasons, "; ")));
  }
  out += "\n| | ";
  for (const auto* s : stands) out += s->day + " | ";
  out += "from |\n| --- | ";
  for (std::size_t i = 0; i < stands.size(); ++i) out += "---: | ";
  out += "--- |\n";
  const auto row = [&](const std::string& what, double Stand::*value, const char* format,
                       const std::string& from) {
    out += "| " + what + " | ";
    for (const auto* s : stands)
      out += s->known ? fmt::format(fmt::runtime(format), s->*value) + " | " : "– | ";
    out += from + " |\n";
  };
  const auto acts = [&] {
    std::string list;
    for (const auto* s : stands)
      if (s->known) list += fmt::format("{}{}", list.empty() ? "" : " and ", s->acts);
    return list;
  }();
  std::string levels;
  for (const auto* s : stands)
    if (s->known && levels.find(s->level_from) == std::string::npos)
      levels += (levels.empty() ? "" : "; ") + s->level_from;
  row("level of the two", &Stand::level, "{:+.2f}", levels);
  row(patron + "'s share of " + country + "'s acts", &Stand::share, "{:.2f}",
      fmt::format("{} acts with partners, twelve months before", acts));
  row(patron + "'s hands bound elsewhere", &Stand::bound, "{:.2f}",
      "force against third parties in what it did, twelve months before");
  row("grip", &Stand::grip, "{:.2f}", "structural floor times what is not bound");
  row("blow", &Stand::blow, "{:.2f}", "weight of the act times grip");
  row(patron + "'s capability left", &Stand::capability, "{:.4f}", "derived: see --write");
  row(country + "'s capability", &Stand::country_capability, "{:.4f}", "derived: see --write");
  row("chance that " + patron + " prevails", &Stand::chance, "{:.2f}", "contest among all derived actors");
  row("what it expects of pressing", &Stand::gain, "{:+.2f}", "expected utility over the most it could gain");
  row("what it puts at stake", &Stand::lost, "{:.2f}",
      country + "'s share of its own cooperation, twelve months before");
  out += "\n";
  for (const auto* s : stands) {
    std::string list;
    for (const auto& [type, n] : s->used) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", type, n);
    if (s->known)
      out += fmt::format("Pressure that {} used on anyone in the twelve months before {}: {}.\n", patron,
                         s->day, list.empty() ? "none known" : list);
  }
  if (!r.holds.empty())
    out += fmt::format("What it holds {} by at any date: {}.\n", country, fmt::join(r.holds, "; "));
  return out;
}

}  // namespace realign::scenario
