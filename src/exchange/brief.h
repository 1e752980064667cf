// A brief: what a ledger holds on a country or a dyad, in the order in which an analyst asks, each line with
// its words, its document and its speaker.
//
// compose() gathers it from the ledger into plain structures; markdown() and html() only write them down.
// Text from articles is escaped in both: it never becomes markup.
#pragma once

#include <string>
#include <vector>

#include "actors/actor.h"
#include "ledger/ledger.h"
#include "measure/trajectory.h"

namespace realign::exchange {

struct BriefLine {
  std::string day;      // "2022-10-03", "2022-08" or "" if unknown
  std::string lead;     // "Russia asked or demanded of Kazakhstan"
  std::string quote;    // the article's words
  std::string speaker;  // "" for the narrator
  int source = 0;       // 1-based, into Brief::sources
  int articles = 1;     // that tell the act
};

struct BriefGroup {
  std::string title;  // "diplomatic", a chain's name, a speaker
  std::vector<BriefLine> lines;
};

struct BriefSection {
  std::string title;
  std::string summary;  // a sentence, or ""
  std::vector<BriefGroup> groups;
};

struct Brief {
  std::string title;
  std::string verdict;  // in a sentence: where the dyad, or the country's main tie, is going; "" for a region
  std::string summary;
  std::vector<BriefSection> sections;
  std::vector<ledger::Source> sources;
};

struct BriefOptions {
  std::string from, to;  // ISO days, inclusive; empty: no bound
  measure::Thresholds thresholds;
  bool distinct = true;    // an act told by several articles counts, and is shown, once
  std::size_t lines = 12;  // at most this many lines a group; the rest is counted
};

// `about`: one code (a country, bloc or region) or two (a dyad).
Brief compose(const ledger::Ledger& ledger, const actors::World& world, const std::vector<std::string>& about,
              const BriefOptions& options);

std::string markdown(const Brief& brief);
std::string html(const Brief& brief);  // one page that needs nothing else

// "Russia asked or demanded of Kazakhstan", "Kazakhstan did not support Russia".
std::string sentence_of(const coding::Event& event, const actors::World& world);

}  // namespace realign::exchange
