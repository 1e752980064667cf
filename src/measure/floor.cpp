#include "measure/floor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <set>

#include "text/table.h"

namespace realign::measure {
namespace {

double number(const text::Table& table, const text::Row& row, std::string_view cell) {
  double v = 0;
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
  if (failed != std::errc() || end != cell.data() + cell.size())
    throw table.error(row, "'" + std::string(cell) + "' is no number");
  return v;
}

}  // namespace

Structure Structure::load(const std::string& dir) {
  Structure s;
  const auto borders = text::Table::read(dir + "/actors/borders.tsv", 2, 2);
  for (const auto& row : borders.rows())
    for (const auto& entry : text::split(row[1], '|'))
      s.borders_[row[0]].push_back(entry.substr(0, entry.find(':')));
  const auto capitals = text::Table::read(dir + "/measure/capitals.tsv", 4, 3);
  for (const auto& row : capitals.rows())
    s.capitals_[row[0]] = {number(capitals, row, row[1]), number(capitals, row, row[2])};
  const auto languages = text::Table::read(dir + "/measure/languages.tsv", 2, 2);
  for (const auto& row : languages.rows())
    for (const auto& entry : text::split(row[1], '|')) {
      const auto colon = entry.find(':');
      if (colon == std::string::npos) throw languages.error(row, "'" + entry + "' is not LANGUAGE:SHARE");
      s.languages_[row[0]].emplace_back(entry.substr(0, colon),
                                        number(languages, row, std::string_view(entry).substr(colon + 1)));
    }
  const auto economies = text::Table::read(dir + "/measure/economies.tsv", 3, 3);
  for (const auto& row : economies.rows())
    s.economies_[row[0]] = {number(economies, row, row[1]), number(economies, row, row[2])};
  const auto members = text::Table::read(dir + "/measure/floor-organisations.tsv", 1, 1);
  for (const auto& row : members.rows()) s.organisations_[row[0]] = {};
  return s;
}

Floor Structure::floor(const actors::World& world, const std::string& from, const std::string& to) const {
  Floor f;
  if (const auto b = borders_.find(from); b != borders_.end())
    f.border = std::find(b->second.begin(), b->second.end(), to) != b->second.end();
  const auto here = capitals_.find(from), there = capitals_.find(to);
  if (here != capitals_.end() && there != capitals_.end()) {
    constexpr double kRad = std::numbers::pi / 180;
    const auto &a = here->second, &b = there->second;
    const double u = std::sin((b.latitude - a.latitude) * kRad / 2),
                 v = std::sin((b.longitude - a.longitude) * kRad / 2);
    const double h = u * u + std::cos(a.latitude * kRad) * std::cos(b.latitude * kRad) * v * v;
    f.distance = 2 * 6371.0 * std::asin(std::min(1.0, std::sqrt(h)));
  }
  const auto ours = languages_.find(from), theirs = languages_.find(to);
  if (ours != languages_.end() && theirs != languages_.end()) {
    f.language_name = theirs->second.front().first;
    f.language = 0;
    for (const auto& [name, share] : ours->second)
      if (name == f.language_name) f.language = share;
  }
  const auto e = economies_.find(from), g = economies_.find(to);
  if (e != economies_.end() && g != economies_.end()) {
    f.people_ratio = g->second.first / e->second.first;
    f.gdp_ratio = g->second.second / e->second.second;
  }
  int either = 0;
  for (const auto& [code, unused] : organisations_) {
    const auto members = world.members_of(code, std::nullopt);
    const auto in = [&](const std::string& state) {
      return std::find(members.begin(), members.end(), state) != members.end();
    };
    const bool a = in(from), b = in(to);
    either += a || b ? 1 : 0;
    if (a && b) f.common.push_back(code);
  }
  if (either > 0) f.organisations = static_cast<double>(f.common.size()) / either;
  double sum = f.border ? 1 : 0;
  int parts = 1;
  const auto add = [&](double v) { sum += v, ++parts; };
  if (f.distance) add(std::exp(-*f.distance / 2000));
  if (f.language) add(*f.language);
  if (f.organisations) add(*f.organisations);
  f.closeness = sum / parts;
  if (f.gdp_ratio) {
    const double ratio = std::sqrt(*f.gdp_ratio * *f.people_ratio);
    f.weight = ratio / (1 + ratio);
    f.score = std::sqrt(f.closeness * *f.weight);
  }
  return f;
}

std::string_view in_words(const Floor& floor) {
  if (!floor.score) return "too little known to say";
  return *floor.score >= 0.6   ? "holds fast: it cannot pull itself out of the region"
         : *floor.score >= 0.4 ? "holds in part"
                               : "hardly holds";
}

std::string summary(const Floor& f) {
  std::string out = f.score ? fmt::format("{:.2f}, {}", *f.score, in_words(f)) : std::string(in_words(f));
  out += f.border ? " (land border" : " (no land border";
  if (f.distance) out += fmt::format(", capitals {:.0f} km apart", *f.distance);
  if (f.language) out += fmt::format(", {:.0f} % know its main language", 100 * *f.language);
  if (f.gdp_ratio)
    out += *f.gdp_ratio < 10 ? fmt::format(", {:.2g} times the GDP", *f.gdp_ratio)
                             : fmt::format(", {:.0f} times the GDP", *f.gdp_ratio);
  if (!f.common.empty()) out += fmt::format(", both in {}", fmt::join(f.common, " "));
  return out + ")";
}

}  // namespace realign::measure
