// Corrections: what a reader says of a record that the program got wrong. Kept in a table of their own: a
// record never changes, and no correction is ever overwritten; of several of one record the latest counts.
//
// A wrong record with fields is read as if it had been found so; without fields, as if it had not been found.
// A record that is right stands as it is (and takes back an earlier "wrong"). Ledger::apply_corrections
// decides whether queries heed them. Under Filter::distinct a correction of an act's first telling goes for
// the act.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "actors/actor.h"
#include "coding/scale.h"
#include "ledger/ledger.h"

namespace realign::ledger {

struct Correction {
  std::int64_t id = 0;
  std::string kind;  // "event" or "claim"
  std::int64_t record = 0;
  bool wrong = true;
  std::string fields = "{}";  // a JSON object: what should stand instead
  std::string note, author;
  std::string made;      // UTC, ISO 8601; made by correct() where empty
  std::string document;  // of the record; filled in by correct()
};

// Stores it and gives it as stored. Fields of an event: type, mode, domain, polarity, modality, source and
// target (lists of names or codes), date ({from, to, precision}); of a claim: claim, direction, condition,
// about. The score follows from type, mode, polarity and modality by `scale`. text::Error, in one line, for
// an unknown record, key or value; nothing is stored then.
Correction correct(Ledger& ledger, Correction correction, const actors::World& world,
                   const coding::Scale& scale);

struct CorrectionFilter {
  std::string kind, document;
  std::int64_t record = 0;
  std::int64_t before = 0;  // only those with a smaller id (paging)
  std::size_t limit = 0;    // 0: all
};
// The newest first, until `take` gives false.
void corrections(const Ledger& ledger, const CorrectionFilter& filter,
                 const std::function<bool(const Correction&)>& take);
std::int64_t count_corrections(const Ledger& ledger);

std::string to_json(const Correction& correction);  // one line, without the newline
std::string correction_csv_head();                  // a line each, with the newline
std::string to_csv(const Correction& correction);

}  // namespace realign::ledger
