// Acts as a series needs them: when, how much, who. A dyad of a large ledger has a hundred thousand; words,
// documents and sentences are left where they are.
#pragma once

#include <functional>
#include <string>

#include "ledger/ledger.h"

namespace realign::ledger {

struct Act {
  std::int64_t id = 0;
  std::string day;
  coding::Precision precision = coding::Precision::none;
  coding::Modality modality = coding::Modality::actual;
  coding::Domain domain = coding::Domain::diplomatic;
  double score = 0;
  std::string source, target;  // codes
};

// Acts of `filter` between its sources and targets (which it must have; `undirected` counts), each once, by
// id but for corrected ones, which come last. Order, after, limit and words of the filter do not count.
void acts_between(const Ledger& ledger, const Filter& filter, const std::function<void(const Act&)>& take);

// Acts that name `code` on one side and another actor on the other, each once for every such pair and
// direction. Of the filter count domains, from, to, distinct.
void acts_with(const Ledger& ledger, const std::string& code, const Filter& filter,
               const std::function<void(const Act&)>& take);

// Acts that name `code`, each with the codes of all others beside it on either side; by id but for corrected
// ones.
void acts_of(const Ledger& ledger, const std::string& code, const Filter& filter,
             const std::function<void(const Act&, const std::vector<std::string>&)>& take);

// First and last day of all events; "" where there are none.
std::pair<std::string, std::string> days_of(const Ledger& ledger);

}  // namespace realign::ledger
