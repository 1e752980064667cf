// The questions that the page asks, answered from a ledger as JSON: the same records and figures as the
// command line's.
//
// An Api answers one request at a time with a ledger connection of its own; Server keeps several.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "actors/actor.h"
#include "ledger/ledger.h"
#include "measure/trajectory.h"

namespace realign::serve {

struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
};

using Query = std::map<std::string, std::string>;

class Api {
 public:
  // Error as Ledger::open.
  Api(const std::string& ledger, std::shared_ptr<const actors::World> world, measure::Thresholds thresholds);

  // `path` behind /api/v1/: status, events, claims, documents/ID, dyad, dyad.svg, region. 400 for a bad value
  // and 404 for an unknown path or document, with {"error": "..."}.
  Answer get(const std::string& path, const Query& query) const;

 private:
  ledger::Ledger ledger_;
  std::shared_ptr<const actors::World> world_;
  measure::Thresholds thresholds_;
};

Answer failure(int status, const std::string& what);

}  // namespace realign::serve
