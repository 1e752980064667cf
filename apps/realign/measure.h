// realign measure: each reading (a dyad's series and state, a region, indices, ideal points) adds its own
// flags and says what running it means; without a flag the dyad named by two countries is read.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "verbs.h"

namespace realign::app {

// What all readings share.
struct MeasureOptions {
  std::vector<std::string> countries;  // names or codes, as typed: none, one or two
  std::string ledger, format, plot;    // plot: SVG file or ""
  std::string from, to;                // ISO days, inclusive, or ""
  bool tellings = false;               // an act counts once for each article that tells it
};

using MeasureRun = std::function<int(const MeasureOptions&)>;  // exit status, as a verb's

// Each sets `chosen` where its flag is given. Files: measure_dyad.cpp, measure_indices.cpp,
// measure_ideal.cpp.
void add_dyad_reading(CLI::App& verb, MeasureRun& chosen);  // the default, and --region
void add_index_readings(CLI::App& verb,
                        MeasureRun& chosen);  // --partners --influence --similarity --balance --floor
void add_ideal_reading(CLI::App& verb, MeasureRun& chosen);  // --ideal-points

// realign import WHAT FILE: one subcommand a kind of table. File: import_indicators.cpp.
void add_import_indicators(CLI::App& verb, Run& run);
void add_import_votes(CLI::App& verb, Run& run);

}  // namespace realign::app
