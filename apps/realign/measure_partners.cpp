// Shares of partners: of cooperative acts by domain from the ledger, or of an imported indicator.
#include "measure_partners.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "coding/coder.h"
#include "ledger/indicators.h"
#include "measure/periods.h"
#include "measure/shares.h"
#include "options.h"
#include "text/table.h"

namespace realign::app {
namespace {

using Amounts = std::vector<std::pair<std::string, double>>;

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class Printer {
 public:
  Printer(Format format, const actors::World& world) : format_(format), world_(world) {
    if (format == Format::csv)
      fmt::print(
          "of,year,partner,amount,share,herfindahl,herfindahl_low,herfindahl_high,partners,entropy,"
          "largest\n");
  }

  // One group of acts or amounts. `enough`: there is something to say beyond who they are; a share of three
  // acts is none.
  void group(const std::string& of, const std::string& year, const measure::Diversification& d, bool enough,
             std::size_t acts) {
    switch (format_) {
      case Format::table:
        if (year.empty()) table(of, d, enough, acts);
        break;
      case Format::jsonl:
        jsonl(of, year, d, enough, acts);
        break;
      case Format::csv:
        for (const auto& s : d.shares) {
          fmt::print("{},{},{},{:g}", cell(of), year, s.partner, s.amount);
          if (enough)
            fmt::print(",{:.6f},{:.6f},{:.6f},{:.6f},{:.4f},{:.4f},{:.6f}\n", s.share, d.herfindahl,
                       d.herfindahl_low, d.herfindahl_high, d.partners, d.entropy, d.largest);
          else
            fmt::print(",,,,,,,\n");
        }
        break;
    }
  }

  void years_head(bool acts) const {
    if (format_ == Format::table)
      fmt::print("\nby year\n{:<6}{:>12}{:>12}{:>16}{:>10}  {}\n", "year", acts ? "acts" : "total",
                 "Herfindahl", acts ? "80 %" : "", "partners", "largest");
  }

  void year(int at, const measure::Diversification& d, bool enough, const std::string& amount,
            bool band) const {
    if (format_ != Format::table) return;
    if (!enough)
      fmt::print("{:<6}{:>12}  too little to say\n", at, amount);
    else
      fmt::print("{:<6}{:>12}{:>12.3f}{:>16}{:>10.2f}  {} {:.2f}\n", at, amount, d.herfindahl,
                 band ? fmt::format("{:.2f} .. {:.2f}", d.herfindahl_low, d.herfindahl_high) : std::string(),
                 d.partners, world_.name_of(d.shares.front().partner), d.largest);
  }

  Format format() const { return format_; }

 private:
  static std::string cell(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
  }

  void table(const std::string& of, const measure::Diversification& d, bool enough, std::size_t acts) const {
    fmt::print("{}\n", of);
    if (d.shares.empty()) {
      fmt::print("  nothing to share\n");
      return;
    }
    if (!enough) {
      fmt::print("  too little to say: {} act{}\n", acts, acts == 1 ? "" : "s");
    } else {
      fmt::print("  Herfindahl {:.3f}", d.herfindahl);
      if (d.herfindahl_low < d.herfindahl_high)
        fmt::print(" ({:.3f} to {:.3f})", d.herfindahl_low, d.herfindahl_high);
      fmt::print("   effective partners {:.2f}   entropy {:.3f}   largest {:.3f}", d.partners, d.entropy,
                 d.largest);
      if (d.largest_low < d.largest_high) fmt::print(" ({:.3f} to {:.3f})", d.largest_low, d.largest_high);
      fmt::print("   total {:g}\n", d.total);
    }
    for (const auto& s : d.shares)
      fmt::print("  {:<28}{:>12g}{}\n", world_.name_of(s.partner), s.amount,
                 enough ? fmt::format("{:>9.3f}", s.share) : "");
  }

  static void jsonl(const std::string& of, const std::string& year, const measure::Diversification& d,
                    bool enough, std::size_t acts) {
    const auto when = year.empty() ? std::string() : ",\"year\":" + year;
    for (const auto& s : d.shares)
      fmt::print("{{\"kind\":\"share\",\"of\":{}{},\"partner\":\"{}\",\"amount\":{:g}{}}}\n", quoted(of),
                 when, s.partner, s.amount, enough ? fmt::format(",\"share\":{:.6f}", s.share) : "");
    fmt::print("{{\"kind\":\"diversification\",\"of\":{}{}", quoted(of), when);
    if (acts > 0) fmt::print(",\"acts\":{}", acts);
    if (enough && !d.shares.empty())
      fmt::print(
          ",\"total\":{:g},\"herfindahl\":{:.6f},\"herfindahl_low\":{:.6f},\"herfindahl_high\":{:.6f},"
          "\"partners\":{:.4f},\"entropy\":{:.4f},\"largest\":{:.6f},\"largest_low\":{:.6f},"
          "\"largest_high\":{:.6f}}}\n",
          d.total, d.herfindahl, d.herfindahl_low, d.herfindahl_high, d.partners, d.entropy, d.largest,
          d.largest_low, d.largest_high);
    else
      fmt::print(",\"why\":\"too little to say\"}}\n");
  }

  Format format_;
  const actors::World& world_;
};

int of_indicator(const MeasureOptions& m, const PartnersOptions& o, const std::string& country,
                 const ledger::Ledger& ledger, Printer& print) {
  std::map<int, Amounts> years;
  Amounts all;
  ledger::indicators(ledger, o.indicator, [&](const ledger::Indicator& i) {
    const bool in = i.to == country && o.flow != "out", out = i.from == country && o.flow != "in";
    if (i.from == i.to || (!in && !out)) return;
    // A year counts if any of its days does.
    const auto year = fmt::format("{:04}", i.year);
    if ((!m.from.empty() && year < m.from.substr(0, 4)) || (!m.to.empty() && year > m.to.substr(0, 4)))
      return;
    if (i.value < 0)
      throw text::Error(o.indicator, fmt::format("{} {} {}: {} cannot be shared out: it is negative", i.year,
                                                 i.from, i.to, i.value));
    all.emplace_back(in ? i.from : i.to, i.value);
    years[i.year].push_back(all.back());
  });
  if (all.empty())
    throw text::Error(o.indicator, "the ledger has no such indicator of " + country +
                                       " in this direction "
                                       "and time (realign import indicators; --flow)");
  print.group(o.indicator, "", measure::diversification(all), true, 0);
  print.years_head(false);
  for (const auto& [year, list] : years) {
    const auto d = measure::diversification(list);
    if (d.shares.empty()) continue;
    print.group(o.indicator, std::to_string(year), d, true, 0);
    print.year(year, d, true, fmt::format("{:g}", d.total), false);
  }
  return 0;
}

struct Security {
  int acts = 0;
  std::string last;  // day of the latest
};

void in_and_out(const std::string& alliance, const std::map<std::string, Security>& security,
                const actors::World& world, Format format) {
  const auto code = world.code_of(alliance);
  if (code.empty() || world.is_state(code))
    throw text::Error("'" + alliance + "'", "is no alliance or organisation that is known");
  std::vector<std::string> sides[2];  // outside, inside
  for (const auto& [state, s] : security) {
    const auto members = world.members_of(code, text::parse_date(s.last));
    const bool member = state == code || std::find(members.begin(), members.end(), state) != members.end();
    sides[member ? 1 : 0].push_back(state);
  }
  const auto listed = [&](const std::vector<std::string>& side, const char* open, const char* between) {
    std::string out;
    for (const auto& s : side) out += (out.empty() ? "" : between) + (open + s) + open;
    return out;
  };
  if (format == Format::jsonl)
    fmt::print(
        "{{\"kind\":\"security partners\",\"alliance\":\"{}\",\"inside\":{},\"outside\":{},\"members\":[{}],"
        "\"others\":[{}]}}\n",
        code, sides[1].size(), sides[0].size(), listed(sides[1], "\"", ","), listed(sides[0], "\"", ","));
  else if (format == Format::table)
    fmt::print("\nsecurity and military partners: {} in {} ({}), {} outside ({})\n", sides[1].size(),
               world.name_of(code), listed(sides[1], "", " "), sides[0].size(), listed(sides[0], "", " "));
  else
    for (const int in : {1, 0})
      for (const auto& s : sides[in])
        fmt::print("\"security partners {} {}\",,{},{},,,,,,,\n", in == 1 ? "in" : "outside", code, s,
                   security.at(s).acts);
}

}  // namespace

int partners(const MeasureOptions& m, const PartnersOptions& o) {
  if (m.countries.size() != 1) throw text::Error("--partners", "wants one country");
  const auto world = actors::World::load(text::data_dir() + "/actors");
  const auto country = world.code_of(m.countries[0]);
  if (country.empty())
    throw text::Error("'" + m.countries[0] + "'", "no country, bloc or region of that name or code");
  if (!o.alliance.empty())
    if (const auto code = world.code_of(o.alliance); code.empty() || world.is_state(code))
      throw text::Error("'" + o.alliance + "'", "is no alliance or organisation that is known");
  const auto ledger =
      ledger::Ledger::open(m.ledger.empty() ? ledger::Ledger::default_path() : m.ledger, ledger::Mode::read);
  Printer print(format_of(m.format), world);
  if (!o.indicator.empty()) return of_indicator(m, o, country, ledger, print);

  constexpr int kDraws = 500;
  std::map<std::string, Amounts> domains;
  std::map<int, Amounts> years;
  std::map<std::string, Security> security;
  ledger::Filter filter;
  filter.actors = {country};
  filter.from = m.from;
  filter.to = m.to;
  filter.distinct = !m.tellings;
  ledger.events(filter, [&](const ledger::EventRow& row) {
    if (row.event.score <= 0 || row.event.modality != coding::Modality::actual) return true;
    std::set<std::string> others;
    for (const auto* side : {&row.event.source, &row.event.target})
      for (const auto& a : *side)
        if (a.country != country && world.can_act(a.country)) others.insert(a.country);
    for (const auto& code : others) {
      domains["all domains"].emplace_back(code, row.event.score);
      domains[std::string(to_string(row.event.domain))].emplace_back(code, row.event.score);
      if (const auto year = measure::period_of(row.day, measure::Step::year))
        years[*year].emplace_back(code, row.event.score);
      if (row.event.domain == coding::Domain::security || row.event.domain == coding::Domain::military) {
        auto& s = security[code];
        ++s.acts;
        s.last = std::max(s.last, row.day);
      }
    }
    return true;
  });
  if (domains.empty()) {
    if (print.format() == Format::table)
      fmt::print("{}: too little to say: no cooperative act\n", world.name_of(country));
    if (print.format() == Format::jsonl) print.group("all domains", "", {}, false, 0);
    return 0;
  }
  const auto enough = [](const Amounts& acts) { return acts.size() >= measure::kLeastActs; };
  for (const auto& [domain, acts] : domains)
    print.group(domain, "", measure::diversification_of_acts(acts, kDraws, 1), enough(acts), acts.size());
  print.years_head(true);
  for (const auto& [year, acts] : years) {
    const auto d = measure::diversification_of_acts(acts, kDraws, 1);
    print.group("all domains", std::to_string(year), d, enough(acts), acts.size());
    print.year(year, d, enough(acts), std::to_string(acts.size()), true);
  }
  if (!o.alliance.empty()) in_and_out(o.alliance, security, world, print.format());
  return 0;
}

}  // namespace realign::app
