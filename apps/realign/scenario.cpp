// realign scenario: a bargaining forecast from a file or from the ledger, and what-ifs on the ledger's
// records.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <tuple>

#include "coding/scale.h"
#include "options.h"
#include "scenario/counterfactual.h"
#include "scenario/derive.h"
#include "scenario/reaction.h"
#include "scenario/report.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

struct Options {
  std::vector<std::string> what;  // a file, or two countries with --without and the like
  std::string ledger, format, plot, variant, issue, at, country, patron, capability, dependence;
  int rounds = 0, runs = 0;
  long long seed = -1;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t others = 6;
  bool write = false;
  std::vector<long long> without;
  std::vector<std::string> move, add, with, except;
  bool effects = false;
};

void save(const std::string& path, const std::string& content) {
  std::ofstream out(path + ".part", std::ios::binary);
  out << content;
  out.close();
  if (!out || std::rename((path + ".part").c_str(), path.c_str()) != 0)
    throw text::Error(path, "cannot be written");
}

std::string code_for(const actors::World& world, const std::string& what) {
  auto code = world.code_of(what);
  if (code.empty()) throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
  return code;
}

ledger::Ledger open(const Options& o) {
  return ledger::Ledger::open(o.ledger.empty() ? ledger::Ledger::default_path() : o.ledger,
                              ledger::Mode::read);
}

measure::Thresholds thresholds() {
  return measure::Thresholds::load(text::data_dir() + "/measure/trajectory.tsv");
}

// A month stands for its last day.
std::string day_of(const std::string& at) {
  if (at.size() == 7 && text::parse_date(at + "-01")) return scenario::last_of_month(at);
  const auto date = text::parse_date(at);
  if (!date) throw text::Error("--at", "'" + at + "' is no month (YYYY-MM) or date");
  return text::format_date(*date);
}

struct Added {
  std::string source, target, day, type;
  double score = 0;
};

Added added_act(const std::string& text, const actors::World& world, const coding::Scale& scale) {
  const auto j = nlohmann::json::parse(text, nullptr, false);
  const auto field = [&](const char* key) {
    if (!j.is_object() || !j.contains(key) || !j[key].is_string())
      throw text::Error(
          "--add", fmt::format("wants {{\"source\",\"target\",\"type\",\"day\"}}; '{}' is missing", key));
    return j[key].get<std::string>();
  };
  coding::Type type{};
  if (!coding::from_string(field("type"), type))
    throw text::Error("--add", "no type '" + field("type") + "'");
  if (!text::parse_date(field("day")))
    throw text::Error("--add", "'" + field("day") + "' is no date (YYYY-MM-DD)");
  if (j.contains("mode") && !j["mode"].is_string()) throw text::Error("--add", "mode is no text");
  return {code_for(world, field("source")), code_for(world, field("target")), field("day"), field("type"),
          scale.score(type, j.value("mode", ""), coding::Polarity::affirmed, coding::Modality::actual)};
}

// Of an act between these sides: who of the two is the country that acts, and who the other that takes it.
std::pair<std::string, std::string> roles(const std::string& first, const std::string& second,
                                          const std::vector<std::string>& sources,
                                          const std::vector<std::string>& targets) {
  const auto in = [](const std::vector<std::string>& list, const std::string& who) {
    return std::find(list.begin(), list.end(), who) != list.end();
  };
  const bool first_acts = in(sources, first) || (in(targets, first) && !in(sources, second));
  return first_acts ? std::pair{first, second} : std::pair{second, first};
}

std::vector<std::string> codes_of(const std::vector<actors::Actor>& side) {
  std::vector<std::string> out;
  for (const auto& a : side) out.push_back(a.country);
  return out;
}

std::string third(const std::vector<std::string>& sources, const std::vector<std::string>& targets,
                  const std::string& first, const std::string& second) {
  for (const auto* side : {&targets, &sources})
    for (const auto& c : *side)
      if (c != first && c != second) return c;
  return {};
}

std::vector<scenario::PatronReaction> reactions_to(const ledger::Ledger& ledger, const actors::World& world,
                                                   const std::string& first, const std::string& second,
                                                   const scenario::Change& change,
                                                   const std::vector<Added>& added, const std::string& at) {
  std::vector<scenario::PatronReaction> out;
  if (change.moved.empty() && added.empty()) return out;
  const auto economies = scenario::read_economies(text::data_dir() + "/measure/economies.tsv");
  const auto limits = thresholds();
  const scenario::ReactionContext context{ledger, world, economies, limits};
  const auto add = [&](const std::vector<std::string>& sources, const std::vector<std::string>& targets,
                       double score, const std::string& act, std::vector<std::string> days) {
    const auto [country, patron] = roles(first, second, sources, targets);
    if (!at.empty()) days.push_back(at);
    out.push_back(scenario::reaction(context, country, patron, third(sources, targets, first, second), score,
                                     act, std::move(days)));
  };
  for (const auto& [id, day] : change.moved) {
    const auto row = scenario::record_of(ledger, id);
    const auto sources = codes_of(row.event.source), targets = codes_of(row.event.target);
    if (row.day.empty()) throw text::Error(fmt::format("record {}", id), "has no date");
    add(sources, targets, row.event.score,
        fmt::format("Record {}: {} to {}, {}, in the ledger on {}: “{}”", id, fmt::join(sources, ", "),
                    fmt::join(targets, ", "), to_string(row.event.type), row.day, row.event.text),
        {day, row.day});
  }
  for (const auto& a : added)
    add({a.source}, {a.target}, a.score, fmt::format("Added: {} to {}, {}", a.source, a.target, a.type),
        {a.day});
  return out;
}

nlohmann::ordered_json reaction_json(const scenario::PatronReaction& r) {
  const auto stand = [](const scenario::Stand& s) {
    nlohmann::ordered_json j{{"day", s.day}, {"known", s.known}};
    if (!s.known) {
      j["why"] = s.why;
      return j;
    }
    j.update({{"grip", s.grip},
              {"blow", s.blow},
              {"share", s.share},
              {"acts", s.acts},
              {"level", s.level},
              {"level_from", s.level_from},
              {"bound", s.bound},
              {"capability", s.capability},
              {"country_capability", s.country_capability},
              {"chance", s.chance},
              {"gain", s.gain},
              {"at_stake", s.lost}});
    j["pressure"] = nlohmann::ordered_json::object();
    for (const auto& [type, n] : s.used) j["pressure"][type] = n;
    return j;
  };
  nlohmann::ordered_json j{
      {"country", r.country}, {"patron", r.patron}, {"act", r.act}, {"score", r.score}, {"holds", r.holds}};
  for (const auto& s : r.stands) j["dates"].push_back(stand(s));
  return j;
}

int counterfactual(const Options& o) {
  if (o.what.size() != 2) throw text::Error("scenario", "--without, --move and --add want two countries");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto first = code_for(world, o.what[0]), second = code_for(world, o.what[1]);
  if (first == second) throw text::Error("scenario", "wants two different countries");
  scenario::Change change;
  for (const auto id : o.without) change.without.push_back(id);
  if (o.move.size() % 2 != 0) throw text::Error("--move", "wants a record's id and a day");
  for (std::size_t i = 0; i + 1 < o.move.size(); i += 2) {
    std::int64_t id = 0;
    const auto [end, bad] = std::from_chars(o.move[i].data(), o.move[i].data() + o.move[i].size(), id);
    if (bad != std::errc() || end != o.move[i].data() + o.move[i].size())
      throw text::Error("--move", "'" + o.move[i] + "' is no record's id");
    if (!text::parse_date(o.move[i + 1]))
      throw text::Error("--move", "'" + o.move[i + 1] + "' is no date (YYYY-MM-DD)");
    change.moved.emplace_back(id, o.move[i + 1]);
  }
  const auto scale = coding::Scale::load(text::data_dir() + "/scores.tsv");
  std::vector<Added> added;
  for (const auto& text : o.add) {
    added.push_back(added_act(text, world, scale));
    const auto& a = added.back();
    const auto is = [&](const std::string& x) { return x == first || x == second; };
    if (is(a.source) && is(a.target))
      change.added.push_back({a.source, a.target, a.day, a.score});
    else if (!is(a.source) && !is(a.target))
      throw text::Error("--add", fmt::format("neither {} nor {} is in it", first, second));
  }
  const auto ledger = open(o);
  const auto w = scenario::what_if(ledger, first, second, {}, thresholds(), change);
  const auto reactions =
      reactions_to(ledger, world, first, second, change, added, o.at.empty() ? "" : day_of(o.at));
  const auto a = world.name_of(first), b = world.name_of(second);
  const auto told = [](const measure::Trajectory& t) {
    return t.verdict == measure::Verdict::too_little
               ? "too little to say (" + t.why + ")"
               : fmt::format("{} (probability {:.2f}), {:+.2f} [{:+.1f}, {:+.1f}]", to_string(t.verdict),
                             t.probability, t.change, t.low, t.high);
  };
  const bool json =
      o.format == "json" || o.format == "jsonl" || (o.format.empty() && isatty(STDOUT_FILENO) == 0);
  if (!json) {
    fmt::print("# {} and {}: what if\n\n- as it is: {}\n- as it would be: {}\n", a, b, told(w.was),
               told(w.would_be));
    if (w.was.verdict != measure::Verdict::too_little && w.would_be.verdict != measure::Verdict::too_little)
      fmt::print("- difference of the change: {:+.2f} (80 % between {:+.2f} and {:+.2f})\n", w.difference,
                 w.low, w.high);
    for (const auto& r : w.reactions)
      if (r.then_known && r.now_known)
        fmt::print("- record {}: the other side stood at {:+.2f} toward it on {}, at {:+.2f} on {}\n",
                   r.record, r.then, r.old_day, r.now, r.new_day);
    for (const auto& r : reactions) fmt::print("{}", scenario::markdown(r, world));
    return 0;
  }
  const auto part = [](const measure::Trajectory& t) {
    nlohmann::ordered_json j{{"verdict", to_string(t.verdict)}};
    if (t.verdict == measure::Verdict::too_little)
      j["why"] = t.why;
    else
      j.update({{"probability", t.probability}, {"change", t.change}, {"low", t.low}, {"high", t.high}});
    return j;
  };
  nlohmann::ordered_json j{{"kind", "what-if"},
                           {"first", first},
                           {"second", second},
                           {"was", part(w.was)},
                           {"would_be", part(w.would_be)},
                           {"difference", w.difference},
                           {"low", w.low},
                           {"high", w.high}};
  for (const auto& r : w.reactions) {
    nlohmann::ordered_json k{{"record", r.record}, {"old_day", r.old_day}, {"new_day", r.new_day}};
    k["then"] = r.then_known ? nlohmann::ordered_json(r.then) : nlohmann::ordered_json(nullptr);
    k["now"] = r.now_known ? nlohmann::ordered_json(r.now) : nlohmann::ordered_json(nullptr);
    j["reactions"].push_back(k);
  }
  for (const auto& r : reactions) j["patron_reactions"].push_back(reaction_json(r));
  fmt::print("{}\n", j.dump());
  return 0;
}

scenario::Scenario from_ledger(const Options& o, std::optional<scenario::Derived>& derived,
                               std::optional<scenario::Derived>& before) {
  const auto world = actors::World::load(text::data_dir() + "/actors");
  auto [country, patron] = scenario::sides_of(world, o.issue);
  if (!o.country.empty()) country = code_for(world, o.country);
  if (!o.patron.empty()) patron = code_for(world, o.patron);
  if (country.empty() || patron.empty() || o.at.empty() || !o.what.empty())
    throw text::Error(
        "scenario",
        "from the ledger: --issue \"COUNTRY between PATRON and its other partners\" (or --country and "
        "--patron) and --at, and no file");
  const auto day = day_of(o.at);
  const auto ledger = open(o);
  const auto economies = scenario::read_economies(text::data_dir() + "/measure/economies.tsv");
  scenario::DeriveOptions options{o.capability, o.dependence, {}, {}};
  derived = scenario::derive(ledger, world, economies, country, patron, day, thresholds(), o.others, options);
  try {
    before = scenario::derive(ledger, world, economies, country, patron, scenario::year_before(day),
                              thresholds(), o.others, options);
  } catch (const text::Error&) {
    // Nothing known a year before: there is no comparison.
  }
  if (!o.issue.empty() && scenario::sides_of(world, o.issue).first.empty()) derived->scenario.issue = o.issue;
  return derived->scenario;
}

int forecast(const Options& o) {
  scenario::Scenario s;
  std::optional<scenario::Derived> derived, before;
  if (!o.country.empty() || !o.patron.empty() || !o.issue.empty() || !o.at.empty()) {
    s = from_ledger(o, derived, before);
    if (o.write) {
      fmt::print("{}", derived->explained);
      return 0;
    }
  } else {
    if (o.what.size() != 1)
      throw text::Error("scenario",
                        "wants one scenario file (or --issue and --at, or two countries with --without)");
    s = scenario::read_scenario(o.what[0]);
  }
  if (o.variant == "scholz") s.variant = scenario::Variant::scholz;
  if (o.variant == "corrected") s.variant = scenario::Variant::corrected;
  for (const auto& name : o.with) s.turn(name, true);
  for (const auto& name : o.except) s.turn(name, false);
  if (o.rounds > 0) s.rounds = o.rounds;
  if (o.runs > 0) s.runs = o.runs;
  if (o.seed >= 0) s.seed = static_cast<std::uint64_t>(o.seed);
  const bool json =
      o.format == "json" || o.format == "jsonl" || (o.format.empty() && isatty(STDOUT_FILENO) == 0);
  if (o.effects) {
    fmt::print("{}", json ? scenario::effects_json(s) : scenario::effects_markdown(s));
    return 0;
  }
  const bool tells = isatty(STDERR_FILENO) != 0;
  auto r = scenario::read_out(s, o.threads, [&](double done) {
    if (tells) fmt::print(stderr, "\r{:3.0f} %", 100 * done);
  });
  if (tells && s.uncertain()) fmt::print(stderr, "\r     \r");
  if (derived) r.origins = derived->origins;
  if (before) r.before = scenario::Before{scenario::year_before(day_of(o.at)), before->scenario};
  fmt::print("{}", json ? scenario::json(r) : scenario::markdown(r));
  if (!o.plot.empty()) save(o.plot, scenario::picture(r));
  return 0;
}

}  // namespace

void add_scenario(CLI::App& app, Run& run) {
  auto* verb =
      app.add_subcommand("scenario", "What if: bargaining forecasts, forced choices, counterfactual records");
  auto o = std::make_shared<Options>();
  verb->add_option("what", o->what, "A scenario file (TOML); or two countries for --without, --move, --add")
      ->expected(0, 2);
  verb->add_option("--variant", o->variant, "corrected or scholz")
      ->check(CLI::IsMember({"corrected", "scholz"}));
  verb->add_option("--with", o->with,
                   "Turn a difference between the variants on: probabilities, offer, risk, ...")
      ->delimiter(',');
  verb->add_option("--except", o->except, "... or off")->delimiter(',');
  verb->add_flag("--effects", o->effects, "A table of what each difference does to the outcome");
  verb->add_option("--rounds", o->rounds, "Rounds of bargaining")->check(CLI::Range(1, 1000));
  verb->add_option("--runs", o->runs, "Monte Carlo runs")->check(CLI::Range(1, 10000000));
  verb->add_option("--seed", o->seed, "Seed of the runs")->check(CLI::Range(0LL, 2000000000LL));
  verb->add_option("--threads", o->threads, "Threads")->check(CLI::Range(1U, 256U));
  verb->add_option("--country", o->country, "From the ledger: the country in the middle");
  verb->add_option("--patron", o->patron, "From the ledger: its patron");
  verb->add_option("--at", o->at, "From the ledger: as of this month or day");
  verb->add_option("--others", o->others, "From the ledger: at most this many other partners")
      ->check(CLI::Range(std::size_t{1}, std::size_t{50}));
  verb->add_option("--issue", o->issue,
                   "From the ledger: \"KAZ between RUS and its other partners\", in place of the two above");
  verb->add_option("--capability", o->capability,
                   "From the ledger: an indicator in place of GDP and population");
  verb->add_option("--dependence", o->dependence, "From the ledger: an indicator of flows in place of acts");
  verb->add_flag("--write", o->write, "From the ledger: write the scenario file instead of running it");
  verb->add_option("--without", o->without, "Measure the dyad without these records")->delimiter(',');
  verb->add_option("--move", o->move, "... with a record at another date: ID YYYY-MM-DD")
      ->type_size(2)
      ->allow_extra_args();
  verb->add_option("--add", o->add,
                   "... with another act: {\"source\":..,\"target\":..,\"type\":..,\"day\":..}");
  verb->add_option("--format", o->format, "markdown, table or json")
      ->check(CLI::IsMember({"markdown", "table", "json", "jsonl"}));
  verb->add_option("--plot", o->plot, "Draw the paths into this SVG file");
  add_ledger(*verb, o->ledger);
  add_corrections_choice(*verb);
  verb->callback([o, &run] {
    run = [o] {
      return o->without.empty() && o->move.empty() && o->add.empty() ? forecast(*o) : counterfactual(*o);
    };
  });
}

}  // namespace realign::app
