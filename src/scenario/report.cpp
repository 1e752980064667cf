#include "scenario/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace realign::scenario {
namespace {

const char* word_for(double risk) {
  return risk < 0.02   ? "next to none"
         : risk < 0.15 ? "low"
         : risk < 0.4  ? "considerable"
         : risk < 0.7  ? "high"
                       : "very high";
}

std::string end_of(const Scenario& s, double value) {
  if (s.low.empty() && s.high.empty()) return {};
  return value < 20   ? " (near “" + s.low + "”)"
         : value > 80 ? " (near “" + s.high + "”)"
                      : fmt::format(" (between “{}” and “{}”)", s.low, s.high);
}

// "x and y: 0.24 (considerable), in round 2"
std::string pair_of(const Scenario& s, const Conflict& c) {
  return fmt::format("{} and {}", s.actors[c.a].name, s.actors[c.b].name);
}

std::string because(const Scenario& s, const Driver& d) {
  return fmt::format("it {} {} in round {}",
                     d.kind == OfferKind::confrontation ? "loses a confrontation with"
                     : d.kind == OfferKind::compromise  ? "compromises with"
                                                        : "gives in to",
                     s.actors[d.other].name, d.round);
}

std::vector<Driver> drivers_of(const Scenario& s, const Run& run) {
  std::vector<Driver> out;
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    double first = std::nan(""), last = first, at = first;
    for (const double x : run.paths[i])
      if (std::isfinite(x)) {
        if (!std::isfinite(first)) first = x;
        last = x;
      }
    if (!std::isfinite(first) || std::abs(last - first) < 1e-9) continue;
    Driver d{i, last - first, 0, OfferKind::compromise, 0};
    double most = 0;
    at = first;
    for (std::size_t n = 0; n < run.rounds.size(); ++n) {
      for (const auto& m : run.rounds[n].moves)
        if (m.actor == i && std::abs(m.position - at) > most) {
          most = std::abs(m.position - at);
          d.other = m.other, d.kind = m.kind, d.round = static_cast<int>(n) + 1;
        }
      if (const double x = run.paths[i][n + 1]; std::isfinite(x)) at = x;
    }
    out.push_back(d);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.moved) > std::abs(b.moved); });
  return out;
}

// What becomes of a challenge in its round.
std::string_view answer(const Run& run, std::size_t round, const Challenge& c) {
  for (const auto& m : run.rounds[round].moves)
    if (m.actor == c.other && m.other == c.actor)
      return m.kind == OfferKind::confrontation ? "loses"
             : m.kind == OfferKind::compromise  ? "compromises"
                                                : "gives in";
  return c.feared > 0 ? "resists" : c.risk > 0 ? "may not give way" : "prefers another's offer";
}

std::string headline(const Reading& r) {
  const auto& s = r.scenario;
  const auto& f = r.run.outcome;
  std::string out = fmt::format(
      "**The forecast is {:.1f}{}** (the weighted median after {} rounds; it was {:.1f}). The weighted mean "
      "goes from "
      "{:.1f} to {:.1f}; in a probabilistic election {:.1f} is the likeliest outcome ({:.2f}) and {:.1f} the "
      "expected "
      "one.",
      f.median, end_of(s, f.median), r.run.rounds.size(), r.run.start.median, r.run.start.mean, f.mean,
      r.run.election.likeliest(),
      *std::max_element(r.run.election.chances.begin(), r.run.election.chances.end()),
      r.run.election.expected());
  const double risk = r.run.any_conflict();
  if (risk < 0.02)
    out += " There is next to no risk of an open conflict";
  else
    out += fmt::format(
        " An open conflict is likeliest between {} in round {}, a risk of {:.2f} ({}); of any at all it is "
        "{:.2f} if pairs "
        "are independent",
        pair_of(s, r.run.conflicts[0]), r.run.conflicts[0].round, r.run.conflicts[0].risk,
        word_for(r.run.conflicts[0].risk), risk);
  out += ".\n";
  if (r.uncertainty) {
    const auto& u = *r.uncertainty;
    out += fmt::format(
        "\nOver {} runs drawn from the stated distributions the outcome lies between {:.1f} and {:.1f} with "
        "80 %, its "
        "median is {:.1f}; the risk of a conflict averages {:.2f}.\n",
        u.runs, u.median.quantile(0.1), u.median.quantile(0.9), u.median.quantile(0.5), u.conflict);
  }
  double step = 0;
  for (const auto& path : r.run.paths)
    if (const double d = path.back() - path[path.size() - 2]; std::isfinite(d))
      step = std::max(step, std::abs(d));
  if (step >= 0.5)
    out += fmt::format(
        "\nActors still moved in the last round, by up to {:.1f}: more rounds may change the outcome.\n",
        step);
  return out;
}

std::string paths_table(const Reading& r) {
  const auto& s = r.scenario;
  std::string out = "\n## Paths\n\n| actor | capability | salience | start |";
  // Rounds in which something moves, and the last.
  std::vector<std::size_t> shown;
  for (std::size_t k = 1; k <= r.run.rounds.size() && shown.size() < 8; ++k)
    if (k == 1 || !r.run.rounds[k - 1].moves.empty() || k == r.run.rounds.size()) shown.push_back(k);
  if (shown.empty() || shown.back() != r.run.rounds.size()) shown.push_back(r.run.rounds.size());
  for (const auto k : shown) out += fmt::format(" {} |", k);
  out += "\n| --- | ---: | ---: | ---: |";
  for (std::size_t k = 0; k < shown.size(); ++k) out += " ---: |";
  out += "\n";
  const auto cell = [](double x) {
    return std::isfinite(x) ? fmt::format(" {:.1f} |", x) : std::string(" – |");
  };
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    out += fmt::format("| {} | {:.3g} | {:.2g} |{}", s.actors[i].name, s.actors[i].capability.middle(),
                       s.actors[i].salience.middle(), cell(r.run.paths[i][0]));
    for (const auto k : shown) out += cell(r.run.paths[i][k]);
    out += "\n";
  }
  return out;
}

std::string challenges_table(const Reading& r) {
  const auto& s = r.scenario;
  if (r.run.challenges.empty()) return {};
  auto list = r.run.challenges.front();
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.gain > b.gain; });
  std::string out = "\n## Who challenges whom in round 1\n\n";
  if (list.empty()) return out + "Nobody expects to gain from a challenge.\n";
  out +=
      "Gains are shares of the most that could be won, each as its actor sees it.\n\n| challenger | "
      "challenged | chance "
      "to prevail | expects | the other expects | the other |\n| --- | --- | ---: | ---: | ---: | --- |\n";
  for (std::size_t k = 0; k < std::min<std::size_t>(12, list.size()); ++k)
    out += fmt::format("| {} | {} | {:.2f} | {:+.2f} | {:+.2f} | {} |\n", s.actors[list[k].actor].name,
                       s.actors[list[k].other].name, list[k].chance, list[k].gain, list[k].feared,
                       answer(r.run, 0, list[k]));
  if (list.size() > 12) out += fmt::format("\n{} more expect less.\n", list.size() - 12);
  return out;
}

// How the risk that involves the chooser comes about, in words.
std::string with_whom(const Scenario& s, const Run& run, std::size_t who) {
  std::string out;
  int told = 0;
  for (const auto& c : run.conflicts)
    if ((c.a == who || c.b == who) && c.risk >= 0.02 && told++ < 3)
      out +=
          fmt::format("{}{} {:.2f}", out.empty() ? "" : ", ", s.actors[c.a == who ? c.b : c.a].name, c.risk);
  return out.empty() ? "nobody" : out;
}

std::string choice_text(const Reading& r) {
  const auto& s = r.scenario;
  const auto& c = *r.forced;
  const auto& who = s.choice->actor;
  const auto at = s.index(who);
  std::string out = fmt::format("\n## If {} must choose\n\n", who);
  out += fmt::format(
      "Free to stay between {:g} and {:g} and to give way, it faces a risk of conflict of {:.2f} (with {}); "
      "the outcome "
      "is {:.1f}, expected {:.1f}. Having chosen it stays at its pole.\n\n",
      s.choice->poles[0], s.choice->poles[1], c.chooser_free, with_whom(s, c.free, at), c.free.outcome.median,
      c.free.election.expected());
  for (std::size_t k = 0; k < c.choices.size(); ++k) {
    const auto& x = c.choices[k];
    const double more = c.chooser[k] - c.chooser_free;
    out += fmt::format(
        "- At {:g}{}: {:.1f} from what it wants; outcome {:.1f}, expected {:.1f}, cost of the outcome to {} "
        "{:+.1f}; risk "
        "of conflict that involves it {:.2f}, {} (with {}).\n",
        x.pole,
        x.pole == 0 && !s.low.empty()      ? " (“" + s.low + "”)"
        : x.pole == 100 && !s.high.empty() ? " (“" + s.high + "”)"
                                           : "",
        x.apart, x.run.outcome.median, x.run.election.expected(), who, x.cost[at], c.chooser[k],
        more > 0.02    ? fmt::format("{:.2f} more than free", more)
        : more < -0.02 ? fmt::format("{:.2f} less than free", -more)
                       : std::string("as when free"),
        with_whom(s, x.run, at));
  }
  const auto worst =
      static_cast<std::size_t>(std::max_element(c.chooser.begin(), c.chooser.end()) - c.chooser.begin());
  const auto best =
      static_cast<std::size_t>(std::min_element(c.chooser.begin(), c.chooser.end()) - c.chooser.begin());
  if (c.chooser[worst] > c.chooser_free + 0.02) {
    out += fmt::format(
        "\n**Forcing {} to choose {} harmful step that leads to possible conflict**: its risk of conflict "
        "goes from {:.2f} "
        "to {:.2f} at {:g}{}. ",
        who, c.chooser[worst] > c.chooser_free + 0.2 ? "is a very" : "is a", c.chooser_free, c.chooser[worst],
        c.choices[worst].pole,
        c.chooser[best] > c.chooser_free + 0.02
            ? fmt::format(" and to {:.2f} at {:g}, so that neither choice is safe", c.chooser[best],
                          c.choices[best].pole)
            : std::string());
    out += fmt::format(
        "Why: free, it gives way a little where it is pressed; at a pole it cannot, and stands {:.1f} from "
        "what it wants.\n",
        c.choices[worst].apart);
  } else {
    out += fmt::format("\nNeither choice raises the risk of conflict that involves {}.\n", who);
  }
  out +=
      "\nCost by side (salience times how much farther from what it wants the outcome is expected to lie "
      "than in the "
      "free case; below 0 a gain):\n\n| actor |";
  for (const auto& x : c.choices) out += fmt::format(" at {:g} |", x.pole);
  out += "\n| --- |";
  for (std::size_t k = 0; k < c.choices.size(); ++k) out += " ---: |";
  out += "\n";
  for (std::size_t i = 0; i < s.actors.size(); ++i) {
    out += "| " + s.actors[i].name + " |";
    for (const auto& x : c.choices) out += fmt::format(" {:+.1f} |", x.cost[i]);
    out += "\n";
  }
  out += fmt::format(
      "\nWith support from outside that multiplies the capability of {}, its risk of conflict is:\n\n", who);
  for (const auto& p : c.support) {
    out += fmt::format("- times {:g}: free {:.2f}", p.times, p.free);
    for (std::size_t k = 0; k < p.by_pole.size(); ++k)
      out += fmt::format(", at {:g} {:.2f}", c.choices[k].pole, p.by_pole[k]);
    out += "\n";
  }
  return out;
}

struct Strength {
  double weaker, more, both;  // the country's share if the patron's capability falls, with more partners
};
constexpr double kWeaker = 0.6;
constexpr double kMore = 2;

Strength strength_of(const Terms& t) {
  auto weaker = t;
  weaker.patron_capability *= kWeaker;
  return {split_pie(weaker).share, split_pie(with_more_partners(t, kMore)).share,
          split_pie(with_more_partners(weaker, kMore)).share};
}

std::string bargain_text(const Reading& r) {
  const auto& s = r.scenario;
  const auto& country = s.bargain->country;
  const auto& patron = s.bargain->patron;
  const auto t = terms_of(s, middles(s));
  const auto now = split_pie(t);
  const auto x = strength_of(t);
  std::string out = fmt::format(
      "\n## {} and {}: who can ask for more\n\n{} gets {:.2f} of what the two have to share: outside options "
      "{:.2f} and "
      "{:.2f}, weight of its patience {:.2f}.",
      country, patron, country, now.share, now.outside, now.patron_outside, now.weight);
  if (r.uncertainty && r.uncertainty->share.quantile(0.9) > r.uncertainty->share.quantile(0.1))
    out += fmt::format(" Over the runs it lies between {:.2f} and {:.2f} with 80 %.",
                       r.uncertainty->share.quantile(0.1), r.uncertainty->share.quantile(0.9));
  out += fmt::format(
      "\n\nIf the capability of {} falls to {:g} of what it is, {} gets {:.2f} ({:+.2f}); with {:g} more "
      "partners, which "
      "also lower its dependence, {:.2f} ({:+.2f}); with both {:.2f} ({:+.2f}): its negotiating position "
      "{}.\n\n",
      patron, kWeaker, country, x.weaker, x.weaker - now.share, kMore, x.more, x.more - now.share, x.both,
      x.both - now.share, x.both - now.share > 0.005 ? "strengthens" : "hardly changes");
  if (r.before && r.before->scenario.bargain) {
    const auto past = terms_of(r.before->scenario, middles(r.before->scenario));
    const double then = split_pie(past).share;
    out += fmt::format(
        "On {} it would have got {:.2f}: since then its negotiating position has {} ({:+.2f}). The "
        "capability of {} that "
        "is not bound elsewhere was {:.4f} and is {:.4f}; {} had {:.2f} partners and has {:.2f}; the share "
        "of {} in its "
        "acts was {:.2f} and is {:.2f}.\n\n",
        r.before->day, then,
        now.share > then + 0.005   ? "strengthened"
        : now.share < then - 0.005 ? "weakened"
                                   : "hardly changed",
        now.share - then, patron, past.patron_capability, t.patron_capability, country, past.partners,
        t.partners, patron, past.dependence, t.dependence);
  }
  for (const double times : {0.8, 0.6, 0.4}) {
    auto u = t;
    u.patron_capability *= times;
    out += fmt::format("- capability of {} times {:g}: {:.2f} ({:+.2f})\n", patron, times, split_pie(u).share,
                       split_pie(u).share - now.share);
  }
  for (const double more : {1.0, 2.0, 4.0}) {
    const double share = split_pie(with_more_partners(t, more)).share;
    out += fmt::format("- {:g} more partner{}: {:.2f} ({:+.2f})\n", more, more == 1 ? "" : "s", share,
                       share - now.share);
  }
  return out;
}

}  // namespace

Reading read_middles(const Scenario& s) {
  Reading r{s, run(s, middles(s), nullptr, true), {}, std::nullopt, std::nullopt, {}, std::nullopt};
  r.drivers = drivers_of(s, r.run);
  if (s.choice) r.forced = force(s);
  return r;
}

Reading read_out(const Scenario& s, unsigned threads, const std::function<void(double)>& progress) {
  auto r = read_middles(s);
  if (s.uncertain()) r.uncertainty = spread(s, threads, progress);
  return r;
}

std::string markdown(const Reading& r) {
  const auto& s = r.scenario;
  std::string out = fmt::format("# {}\n\n", s.issue) + headline(r) + "\n## Drivers\n\n";
  for (std::size_t k = 0; k < std::min<std::size_t>(3, r.drivers.size()); ++k)
    out += fmt::format("- {} moves by {:+.1f}{}\n", s.actors[r.drivers[k].actor].name, r.drivers[k].moved,
                       r.drivers[k].round == 0 ? "" : ": " + because(s, r.drivers[k]));
  if (r.drivers.empty()) out += "- Nobody is moved: all stay where they are.\n";
  out += paths_table(r) + challenges_table(r) + "\n## Who may come to blows\n\n";
  const auto& conflicts = r.uncertainty ? r.uncertainty->conflicts : r.run.conflicts;
  if (conflicts.empty()) out += "No pair in which both expect to gain from a challenge.\n";
  for (std::size_t k = 0; k < std::min<std::size_t>(8, conflicts.size()); ++k)
    out += fmt::format(
        "- {}: {:.2f} ({}){}\n", pair_of(s, conflicts[k]), conflicts[k].risk, word_for(conflicts[k].risk),
        conflicts[k].round > 0 ? fmt::format(", highest in round {}", conflicts[k].round) : "");
  if (r.forced) out += choice_text(r);
  if (s.bargain) out += bargain_text(r);
  if (r.uncertainty && !r.uncertainty->inputs.empty()) {
    out +=
        "\n## Which number matters\n\nSobol indices: the share of the variance that an input makes alone, "
        "and with its "
        "interactions (± one standard error).\n\n| input | outcome, alone | outcome, total | conflict, alone "
        "| conflict, "
        "total |\n| --- | ---: | ---: | ---: | ---: |\n";
    const auto share = [](double x) { return std::max(x, 0.0); };
    for (const auto& i : r.uncertainty->inputs)
      out += fmt::format("| {} | {:.2f} | {:.2f} ± {:.2f} | {:.2f} | {:.2f} |\n", i.name, share(i.first),
                         i.total, i.error, share(i.conflict_first), i.conflict_total);
  }
  if (!r.origins.empty()) {
    out +=
        "\n## Where the numbers come from\n\n`--write` writes them into a file in which each can be "
        "changed.\n\n| actor "
        "| number | value | from |\n| --- | --- | ---: | --- |\n";
    for (const auto& o : r.origins)
      out += fmt::format("| {} | {} | {} | {} |\n", o.actor, o.what, o.value, o.from);
  }
  return out;
}

}  // namespace realign::scenario
