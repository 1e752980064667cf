// realign measure, realign import: the verbs; their readings and kinds of table stand in files of their own.
#include "measure.h"

#include <memory>

#include "options.h"

namespace realign::app {

void add_measure(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("measure", "Measure how countries move: series, states, breaks, indices");
  auto o = std::make_shared<MeasureOptions>();
  auto chosen = std::make_shared<MeasureRun>();
  verb->add_option("countries", o->countries, "One or two countries, names or codes")->expected(0, 2);
  verb->add_option("--from", o->from, "First day, YYYY-MM-DD")->check(is_date());
  verb->add_option("--to", o->to, "Last day, YYYY-MM-DD")->check(is_date());
  verb->add_flag("--tellings", o->tellings, "Count an act once for each article that tells it, not once");
  verb->add_option("--plot", o->plot, "Draw it into this SVG file");
  add_ledger(*verb, o->ledger);
  add_corrections_choice(*verb);
  add_format(*verb, o->format);
  add_dyad_reading(*verb, *chosen);
  add_index_readings(*verb, *chosen);
  add_ideal_reading(*verb, *chosen);
  verb->callback([o, chosen, &run] {
    if (!o->from.empty() && !o->to.empty() && o->from > o->to)
      throw CLI::ValidationError("--from", o->from + " lies after --to " + o->to);
    run = [o, chosen] { return (*chosen)(*o); };
  });
}

void add_import(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("import", "Bring tables into the ledger: indicators, votes");
  verb->require_subcommand(1);
  add_import_indicators(*verb, run);
  add_import_votes(*verb, run);
}

}  // namespace realign::app
