#include "actors/finder.h"

#include <algorithm>
#include <array>

namespace realign::actors {

using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;
using syntax::Word;

namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool capital(const std::string& form) {
  return !form.empty() && ((form[0] >= 'A' && form[0] <= 'Z') || static_cast<unsigned char>(form[0]) >= 0xC3);
}

// Last words that make a string of capitals an institution rather than a person.
constexpr std::array<std::string_view, 74> kInstitutions = {
    "institute", "university", "ministry",    "bank",       "company",      "corp",         "corporation",
    "inc",       "ltd",        "party",       "council",    "agency",       "center",       "centre",
    "group",     "union",      "army",        "court",      "street",       "river",        "city",
    "county",    "church",     "association", "foundation", "college",      "committee",    "commission",
    "fund",      "forum",      "summit",      "conference", "organization", "organisation", "times",
    "post",      "news",       "journal",     "daily",      "herald",       "tribune",      "guardian",
    "press",     "agreement",  "treaty",      "act",        "day",          "war",          "cup",
    "league",    "games",      "airport",     "station",    "island",       "islands",      "sea",
    "ocean",     "strait",     "mountain",    "mountains",  "province",     "region",       "district",
    "valley",    "square",     "force",       "forces",     "movement",     "front",        "network",
    "service",   "authority",  "department",  "office"};

// Capitalised words that name times, not persons.
constexpr std::array<std::string_view, 24> kTimes = {
    "january",   "february", "march",    "april",    "may",    "june",    "july",      "august",
    "september", "october",  "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday",    "saturday", "sunday",   "jan",      "feb",    "sept",    "oct",       "dec"};

std::string kind_role(const std::string& last) {
  if (last == "institute" || last == "university" || last == "center" || last == "centre" ||
      last == "foundation" || last == "college")
    return "expert";
  if (last == "company" || last == "corp" || last == "corporation" || last == "inc" || last == "ltd" ||
      last == "bank" || last == "group")
    return "business";
  if (last == "times" || last == "post" || last == "news" || last == "journal" || last == "daily" ||
      last == "herald" || last == "tribune" || last == "guardian" || last == "press")
    return "media";
  if (last == "ministry" || last == "agency" || last == "council" || last == "commission" ||
      last == "department" || last == "office" || last == "authority" || last == "committee")
    return "government";
  if (last == "army" || last == "force" || last == "forces") return "military";
  if (last == "court") return "judiciary";
  if (last == "party" || last == "movement") return "party";
  return "";
}

}  // namespace

struct Finder::View {
  const Sentence& s;
  int number;
  std::vector<std::string> lemma;  // lower case
  std::vector<std::vector<int>> child;
  std::vector<char> taken;  // words inside a name

  const Word& word(int i) const { return s.words[static_cast<std::size_t>(i)]; }
  int size() const { return static_cast<int>(s.words.size()); }
  const std::vector<int>& children(int i) const { return child[static_cast<std::size_t>(i)]; }
  std::string preposition(int i) const {
    for (const int c : children(i))
      if (word(c).deprel == Deprel::case_ && lemma[static_cast<std::size_t>(c)] != "'s" &&
          lemma[static_cast<std::size_t>(c)] != "'")
        return lemma[static_cast<std::size_t>(c)];
    return {};
  }
  // The word of a stretch whose head lies outside it.
  int head(int first, int last) const {
    for (int i = last; i >= first; --i)
      if (word(i).head < first || word(i).head > last) {
        // Of several such words the one that is no mere modifier.
        bool better = false;
        for (int j = first; j < i; ++j) {
          const auto r = word(j).deprel;
          if ((word(j).head < first || word(j).head > last) && r != Deprel::compound && r != Deprel::amod &&
              r != Deprel::det && r != Deprel::flat &&
              (word(i).deprel == Deprel::compound || word(i).deprel == Deprel::flat ||
               word(i).deprel == Deprel::punct))
            better = true;
        }
        if (!better) return i;
      }
    return last;
  }
};

// "Institute for Strategic Studies", "Ministry of Foreign Affairs": what follows in capitals behind of, for,
// and.
int Finder::end_of_institution(const View& v, int last) const {
  int end = last;
  for (int k = last + 1; k < v.size() && k - last < 9; ++k) {
    const auto& w = v.word(k);
    if (capital(w.form) && (w.upos == Upos::PROPN || w.upos == Upos::ADJ || w.upos == Upos::NOUN)) {
      end = k;
    } else if (!((w.form == "of" || w.form == "for" || w.form == "and" || w.form == "on" ||
                  w.form == "the") &&
                 k == end + 1) &&
               !(w.form == "the" && k == end + 2)) {
      break;
    } else if (w.form == "and" &&
               !(k + 1 < v.size() && v.word(k + 1).upos == Upos::PROPN &&
                 v.word(end).head != v.word(last).head && one_of(lower(v.word(last).form), kInstitutions))) {
      break;
    }
  }
  return end;
}

void Finder::names(const View& v, std::vector<Draft>& drafts) const {
  std::vector<const Name*> found;
  auto& taken = const_cast<View&>(v).taken;
  for (int i = 0; i < v.size(); ++i) {
    lexicon_.match(v.s, i, found);
    if (found.empty()) continue;
    const int last = i + static_cast<int>(found.front()->words.size()) - 1;
    // "South China Sea" is in no one state: nobody is meant, and its words are used up.
    if (std::all_of(found.begin(), found.end(),
                    [](const Name* name) { return name->kind == NameKind::place && name->code.empty(); })) {
      for (int k = i; k <= last; ++k) taken[static_cast<std::size_t>(k)] = 1;
      i = last;
      continue;
    }
    // "New York Times Moscow Bureau": a name that goes on in capitals to an institution's word is another
    // name.
    int reach = last;
    while (reach + 1 < v.size() && v.word(reach + 1).upos == Upos::PROPN && capital(v.word(reach + 1).form) &&
           reach - last < 6)
      ++reach;
    bool swallowed = false;
    if (reach > last && found.front()->kind != NameKind::person &&
        found.front()->kind != NameKind::short_person) {
      const std::string end = lower(v.word(reach).form);
      swallowed =
          one_of(end, kInstitutions) && (v.word(last).head == reach || v.word(last).head == last + 1 ||
                                         found.front()->kind == NameKind::organisation);
      if (swallowed) reach = end_of_institution(v, reach);
    }
    const int head = v.head(i, last);
    const auto& w = v.word(head);
    const bool modifier =
        w.deprel == Deprel::amod || (w.deprel == Deprel::compound && w.head > head) || w.upos == Upos::ADJ;
    const Name* chosen = nullptr;
    std::vector<int> persons;
    for (const auto* name : found) {
      if (name->kind == NameKind::short_person || name->kind == NameKind::person) {
        persons.push_back(name->person);
        if (chosen == nullptr) chosen = name;
        continue;
      }
      if (chosen == nullptr || chosen->kind == NameKind::short_person) {
        chosen = name;
        continue;
      }
      const bool adjective = name->kind == NameKind::adjective, people = name->kind == NameKind::people;
      if (chosen->kind == NameKind::people && adjective && (modifier || w.upos == Upos::ADJ)) chosen = name;
      if (chosen->kind == NameKind::adjective && people && !modifier &&
          (w.upos == Upos::NOUN || w.upos == Upos::PROPN))
        chosen = name;
      if (chosen->kind == NameKind::people && people && name->plural && (w.xpos == "NNS" || w.xpos == "NNPS"))
        chosen = name;
      if (chosen->kind == NameKind::place && name->kind != NameKind::place) chosen = name;
    }
    // A word that is no name here: "Turkey" the bird aside, a lone capital beginning a sentence as an adverb
    // or verb.
    if (found.front()->words.size() == 1 && w.upos != Upos::PROPN && w.upos != Upos::NOUN &&
        w.upos != Upos::ADJ && w.upos != Upos::X && chosen->kind != NameKind::state &&
        chosen->kind != NameKind::metonym)
      continue;
    if (chosen->kind == NameKind::short_person &&
        (w.upos != Upos::PROPN ||
         (i > 0 && v.word(i - 1).upos == Upos::PROPN && v.word(i - 1).deprel != Deprel::nmod_desc &&
          lexicon_.role("", lower(v.word(i - 1).form)) == nullptr &&
          v.taken[static_cast<std::size_t>(i - 1)] == 0)))
      continue;
    if (chosen->kind == NameKind::short_person && last + 1 < v.size() &&
        v.word(last + 1).upos == Upos::PROPN && v.word(last + 1).deprel == Deprel::flat)
      continue;
    // "Russian-speaking", "US-backed" say nothing of whose somebody is; "Saudi-led", "Moscow-based" do.
    if (last + 2 < v.size() && v.word(last + 1).form == "-" && !v.word(last).space_after &&
        v.word(last + 2).upos != Upos::PROPN) {
      static constexpr std::array<std::string_view, 7> kOwned = {"led",  "based", "owned", "run",
                                                                 "born", "held",  "made"};
      if (!one_of(lower(v.word(last + 2).form), kOwned)) {
        for (int k = i; k <= last + 2; ++k) taken[static_cast<std::size_t>(k)] = 1;
        i = last + 2;
        continue;
      }
    }
    Draft d;
    auto& m = d.mention;
    m.sentence = v.number;
    m.first = i;
    m.last = last;
    m.head = head;
    Actor actor{chosen->code, chosen->role, "", ""};
    switch (chosen->kind) {
      case NameKind::state:
      case NameKind::region:
        m.kind = MentionKind::state;
        break;
      case NameKind::organisation: {
        m.kind = MentionKind::organisation;
        const auto* entry = lexicon_.entry(chosen->code);
        std::string name;
        for (const auto& part : chosen->words) name += (name.empty() ? "" : " ") + part;
        if (entry == nullptr || entry->state || !chosen->role.empty()) actor.name = name;
        d.affiliation = name;
        break;
      }
      case NameKind::metonym:
        m.kind = MentionKind::metonym;
        break;
      case NameKind::adjective:
        m.kind = MentionKind::adjective;
        break;
      case NameKind::people:
        m.kind = modifier && w.deprel != Deprel::conj ? MentionKind::adjective : MentionKind::people;
        if (m.kind == MentionKind::adjective) actor.role.clear();
        d.plural = chosen->plural;
        break;
      case NameKind::place:
        m.kind = MentionKind::state;
        m.place = true;
        break;
      case NameKind::person:
      case NameKind::short_person: {
        m.kind = MentionKind::person;
        d.full_name = chosen->kind == NameKind::person;
        d.candidates = persons;
        d.person = persons.front();
        // Of several persons of the name the one in office at the time, of these the highest.
        for (const int p : persons)
          if (lexicon_.in_office(p, date_) && !lexicon_.in_office(d.person, date_)) d.person = p;
        const auto office = lexicon_.office_at(d.person, date_);
        actor = {office.code, office.role, lexicon_.person(d.person).name, ""};
        d.surname = v.word(last).form;
        break;
      }
    }
    if (swallowed && m.kind != MentionKind::person) {
      m.kind = MentionKind::organisation;
      m.last = reach;
      m.head = v.head(i, reach);
      actor.role = kind_role(lower(v.word(reach).form));
      for (int k = i; k <= reach; ++k) actor.name += (k > i ? " " : "") + v.word(k).form;
      d.affiliation = actor.name;
    }
    m.actors.push_back(actor);
    for (int k = m.first; k <= m.last; ++k) taken[static_cast<std::size_t>(k)] = 1;
    i = m.last;
    drafts.push_back(std::move(d));
  }
}

void Finder::unknown_names(const View& v, std::vector<Draft>& drafts) const {
  auto& taken = const_cast<View&>(v).taken;
  for (int i = 0; i < v.size(); ++i) {
    if (taken[static_cast<std::size_t>(i)] != 0 || v.word(i).upos != Upos::PROPN ||
        !capital(v.word(i).form) || v.word(i).form.size() < 2 || one_of(lower(v.word(i).form), kTimes))
      continue;
    if (lexicon_.role("", lower(v.word(i).form)) != nullptr && i + 1 < v.size() &&
        v.word(i + 1).upos == Upos::PROPN)
      continue;  // a title
    int last = i;
    while (last + 1 < v.size() && taken[static_cast<std::size_t>(last + 1)] == 0 && last - i < 7) {
      const auto& next = v.word(last + 1);
      const bool link = next.form == "-" && last + 2 < v.size() && v.word(last + 2).upos == Upos::PROPN &&
                        !v.word(last).space_after;
      const bool particle =
          (next.form == "bin" || next.form == "al" || next.form == "el" || next.form == "de" ||
           next.form == "van" || next.form == "von" || next.form == "da" || next.form == "ibn") &&
          last + 2 < v.size() && capital(v.word(last + 2).form);
      const bool of = (next.form == "of" || next.form == "for") && last + 2 < v.size() &&
                      v.word(last + 2).upos == Upos::PROPN && one_of(lower(v.word(last).form), kInstitutions);
      if ((next.upos == Upos::PROPN && (capital(next.form))) || link || particle || of)
        ++last;
      else
        break;
    }
    const std::string end = lower(v.word(last).form);
    bool institution = false;
    for (int k = i; k <= last; ++k) institution = institution || one_of(lower(v.word(k).form), kInstitutions);
    if (institution) {
      const int further = end_of_institution(v, last);
      for (int k = last + 1; k <= further; ++k)
        if (taken[static_cast<std::size_t>(k)] == 0)
          last = k;
        else
          break;
    }
    Draft d;
    auto& m = d.mention;
    m.sentence = v.number;
    m.first = i;
    m.last = last;
    m.head = v.head(i, last);
    std::string name;
    for (int k = i; k <= last; ++k) {
      name += v.word(k).form;
      if (k < last && v.word(k).space_after) name += ' ';
    }
    for (int k = i; k <= last; ++k) taken[static_cast<std::size_t>(k)] = 1;
    i = last;
    if (institution) {
      m.kind = MentionKind::organisation;
      d.affiliation = name;
      m.actors.push_back({"", kind_role(end), name, ""});
    } else {
      m.kind = MentionKind::person;
      d.full_name = last > m.first;
      d.surname = v.word(last).form;
      m.actors.push_back({"", "", name, ""});
      m.confidence = 0.7F;
    }
    drafts.push_back(std::move(d));
  }
}

namespace {

const Draft* headed(const std::vector<Draft>& drafts, int word) {
  for (const auto& d : drafts)
    if (d.mention.head == word) return &d;
  return nullptr;
}

const Draft* covering(const std::vector<Draft>& drafts, int word) {
  for (const auto& d : drafts)
    if (d.mention.first <= word && word <= d.mention.last) return &d;
  return nullptr;
}

bool gives_state(const Draft& d) {
  return !d.mention.actors.empty() && !d.mention.actors.front().country.empty() &&
         d.mention.kind != MentionKind::person && d.mention.kind != MentionKind::people &&
         d.mention.kind != MentionKind::role;
}

}  // namespace

void Finder::roles(const View& v, std::vector<Draft>& drafts) const {
  const std::size_t named = drafts.size();
  for (int i = 0; i < v.size(); ++i) {
    const auto& w = v.word(i);
    if (w.upos != Upos::NOUN && w.upos != Upos::PROPN && w.upos != Upos::ADJ) continue;
    const Draft* over = covering(drafts, i);
    if (over != nullptr &&
        !(over->mention.kind == MentionKind::organisation && over->mention.actors.front().country.empty()))
      continue;
    if (over != nullptr) continue;
    const auto& lemma = v.lemma[static_cast<std::size_t>(i)];
    std::string before;
    if (i > 0 && (v.word(i - 1).head == i || v.word(i - 1).deprel == Deprel::compound ||
                  v.word(i - 1).deprel == Deprel::amod))
      before = v.lemma[static_cast<std::size_t>(i - 1)];
    // "coast guard", "Foreign Minister": the role is read at the last noun of the compound.
    if (i + 1 < v.size() && w.deprel == Deprel::compound && w.head == i + 1 &&
        lexicon_.role(lemma, v.lemma[static_cast<std::size_t>(i + 1)]) != nullptr)
      continue;
    const Role* role = lexicon_.role(before, lemma);
    if (role == nullptr) continue;
    if (w.upos == Upos::ADJ) continue;
    // A role noun that only modifies another noun ("government troops", "state visit") is no actor of its
    // own.
    if (w.deprel == Deprel::compound && w.head > i && v.word(w.head).upos != Upos::PROPN) continue;
    Draft d;
    auto& m = d.mention;
    m.sentence = v.number;
    m.kind = MentionKind::role;
    m.first = m.last = m.head = i;
    d.role = role;
    d.plural = w.xpos == "NNS" || w.xpos == "NNPS";
    Actor actor{"", role->role, "", ""};
    // Whose: an adjective or name before it, a possessive, then "of X", "from X", "in X".
    const auto take = [&](int c) {
      const Draft* owner = headed(drafts, c);
      if (owner == nullptr) owner = covering(drafts, c);
      if (owner == nullptr || !gives_state(*owner)) return;
      if (actor.country.empty()) actor.country = owner->mention.actors.front().country;
      if (!owner->affiliation.empty() && d.affiliation.empty()) d.affiliation = owner->affiliation;
    };
    for (const int c : v.children(i)) {
      const auto r = v.word(c).deprel;
      if (r == Deprel::amod || r == Deprel::compound || r == Deprel::nmod_desc || r == Deprel::flat) {
        if (c < i) m.first = std::min(m.first, c);
        take(c);
        for (const int g : v.children(c))
          if (v.word(g).deprel == Deprel::amod || v.word(g).deprel == Deprel::compound ||
              v.word(g).deprel == Deprel::conj || v.word(g).deprel == Deprel::nmod_poss) {
            if (g < i) m.first = std::min(m.first, g);
            take(g);
          }
      } else if (r == Deprel::det || r == Deprel::nummod) {
        const auto& l = v.lemma[static_cast<std::size_t>(c)];
        if (l == "the" || l == "this" || l == "that" || l == "both") d.definite = true;
        if (c < i) m.first = std::min(m.first, c);
      } else if (r == Deprel::nmod_poss) {
        take(c);
        d.definite = true;
        d.owner = c;
        m.first = std::min(m.first, c);
        for (const int g : v.children(c)) m.first = std::min(m.first, std::min(g, c));
      }
    }
    // Words right before it that the parser hung elsewhere ("Kazakh government official").
    for (int k = i - 1; k >= 0 && k >= i - 3 && actor.country.empty(); --k) {
      const Draft* owner = covering(drafts, k);
      if (owner != nullptr && owner->mention.last >= k &&
          (owner->mention.kind == MentionKind::adjective || v.word(k).deprel == Deprel::compound) &&
          gives_state(*owner)) {
        take(k);
        m.first = std::min(m.first, owner->mention.first);
      }
      if (v.word(k).upos == Upos::VERB || v.word(k).upos == Upos::ADP || v.word(k).upos == Upos::PUNCT ||
          v.word(k).upos == Upos::CCONJ)
        break;
    }
    for (const int c : v.children(i)) {
      if (v.word(c).deprel != Deprel::nmod) continue;
      const std::string p = v.preposition(c);
      if (p == "of" || p == "from" || p == "in" || p == "for" || p == "at" || p == "to") {
        // "ambassador to Germany" is not Germany's.
        if (p == "to" || (p == "in" && !role->group && !role->domestic)) continue;
        const Draft* whole = covering(drafts, c);
        if (whole != nullptr && !whole->affiliation.empty() && d.affiliation.empty())
          d.affiliation = whole->affiliation;
        take(c);
        if (p == "of")
          for (const int g :
               v.children(c))  // "president of the Kazakhstan Institute", "the government of President X"
            if (actor.country.empty()) take(g);
        if (actor.country.empty())
          if (const Draft* body = covering(drafts, c); body != nullptr)
            for (int k = body->mention.first; k <= body->mention.last && actor.country.empty(); ++k)
              for (const auto& other : drafts)
                if (&other != body && other.mention.first <= k && k <= other.mention.last &&
                    gives_state(other))
                  actor.country = other.mention.actors.front().country;
      }
    }
    m.actors.push_back(std::move(actor));
    drafts.push_back(std::move(d));
  }
  (void)named;
}

// "the Ukrainian ambassador Pyotr Vrublevsky", "Yerkin Tukumov, director of ...", "President Tokayev": one
// actor.
void Finder::join_roles_and_persons(const View& v, std::vector<Draft>& drafts) const {
  for (auto& p : drafts) {
    if (p.mention.kind != MentionKind::person) continue;
    const int head = p.mention.head;
    for (auto& r : drafts) {
      if (r.mention.kind != MentionKind::role || r.role == nullptr) continue;
      const int noun = r.mention.head;
      const auto& pw = v.word(head);
      const auto& rw = v.word(noun);
      const bool adjacent = noun + 1 == p.mention.first && !r.plural;
      const bool linked =
          (pw.head == noun && (pw.deprel == Deprel::appos || pw.deprel == Deprel::flat ||
                               pw.deprel == Deprel::nmod_desc || pw.deprel == Deprel::compound)) ||
          (rw.head == head && (rw.deprel == Deprel::appos || rw.deprel == Deprel::nmod_desc ||
                               rw.deprel == Deprel::compound || rw.deprel == Deprel::flat));
      // "X is the president of Y"
      const bool predicate = pw.head == noun && pw.deprel == Deprel::nsubj &&
                             std::any_of(v.children(noun).begin(), v.children(noun).end(),
                                         [&](int c) { return v.word(c).deprel == Deprel::cop; });
      if (!adjacent && !linked && !predicate) continue;
      if (r.role->group && !r.role->person) continue;
      auto& person = p.mention.actors.front();
      auto& role = r.mention.actors.front();
      if (p.person >= 0 && !p.full_name && !p.candidates.empty() && !role.country.empty()) {
        // A short name with a state beside it: whose bearer belongs to that state.
        for (const int c : p.candidates)
          if (const auto office = lexicon_.office_at(c, date_); office.code == role.country) {
            p.person = c;
            person = {office.code, office.role, lexicon_.person(c).name, ""};
          }
        if (person.country != role.country) {
          p.person = -1;
          person = {"", "", v.word(p.mention.last).form, ""};
        }
      }
      if (person.country.empty()) person.country = role.country;
      if (person.role.empty()) person.role = role.role;
      if (p.affiliation.empty()) p.affiliation = r.affiliation;
      if (!predicate) {
        role.country = person.country;
        role.role = person.role;
        role.name = person.name;
        r.role = nullptr;
        r.surname = p.surname;
      }
      p.mention.confidence = std::max(p.mention.confidence, 0.9F);
    }
    // "Temur Umarov of the Carnegie Center"
    if (p.affiliation.empty())
      for (const int c : v.children(head))
        if (v.word(c).deprel == Deprel::nmod && (v.preposition(c) == "of" || v.preposition(c) == "from" ||
                                                 v.preposition(c) == "at" || v.preposition(c) == "with"))
          if (const Draft* body = covering(drafts, c);
              body != nullptr && body->mention.kind == MentionKind::organisation) {
            p.affiliation = body->affiliation;
            auto& person = p.mention.actors.front();
            if (person.country.empty()) person.country = body->mention.actors.front().country;
            if (person.role.empty()) person.role = body->mention.actors.front().role;
          }
  }
}

void Finder::nominals_and_pronouns(const View& v, std::vector<Draft>& drafts) const {
  static constexpr std::array<std::string_view, 34> kPronouns = {
      "he",  "she",    "him",       "her",     "his",    "hers",   "himself",    "herself", "it",
      "its", "itself", "they",      "them",    "their",  "theirs", "themselves", "we",      "us",
      "our", "ours",   "who",       "whom",    "whose",  "which",  "that",       "both",    "i",
      "me",  "my",     "ourselves", "neither", "either", "each",   "myself"};
  for (int i = 0; i < v.size(); ++i) {
    const auto& w = v.word(i);
    const std::string form = lower(w.form);
    const bool pronoun = (w.upos == Upos::PRON || w.xpos == "PRP" || w.xpos == "PRP$" || w.xpos == "WP" ||
                          w.xpos == "WDT" || w.xpos == "WP$") &&
                         one_of(form, kPronouns);
    const bool both =
        (form == "both" || form == "neither" || form == "each") &&
        (w.upos == Upos::PRON || (w.upos == Upos::DET && w.deprel != Deprel::det &&
                                  w.deprel != Deprel::cc_preconj && w.deprel != Deprel::det_predet));
    if (pronoun || both) {
      Draft d;
      d.mention.sentence = v.number;
      d.mention.first = d.mention.last = d.mention.head = i;
      d.mention.kind = MentionKind::pronoun;
      drafts.push_back(std::move(d));
      continue;
    }
    if (w.upos != Upos::NOUN) continue;
    const auto& lemma = v.lemma[static_cast<std::size_t>(i)];
    std::string_view needs = "-";
    int owner = -1;
    bool plural = w.xpos == "NNS", two = false, the = false, owned = false;
    int first = i;
    for (const int c : v.children(i)) {
      const auto& l = v.lemma[static_cast<std::size_t>(c)];
      const auto r = v.word(c).deprel;
      if (c < i && (r == Deprel::det || r == Deprel::amod || r == Deprel::nummod || r == Deprel::nmod_poss ||
                    r == Deprel::compound))
        first = std::min(first, c);
      if (r == Deprel::det || r == Deprel::det_predet) {
        if (l == "the" || l == "this" || l == "that" || l == "these") the = true;
        if (l == "both") two = true;
      }
      if (r == Deprel::nummod && (l == "two" || l == "2")) two = true;
      if (r == Deprel::nmod_poss) owned = true, owner = c;
    }
    if (plural && two)
      needs = "both";
    else if (owned)
      needs = "its";
    else if (the)
      needs = "the";
    const Nominal* nominal = lexicon_.nominal(lemma, needs);
    if (nominal == nullptr || (plural && needs != "both")) continue;
    if (const Draft* there = covering(drafts, i);
        there != nullptr &&
        (there->mention.kind != MentionKind::role || !there->mention.actors.front().country.empty()))
      continue;
    // "the country's army": the state; "countries like Kazakhstan", "a country of ..." are no references.
    bool open = false;
    for (const int c : v.children(i))
      if ((v.word(c).deprel == Deprel::nmod && v.preposition(c) != "in") ||
          v.word(c).deprel == Deprel::acl_relcl || v.word(c).deprel == Deprel::appos)
        open = true;
    if (open && needs == "the") continue;
    std::erase_if(drafts,
                  [&](const Draft& d) { return d.mention.kind == MentionKind::role && d.mention.head == i; });
    Draft d;
    d.mention.sentence = v.number;
    d.mention.first = first;
    d.mention.last = d.mention.head = i;
    d.mention.kind = MentionKind::nominal;
    d.nominal = nominal;
    d.owner = owner;
    d.plural = plural;
    drafts.push_back(std::move(d));
  }
}

void Finder::places(const View& v, std::vector<Draft>& drafts) const {
  static constexpr std::array<std::string_view, 17> kWhere = {
      "in",      "at",     "near", "across", "inside", "outside", "around", "throughout", "into",
      "through", "within", "via",  "onto",   "along",  "off",     "beyond", "amid"};
  for (auto& d : drafts) {
    auto& m = d.mention;
    if (m.kind != MentionKind::state && m.kind != MentionKind::metonym) continue;
    const auto& w = v.word(m.head);
    int phrase = m.head;
    for (int steps = 0; steps < 8 && v.preposition(phrase).empty() && v.word(phrase).deprel == Deprel::conj &&
                        v.word(phrase).head >= 0;
         ++steps)
      phrase = v.word(phrase).head;
    const auto r = v.word(phrase).deprel;
    if ((r == Deprel::obl || r == Deprel::nmod || r == Deprel::advcl || r == Deprel::root) &&
        one_of(v.preposition(phrase), kWhere))
      m.place = true;
    // "Kyiv, Ukraine" and datelines ("MOSCOW -")
    if (w.deprel == Deprel::appos && w.head >= 0)
      if (const Draft* other = covering(drafts, w.head); other != nullptr && other->mention.place)
        m.place = true;
    if (m.kind == MentionKind::metonym && m.actors.front().role.empty()) {
      // A capital after "to", "from" with a verb of motion is where, not who; elsewhere it is the government.
      if (w.head >= 0 && v.preposition(m.head) == "to") {
        static constexpr std::array<std::string_view, 16> kMotion = {
            "travel", "fly",     "go",   "arrive", "return", "come",    "trip", "visit",
            "flight", "journey", "head", "drive",  "march",  "advance", "move", "flee"};
        if (one_of(v.lemma[static_cast<std::size_t>(w.head)], kMotion)) m.place = true;
      }
    }
  }
}

void Finder::find(const Sentence& sentence, int number, std::vector<Draft>& out) const {
  View v{sentence, number, {}, {}, {}};
  const auto n = sentence.words.size();
  v.lemma.reserve(n);
  v.child.resize(n);
  v.taken.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const auto& w = sentence.words[i];
    v.lemma.push_back(lower(w.lemma.empty() ? w.form : w.lemma));
    if (w.head >= 0) v.child[static_cast<std::size_t>(w.head)].push_back(static_cast<int>(i));
  }
  std::vector<Draft> drafts;
  names(v, drafts);
  unknown_names(v, drafts);
  roles(v, drafts);
  join_roles_and_persons(v, drafts);
  nominals_and_pronouns(v, drafts);
  places(v, drafts);
  for (auto& d : drafts) {
    const auto begin = sentence.words[static_cast<std::size_t>(d.mention.first)].begin,
               end = sentence.words[static_cast<std::size_t>(d.mention.last)].end;
    for (auto& actor : d.mention.actors)
      if (end <= document_.text.size() && begin < end) actor.text = document_.text.substr(begin, end - begin);
    out.push_back(std::move(d));
  }
}

}  // namespace realign::actors
