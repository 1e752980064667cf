// realign brief: what a ledger holds on a country or a dyad, for a reader.
#include "exchange/brief.h"

#include <fmt/format.h>

#include "options.h"
#include "text/error.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {

void add_brief(CLI::App& app, Run& run) {
  struct Options {
    std::vector<std::string> about;
    exchange::BriefOptions brief;
    std::string ledger;
    bool html = false, tellings = false;
  };
  auto* verb = app.add_subcommand("brief", "Brief a country, or a dyad, from the ledger");
  auto o = std::make_shared<Options>();
  verb->add_option("about", o->about, "A country, bloc or region by name or code; two for a dyad")
      ->required()
      ->expected(1, 2);
  verb->add_option("--from", o->brief.from, "First day")->check(is_date());
  verb->add_option("--to", o->brief.to, "Last day")->check(is_date());
  verb->add_option("--lines", o->brief.lines, "Lines a group at most; 0 for all")
      ->check(CLI::Range(std::size_t{0}, std::size_t{1000000}));
  verb->add_flag("--tellings", o->tellings, "An act once for each article that tells it, not once");
  verb->add_flag("--html", o->html, "A web page instead of Markdown");
  add_ledger(*verb, o->ledger);
  add_corrections_choice(*verb);
  verb->callback([o, &run] {
    run = [o] {
      const auto world = actors::World::load(text::data_dir() + "/actors");
      std::vector<std::string> codes;
      for (const auto& what : o->about) {
        codes.push_back(world.code_of(what));
        if (codes.back().empty())
          throw text::Error("'" + what + "'", "no country, bloc or region of that name or code");
      }
      const auto ledger = ledger::Ledger::open(o->ledger.empty() ? ledger::Ledger::default_path() : o->ledger,
                                               ledger::Mode::read);
      o->brief.distinct = !o->tellings;
      o->brief.thresholds = measure::Thresholds::load(text::data_dir() + "/measure/trajectory.tsv");
      const auto brief = exchange::compose(ledger, world, codes, o->brief);
      fmt::print("{}", o->html ? exchange::html(brief) : exchange::markdown(brief));
      return 0;
    };
  });
}

}  // namespace realign::app
