// Roll calls of the United Nations' General Assembly, kept in the ledger's file beside the news.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "ledger/ledger.h"

namespace realign::ledger {

struct Vote {
  int roll_call = 0, session = 0;
  std::string country;  // code
  int choice = 0;       // 0 no, 1 abstain, 2 yes
};
using Match = std::pair<int, int>;  // roll calls on the same words

// All or nothing; a vote of the same roll call and country replaces the one there was. The tables are made
// with the first votes: ledgers without any stay as they are.
void add_votes(Ledger& ledger, std::span<const Vote> votes, std::span<const Match> matches);

bool has_votes(const Ledger& ledger);
void votes(const Ledger& ledger, const std::function<void(const Vote&)>& take);  // by roll call, country
void matches(const Ledger& ledger, const std::function<void(const Match&)>& take);

}  // namespace realign::ledger
