#include "coding/story.h"

#include <algorithm>

namespace realign::coding {

using actors::Actor;
using syntax::Deprel;

namespace {

bool material_conflict(Type t) {
  return t == Type::ASSAULT || t == Type::COERCE || t == Type::SANCTION || t == Type::MOBILIZE ||
         t == Type::PROTEST;
}

bool material_or_verbal_conflict(Type t) {
  return t == Type::ASSAULT || t == Type::COERCE || t == Type::SANCTION || t == Type::MOBILIZE ||
         t == Type::ACCUSE || t == Type::THREATEN;
}

bool shares_country(const std::vector<Actor>& a, const std::vector<Actor>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Actor& x) {
    return !x.country.empty() &&
           std::any_of(b.begin(), b.end(), [&](const Actor& y) { return x.country == y.country; });
  });
}

bool same_side(const std::vector<Actor>& a, const std::vector<Actor>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Actor& x) {
    return std::any_of(b.begin(), b.end(), [&](const Actor& y) { return same_actor(x, y); });
  });
}

const Candidate* at_word(const std::vector<Candidate>& all, int sentence, int word) {
  for (const auto& c : all)
    if (c.sentence == sentence && c.word == word) return &c;
  return nullptr;
}

void supply(Candidate& to, const std::vector<Actor>& actors) {
  to.target = actors;
  std::erase_if(to.target, [&](const Actor& a) {
    return std::any_of(to.source.begin(), to.source.end(), [&](const Actor& b) { return same_actor(a, b); });
  });
  if (!to.target.empty()) to.inferred = true;
}

// Whoever did the act that a stance is about: told with the act itself, else elsewhere in the document.
void supply_doer(Candidate& c, const std::vector<Candidate>& all) {
  const Candidate* act = at_word(all, c.sentence, c.act);
  if (act == nullptr) return;
  if (!act->source.empty()) {
    supply(c, act->source);
    return;
  }
  const Candidate* best = nullptr;
  for (const auto& other : all) {
    if (&other == act || &other == &c || other.source.empty() || other.frame->type != act->frame->type ||
        !shares_country(other.target, act->target))
      continue;
    if (best == nullptr || other.sentence <= c.sentence) best = &other;
  }
  if (best != nullptr) supply(c, best->source);
}

// The governing clauses' subjects: "refused when Moscow demanded it" asks whoever refused.
const Candidate* governor(const Candidate& c, const Clause& clause, const std::vector<Candidate>& all) {
  int at = c.word;
  for (int steps = 0; steps < clause.size(); ++steps) {
    const auto& w = clause.word(at);
    if (w.head < 0) return nullptr;
    if (const Candidate* g = at_word(all, c.sentence, w.head); g != nullptr && clause.verbal(w.head))
      return g;
    at = w.head;
  }
  return nullptr;
}

const Candidate* last_request(const Candidate& c, const Clause& clause, const std::vector<Candidate>& all) {
  const Candidate* best = nullptr;
  for (const auto& other : all) {
    if (other.frame->type != Type::REQUEST || other.source.empty() || same_side(other.source, c.source))
      continue;
    if (other.sentence == c.sentence) {
      // One that the refusal's own clause holds, or that stands before it.
      if (clause.in_subtree(other.word, c.word) || other.word < c.word) best = &other;
    } else if (other.sentence == c.sentence - 1 && (best == nullptr || best->sentence < c.sentence)) {
      best = &other;
    }
  }
  return best;
}

// Sides that the word itself implies ("the January protests"), and acts upon oneself ("pursues reforms").
void complete_implied(Candidate& c, const std::string& state) {
  if (!c.frame->implied_source.empty()) {
    std::string country = state;
    if (!c.source.empty() && !c.source.front().country.empty())
      country = c.source.front().country;
    else if (!c.target.empty() && !c.target.front().country.empty())
      country = c.target.front().country;
    if (!country.empty()) {
      if (c.source.empty()) c.source = {{country, c.frame->implied_source, "", ""}}, c.inferred = true;
      if (c.source.size() == 1 && c.source.front().role.empty() && c.frame->kind == WordKind::noun)
        c.source.front().role = c.frame->implied_source;
      if (c.target.empty()) c.target = {{country, c.frame->implied_target, "", ""}}, c.inferred = true;
    }
  }
  if (c.frame->self && c.target.empty() && !c.source.empty()) c.target = c.source;
}

}  // namespace

namespace {

bool unable(const Clause& clause, int word) {
  return std::any_of(clause.children(word).begin(), clause.children(word).end(), [&](int k) {
    const auto& l = clause.lemma(k);
    return clause.word(k).deprel == Deprel::aux && (l == "can" || l == "ca" || l == "could");
  });
}

}  // namespace

void complete(std::vector<Candidate>& all, std::span<const Clause> clauses,
              std::span<const std::string> focus) {
  for (auto& c : all) {
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    // A coordinate verb without object of its own shares the first one's ("left Kazakhstan but returned").
    if (c.target.empty() && c.act < 0 && c.frame->kind == WordKind::verb &&
        clause.word(c.word).deprel == Deprel::conj && clause.object(c.word) < 0)
      if (const Candidate* first = at_word(all, c.sentence, clause.word(c.word).head);
          first != nullptr && !first->target.empty() && clause.own_subject(c.word) < 0)
        supply(c, first->target);
  }
  for (auto& c : all) {
    if (!c.target.empty() || c.source.empty()) continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    if (c.act >= 0) supply_doer(c, all);
    if (!c.target.empty()) continue;
    if (c.frame->type == Type::REQUEST) {
      if (const Candidate* g = governor(c, clause, all); g != nullptr && !same_side(g->source, c.source))
        supply(c, g->source);
    } else if (c.frame->type == Type::REJECT || c.frame->type == Type::CONCEDE) {
      if (!c.frame->self)
        if (const Candidate* request = last_request(c, clause, all)) supply(c, request->source);
    }
  }
  // The other party of a conflict told shortly before: "the invasion of Ukraine ... the territories annexed
  // by it".
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& c = all[i];
    if (!c.target.empty() || c.source.empty() || !material_conflict(c.frame->type) ||
        c.frame->type == Type::PROTEST || c.frame->self)
      continue;
    for (std::size_t j = i; j-- > 0 && all[j].sentence + 2 >= c.sentence;)
      if (material_conflict(all[j].frame->type) && !all[j].target.empty() &&
          !same_side(all[j].target, c.source) &&
          (all[j].source.empty() || same_side(all[j].source, c.source))) {
        supply(c, all[j].target);
        break;
      }
  }
  for (auto& c : all) complete_implied(c, focus[static_cast<std::size_t>(c.sentence)]);
  // "sent troops to quell the protests": whom the act within concerns, here or where the document told it
  // before.
  for (auto& c : all) {
    if (!c.target.empty() || c.source.empty() || c.frame->kind != WordKind::verb || !c.frame->alone) continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    for (const auto& inner : all) {
      if (inner.sentence != c.sentence || inner.word == c.word || inner.frame->kind != WordKind::noun ||
          !clause.in_subtree(inner.word, c.word))
        continue;
      const Candidate* told = &inner;
      for (const auto& other : all)
        if (told->target.empty() && other.frame->type == inner.frame->type && !other.target.empty())
          told = &other;
      if (!told->target.empty() && c.target.empty()) supply(c, told->target);
    }
  }
}

void select(std::vector<Candidate>& all, std::span<const Clause> clauses, const FrameSet& frames,
            std::vector<std::vector<std::string>>* notes) {
  const auto drop = [&](Candidate& c, std::string why) {
    if (c.dropped) return;
    c.dropped = true;
    c.why = std::move(why);
  };
  for (auto& c : all) {
    if (c.dropped) continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    const auto known = [](const std::vector<Actor>& side) {
      return std::any_of(side.begin(), side.end(), [](const Actor& a) { return !a.country.empty(); });
    };
    if (c.reading.drop) drop(c, "under a word that makes it no act of its own");
    if (!known(c.source) && !known(c.target)) drop(c, "no state, bloc or organisation among its actors");
    // What a private body does to a private person is no matter between states ("the Church imprisoned her").
    const auto is_private = [](const std::vector<Actor>& side) {
      return std::all_of(side.begin(), side.end(), [](const Actor& a) {
        return a.role == "civilians" || a.role == "business" || a.role == "expert" || a.role == "media" ||
               a.role == "religious" || a.role == "lawyer" || a.role == "athlete" || a.role == "artist" ||
               (a.role.empty() && !a.name.empty());
      });
    };
    if ((!c.source.empty() && !known(c.source) && is_private(c.target)) ||
        (!c.target.empty() && !known(c.target) && is_private(c.source)))
      drop(c, "a private matter");
    // "Economists warn that ...": a forecast, no threat.
    if (c.frame->type == Type::THREATEN && !known(c.source))
      drop(c, "a warning by nobody who could carry it out");
    if (c.source.empty() && !(c.frame->alone && known(c.target))) drop(c, "no source");
    // "the deposed president": whose doing it was is not told.
    if (c.source.empty() && c.frame->kind == WordKind::verb && clause.word(c.word).deprel == Deprel::amod)
      drop(c, "a mere attribute");
    // "a roof killed fifteen people"
    if (c.source.empty() && c.source_head >= 0 && clause.nominal(c.source_head) &&
        clause.word(c.source_head).upos == syntax::Upos::NOUN &&
        !frames.in_class("doer", clause.lemma(c.source_head)))
      drop(c, "its doer is nobody");
    // "cannot criticise its creditor" tells what one is able to, no act; "cannot accept" is a refusal.
    if (c.reading.modality == Modality::hypothetical && c.reading.polarity == Polarity::negated &&
        c.frame->type != Type::AGREE && c.frame->type != Type::SUPPORT && c.frame->type != Type::CONCEDE &&
        unable(clause, c.word))
      drop(c, "only what one cannot do");
    // What is asked for is told by the asking.
    if (const int h = clause.word(c.word).head;
        c.frame->kind == WordKind::verb && h >= 0 &&
        (clause.word(c.word).deprel == Deprel::xcomp || clause.word(c.word).deprel == Deprel::ccomp))
      if (const Candidate* g = at_word(all, c.sentence, h);
          g != nullptr && !g->source.empty() && !g->target.empty() &&
          (g->frame->type == Type::REQUEST ||
           (g->frame->type == Type::REJECT && c.inferred && !material_or_verbal_conflict(c.frame->type))))
        drop(c, "part of what '" + clause.word(h).form + "' says");
    if (c.target.empty() && !c.frame->alone) drop(c, "no target");
    if (c.frame->needs && c.inferred) drop(c, "its sides do not stand in the sentence");
    if (c.frame->kind == WordKind::noun && c.inferred && !c.retold && !c.frame->infer &&
        c.frame->implied_source.empty())
      drop(c, "a noun whose sides are not named with it");
    if (c.reading.absorbed_by >= 0)
      if (const Candidate* g = at_word(all, c.sentence, c.reading.absorbed_by);
          g != nullptr && !g->source.empty() && (!g->target.empty() || g->frame->alone))
        drop(c, "part of what '" + clause.word(c.reading.absorbed_by).form + "' says");
  }
  // "refused to criticise China" tells of China what was not done; nothing is refused to it.
  for (auto& c : all) {
    if (c.dropped || c.frame->kind != WordKind::verb || !material_or_verbal_conflict(c.frame->type) ||
        c.target.empty())
      continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    const int h = clause.word(c.word).head;
    if (h < 0 || clause.word(c.word).deprel != Deprel::xcomp) continue;
    for (auto& g : all)
      if (g.sentence == c.sentence && g.word == h && g.frame->type == Type::REJECT && !g.dropped)
        drop(g, "not refused to whom '" + clause.word(c.word).form + "' concerns");
  }
  // "agreed to sell radars", "pledged to recognise the island": one act. An agreement is told as such, a
  // promise by what is promised.
  for (auto& c : all) {
    if (c.dropped || c.frame->kind != WordKind::verb || c.frame->type == Type::REQUEST ||
        material_conflict(c.frame->type))
      continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    const auto& w = clause.word(c.word);
    if (w.head < 0 || (w.deprel != Deprel::xcomp && w.deprel != Deprel::ccomp && w.deprel != Deprel::advcl))
      continue;
    const auto* op = frames.op(WordKind::verb, clause.lemma(w.head), "xcomp");
    if (op == nullptr || !op->has_modality || op->modality != Modality::intended) continue;
    for (auto& g : all) {
      if (g.sentence != c.sentence || g.word != w.head || g.dropped || g.frame->type != Type::AGREE ||
          !same_side(g.source, c.source) || g.reading.polarity != c.reading.polarity ||
          !(same_side(g.target, c.target) || g.inferred || c.inferred))
        continue;
      if (g.frame->has_modality) {
        drop(g, "told by what '" + clause.lemma(c.word) + "' says is promised");
      } else {
        if (!c.inferred && g.inferred) g.target = c.target;
        if (c.frame->type == Type::RETREAT && c.frame->mode == "withdraw") g.mode = "part";
        drop(c, "part of what '" + clause.lemma(g.word) + "' says");
      }
      break;
    }
  }
  // A purpose of the same dyad adds nothing to the act that serves it ("sent troops to quell").
  for (auto& c : all) {
    if (c.dropped || !c.reading.purpose) continue;
    const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
    if (const Candidate* g = governor(c, clause, all);
        g != nullptr && !g->dropped && g->frame->type != Type::CONSULT && same_side(g->source, c.source))
      drop(c, "the purpose of an act already told");
  }
  // The same act told again: a noun that refers back to it, or the same word with the same sides.
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& c = all[i];
    if (c.dropped) continue;
    for (std::size_t j = 0; j < all.size(); ++j) {
      auto& first = all[j];
      if (j == i || first.dropped || first.frame->type != c.frame->type ||
          first.reading.polarity != c.reading.polarity)
        continue;
      const bool noun = c.frame->kind == WordKind::noun;
      const bool earlier = j < i;
      if (!(noun ? (earlier || (first.frame->kind == WordKind::verb && first.sentence == c.sentence))
                 : earlier))
        continue;
      const auto& lemma = clauses[static_cast<std::size_t>(c.sentence)].lemma(c.word);
      const auto& other = clauses[static_cast<std::size_t>(first.sentence)].lemma(first.word);
      const bool same_word = lemma == other && first.reading.modality == c.reading.modality;
      // "took care of the refugees and ensured their safety": one act in two verbs.
      const Clause& clause = clauses[static_cast<std::size_t>(c.sentence)];
      const bool joined = first.sentence == c.sentence && c.frame->type == Type::AID &&
                          clause.word(c.word).deprel == Deprel::conj &&
                          clause.word(c.word).head == first.word;
      if (!noun && !joined && !(same_word && first.sentence == c.sentence)) continue;
      if (!same_side(first.source, c.source) || !same_side(first.target, c.target)) continue;
      Span span;
      span.sentence = c.sentence;
      span.begin = clauses[static_cast<std::size_t>(c.sentence)].word(c.word).begin;
      span.end = clauses[static_cast<std::size_t>(c.sentence)].word(c.word).end;
      first.mentions.push_back(span);
      drop(c, "told already by '" + other + "'");
      break;
    }
  }
  if (notes != nullptr)
    for (const auto& c : all) {
      const auto& form = clauses[static_cast<std::size_t>(c.sentence)].word(c.word).form;
      (*notes)[static_cast<std::size_t>(c.sentence)].push_back(
          c.dropped ? "no record of '" + form + "': " + c.why
                    : "record: '" + form + "' " + std::string(to_string(c.frame->type)) + ", " +
                          describe(c.source) + " -> " + describe(c.target) + ", " +
                          std::string(to_string(c.reading.polarity)) + ", " +
                          std::string(to_string(c.reading.modality)));
    }
}

}  // namespace realign::coding
