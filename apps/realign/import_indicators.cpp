// realign import indicators: tables of what flows between states, into the ledger.
#include <fmt/format.h>

#include <set>

#include "ledger/indicators.h"
#include "measure.h"
#include "measure/csv.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {

void add_import_indicators(CLI::App& verb, Run& run) {
  struct Options {
    std::string file, ledger;
  };
  auto o = std::make_shared<Options>();
  auto* sub = verb.add_subcommand("indicators",
                                  "Indicators by year and dyad (CSV: year, from, to, indicator, value)");
  sub->add_option("file", o->file, "The table")->required();
  add_ledger(*sub, o->ledger);
  sub->callback([o, &run] {
    run = [o] {
      const auto world = actors::World::load(text::data_dir() + "/actors");
      const auto csv = measure::Csv::read(o->file);
      const auto year = csv.column("year"), from = csv.column("from"), to = csv.column("to"),
                 indicator = csv.column("indicator"), value = csv.column("value");
      std::vector<ledger::Indicator> rows;
      std::set<std::tuple<int, std::string, std::string, std::string>> seen;
      for (std::size_t r = 0; r < csv.rows(); ++r) {
        ledger::Indicator i;
        i.year = csv.whole(r, year);
        if (i.year < 1000 || i.year > 2999) throw csv.error(r, fmt::format("{} is no year", i.year));
        for (const auto& [column, code] : {std::pair{from, &i.from}, {to, &i.to}}) {
          *code = world.code_of(csv.at(r, column));
          if (code->empty())
            throw csv.error(r, "'" + csv.at(r, column) + "': no country of that name or code");
        }
        i.indicator = csv.at(r, indicator);
        if (i.indicator.empty()) throw csv.error(r, "the indicator has no name");
        i.value = csv.number(r, value);
        if (!seen.insert({i.year, i.from, i.to, i.indicator}).second)
          throw csv.error(r, "the same year, sides and indicator stand above");
        rows.push_back(std::move(i));
      }
      if (rows.empty()) throw text::Error(o->file, "has no rows");
      auto ledger = ledger::Ledger::open(o->ledger.empty() ? ledger::Ledger::default_path() : o->ledger,
                                         ledger::Mode::write);
      ledger::add_indicators(ledger, rows);
      fmt::print(stderr, "{} value{} added to {}\n", rows.size(), rows.size() == 1 ? "" : "s", ledger.path());
      return 0;
    };
  });
}

}  // namespace realign::app
