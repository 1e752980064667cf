// Scenario files other than by TOML's parser: tables of actors, and writing TOML.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "scenario/scenario.h"
#include "text/decode.h"
#include "text/error.h"

namespace realign::scenario {
namespace {

std::string written(const Number& n) {
  switch (n.kind) {
    case Number::Kind::fixed:
      return fmt::format("{}", n.a);
    case Number::Kind::normal:
      return fmt::format("{{ normal = [{}, {}] }}", n.a, n.b);
    case Number::Kind::uniform:
      return fmt::format("{{ uniform = [{}, {}] }}", n.a, n.b);
    case Number::Kind::triangular:
      return fmt::format("{{ triangular = [{}, {}, {}] }}", n.a, n.b, n.c);
  }
  return {};
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
  }
  return out + "\"";
}

// Cells of one line: quotes may hold a comma, two of them stand for one.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        out.back() += line[++i];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      out.emplace_back();
    } else if (line[i] != '\r') {
      out.back() += line[i];
    }
  }
  for (auto& cell : out) {
    const auto first = cell.find_first_not_of(" \t");
    cell = first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
  }
  return out;
}

}  // namespace

Scenario parse_table(const std::string& content, const std::string& where) {
  Scenario s;
  const auto slash = where.rfind('/');
  s.issue = where.substr(slash == std::string::npos ? 0 : slash + 1);
  s.issue.resize(s.issue.size() - 4);
  static constexpr const char* kColumns[] = {"actor", "position", "capability", "salience"};
  std::vector<std::size_t> column(4, std::string::npos);
  std::istringstream in(content);
  std::string line;
  bool headed = false;
  for (int at = 1; std::getline(in, line); ++at) {
    const auto fail = [&](const std::string& what) {
      throw text::Error(fmt::format("{}:{}", where, at), what);
    };
    auto cells = cells_of(line);
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (!headed) {
      headed = true;
      for (std::size_t c = 0; c < cells.size(); ++c) {
        std::string name = cells[c];
        if (c == 0 && name.starts_with("\xEF\xBB\xBF")) name.erase(0, 3);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char x) { return x < 0x80 ? std::tolower(x) : x; });
        if (name == "name") name = "actor";
        for (std::size_t k = 0; k < 4; ++k)
          if (name == kColumns[k]) column[k] = c;
      }
      for (std::size_t k = 0; k < 4; ++k)
        if (column[k] == std::string::npos) fail(fmt::format("no column '{}'", kColumns[k]));
      continue;
    }
    cells.resize(std::max(cells.size(), *std::max_element(column.begin(), column.end()) + 1));
    ActorSpec a;
    a.name = cells[column[0]];
    if (a.name.empty()) fail("the actor has no name");
    if (text::invalid_utf8(a.name) != std::string_view::npos) fail("the actor's name is not UTF-8");
    if (std::any_of(a.name.begin(), a.name.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
      fail("the actor's name holds a control character");
    if (s.index(a.name) < s.actors.size()) fail("a second actor is called '" + a.name + "'");
    for (std::size_t k = 1; k < 4; ++k) {
      const auto& cell = cells[column[k]];
      double v = 0;
      const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
      if (bad != std::errc() || end != cell.data() + cell.size() || !std::isfinite(v))
        fail(fmt::format("{} '{}' is no number", kColumns[k], cell));
      if (k > 1 && v < 0) fail(fmt::format("{} is negative", kColumns[k]));
      (k == 1 ? a.position : k == 2 ? a.capability : a.salience) = fixed(v + 0.0);  // no -0
    }
    if (a.salience.a > 100) fail("salience must lie between 0 and 1, or 0 and 100");
    s.actors.push_back(std::move(a));
  }
  if (std::any_of(s.actors.begin(), s.actors.end(), [](const auto& a) { return a.salience.a > 1; }))
    for (auto& a : s.actors) a.salience.a /= 100;
  std::vector<Actor> actors;
  for (const auto& a : s.actors) actors.push_back({a.name, a.position.a, a.capability.a, a.salience.a});
  try {
    check(actors);
  } catch (const text::Error& e) {
    throw text::Error(where, e.what());
  }
  return s;
}

Scenario read_scenario(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw text::Error(path, "cannot be opened");
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw text::Error(path, "cannot be read");
  if (content.find_first_not_of(" \t\r\n") == std::string::npos) throw text::Error(path, "is empty");
  return path.ends_with(".csv") ? parse_table(content, path) : parse_scenario(content, path);
}

std::string to_toml(const Scenario& s) {
  std::string out = fmt::format("issue = {}\n", quoted(s.issue));
  if (!s.low.empty()) out += fmt::format("low = {}\n", quoted(s.low));
  if (!s.high.empty()) out += fmt::format("high = {}\n", quoted(s.high));
  out += fmt::format("rounds = {}\nvariant = \"{}\"\nruns = {}\nseed = {}\n", s.rounds,
                     s.variant == Variant::scholz ? "scholz" : "corrected", s.runs, s.seed);
  for (const bool on : {true, false}) {
    std::string list;
    Differences turned = s.turned, now = s.differences();
    for (std::size_t i = 0; i < kDifferences.size(); ++i)
      if (difference(turned, i) && difference(now, i) == on)
        list += (list.empty() ? "" : ", ") + quoted(std::string(kDifferences[i]));
    if (!list.empty()) out += fmt::format("{} = [{}]\n", on ? "with" : "without", list);
  }
  for (const auto& a : s.actors) {
    out += a.joins > 1 ? fmt::format("\n[[join]]\nround = {}\n", a.joins) : "\n[[actor]]\n";
    out += fmt::format("name = {}\n", quoted(a.name));
    if (!a.group.empty()) out += fmt::format("group = {}\n", quoted(a.group));
    out += fmt::format("position = {}\ncapability = {}\nsalience = {}\n", written(a.position),
                       written(a.capability), written(a.salience));
  }
  for (const auto& k : s.shocks) {
    out += fmt::format("\n[[shock]]\nround = {}\n{} = {}\n", k.round, k.actor.empty() ? "group" : "actor",
                       quoted(k.actor.empty() ? k.group : k.actor));
    for (const auto& [v, key] : {std::pair{k.position, "position"},
                                 {k.capability, "capability"},
                                 {k.salience, "salience"},
                                 {k.capability_times, "capability_times"},
                                 {k.salience_times, "salience_times"}})
      if (v) out += fmt::format("{} = {}\n", key, written(*v));
    if (k.leaves) out += "leaves = true\n";
  }
  for (const auto& x : s.removed)
    out += fmt::format("\n[[removed]]\nround = {}\nfrom = {}\nto = {}\n", x.round, x.from, x.to);
  if (s.choice)
    out += fmt::format("\n[choice]\nactor = {}\npoles = [{}, {}]\n", quoted(s.choice->actor),
                       s.choice->poles[0], s.choice->poles[1]);
  if (s.bargain)
    out += fmt::format(
        "\n[bargain]\ncountry = {}\npatron = {}\npartners = {}\ndependence = {}\npatience = "
        "{}\npatron_patience = {}\n",
        quoted(s.bargain->country), quoted(s.bargain->patron), written(s.bargain->partners),
        written(s.bargain->dependence), written(s.bargain->patience), written(s.bargain->patron_patience));
  return out;
}

}  // namespace realign::scenario
