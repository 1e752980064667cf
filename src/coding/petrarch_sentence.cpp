#include "coding/petrarch_sentence.h"

#include <algorithm>

#include "syntax/characters.h"

namespace realign::coding::petrarch {

using syntax::Deprel;
using syntax::Upos;

namespace {

constexpr int kDepth = 8;  // of phrases within phrases

bool premodifier(Deprel r) {
  switch (r) {
    case Deprel::compound:
    case Deprel::amod:
    case Deprel::nmod_poss:
    case Deprel::flat:
    case Deprel::nummod:
    case Deprel::det:
    case Deprel::det_predet:
    case Deprel::fixed:
    case Deprel::nmod_desc:
    case Deprel::goeswith:
    case Deprel::case_:
      return true;
    default:
      return false;
  }
}

bool is_negligible(std::string_view form) {
  return form == "-" || form == "--" || form == "\xE2\x80\x93" || form == "''" || form == "``" ||
         form == "\"";
}

// As the Penn treebank writes ( and ).
bool is_bracket(std::string_view form) {
  return form == "-lrb-" || form == "-rrb-" || form == "-lsb-" || form == "-rsb-";
}

}  // namespace

SentenceView::SentenceView(const syntax::Sentence& sentence, const ActorDictionary& actors,
                           const Vocabulary& vocabulary, int date, const OtherNames* others)
    : words_(&sentence.words), actors_(&actors), others_(others), date_(date) {
  const auto n = words_->size();
  child_start_.assign(n + 2, 0);
  for (const auto& w : *words_)
    if (w.head >= 0) ++child_start_[static_cast<std::size_t>(w.head) + 1];
  for (std::size_t i = 1; i < child_start_.size(); ++i) child_start_[i] += child_start_[i - 1];
  child_list_.resize(n);
  auto next = child_start_;
  for (std::size_t i = 0; i < n; ++i)
    if (const int h = (*words_)[i].head; h >= 0)
      child_list_[static_cast<std::size_t>(next[static_cast<std::size_t>(h)]++)] = static_cast<int>(i);

  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < n; ++i) {
    const auto& w = (*words_)[i];
    lower_.push_back(syntax::lower_case(w.form));
    pieces.clear();
    first_piece_.push_back(static_cast<int>(pieces_.size()));
    if (lower_[i] == "'s" || lower_[i] == "\xE2\x80\x99s") {
      pieces.emplace_back("'s");
    } else {
      append_pieces(w.form, pieces);
    }
    if (w.upos == Upos::PUNCT || pieces.empty() || is_bracket(lower_[i])) {
      // A comma or bracket ends a name; a hyphen or quote does not.
      if (!is_negligible(w.form)) {
        pieces_.push_back(-2);
        word_of_piece_.push_back(static_cast<int>(i));
        texts_.emplace_back();
      }
    } else {
      for (auto& p : pieces) {
        pieces_.push_back(vocabulary.find(p));
        word_of_piece_.push_back(static_cast<int>(i));
        texts_.push_back(std::move(p));
      }
    }
    pieces = pieces_of(w.form);
    form_.push_back(pieces.size() == 1 ? vocabulary.find(pieces[0]) : -1);
    pieces = pieces_of(w.lemma);
    lemma_.push_back(pieces.size() == 1 ? vocabulary.find(pieces[0]) : -1);
  }
  first_piece_.push_back(static_cast<int>(pieces_.size()));
  mark();
}

void SentenceView::mark() {
  // A match covers whole words: "Israeli-occupied" is no name of Israel.
  const auto scan = [&](auto at, std::vector<Hit>& hits) {
    for (std::size_t p = 0; p < pieces_.size();) {
      const int first = word_of_piece_[p];
      if (pieces_[p] < 0 || first_piece(first) != static_cast<int>(p)) {
        ++p;
        continue;
      }
      const Found found = at(p);
      const auto end = p + found.length;
      if (found.value < 0) {
        ++p;
        continue;
      }
      const int last = word_of_piece_[end - 1];
      const bool whole = end == pieces_.size() || word_of_piece_[end] != last;
      // "us", "it", "who": no names, though a dictionary has US, IT and WHO.
      const bool pronoun = first == last && word(first).upos == Upos::PRON;
      // "Al Qaeda-linked": the name belongs to "linked".
      const bool hyphened = (last + 1 < size() && lower(last + 1).size() > 1 && lower(last + 1)[0] == '-' &&
                             !is_bracket(lower(last + 1))) ||
                            (last + 2 < size() && word(last + 1).form == "-" && !word(last + 1).space_after &&
                             word(last + 2).xpos.starts_with("VB"));
      // "Organization" in a longer name that we know.
      const bool part =
          others_ != nullptr &&
          std::any_of(others_->longer.begin(), others_->longer.end(), [&](const std::pair<int, int>& name) {
            return name.first <= first && last <= name.second && name.second - name.first > last - first;
          });
      if (!whole || pronoun || hyphened || part) {
        ++p;
        continue;
      }
      hits.push_back({found.value, first, last});
      p = end;
    }
  };
  scan([&](std::size_t p) { return actors_->actor_at(pieces_, p); }, names_);
  scan([&](std::size_t p) { return actors_->agent_at(pieces_, p); }, agents_);
}

std::span<const int> SentenceView::children(int i) const {
  const auto a = static_cast<std::size_t>(child_start_[static_cast<std::size_t>(i)]);
  const auto b = static_cast<std::size_t>(child_start_[static_cast<std::size_t>(i) + 1]);
  return {child_list_.data() + a, b - a};
}

int SentenceView::child(int i, Deprel relation) const {
  for (const int c : children(i))
    if (word(c).deprel == relation) return c;
  return -1;
}

bool SentenceView::ends(int i, const std::vector<std::vector<int>>& element, int& first) const {
  const int end = first_piece(i + 1), own = first_piece(i);
  if (end == own) return false;
  for (const auto& phrase : element) {
    const int n = static_cast<int>(phrase.size());
    if (n > end) continue;
    // A word of one piece may be met in another form of it: the plural, or as its lemma.
    const bool last = pieces_[static_cast<std::size_t>(end) - 1] == phrase.back() ||
                      (end - own == 1 && lemma(i) >= 0 && lemma(i) == phrase.back());
    bool all = last;
    for (int k = 2; k <= n && all; ++k)
      all = pieces_[static_cast<std::size_t>(end - k)] == phrase[static_cast<std::size_t>(n - k)];
    // The phrase must not begin inside a word.
    if (!all) continue;
    first = end - n;
    if (first_piece(word_of_piece(first)) == first) return true;
  }
  return false;
}

bool SentenceView::nominal(int i) const {
  switch (word(i).upos) {
    case Upos::NOUN:
    case Upos::PROPN:
    case Upos::PRON:
    case Upos::NUM:
    case Upos::SYM:
    case Upos::X:
      return true;
    default:
      return false;
  }
}

bool SentenceView::verbal(int i) const {
  return word(i).upos == Upos::VERB;
}

int SentenceView::preposition(int i) const {
  const auto own = [&](int w) {
    for (const int c : children(w))
      if (word(c).deprel == Deprel::case_ && lower(c) != "'s" && lower(c) != "'" &&
          !lower(c).ends_with("\x99s"))
        return c;
    return -1;
  };
  if (const int c = own(i); c >= 0) return c;
  // "by a surface-to-air missile", the preposition hung on a part of the name.
  for (const int m : children(i))
    if (m < i && word(m).deprel == Deprel::compound)
      if (const int c = own(m); c >= 0 && c < m && word(c).upos == Upos::ADP) return c;
  return -1;
}

bool SentenceView::clause(int i) const {
  switch (word(i).deprel) {
    case Deprel::ccomp:
    case Deprel::xcomp:
    case Deprel::advcl:
    case Deprel::advcl_relcl:
    case Deprel::acl:
    case Deprel::acl_relcl:
    case Deprel::csubj:
    case Deprel::csubj_pass:
    case Deprel::csubj_outer:
    case Deprel::parataxis:
      return true;
    default:
      return false;
  }
}

bool SentenceView::circumstance(std::string_view preposition) {
  static constexpr std::string_view kWords[] = {
      "after",   "before",    "during",          "since",   "until",  "till",    "despite",  "amid",
      "amidst",  "according", "because",         "like",    "unlike", "without", "than",     "except",
      "besides", "following", "notwithstanding", "pending", "as",     "instead", "including"};
  return std::find(std::begin(kWords), std::end(kWords), preposition) != std::end(kWords);
}

bool SentenceView::in_subtree(int i, int root) const {
  for (; i >= 0; i = word(i).head)
    if (i == root) return true;
  return false;
}

int SentenceView::left_edge(int i) const {
  int left = i;
  for (const int c : children(i))
    if (c < left &&
        (premodifier(word(c).deprel) || word(c).deprel == Deprel::advmod || word(c).deprel == Deprel::conj ||
         word(c).deprel == Deprel::cc || word(c).deprel == Deprel::nmod_unmarked))
      left = std::min(left, left_edge(c));
  return left;
}

void SentenceView::conjuncts(int head, std::vector<int>& out, int depth) const {
  out.push_back(head);
  if (depth >= kDepth) return;
  for (const int c : children(head))
    if (word(c).deprel == Deprel::conj && !verbal(c)) conjuncts(c, out, depth + 1);
}

std::vector<Who> SentenceView::named(int head, bool with_phrases) const {
  std::vector<int> heads;
  conjuncts(head, heads, 0);
  std::vector<Part> parts;
  for (const int h : heads) parts.push_back(part(h, with_phrases, 0));
  // A name that modifies one conjunct is shared by those that have agents only.
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (!parts[k].names.empty() || !parts[k].head_is_agent) continue;
    const Part* from = nullptr;
    for (std::size_t j = k; j-- > 0 && from == nullptr;)
      if (parts[j].shared) from = &parts[j];
    for (std::size_t j = k + 1; j < parts.size() && from == nullptr; ++j)
      if (parts[j].shared) from = &parts[j];
    if (from != nullptr) parts[k].names = from->names;
  }
  // "Mordor, the Shire and Bree": parsers hang the second on the first as another name of it.
  if (heads.size() > 1 || child(head, Deprel::appos) >= 0)
    for (std::size_t k = heads.size(); k-- > 0;)
      for (const int c : children(heads[k])) {
        if (word(c).deprel != Deprel::appos || !nominal(c)) continue;
        std::vector<int> more;
        conjuncts(c, more, 0);
        if (heads.size() == 1 && more.size() == 1) continue;
        for (const int h : more) {
          Part other = part(h, false, 0);
          const bool known =
              other.names.empty() || std::any_of(parts.begin(), parts.end(), [&](const Part& p) {
                return !p.names.empty() && p.names[0].code.substr(0, 3) == other.names[0].code.substr(0, 3);
              });
          if (!known) parts.push_back(std::move(other));
        }
      }
  std::vector<Who> out;
  for (const auto& p : parts) compose(p, out);
  return out;
}

std::vector<Who> SentenceView::named_alone(int head, bool with_phrases) const {
  std::vector<Who> out;
  compose(part(head, with_phrases, 0), out);
  return out;
}

SentenceView::Part SentenceView::part(int head, bool with_phrases, int depth) const {
  Part p;
  p.first = p.last = head;
  // The phrase's own words: the head with what stands before it, names behind it, what is coordinate with a
  // modifier.
  std::vector<int> stack{head};
  std::vector<char> own(words_->size(), 0);
  own[static_cast<std::size_t>(head)] = 1;
  std::vector<char> group(words_->size(), 0);  // coordinate modifiers: "US and British activists"
  bool coordinated = false;
  for (std::size_t at = 0; at < stack.size(); ++at)
    for (const int c : children(stack[at])) {
      const auto r = word(c).deprel;
      const bool of_modifier = stack[at] != head && (r == Deprel::conj || r == Deprel::cc) && c < head;
      if (!premodifier(r) && !of_modifier) continue;
      // The phrase's preposition, unless a parser took a name for one.
      if (r == Deprel::case_ && stack[at] == head &&
          std::none_of(names_.begin(), names_.end(), [&](const Hit& h) { return h.last == c; }))
        continue;
      if (verbal(c) && r != Deprel::amod) continue;
      if (of_modifier && r == Deprel::conj) {
        group[static_cast<std::size_t>(c)] = group[static_cast<std::size_t>(stack[at])] = 1;
        coordinated = true;
      }
      own[static_cast<std::size_t>(c)] = 1;
      stack.push_back(c);
      p.first = std::min(p.first, c);
      p.last = std::max(p.last, c);
    }
  const auto inside = [&](const Hit& h) {
    // Determiners may be attached elsewhere ("The KU"): the last word decides, and most of the others.
    return own[static_cast<std::size_t>(h.last)] != 0 || (h.first <= head && head <= h.last);
  };
  bool barred = false;
  std::string fuller;
  for (const auto& h : names_) {
    if (!inside(h)) continue;
    const auto code = actors_->code(h.value, date_);
    if (code.empty()) {
      barred = true;
      continue;
    }
    p.first = std::min(p.first, h.first);
    p.last = std::max(p.last, h.last);
    if (h.last != head && h.first != head) p.shared = true;
    if (p.names.empty()) {
      p.names.push_back({std::string(code), h.first, h.last});
    } else if (coordinated && group[static_cast<std::size_t>(h.last)] != 0 &&
               group[static_cast<std::size_t>(p.names.front().last)] != 0 &&
               code.substr(0, 3) != p.names.front().code.substr(0, 3)) {
      p.names.push_back({std::string(code), h.first, h.last});
    } else if (code.size() > p.names.front().code.size() && code.starts_with(p.names.front().code)) {
      fuller = std::string(code);
    }
  }
  if (p.names.empty() && !barred && others_ != nullptr)
    for (int i = p.first; i <= p.last && p.names.empty(); ++i)
      if (own[static_cast<std::size_t>(i)] != 0 && !others_->codes[static_cast<std::size_t>(i)].empty())
        p.names.push_back({others_->codes[static_cast<std::size_t>(i)], p.first, p.last});
  for (const auto& h : agents_) {
    if (!inside(h)) continue;
    // A word within the name is no agent of its own: "Human Rights Watch".
    const bool within = std::any_of(names_.begin(), names_.end(), [&](const Hit& n) {
      return n.first <= h.first && h.last <= n.last && n.last > n.first && inside(n);
    });
    if (within) continue;
    p.agents.push_back(h.value);
    const bool title = h.last + 1 <= head && word(head).upos == Upos::PROPN && h.last + 1 >= head - 2;
    if ((h.first <= head && head <= h.last) || title) p.head_is_agent = true;
  }
  // "Syrian Bashar Assad": the fuller code, unless a title says as much.
  if (!fuller.empty() && p.agents.empty()) p.names.front().code = fuller;
  if (!p.names.empty() || barred || depth >= kDepth) return p;
  // Another name of the same ("the commander, General Petraeus").
  for (const int c : children(head)) {
    if (word(c).deprel != Deprel::appos || word(c).upos != Upos::PROPN) continue;
    Part other = part(c, false, depth + 1);
    if (other.names.empty()) continue;
    p.names = std::move(other.names);
    p.agents.insert(p.agents.end(), other.agents.begin(), other.agents.end());
    p.head_is_agent = true;
    return p;
  }
  if (!with_phrases) return p;
  std::vector<int> only_agents;
  for (const int c : children(head)) {
    const auto r = word(c).deprel;
    if ((r != Deprel::nmod && r != Deprel::obl && r != Deprel::obl_agent && r != Deprel::nmod_unmarked) ||
        c < head)
      continue;
    if (const int of = preposition(c); of >= 0 && circumstance(lower(of))) continue;
    std::vector<int> heads;
    conjuncts(c, heads, depth);
    bool first = true;
    for (const int h : heads) {
      Part other = part(h, true, depth + 1);
      for (auto& n : other.names) p.names.push_back(std::move(n));
      if (first && !other.names.empty())
        p.agents.insert(p.agents.end(), other.agents.begin(), other.agents.end());
      first = first && other.names.empty();
      // "pressure from Congress": agents without a name, if nothing better comes.
      if (other.names.empty() && other.head_is_agent && p.agents.empty() && only_agents.empty())
        only_agents = other.agents;
    }
    if (!p.names.empty()) {
      p.shared = true;
      p.head_is_agent = true;
      return p;
    }
  }
  // "the report released in the Rwandan capital": through a participle.
  for (const int c : children(head)) {
    if (word(c).deprel != Deprel::acl || c < head || !verbal(c) || word(c).xpos == "VB" ||
        child(c, Deprel::obj) >= 0)
      continue;
    std::vector<int> below(children(c).begin(), children(c).end());
    if (const int x = child(c, Deprel::xcomp); x >= 0)
      below.insert(below.end(), children(x).begin(), children(x).end());
    for (const int d : below) {
      if (d < c || preposition(d) < 0) continue;
      Part other = part(d, true, depth + 1);
      if (other.names.empty()) {
        // "a missile fired by rebels"
        if (other.head_is_agent && lower(preposition(d)) == "by" && p.agents.empty() && only_agents.empty())
          only_agents = other.agents;
        continue;
      }
      p.names = std::move(other.names);
      p.agents.insert(p.agents.end(), other.agents.begin(), other.agents.end());
      p.head_is_agent = true;
      return p;
    }
  }
  if (p.agents.empty() && !only_agents.empty()) {
    p.agents = only_agents;
    p.head_is_agent = true;
  }
  return p;
}

void SentenceView::compose(const Part& part, std::vector<Who>& out) const {
  if (part.names.empty() && !part.head_is_agent) return;
  const auto add_part = [](std::string& code, std::string_view more) {
    // Codes are made of threes; one that is there already says nothing new.
    for (std::size_t k = 0; k < more.size(); k += 3) {
      const auto three = more.substr(k, 3);
      bool there = false;
      for (std::size_t j = 0; j + 3 <= code.size() && !there; j += 3)
        there = std::string_view(code).substr(j, 3) == three;
      if (!there) code += three;
    }
  };
  const auto add = [&](const Who& name) {
    Who who = name;
    who.code.clear();
    who.first = std::min(who.first, part.first);
    who.last = std::max(who.last, part.last);
    for (const int a : part.agents) add_part(who.code, actors_->agent(a).before);
    if (name.code.empty()) {
      if (who.code.empty()) who.code = "---";
    } else if (who.code.empty()) {
      who.code = name.code;
    } else {
      add_part(who.code, name.code);
    }
    for (const int a : part.agents) add_part(who.code, actors_->agent(a).after);
    if (who.code != "---" && std::find(out.begin(), out.end(), who) == out.end())
      out.push_back(std::move(who));
  };
  if (part.names.empty())
    add({"", part.first, part.last});
  else
    for (const auto& name : part.names) add(name);
}

}  // namespace realign::coding::petrarch
