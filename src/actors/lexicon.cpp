#include "actors/lexicon.h"

#include <algorithm>
#include <filesystem>

#include "text/table.h"

namespace realign::actors {
namespace {

using text::split;
using text::Table;

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// A name as the tokenizer would split it: at blanks, at hyphens, before 's and commas.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (auto& part : split(name, ' ')) {
    std::string word;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const bool inner = i > 0 && i + 1 < part.size();
      if ((part[i] == '-' && inner) || (part[i] == ',' && !word.empty())) {
        if (!word.empty()) words.push_back(word);
        words.emplace_back(1, part[i]);
        word.clear();
      } else {
        word += part[i];
      }
    }
    if (word.size() > 2 && word.ends_with("'s")) {
      words.push_back(word.substr(0, word.size() - 2));
      word = "'s";
    }
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

bool before(const std::string& a, const std::string& b) {  // dates of mixed precision, by their common prefix
  const std::size_t n = std::min(a.size(), b.size());
  return a.compare(0, n, b, 0, n) < 0;
}

int rank(const std::string& role) {
  if (role == "head of state") return 5;
  if (role == "head of government") return 4;
  if (role == "foreign minister" || role == "organisation head") return 3;
  if (role == "defence minister" || role == "spokesperson") return 2;
  return 1;
}

}  // namespace

void Lexicon::add(const std::string& name, Name what) {
  what.words = words_of(name);
  if (what.words.size() > 1 && what.words.front() == "the") {
    what.the = true;
    what.words.erase(what.words.begin());
  }
  if (what.words.empty()) return;
  names_[what.words.front()].push_back(std::move(what));
}

void Lexicon::load_states(const std::string& dir) {
  const auto table = Table::read(dir + "/countries.tsv", 10, 3);
  for (const auto& row : table.rows()) {
    const auto& code = row[0];
    if (code.size() != 3) throw table.error(row, "'" + code + "' is no alpha-3 code");
    auto& entry = entries_[code];
    entry.state = true;
    const auto names = split(row[2], '|');
    entry.name = names.front();
    codes_.emplace(lower(code), code);
    if (!row[1].empty()) codes_.emplace(lower(row[1]), code);
    for (const auto& name : names) {
      add(name, {NameKind::state, code, "", -1, false, false, {}});
      codes_.emplace(lower(name), code);
    }
    for (const auto& name : split(row[3], '|'))
      if (!name.ends_with('-')) add(name, {NameKind::adjective, code, "", -1, false, false, {}});
    for (const auto& name : split(row[4], '|'))
      add(name, {NameKind::people, code, "civilians", -1, false, false, {}});
    for (const auto& name : split(row[5], '|'))
      add(name, {NameKind::people, code, "civilians", -1, false, true, {}});
    for (const auto& name : split(row[6], '|'))
      if (name != entry.name) add(name, {NameKind::metonym, code, "", -1, false, false, {}});
    for (const auto& name : split(row[7], '|'))
      add(name, {NameKind::metonym, code, "government", -1, false, false, {}});
    for (const auto& name : split(row[8], '|')) {
      add(name, {NameKind::state, code, "", -1, false, false, {}});
      codes_.emplace(lower(name), code);
    }
  }
  const std::string places = dir + "/places.tsv";
  if (std::filesystem::exists(places)) {
    const auto list = Table::read(places, 4, 2);
    for (const auto& row : list.rows()) {
      std::vector<std::string> names = split(row[3], '|');
      names.insert(names.begin(), row[0]);
      for (const auto& name : names) add(name, {NameKind::place, row[1], "", -1, false, false, {}});
    }
  }
  // Seas, rivers and disputed lands in no one state: places without a code.
  const std::string commons = dir + "/commons.tsv";
  if (std::filesystem::exists(commons)) {
    const auto list = Table::read(commons, 3, 2);
    for (const auto& row : list.rows()) {
      std::vector<std::string> names = split(row[2], '|');
      names.insert(names.begin(), row[0]);
      for (const auto& name : names) add(name, {NameKind::place, "", "", -1, false, false, {}});
    }
  }
}

void Lexicon::load_organisations(const std::string& dir) {
  if (!std::filesystem::exists(dir + "/organisations.tsv")) return;
  const auto table = Table::read(dir + "/organisations.tsv", 7, 3);
  for (const auto& row : table.rows()) {
    const auto names = split(row[1], '|');
    const std::string& kind = row[2];
    // Bodies of a state act for it; what stands above states acts for itself.
    const bool international = kind == "intergovernmental" || kind == "alliance" ||
                               kind == "economic union" || kind == "forum" || kind == "armed group" ||
                               kind == "body" ||
                               (row[3].empty() && kind != "media" && kind != "company" && kind != "ngo");
    std::string role = row[6];
    if (role.empty()) {
      if (kind == "company") role = "business";
      if (kind == "media") role = "media";
      if (kind == "party") role = "party";
      if (kind == "ngo") role = "expert";
      if (kind == "military") role = "military";
      if (kind == "armed group") role = "armed group";
      if (kind == "court" && !row[3].empty()) role = "judiciary";
      if (kind == "agency" && !row[3].empty()) role = "government";
      if (kind == "bank" && !row[3].empty()) role = "central bank";
    }
    if (kind != "body") {
      auto& entry = entries_[row[0]];
      entry.name = names.front();
      codes_.emplace(lower(row[0]), row[0]);
    }
    for (const auto& name : names) {
      add(name, {NameKind::organisation, international ? row[0] : row[3], role, -1, false, false, {}});
      codes_.emplace(lower(name), row[0]);
    }
    for (const auto& name : split(row[5], '|'))
      add(name, {NameKind::adjective, row[0], "", -1, false, false, {}});
  }
  if (!std::filesystem::exists(dir + "/memberships.tsv")) return;
  const auto members = Table::read(dir + "/memberships.tsv", 5, 2);
  for (const auto& row : members.rows())
    if (row[4].empty() || row[4] == "full" || row[4] == "permanent" || row[4] == "suspended")
      entries_[row[0]].members.push_back({row[1], {row[2], row[3]}});
}

void Lexicon::load_regions(const std::string& dir) {
  if (!std::filesystem::exists(dir + "/regions.tsv")) return;
  const auto table = Table::read(dir + "/regions.tsv", 4, 1);
  for (const auto& row : table.rows()) {
    auto& entry = entries_[row[0]];
    entry.name = row[0];
    for (const auto& code : split(row[3], '|')) entry.members.push_back({code, {"", ""}});
    auto names = split(row[1], '|');
    const bool only_with_article = std::find(names.begin(), names.end(), "the " + row[0]) != names.end();
    if (!only_with_article) names.push_back(row[0]);
    for (const auto& name : names) {
      add(name, {NameKind::region, row[0], "", -1, false, false, {}});
      codes_.emplace(lower(name), row[0]);
    }
    codes_.emplace(lower(row[0]), row[0]);
    for (const auto& name : split(row[2], '|'))
      add(name, {NameKind::adjective, row[0], "", -1, false, false, {}});
  }
}

void Lexicon::load_persons(const std::string& file) {
  const auto table = Table::read(file, 6, 2);
  for (const auto& row : table.rows()) {
    if (row[3].empty()) throw table.error(row, "a person without a role");
    const auto [at, fresh] = person_index_.emplace(row[1], static_cast<int>(persons_.size()));
    if (fresh) persons_.push_back({row[1], {}});
    const int index = at->second;
    persons_[static_cast<std::size_t>(index)].offices.push_back({row[0], row[3], row[4], row[5]});
    if (!fresh) continue;
    add(row[1], {NameKind::person, "", "", index, false, false, {}});
    bool short_given = false;
    for (const auto& alias : split(row[2], '|')) {
      if (alias.front() == '~') {
        short_given = true;
        add(alias.substr(1), {NameKind::short_person, "", "", index, false, false, {}});
      } else {
        const auto words = words_of(alias);
        add(alias,
            {words.size() > 1 ? NameKind::person : NameKind::short_person, "", "", index, false, false, {}});
      }
    }
    // Otherwise the last blank-separated part is the short name ("Tokayev", "bin Salman" is listed).
    if (const auto parts = split(row[1], ' '); !short_given && parts.size() > 1)
      add(parts.back(), {NameKind::short_person, "", "", index, false, false, {}});
  }
}

void Lexicon::load_roles(const std::string& dir) {
  const auto table = Table::read(dir + "/roles.tsv", 3, 2);
  for (const auto& row : table.rows()) {
    Role role;
    role.role = row[1];
    for (const auto& flag : split(row[2], ',')) {
      if (flag == "person")
        role.person = true;
      else if (flag == "group")
        role.group = true;
      else if (flag == "domestic")
        role.domestic = true;
      else if (flag == "official")
        role.official = true;
      else
        throw table.error(row, "no flag '" + flag + "'");
    }
    for (const auto& lemma : split(row[0], '|')) roles_.emplace(lemma, role);
  }
  const auto nominals = Table::read(dir + "/nominals.tsv", 3, 3);
  for (const auto& row : nominals.rows())
    for (const auto& lemma : split(row[0], '|')) nominals_.emplace(lemma, Nominal{row[1], row[2]});
}

Lexicon Lexicon::load(const std::string& dir) {
  Lexicon lexicon;
  lexicon.load_states(dir);
  lexicon.load_organisations(dir);
  lexicon.load_regions(dir);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("persons-") && name.ends_with(".tsv")) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) lexicon.load_persons(file);
  lexicon.load_roles(dir);
  for (auto& [word, names] : lexicon.names_)
    std::stable_sort(names.begin(), names.end(),
                     [](const Name& a, const Name& b) { return a.words.size() > b.words.size(); });
  return lexicon;
}

void Lexicon::match(const syntax::Sentence& sentence, int i, std::vector<const Name*>& out) const {
  out.clear();
  const auto& words = sentence.words;
  const auto found = names_.find(words[static_cast<std::size_t>(i)].form);
  if (found == names_.end()) return;
  for (const auto& name : found->second) {
    if (!out.empty() && name.words.size() < out.front()->words.size()) break;
    if (static_cast<std::size_t>(i) + name.words.size() > words.size()) continue;
    bool fits = true;
    for (std::size_t k = 1; k < name.words.size() && fits; ++k)
      fits = words[static_cast<std::size_t>(i) + k].form == name.words[k];
    if (fits && name.the)
      fits = i > 0 && (words[static_cast<std::size_t>(i) - 1].form == "the" ||
                       words[static_cast<std::size_t>(i) - 1].form == "The");
    if (fits) out.push_back(&name);
  }
}

Office Lexicon::office_at(int person, const std::string& date) const {
  const auto& offices = persons_[static_cast<std::size_t>(person)].offices;
  const Office* now = nullptr;
  const Office* past = nullptr;
  const Office* any = nullptr;
  for (const auto& office : offices) {
    const bool begun = date.empty() || office.from.empty() || !before(date, office.from);
    const bool over = !office.to.empty() && (date.empty() || before(office.to, date));
    if (begun && !over && (now == nullptr || rank(office.role) > rank(now->role))) now = &office;
    if (begun && over && (past == nullptr || before(past->to, office.to))) past = &office;
    any = &office;
  }
  if (now != nullptr) return *now;
  if (past != nullptr) {
    Office former = *past;
    former.role = "former " + former.role;
    return former;
  }
  Office later = *any;
  later.role.clear();
  return later;
}

bool Lexicon::in_office(int person, const std::string& date) const {
  for (const auto& office : persons_[static_cast<std::size_t>(person)].offices) {
    const bool begun = date.empty() || office.from.empty() || !before(date, office.from);
    const bool over = !office.to.empty() && (date.empty() || before(office.to, date));
    if (begun && !over && rank(office.role) >= 3) return true;
  }
  return false;
}

const Role* Lexicon::role(const std::string& before_word, const std::string& lemma) const {
  if (!before_word.empty())
    if (const auto found = roles_.find(before_word + "_" + lemma); found != roles_.end())
      return &found->second;
  const auto found = roles_.find(lemma);
  return found == roles_.end() ? nullptr : &found->second;
}

const Nominal* Lexicon::nominal(const std::string& lemma, std::string_view needs) const {
  const auto [first, last] = nominals_.equal_range(lemma);
  for (auto it = first; it != last; ++it)
    if (it->second.needs == needs) return &it->second;
  return nullptr;
}

const Entry* Lexicon::entry(const std::string& code) const {
  const auto found = entries_.find(code);
  return found == entries_.end() ? nullptr : &found->second;
}

std::string Lexicon::code_of(std::string_view what) const {
  const auto found = codes_.find(lower(text::trim(what)));
  return found == codes_.end() ? "" : found->second;
}

}  // namespace realign::actors
