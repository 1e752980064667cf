// The tables of data/actors, read.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "actors/knowledge.h"
#include "text/table.h"

namespace realign::actors {
namespace {

using text::split;
using text::Table;

Sense sense(SenseKind kind, int ref) {
  Sense s;
  s.kind = kind;
  s.ref = ref;
  return s;
}

Sense plural_of(Sense s, bool plural = true) {
  s.plural = plural;
  return s;
}

std::string plural_noun(const std::string& noun) {
  const auto ends = [&](std::string_view tail) { return noun.ends_with(tail); };
  for (const auto& [one, many] : {std::pair<std::string_view, std::string_view>{"man", "men"},
                                  {"woman", "women"},
                                  {"child", "children"},
                                  {"wife", "wives"},
                                  {"person", "people"},
                                  {"aide-de-camp", "aides-de-camp"},
                                  {"elf", "elves"}})
    if (ends(one) && noun != "human" && noun != "german" && !ends("german"))
      return noun.substr(0, noun.size() - one.size()) + std::string(many);
  if (ends("s") || ends("x") || ends("ch") || ends("sh")) return noun + "es";
  if (ends("y") && noun.size() > 1 &&
      std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos)
    return noun.substr(0, noun.size() - 1) + "ies";
  return noun + "s";
}

std::string_view role_of_office(std::string_view office) {
  if (office == "opposition leader") return "opposition";
  if (office == "parliament speaker") return "legislature";
  if (office == "central bank governor") return "central bank";
  if (office == "party leader") return "party";
  return office;
}

// Where a noun phrase's head noun ends: before the first preposition.
std::size_t head_word(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i)
    for (const char* preposition : {"of", "for", "to", "in", "at", "on"})
      if (words[i] == preposition) return i - 1;
  return words.size() - 1;
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

int atoms_of(std::string_view word) {
  int n = 0;
  each_atom(word, [&](std::string_view, bool, bool, bool, bool) { ++n; });
  return n;
}

// Adds a noun phrase of roles.tsv or nominals.tsv in its forms.
void add_noun(NameTable& names, std::string phrase, Sense s) {
  bool only_plural = false, no_plural = false;
  if (phrase.ends_with('=')) only_plural = true;
  if (phrase.ends_with('-')) no_plural = true;
  if (only_plural || no_plural) phrase.pop_back();
  auto words = split(phrase, ' ');
  const auto head = head_word(words);
  int before = 0;
  for (std::size_t i = 0; i < head; ++i) before += atoms_of(words[i]);
  s.head = static_cast<std::uint8_t>(before + atoms_of(words[head]) - 1);
  s.plural = only_plural;
  names.add(phrase, s, true);
  if (only_plural || no_plural) return;
  words[head] = plural_noun(words[head]);
  s.plural = true;
  names.add(join(words), s, true);
}

constexpr std::array<std::string_view, static_cast<std::size_t>(WordClass::count)> kClasses = {
    "locative", "towards", "motion",   "say",      "agentive", "harm",    "title",  "female",  "male",
    "particle", "former",  "org_head", "language", "backed",   "nothing", "wields", "calendar"};

}  // namespace

int Knowledge::add_code(const std::string& code, const std::string& name, CodeKind kind) {
  const auto [at, fresh] = code_index_.emplace(code, static_cast<int>(codes.size()));
  if (fresh) {
    codes.push_back({code, name, kind, false, {}});
    lookup_.emplace(fold(code), code);
  }
  return at->second;
}

void Knowledge::load_states(const std::string& dir) {
  const auto table = Table::read(dir + "/countries.tsv", 10, 3);
  for (const auto& row : table.rows()) {
    if (row[0].size() != 3) throw table.error(row, "'" + row[0] + "' is no alpha-3 code");
    const auto listed = split(row[2], '|');
    const int code = add_code(row[0], listed.front(), CodeKind::state);
    codes[static_cast<std::size_t>(code)].former =
        row[0] == "SUN" || row[0] == "YUG" || row[0] == "CSK" || row[0] == "DDR";
    if (!row[1].empty()) lookup_.emplace(fold(row[1]), row[0]);
    for (const auto& name : listed) {
      names.add(name, sense(SenseKind::state, code));
      auto key = fold(name);
      if (key.starts_with("the ")) key.erase(0, 4);
      lookup_.emplace(key, row[0]);
    }
    for (const auto& name : split(row[8], '|')) {
      names.add(name, sense(SenseKind::state, code));
      lookup_.emplace(fold(name), row[0]);
    }
    for (auto name : split(row[3], '|')) {
      auto s = sense(SenseKind::adjective, code);
      if (name.ends_with('-')) {
        s.prefix = true;
        name.pop_back();
      }
      names.add(name, s);
    }
    for (const auto& name : split(row[4], '|')) names.add(name, sense(SenseKind::people, code));
    for (const auto& name : split(row[5], '|')) names.add(name, plural_of(sense(SenseKind::people, code)));
    for (const auto& name : split(row[6], '|'))
      if (std::find(listed.begin(), listed.end(), name) == listed.end())
        names.add(name, sense(SenseKind::capital, code));
    for (const auto& name : split(row[7], '|')) names.add(name, sense(SenseKind::seat, code));
  }
}

void Knowledge::load_places(const std::string& dir) {
  const auto path = dir + "/places.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 4, 3);
  for (const auto& row : table.rows()) {
    const int home = code(row[1]);
    if (home < 0) throw table.error(row, "no state has the code '" + row[1] + "'");
    const auto place = static_cast<int>(places.size());
    places.push_back({row[0], home});
    names.add(row[0], sense(SenseKind::place, place));
    for (const auto& name : split(row[3], '|')) names.add(name, sense(SenseKind::place, place));
  }
}

// Seas and lands of no one state: read as places of nobody, so that no state is read into them ("South China
// Sea").
void Knowledge::load_commons(const std::string& dir) {
  const auto path = dir + "/commons.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 3, 2);
  for (const auto& row : table.rows()) {
    const auto nothing = sense(SenseKind::word, static_cast<int>(WordClass::nothing));
    names.add(row[0], nothing);
    for (const auto& name : split(row[2], '|')) names.add(name, nothing);
  }
}

void Knowledge::load_organisations(const std::string& dir) {
  const auto path = dir + "/organisations.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 7, 3);
  for (const auto& row : table.rows()) {
    const auto listed = split(row[1], '|');
    if (listed.empty()) throw table.error(row, "no name");
    const std::string& kind = row[2];
    if (!row[3].empty() && code(row[3]) < 0) throw table.error(row, "no state has the code '" + row[3] + "'");
    const bool body = kind == "body";
    const int own = body ? code(row[0]) : add_code(row[0], listed.front(), CodeKind::organisation);
    if (own < 0) throw table.error(row, "a body of '" + row[0] + "', which has no row before it");
    std::string role = row[6];
    if (role.empty()) {
      if (kind == "armed group") role = "armed group";
      if (kind == "company") role = "business";
      if (kind == "media") role = "media";
      if (kind == "party") role = "party";
      if (kind == "military") role = "military";
      if (kind == "court" && !row[3].empty()) role = "judiciary";
      if (kind == "agency" && !row[3].empty()) role = "government";
      if (kind == "bank" && !row[3].empty()) role = "central bank";
      if (kind == "ngo") {
        role = "civil society";
        for (const auto& name : listed)
          for (const char* mark :
               {"Institut", "Universit", "Center", "Centre", "College", "Endowment", "Council", "Academy",
                "Brookings", "RAND", "Chatham", "School", "Crisis Group"})
            if (name.find(mark) != std::string::npos) role = "expert";
      }
    }
    Organisation org;
    org.country = body || row[3].empty() ? row[0] : row[3];
    org.role = role;
    org.name = listed.front();
    org.kind = kind;
    org.code = own;
    const auto ref = static_cast<int>(organisations.size());
    organisations.push_back(std::move(org));
    for (const auto& name : listed) {
      names.add(name, sense(SenseKind::organisation, ref));
      auto key = fold(name);
      if (key.starts_with("the ")) key.erase(0, 4);
      lookup_.emplace(key, row[0]);
      if (const auto cut = name.rfind(' '); cut != std::string::npos && (body || row[3].empty()))
        if (auto& refs = short_names_[name.substr(cut + 1)]; refs.empty() || refs.back() != ref)
          refs.push_back(ref);
    }
    for (const auto& name : split(row[5], '|')) names.add(name, sense(SenseKind::organisation, ref));
  }
}

void Knowledge::load_regions(const std::string& dir) {
  const auto path = dir + "/regions.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 5, 1);
  for (const auto& row : table.rows()) {
    const int ref = add_code(row[0], row[0], CodeKind::region);
    bool only_the = false;
    for (const auto& name : split(row[1], '|')) {
      only_the |= name == "the " + row[0];
      names.add(name, sense(SenseKind::state, ref));
      auto key = fold(name);
      if (key.starts_with("the ")) key.erase(0, 4);
      lookup_.emplace(key, row[0]);
    }
    if (!only_the) names.add(row[0], sense(SenseKind::state, ref));
    for (auto name : split(row[2], '|')) {
      auto s = sense(SenseKind::adjective, ref);
      if (name.ends_with('-')) {
        s.prefix = true;
        name.pop_back();
      }
      if (!(name[0] >= 'a' && name[0] <= 'z')) names.add(name, s);
    }
    for (const auto& name : split(row[4], '|')) names.add(name, plural_of(sense(SenseKind::people, ref)));
    for (const auto& member : split(row[3], '|')) {
      if (code(member) < 0) throw table.error(row, "no state has the code '" + member + "'");
      codes[static_cast<std::size_t>(ref)].members.push_back({member, "", ""});
    }
  }
}

void Knowledge::load_members(const std::string& dir) {
  const auto path = dir + "/memberships.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 5, 2);
  for (const auto& row : table.rows()) {
    const int bloc = code(row[0]);
    if (bloc < 0) throw table.error(row, "no organisation has the code '" + row[0] + "'");
    if (code(row[1]) < 0) throw table.error(row, "no state has the code '" + row[1] + "'");
    if (row[4].empty() || row[4] == "full" || row[4] == "permanent")
      codes[static_cast<std::size_t>(bloc)].members.push_back({row[1], row[2], row[3]});
  }
}

void Knowledge::load_persons(const std::string& path) {
  const auto table = Table::read(path, 6, 2);
  std::vector<std::pair<std::string, int>> short_names;
  for (const auto& row : table.rows()) {
    if (row[3].empty()) throw table.error(row, "no office");
    const auto home = code(row[0]);
    if (home < 0) throw table.error(row, "no state or organisation has the code '" + row[0] + "'");
    const auto [at, fresh] = person_index_.emplace(row[1], static_cast<int>(persons.size()));
    if (fresh) persons.push_back({row[1], {}});
    const int person = at->second;
    auto& known = persons[static_cast<std::size_t>(person)];
    Office office{row[0], std::string(role_of_office(row[3])), row[4], row[5]};
    // The head of an armed organisation acts for it where it has its home.
    if (codes[static_cast<std::size_t>(home)].kind == CodeKind::organisation)
      for (const auto& org : organisations) {
        if (org.code != home || org.kind == "body") continue;
        office.country = org.country;
        if (org.role == "armed group" && (row[3] == "organisation head" || row[3] == "spokesperson"))
          office.role = "armed group";
        break;
      }
    holders_[office.country + "|" + office.role].emplace_back(person, static_cast<int>(known.offices.size()));
    known.offices.push_back(std::move(office));
    names.add(row[1],
              sense(row[1].find(' ') == std::string::npos ? SenseKind::surname : SenseKind::person, person));
    bool short_given = !fresh;  // a person's first row gives the other spellings
    for (const auto& alias : split(row[2], '|')) {
      if (alias.starts_with('~')) {
        short_given = true;
        names.add(alias.substr(1), sense(SenseKind::surname, person));
      } else {
        names.add(alias, sense(alias.find(' ') == std::string::npos ? SenseKind::surname : SenseKind::person,
                               person));
      }
    }
    if (!short_given) {
      const auto last = row[1].rfind(' ');
      if (last != std::string::npos) names.add(row[1].substr(last + 1), sense(SenseKind::surname, person));
    }
  }
}

void Knowledge::load_words(const std::string& dir) {
  const auto table = Table::read(dir + "/words.tsv", 3, 2);
  for (const auto& row : table.rows()) {
    const auto of = std::find(kClasses.begin(), kClasses.end(), row[0]);
    if (of == kClasses.end()) throw table.error(row, "no class of words is called '" + row[0] + "'");
    const auto word_class = static_cast<WordClass>(of - kClasses.begin());
    if (word_class == WordClass::org_head) {
      org_head_roles.push_back(row[2]);
    }
    for (const auto& word : split(row[1], '|')) {
      classes_[word] |= 1U << static_cast<unsigned>(word_class);
      if (word_class == WordClass::nothing)
        names.add(word, sense(SenseKind::word, static_cast<int>(word_class)));
      if (word_class == WordClass::org_head)
        org_heads_.emplace(word, static_cast<int>(org_head_roles.size()) - 1);
    }
  }
  const auto seats = Table::read(dir + "/seats.tsv", 2, 2);
  for (const auto& row : seats.rows()) {
    if (code(row[0]) < 0) throw seats.error(row, "no state has the code '" + row[0] + "'");
    for (const auto& organisation : split(row[1], '|')) {
      if (code(organisation) < 0) throw seats.error(row, "nothing has the code '" + organisation + "'");
      seats_of_[code(row[0])].push_back(code(organisation));
    }
  }
  const auto namesakes = Table::read(dir + "/namesakes.tsv", 3, 3);
  for (const auto& row : namesakes.rows()) {
    if (code(row[1]) < 0) throw namesakes.error(row, "no state has the code '" + row[1] + "'");
    namesakes_[row[0]] = {code(row[1]), split(row[2], '|')};
  }
  const auto given = Table::read(dir + "/given-names.tsv", 2, 2);
  for (const auto& row : given.rows()) {
    if (row[0] != "m" && row[0] != "f" && row[0] != "b")
      throw given.error(row, "'" + row[0] + "' is none of m, f, b");
    for (const auto& name : split(row[1], '|')) {
      const auto [at, fresh] = given_.emplace(fold(name), row[0].front());
      if (!fresh && at->second != row[0].front()) at->second = 'b';
    }
  }
  const auto pronoun_table = Table::read(dir + "/pronouns.tsv", 3, 2);
  constexpr std::array<std::string_view, 9> kinds = {"he", "she", "it",  "they", "we",
                                                     "i",  "you", "who", "which"};
  for (const auto& row : pronoun_table.rows()) {
    const auto kind = std::find(kinds.begin(), kinds.end(), row[1]);
    if (kind == kinds.end()) throw pronoun_table.error(row, "'" + row[1] + "' is no kind of pronoun");
    Pronoun pronoun;
    pronoun.kind = static_cast<PronounKind>(kind - kinds.begin());
    pronoun.possessive = row[2] == "possessive";
    pronoun.reflexive = row[2] == "reflexive";
    names.add(row[0], sense(SenseKind::pronoun, static_cast<int>(pronouns.size())), true);
    pronouns.push_back(pronoun);
  }
}

void Knowledge::load_roles(const std::string& dir) {
  const auto table = Table::read(dir + "/roles.tsv", 3, 3);
  for (const auto& row : table.rows()) {
    RoleWord role;
    role.role = row[1];
    for (const auto& flag : split(row[2], ' ')) {
      if (flag == "person")
        role.person = true;
      else if (flag == "group")
        role.group = true;
      else if (flag == "body")
        role.body = true;
      else if (flag == "domestic")
        role.domestic = true;
      else if (flag == "official")
        role.official = true;
      else if (flag == "needs")
        role.needs = true;
      else if (flag == "owns")
        role.owns = true;
      else if (flag == "female")
        role.gender = 'f';
      else if (flag == "male")
        role.gender = 'm';
      else
        throw table.error(row, "no flag is called '" + flag + "'");
    }
    const auto ref = static_cast<int>(roles.size());
    roles.push_back(role);
    for (const auto& phrase : split(row[0], '|')) add_noun(names, phrase, sense(SenseKind::role, ref));
  }
}

void Knowledge::load_nominals(const std::string& dir) {
  const auto table = Table::read(dir + "/nominals.tsv", 3, 2);
  constexpr std::array<std::string_view, 9> kinds = {"state", "capital", "neighbour", "pair",  "many",
                                                     "bloc",  "group",   "person",    "region"};
  for (const auto& row : table.rows()) {
    const auto kind = std::find(kinds.begin(), kinds.end(), row[1]);
    if (kind == kinds.end()) throw table.error(row, "'" + row[1] + "' is no kind of nominal");
    const auto ref = static_cast<int>(nominals.size());
    nominals.push_back({static_cast<NominalKind>(kind - kinds.begin()), split(row[2], '|')});
    for (const auto& phrase : split(row[0], '|')) add_noun(names, phrase, sense(SenseKind::nominal, ref));
  }
}

void Knowledge::load_borders(const std::string& dir) {
  const auto path = dir + "/borders.tsv";
  if (!std::filesystem::exists(path)) return;
  const auto table = Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    const int from = code(row[0]);
    if (from < 0) throw table.error(row, "no state has the code '" + row[0] + "'");
    for (const auto& one : split(row[1], '|')) {
      const auto colon = one.find(':');
      const int to = code(one.substr(0, colon));
      if (to < 0) throw table.error(row, "no state has the code '" + one.substr(0, colon) + "'");
      borders_[from].emplace_back(to, colon == std::string::npos ? std::string() : one.substr(colon + 1));
    }
  }
}

Knowledge Knowledge::load(const std::string& dir) {
  Knowledge k;
  k.load_states(dir);
  k.load_regions(dir);
  k.load_organisations(dir);
  k.load_members(dir);
  k.load_places(dir);
  k.load_commons(dir);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("persons-") && name.ends_with(".tsv")) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) k.load_persons(file);
  k.load_words(dir);
  k.load_roles(dir);
  k.load_nominals(dir);
  k.load_borders(dir);
  return k;
}

}  // namespace realign::actors
