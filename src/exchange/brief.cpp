#include "exchange/brief.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "measure/dyad.h"
#include "measure/plot.h"

namespace realign::exchange {

using actors::Actor;
using actors::World;
using coding::Event;
using coding::Modality;
using coding::Polarity;
using coding::Type;
using ledger::EventRow;

namespace {

// How a type reads: as done, as denied ("did not ..."), as meant ("means to ..."), with its preposition.
struct Verb {
  const char* past;
  const char* bare;
};

constexpr std::array<Verb, coding::kTypes> kVerbs = {{
    {"agreed with", "agree with"},
    {"met or talked with", "meet or talk with"},
    {"backed", "back"},
    {"gave way to", "give way to"},
    {"worked together with", "work together with"},
    {"helped", "help"},
    {"drew back from", "draw back from"},
    {"asked or demanded of", "ask or demand of"},
    {"criticised or accused", "criticise or accuse"},
    {"refused", "refuse"},
    {"threatened or warned", "threaten or warn"},
    {"protested against", "protest against"},
    {"put sanctions on or cut ties with", "put sanctions on or cut ties with"},
    {"moved forces toward", "move forces toward"},
    {"coerced", "coerce"},
    {"attacked", "attack"},
}};

std::string actor_name(const Actor& actor, const World& world) {
  std::string country = actor.country.empty() ? "" : world.name_of(actor.country);
  if (!actor.name.empty() && actor.name != country)
    return country.empty() ? actor.name : actor.name + " (" + country + ")";
  if (country.empty()) return actor.text.empty() ? "somebody" : actor.text;
  if (!actor.role.empty() && actor.role != "government") return country + " (" + actor.role + ")";
  return country;
}

std::string side(const std::vector<Actor>& actors, const World& world, const char* nobody) {
  if (actors.empty()) return nobody;
  std::string out;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    if (i > 0) out += i + 1 == actors.size() ? " and " : ", ";
    out += actor_name(actors[i], world);
  }
  return out;
}

bool names(const std::vector<Actor>& actors, const std::set<std::string>& codes) {
  return std::any_of(actors.begin(), actors.end(), [&](const Actor& a) { return codes.contains(a.country); });
}

std::string when(const EventRow& row) {
  const auto& d = row.event.date;
  if (d.precision == coding::Precision::none || d.precision == coding::Precision::relative || d.from.empty())
    return row.source.date.empty() ? "" : "by " + row.source.date;
  switch (d.precision) {
    case coding::Precision::day:
      return d.from == d.to || d.to.empty() ? d.from : d.from + " to " + d.to;
    case coding::Precision::month:
      return d.from.substr(0, 7);
    case coding::Precision::year:
      return d.from.substr(0, 4);
    default:
      return d.from + " to " + d.to;
  }
}

std::string speaker(const coding::Attribution& a) {
  if (a.speaker == "narrator") return "";
  return a.affiliation.empty() ? a.speaker : a.speaker + ", " + a.affiliation;
}

class Composer {
 public:
  Composer(const World& world, const BriefOptions& options) : world_(world), options_(options) {}

  int source(const ledger::Source& s) {
    const auto [at, fresh] = numbers_.emplace(s.id, static_cast<int>(sources_.size()) + 1);
    if (fresh) sources_.push_back(s);
    return at->second;
  }

  BriefLine line(const EventRow& row) {
    return {when(row),          sentence_of(row.event, world_),
            row.event.text,     speaker(row.event.attribution),
            source(row.source), row.articles};
  }

  void cut(BriefGroup& group) const {
    if (options_.lines > 0 && group.lines.size() > options_.lines) {
      group.title += fmt::format(" (the newest {} of {})", options_.lines, group.lines.size());
      group.lines.resize(options_.lines);
    }
  }

  std::vector<ledger::Source> take_sources() { return std::move(sources_); }

 private:
  const World& world_;
  const BriefOptions& options_;
  std::map<std::string, int> numbers_;
  std::vector<ledger::Source> sources_;
};

std::string counted(std::size_t n, const char* one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

}  // namespace

std::string sentence_of(const Event& e, const World& world) {
  const auto& verb = kVerbs[static_cast<std::size_t>(e.type)];
  std::string act;
  const bool negated = e.polarity == Polarity::negated;
  switch (e.modality) {
    case Modality::actual:
      act = negated ? fmt::format("did not {}", verb.bare) : verb.past;
      break;
    case Modality::intended:
      act = fmt::format("{} to {}", negated ? "does not mean" : "means", verb.bare);
      break;
    case Modality::demanded:
      act = fmt::format("is called on {}to {}", negated ? "not " : "", verb.bare);
      break;
    case Modality::hypothetical:
      act = fmt::format("might {}{}", negated ? "not " : "", verb.bare);
      break;
    case Modality::counterfactual:
      act = fmt::format("would {}have {}", negated ? "not " : "", verb.past);
      break;
  }
  return side(e.source, world, "Somebody") + " " + act + " " + side(e.target, world, "somebody");
}

namespace {

// Where the tie is going, and the records of the window that carry it most.
void judge(Brief& brief, Composer& composer, const ledger::Ledger& ledger, const World& world,
           const std::vector<std::string>& about, const std::vector<EventRow>& rows,
           const std::vector<std::pair<std::string, std::vector<const EventRow*>>>& partners,
           const BriefOptions& options) {
  measure::SeriesOptions series;
  series.from = options.from;
  series.to = options.to;
  series.distinct = options.distinct;
  std::string other = about.size() > 1 ? about[1] : "";
  for (const auto& [code, list] : partners)
    if (other.empty() && world.is_state(code)) other = code;
  if (other.empty() || !world.can_act(about[0])) return;
  const auto dyad = measure::read_dyad(ledger, about[0], other, series, options.thresholds);
  const auto &us = world.name_of(about[0]), &them = world.name_of(other);
  const auto& t = dyad.both.trajectory;
  brief.verdict = (about.size() > 1 ? "" : "With " + them + ": ") + measure::verdict_sentence(dyad, us, them);
  std::string up, down;
  int tried = 0;
  for (const auto& [code, list] : partners) {
    if (about.size() > 1 || code == other || !world.is_state(code) || ++tried > 8) continue;
    const auto beside = measure::trajectory(measure::series_of(ledger, about[0], code,
                                                               [&] {
                                                                 auto o = series;
                                                                 o.directed = false;
                                                                 return o;
                                                               }()),
                                            options.thresholds);
    if (beside.probability < 0.6) continue;
    if (beside.verdict == measure::Verdict::deepening) up += (up.empty() ? "" : ", ") + world.name_of(code);
    if (beside.verdict == measure::Verdict::loosening || beside.verdict == measure::Verdict::severance)
      down += (down.empty() ? "" : ", ") + world.name_of(code);
  }
  if (!up.empty()) brief.verdict += "; up with " + up;
  if (!down.empty()) brief.verdict += "; down with " + down;
  brief.verdict += ".";
  if (t.verdict == measure::Verdict::too_little) return;
  // Acts of the window, those that pull hardest in the direction of the change first.
  const std::string from = measure::first_day(t.from + 1, series.step),
                    to = measure::first_day(t.to + 1, series.step);
  std::vector<const EventRow*> window;
  for (const auto& row : rows) {
    const std::set<std::string> a{about[0]}, b{other};
    const bool between = (names(row.event.source, a) && names(row.event.target, b)) ||
                         (names(row.event.source, b) && names(row.event.target, a));
    if (between && row.day >= from && row.day < to) window.push_back(&row);
  }
  const double middle = t.end - t.change / 2;
  const auto pull = [&](const EventRow* row) {
    const double away = (row->event.score - middle) * row->event.confidence;
    return t.verdict == measure::Verdict::stable ? -std::abs(away) : t.change < 0 ? -away : away;
  };
  std::stable_sort(window.begin(), window.end(),
                   [&](const EventRow* x, const EventRow* y) { return pull(x) > pull(y); });
  BriefSection section{"What the verdict rests on", "", {}};
  BriefGroup group{measure::label(t.from + 1, series.step) + " to " + measure::label(t.to, series.step), {}};
  for (std::size_t i = 0; i < std::min<std::size_t>(5, window.size()); ++i)
    group.lines.push_back(composer.line(*window[i]));
  if (group.lines.empty()) return;
  section.summary =
      fmt::format("{} in the window, those that pull hardest first.", counted(window.size(), "act"));
  section.groups.push_back(std::move(group));
  brief.sections.push_back(std::move(section));
}

// Sources in the order in which lines cite them; those that no line cites any more are left out.
void renumber(Brief& brief, const std::vector<ledger::Source>& all) {
  std::map<int, int> numbers;
  for (auto& section : brief.sections)
    for (auto& group : section.groups)
      for (auto& line : group.lines) {
        const auto [at, fresh] = numbers.emplace(line.source, static_cast<int>(numbers.size()) + 1);
        if (fresh) brief.sources.push_back(all[static_cast<std::size_t>(line.source) - 1]);
        line.source = at->second;
      }
}

}  // namespace

Brief compose(const ledger::Ledger& ledger, const World& world, const std::vector<std::string>& about,
              const BriefOptions& options) {
  Brief brief;
  Composer composer(world, options);
  ledger::Filter filter;
  filter.from = options.from;
  filter.to = options.to;
  filter.distinct = options.distinct;
  const std::set<std::string> own{about.front()};
  if (about.size() > 1) {
    filter.undirected = true;
    filter.sources = {about[0]};
    filter.targets = {about[1]};
    brief.title = world.name_of(about[0]) + " and " + world.name_of(about[1]);
  } else {
    filter.actors = about;
    brief.title = world.name_of(about[0]);
  }
  std::vector<EventRow> rows;
  ledger.events(filter, [&](const EventRow& row) {
    rows.push_back(row);
    return true;
  });
  ledger::Filter claim_filter;
  claim_filter.from = options.from;
  claim_filter.to = options.to;
  claim_filter.sources = {about[0]};
  if (about.size() > 1) claim_filter.targets = {about[1]};
  std::vector<ledger::ClaimRow> claims;
  ledger.claims(claim_filter, [&](const ledger::ClaimRow& row) {
    claims.push_back(row);
    return true;
  });

  // By partner, then by domain.
  std::map<std::string, std::vector<const EventRow*>> partners;
  std::vector<const EventRow*> home, elsewhere;
  for (const auto& row : rows) {
    std::set<std::string> others;
    for (const auto* list : {&row.event.source, &row.event.target})
      for (const auto& actor : *list)
        if (!actor.country.empty() && !own.contains(actor.country)) others.insert(actor.country);
    const bool both = names(row.event.source, own) && names(row.event.target, own);
    if (both && others.empty()) {
      home.push_back(&row);
    } else if (others.empty()) {
      elsewhere.push_back(&row);
    } else {
      for (const auto& code : others)
        if (about.size() < 2 || code == about[1]) partners[code].push_back(&row);
    }
  }
  std::vector<std::pair<std::string, std::vector<const EventRow*>>> order(partners.begin(), partners.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });

  const auto tally = [&](const std::vector<const EventRow*>& list) {
    std::size_t up = 0, down = 0, unreal = 0;
    for (const auto* row : list) {
      if (row->event.modality != Modality::actual)
        ++unreal;
      else if (row->event.score > 0)
        ++up;
      else if (row->event.score < 0)
        ++down;
    }
    return fmt::format(
        "{}: {} cooperative, {} in conflict or withheld, {} only planned, demanded or imagined.",
        counted(list.size(), "act"), up, down, unreal);
  };
  const auto section = [&](const std::string& title, const std::vector<const EventRow*>& list) {
    BriefSection out;
    out.title = title;
    out.summary = tally(list);
    std::map<std::string, BriefGroup> domains;
    for (const auto* row : list) {
      auto& group = domains[std::string(to_string(row->event.domain))];
      group.title = to_string(row->event.domain);
      group.lines.push_back(composer.line(*row));
    }
    for (auto& [name, group] : domains) {
      composer.cut(group);
      out.groups.push_back(std::move(group));
    }
    brief.sections.push_back(std::move(out));
  };

  // Stories first: they are what a reader remembers.
  std::map<std::pair<std::string, std::string>, std::vector<const EventRow*>> chains;
  for (const auto& row : rows)
    if (!row.event.chain.empty()) chains[{row.source.id, row.event.chain}].push_back(&row);
  BriefSection stories{"Stories", "", {}};
  for (auto& [key, list] : chains) {
    if (list.size() < 2) continue;
    std::stable_sort(list.begin(), list.end(), [](const EventRow* a, const EventRow* b) {
      return a->event.span.begin < b->event.span.begin;
    });
    BriefGroup group{key.second, {}};
    for (const auto* row : list) group.lines.push_back(composer.line(*row));
    stories.groups.push_back(std::move(group));
  }
  BriefSection marked{"Refused, promised, demanded", "", {}};
  BriefGroup refused{"refused", {}}, promised{"promised or planned", {}}, demanded{"asked or demanded", {}};
  for (const auto& row : rows) {
    if (row.event.type == Type::REJECT ||
        (row.event.polarity == Polarity::negated && row.event.modality == Modality::actual))
      refused.lines.push_back(composer.line(row));
    else if (row.event.modality == Modality::intended)
      promised.lines.push_back(composer.line(row));
    else if (row.event.type == Type::REQUEST || row.event.modality == Modality::demanded)
      demanded.lines.push_back(composer.line(row));
  }
  for (auto* group : {&refused, &promised, &demanded})
    if (!group->lines.empty()) {
      composer.cut(*group);
      marked.groups.push_back(std::move(*group));
    }
  judge(brief, composer, ledger, world, about, rows, order, options);
  for (const auto& [code, list] : order)
    section((about.size() > 1 ? "Between them" : "With " + world.name_of(code)), list);
  if (!home.empty()) section("At home", home);
  if (!elsewhere.empty()) section("With others", elsewhere);
  if (!marked.groups.empty()) brief.sections.push_back(std::move(marked));
  if (!stories.groups.empty()) brief.sections.push_back(std::move(stories));

  if (!claims.empty()) {
    BriefSection assess{"Who assesses what", "", {}};
    std::map<std::string, BriefGroup> by_speaker;
    std::vector<std::string> speakers;
    for (const auto& row : claims) {
      std::string who = speaker(row.claim.attribution);
      if (who.empty()) who = "the articles themselves";
      auto [at, fresh] = by_speaker.try_emplace(who);
      if (fresh) speakers.push_back(who);
      at->second.title = who;
      at->second.lines.push_back({row.source.date, std::string(to_string(row.claim.claim)), row.claim.text,
                                  "", composer.source(row.source), 1});
    }
    for (const auto& who : speakers) {
      composer.cut(by_speaker[who]);
      assess.groups.push_back(std::move(by_speaker[who]));
    }
    brief.sections.push_back(std::move(assess));
  }
  const auto all = composer.take_sources();
  renumber(brief, all);
  brief.summary = rows.empty() && claims.empty()
                      ? "The ledger holds nothing on this."
                      : fmt::format("{} and {} from {}.", counted(rows.size(), "act"),
                                    counted(claims.size(), "assessment"), counted(all.size(), "document"));
  if (about.size() == 1 && !order.empty()) {
    brief.summary += " Most with ";
    for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()); ++i)
      brief.summary +=
          fmt::format("{}{} ({})", i == 0 ? "" : ", ", world.name_of(order[i].first), order[i].second.size());
    brief.summary += ".";
  }
  return brief;
}

namespace {

// Without the characters that turn the direction of all that follows (U+202A..U+202E, U+2066..U+2069): an
// article's text must not rearrange the page around it.
std::string undirected(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = std::string_view(text).substr(i, 3);
    const bool embedding = three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE";
    const bool isolate = three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9";
    if (three.size() == 3 && (embedding || isolate))
      i += 2;
    else
      out += text[i];
  }
  return out;
}

std::string one_line(std::string text) {
  for (auto& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  return text;
}

// Every character that Markdown could take for markup gets a backslash.
std::string plain_markdown(const std::string& text) {
  std::string out;
  for (const char c : one_line(undirected(text))) {
    if (std::string_view("\\`*_{}[]<>()#+-!|~&").find(c) != std::string_view::npos && c != '-' && c != '(' &&
        c != ')' && c != '!' && c != '+')
      out += '\\';
    out += c;
  }
  return out;
}

std::string plain_html(const std::string& text) {
  return measure::escape(one_line(undirected(text)));
}

}  // namespace

std::string markdown(const Brief& brief) {
  std::string out = "# " + plain_markdown(brief.title) + "\n\n";
  if (!brief.verdict.empty()) out += "**" + plain_markdown(brief.verdict) + "**\n\n";
  out += plain_markdown(brief.summary) + "\n";
  for (const auto& s : brief.sections) {
    out += "\n## " + plain_markdown(s.title) + "\n";
    if (!s.summary.empty()) out += "\n" + plain_markdown(s.summary) + "\n";
    for (const auto& g : s.groups) {
      out += "\n### " + plain_markdown(g.title) + "\n\n";
      for (const auto& l : g.lines) {
        out += "- ";
        if (!l.day.empty()) out += "**" + l.day + "** ";
        out += plain_markdown(l.lead) + ": “" + plain_markdown(l.quote) + "”";
        if (!l.speaker.empty()) out += " — " + plain_markdown(l.speaker);
        if (l.articles > 1) out += fmt::format(" (told by {} articles)", l.articles);
        out += " \\[" + std::to_string(l.source) + "\\]\n";
      }
    }
  }
  if (!brief.sources.empty()) {
    out += "\n## Sources\n\n";
    for (std::size_t i = 0; i < brief.sources.size(); ++i) {
      const auto& s = brief.sources[i];
      out += std::to_string(i + 1) + ". " + plain_markdown(s.title.empty() ? s.id : s.title);
      if (!s.outlet.empty()) out += ", " + plain_markdown(s.outlet);
      if (!s.date.empty()) out += ", " + s.date;
      if (!s.url.empty()) out += ", " + plain_markdown(s.url);
      out += "\n";
    }
  }
  return out;
}

std::string html(const Brief& brief) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>" +
      plain_html(brief.title) +
      "</title>\n<style>\nbody{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 "
      "1rem;color:#222;background:#fff}\n"
      "h1,h2,h3{font-family:system-ui,sans-serif;line-height:1.2}h2{border-top:1px solid "
      "#bbb;padding-top:1rem}h3{font-size:1rem;color:#555}\n"
      "li{margin:.4rem 0}time{font-weight:600}q{font-style:italic}.by{color:#555}\n"
      "@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}h3,.by{color:#aaa}h2{border-"
      "color:#444}a{color:#9cf}}\n</style>\n</head>\n<body>\n<h1>" +
      plain_html(brief.title) + "</h1>\n";
  if (!brief.verdict.empty()) out += "<p><strong>" + plain_html(brief.verdict) + "</strong></p>\n";
  out += "<p>" + plain_html(brief.summary) + "</p>\n";
  for (const auto& s : brief.sections) {
    out += "<section>\n<h2>" + plain_html(s.title) + "</h2>\n";
    if (!s.summary.empty()) out += "<p>" + plain_html(s.summary) + "</p>\n";
    for (const auto& g : s.groups) {
      out += "<h3>" + plain_html(g.title) + "</h3>\n<ul>\n";
      for (const auto& l : g.lines) {
        out += "<li>";
        if (!l.day.empty()) out += "<time>" + plain_html(l.day) + "</time> ";
        out += plain_html(l.lead) + ": <q>" + plain_html(l.quote) + "</q>";
        if (!l.speaker.empty()) out += " <span class=\"by\">— " + plain_html(l.speaker) + "</span>";
        if (l.articles > 1)
          out += fmt::format(" <span class=\"by\">(told by {} articles)</span>", l.articles);
        out +=
            " <a href=\"#s" + std::to_string(l.source) + "\">[" + std::to_string(l.source) + "]</a></li>\n";
      }
      out += "</ul>\n";
    }
    out += "</section>\n";
  }
  if (!brief.sources.empty()) {
    out += "<section>\n<h2>Sources</h2>\n<ol>\n";
    for (std::size_t i = 0; i < brief.sources.size(); ++i) {
      const auto& s = brief.sources[i];
      out += "<li id=\"s" + std::to_string(i + 1) + "\">" + plain_html(s.title.empty() ? s.id : s.title);
      if (!s.outlet.empty()) out += ", " + plain_html(s.outlet);
      if (!s.date.empty()) out += ", " + plain_html(s.date);
      if (!s.url.empty()) out += ", " + plain_html(s.url);
      out += "</li>\n";
    }
    out += "</ol>\n</section>\n";
  }
  return out + "</body>\n</html>\n";
}

}  // namespace realign::exchange
