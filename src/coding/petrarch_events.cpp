#include "coding/petrarch_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/table.h"

namespace realign::coding::petrarch {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr int kLongest = 500;  // words of a sentence
constexpr int kDepth = 12;     // of clauses within clauses

using People = std::vector<Who>;

// Prepositions that say where: who is named there is a target only if nobody else is.
bool place(std::string_view p) {
  static constexpr std::string_view kWords[] = {"in",     "near",  "inside", "outside", "within", "across",
                                                "around", "along", "off",    "beside",  "over",   "through"};
  return std::find(std::begin(kWords), std::end(kWords), p) != std::end(kWords);
}

bool negation(std::string_view form) {
  return form == "not" || form == "n't" || form == "n\xE2\x80\x99t" || form == "never" || form == "neither" ||
         form == "nor" || form == "no-one";
}

std::string joined_codes(std::string code, std::string_view more) {
  for (std::size_t k = 0; k < more.size(); k += 3) {
    bool there = false;
    for (std::size_t j = 0; j + 3 <= code.size() && !there; j += 3)
      there = std::string_view(code).substr(j, 3) == more.substr(k, 3);
    if (!there) code += more.substr(k, 3);
  }
  return code;
}

std::string root(const std::string& code) {
  return code.substr(0, 2);
}

// Acts that people do with each other: who stands in one subject without an object did it to each other.
bool mutual(const std::string& code) {
  const auto r = root(code);
  return r == "03" || r == "04" || r == "05" || r == "06" || r == "19";
}

struct Clause {
  People sources, targets;
  Code code;
  int verb = -1;
  double sure = 1;
  std::string pattern;
  bool both = false;
};

class SentenceReader {
 public:
  SentenceReader(const SentenceView& view, const VerbDictionary& verbs, const Combinations& combinations,
                 Notes* notes)
      : v_(view), verbs_(verbs), combine_(combinations), notes_(notes) {}

  std::vector<Act> run() {
    const int n = v_.size();
    info_.resize(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) look(i);
    for (int i = 0; i < n; ++i) {
      if (!at(i).verb || at(i).used) continue;
      // A verb under another one is read with it, from above.
      if (const int u = upper_of(i); u >= 0 && at(u).verb && !at(u).code.empty() && !at(u).read) continue;
      read_from(i);
    }
    for (int i = 0; i < n; ++i)
      if (at(i).verb && !at(i).used && !at(i).read) read_from(i);
    return std::move(acts_);
  }

 private:
  struct Info {
    const Verb* verb = nullptr;
    std::optional<Match> match;
    Code code;
    bool passive = false, negated = false;
    bool used = false;  // part of another verb's act
    bool read = false;
  };

  const SentenceView& v_;
  const VerbDictionary& verbs_;
  const Combinations& combine_;
  Notes* notes_;
  std::vector<Info> info_;
  std::vector<Act> acts_;

  Info& at(int i) { return info_[static_cast<std::size_t>(i)]; }

  void note(const std::string& line) {
    if (notes_ != nullptr) notes_->lines.push_back(line);
  }

  // ---- the verb
  // ----------------------------------------------------------------------------------------------

  bool eligible(int i) const {
    if (!v_.verbal(i)) return false;
    switch (v_.word(i).deprel) {
      case Deprel::aux:
      case Deprel::aux_pass:
      case Deprel::cop:
      case Deprel::amod:
      case Deprel::case_:
      case Deprel::mark:
      case Deprel::compound:
      case Deprel::fixed:
      case Deprel::punct:
        return false;
      default:
        return true;
    }
  }

  bool passive(int i) const {
    for (const int c : v_.children(i)) {
      const auto r = v_.word(c).deprel;
      if (r == Deprel::nsubj_pass || r == Deprel::aux_pass || r == Deprel::csubj_pass ||
          r == Deprel::obl_agent)
        return true;
    }
    const auto& w = v_.word(i);
    // "There were soldiers killed."
    if (w.head >= 0 && v_.child(w.head, Deprel::expl) >= 0 && v_.child(i, Deprel::obj) < 0 &&
        (w.xpos == "VBN" || w.xpos == "VBD") && w.deprel != Deprel::ccomp)
      return true;
    if (w.xpos != "VBN") return false;
    if (v_.child(i, Deprel::nsubj) >= 0 || v_.child(i, Deprel::aux) >= 0) return false;
    if (w.deprel == Deprel::acl || w.deprel == Deprel::advcl) return v_.child(i, Deprel::obj) < 0;
    if (w.deprel == Deprel::conj && w.head >= 0 && v_.verbal(w.head)) return passive(w.head);
    return false;
  }

  bool negated(int i) const {
    for (const int c : v_.children(i)) {
      const auto r = v_.word(c).deprel;
      if ((r == Deprel::advmod || r == Deprel::det || r == Deprel::dep || r == Deprel::aux ||
           r == Deprel::cc_preconj || r == Deprel::cc) &&
          negation(v_.lower(c)) && c < i)
        return true;
      // "Neither A nor B", "no one".
      if (r == Deprel::nsubj || r == Deprel::nsubj_pass)
        for (const int d : v_.children(c))
          if (d < c && (v_.lower(d) == "neither" || v_.lower(d) == "no")) return true;
    }
    return false;
  }

  void look(int i) {
    auto& info = at(i);
    if (!eligible(i)) return;
    info.verb = verb_at(v_, verbs_, i);
    info.passive = passive(i);
    info.negated = negated(i);
    if (info.verb == nullptr) return;
    const int subject = info.passive ? patient(i) : subject_of(i);
    int empty = v_.child(i, Deprel::xcomp);
    if (empty >= 0) {
      const auto* below = v_.verbal(empty) ? verb_at(v_, verbs_, empty) : nullptr;
      if (!v_.verbal(empty) || (below != nullptr && !below->code.empty())) empty = -1;
    }
    info.match = best_match(v_, verbs_.block(info.verb->block), i, info.passive, subject, agent_of(i), empty);
    info.code = info.match ? info.match->pattern->code : info.verb->code;
  }

  // ---- who stands where
  // --------------------------------------------------------------------------------------

  int own_subject(int i) const {
    for (const auto r : {Deprel::nsubj, Deprel::nsubj_pass, Deprel::nsubj_outer, Deprel::csubj})
      if (const int c = v_.child(i, r); c >= 0 && !(r == Deprel::csubj && v_.verbal(c))) return c;
    return -1;
  }

  int object_of(int i) const {
    for (const auto r : {Deprel::iobj, Deprel::obj})
      if (const int c = v_.child(i, r); c >= 0) return c;
    return -1;
  }

  bool infinitive(int i) const {
    for (const int c : v_.children(i))
      if (v_.word(c).deprel == Deprel::mark && v_.lower(c) == "to") return true;
    return v_.word(i).xpos == "VB" || v_.word(i).xpos == "VBG";
  }

  // The clause that this one completes, -1 if it stands by itself.
  int upper_of(int i) const {
    const auto& w = v_.word(i);
    if (w.head < 0) return -1;
    switch (w.deprel) {
      case Deprel::ccomp:
      case Deprel::xcomp:
        return w.head;
      case Deprel::advcl:
      case Deprel::acl:
        // "asked X to help": infinitives are often attached as adverbial clauses.
        if (!infinitive(i) || v_.child(i, Deprel::mark) < 0) return -1;
        // "urged X to go" with "go" hung on X.
        if (v_.nominal(w.head) && v_.word(w.head).head >= 0 && v_.verbal(v_.word(w.head).head) &&
            object_of(v_.word(w.head).head) == w.head && !v_.named(w.head, false).empty())
          return v_.word(w.head).head;
        return v_.verbal(w.head) && object_control(w.head, i) ? w.head : -1;
      default:
        return -1;
    }
  }

  // Who is urged to do what the infinitive says: the object, of a passive the subject.
  int controller(int u) const {
    if (v_.verbal(u) && passive(u)) return agent_of(u) >= 0 ? patient(u) : -1;
    if (const int o = object_of(u); o >= 0) return o;
    // "called on X to go", "appealed to X to go".
    const auto& code = info_[static_cast<std::size_t>(u)].code.there;
    if (code.empty()) return -1;
    for (const int c : v_.children(u)) {
      const int p = v_.preposition(c);
      if (c < u || p < 0) continue;
      const auto& prep = v_.lower(p);
      const bool asks = code[0] == '1' || root(code) == "02" || root(code) == "09";
      if ((prep == "on" || prep == "upon" || prep == "for" || prep == "to") && asks && !v_.named(c).empty())
        return c;
    }
    return -1;
  }

  // Whether an infinitive's subject is its governor's object: "urged X to go", not "used X to go".
  bool object_control(int u, int lower) const {
    if (own_subject(lower) >= 0) return false;
    const int o = controller(u);
    return o >= 0 && o < lower && !resolve(o).empty();
  }

  int subject_of(int i, int depth = 0) const {
    if (const int s = own_subject(i); s >= 0) return s;
    const auto& w = v_.word(i);
    if (depth > kDepth || w.head < 0) return -1;
    // "as the leader prepared": parsers hang the subject of a finite verb on the verb above.
    if (w.deprel == Deprel::advcl && (w.xpos == "VBD" || w.xpos == "VBZ" || w.xpos == "VBP")) {
      int before = i - 1;
      while (before > 0 && (v_.word(before).upos == Upos::ADV || v_.word(before).upos == Upos::AUX)) --before;
      for (int a = before, k = 0; a >= 0 && k < 4; a = v_.word(a).head, ++k)
        if (a < i && v_.nominal(a) && v_.word(a).head == w.head && v_.preposition(a) >= 0 &&
            SentenceView::circumstance(v_.lower(v_.preposition(a))))
          return a;
    }
    switch (w.deprel) {
      case Deprel::conj:
        return v_.nominal(w.head) && !v_.verbal(w.head) && own_subject(w.head) < 0
                   ? -1
                   : subject_of(w.head, depth + 1);
      case Deprel::xcomp:
      case Deprel::advcl:
        if (upper_of(i) >= 0 && object_control(w.head, i)) return controller(w.head);
        return subject_of(w.head, depth + 1);
      case Deprel::ccomp:
        return subject_of(w.head, depth + 1);
      case Deprel::acl:
      case Deprel::acl_relcl:
        return w.head;
      default:
        return -1;
    }
  }

  int patient(int i) const {
    for (const auto r : {Deprel::nsubj_pass, Deprel::csubj_pass, Deprel::nsubj})
      if (const int c = v_.child(i, r); c >= 0) return c;
    return subject_of(i);
  }

  int agent_of(int i) const {
    if (const int a = v_.child(i, Deprel::obl_agent); a >= 0) return a;
    for (const int c : v_.children(i))
      if (c > i && v_.preposition(c) >= 0 && v_.lower(v_.preposition(c)) == "by" &&
          v_.word(c).deprel != Deprel::advcl)
        return c;
    return -1;
  }

  // Who a phrase is, a pronoun's antecedent included.
  People resolve(int i, int depth = 0) const {
    if (i < 0 || depth > kDepth) return {};
    const auto& w = v_.word(i);
    if (w.upos == Upos::PRON || (w.upos == Upos::DET && w.xpos.starts_with("W"))) {
      if (w.xpos.starts_with("W") || v_.lower(i) == "that" || v_.lower(i) == "which" ||
          v_.lower(i) == "who") {
        // The noun that the relative clause describes.
        for (int a = i, k = 0; a >= 0 && k < kDepth; a = v_.word(a).head, ++k)
          if (v_.word(a).deprel == Deprel::acl_relcl || v_.word(a).deprel == Deprel::acl)
            return resolve(v_.word(a).head, depth + 1);
        return {};
      }
      const auto& l = v_.lower(i);
      const bool personal = l == "he" || l == "she" || l == "it" || l == "they" || l == "him" || l == "them";
      const bool reflexive = l.ends_with("self") || l.ends_with("selves");
      if (!personal && !reflexive) return {};
      // A reflexive one is its own clause's subject, any other that of a clause above.
      int clauses = 0;
      for (int a = w.head; a >= 0; a = v_.word(a).head) {
        const int s = own_subject(a);
        if (s < 0) continue;
        ++clauses;
        if (s == i || (clauses == 1 && !reflexive)) continue;
        if (auto who = resolve(s, depth + 1); !who.empty()) return who;
      }
      // "X said ..., and it denied ...": the clause before.
      return {};
    }
    return v_.named(i);
  }

  static void remove(People& from, const People& what) {
    std::erase_if(from, [&](const Who& w) { return std::find(what.begin(), what.end(), w) != what.end(); });
  }

  // Who a prepositional phrase names; of one whose noun was taken for a verb, whoever stands below it.
  People resolve_phrase(int h, const People& but) const {
    return v_.verbal(h) ? anyone_below(h, but) : resolve(h);
  }

  // Prepositional phrases of the verb, by how likely they name its other side.
  struct Phrase {
    int head;
    bool place;
  };
  std::vector<Phrase> phrases(int verb) const {
    std::vector<Phrase> out;
    for (const int h : phrases_below(v_, verb)) {
      const int p = v_.preposition(h);
      if (p < 0) continue;
      if (SentenceView::circumstance(v_.lower(p))) continue;
      // Within a phrase of circumstance ("after talks with X")?
      bool within = false;
      for (int a = v_.word(h).head; a >= 0 && a != verb && !within; a = v_.word(a).head)
        within = v_.preposition(a) >= 0 && SentenceView::circumstance(v_.lower(v_.preposition(a)));
      if (!within) out.push_back({h, place(v_.lower(p))});
    }
    return out;
  }

  People sources(int i, double& sure) const {
    const auto& info = info_[static_cast<std::size_t>(i)];
    if (!info.passive) {
      const int s = subject_of(i);
      if (s >= 0 && v_.word(s).upos == Upos::PRON) sure *= 0.9;
      auto who = resolve(s);
      // "The report released in X alleged": a participle behind the subject that parsers hang on the verb, or
      // the verb on it.
      for (int x = s + 1; s >= 0 && who.empty() && x <= s + 2 && x < i; ++x) {
        if (!v_.verbal(x) || (v_.word(x).head != i && v_.word(i).head != x)) continue;
        for (const int c : v_.children(x)) {
          if (c < x || c > i || v_.preposition(c) < 0) continue;
          who = resolve(c);
          if (!who.empty()) sure *= 0.7;
          if (!who.empty()) break;
        }
      }
      return who;
    }
    if (const int a = agent_of(i); a >= 0) return resolve(a);
    // No agent: "was freed from X", "was shot in X", "was criticized over its dispute with X".
    const auto mine = resolve(patient(i));
    const auto list = phrases(i);
    for (const auto* wanted : {"from", "in", ""})
      for (const auto& p : list) {
        if (*wanted != '\0' ? v_.lower(v_.preposition(p.head)) != wanted : p.place) continue;
        auto who = resolve(p.head);
        remove(who, mine);
        if (who.empty()) continue;
        sure *= 0.6;
        return who;
      }
    return {};
  }

  // Anyone named below word `i`, in the order of the text; `skip`: the subtree of another clause.
  People anyone_below(int i, const People& but) const {
    for (int w = 0; w < v_.size(); ++w) {
      if (!v_.in_subtree(w, i) || !v_.nominal(w)) continue;
      bool outside = false;
      for (int a = w; a != i && !outside; a = v_.word(a).head)
        outside = v_.preposition(a) >= 0 && SentenceView::circumstance(v_.lower(v_.preposition(a)));
      if (outside) continue;
      auto who = v_.named(w, false);
      remove(who, but);
      if (!who.empty()) return who;
    }
    return {};
  }

  People targets(int i, const People& but, double& sure) const {
    const auto& info = info_[static_cast<std::size_t>(i)];
    const auto fits = [&](People who, double factor, People& out) {
      remove(who, but);
      if (who.empty()) return false;
      sure *= factor;
      out = std::move(who);
      return true;
    };
    People out;
    if (info.passive) {
      if (fits(resolve(patient(i)), 1, out)) return out;
      // "A bomb was fired at X."
      for (const auto& p : phrases(i)) {
        const auto& prep = v_.lower(v_.preposition(p.head));
        if ((prep == "at" || prep == "on" || prep == "against" || prep == "to" || prep == "toward") &&
            fits(resolve(p.head), 0.9, out))
          return out;
      }
      return out;
    }
    if (info.match && info.match->target >= 0) {
      if (fits(resolve(info.match->target), 1, out)) return out;
    }
    const auto bound = [&](int h) {
      return info.match &&
             std::find(info.match->anyone.begin(), info.match->anyone.end(), h) != info.match->anyone.end();
    };
    // Objects; those of a coordinate verb if this one has none.
    std::vector<int> objects;
    const auto add_objects = [&](int verb) {
      for (const int c : v_.children(verb))
        if (v_.word(c).deprel == Deprel::obj || v_.word(c).deprel == Deprel::iobj) objects.push_back(c);
    };
    add_objects(i);
    const auto list = phrases(i);
    for (const int o : objects) {
      // Who is nobody by the pattern is not found through the object either.
      const bool barred = info.match && std::any_of(info.match->anyone.begin(), info.match->anyone.end(),
                                                    [&](int h) { return v_.in_subtree(h, o); });
      auto who = barred ? v_.named(o, false) : resolve(o);
      // "received ministers from X", the phrase hung on the verb: X's ministers.
      if (who.size() == 1 && who[0].code.starts_with("---"))
        for (const auto& p : list) {
          const auto& prep = v_.lower(v_.preposition(p.head));
          if (v_.word(p.head).head != i || p.head < o || (prep != "from" && prep != "of")) continue;
          if (auto whose = v_.named(p.head); whose.size() == 1 && !whose[0].code.starts_with("---"))
            who[0].code = joined_codes(whose[0].code, who[0].code.substr(3));
          break;
        }
      if (fits(who, 1, out)) return out;
    }
    // Who travels goes to the place, though a pattern passes over it: "attended a summit in X on Y".
    const auto& there = info.code.there;
    if (info.match && (there == "042" || there == "043" || there == "044"))
      for (const int h : info.match->anyone)
        if (fits(resolve(h), 0.8, out)) return out;
    for (const auto& p : list)
      if (!p.place && !bound(p.head) && fits(resolve_phrase(p.head, but), 0.95, out)) return out;
    // "hopes that X ...": the subject of a clause below an object.
    for (const int o : objects)
      for (const int c : v_.children(o))
        if (v_.clause(c))
          if (const int s = own_subject(c); s >= 0 && fits(resolve(s), 0.8, out)) return out;
    // The place that a pattern passes over ("SUMMIT (IN ^)") is nearer than what stands further below.
    if (info.match && !info.match->target_behind && info.match->target < 0)
      for (const int h : info.match->anyone)
        if (fits(resolve(h), 0.6, out)) return out;
    for (const int o : objects)
      if (fits(anyone_below(o, but), 0.8, out)) return out;
    const bool statement = info.code.there.starts_with("01");
    if (!statement)
      for (const auto& p : list)
        if (p.place && !bound(p.head) && fits(resolve(p.head), 0.6, out)) return out;
    for (const int c : v_.children(i)) {
      const auto r = v_.word(c).deprel;
      if (c > i && (r == Deprel::xcomp || r == Deprel::ccomp || r == Deprel::advcl || r == Deprel::acl) &&
          (infinitive(c) || r == Deprel::ccomp || r == Deprel::xcomp) && !statement) {
        auto who = anyone_below(c, but);
        std::erase_if(who, [](const Who& w) { return w.code.starts_with("---"); });
        if (fits(std::move(who), 0.6, out)) return out;
      }
    }
    if (objects.empty()) {
      // "visited and praised X": the object stands with the last one.
      const auto& w = v_.word(i);
      const int first = w.deprel == Deprel::conj ? w.head : i;
      if (first >= 0 && v_.verbal(first)) {
        objects.clear();
        for (const int c : v_.children(first))
          if (v_.word(c).deprel == Deprel::conj && v_.verbal(c) && c > i) add_objects(c);
        if (first != i)
          for (const int c : v_.children(first))
            if (v_.word(c).deprel == Deprel::obj && c > i) objects.push_back(c);
        for (const int o : objects)
          if (fits(resolve(o), 0.9, out)) return out;
      }
    }
    return out;
  }

  // ---- clauses
  // -----------------------------------------------------------------------------------------------

  int lower_of(int u) const {
    for (const auto r : {Deprel::ccomp, Deprel::xcomp, Deprel::advcl, Deprel::acl})
      for (const int c : v_.children(u))
        if (v_.word(c).deprel == r && upper_of(c) == u) return c;
    if (const int o = object_of(u); o >= 0)
      for (const int c : v_.children(o))
        if (v_.word(c).deprel == Deprel::acl && upper_of(c) == u) return c;
    return -1;
  }

  bool asks_for_infinitive(const Match& match) const {
    for (const auto& item : match.pattern->after)
      if (item.kind == Item::Kind::preposition && !item.words.empty()) return true;
    return false;
  }

  std::string shown(const People& who) const {
    std::string out;
    for (const auto& w : who) out += (out.empty() ? "" : ",") + w.code;
    return out.empty() ? "nobody" : out;
  }

  bool same(const People& a, const People& b) const {
    return !a.empty() && a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
  }

  bool transform(int u, int lower, const Clause& upper, const Clause& low, const People& low_subject,
                 bool own, Clause& out) {
    const auto& info = at(u);
    for (const auto& t : verbs_.transformations()) {
      if (t.upper_block != info.verb->block) continue;
      if (t.lower_block >= 0) {
        const auto& code = verbs_.block(t.lower_block).code.there;
        if (low.code.empty() || code.empty() || root(low.code.there) != root(code)) continue;
      } else if (low.code.empty()) {
        continue;
      }
      const bool shared = !own || same(low_subject, upper.sources);
      if (t.lower_source == "_" && own) continue;
      if (t.lower_source == t.upper_source && !shared) continue;
      if (t.lower_source != "_" && t.lower_source != "." && t.lower_source != t.upper_source &&
          (low_subject.empty() || shared))
        continue;
      if (t.lower_source == t.upper_source && low_subject.empty() && own) continue;
      if (t.lower_target == "_" && !low.targets.empty()) continue;
      if (t.lower_target != "_" && t.lower_target != "." && low.targets.empty()) continue;
      const auto value = [&](const std::string& name) -> People {
        if (name == t.upper_source) return upper.sources;
        if (name == t.lower_source) return low_subject;
        if (name == t.lower_target) return low.targets;
        return {};
      };
      out = upper;
      out.sources = value(t.source);
      out.targets = value(t.target);
      out.code = t.code == "Q" ? low.code : Code{t.code, {}};
      out.pattern = "~ " + t.text;
      out.sure = upper.sure * low.sure;
      if (out.sources.empty() || out.targets.empty()) continue;
      use(lower, true);
      return true;
    }
    return false;
  }

  void use(int i, bool coordinated) {
    at(i).used = true;
    if (!coordinated) return;
    for (const int c : v_.children(i))
      if (v_.word(c).deprel == Deprel::conj && v_.verbal(c)) at(c).used = true;
  }

  void negate(Clause& c) {
    c.code.there = c.code.there.empty() ? "" : combine_.of("not", c.code.there);
    c.code.back = c.code.back.empty() ? "" : combine_.of("not", c.code.back);
  }

  Clause compute(int i, int depth) {
    auto& info = at(i);
    info.read = true;
    Clause c;
    c.verb = i;
    c.code = info.code;
    if (info.match) c.pattern = info.match->pattern->text;
    c.sources = sources(i, c.sure);
    const int lower = depth < kDepth ? lower_of(i) : -1;
    const auto own_targets = [&] {
      if (info.match && !info.passive && (info.match->subject_is_target || info.match->source_behind)) {
        // "+ * MESSAGE $": the subject receives what somebody behind the verb does.
        double ignored = 1;
        auto behind = info.match->source >= 0 ? resolve(info.match->source) : targets(i, c.sources, ignored);
        c.targets = std::move(c.sources);
        c.sources = std::move(behind);
        return;
      }
      if (info.match && info.match->source >= 0) c.sources = resolve(info.match->source);
      if (info.match && info.match->both && c.sources.size() > 1) {
        c.both = true;
        c.targets = c.sources;
        return;
      }
      c.targets = targets(i, c.sources, c.sure);
    };
    // What is done for a purpose is done; the purpose is not ("met to discuss").
    if (!c.code.empty())
      for (const int d : v_.children(i))
        if (d != lower && v_.word(d).deprel == Deprel::advcl && v_.word(d).xpos == "VB") use(d, true);
    if (lower < 0) {
      own_targets();
    } else {
      read_with(i, lower, depth, c, own_targets);
    }
    if (info.negated) negate(c);
    return c;
  }

  template <typename OwnTargets>
  void read_with(int i, int lower, int depth, Clause& c, const OwnTargets& own_targets) {
    auto& info = at(i);
    const bool own = own_subject(lower) >= 0;
    const bool control = !own && object_control(i, lower);
    const People below = own ? resolve(own_subject(lower)) : control ? resolve(controller(i)) : c.sources;
    Clause low;
    const bool verb = at(lower).verb != nullptr && !info.code.empty();
    if (verb) low = compute(lower, depth + 1);
    if (info.code.empty()) {  // "began to", "tried to": the verb below says it
      if (!own && !control && combine_.undoes(v_.word(i).lemma)) at(lower).negated = !at(lower).negated;
      own_targets();
      return;
    }
    const People& doer = verb && at(lower).passive ? low.sources : below;
    if (verb && transform(i, lower, c, low, doer, own || control, c)) return;
    if (info.match && asks_for_infinitive(*info.match)) {
      use(lower, false);
      own_targets();
      return;
    }
    const bool shared = (!own && !control) || same(below, c.sources);
    if (shared) {
      if (low.code.empty()) {
        own_targets();
        return;
      }
      const auto joined = combine_.of(info.code.there, low.code.there);
      const auto upper = info.code;
      c.code = joined.empty() ? low.code : Code{joined, {}};
      c.pattern += c.pattern.empty() || low.pattern.empty() ? low.pattern : " / " + low.pattern;
      c.sure *= low.sure;
      c.targets = low.targets;
      if (c.sources.empty()) c.sources = low.sources;
      if (c.targets.empty()) c.targets = targets(i, c.sources, c.sure);
      if (info.passive && !low.sources.empty()) {
        // "was seen to attack": the one who was seen.
        c.sources = low.sources;
        c.targets = low.targets;
      }
      use(lower, false);
      return;
    }
    if (control) {
      c.targets = below;
      // To want that another does something is no intention of one's own.
      if (root(info.code.there) == "03") c.code = {};
      const auto joined = low.code.empty() ? std::string() : combine_.of(info.code.there, low.code.there);
      if (!joined.empty() && !c.code.empty()) c.code = {joined, {}};
      use(lower, false);
      return;
    }
    // Another's act: a statement about it, unless it is told in full.
    if (below.empty()) {
      own_targets();
      return;
    }
    if (c.sources.empty()) {  // "it was noted that X ...": what X did
      c.code = {};
      return;
    }
    People others = below;
    remove(others, c.sources);
    const auto r = root(low.code.there);
    const bool word = r == "01" || r == "02" || r == "10" || r == "11" || r == "12" || r == "13";
    if (info.code.there.starts_with("01")) {
      if (word) {
        c.code = {low.code.there, {}};
        use(lower, false);
      } else if (!low.code.empty() && !low.targets.empty() && !low.sources.empty()) {
        c.code = {};
        emit(low);
        use(lower, false);
        return;
      }
    } else {
      const auto joined = low.code.empty() ? std::string() : combine_.of(info.code.there, low.code.there);
      if (!joined.empty()) c.code = {joined, {}};
      use(lower, true);
    }
    c.targets = std::move(others);
    c.sure *= 0.9;
  }

  void read_from(int i) {
    const Clause c = compute(i, 0);
    emit(c);
  }

  void emit(const Clause& c) {
    if (notes_ != nullptr)
      note(fmt::format("verb '{}'{}{}: {} -> {} {}{}", v_.word(c.verb).form,
                       c.pattern.empty() ? "" : " with '" + c.pattern + "'",
                       at(c.verb).negated ? ", negated" : "", shown(c.sources), shown(c.targets),
                       c.code.there.empty() ? "no code" : c.code.there,
                       c.code.back.empty() ? "" : ", back " + c.code.back));
    if (c.code.empty()) return;
    if (c.targets.empty() && c.sources.size() > 1 && mutual(c.code.there) &&
        v_.word(c.verb).deprel != Deprel::advcl) {
      pairs(c, c.sources, c.sources, c.code.there);
      return;
    }
    if (!c.code.there.empty()) pairs(c, c.sources, c.targets, c.code.there);
    if (!c.code.back.empty()) pairs(c, c.targets, c.sources, c.code.back);
  }

  void pairs(const Clause& c, const People& sources, const People& targets, const std::string& code) {
    for (const auto& s : sources)
      for (const auto& t : targets) {
        if (s.code == t.code) continue;
        const bool there = std::any_of(acts_.begin(), acts_.end(), [&](const Act& a) {
          return a.source == s && a.target == t && (a.code == code || a.verb == c.verb);
        });
        if (!there) acts_.push_back({s, t, code, c.verb, c.sure, c.pattern});
      }
  }
};

}  // namespace

Combinations Combinations::load(const std::string& path) {
  Combinations out;
  const auto table = text::Table::read(path, 3, 2);
  for (const auto& row : table.rows()) {
    const auto code = [](const std::string& s) {
      return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos;
    };
    if (row[0] == "undoes") {
      for (auto& verb : text::split(row[1], '|')) out.undoing_.insert(std::move(verb));
      continue;
    }
    if ((row[0] != "not" && !code(row[0])) || !code(row[1]) || !code(row[2]))
      throw table.error(row, "columns are a CAMEO code or 'not', the beginning of a code, and a code");
    out.rows_[row[0] + " " + row[1]] = row[2];
  }
  return out;
}

std::string Combinations::of(const std::string& upper, const std::string& lower) const {
  for (std::size_t n = lower.size(); n > 1; --n)
    if (const auto found = rows_.find(upper + " " + lower.substr(0, n)); found != rows_.end())
      return found->second;
  return {};
}

std::vector<Act> find_acts(const SentenceView& view, const VerbDictionary& verbs,
                           const Combinations& combinations, Notes* notes) {
  if (view.size() > kLongest) return {};
  return SentenceReader(view, verbs, combinations, notes).run();
}

}  // namespace realign::coding::petrarch
