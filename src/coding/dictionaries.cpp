#include "coding/dictionaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "coding/attribution.h"
#include "coding/petrarch_events.h"
#include "coding/scale.h"
#include "coding/when.h"
#include "syntax/characters.h"
#include "text/table.h"

namespace realign::coding {

using actors::Actor;
using petrarch::Act;
using petrarch::Discard;
using petrarch::Problems;
using petrarch::SentenceView;
using petrarch::Who;
using syntax::Sentence;

namespace {

struct Meaning {  // of a CAMEO code
  Type type = Type::CONSULT;
  std::string mode;
  Domain domain = Domain::diplomatic;
};

// data/dictionaries/cameo.tsv, and a table of PLOVER's own if the user has one.
class Meanings {
 public:
  void load(const std::string& path) {
    const auto table = text::Table::read(path, 4, 4);
    for (const auto& row : table.rows()) {
      Meaning m;
      if (!from_string(row[1], m.type)) throw table.error(row, "'" + row[1] + "' is no PLOVER type");
      if (row[2] != "-") m.mode = row[2];
      if (!from_string(row[3], m.domain)) throw table.error(row, "'" + row[3] + "' is no domain");
      rows_[row[0]] = m;
    }
  }

  // CAMEO2PLOVER: "0311: AGREE,  ,   economic # remark".
  void read_plover(const std::string& path, Problems& problems) {
    petrarch::each_line(path, problems, [&](const petrarch::Line& line) {
      const auto colon = line.text.find(':');
      if (line.text.empty() || line.text[0] == '~') return;
      const auto code = line.text.substr(0, colon);
      if (colon == std::string_view::npos || code.find_first_not_of("0123456789") != std::string_view::npos) {
        problems.push_back(line.place() + ": a row reads CODE: TYPE, mode, context");
        return;
      }
      if (code.size() < 3) return;  // a heading
      const auto rest = line.text.substr(colon + 1);
      const auto comma = rest.find(',');
      Meaning m = of(std::string(code));
      if (!from_string(text::trim(rest.substr(0, comma)), m.type)) {
        problems.push_back(line.place() + ": '" + std::string(text::trim(rest.substr(0, comma))) +
                           "' is no PLOVER type");
        return;
      }
      if (comma != std::string_view::npos) {
        const auto mode = rest.substr(comma + 1);
        m.mode = std::string(text::trim(mode.substr(0, mode.find(','))));
      }
      rows_[std::string(code)] = m;
    });
  }

  Meaning of(const std::string& code) const {
    for (std::size_t n = code.size(); n > 0; --n)
      if (const auto found = rows_.find(code.substr(0, n)); found != rows_.end()) return found->second;
    return {};
  }

 private:
  std::map<std::string, Meaning> rows_;
};

// data/dictionaries/actors.tsv.
struct ActorCodes {
  std::map<std::string, std::string> states, bodies, roles;

  static ActorCodes load(const std::string& path) {
    ActorCodes out;
    const auto table = text::Table::read(path, 3, 3);
    for (const auto& row : table.rows()) {
      if (row[0] == "state")
        out.states[row[1]] = row[2];
      else if (row[0] == "body")
        out.bodies[row[1]] = row[2];
      else if (row[0] == "role")
        out.roles[row[1]] = row[2];
      else
        throw table.error(row, "a row begins with state, body or role");
    }
    return out;
  }

  void describe(const std::string& code, const actors::World& world, Actor& actor) const {
    actor.code = code;
    std::size_t behind = 0;
    for (std::size_t n = code.size(); n >= 3 && actor.country.empty(); --n)
      if (const auto body = bodies.find(code.substr(0, n)); body != bodies.end()) {
        actor.country = body->second;
        behind = n;
      }
    // The state is first, but for a body before it: NGOARN.
    for (std::size_t at = 0; at + 3 <= code.size() && actor.country.empty(); at += 3) {
      auto three = code.substr(at, 3);
      if (const auto other = states.find(three); other != states.end()) three = other->second;
      if (roles.count(three) == 0 && world.is_state(three)) {
        actor.country = three;
        behind = at + 3;
      }
      if (at == 0 && code.compare(0, 3, "---") == 0) break;
    }
    for (std::size_t at = 0; at + 3 <= code.size() && actor.role.empty(); at += 3)
      if (at + 3 > behind || behind > 3)
        if (const auto role = roles.find(code.substr(at, 3)); role != roles.end()) actor.role = role->second;
  }
};

// CAMEO letters for a role of our own tables, for leaders that the dictionaries do not have.
std::string letters_of(const std::string& role) {
  static const std::map<std::string, std::string> kLetters = {{"government", "GOV"},
                                                              {"head of state", "GOV"},
                                                              {"head of government", "GOV"},
                                                              {"foreign minister", "GOV"},
                                                              {"defence minister", "GOVMIL"},
                                                              {"minister", "GOV"},
                                                              {"official", "GOV"},
                                                              {"ambassador", "GOV"},
                                                              {"diplomat", "GOV"},
                                                              {"military", "MIL"},
                                                              {"police", "COP"},
                                                              {"legislature", "LEG"},
                                                              {"judiciary", "JUD"},
                                                              {"opposition", "OPP"},
                                                              {"armed group", "REB"},
                                                              {"civilians", "CVL"},
                                                              {"business", "BUS"},
                                                              {"media", "MED"}};
  const auto found = kLetters.find(role);
  return found == kLetters.end() ? std::string{} : found->second;
}

std::string thousands(std::size_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

// The clause of a verb: its words without other clauses beside it.
std::pair<int, int> clause_of(const SentenceView& view, int verb) {
  int first = verb, last = verb;
  for (int w = 0; w < view.size(); ++w) {
    if (!view.in_subtree(w, verb) || view.word(w).deprel == syntax::Deprel::punct) continue;
    bool other = false;
    for (int a = w; a != verb && !other; a = view.word(a).head) {
      const auto r = view.word(a).deprel;
      other = r == syntax::Deprel::parataxis ||
              (view.word(a).head == verb &&
               ((r == syntax::Deprel::conj && view.verbal(a)) || r == syntax::Deprel::cc));
    }
    if (other) continue;
    first = std::min(first, w);
    last = std::max(last, w);
  }
  return {first, last};
}

Modality modality_of(const SentenceView& view, const Act& act) {
  if (act.code.starts_with("03") || act.code.starts_with("13")) return Modality::actual;
  for (const int c : view.children(act.verb)) {
    if (view.word(c).deprel != syntax::Deprel::aux) continue;
    const auto& l = view.lower(c);
    if (l == "will" || l == "shall" || l == "'ll" || l == "wo" || l == "would") return Modality::intended;
    if (l == "may" || l == "might" || l == "could" || l == "can") return Modality::hypothetical;
    if (l == "should" || l == "must") return Modality::demanded;
  }
  return Modality::actual;
}

std::string id_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return text::content_id(std::string(std::istreambuf_iterator<char>(in), {}));
}

}  // namespace

struct DictionaryCoder::Parts {
  petrarch::Vocabulary vocabulary;
  petrarch::ActorDictionary actors{vocabulary};
  petrarch::VerbDictionary verbs{vocabulary};
  petrarch::Combinations combinations;
  Meanings meanings;
  ActorCodes codes;
  Scale scale;
  Calendar calendar;
  Attributor attributor;
  std::vector<std::pair<std::string, std::string>> files;
};

DictionaryCoder::DictionaryCoder() = default;
DictionaryCoder::DictionaryCoder(DictionaryCoder&&) noexcept = default;
DictionaryCoder& DictionaryCoder::operator=(DictionaryCoder&&) noexcept = default;
DictionaryCoder::~DictionaryCoder() = default;

DictionaryCoder DictionaryCoder::load(const std::vector<std::string>& paths, const std::string& data_dir,
                                      std::vector<std::string>& problems) {
  namespace fs = std::filesystem;
  auto parts = std::make_unique<Parts>();
  parts->combinations = petrarch::Combinations::load(data_dir + "/dictionaries/combine.tsv");
  parts->meanings.load(data_dir + "/dictionaries/cameo.tsv");
  parts->codes = ActorCodes::load(data_dir + "/dictionaries/actors.tsv");
  parts->scale = Scale::load(data_dir + "/scores.tsv");
  parts->calendar = Calendar::load(data_dir + "/coding/dates.tsv");
  parts->attributor = Attributor::load(data_dir + "/coding");

  std::vector<std::pair<std::string, bool>> files;  // and whether it was named itself
  for (const auto& path : paths) {
    std::error_code failed;
    if (fs::is_directory(path, failed)) {
      std::vector<std::string> found;
      for (const auto& entry : fs::directory_iterator(path, failed)) found.push_back(entry.path().string());
      if (failed) throw text::Error(path, "cannot be read: " + failed.message());
      std::sort(found.begin(), found.end());
      for (auto& f : found) files.emplace_back(std::move(f), false);
    } else {
      files.emplace_back(path, true);
    }
  }
  for (const auto& [path, named] : files) {
    const auto name = syntax::ascii_lower(fs::path(path).filename().string());
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    const auto read = parts->files.size();
    parts->files.emplace_back(fs::path(path).filename().string(), std::string());
    const bool file = name.ends_with(".txt") || name.ends_with(".verbs") || name.ends_with(".actors") ||
                      name.ends_with(".agents") || name.ends_with(".discards");
    if (file && has(".actors"))
      parts->actors.read_actors(path, problems);
    else if (file && has(".agents"))
      parts->actors.read_agents(path, problems);
    else if (file && has(".discards"))
      parts->actors.read_discards(path, problems);
    else if (file && name.starts_with("cameo2plover"))
      parts->meanings.read_plover(path, problems);
    else if (file && (has("verbs") || name.starts_with("cameo") || has("verbpatterns")))
      parts->verbs.read(path, problems);
    else if (named)
      throw text::Error(path,
                        "its name does not tell what it is: *.actors.txt, *.agents.txt, *.discards.txt, "
                        "*.verbs.txt, CAMEO*.txt or CAMEO2PLOVER*.txt");
    else
      parts->files.pop_back();
    if (parts->files.size() > read) parts->files.back().second = id_of(path);
  }
  const auto where = paths.empty() ? std::string("dictionaries") : paths.front();
  if (parts->verbs.empty()) throw text::Error(where, "no verbs: a file *.verbs.txt or CAMEO*.txt is needed");
  if (parts->actors.names() == 0) throw text::Error(where, "no actors: a file *.actors.txt is needed");
  DictionaryCoder coder;
  coder.parts_ = std::move(parts);
  return coder;
}

const std::vector<std::pair<std::string, std::string>>& DictionaryCoder::files() const {
  return parts_->files;
}

std::string DictionaryCoder::summary() const {
  const Parts& p = *parts_;
  return fmt::format("{} names of {} actors, {} agents, {} verbs with {} patterns",
                     thousands(p.actors.names()), thousands(p.actors.entries()), thousands(p.actors.agents()),
                     thousands(p.verbs.verbs()), thousands(p.verbs.patterns()));
}

bool DictionaryCoder::may_hold_record(const Sentence& tokens) const {
  const Parts& p = *parts_;
  const SentenceView view(tokens, p.actors, p.vocabulary, 0);
  bool actor = false, verb = false;
  for (std::size_t at = 0; at < view.pieces().size() && !(actor && verb); ++at) {
    const int piece = view.pieces()[at];
    if (piece < 0) continue;
    actor = actor || p.actors.actor_at(view.pieces(), at).value >= 0 ||
            p.actors.agent_at(view.pieces(), at).value >= 0;
    verb = verb || p.verbs.with_form(piece) != nullptr;
  }
  return actor && verb;
}

std::vector<Event> DictionaryCoder::code(const text::Document& document, std::span<const Sentence> sentences,
                                         const actors::World& world, bool ours, Explanation* why) const {
  const Parts& p = *parts_;
  std::vector<Event> events;
  int date = 0;
  if (document.date)
    date = static_cast<int>(document.date->year()) * 10000 +
           static_cast<int>(static_cast<unsigned>(document.date->month())) * 100 +
           static_cast<int>(static_cast<unsigned>(document.date->day()));
  const actors::Cast cast = world.cast(document, sentences);
  const text::CodePointIndex index(document.text);
  const Sources sources = p.attributor.attribute(document, sentences, cast);
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const auto& sentence = sentences[s];
    if (sentence.words.empty()) continue;
    const auto note = [&](std::string line) {
      if (why != nullptr) why->note(static_cast<int>(s), "dictionary: " + std::move(line));
    };
    petrarch::OtherNames others;
    if (ours) {
      others.codes.resize(sentence.words.size());
      for (const auto& m : cast.in_sentence(static_cast<int>(s))) {
        if (m.kind == actors::MentionKind::organisation) {
          int first = m.first;
          while (first < m.last && sentence.words[static_cast<std::size_t>(first)].upos == syntax::Upos::DET)
            ++first;
          others.longer.emplace_back(first, m.last);
        }
        if (m.actors.size() != 1 || m.place || m.kind == actors::MentionKind::pronoun) continue;
        const auto& a = m.actors[0];
        if (a.country.empty() || !world.is_state(a.country)) continue;
        for (int w = m.first; w <= m.last; ++w)
          others.codes[static_cast<std::size_t>(w)] = a.country + letters_of(a.role);
      }
    }
    const SentenceView view(sentence, p.actors, p.vocabulary, date, ours ? &others : nullptr);
    const auto discard = p.actors.discard(view.piece_texts());
    if (discard == Discard::story) {
      note("a phrase of the discard files: the whole text is left out");
      return {};
    }
    if (discard == Discard::sentence) {
      note("a phrase of the discard files: the sentence is left out");
      continue;
    }
    if (!sentence.parsed) continue;
    petrarch::Notes notes;
    const auto acts = petrarch::find_acts(view, p.verbs, p.combinations, why != nullptr ? &notes : nullptr);
    for (auto& line : notes.lines) note(std::move(line));
    if (acts.empty()) continue;
    const auto times = p.calendar.find(sentence, document.date);
    for (const auto& act : acts) {
      Event e;
      e.document = document.id;
      const auto [first, last] = clause_of(view, act.verb);
      const auto begin = sentence.words[static_cast<std::size_t>(first)].begin;
      const auto end = sentence.words[static_cast<std::size_t>(last)].end;
      e.span = {static_cast<int>(s), index.at(begin), index.at(end)};
      e.text = document.text.substr(begin, end - begin);
      const auto actor = [&](const Who& who) {
        Actor a;
        p.codes.describe(who.code, world, a);
        const auto from = sentence.words[static_cast<std::size_t>(who.first)].begin;
        const auto to = sentence.words[static_cast<std::size_t>(who.last)].end;
        a.text = document.text.substr(from, to - from);
        return a;
      };
      e.source.push_back(actor(act.source));
      e.target.push_back(actor(act.target));
      const auto meaning = p.meanings.of(act.code);
      e.type = meaning.type;
      e.mode = meaning.mode;
      e.domain = meaning.domain;
      e.cameo = act.code;
      e.modality = modality_of(view, act);
      e.date = when_of(sentence, act.verb, times);
      e.attribution = sources.at(static_cast<int>(s), act.verb);
      e.score = p.scale.score(e.type, e.mode, e.polarity, e.modality);
      e.confidence = 0.9 * act.sure * (0.5 + 0.5 * static_cast<double>(view.word(act.verb).confidence));
      events.push_back(std::move(e));
    }
  }
  return events;
}

void merge(Records& records, std::vector<Event>&& events) {
  const auto shared = [](const std::vector<Actor>& a, const std::vector<Actor>& b) {
    return std::any_of(a.begin(), a.end(), [&](const Actor& x) {
      return !x.country.empty() &&
             std::any_of(b.begin(), b.end(), [&](const Actor& y) { return x.country == y.country; });
    });
  };
  const auto ours = records.events.size();
  for (auto& e : events) {
    const auto end = records.events.begin() + static_cast<std::ptrdiff_t>(ours);
    const auto same = std::find_if(records.events.begin(), end, [&](const Event& o) {
      // Where ours is a refusal, plan or demand of an act, theirs may be an act of refusing, agreeing or
      // asking.
      const bool type = o.type == e.type || (o.polarity == Polarity::negated && e.type == Type::REJECT) ||
                        (o.modality == Modality::intended && e.type == Type::AGREE) ||
                        (o.modality == Modality::demanded && e.type == Type::REQUEST);
      return o.span.sentence == e.span.sentence && type && shared(o.source, e.source) &&
             shared(o.target, e.target);
    });
    if (same == end) {
      records.events.push_back(std::move(e));
      continue;
    }
    // Ours knows persons and roles, theirs the code.
    same->cameo = e.cameo;
    for (auto* side : {&same->source, &same->target})
      for (auto& a : *side)
        for (const auto& b : side == &same->source ? e.source : e.target)
          if (a.code.empty() && a.country == b.country) a.code = b.code;
  }
  std::stable_sort(records.events.begin(), records.events.end(),
                   [](const Event& a, const Event& b) { return a.span.begin < b.span.begin; });
}

}  // namespace realign::coding
