#include "serve/api.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <set>
#include <thread>

#include "exchange/rows.h"
#include "serve/answers.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::serve {

Shared::Shared(std::string ledger_path, std::string data_dir)
    : ledger(std::move(ledger_path)),
      data(std::move(data_dir)),
      world(actors::World::load(data + "/actors")),
      thresholds(measure::Thresholds::load(data + "/measure/trajectory.tsv")),
      structure(measure::Structure::load(data)),
      economies(scenario::read_economies(data + "/measure/economies.tsv")),
      scale(coding::Scale::load(data + "/scores.tsv")) {
  const auto codes = text::Table::read(data + "/actors/numeric.tsv", 2, 2);
  for (const auto& row : codes.rows()) numeric[row[0]] = row[1];
  const auto countries = text::Table::read(data + "/actors/countries.tsv", 3, 3);
  for (const auto& row : countries.rows())
    if (world.is_state(row[0])) states.push_back(row[0]);
  std::sort(states.begin(), states.end(),
            [&](const auto& a, const auto& b) { return world.name_of(a) < world.name_of(b); });
  const auto groups = [&](const char* file, std::vector<Group>& out) {
    const auto table = text::Table::read(data + file, 2, 1);
    std::set<std::string> seen;
    for (const auto& row : table.rows()) {
      const auto code = world.code_of(row[0]);
      if (code.empty() || world.is_state(code) || !seen.insert(code).second) continue;
      auto members = world.members_of(code, std::nullopt);
      if (!members.empty()) out.push_back({code, std::move(members)});
    }
  };
  groups("/actors/regions.tsv", regions);
  groups("/actors/organisations.tsv", organisations);
}

std::string Shared::numeric_of(const std::string& code) const {
  const auto at = numeric.find(code);
  return at == numeric.end() ? std::string() : at->second;
}

const coding::Works& Shared::works() const {
  std::call_once(loaded_, [this] { works_ = std::make_unique<const coding::Works>(); });
  return *works_;
}

Api::Api(const Shared& shared) : shared_(shared), ledger_(ledger::Ledger::again(shared.ledger)) {}

void each(std::size_t n, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr broken;
  std::mutex mutex;
  const auto run = [&] {
    for (std::size_t i = next++; i < n; i = next++) try {
        work(i);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (!broken) broken = std::current_exception();
        next = n;
      }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < std::min<std::size_t>(std::thread::hardware_concurrency(), n); ++t)
      others.emplace_back(run);
    run();
  }
  if (broken) std::rethrow_exception(broken);
}

Answer Api::get(const std::string& path, const Query& q, const std::string& version) {
  try {
    return answer(path, q, version);
  } catch (const Bad& e) {
    return failure(e.status, e.what);
  } catch (const text::Error& e) {
    return failure(400, e.what());
  }
}

Answer Api::answer(const std::string& path, const Query& q, const std::string& version) {
  ledger_.apply_corrections(heeds_corrections(q));
  const Context c{shared_, ledger_};
  if (path == "status") return json((only(q, {}), status(c, version)));
  if (path == "actors") return json((only(q, {}), actors_known(c)));
  for (const bool events : {true, false}) {
    const std::string what = events ? "events" : "claims";
    if (path == what) return json(page(c, q, events));
    if (path == what + "/count") return json(count(c, q, events));
  }
  if (path == "map") return json(map(c, q));
  if (path == "country") return json(country(c, q));
  if (path == "dyad") return json(dyad(c, q));
  if (path == "dyad.svg") return {200, "image/svg+xml", dyad_picture(c, q)};
  if (path == "region") return json(region(c, q));
  if (path == "corrections") return json(corrections_listed(c, q));
  if (path == "scenario/derive") return json(derive(c, q));
  if (path.starts_with("documents/")) {
    auto id = path.substr(10);
    constexpr std::string_view kExplain = "/explain";
    const bool explains = id.size() > kExplain.size() && id.ends_with(kExplain);
    if (explains) id.resize(id.size() - kExplain.size());
    if (!explains) only(q, {});
    auto j = explains ? explain(c, id, q) : document(c, id);
    if (j.is_null()) return failure(404, "no document is called '" + id + "'");
    return json(j);
  }
  return failure(404, "nothing is at /api/v1/" + path);
}

bool Api::piece(bool events, const ledger::Filter& filter, ledger::Page& page, bool csv, std::string& out) {
  const auto take = [&](const auto& row) {
    if (csv)
      out += exchange::csv_line(row);
    else
      out += row_of(row).dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  };
  page.after = events ? ledger::event_page(ledger_, filter, page, take)
                      : ledger::claim_page(ledger_, filter, page, take);
  return page.after.has_value();
}

}  // namespace realign::serve
