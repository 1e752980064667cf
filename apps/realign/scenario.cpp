// realign scenario: a bargaining forecast from a file or from the ledger, and what-ifs on the ledger's
// records.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "coding/scale.h"
#include "options.h"
#include "scenario/counterfactual.h"
#include "scenario/derive.h"
#include "scenario/report.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

struct Options {
  std::vector<std::string> what;  // a file, or two countries with --without and the like
  std::string ledger, format, plot, variant, issue, at, country, patron;
  int rounds = 0, runs = 0;
  long long seed = -1;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t others = 6;
  bool write = false;
  std::vector<long long> without;
  std::vector<std::string> move, add;
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

int counterfactual(const Options& o) {
  if (o.what.size() != 2) throw text::Error("scenario", "--without, --move and --add want two countries");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto first = code_for(world, o.what[0]), second = code_for(world, o.what[1]);
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
  for (const auto& text : o.add) {
    const auto j = nlohmann::json::parse(text, nullptr, false);
    const auto field = [&](const char* key) {
      if (!j.is_object() || !j.contains(key) || !j[key].is_string())
        throw text::Error(
            "--add", std::string("wants {\"source\",\"target\",\"type\",\"day\"}; '") + key + "' is missing");
      return j[key].get<std::string>();
    };
    coding::Type type{};
    if (!coding::from_string(field("type"), type))
      throw text::Error("--add", "no type '" + field("type") + "'");
    if (!text::parse_date(field("day")))
      throw text::Error("--add", "'" + field("day") + "' is no date (YYYY-MM-DD)");
    change.added.push_back(
        {code_for(world, field("source")), code_for(world, field("target")), field("day"),
         scale.score(type, j.value("mode", ""), coding::Polarity::affirmed, coding::Modality::actual)});
  }
  const auto w = scenario::what_if(open(o), first, second, {}, thresholds(), change);
  const auto a = world.name_of(first), b = world.name_of(second);
  const auto told = [](const measure::Trajectory& t) {
    return t.verdict == measure::Verdict::too_little
               ? "too little to say (" + t.why + ")"
               : fmt::format("{} (probability {:.2f}), {:+.2f} [{:+.1f}, {:+.1f}]", to_string(t.verdict),
                             t.probability, t.change, t.low, t.high);
  };
  if (format_of(o.format) == Format::table) {
    fmt::print("{} and {}\n  as it is:       {}\n  as it would be: {}\n", a, b, told(w.was),
               told(w.would_be));
    if (w.was.verdict != measure::Verdict::too_little && w.would_be.verdict != measure::Verdict::too_little)
      fmt::print("  difference of the change: {:+.2f} (80 % between {:+.2f} and {:+.2f})\n", w.difference,
                 w.low, w.high);
    for (const auto& r : w.reactions) {
      fmt::print("  record {} on {} instead of {}: ", r.record, r.new_day, r.old_day);
      if (r.then_known && r.now_known)
        fmt::print("the other side stood at {:+.2f} toward it then, {:+.2f} at the new date: {}\n", r.then,
                   r.now,
                   r.now < r.then - 0.5   ? "a harsher reaction was to be expected"
                   : r.now > r.then + 0.5 ? "a milder reaction was to be expected"
                                          : "much the same reaction was to be expected");
      else
        fmt::print("too little is known of the other side {} to say how it would have reacted\n",
                   r.then_known  ? "at the new date"
                   : r.now_known ? "at the old date"
                                 : "at either date");
    }
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
  fmt::print("{}\n", j.dump());
  return 0;
}

int forecast(const Options& o) {
  scenario::Scenario s;
  if (!o.country.empty() || !o.patron.empty()) {
    if (o.country.empty() || o.patron.empty() || o.at.empty() || !o.what.empty())
      throw text::Error("scenario", "from the ledger: --country, --patron and --at, and no file");
    const auto world = actors::World::load(text::data_dir() + "/actors");
    const std::string day = o.at.size() == 7 ? o.at + "-28" : o.at;
    if (!text::parse_date(day)) throw text::Error("--at", "'" + o.at + "' is no month (YYYY-MM) or date");
    auto derived = scenario::derive(
        open(o), world, scenario::read_economies(text::data_dir() + "/measure/economies.tsv"),
        code_for(world, o.country), code_for(world, o.patron), day, thresholds(), o.others);
    if (!o.issue.empty()) derived.scenario.issue = o.issue;
    if (o.write) {
      fmt::print("{}", derived.explained);
      return 0;
    }
    s = std::move(derived.scenario);
  } else {
    if (o.what.size() != 1)
      throw text::Error(
          "scenario", "wants one scenario file (or --country and --patron, or two countries with --without)");
    s = scenario::read_scenario(o.what[0]);
  }
  if (o.variant == "scholz") s.variant = scenario::Variant::scholz;
  if (o.variant == "corrected") s.variant = scenario::Variant::corrected;
  if (o.rounds > 0) s.rounds = o.rounds;
  if (o.runs > 0) s.runs = o.runs;
  if (o.seed >= 0) s.seed = static_cast<std::uint64_t>(o.seed);
  const bool tells = isatty(STDERR_FILENO) != 0;
  const auto r = scenario::read_out(s, o.threads, [&](double done) {
    if (tells) fmt::print(stderr, "\r{:3.0f} %", 100 * done);
  });
  if (tells && s.uncertain()) fmt::print(stderr, "\r     \r");
  const bool json = o.format == "json" || (o.format.empty() && isatty(STDOUT_FILENO) == 0);
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
  verb->add_option("--rounds", o->rounds, "Rounds of bargaining")->check(CLI::Range(1, 1000));
  verb->add_option("--runs", o->runs, "Monte Carlo runs")->check(CLI::Range(1, 10000000));
  verb->add_option("--seed", o->seed, "Seed of the runs")->check(CLI::Range(0LL, 2000000000LL));
  verb->add_option("--threads", o->threads, "Threads")->check(CLI::Range(1U, 256U));
  verb->add_option("--country", o->country, "From the ledger: the country in the middle");
  verb->add_option("--patron", o->patron, "From the ledger: its patron");
  verb->add_option("--at", o->at, "From the ledger: as of this month or day");
  verb->add_option("--others", o->others, "From the ledger: at most this many other partners")
      ->check(CLI::Range(std::size_t{1}, std::size_t{50}));
  verb->add_option("--issue", o->issue, "From the ledger: the issue's name");
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
  verb->callback([o, &run] {
    run = [o] {
      return o->without.empty() && o->move.empty() && o->add.empty() ? forecast(*o) : counterfactual(*o);
    };
  });
}

}  // namespace realign::app
