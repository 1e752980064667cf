// The questions that the page asks, answered from a ledger as JSON: the same records and figures as the
// command line's. web/openapi.json describes each.
//
// What never changes while the server runs is Shared; an Api is one connection to the ledger and answers one
// request at a time. Server keeps several, and an answer that it gave before it gives again from memory until
// the ledger changes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/scale.h"
#include "coding/work.h"
#include "ledger/ledger.h"
#include "measure/floor.h"
#include "measure/trajectory.h"
#include "scenario/derive.h"
#include "serve/params.h"

namespace realign::serve {

struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
};

// Loaded once, then only read.
struct Shared {
  Shared(std::string ledger, std::string data);

  struct Group {
    std::string code;
    std::vector<std::string> members;
  };

  std::string ledger, data;
  actors::World world;
  measure::Thresholds thresholds;
  measure::Structure structure;
  std::map<std::string, scenario::Economy> economies;
  coding::Scale scale;
  std::vector<std::string> states;             // codes, by name
  std::vector<Group> regions, organisations;   // that have members
  std::map<std::string, std::string> numeric;  // ISO 3166 numeric by alpha-3
  std::string version, token;
  bool write = false;

  std::string numeric_of(const std::string& code) const;
  // The language model and the coder: loaded at the first call.
  const coding::Works& works() const;

 private:
  mutable std::once_flag loaded_;
  mutable std::unique_ptr<const coding::Works> works_;
};

class Api {
 public:
  explicit Api(const Shared& shared);

  // `path` behind /api/v1/. 400 for a bad value, 404 for an unknown path or document, with {"error": "..."}.
  // `version` is what /status tells of the ledger's state.
  Answer get(const std::string& path, const Query& query, const std::string& version);

  // A piece of an export: rows behind `page.after` as CSV or JSON Lines, and the page set to go on behind
  // them; false when there are no more.
  bool piece(bool events, const ledger::Filter& filter, ledger::Page& page, bool csv, std::string& out);

  ledger::Ledger& ledger() { return ledger_; }

 private:
  Answer answer(const std::string& path, const Query& query, const std::string& version);

  const Shared& shared_;
  ledger::Ledger ledger_;
};

Answer failure(int status, const std::string& what);

// What the limits of a request are.
inline constexpr std::size_t kLargestBody = std::size_t{1} << 20, kLargestRead = std::size_t{32} << 20;
inline constexpr int kMostRows = 500, kMostFrames = 240, kMostMarks = 20000;

}  // namespace realign::serve
