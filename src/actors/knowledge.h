// What the tables of data/actors say, as the finder and the resolver ask for it. Loaded once; never changes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/names.h"
#include "text/document.h"
#include "text/word_map.h"

namespace realign::actors {

enum class CodeKind : std::uint8_t { state, region, organisation };

struct Member {
  std::string code, from, to;  // dates of any precision, "" open
};

struct Code {
  std::string code;  // "KAZ", "EU", "Central Asia"
  std::string name;
  CodeKind kind = CodeKind::state;
  bool former = false;  // a state that is no more
  std::vector<Member> members;
};

struct Place {
  std::string name;
  int code = -1;
};

struct Organisation {
  std::string country;  // what records carry: an international one's own code, else its home's
  std::string role;     // "" for an international one itself
  std::string name;
  std::string kind;
  int code = -1;
};

struct Office {
  std::string country, role, from, to;
};

struct Person {
  std::string name;
  std::vector<Office> offices;
};

struct RoleWord {
  std::string role;
  bool person = false;    // one human being (or several): may be named, is "he" or "she"
  bool group = false;     // human beings together: "they"
  bool body = false;      // an institution: "it"
  bool domestic = false;  // without a state of its own it belongs to the state in focus
  bool official = false;  // speaks for its state
  bool needs = false;     // no actor without a state, an organisation or a name beside it
  bool owns = false;      // before a noun it says whose that is ("army offensive")
  char gender = '\0';
};

enum class NominalKind : std::uint8_t {
  state,      // "the country": the state in focus
  capital,    // "the capital": its capital
  neighbour,  // "its northern neighbour": another state than its owner
  pair,       // "both countries", "the two sides": the two states last named
  many,       // "the countries", "the allies": those last named together
  bloc,       // "the bloc", "the alliance": the organisation last named
  group,      // "the company", "the group": the organisation last named
  person,     // "the man", "the politician": the person last named
  region      // "the region": the region last named, as a place
};

struct Nominal {
  NominalKind kind = NominalKind::state;
  std::vector<std::string> kinds;  // of a bloc: the kinds of organisations.tsv that fit, empty: any
};

enum class PronounKind : std::uint8_t { he, she, it, they, we, i, you, who, which };

struct Pronoun {
  PronounKind kind = PronounKind::he;
  bool possessive = false;
  bool reflexive = false;
};

// Classes of words.tsv.
enum class WordClass : std::uint8_t {
  locative,  // prepositions that make a place of what follows: in, at, near
  towards,   // prepositions that do so after a verb or noun of motion: to, from
  motion,    // arrive, travel, visit
  say,       // verbs of speech
  agentive,  // verbs whose subject can only be somebody: accuse, sign, invade
  harm,      // nouns of which the noun after "of", "on", "against" is the victim: invasion, attack
  title,     // Mr., Dr.
  female,    // Mrs., Queen, spokeswoman
  male,      // Mr., King
  particle,  // al, bin, de, van: inside names
  former,    // former, ex, then, late, ousted
  org_head,  // University, Institute
  language,  // "-speaking": what follows an adjective so that it names no actor
  backed,    // "-backed", "-led": the adjective says whose friends they are
  nothing,   // a phrase that looks like an actor and is none: "French fries"
  wields,    // verbs whose object, if troops or officials, is the subject's own: send, deploy
  calendar,  // months and days, which are capitalised and name nobody
  count
};

class Knowledge {
 public:
  static Knowledge load(const std::string& dir);

  NameTable names;
  std::vector<Code> codes;
  std::vector<Place> places;
  std::vector<Organisation> organisations;
  std::vector<Person> persons;
  std::vector<RoleWord> roles;
  std::vector<Nominal> nominals;
  std::vector<Pronoun> pronouns;
  std::vector<std::string> org_head_roles;

  int code(std::string_view code) const;  // index, -1 unknown
  bool is_class(std::string_view word, WordClass of) const;
  // 'm', 'f', 'b' (both) for a given name; '\0' for a word that is none.
  char given_name(std::string_view word) const;
  const std::vector<std::pair<int, std::string>>* borders(
      int code) const;  // neighbours by code index, and their sides ("n", "se")

  struct Standing {
    std::string_view country, role;
    bool former = false;
    bool current = false;
    int rank = 0;
  };
  // The role that a head noun gives an organisation ("University": expert); nullptr for a word that is none.
  const std::string* org_head(std::string_view word) const;

  // A part of another state that bears a state's name ("Georgia" of the USA): its code and the words that
  // tell it.
  struct Namesake {
    int code = -1;
    std::vector<std::string> words;
  };
  const Namesake* namesake(std::string_view name) const;
  // Organisations of which a name of several words ends in the word ("Commission": the European one, ...).
  const std::vector<int>* called_for_short(std::string_view last_word) const {
    const auto at = short_names_.find(last_word);
    return at == short_names_.end() ? nullptr : &at->second;
  }
  // The organisations that a state's capital stands for (seats.tsv), or nullptr.
  const std::vector<int>* seats_of(int code) const {
    const auto at = seats_of_.find(code);
    return at == seats_of_.end() ? nullptr : &at->second;
  }

  // Country and office of a person at a date (the latest without one).
  Standing standing(int person, const std::optional<text::Date>& date) const;
  // Who holds an office: the one person, else -1.
  int holder(std::string_view country, std::string_view role, const std::optional<text::Date>& date) const;

  std::string code_of(std::string_view what) const;

 private:
  text::WordMap<int> code_index_;
  text::WordMap<std::string> lookup_;  // folded names and lower-case codes -> code
  text::WordMap<std::uint32_t> classes_;
  text::WordMap<int> org_heads_;
  text::WordMap<Namesake> namesakes_;
  text::WordMap<std::vector<int>> short_names_;
  std::unordered_map<int, std::vector<int>> seats_of_;
  text::WordMap<char> given_;
  std::unordered_map<std::string, int> person_index_;
  text::WordMap<std::vector<std::pair<int, int>>> holders_;  // "KAZ|head of state" -> person, office
  std::unordered_map<int, std::vector<std::pair<int, std::string>>> borders_;

  int add_code(const std::string& code, const std::string& name, CodeKind kind);
  void load_states(const std::string& dir);
  void load_places(const std::string& dir);
  void load_commons(const std::string& dir);
  void load_organisations(const std::string& dir);
  void load_regions(const std::string& dir);
  void load_members(const std::string& dir);
  void load_persons(const std::string& path);
  void load_words(const std::string& dir);
  void load_roles(const std::string& dir);
  void load_nominals(const std::string& dir);
  void load_borders(const std::string& dir);
};

// Dates of mixed precision ("2019", "2019-03", "2019-03-20"): is `date` within [from, to]? Bounds count as
// within.
bool within(const std::optional<text::Date>& date, std::string_view from, std::string_view to);

// How high an office ranks, for choosing among several: head of state first.
int rank_of(std::string_view role);

}  // namespace realign::actors
