// Options that several verbs share, each checked as it is read: a bad value is wrong usage (status 2).
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "ledger/ledger.h"
#include "text/document.h"

namespace realign::app {

enum class Format : char { table, jsonl, csv };

// CLI11 validators.
CLI::Validator is_date();  // YYYY-MM-DD that exists
CLI::Validator is_type();  // a PLOVER type
CLI::Validator is_domain();
CLI::Validator is_claim();
CLI::Validator is_polarity();
CLI::Validator is_modality();

void add_ledger(CLI::App& verb, std::string& path);
// --corrections apply|ignore: whether what the verb reads from the ledger heeds them.
void add_corrections_choice(CLI::App& verb);
// --format table|jsonl|csv; tables on a terminal, JSON Lines in a pipe.
void add_format(CLI::App& verb, std::string& name);
Format format_of(const std::string& name);

// The filter options of events and claims.
struct FilterOptions {
  std::vector<std::string> actors, types, domains, claims;
  std::vector<std::string> between;  // a dyad
  std::string source, target, from, to, speaker, words, document, chain, polarity, modality;
  bool distinct = false;
  std::size_t limit = 0;
};
void add_filter(CLI::App& verb, FilterOptions& options, bool events);
// Codes for names; a bloc or region stands for itself and its members. Error if a name is unknown.
ledger::Filter filter_of(const FilterOptions& options, const actors::World& world);
std::vector<std::string> codes_of(const std::string& what, const actors::World& world);

}  // namespace realign::app
