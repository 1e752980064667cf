// realign import votes: roll calls of the General Assembly, into the ledger.
#include <fmt/format.h>

#include "ledger/votes.h"
#include "measure.h"
#include "measure/ideal_points.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {

void add_import_votes(CLI::App& verb, Run& run) {
  struct Options {
    std::string file, matches, ledger;
  };
  auto o = std::make_shared<Options>();
  auto* sub = verb.add_subcommand(
      "votes", "Roll calls of the UN (CSV, also .gz: rcid, session, country_code, vote), for ideal points");
  sub->add_option("file", o->file, "The table")->required();
  sub->add_option("--matches", o->matches, "Roll calls on the same words (CSV: rcid1, rcid2)");
  add_ledger(*sub, o->ledger);
  sub->callback([o, &run] {
    run = [o] {
      const auto world = actors::World::load(text::data_dir() + "/actors");
      const auto votes =
          measure::RollCalls::read_votes(o->file, [&](const std::string& c) { return world.code_of(c); });
      const auto matches =
          o->matches.empty() ? std::vector<ledger::Match>() : measure::RollCalls::read_matches(o->matches);
      if (votes.empty()) throw text::Error(o->file, "has no votes");
      auto ledger = ledger::Ledger::open(o->ledger.empty() ? ledger::Ledger::default_path() : o->ledger,
                                         ledger::Mode::write);
      ledger::add_votes(ledger, votes, matches);
      fmt::print(stderr, "{} vote{} added to {}\n", votes.size(), votes.size() == 1 ? "" : "s",
                 ledger.path());
      return 0;
    };
  });
}

}  // namespace realign::app
