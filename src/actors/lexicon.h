// The names of the world: every state, organisation, region, person in office and place by the words that
// news uses for it, found in a sentence by longest match.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "syntax/sentence.h"
#include "text/document.h"

namespace realign::actors {

enum class NameKind : std::uint8_t {
  state,
  region,
  organisation,
  metonym,
  adjective,
  people,
  person,
  short_person,
  place
};

struct Name {
  NameKind kind = NameKind::state;
  std::string code;
  std::string role;                // of an organisation: the role its kind gives
  int person = -1;                 // index into Lexicon::persons
  bool the = false;                // holds only behind "the"
  bool plural = false;             // of people
  std::vector<std::string> words;  // as tokens
};

struct Office {
  std::string code, role, from, to;  // ISO dates of any precision, "" = open
};

struct Person {
  std::string name;
  std::vector<Office> offices;
};

struct Role {
  std::string role;
  bool person = false, group = false, domestic = false, official = false;
};

struct Nominal {
  std::string kind, needs;
};

// What is known of a code.
struct Entry {
  std::string name;
  bool state = false;
  std::vector<std::pair<std::string, std::pair<std::string, std::string>>> members;  // code, from, to
};

class Lexicon {
 public:
  static Lexicon load(const std::string& dir);

  // All names of the greatest length that begin at word i; empty if none.
  void match(const syntax::Sentence& sentence, int i, std::vector<const Name*>& out) const;
  bool begins_name(const std::string& form) const { return names_.contains(form); }

  // The office that a person held at a date (YYYY-MM-DD; "" the latest): code and role ("former ..." once it
  // is over).
  Office office_at(int person, const std::string& date) const;
  const Person& person(int i) const { return persons_[static_cast<std::size_t>(i)]; }
  bool in_office(int person, const std::string& date) const;

  // The role of a noun, with the noun before it if that makes a longer entry ("foreign", "minister"); nullptr
  // if none.
  const Role* role(const std::string& before, const std::string& lemma) const;
  const Nominal* nominal(const std::string& lemma, std::string_view needs) const;
  const Entry* entry(const std::string& code) const;
  std::string code_of(std::string_view what) const;

 private:
  std::unordered_map<std::string, std::vector<Name>> names_;  // by first word, longest first
  std::vector<Person> persons_;
  std::unordered_map<std::string, int> person_index_;  // by full name
  std::unordered_map<std::string, Role> roles_;
  std::multimap<std::string, Nominal> nominals_;
  std::unordered_map<std::string, Entry> entries_;
  std::unordered_map<std::string, std::string> codes_;  // lower-case names and codes

  void add(const std::string& name, Name what);
  void load_states(const std::string& dir);
  void load_organisations(const std::string& dir);
  void load_regions(const std::string& dir);
  void load_persons(const std::string& file);
  void load_roles(const std::string& dir);
};

}  // namespace realign::actors
