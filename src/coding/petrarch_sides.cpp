#include "coding/petrarch_sides.h"

#include <algorithm>

namespace realign::coding::petrarch {

using syntax::Deprel;
using syntax::Upos;

namespace {

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

}  // namespace

std::string root(const std::string& code) {
  return code.substr(0, 2);
}

bool Sides::eligible(int i) const {
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

bool Sides::passive(int i) const {
  for (const int c : v_.children(i)) {
    const auto r = v_.word(c).deprel;
    if (r == Deprel::nsubj_pass || r == Deprel::aux_pass || r == Deprel::csubj_pass || r == Deprel::obl_agent)
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

bool Sides::negated(int i) const {
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

int Sides::own_subject(int i) const {
  for (const auto r : {Deprel::nsubj, Deprel::nsubj_pass, Deprel::nsubj_outer, Deprel::csubj})
    if (const int c = v_.child(i, r); c >= 0 && !(r == Deprel::csubj && v_.verbal(c))) return c;
  return -1;
}

int Sides::object_of(int i) const {
  for (const auto r : {Deprel::iobj, Deprel::obj})
    if (const int c = v_.child(i, r); c >= 0) return c;
  return -1;
}

bool Sides::infinitive(int i) const {
  for (const int c : v_.children(i))
    if (v_.word(c).deprel == Deprel::mark && v_.lower(c) == "to") return true;
  return v_.word(i).xpos == "VB" || v_.word(i).xpos == "VBG";
}

int Sides::upper_of(int i) const {
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

int Sides::controller(int u) const {
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

bool Sides::object_control(int u, int lower) const {
  if (own_subject(lower) >= 0) return false;
  const int o = controller(u);
  return o >= 0 && o < lower && !resolve(o).empty();
}

int Sides::subject_of(int i, int depth) const {
  if (const int s = own_subject(i); s >= 0) return s;
  const auto& w = v_.word(i);
  if (depth > kClauses || w.head < 0) return -1;
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

int Sides::patient(int i) const {
  for (const auto r : {Deprel::nsubj_pass, Deprel::csubj_pass, Deprel::nsubj})
    if (const int c = v_.child(i, r); c >= 0) return c;
  return subject_of(i);
}

int Sides::agent_of(int i) const {
  if (const int a = v_.child(i, Deprel::obl_agent); a >= 0) return a;
  for (const int c : v_.children(i))
    if (c > i && v_.preposition(c) >= 0 && v_.lower(v_.preposition(c)) == "by" &&
        v_.word(c).deprel != Deprel::advcl)
      return c;
  return -1;
}

People Sides::resolve(int i, int depth) const {
  if (i < 0 || depth > kClauses) return {};
  const auto& w = v_.word(i);
  if (w.upos == Upos::PRON || (w.upos == Upos::DET && w.xpos.starts_with("W"))) {
    if (w.xpos.starts_with("W") || v_.lower(i) == "that" || v_.lower(i) == "which" || v_.lower(i) == "who") {
      // The noun that the relative clause describes.
      for (int a = i, k = 0; a >= 0 && k < kClauses; a = v_.word(a).head, ++k)
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

void Sides::remove(People& from, const People& what) {
  std::erase_if(from, [&](const Who& w) { return std::find(what.begin(), what.end(), w) != what.end(); });
}

People Sides::resolve_phrase(int h, const People& but) const {
  return v_.verbal(h) ? anyone_below(h, but) : resolve(h);
}

std::vector<Sides::Phrase> Sides::phrases(int verb) const {
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

People Sides::sources(int i, double& sure) const {
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

People Sides::anyone_below(int i, const People& but) const {
  for (int w = 0; w < v_.size(); ++w) {
    if (!v_.in_subtree(w, i) || !v_.nominal(w)) continue;
    bool outside = false;
    for (int a = w; a != i && !outside; a = v_.word(a).head)
      outside = v_.preposition(a) >= 0 && SentenceView::circumstance(v_.lower(v_.preposition(a)));
    if (outside) continue;
    auto who = v_.named(w, false);
    remove(who, but);
    if (who.empty()) continue;
    // Agents without a name, so far from the verb, are nobody's other side, nor is who stands behind them.
    std::erase_if(who, [](const Who& a) { return a.code.starts_with("---"); });
    return who;
  }
  return {};
}

People Sides::targets(int i, const People& but, double& sure) const {
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
      if (fits(anyone_below(c, but), 0.6, out)) return out;
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

}  // namespace realign::coding::petrarch
