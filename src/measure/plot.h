// Pictures of series: a line of block characters for a terminal, and SVG with band, breaks and event marks.
//
// The SVG needs nothing else: readable in print, in light and dark mode (prefers-color-scheme) and by the
// colour-blind (Okabe and Ito's blue and vermillion, told apart by shape as well). All text is escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace realign::measure {

// Text as it may stand in SVG: markup made inert, control characters left out.
std::string escape(std::string_view text);

struct Mark {
  std::size_t at = 0;  // index of a period
  double value = 0;
  int count = 1;      // events; the mark grows with it
  std::string title;  // shown on hovering
};

struct Panel {
  std::string title, note;               // note: the verdict in a sentence
  std::vector<std::string> labels;       // of all periods
  std::vector<double> level, low, high;  // one a period, or empty
  std::vector<Mark> marks;
  std::vector<std::pair<std::size_t, double>> breaks;  // period that begins a new regime, probability
  // Number of the first period. Panels whose periods are counted alike share their axis of time.
  std::optional<int> first;
};

// One scale of values for all panels, and one of time where all know their first period: they compare.
std::string svg(const std::string& title, const std::vector<Panel>& panels);
// One character a value, from the lowest to the highest; a blank for NaN. At most `width` characters: values
// are averaged.
std::string sparkline(const std::vector<double>& values, std::size_t width);

}  // namespace realign::measure
