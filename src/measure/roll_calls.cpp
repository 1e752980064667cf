#include <zlib.h>

#include <charconv>
#include <map>
#include <numeric>
#include <set>
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

RollCalls RollCalls::read(const std::string& votes, const std::string& matches,
                          const std::function<std::string(const std::string&)>& code) {
  std::string line;
  std::vector<std::string> cells;
  std::unordered_map<int, int> parent;
  const auto root = [&](int r) {
    while (parent.contains(r) && parent[r] != r) r = parent[r];
    return r;
  };
  if (!matches.empty()) {
    Lines in(matches);
    if (!in.next(line)) throw text::Error(matches, "is empty");
    Lines::split(line, cells);
    const auto a = in.column(cells, "rcid1"), b = in.column(cells, "rcid2"), n = cells.size();
    while (in.next(line)) {
      if (line.empty()) continue;
      Lines::split(line, cells);
      if (cells.size() != n) throw in.error("has another number of cells than the header");
      const int x = root(in.whole(cells[a], "rcid1")), y = root(in.whole(cells[b], "rcid2"));
      parent[x] = parent[y] = std::min(x, y);
    }
  }
  RollCalls out;
  std::map<std::string, std::int32_t> states;
  std::unordered_map<std::string, std::string> codes;
  std::map<int, std::int32_t> items;
  std::set<int> sessions;
  struct Raw {
    std::int32_t state;
    int session;
    std::int32_t item;
    Choice choice;
  };
  std::vector<Raw> raw;
  Lines in(votes);
  if (!in.next(line)) throw text::Error(votes, "is empty");
  Lines::split(line, cells);
  const auto rcid = in.column(cells, "rcid"), session = in.column(cells, "session"),
             country = in.column(cells, "country_code"), vote = in.column(cells, "vote"), n = cells.size();
  while (in.next(line)) {
    if (line.empty()) continue;
    Lines::split(line, cells);
    if (cells.size() != n) throw in.error("has another number of cells than the header");
    Choice choice{};
    if (cells[vote] == "yes")
      choice = Choice::yes;
    else if (cells[vote] == "no")
      choice = Choice::no;
    else if (cells[vote] == "abstain")
      choice = Choice::abstain;
    else
      continue;
    auto [known, fresh] = codes.try_emplace(cells[country]);
    if (fresh) {
      known->second = code(cells[country]);
      if (known->second.empty()) known->second = cells[country];
    }
    const auto state = states.emplace(known->second, static_cast<std::int32_t>(states.size())).first->second;
    const auto item =
        items.emplace(root(in.whole(cells[rcid], "rcid")), static_cast<std::int32_t>(items.size()))
            .first->second;
    const int number = in.whole(cells[session], "session");
    sessions.insert(number);
    raw.push_back({state, number, item, choice});
  }
  out.sessions.assign(sessions.begin(), sessions.end());
  std::map<int, std::int32_t> index;
  for (std::size_t t = 0; t < out.sessions.size(); ++t) index[out.sessions[t]] = static_cast<std::int32_t>(t);
  out.states.resize(states.size());
  for (const auto& [name, i] : states) out.states[static_cast<std::size_t>(i)] = name;
  out.items = static_cast<std::int32_t>(items.size());
  out.votes.reserve(raw.size());
  for (const auto& r : raw) out.votes.push_back({r.state, index[r.session], r.item, r.choice});
  return out;
}

}  // namespace realign::measure
