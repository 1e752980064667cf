#include "scenario/scenario.h"

#include <fmt/format.h>
#define TOML_EXCEPTIONS 1
// In debug builds the library asserts where it goes on to report a key that begins with a control character.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <numbers>

#include "text/error.h"

namespace realign::scenario {
namespace {

// Acklam's rational approximation of the normal quantile, refined by one step of Halley's method on erfc.
double normal_quantile(double p) {
  static constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                                 1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  static constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                                 6.680131188771972e+01, -1.328068155288572e+01};
  static constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                 -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  static constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                                 3.754408661907416e+00};
  double x = 0;
  if (p < 0.02425 || p > 1 - 0.02425) {
    const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
    x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
        ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    if (p > 0.5) x = -x;
  } else {
    const double q = p - 0.5, r = q * q;
    x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
        (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
  }
  const double e = 0.5 * std::erfc(-x / std::numbers::sqrt2) - p;
  const double u = e * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
  return x - u / (1 + x * u / 2);
}

// On one line, whatever names the file holds.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

// TOML has letters beyond ASCII only within strings and comments. Elsewhere the library's tables are not made
// for all of them, so they are refused first.
void ascii_outside_strings(std::string_view text, const std::string& where) {
  std::size_t line = 1, i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::string_view quote;  // that ends the string which we are in; "#" for a comment
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      if (quote.size() < 3) quote = {};
    } else if (quote.empty()) {
      if (static_cast<unsigned char>(c) >= 0x80)
        throw text::Error(fmt::format("{}:{}", where, line),
                          "a letter that is not ASCII belongs into quotes");
      if (c == '#') quote = "#";
      for (const std::string_view q : {"\"\"\"", "'''", "\"", "'"})
        if (quote.empty() && text.substr(i).starts_with(q)) quote = q, i += q.size() - 1;
    } else if (quote != "#" && text.substr(i).starts_with(quote)) {
      i += quote.size() - 1;
      quote = {};
    } else if (c == '\\' && quote.front() == '"' && i + 1 < text.size() && text[i + 1] != '\n') {
      ++i;
    }
  }
}

class Reader {
 public:
  explicit Reader(std::string where) : where_(std::move(where)) {}

  [[noreturn]] void fail(const toml::node& node, const std::string& what) const {
    throw text::Error(fmt::format("{}:{}", where_, node.source().begin.line), one_line(what));
  }

  void only(const toml::table& table, std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, node] : table)
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        std::string list;
        for (const auto k : keys) list += (list.empty() ? "" : ", ") + std::string(k);
        fail(node, fmt::format("unknown key '{}' (known: {})", key.str(), list));
      }
  }

  double number(const toml::node& node, const std::string& what) const {
    const auto value = node.value<double>();
    if (!value || !std::isfinite(*value)) fail(node, what + " is no number");
    return *value + 0.0;  // no -0
  }
  double within(const toml::table& t, const char* key, double low, double high, double otherwise) const {
    const auto* node = t.get(key);
    if (node == nullptr) return otherwise;
    const double v = number(*node, key);
    if (v < low || v > high) fail(*node, fmt::format("{} must lie between {:g} and {:g}", key, low, high));
    return v;
  }
  int whole(const toml::table& t, const char* key, int low, int high, std::optional<int> otherwise) const {
    const auto* node = t.get(key);
    if (node == nullptr) {
      if (!otherwise) fail(t, fmt::format("{} is missing", key));
      return *otherwise;
    }
    const auto v = node->value_exact<std::int64_t>();
    if (!v || *v < low || *v > high)
      fail(*node, fmt::format("{} is a whole number from {} to {}", key, low, high));
    return static_cast<int>(*v);
  }
  std::string text(const toml::table& t, const char* key, bool needed) const {
    const auto* node = t.get(key);
    if (node == nullptr) {
      if (needed) fail(t, fmt::format("{} is missing", key));
      return {};
    }
    const auto v = node->value_exact<std::string>();
    if (!v || (needed && v->empty())) fail(*node, fmt::format("{} is a text in quotes", key));
    return one_line(*v);
  }

  std::optional<Number> maybe(const toml::table& t, const char* key) const {
    return t.get(key) == nullptr ? std::nullopt : std::optional(distribution(t, key));
  }
  // What could be drawn must lie between low and high; a normal's tails are cut where it is used.
  Number within(const toml::table& t, const char* key, double low, double high) const {
    const Number n = distribution(t, key);
    const bool bounded = n.kind == Number::Kind::uniform || n.kind == Number::Kind::triangular;
    const double least = n.a, most = n.kind == Number::Kind::triangular ? n.c : bounded ? n.b : n.a;
    if (least < low || most > high) {
      if (high > 1e300) fail(*t.get(key), fmt::format("{} is less than {:g}", key, low));
      fail(*t.get(key), fmt::format("{} must lie between {:g} and {:g}", key, low, high));
    }
    return n;
  }
  std::optional<Number> maybe_within(const toml::table& t, const char* key, double low, double high) const {
    return t.get(key) == nullptr ? std::nullopt : std::optional(within(t, key, low, high));
  }

  Number distribution(const toml::table& t, const char* key) const {
    const auto* node = t.get(key);
    if (node == nullptr) fail(t, fmt::format("{} is missing", key));
    if (const auto* table = node->as_table()) {
      if (table->size() != 1) fail(*node, fmt::format("{} is one of normal, uniform, triangular", key));
      const auto it = table->begin();
      const std::string name(it->first.str());
      const toml::node& list = it->second;
      const auto* values = list.as_array();
      const bool three = name == "triangular";
      if (name != "normal" && name != "uniform" && !three)
        fail(list, fmt::format("no distribution is called '{}' (normal, uniform, triangular)", name));
      if (values == nullptr || values->size() != (three ? 3U : 2U))
        fail(list, fmt::format("{} has {} numbers", name, three ? "three" : "two"));
      const double a = number(*values->get(0), key), b = number(*values->get(1), key);
      if (name == "normal") {
        if (b < 0) fail(list, "the standard deviation is negative");
        return {Number::Kind::normal, a, b, 0};
      }
      const double c = three ? number(*values->get(2), key) : 0;
      if (three ? !(a <= b && b <= c && a < c) : !(a < b))
        fail(list, fmt::format("{} wants its numbers ascending", name));
      return three ? Number{Number::Kind::triangular, a, b, c} : Number{Number::Kind::uniform, a, b, 0};
    }
    return {Number::Kind::fixed, number(*node, key), 0, 0};
  }

  ActorSpec actor(const toml::table& t, bool joins) const {
    if (joins)
      only(t, {"name", "group", "position", "capability", "salience", "round"});
    else
      only(t, {"name", "group", "position", "capability", "salience"});
    ActorSpec a;
    a.name = text(t, "name", true);
    a.group = text(t, "group", false);
    a.position = distribution(t, "position");
    a.capability = within(t, "capability", 0, HUGE_VAL);
    a.salience = within(t, "salience", 0, 1);
    if (joins) a.joins = whole(t, "round", 1, 1000, std::nullopt);
    return a;
  }

  template <typename Take>
  void each(const toml::table& top, const char* key, Take take) const {
    const auto* node = top.get(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) fail(*node, fmt::format("write [[{}]]", key));
    for (const auto& item : *list) {
      const auto* table = item.as_table();
      if (table == nullptr) fail(item, fmt::format("write [[{}]]", key));
      take(*table);
    }
  }

 private:
  std::string where_;
};

}  // namespace

double Number::middle() const {
  return kind == Kind::uniform ? 0.5 * (a + b) : kind == Kind::triangular ? b : a;
}

double Number::quantile(double u) const {
  switch (kind) {
    case Kind::fixed:
      return a;
    case Kind::normal:
      return a + b * normal_quantile(u);
    case Kind::uniform:
      return a + (b - a) * u;
    case Kind::triangular: {
      const double at = (b - a) / (c - a);
      return u < at ? a + std::sqrt(u * (c - a) * (b - a)) : c - std::sqrt((1 - u) * (c - a) * (c - b));
    }
  }
  return a;
}

std::size_t Scenario::index(const std::string& name) const {
  return static_cast<std::size_t>(
      std::find_if(actors.begin(), actors.end(), [&](const ActorSpec& a) { return a.name == name; }) -
      actors.begin());
}

bool Scenario::uncertain() const {
  const auto any = [](std::initializer_list<const std::optional<Number>*> list) {
    return std::any_of(list.begin(), list.end(), [](const auto* n) { return *n && (*n)->uncertain(); });
  };
  return std::any_of(actors.begin(), actors.end(),
                     [](const ActorSpec& a) {
                       return a.position.uncertain() || a.capability.uncertain() || a.salience.uncertain();
                     }) ||
         std::any_of(shocks.begin(), shocks.end(), [&](const Shock& k) {
           return any({&k.position, &k.capability, &k.salience, &k.capability_times, &k.salience_times});
         });
}

Differences Scenario::differences() const {
  Differences d = differences_of(variant), flips = turned;
  for (std::size_t i = 0; i < kDifferences.size(); ++i)
    if (difference(flips, i)) difference(d, i) = !difference(d, i);
  return d;
}

void Scenario::turn(std::string_view name, bool on) {
  const auto found = std::find(kDifferences.begin(), kDifferences.end(), name);
  if (found == kDifferences.end())
    throw text::Error(fmt::format("no difference is called '{}' ({})", name, fmt::join(kDifferences, ", ")));
  const auto i = static_cast<std::size_t>(found - kDifferences.begin());
  Differences d = differences_of(variant);
  difference(turned, i) = difference(d, i) != on;
}

Scenario parse_scenario(const std::string& content, const std::string& where) {
  ascii_outside_strings(content, where);
  toml::table top;
  try {
    top = toml::parse(content, where);
  } catch (const toml::parse_error& e) {
    throw text::Error(fmt::format("{}:{}", where, e.source().begin.line),
                      one_line(std::string(e.description())));
  }
  const Reader r(where);
  r.only(top, {"issue", "low", "high", "rounds", "variant", "with", "without", "runs", "seed", "actor",
               "shock", "join", "removed", "choice", "bargain"});
  Scenario s;
  s.issue = r.text(top, "issue", true);
  s.low = r.text(top, "low", false);
  s.high = r.text(top, "high", false);
  s.rounds = r.whole(top, "rounds", 1, 1000, 10);
  s.runs = r.whole(top, "runs", 1, 10000000, 1000);
  s.seed = static_cast<std::uint64_t>(r.whole(top, "seed", 0, 2000000000, 1));
  if (const auto v = r.text(top, "variant", false); v == "scholz")
    s.variant = Variant::scholz;
  else if (!v.empty() && v != "corrected")
    r.fail(*top.get("variant"), "no variant is called '" + v + "' (corrected, scholz)");
  for (const bool on : {true, false}) {
    const char* key = on ? "with" : "without";
    const auto* node = top.get(key);
    if (node == nullptr) continue;
    const auto* list = node->as_array();
    if (list == nullptr) r.fail(*node, fmt::format("{} is a list: [\"risk\"]", key));
    for (const auto& item : *list) try {
        s.turn(item.value_or<std::string>(""), on);
      } catch (const text::Error& e) {
        r.fail(item, e.what());
      }
  }
  const auto add = [&](const toml::table& t, bool joins) {
    auto a = r.actor(t, joins);
    if (s.index(a.name) < s.actors.size()) r.fail(t, "a second actor is called '" + a.name + "'");
    s.actors.push_back(std::move(a));
  };
  r.each(top, "actor", [&](const toml::table& t) { add(t, false); });
  r.each(top, "join", [&](const toml::table& t) { add(t, true); });
  r.each(top, "shock", [&](const toml::table& t) {
    r.only(t, {"round", "actor", "group", "position", "capability", "salience", "capability_times",
               "salience_times", "leaves"});
    Shock k;
    k.round = r.whole(t, "round", 1, 1000, std::nullopt);
    k.actor = r.text(t, "actor", false);
    k.group = r.text(t, "group", false);
    if (k.actor.empty() == k.group.empty()) r.fail(t, "a shock names an actor or a group");
    if (!k.actor.empty() && s.index(k.actor) == s.actors.size())
      r.fail(*t.get("actor"), "no actor is called '" + k.actor + "'");
    if (!k.group.empty() && std::none_of(s.actors.begin(), s.actors.end(),
                                         [&](const ActorSpec& a) { return a.group == k.group; }))
      r.fail(*t.get("group"), "no actor is in a group '" + k.group + "'");
    k.position = r.maybe(t, "position");
    k.capability = r.maybe_within(t, "capability", 0, HUGE_VAL);
    k.salience = r.maybe_within(t, "salience", 0, 1);
    k.capability_times = r.maybe_within(t, "capability_times", 0, HUGE_VAL);
    k.salience_times = r.maybe_within(t, "salience_times", 0, HUGE_VAL);
    if (const auto* node = t.get("leaves")) {
      const auto v = node->value_exact<bool>();
      if (!v) r.fail(*node, "leaves is true or false");
      k.leaves = *v;
    }
    s.shocks.push_back(std::move(k));
  });
  r.each(top, "removed", [&](const toml::table& t) {
    r.only(t, {"round", "from", "to"});
    Removed x{r.whole(t, "round", 1, 1000, 1), r.within(t, "from", -1e12, 1e12, 0),
              r.within(t, "to", -1e12, 1e12, 100)};
    if (!(x.from < x.to)) r.fail(t, "from must be less than to");
    s.removed.push_back(x);
  });
  if (const auto* node = top.get("choice")) {
    const auto* t = node->as_table();
    if (t == nullptr) r.fail(*node, "write [choice]");
    r.only(*t, {"actor", "poles"});
    Choice c;
    c.actor = r.text(*t, "actor", true);
    if (s.index(c.actor) == s.actors.size()) r.fail(*t, "no actor is called '" + c.actor + "'");
    const auto* poles = t->get("poles");
    if (poles == nullptr || poles->as_array() == nullptr || poles->as_array()->size() != 2)
      r.fail(*t, "poles are two numbers");
    for (const auto& p : *poles->as_array()) c.poles.push_back(r.number(p, "a pole"));
    if (!(c.poles[0] < c.poles[1])) r.fail(*poles, "the poles must ascend");
    s.choice = std::move(c);
  }
  if (const auto* node = top.get("bargain")) {
    const auto* t = node->as_table();
    if (t == nullptr) r.fail(*node, "write [bargain]");
    r.only(*t, {"country", "patron", "partners", "dependence", "patience", "patron_patience"});
    BargainSpec b;
    b.country = r.text(*t, "country", true);
    b.patron = r.text(*t, "patron", true);
    for (const auto* who : {&b.country, &b.patron})
      if (s.index(*who) == s.actors.size()) r.fail(*t, "no actor is called '" + *who + "'");
    if (b.country == b.patron) r.fail(*t, "country and patron are the same");
    const auto take = [&](const char* key, double low, double high, Number& into) {
      if (t->get(key) != nullptr) into = r.within(*t, key, low, high);
    };
    take("partners", 1, 1000, b.partners);
    take("dependence", 0, 1, b.dependence);
    take("patience", 1e-6, 1 - 1e-6, b.patience);
    take("patron_patience", 1e-6, 1 - 1e-6, b.patron_patience);
    s.bargain = b;
  }
  // What can be known without drawing: the actors of the first round at their middles.
  std::vector<Actor> middle;
  for (const auto& a : s.actors)
    if (a.joins == 1)
      middle.push_back({a.name, a.position.middle(), std::max(a.capability.middle(), 0.0),
                        std::clamp(a.salience.middle(), 0.0, 1.0)});
  try {
    check(middle);
  } catch (const text::Error& e) {
    throw text::Error(where, one_line(e.what()));
  }
  return s;
}

}  // namespace realign::scenario
