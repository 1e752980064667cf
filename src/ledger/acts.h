// Acts: which tellings of several articles are of one and the same act.
//
// Two events are alike if
//   - articles differ, the days (Event's day as the ledger keeps it) are at most three apart, and days that
//   both
//     articles state differ by no more than one, spans that both state overlap;
//   - a source and a target of the one are those of the other (same country, roles that speak as one, no
//   other
//     person's name), polarity and modality are the same: a plan is not the deed, a denial not the act;
//   - the type is the same, or else the CAMEO root with two content words in common;
//   - the words agree: two content words in common, or half of the shorter clause's; one, if CAMEO code or
//   mode
//     are the same too; none is asked for if one of them has none and code or mode are the same. Content
//     words have five letters or more (shorter ones are mostly grammar), are compared by their first five,
//     and do not name the sides or the day. Capitalised ones that both have but do not share (attacks on two
//     towns) speak against it.
//
// All events have one order: by day, then by the hash of the article's text, then by place in it. The first
// that none before it is alike to is an act's anchor; any other belongs to the first anchor that it is alike
// to. So an act spans at most three days on either side of nothing but its anchor (a war told every day is
// not one act), and the acts depend on the set of articles alone, never on the order in which they were read.
//
// An event that comes late is put in its place: it and those that its being or not being an anchor may change
// are judged again, found through the table `told` (source, target, day), so that the cost depends on what
// was told of the two sides within days, not on the ledger's size.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "coding/record.h"

namespace realign::ledger {

struct Telling {
  std::int64_t id = 0, document = 0;
  std::string day;
  std::string place;    // where it stands in the order of all
  coding::Event event;  // sides, type, mode, cameo, polarity, modality, date, text
};

bool alike(const Telling& a, const Telling& b);

class Acts {
 public:
  explicit Acts(SQLite::Database& db);
  ~Acts();
  // To be called once the events and their actors are in the database, within the same transaction.
  void place(std::span<const std::int64_t> events);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace realign::ledger
