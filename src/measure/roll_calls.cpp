#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <unordered_map>

#include "measure/ideal_points.h"
#include "text/error.h"

namespace realign::measure {
namespace {

// Lines of a plain or gzipped file, one by one; gzopen reads both.
class Lines {
 public:
  explicit Lines(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb")) {
    if (file_ == nullptr) throw text::Error(path, "cannot be opened");
    gzbuffer(file_, 1 << 17);
  }
  ~Lines() { gzclose(file_); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  bool next(std::string& line) {
    line.clear();
    char block[4096];
    while (gzgets(file_, block, sizeof block) != nullptr) {
      line += block;
      if (!line.empty() && line.back() == '\n') break;
      if (line.size() > 1000000) throw error("is longer than a million characters");
    }
    int state = Z_OK;
    gzerror(file_, &state);
    if (state != Z_OK && state != Z_STREAM_END) throw text::Error(path_, "is damaged (gzip)");
    if (line.empty()) return false;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    ++number_;
    return true;
  }
  text::Error error(const std::string& what) const { return {path_ + ":" + std::to_string(number_), what}; }

  // Cells of a line, quotation marks taken off.
  static void split(const std::string& line, std::vector<std::string>& cells) {
    cells.clear();
    std::string cell;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.push_back(std::move(cell));
        cell.clear();
      } else {
        cell += c;
      }
    }
    cells.push_back(std::move(cell));
  }
  std::size_t column(const std::vector<std::string>& header, std::string_view name) const {
    for (std::size_t i = 0; i < header.size(); ++i)
      if (header[i] == name) return i;
    throw error("has no column '" + std::string(name) + "'");
  }
  int whole(const std::string& cell, const char* what) const {
    int v = 0;
    const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
    if (failed != std::errc() || end != cell.data() + cell.size())
      throw error(std::string(what) + ": '" + cell + "' is no whole number");
    return v;
  }

 private:
  std::string path_;
  gzFile file_;
  int number_ = 0;
};

}  // namespace

std::vector<ledger::Match> RollCalls::read_matches(const std::string& path) {
  std::vector<ledger::Match> out;
  std::string line;
  std::vector<std::string> cells;
  Lines in(path);
  if (!in.next(line)) throw text::Error(path, "is empty");
  Lines::split(line, cells);
  const auto a = in.column(cells, "rcid1"), b = in.column(cells, "rcid2"), n = cells.size();
  while (in.next(line)) {
    if (line.empty()) continue;
    Lines::split(line, cells);
    if (cells.size() != n) throw in.error("has another number of cells than the header");
    out.emplace_back(in.whole(cells[a], "rcid1"), in.whole(cells[b], "rcid2"));
  }
  return out;
}

std::vector<ledger::Vote> RollCalls::read_votes(const std::string& path,
                                                const std::function<std::string(const std::string&)>& code) {
  std::vector<ledger::Vote> out;
  std::unordered_map<std::string, std::string> codes;
  std::string line;
  std::vector<std::string> cells;
  Lines in(path);
  if (!in.next(line)) throw text::Error(path, "is empty");
  Lines::split(line, cells);
  const auto rcid = in.column(cells, "rcid"), session = in.column(cells, "session"),
             country = in.column(cells, "country_code"), vote = in.column(cells, "vote"), n = cells.size();
  while (in.next(line)) {
    if (line.empty()) continue;
    Lines::split(line, cells);
    if (cells.size() != n) throw in.error("has another number of cells than the header");
    ledger::Vote v;
    v.roll_call = in.whole(cells[rcid], "rcid");
    v.session = in.whole(cells[session], "session");
    if (cells[vote] == "yes")
      v.choice = 2;
    else if (cells[vote] == "no")
      v.choice = 0;
    else if (cells[vote] == "abstain")
      v.choice = 1;
    else
      continue;
    // R writes NA for what is missing, and NA is Namibia's code, a member since the 45th session's spring.
    constexpr int kNamibia = 45;
    if (cells[country] == "NA" && v.session < kNamibia) continue;
    auto [known, fresh] = codes.try_emplace(cells[country]);
    if (fresh) {
      known->second = code(cells[country]);
      if (known->second.empty()) known->second = cells[country];
    }
    v.country = known->second;
    if (v.country.empty()) throw in.error("the vote has no country");
    out.push_back(std::move(v));
  }
  return out;
}

RollCalls RollCalls::of(std::vector<ledger::Vote> votes, const std::vector<ledger::Match>& matches) {
  std::unordered_map<int, int> parent;
  const auto root = [&](int r) {
    while (parent.contains(r) && parent[r] != r) r = parent[r];
    return r;
  };
  for (const auto& [first, second] : matches) {
    const int a = root(first), b = root(second);
    parent[a] = parent[b] = std::min(a, b);
  }
  // A country that votes twice in a roll call is two that share a code, or a mistake: neither counts.
  std::sort(votes.begin(), votes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.roll_call, a.country) < std::tie(b.roll_call, b.country);
  });
  RollCalls out;
  std::map<std::string, std::int32_t> states;
  std::map<int, std::int32_t> items, sessions;
  const auto same = [&](std::size_t i, std::size_t k) {
    return votes[i].roll_call == votes[k].roll_call && votes[i].country == votes[k].country;
  };
  std::vector<const ledger::Vote*> kept;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if ((i > 0 && same(i, i - 1)) || (i + 1 < votes.size() && same(i, i + 1))) {
      ++out.doubled;
      continue;
    }
    kept.push_back(&votes[i]);
    states.emplace(votes[i].country, 0);
    sessions.emplace(votes[i].session, 0);
  }
  for (auto& [name, i] : states) {
    i = static_cast<std::int32_t>(out.states.size());
    out.states.push_back(name);
  }
  for (auto& [number, t] : sessions) {
    t = static_cast<std::int32_t>(out.sessions.size());
    out.sessions.push_back(number);
  }
  out.votes.reserve(kept.size());
  for (const auto* v : kept) {
    const auto item =
        items.emplace(root(v->roll_call), static_cast<std::int32_t>(items.size())).first->second;
    out.votes.push_back({states[v->country], sessions[v->session], item, static_cast<Choice>(v->choice)});
  }
  out.items = static_cast<std::int32_t>(items.size());
  return out;
}

RollCalls RollCalls::read(const std::string& votes, const std::string& matches,
                          const std::function<std::string(const std::string&)>& code) {
  const auto pairs = matches.empty() ? std::vector<ledger::Match>() : read_matches(matches);
  return of(read_votes(votes, code), pairs);
}

RollCalls RollCalls::of(const ledger::Ledger& ledger) {
  std::vector<ledger::Vote> all;
  ledger::votes(ledger, [&](const ledger::Vote& v) { all.push_back(v); });
  std::vector<ledger::Match> pairs;
  ledger::matches(ledger, [&](const ledger::Match& m) { pairs.push_back(m); });
  return of(std::move(all), pairs);
}

}  // namespace realign::measure
