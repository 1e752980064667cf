// Any bytes as a scenario, TOML or table: read or refused with one line; what is read is written and read
// alike, and runs for some rounds with finite numbers.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "scenario/forecast.h"
#include "text/error.h"

using namespace realign::scenario;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Scenario s;
  try {
    s = size > 0 && data[0] == ',' ? parse_table(text.substr(1), "input.csv")
                                   : parse_scenario(text, "input.toml");
  } catch (const realign::text::Error& e) {
    if (std::string(e.what()).find('\n') != std::string::npos) std::abort();
    return 0;
  }
  const auto written = to_toml(s);
  if (to_toml(parse_scenario(written, "again.toml")) != written) std::abort();
  if (s.actors.size() > 12) return 0;
  s.rounds = std::min(s.rounds, 6);
  try {
    const auto r = run(s, middles(s));
    for (const auto& round : r.rounds)
      if (!std::isfinite(round.outcome.mean) || !std::isfinite(round.outcome.median)) std::abort();
    for (const auto& c : r.conflicts)
      if (!(c.risk >= 0 && c.risk <= 1)) std::abort();
    if (s.choice) force(s);
  } catch (const realign::text::Error&) {
    // A shock may take all actors away, or all their strength.
  }
  return 0;
}
