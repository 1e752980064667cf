// Who: the actors of a document, and every expression of the text that stands for one of them.
//
// An Actor is what a record names. A Mention is one noun phrase, pronoun or adjective of the text together
// with the actor or actors that it stands for. A Cast holds all mentions of one document, after coreference.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/sentence.h"
#include "text/document.h"

namespace realign::actors {

struct Actor {
  std::string country;  // ISO 3166 alpha-3, an organisation's code (EU, NATO), a region's name ("Central
                        // Asia", "West"), or "" for somebody who belongs to no state that the text tells
  std::string role;  // "" for the state as such; else one of the roles of data/actors/roles.tsv: government,
                     // head of state, head of government, foreign minister, defence minister, ambassador,
                     // official, military, police, legislature, judiciary, opposition, armed group,
                     // civilians, protesters, business, media, expert ...
  std::string name;  // a person's full name, or an organisation's, where known
  std::string text;  // the words of this mention
  std::string
      code{};  // in the codes of a user's dictionary (coding/dictionaries.h): "RUSGOV"; "" without one

  bool operator==(const Actor&) const = default;
};

enum class MentionKind : std::uint8_t {
  state,         // "Kazakhstan", "the United States", a region or a bloc by name
  organisation,  // "NATO", "Gazprom"
  metonym,       // a capital or seat that stands for a government: "Astana", "the Kremlin"
  person,        // "Kassym-Jomart Tokayev", "Umarov"
  role,          // "Kazakh officials", "the Ukrainian ambassador", "a Western diplomat", "protesters"
  people,        // "Russians", "the Dutch"
  adjective,  // "Russian" in "Russian statements", "Ukrainian" in "Ukrainian grain": says whose, is no actor
              // itself
  nominal,    // "the country", "its northern neighbour", "the junta", "both sides"
  pronoun,    // "he", "it", "they", "we", "who", "which"
};

struct Mention {
  int sentence = 0;
  int first = 0, last = 0;  // words, inclusive
  int head = 0;             // the word that other words' arcs point to or from
  MentionKind kind = MentionKind::state;
  // One actor as a rule; several for a plural ("both countries", "they"); none for an expression known to be
  // somebody but not resolved (a pronoun without antecedent).
  std::vector<Actor> actors;
  int entity = -1;  // mentions of one document with the same number stand for the same actor; -1: unresolved
  bool place = false;  // names a place where something happens ("in Doha", "to Astana"): no actor unless a
                       // frame asks for it
  std::string
      affiliation;  // of a person or role: the institution that the text names with it ("Carnegie Endowment")
  float confidence = 1.0F;
};

class Cast {
 public:
  Cast() = default;
  // `mentions` in any order; `words` per sentence.
  Cast(std::vector<Mention> mentions, std::span<const syntax::Sentence> sentences);

  const std::vector<Mention>& mentions() const { return mentions_; }
  std::span<const Mention> in_sentence(int sentence) const;
  const Mention* headed_by(int sentence, int word) const;  // the widest mention with this head, or nullptr
  const Mention* covering(int sentence,
                          int word) const;  // the narrowest mention that holds the word, or nullptr

 private:
  std::vector<Mention> mentions_;          // by sentence, then first word
  std::vector<int> sentence_start_;        // index of each sentence's first mention
  std::vector<std::vector<int>> by_head_;  // [sentence][word] -> mention or -1
};

// What the program knows of the world: states, organisations, regions, persons in office, roles. Loaded once
// from data/actors; never changes; safe for any number of threads.
class World {
 public:
  static World load(const std::string& actors_dir);
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;
  ~World();

  // Finds and resolves all mentions of a document. `date` chooses persons in office and members of blocs;
  // without one, the latest known. Never fails; a sentence without actors simply has no mentions.
  Cast cast(const text::Document& document, std::span<const syntax::Sentence> sentences) const;

  // Tells the parser of names: sets Word::stand_in where the tables know a capitalised word, or the document
  // repeats it. To be called on tokens, before tagging, with all sentences of a document.
  void introduce(std::span<syntax::Sentence> sentences) const;

  // True if the words could name an actor at all (cheap: no trees needed). Used to leave sentences unparsed.
  bool may_name_actor(const syntax::Sentence& tokens) const;

  // ... or a state, a bloc, an organisation, or a person or place that belongs to one?
  bool may_name_state(const syntax::Sentence& tokens) const;

  // Codes for what a user types: "KAZ", "Kazakhstan", "kz", "Central Asia", "NATO"; empty if unknown.
  std::string code_of(std::string_view what) const;
  std::string name_of(std::string_view code) const;  // "Kazakhstan"; the code itself if unknown
  // Members of a bloc or region at a date (latest if none); {code} for a state.
  std::vector<std::string> members_of(std::string_view code, std::optional<text::Date> date) const;
  bool is_state(std::string_view code) const;
  // A state, or an organisation of states: what the name of a region does not.
  bool can_act(std::string_view code) const;

 private:
  World();
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace realign::actors
