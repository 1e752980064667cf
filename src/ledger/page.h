// Pages of a large ledger in any order, by key: a page costs what its rows cost, however far down it lies.
//
// Rows are in the order of a column, then of their day, then of their id, all in one direction. A page goes
// on behind a key, the last row's. Which index leads is decided here from how many rows each condition lets
// through: either the order's own index is walked until the page is full, or the rows of the rarest condition
// are gathered and sorted.
#pragma once

#include <optional>

#include "ledger/ledger.h"

namespace realign::ledger {

enum class Sort : std::uint8_t {
  id,
  day,
  source,  // the first actor's code, on the acting side
  target,
  type,
  domain,
  polarity,
  modality,
  speaker,
  score,
  confidence,
  claim,  // claims alone, as direction
  direction
};
std::string_view to_string(Sort sort);
bool from_string(std::string_view name, Sort& out);

struct Key {
  std::string text;   // the column's value, or ...
  double number = 0;  // ... of score and confidence
  std::string day;
  std::int64_t id = 0;
};

struct Page {
  Sort sort = Sort::day;
  bool descending = true;
  std::optional<Key> after;
  std::size_t limit = 50;  // at least 1
};

// Gives the rows of the page; newest_first, after and limit of `filter` do not count. Returns the key of the
// last row if there are more. Error for an order that the kind of record does not have.
std::optional<Key> event_page(const Ledger& ledger, const Filter& filter, const Page& page,
                              const std::function<void(const EventRow&)>& take);
std::optional<Key> claim_page(const Ledger& ledger, const Filter& filter, const Page& page,
                              const std::function<void(const ClaimRow&)>& take);

// How many the filter lets through in all.
std::int64_t count_events(const Ledger& ledger, const Filter& filter);
std::int64_t count_claims(const Ledger& ledger, const Filter& filter);

}  // namespace realign::ledger
