// The paths of all actors in one chart, the forecast among them, and the pairs that may come to blows.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "measure/plot.h"
#include "scenario/report.h"

namespace realign::scenario {
namespace {

using measure::escape;

// At most `most` code points, with an ellipsis.
std::string shortened(const std::string& text, std::size_t most) {
  std::size_t count = 0, end = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && ++count == most) end = i;
  return count <= most ? text : text.substr(0, end) + "…";
}

constexpr double kWidth = 760, kLeft = 46, kRight = 190, kTop = 70, kPlot = 330, kRow = 22;
// Okabe and Ito's colours, on light and on dark paper; with the dashes, 8 x 3 actors can be told apart.
constexpr const char* kLight[] = {"#0072b2", "#d55e00", "#00785a", "#aa4a86",
                                  "#8a6a00", "#2f7fb5", "#555555", "#b03000"};
constexpr const char* kDark[] = {"#56b4e9", "#ff8c3a", "#2fc79b", "#e59ac6",
                                 "#f0c040", "#9ad0f5", "#bbbbbb", "#ff9d80"};
constexpr const char* kDashes[] = {"none", "7 3", "2 3"};

struct Scales {
  double low, high;
  std::size_t rounds;
  double x(std::size_t k) const {
    return kLeft + (kWidth - kLeft - kRight) * static_cast<double>(k) /
                       static_cast<double>(std::max<std::size_t>(rounds, 1));
  }
  double y(double v) const { return kTop + kPlot * (high - v) / (high - low); }
};

Scales scales_of(const Reading& r) {
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const auto& path : r.run.paths)
    for (const double x : path)
      if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  if (!r.scenario.low.empty() && !r.scenario.high.empty())
    low = std::min(low, 0.0), high = std::max(high, 100.0);
  if (high - low < 1e-9) low -= 0.5, high += 0.5;
  const double room = 0.03 * (high - low);
  return {low - room, high + room, r.run.rounds.size()};
}

double step_of(double span) {
  const double raw = span / 5, power = std::pow(10, std::floor(std::log10(raw)));
  for (const double k : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (k * power >= raw) return k * power;
  return raw;
}

std::string axes(const Reading& r, const Scales& s) {
  std::string out;
  const double step = step_of(s.high - s.low);
  for (double v = std::ceil(s.low / step) * step; v <= s.high; v += step)
    out += fmt::format(
        "<line class=\"g\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text class=\"a\" x=\"{}\" "
        "y=\"{:.1f}\" "
        "text-anchor=\"end\">{:g}</text>\n",
        kLeft, kWidth - kRight, s.y(v), s.y(v), kLeft - 6, s.y(v) + 4, std::abs(v) < 1e-9 ? 0 : v);
  const std::size_t every = std::max<std::size_t>(1, (s.rounds + 9) / 10);
  for (std::size_t k = 0; k <= s.rounds; k += every)
    out += fmt::format("<text class=\"a\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", s.x(k),
                       kTop + kPlot + 18, k == 0 ? "start" : std::to_string(k));
  out += fmt::format("<text class=\"a\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">round</text>\n",
                     0.5 * (kLeft + kWidth - kRight), kTop + kPlot + 34);
  if (!r.scenario.high.empty())
    out += fmt::format("<text class=\"a\" x=\"{}\" y=\"{}\">↑ {}</text>\n", kLeft, kTop - 10,
                       escape(shortened(r.scenario.high, 60)));
  if (!r.scenario.low.empty())
    out += fmt::format("<text class=\"a\" x=\"{}\" y=\"{}\">↓ {}</text>\n", kLeft, kTop + kPlot + 34,
                       escape(shortened(r.scenario.low, 32)));
  return out;
}

struct Label {
  double at, y;
  std::string text, style;
};

// Names at the right, pushed apart where paths end close together.
std::string labels(std::vector<Label> list, const Scales& s) {
  std::stable_sort(list.begin(), list.end(), [](const Label& a, const Label& b) { return a.at < b.at; });
  constexpr double gap = 15;
  const double top = kTop + 4, bottom = kTop + kPlot;
  for (std::size_t i = 0; i < list.size(); ++i)
    list[i].y = std::max(list[i].at, i == 0 ? top : list[i - 1].y + gap);
  double limit = bottom;
  for (std::size_t i = list.size(); i-- > 0; limit -= gap) list[i].y = std::min(list[i].y, limit);
  std::string out;
  const double x = s.x(s.rounds);
  for (const auto& l : list)
    out += fmt::format(
        "<path class=\"c\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/><line style=\"{}\" class=\"l\" x1=\"{:.1f}\" "
        "x2=\"{:.1f}\" "
        "y1=\"{:.1f}\" y2=\"{:.1f}\"/><text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
        x + 3, l.at, x + 14, l.y, l.style, x + 16, x + 36, l.y, l.y, x + 41, l.y + 4,
        escape(shortened(l.text, 19)));
  return out;
}

std::string paths(const Reading& r, const Scales& s) {
  std::string out;
  std::vector<Label> ends;
  // With many actors only those that count most, or move, are named.
  std::vector<std::pair<double, std::size_t>> weight;
  for (std::size_t i = 0; i < r.run.paths.size(); ++i)
    weight.emplace_back(-r.scenario.actors[i].capability.middle() * r.scenario.actors[i].salience.middle(),
                        i);
  std::stable_sort(weight.begin(), weight.end());
  for (std::size_t rank = 0; rank < weight.size(); ++rank) {
    const std::size_t i = weight[rank].second;
    const bool named = rank < 21;
    const std::string style =
        named ? fmt::format("stroke:var(--c{});stroke-dasharray:{}", rank % 8, kDashes[rank / 8 % 3])
              : "stroke:var(--r)";
    std::string d;
    bool on = false;
    double last = std::nan("");
    for (std::size_t k = 0; k < r.run.paths[i].size(); ++k) {
      const double v = r.run.paths[i][k];
      if (!std::isfinite(v)) {
        on = false;
        continue;
      }
      d += fmt::format("{}{:.1f} {:.1f}", on ? "L" : "M", s.x(k), s.y(v));
      on = true, last = v;
    }
    if (d.empty()) continue;
    out += fmt::format("<path class=\"l\" style=\"{}\" d=\"{}\"><title>{}</title></path>\n", style, d,
                       escape(r.scenario.actors[i].name));
    if (named) ends.push_back({s.y(last), 0, r.scenario.actors[i].name, style});
  }
  // The forecast by round, dotted, above all.
  std::string d = fmt::format("M{:.1f} {:.1f}", s.x(0), s.y(r.run.start.median));
  for (std::size_t k = 0; k < r.run.rounds.size(); ++k)
    d += fmt::format("L{:.1f} {:.1f}", s.x(k + 1), s.y(r.run.rounds[k].outcome.median));
  out += fmt::format("<path class=\"f\" d=\"{}\"><title>weighted median</title></path>\n", d);
  if (r.uncertainty) {
    const auto& m = r.uncertainty->median;
    const double x = s.x(s.rounds), a = s.y(m.quantile(0.9)), b = s.y(m.quantile(0.1));
    out += fmt::format(
        "<path class=\"u\" d=\"M{0:.1f} {2:.1f}H{1:.1f}M{0:.1f} {3:.1f}H{1:.1f}M{4:.1f} "
        "{2:.1f}V{3:.1f}\"><title>80 % of the "
        "runs: {5:.1f} to {6:.1f}</title></path>\n",
        x - 5, x + 1, a, b, x - 2, m.quantile(0.1), m.quantile(0.9));
  }
  return out + labels(std::move(ends), s);
}

std::string conflicts(const Reading& r, double top) {
  const auto& list = r.uncertainty ? r.uncertainty->conflicts : r.run.conflicts;
  const std::size_t n = std::min<std::size_t>(6, list.size());
  std::string out = fmt::format(
      "<text class=\"t\" x=\"{}\" y=\"{:.1f}\">Risk of open conflict by pair</text>\n", kLeft, top);
  if (n == 0)
    return out + fmt::format("<text class=\"a\" x=\"{}\" y=\"{:.1f}\">none</text>\n", kLeft, top + kRow);
  constexpr double names = 250, room = kWidth - kLeft - names - 70;
  for (std::size_t k = 0; k < n; ++k) {
    const double y = top + kRow * static_cast<double>(k + 1);
    out += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text><rect class=\"bar\" x=\"{:.1f}\" "
        "y=\"{:.1f}\" "
        "width=\"{:.1f}\" height=\"12\"/><text class=\"a\" x=\"{:.1f}\" y=\"{:.1f}\">{:.2f}</text>\n",
        kLeft + names, y,
        escape(shortened(r.scenario.actors[list[k].a].name, 17) + " – " +
               shortened(r.scenario.actors[list[k].b].name, 17)),
        kLeft + names + 8, y - 10, std::max(room * list[k].risk, 1.0),
        kLeft + names + 14 + std::max(room * list[k].risk, 1.0), y, list[k].risk);
  }
  return out;
}

}  // namespace

std::string picture(const Reading& r) {
  const auto s = scales_of(r);
  const auto& list = r.uncertainty ? r.uncertainty->conflicts : r.run.conflicts;
  const double second = kTop + kPlot + 70,
               height = second + kRow * (static_cast<double>(std::clamp<std::size_t>(list.size(), 1, 6)) + 1);
  std::string light, dark;
  for (std::size_t k = 0; k < 8; ++k) {
    light += fmt::format(";--c{}:{}", k, kLight[k]);
    dark += fmt::format(";--c{}:{}", k, kDark[k]);
  }
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" "
             "height=\"{1:.0f}\" "
             "role=\"img\">\n<title>{2}</title>\n<style>\n"
             "svg{{--p:#fff;--i:#1a1a1a;--m:#555;--r:#ddd;--v:#d55e00{3}}}\n"
             "@media(prefers-color-scheme:dark){{svg{{--p:#16181c;--i:#eee;--m:#b5b5b5;--r:#34373d;--v:#"
             "ff8c3a{4}}}}}\n"
             "@media print{{svg{{--p:#fff;--i:#000;--m:#444;--r:#ccc;--v:#d55e00{3}}}}}\n"
             ".p{{fill:var(--p)}}text{{font:12px "
             "system-ui,sans-serif;fill:var(--i)}}.h{{font-size:16px;font-weight:600}}"
             ".t{{font-size:13px;font-weight:600}}.a{{fill:var(--m);font-size:11px}}.g{{stroke:var(--r)}}"
             ".l{{fill:none;stroke-width:2}}.c{{fill:none;stroke:var(--m);stroke-width:.7}}"
             ".f{{fill:none;stroke:var(--i);stroke-width:3;stroke-dasharray:1 5;stroke-linecap:round}}"
             ".u{{fill:none;stroke:var(--i);stroke-width:1.5}}.bar{{fill:var(--v)}}\n</style>\n"
             "<rect class=\"p\" width=\"100%\" height=\"100%\"/>\n<text class=\"h\" x=\"{5}\" "
             "y=\"24\">{6}</text>\n"
             "<text class=\"a\" x=\"{5}\" y=\"42\">Positions by round; dotted: the forecast (weighted "
             "median), {7:.1f} in the "
             "end{8}</text>\n",
             kWidth, height, escape(r.scenario.issue), light, dark, kLeft,
             escape(shortened(r.scenario.issue, 78)), r.run.outcome.median,
             r.uncertainty ? fmt::format("; bar: 80 % of {} runs", r.uncertainty->runs) : std::string()) +
         axes(r, s) + paths(r, s) + conflicts(r, second) + "</svg>\n";
}

}  // namespace realign::scenario
