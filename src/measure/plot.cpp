#include "measure/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace realign::measure {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  return out;
}

namespace {

// Colours stand in each rule by themselves: programs that draw SVG for print know no variables of CSS.
std::string colours(const char* paper, const char* ink, const char* muted, const char* rule, const char* blue,
                    const char* red) {
  return fmt::format(
      ".p{{fill:{}}}text{{fill:{}}}.n,.a{{fill:{}}}.z{{stroke:{}}}.g{{stroke:{}}}.b,.c{{fill:{}}}.l{{stroke:{"
      "}}}"
      ".x{{fill:{}}}.k{{stroke:{}}}\n",
      paper, ink, muted, muted, rule, blue, blue, red, red);
}

std::string style() {
  const auto day = colours("#fff", "#1a1a1a", "#595959", "#ddd", "#0072b2", "#d55e00");
  return "text{font:12px system-ui,Helvetica,Arial,sans-serif}.h{font-size:16px;font-weight:600}"
         ".t{font-size:13px;font-weight:600}.n,.a{font-size:11px}.b{opacity:.18}.l{fill:none;stroke-width:2}"
         ".k{stroke-dasharray:5 3;stroke-width:1.5}.c,.x{opacity:.75}\n" +
         day + "@media (prefers-color-scheme:dark){" +
         colours("#16181c", "#eee", "#a5a5a5", "#34373d", "#56b4e9", "#e69f00") + "}\n@media print{" + day +
         "}\n";
}

constexpr double kWidth = 720, kHeight = 230, kLeft = 46, kRight = 14, kTop = 44, kBottom = 28;

struct Scales {
  double low, high;
  std::size_t n;         // periods on the axis
  std::size_t lead = 0;  // of them before the panel's first
  double x(std::size_t i) const {
    const auto place = static_cast<double>(lead + i);
    return kLeft + (kWidth - kLeft - kRight) * (n > 1 ? place / static_cast<double>(n - 1) : 0.5);
  }
  double y(double v) const { return kTop + (kHeight - kTop - kBottom) * (high - v) / (high - low); }
};

Scales scales_of(const Panel& p) {
  double low = 0, high = 0;
  const auto stretch = [&](double v) {
    if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
  };
  for (const double v : p.low) stretch(v);
  for (const double v : p.high) stretch(v);
  for (const auto& m : p.marks) stretch(m.value);
  if (high - low < 1) high += 0.5, low -= 0.5;
  const double room = 0.06 * (high - low);
  return {low - room, high + room, std::max<std::size_t>(p.labels.size(), 1), 0};
}

// A panel without periods says why, and needs no axes for that.
double height_of(const Panel& p) {
  return p.labels.empty() ? 44 : kHeight;
}

// From the first period of any panel to the last; nothing if a panel does not count its periods.
struct Time {
  int first = 0, last = 0;
};
std::optional<Time> time_of(const std::vector<Panel>& panels) {
  std::optional<Time> all;
  for (const auto& p : panels) {
    if (p.labels.empty()) continue;
    if (!p.first) return std::nullopt;
    const int last = *p.first + static_cast<int>(p.labels.size()) - 1;
    all = all ? Time{std::min(all->first, *p.first), std::max(all->last, last)} : Time{*p.first, last};
  }
  return all;
}

void draw(std::string& out, const Panel& p, const Scales& s, double top) {
  out += fmt::format("<g transform=\"translate(0 {:.1f})\">\n<text class=\"t\" x=\"{}\" y=\"18\">{}</text>\n",
                     top, kLeft, escape(p.title));
  if (!p.note.empty())
    out += fmt::format("<text class=\"n\" x=\"{}\" y=\"34\">{}</text>\n", kLeft, escape(p.note));
  if (p.labels.empty()) {
    out += "</g>\n";
    return;
  }
  const double step = s.high - s.low > 10 ? 5 : s.high - s.low > 4 ? 2 : s.high - s.low > 2 ? 1 : 0.5;
  for (double v = std::ceil(s.low / step) * step; v <= s.high; v += step)
    out += fmt::format(
        "<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text class=\"a\" x=\"{}\" "
        "y=\"{:.1f}\" "
        "text-anchor=\"end\">{:g}</text>\n",
        std::abs(v) < 1e-9 ? "z" : "g", kLeft, kWidth - kRight, s.y(v), s.y(v), kLeft - 6, s.y(v) + 4,
        std::abs(v) < 1e-9 ? 0 : v);
  // The same periods are named in all panels.
  const std::size_t every = std::max<std::size_t>(1, (s.n + 7) / 8);
  for (std::size_t i = (every - s.lead % every) % every; i < p.labels.size(); i += every)
    out += fmt::format("<text class=\"a\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", s.x(i),
                       kHeight - 9, s.x(i) > kWidth - 40 ? "end" : "middle", escape(p.labels[i]));
  if (!p.low.empty()) {
    out += "<path class=\"b\" d=\"";
    for (std::size_t i = 0; i < p.high.size(); ++i)
      out += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", s.x(i), s.y(p.high[i]));
    for (std::size_t i = p.low.size(); i-- > 0;) out += fmt::format("L{:.1f} {:.1f}", s.x(i), s.y(p.low[i]));
    out += "Z\"/>\n";
  }
  for (const auto& [at, probability] : p.breaks) {
    out += fmt::format(
        "<line class=\"k\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"><title>break, probability "
        "{3:.2f}</title></line>\n",
        s.x(at), kTop, kHeight - kBottom, probability);
    out += fmt::format(
        "<text class=\"a\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">break {} ({:.2f})</text>\n",
        s.x(at) + (s.x(at) > kWidth / 2 ? -4 : 4), kTop + 9, s.x(at) > kWidth / 2 ? "end" : "start",
        at < p.labels.size() ? escape(p.labels[at]) : "", probability);
  }
  if (!p.level.empty()) {
    out += "<path class=\"l\" d=\"";
    for (std::size_t i = 0; i < p.level.size(); ++i)
      out += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", s.x(i), s.y(p.level[i]));
    out += "\"/>\n";
  }
  for (const auto& m : p.marks) {
    const double r = std::min(6.0, 2.0 + std::sqrt(static_cast<double>(m.count)));
    // Round above zero, square below: colour is not the only sign.
    if (m.value >= 0)
      out += fmt::format(
          "<circle class=\"c\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"><title>{}</title></circle>\n",
          s.x(m.at), s.y(m.value), r, escape(m.title));
    else
      out += fmt::format(
          "<rect class=\"x\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
          "height=\"{:.1f}\"><title>{}</title></rect>\n",
          s.x(m.at) - r, s.y(m.value) - r, 2 * r, 2 * r, escape(m.title));
  }
  out += "</g>\n";
}

}  // namespace

std::string svg(const std::string& title, const std::vector<Panel>& panels) {
  const auto time = time_of(panels);
  Scales all{0, 0, 1, 0};
  for (const auto& p : panels) {
    const auto s = scales_of(p);
    all.low = std::min(all.low, s.low);
    all.high = std::max(all.high, s.high);
  }

  double height = 34;
  for (const auto& p : panels) height += height_of(p);
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "role=\"img\">\n"
      "<title>{2}</title>\n"
      "<style>\n{4}</style>\n"
      "<rect class=\"p\" width=\"100%\" height=\"100%\"/>\n<text class=\"h\" x=\"{3}\" y=\"24\">{2}</text>\n",
      kWidth, height, escape(title), kLeft, style());
  double top = 34;
  for (const auto& p : panels) {
    auto scales = all;
    scales.n = time ? static_cast<std::size_t>(time->last - time->first + 1)
                    : std::max<std::size_t>(p.labels.size(), 1);
    if (time && p.first) scales.lead = static_cast<std::size_t>(*p.first - time->first);
    draw(out, p, scales, top);
    top += height_of(p);
  }
  return out + "</svg>\n";
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  static constexpr const char* kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (values.empty() || width == 0) return {};
  const std::size_t n = std::min(width, values.size());
  std::vector<double> shown(n, std::nan(""));
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    int count = 0;
    for (std::size_t k = i * values.size() / n; k < (i + 1) * values.size() / n; ++k)
      if (std::isfinite(values[k])) sum += values[k], ++count;
    if (count > 0) shown[i] = sum / count;
  }
  double low = 1e300, high = -1e300;
  for (const double v : shown)
    if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
  std::string out;
  for (const double v : shown)
    out += !std::isfinite(v)
               ? " "
               : kBlocks[high > low ? std::min(7, static_cast<int>((v - low) / (high - low) * 8)) : 3];
  return out;
}

}  // namespace realign::measure
