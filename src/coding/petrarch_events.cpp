#include "coding/petrarch_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "coding/petrarch_sides.h"
#include "text/table.h"

namespace realign::coding::petrarch {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr int kLongest = 500;  // words of a sentence

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

class SentenceReader : private Sides {
 public:
  SentenceReader(const SentenceView& view, const VerbDictionary& verbs, const Combinations& combinations,
                 Notes* notes)
      : Sides(view), verbs_(verbs), combine_(combinations), notes_(notes) {}

  std::vector<Act> run() {
    const int n = v_.size();
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
  const VerbDictionary& verbs_;
  const Combinations& combine_;
  Notes* notes_;
  std::vector<Act> acts_;

  void note(const std::string& line) {
    if (notes_ != nullptr) notes_->lines.push_back(line);
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
    if (empty < 0 && object_of(i) < 0)  // "vowed on Thursday to wage war"
      if (const int c = v_.child(i, Deprel::advcl); c >= 0 && infinitive(c) && v_.child(c, Deprel::mark) >= 0)
        empty = c;
    if (empty >= 0) {
      const auto* below = v_.verbal(empty) ? verb_at(v_, verbs_, empty) : nullptr;
      if (!v_.verbal(empty) || (below != nullptr && !below->code.empty())) empty = -1;
    }
    info.match = best_match(v_, verbs_.block(info.verb->block), i, info.passive, subject, agent_of(i), empty);
    info.code = info.match ? info.match->pattern->code : info.verb->code;
  }

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
      out.pattern = t.text;
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
    const int lower = depth < kClauses ? lower_of(i) : -1;
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
    // What somebody says of his own country is no act between two.
    if (info.code.there.starts_with("01"))
      std::erase_if(others, [&](const Who& o) {
        return std::any_of(c.sources.begin(), c.sources.end(),
                           [&](const Who& s) { return s.code.substr(0, 3) == o.code.substr(0, 3); });
      });
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
    const bool each = c.code.there == c.code.back || (mutual(c.code.there) && object_of(c.verb) < 0);
    if (c.targets.empty() && c.sources.size() > 1 && each && v_.word(c.verb).deprel != Deprel::advcl) {
      pairs(c, c.sources, c.sources, c.code.there, true);
      return;
    }
    if (!c.code.there.empty()) pairs(c, c.sources, c.targets, c.code.there, c.both);
    if (!c.code.back.empty()) pairs(c, c.targets, c.sources, c.code.back);
  }

  void pairs(const Clause& c, const People& sources, const People& targets, const std::string& code,
             bool each_other = false) {
    for (const auto& s : sources)
      for (const auto& t : targets) {
        if (s.code == t.code) continue;
        if (s.code.starts_with("---") && t.code.starts_with("---")) continue;  // nobody whom the text places
        // "Russia's Gazprom" is no two who agree with one another.
        if (each_other && (s.code.starts_with(t.code) || t.code.starts_with(s.code))) continue;
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
