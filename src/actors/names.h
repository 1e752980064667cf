// All phrases that name or describe actors, in one trie over atoms: at each word the longest phrase is found
// with one probe a word.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/atoms.h"
#include "syntax/sentence.h"

namespace realign::actors {

// What a phrase may stand for; `ref` of a sense is an index into the list of its kind (see knowledge.h).
enum class SenseKind : std::uint8_t {
  state,         // "Kazakhstan", "UAE", also regions and blocs that are no organisation: ref is a code
  adjective,     // "Kazakh"
  people,        // "Kazakhs", "a Kazakh"
  capital,       // "Astana": ref is a code
  seat,          // "Kremlin": a body or house that stands for a government
  place,         // "Almaty": ref is a place
  organisation,  // ref is an organisation
  person,        // full name: ref is a person
  surname,       // short name: ref is a person
  role,          // "foreign minister": ref is a role
  nominal,       // "country": ref is a nominal
  pronoun,       // ref is a pronoun
  word           // a word of a class of words.tsv: ref is a WordClass
};

struct Sense {
  SenseKind kind = SenseKind::state;
  std::int32_t ref = 0;
  bool plural = false;
  bool the = false;     // holds only behind "the"
  bool prefix = false;  // "Sino-": only before a hyphen
  std::uint8_t head =
      0;  // atom that is the phrase's head noun (roles, nominals: "minister" of "minister of defence")
  std::uint32_t capitals = 0;      // bit i: atom i must begin with a capital
  std::uint32_t all_capitals = 0;  // bit i: atom i must be all capitals
  std::int32_t next = -1;          // next sense of the same phrase
};

class NameTable {
 public:
  NameTable();
  // Adds a phrase as written in a table. Capitals of the phrase are asked of the text unless `any_case`.
  void add(std::string_view phrase, Sense sense, bool any_case = false);

  // Atoms of a sentence; `out` is reused.
  void atoms(const syntax::Sentence& sentence, std::vector<Atom>& out) const;

  // The longest phrase that begins at atom `i`: how many atoms it has (0: none), its senses in `out` (those
  // whose capitals fit).
  std::size_t longest(std::span<const Atom> atoms, std::size_t i, std::vector<const Sense*>& out) const;

  bool knows(std::string_view word) const;  // could this word begin a phrase? (one probe)
  std::vector<const Sense*> find(std::string_view phrase) const;  // exact phrase, any case

 private:
  struct Edge {
    std::uint64_t key = 0;  // node << 32 | atom; 0: free
    std::uint32_t to = 0;
  };
  Vocabulary vocabulary_;
  std::vector<std::uint32_t> roots_;  // atom -> node
  std::vector<Edge> edges_;           // open addressing
  std::size_t edge_count_ = 0;
  std::vector<std::int32_t> first_sense_;  // node -> sense, -1 none
  std::vector<std::uint8_t> has_edges_;
  std::vector<Sense> senses_;

  std::uint32_t step(std::uint32_t node, std::uint32_t atom) const;
  std::uint32_t step_or_add(std::uint32_t node, std::uint32_t atom);
  void grow();
};

}  // namespace realign::actors
