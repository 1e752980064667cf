// Our fast estimate against the run that Bailey, Strezhnev and Voeten published in 2020, on the 55 sessions
// where the number of roll calls agrees.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <vector>

#include "actors/actor.h"
#include "measure/csv.h"
#include "measure/ideal_points.h"

namespace realign::measure {
namespace {

double correlation(const std::vector<std::pair<double, double>>& pairs) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const auto& [a, b] : pairs) ++n, x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
  return (xy - x * y / n) / std::sqrt((xx - x * x / n) * (yy - y * y / n));
}

TEST(IdealPoints, ThoseOfThePublishedRun) {
  const char* at = std::getenv("REALIGN_SHARED");
  const auto folder = (at != nullptr ? at : std::string(REALIGN_SOURCE_DIR) + "/../shared") + "/data/un/";
  if (!std::ifstream(folder + "ideal-points-published-2020.csv")) GTEST_SKIP() << "../shared is not there";
  const auto world = actors::World::load(std::string(REALIGN_SOURCE_DIR) + "/data/actors");
  const auto calls = RollCalls::read(folder + "votes-1946-2020.csv.gz", folder + "matches.csv",
                                     [&](const std::string& code) { return world.code_of(code); });
  const auto ours = estimate(calls, {});
  EXPECT_LT(ours.rounds, IdealOptions{}.most_rounds) << "stands still before it is stopped";
  std::map<std::pair<int, std::string>, const IdealPoint*> found;
  for (const auto& p : ours.points)
    found[{calls.sessions[static_cast<std::size_t>(p.session)],
           calls.states[static_cast<std::size_t>(p.state)]}] = &p;
  // The published table is in Latin-1; only names of countries, which nobody needs here, are not ASCII.
  std::ifstream in(folder + "ideal-points-published-2020.csv", std::ios::binary);
  std::string line;
  std::getline(in, line);
  std::map<int, std::vector<std::pair<double, double>>> sessions;
  std::vector<std::pair<double, double>> all;
  double within = 0;
  while (std::getline(in, line)) {
    std::vector<std::string> cells{""};
    for (const char c : line)
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    // Row, ccode, session, votes, point, 0 %, 5 %, 10 %, 50 %, 90 %, 95 %, 100 %, code.
    const int session = std::stoi(cells[2]);
    const bool other = (session >= 52 && session <= 67) || session == 71 || session == 72;
    const auto p = found.find({session, cells[12]});
    if (other || p == found.end()) continue;
    const double mean = p->second->mean;
    all.emplace_back(mean, std::stod(cells[4]));
    sessions[session].push_back(all.back());
    within += mean >= std::stod(cells[6]) && mean <= std::stod(cells[10]) ? 1 : 0;
  }
  ASSERT_EQ(sessions.size(), 55U);
  std::vector<double> each;
  for (const auto& [session, pairs] : sessions) each.push_back(correlation(pairs));
  std::sort(each.begin(), each.end());
  EXPECT_GT(each[27], 0.998);
  EXPECT_GT(each[0], 0.985);  // the first session, which nothing bridges (docs/measures.md)
  EXPECT_GT(each[1], 0.99);
  EXPECT_GT(correlation(all), 0.986);
  EXPECT_GT(within / static_cast<double>(all.size()), 0.9);
}

}  // namespace
}  // namespace realign::measure
