#include "coding/sides.h"

#include <algorithm>
#include <map>

#include "text/table.h"

namespace realign::coding {

using actors::Actor;
using actors::Cast;
using actors::Mention;
using actors::MentionKind;
using actors::World;
using syntax::Deprel;

KnownActs KnownActs::load(const std::string& path) {
  KnownActs known;
  const auto table = text::Table::read(path, 5, 4);
  for (const auto& row : table.rows()) {
    Act act;
    act.nouns = text::split(row[0], '|');
    act.source = row[1];
    act.target = row[2];
    const auto day = [&](const std::string& cell) -> std::optional<text::Date> {
      if (cell.empty()) return std::nullopt;
      const auto date = text::parse_date(cell);
      if (!date) throw table.error(row, "'" + cell + "' is no date");
      return date;
    };
    act.from = day(row[3]);
    act.to = day(row[4]);
    known.acts_.push_back(std::move(act));
  }
  return known;
}

const KnownActs::Act* KnownActs::find(std::string_view noun, std::string_view source, std::string_view target,
                                      const std::optional<text::Date>& date,
                                      const std::function<bool(std::string_view)>& mentioned) const {
  const Act* first = nullptr;
  for (const auto& act : acts_) {
    if (std::find(act.nouns.begin(), act.nouns.end(), noun) == act.nouns.end()) continue;
    if (!source.empty() && act.source != source) continue;
    if (!target.empty() && act.target != target) continue;
    if (date && ((act.from && *date < *act.from) || (act.to && *act.to < *date))) continue;
    if (mentioned(source.empty() ? act.source : act.target)) return &act;
    if (first == nullptr) first = &act;
  }
  return first;
}

namespace {

struct Dealing {  // two sides that had to do with one another
  int sentence = 0, word = 0;
  std::string source, target;
};

const std::string& country(const std::vector<Actor>& side) {
  static const std::string none;
  for (const auto& a : side)
    if (!a.country.empty()) return a.country;
  return none;
}

bool holds(const std::vector<Actor>& side, std::string_view code) {
  return std::any_of(side.begin(), side.end(), [&](const Actor& a) { return a.country == code; });
}

bool domestic(const std::vector<Actor>& side) {
  return std::any_of(side.begin(), side.end(), [](const Actor& a) {
    return a.role == "police" || a.role == "protesters" || a.role == "judiciary" || a.role == "rebels" ||
           a.role == "opposition" || a.role == "armed group" || a.role == "party";
  });
}

// Takes part in the affairs of its state, for it or against it.
bool public_role(const std::string& role) {
  return !role.empty() && role != "business" && role != "media" && role != "artist" && role != "athlete" &&
         role != "expert" && role != "lawyer" && role != "military";
}

class Inference {
 public:
  Inference(std::vector<Candidate>& all, std::span<const Clause> clauses, const Cast& cast,
            const World& world, const FrameSet& frames, const SideModel* model, std::vector<AskedSide>* asked)
      : all_(all),
        clauses_(clauses),
        cast_(cast),
        world_(world),
        frames_(frames),
        model_(model),
        asked_(asked) {}

  void run() {
    find_protagonist();
    int sentence = -1;
    std::vector<std::size_t> order(all_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return all_[a].sentence != all_[b].sentence ? all_[a].sentence < all_[b].sentence
                                                  : all_[a].word < all_[b].word;
    });
    for (const auto i : order) {
      auto& c = all_[i];
      while (sentence < c.sentence) weigh(++sentence);
      if (eligible(c)) {
        if (wants_target(c)) {
          const auto own = std::move(c.target);
          c.target.clear();
          supply_target(c);
          if (c.target.empty()) c.target = own;
        }
        if (country(c.source).empty()) supply_source(c);
        // Coups are made at home: "officers of the guard overthrew the president".
        if (c.frame->mode == "coup" && !country(c.target).empty())
          for (auto& a : c.source)
            if (a.role == "police" || a.role == "military" || a.role == "armed group" || a.role == "rebels")
              a.country = country(c.target);
      }
      if ((model_ != nullptr || asked_ != nullptr) && may_choose(c)) {
        c.stranger = country(c.source).empty() && c.source_head >= 0;
        std::vector<std::string> ways;
        for (const auto& m : cast_.in_sentence(c.sentence)) ways.push_back(path(clause(c), c.word, m.head));
        choose(c, false, ways);
        // "condemned the attack of X on Y": who is judged is told by the act.
        if (!(c.frame->stance && c.act >= 0 && !country(c.target).empty())) choose(c, true, ways);
        c.weighed = true;
      }
      const auto &s = country(c.source), &t = country(c.target);
      if (!c.dropped && !s.empty() && !t.empty() && s != t) dealings_.push_back({c.sentence, c.word, s, t});
    }
  }

 private:
  std::vector<Candidate>& all_;
  std::span<const Clause> clauses_;
  const Cast& cast_;
  const World& world_;
  const FrameSet& frames_;
  const SideModel* model_;         // nullptr: the rules' choice stands
  std::vector<AskedSide>* asked_;  // nullptr: nobody wants to know
  std::string protagonist_;        // "" if none stands out
  std::string home_;               // the one state that the document is about, "" if it is about several
  std::string first_, second_;     // the two that the document is about, if it is about two
  std::vector<Dealing> dealings_;
  std::map<std::string, double, std::less<>> weight_;  // of states and blocs spoken of, older mentions less

  const Clause& clause(const Candidate& c) const { return clauses_[static_cast<std::size_t>(c.sentence)]; }

  // The state that the document speaks of most, by a clear margin: what others do without saying to whom,
  // they do to it. And the pair that it is about: what one of them does so, it does to the other.
  void find_protagonist() {
    std::map<std::string, double> total;
    for (const auto& m : cast_.mentions())
      for (const auto& a : m.actors)
        if (world_.can_act(a.country))
          total[a.country] += (m.kind == MentionKind::adjective ? 0.3
                               : m.place                        ? 0.6
                                                                : 1.0) *
                              (m.sentence < 2 ? 2.0 : 1.0);
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [code, w] : total) order.emplace_back(w, code);
    std::sort(order.rbegin(), order.rend());
    if (!order.empty() && world_.is_state(order[0].second) && order[0].first >= 3 &&
        (order.size() < 2 || order[1].first < 0.35 * order[0].first))
      home_ = order[0].second;
    if (order.size() > 1 && order[1].first >= 4 &&
        (order.size() < 3 || order[1].first >= 1.3 * order[2].first)) {
      first_ = order[0].second;
      second_ = order[1].second;
    }
    std::erase_if(order, [&](const auto& e) { return !world_.is_state(e.second); });
    if (!order.empty() && order[0].first >= 4 &&
        (order.size() < 2 || order[0].first >= 1.15 * order[1].first))
      protagonist_ = order[0].second;
  }

  // The other of the two that the document is about; "" for a third.
  std::string counterpart(const std::vector<Actor>& us) const {
    if (first_.empty()) return {};
    if (holds(us, first_)) return holds(us, second_) ? std::string() : second_;
    return holds(us, second_) ? first_ : std::string();
  }

  void weigh(int sentence) {
    for (auto& [code, w] : weight_) w *= 0.75;
    for (const auto& m : cast_.in_sentence(sentence))
      for (const auto& a : m.actors)
        if (world_.can_act(a.country)) weight_[a.country] += m.place ? 0.6 : 1.0;
  }

  // An act between two sides that stand in the text, or near it.
  static bool may_choose(const Candidate& c) {
    return !c.dropped && !c.frame->self && !c.frame->drop && c.frame->implied_source.empty() &&
           !c.reading.drop && !c.frame->speaker &&
           !(country(c.source).empty() && country(c.target).empty() && c.frame->kind != WordKind::verb);
  }

  // From the act to a word, as relations: "<xcomp>nsubj" goes up an open complement and down to a subject.
  std::string path(const Clause& k, int from, int to) const {
    std::vector<int> up;
    for (int at = from; at >= 0 && up.size() < 12; at = k.word(at).head) up.push_back(at);
    std::vector<int> down;
    int meet = to;
    while (meet >= 0 && down.size() < 12 && std::find(up.begin(), up.end(), meet) == up.end()) {
      down.push_back(meet);
      meet = k.word(meet).head;
    }
    if (meet < 0) return "far";
    std::string out;
    int steps = 0;
    for (const int w : up) {
      if (w == meet) break;
      if (++steps > 4) return "far";
      out += '<';
      out += to_string(k.word(w).deprel);
    }
    for (auto w = down.rbegin(); w != down.rend(); ++w) {
      if (++steps > 4) return "far";
      out += '>';
      out += to_string(k.word(*w).deprel);
      const auto r = k.word(*w).deprel;
      if (r == Deprel::obl || r == Deprel::nmod || r == Deprel::obl_agent) out += ":" + k.preposition(*w);
    }
    if (k.passive(from)) out += "/passive";
    return out.empty() ? "self" : out;
  }

  static const char* kind_name(MentionKind kind) {
    switch (kind) {
      case MentionKind::state:
        return "state";
      case MentionKind::organisation:
        return "organisation";
      case MentionKind::metonym:
        return "metonym";
      case MentionKind::person:
        return "person";
      case MentionKind::role:
        return "role";
      case MentionKind::people:
        return "people";
      case MentionKind::adjective:
        return "adjective";
      case MentionKind::nominal:
        return "nominal";
      case MentionKind::pronoun:
        return "pronoun";
    }
    return "";
  }

  // Everybody who could be the one side of the act, with what speaks for each. `ways`: the paths from the act
  // to the mentions of its sentence.
  std::vector<SideOption> options(const Candidate& c, bool target, std::span<const std::string> ways) const {
    const auto& mine = target ? c.target : c.source;
    const auto& others = target ? c.source : c.target;
    const std::string_view type = to_string(c.frame->type), side = target ? "t." : "s.";
    std::vector<SideOption> out;
    const auto option = [&](std::string_view code) -> SideOption& {
      for (auto& o : out)
        if (o.code == code) return o;
      out.emplace_back();
      out.back().code = code;
      return out.back();
    };
    const auto note = [&](SideOption& o, std::string_view a, std::string_view b = {}, std::string_view d = {},
                          std::string_view e = {}, std::string_view f = {}) {
      o.note({side, a, b, d, e, f}, model_, asked_ != nullptr);
    };
    const std::string_view stranger = !target && c.stranger ? "/stranger" : "";
    const bool verb = c.frame->kind == WordKind::verb;
    if (const auto& now = country(mine); !now.empty()) {
      auto& o = option(now);
      o.current = true;
      o.actors = mine;
      const std::string_view how = (target ? c.target_direct : c.source_direct) ? "direct"
                                   : c.inferred                                 ? "inferred"
                                                                                : "inside";
      note(o, "now=", how);
      note(o, "now=", how, "/", type);
      note(o, "now=", c.frame->name == "ANY" ? "any" : verb ? "verb" : "noun");
    }
    int others_here = 0;
    std::string_view alone;
    std::size_t at = 0;
    std::vector<std::string_view> here;
    for (const auto& m : cast_.in_sentence(c.sentence)) {
      const std::string_view way = ways[at++];
      for (const auto& a : m.actors) {
        if (!world_.can_act(a.country)) continue;
        if (!holds(others, a.country) && a.country != alone) ++others_here, alone = a.country;
        here.push_back(a.country);
        auto& o = option(a.country);
        if (o.actors.empty() || (!o.current && m.kind != MentionKind::adjective && !m.place)) o.actors = {a};
        const std::string_view kind = kind_name(m.kind), place = m.place ? "-place" : "";
        note(o, "way=", way, stranger);
        note(o, "way=", way, "/", type);
        note(o, "way=", way, verb ? "/v" : "/n");
        note(o, "kind=", kind, place);
        note(o, "kind=", kind, place, "/", type);
        if (!a.role.empty()) note(o, "role=", a.role);
        const int d = m.head - c.word, far = std::abs(d);
        note(o, d < 0 ? "before" : "after", far < 3 ? "1" : far < 7 ? "2" : far < 13 ? "3" : "4");
        if (in_own_clause(c, m.head)) {
          note(o, "clause");
          note(o, "clause/", type);
        }
      }
    }
    if (others_here == 1) note(option(alone), "only");
    const bool nobody = country(mine).empty();
    const auto add = [&](const std::string& code, std::string_view what) {
      if (code.empty()) return;
      auto& o = option(code);
      note(o, what);
      note(o, what, "/", type);
      if (nobody) note(o, what, "/nobody");
    };
    add(protagonist_, "protagonist");
    add(home_, "home");
    add(counterpart(others), "counterpart");
    add(first_, "first");
    add(second_, "second");
    add(who_acted_upon(c, others), "acted-upon");
    add(last_partner(c, others, 1), "partner1");
    add(last_partner(c, others, 3), "partner3");
    add(most_spoken_of(others, 0.5), "spoken-of");
    add(country(others), "same");
    if (c.sentence > 0)
      for (const auto& m : cast_.in_sentence(c.sentence - 1))
        for (const auto& a : m.actors)
          if (world_.can_act(a.country)) note(option(a.country), "sentence-before");
    for (auto& o : out) {
      if (o.actors.empty()) o.actors = as_actor(o.code);
      const bool stands = std::find(here.begin(), here.end(), o.code) != here.end();
      note(o, stands ? "here" : "not-here");
      if (!stands) note(o, "not-here/", type);
      note(o, world_.is_state(o.code) ? "a-state" : "a-bloc");
      if (holds(others, o.code)) {
        note(o, "same-country");
        note(o, "same-country/", others.front().role);
        if (o.current) note(o, "same-country/now");
      } else if (country(others).empty()) {
        note(o, "other-unknown");
      }
    }
    return out;
  }

  // Which side the options speak for. Roles stay those of the mention chosen.
  void choose(Candidate& c, bool target, std::span<const std::string> ways) {
    const auto& others = target ? c.source : c.target;
    // What "Western states" or "the region" did was not done by a state nearby.
    if (const auto& now = country(target ? c.target : c.source); !now.empty() && !world_.can_act(now)) return;
    auto all = options(c, target, ways);
    if (all.empty()) return;
    if (asked_ != nullptr) {
      AskedSide asked{c.sentence, c.word, target, {}, all};
      for (const auto& a : others) asked.other += (asked.other.empty() ? "" : "+") + a.country;
      asked_->push_back(std::move(asked));
    }
    if (model_ == nullptr) return;
    // A state as a whole does nothing to itself: at home the two sides have roles.
    const auto whole = [](const std::vector<Actor>& side) {
      return !side.empty() && side.front().role.empty() && side.front().name.empty();
    };
    if (whole(others) && all.size() > 1)
      std::erase_if(all, [&](const SideOption& o) {
        return !o.current && o.code == others.front().country && whole(o.actors);
      });
    const auto [chosen, odds] = model_->choose(all);
    const SideOption& best = *chosen;
    (target ? c.target_odds : c.source_odds) = odds;
    if (best.current) return;
    auto& mine = target ? c.target : c.source;
    mine = best.actors;
    // At home the other side of a government is not the government.
    if (holds(others, best.code) && !mine.empty() && same_actor(mine.front(), others.front()))
      mine = {{best.code, "", "", ""}};
    (target ? c.target_head : c.source_head) = -1;
    (target ? c.target_direct : c.source_direct) = false;
    c.inferred = true;
    if (target) c.act = -1;
  }

  bool eligible(const Candidate& c) const {
    return !c.dropped && (c.frame->kind == WordKind::verb || (c.frame->infer && c.source_direct)) &&
           !c.frame->self && !c.frame->needs && !c.frame->drop && c.frame->implied_source.empty() &&
           !c.reading.drop && !c.frame->speaker;
  }

  // No target, one of no country ("the firm"), or only the source's own people for an act between states.
  static bool wants_target(const Candidate& c) {
    const auto& us = country(c.source);
    if (us.empty()) return false;
    if (country(c.target).empty()) return true;
    const auto t = c.frame->type;
    return (t == Type::AGREE || t == Type::CONSULT || t == Type::COOPERATE || t == Type::AID) &&
           std::all_of(c.target.begin(), c.target.end(), [&](const Actor& a) {
             return a.country == us && (a.role.empty() || a.role == "civilians");
           });
  }

  // Is the word part of c's own clause, not of one that hangs below it?
  bool in_own_clause(const Candidate& c, int w) const {
    const Clause& k = clause(c);
    if (c.act >= 0 && k.in_subtree(w, c.act)) return false;  // of the act judged, not of the judgement
    for (int at = w, steps = 0; at >= 0 && steps < 60; ++steps) {
      if (at == c.word) return true;
      const auto r = k.word(at).deprel;
      if ((r == Deprel::obl || r == Deprel::nmod) && frames_.in_class("aside", k.preposition(at)))
        return false;
      if ((r == Deprel::nsubj || r == Deprel::nsubj_pass) && k.word(at).head == c.word) return false;
      if (r == Deprel::ccomp || r == Deprel::acl || r == Deprel::advcl || r == Deprel::parataxis ||
          r == Deprel::acl_relcl || r == Deprel::csubj ||
          (r == Deprel::conj && (k.verbal(at) || k.word(at).head == c.word)))
        return false;
      at = k.word(at).head;
    }
    return false;
  }

  std::vector<Actor> other_side(const Mention& m, const std::vector<Actor>& not_these) const {
    std::vector<Actor> out;
    for (const auto& a : m.actors)
      if (world_.can_act(a.country) && !holds(not_these, a.country)) out.push_back(a);
    return out;
  }

  std::vector<Actor> in_clause(const Candidate& c, const std::vector<Actor>& not_these) const {
    std::vector<Actor> before, after;
    for (const auto& m : cast_.in_sentence(c.sentence)) {
      if (!in_own_clause(c, m.head)) continue;
      auto found = other_side(m, not_these);
      if (found.empty()) continue;
      if (m.head > c.word && after.empty())
        after = std::move(found);
      else if (m.head < c.word)
        before = std::move(found);
    }
    return after.empty() ? before : after;
  }

  const Candidate* at_word(int sentence, int word) const {
    for (const auto& c : all_)
      if (c.sentence == sentence && c.word == word) return &c;
    return nullptr;
  }

  static std::vector<Actor> as_actor(const std::string& code) {
    return code.empty() ? std::vector<Actor>{} : std::vector<Actor>{{code, "", "", ""}};
  }

  // Whoever acted upon one of `us` in this sentence or the two before.
  std::string who_acted_upon(const Candidate& c, const std::vector<Actor>& us) const {
    for (auto d = dealings_.rbegin(); d != dealings_.rend(); ++d) {
      if (c.sentence - d->sentence > 2) break;
      if (holds(us, d->target) && !holds(us, d->source)) return d->source;
    }
    return {};
  }

  std::string last_partner(const Candidate& c, const std::vector<Actor>& us, int reach) const {
    for (auto d = dealings_.rbegin(); d != dealings_.rend(); ++d) {
      if (c.sentence - d->sentence > reach) break;
      if (holds(us, d->target) && !holds(us, d->source)) return d->source;
      if (holds(us, d->source) && !holds(us, d->target)) return d->target;
    }
    return {};
  }

  std::string only_other_in_sentence(const Candidate& c, const std::vector<Actor>& us) const {
    std::string found;
    for (const auto& m : cast_.in_sentence(c.sentence)) {
      if (m.place && m.kind != MentionKind::metonym) continue;
      for (const auto& a : m.actors) {
        if (!world_.can_act(a.country) || holds(us, a.country) || a.country == found) continue;
        if (!found.empty()) return {};
        found = a.country;
      }
    }
    return found;
  }

  std::string most_spoken_of(const std::vector<Actor>& us, double least) const {
    std::string best;
    double most = least;
    for (const auto& [code, w] : weight_)
      if (w > most && !holds(us, code)) most = w, best = code;
    return best;
  }

  void supply_target(Candidate& c) {
    auto found = in_clause(c, c.source);
    const Clause& k = clause(c);
    if (found.empty() && k.word(c.word).deprel == Deprel::conj)
      if (const Candidate* first = at_word(c.sentence, k.word(c.word).head);
          first != nullptr && !first->target.empty() && k.own_subject(c.word) < 0)
        for (const auto& a : first->target)
          if (!holds(c.source, a.country)) found.push_back(a);
    const auto t = c.frame->type;
    if (found.empty() && domestic(c.source)) {
      // What police and protesters do, they do at home.
      // ... and those who speak up against somebody unnamed mostly mean their government.
      if (t == Type::COERCE || t == Type::ASSAULT || t == Type::PROTEST ||
          (c.source.front().role != "police" &&
           (t == Type::REJECT || t == Type::REQUEST || t == Type::ACCUSE)))
        found = as_actor(country(c.source));
      if (found.empty()) return;
    }
    // A text about one state: who asks, blames, backs there and names nobody else does so at home.
    if (found.empty() && !home_.empty() && country(c.source) == home_ && public_role(c.source.front().role) &&
        only_other_in_sentence(c, c.source).empty() &&
        (t == Type::REJECT || t == Type::REQUEST || t == Type::ACCUSE || t == Type::SUPPORT ||
         t == Type::CONCEDE || t == Type::COERCE || t == Type::THREATEN))
      found = as_actor(home_);
    if (found.empty()) {
      std::string code;
      if (t == Type::REJECT || t == Type::CONCEDE || t == Type::ACCUSE || t == Type::THREATEN ||
          t == Type::REQUEST)
        code = who_acted_upon(c, c.source);
      // "refused to sign the statement": of whoever has just spoken.
      if (code.empty() && t == Type::REJECT && !dealings_.empty() &&
          c.sentence - dealings_.back().sentence <= 1 && !holds(c.source, dealings_.back().source))
        code = dealings_.back().source;
      if (code.empty()) code = only_other_in_sentence(c, c.source);
      if (code.empty() && holds(c.source, second_)) code = counterpart(c.source);
      if (code.empty() && !holds(c.source, protagonist_)) code = protagonist_;
      if (code.empty()) code = last_partner(c, c.source, 2);
      if (code.empty()) code = counterpart(c.source);
      if (code.empty()) code = most_spoken_of(c.source, 0.7);
      found = as_actor(code);
    }
    if (found.empty()) return;
    c.target = std::move(found);
    c.inferred = true;
  }

  // Where the clause says that it happened; "" if it does not.
  std::string place_of(const Candidate& c) const {
    for (const auto& m : cast_.in_sentence(c.sentence))
      if (m.place && in_own_clause(c, m.head))
        for (const auto& a : m.actors)
          if (world_.is_state(a.country)) return a.country;
    return {};
  }

  // "More than 200 people have been detained": by the authorities of the state in question.
  void supply_authorities(Candidate& c) {
    const Clause& k = clause(c);
    if (c.frame->type != Type::COERCE || c.frame->mode == "coup" || !c.source.empty() || !k.passive(c.word) ||
        c.source_head >= 0 || k.word(c.word).deprel == Deprel::amod || k.word(c.word).deprel == Deprel::acl)
      return;
    std::string code = place_of(c);
    if (code.empty()) code = country(c.target);
    if (code.empty()) code = focus();
    if (code.empty()) return;
    if (country(c.target).empty()) {
      const int who = k.object(c.word);
      if (who < 0 ||
          !(k.word(who).upos == syntax::Upos::PROPN || frames_.in_class("person_like", k.lemma(who)) ||
            frames_.in_class("crowd", k.lemma(who)) || k.word(who).upos == syntax::Upos::NUM))
        return;
      c.target = {{code, "civilians", "", k.word(who).form}};
    }
    c.source = {{code, "government", "", ""}};
    c.inferred = true;
  }

  // The state most spoken of just now.
  std::string focus() const {
    std::string best;
    double most = 0.5;
    for (const auto& [code, w] : weight_)
      if (w > most && world_.is_state(code)) most = w, best = code;
    return best;
  }

  void supply_source(Candidate& c) {
    supply_authorities(c);
    if (!country(c.source).empty()) return;
    const Clause& k = clause(c);
    // A subject that is nobody we know acts for nobody we know.
    if (country(c.target).empty() || !k.passive(c.word) || c.source_head >= 0) return;
    const auto t = c.frame->type;
    if (t == Type::ASSAULT || t == Type::COERCE || t == Type::PROTEST || t == Type::MOBILIZE) return;
    auto found = in_clause(c, c.target);
    if (found.empty() && k.word(c.word).deprel == Deprel::conj)
      if (const Candidate* first = at_word(c.sentence, k.word(c.word).head); first != nullptr)
        for (const auto& a : first->source)
          if (!holds(c.target, a.country)) found.push_back(a);
    if (found.empty()) {
      std::string code = holds(c.target, protagonist_) ? std::string() : protagonist_;
      if (code.empty()) code = last_partner(c, c.target, 1);
      if (code.empty()) code = most_spoken_of(c.target, 1.0);
      found = as_actor(code);
    }
    if (found.empty()) return;
    c.source = std::move(found);
    c.inferred = true;
  }
};

// An act that a noun names by one side: the same act with both sides elsewhere, else one that all know.
void retell(Candidate& c, const std::vector<Candidate>& all, std::span<const Clause> clauses,
            const KnownActs& known, const std::optional<text::Date>& date,
            const std::function<bool(std::string_view)>& mentioned) {
  const auto &s = country(c.source), &t = country(c.target);
  if (s.empty() == t.empty()) return;
  const auto lemma_of = [&](const Candidate& of) -> const std::string& {
    return clauses[static_cast<std::size_t>(of.sentence)].lemma(of.word);
  };
  std::string source = s, target = t;
  const Candidate* full = nullptr;
  for (const auto& other : all) {
    if (&other == &c || other.dropped || other.frame->type != Type::ASSAULT ||
        other.frame->type != c.frame->type)
      continue;
    const auto &os = country(other.source), &ot = country(other.target);
    if (os.empty() || ot.empty() || os == ot || (!s.empty() && os != s) || (!t.empty() && ot != t) ||
        lemma_of(other) != lemma_of(c))
      continue;
    if (full == nullptr || other.sentence <= c.sentence) full = &other;
  }
  if (full != nullptr) {
    source = country(full->source);
    target = country(full->target);
  } else if (const auto* act = known.find(lemma_of(c), s, t, date, mentioned)) {
    source = act->source;
    target = act->target;
  } else {
    return;
  }
  if (s.empty()) c.source = {{source, "", "", ""}};
  if (t.empty()) c.target = {{target, "", "", ""}};
  c.retold = true;
}

}  // namespace

void infer_sides(std::vector<Candidate>& all, std::span<const Clause> clauses, const Cast& cast,
                 const World& world, const FrameSet& frames, const KnownActs& known,
                 const std::optional<text::Date>& date, const SideModel* model,
                 std::vector<AskedSide>* asked) {
  const auto mentioned = [&](std::string_view code) {
    return std::any_of(cast.mentions().begin(), cast.mentions().end(), [&](const Mention& m) {
      return std::any_of(m.actors.begin(), m.actors.end(), [&](const Actor& a) { return a.country == code; });
    });
  };
  for (auto& c : all)
    if (!c.dropped && c.frame->kind == WordKind::noun) retell(c, all, clauses, known, date, mentioned);
  Inference(all, clauses, cast, world, frames, model, asked).run();
}

}  // namespace realign::coding
