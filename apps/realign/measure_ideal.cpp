// realign measure --ideal-points: where states stand in the votes of the General Assembly.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "measure.h"
#include "measure/ideal_points.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {

void add_ideal_reading(CLI::App& verb, MeasureRun& chosen) {
  struct Options {
    bool ideal = false, sample = false;
    std::string votes, matches;
    measure::IdealOptions model;
  };
  auto o = std::make_shared<Options>();
  o->model.threads = std::max(1U, std::thread::hardware_concurrency());
  auto* flag =
      verb.add_flag("--ideal-points", o->ideal, "Ideal points from roll calls of the UN General Assembly");
  verb.add_option(
          "--votes", o->votes,
          "... of this table instead of the ledger's (CSV, also .gz: rcid, session, country_code, vote)")
      ->needs(flag);
  verb.add_option("--matches", o->matches, "... roll calls with the same words (CSV: rcid1, rcid2)")
      ->needs(flag);
  verb.add_flag("--sample", o->sample, "... draw from the posterior instead of the fast estimate")
      ->needs(flag);
  verb.add_option("--drift", o->model.drift, "... standard deviation of a move between sessions (0.5)")
      ->check(CLI::Range(1e-4, 100.0));
  verb.add_option("--chains", o->model.chains, "... chains (2)")->check(CLI::Range(1, 64));
  verb.add_option("--draws", o->model.draws, "... draws a chain (2000)")->check(CLI::Range(20, 100000));
  verb.add_option("--warm-up", o->model.warm_up, "... draws thrown away before (400)")
      ->check(CLI::Range(0, 100000));
  verb.add_option("--seed", o->model.seed, "... seed (1)");
  verb.add_option("--threads", o->model.threads, "... threads")->check(CLI::Range(1U, 256U));
  verb.add_option("--anchor", o->model.anchor, "... the state whose points are positive (USA)");
  const auto before = std::make_shared<MeasureRun>(chosen);
  chosen = [o, before](const MeasureOptions& m) {
    if (!o->ideal) return (*before)(m);
    const auto world = actors::World::load(text::data_dir() + "/actors");
    measure::RollCalls calls;
    if (!o->votes.empty()) {
      calls = measure::RollCalls::read(o->votes, o->matches,
                                       [&](const std::string& c) { return world.code_of(c); });
    } else {
      const auto ledger = ledger::Ledger::open(m.ledger.empty() ? ledger::Ledger::default_path() : m.ledger,
                                               ledger::Mode::read);
      if (!ledger::has_votes(ledger))
        throw text::Error(ledger.path(),
                          "has no votes: `realign import votes FILE` brings them, or --votes FILE");
      calls = measure::RollCalls::of(ledger);
    }
    if (calls.doubled > 0)
      fmt::print(stderr, "{} votes left out: their country votes twice in the same roll call\n",
                 calls.doubled);
    auto options = o->model;
    const bool tells = isatty(STDERR_FILENO) != 0;
    if (tells) options.progress = [](double done) { fmt::print(stderr, "\r{:3.0f} %", 100 * done); };
    const auto found = o->sample ? measure::sample(calls, options) : measure::estimate(calls, options);
    if (tells) fmt::print(stderr, "\r     \r");
    if (o->sample)
      fmt::print(stderr,
                 "{} chains of {} draws: largest R-hat {:.3f}, smallest effective size {:.0f}, {:.0f} % of "
                 "proposals accepted\n",
                 options.chains, options.draws, found.r_hat, found.effective, 100 * found.accepted);
    const auto format = format_of(m.format);
    std::vector<std::string> wanted;
    for (const auto& c : m.countries) {
      wanted.push_back(world.code_of(c));
      if (wanted.back().empty()) throw text::Error("'" + c + "'", "no country of that name or code");
    }
    if (format == Format::csv) fmt::print("session,year,country,votes,value,sd,low,high\n");
    if (format == Format::table)
      fmt::print("{:<9}{:<6}{:<9}{:>6}{:>9}{:>8}{:>18}\n", "session", "year", "country", "votes", "point",
                 "sd", "90 %");
    for (const auto& p : found.points) {
      const auto& state = calls.states[static_cast<std::size_t>(p.state)];
      if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), state) == wanted.end()) continue;
      const int session = calls.sessions[static_cast<std::size_t>(p.session)];
      const int year = 1945 + session;  // sessions open in the autumn; the first in January 1946
      switch (format) {
        case Format::csv:
          fmt::print("{},{},{},{},{:.5f},{:.5f},{:.5f},{:.5f}\n", session, year, state, p.votes, p.mean, p.sd,
                     p.low, p.high);
          break;
        case Format::jsonl:
          fmt::print(
              "{{\"kind\":\"ideal "
              "point\",\"session\":{},\"year\":{},\"country\":\"{}\",\"votes\":{},\"value\":{:.5f},\"sd\":{:."
              "5f},\"low\":{:.5f},\"high\":{:.5f}}}\n",
              session, year, state, p.votes, p.mean, p.sd, p.low, p.high);
          break;
        case Format::table:
          fmt::print("{:<9}{:<6}{:<9}{:>6}{:>9.3f}{:>8.3f}{:>18}\n", session, year, state, p.votes, p.mean,
                     p.sd, fmt::format("{:.2f} .. {:.2f}", p.low, p.high));
      }
    }
    return 0;
  };
}

}  // namespace realign::app
