// What a Ledger holds; shared by the files that implement it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <string>

#include "ledger/ledger.h"

namespace realign::ledger {

struct Ledger::Parts {
  Parts(const std::string& file, int flags) : path(file), db(file, flags) {}
  std::string path;
  mutable SQLite::Database db;
  static inline std::atomic<bool> heeds_corrections = true;  // what a new one does
  bool corrections = heeds_corrections;
};

}  // namespace realign::ledger
