// Coding with a research group's own dictionaries: actor, agent, discard and verb files in the format of
// PETRARCH2 (docs/dictionaries.md), read from a folder or given one by one. Records made from them are ours
// in every other respect; their actors carry the dictionary's code too.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "actors/actor.h"
#include "coding/coder.h"
#include "coding/record.h"
#include "syntax/sentence.h"
#include "text/document.h"

namespace realign::coding {

class DictionaryCoder {
 public:
  // `paths`: folders, or files that say by their names what they are: *.actors*.txt, *.agents*.txt,
  // *.discards*.txt, *verbs*.txt or CAMEO*.txt, CAMEO2PLOVER*.txt. Lines that cannot be read are told in
  // `problems`, "FILE:LINE: what", and left out. Error if a path is none, or if there are no verbs or no
  // names.
  static DictionaryCoder load(const std::vector<std::string>& paths, const std::string& data_dir,
                              std::vector<std::string>& problems);
  DictionaryCoder(DictionaryCoder&&) noexcept;
  DictionaryCoder& operator=(DictionaryCoder&&) noexcept;
  ~DictionaryCoder();

  // Events in the order of the text. With `ours`, names that the dictionaries do not have get their code from
  // our tables: current leaders, above all.
  std::vector<Event> code(const text::Document& document, std::span<const syntax::Sentence> sentences,
                          const actors::World& world, bool ours, Explanation* why = nullptr) const;

  // False if the words, untagged, cannot lead to a record of these dictionaries.
  bool may_hold_record(const syntax::Sentence& tokens) const;

  std::string summary() const;  // "26,118 names of 9,001 actors, ..."
  // The files that were read, by name, with the id of their contents (text::content_id): what a record that
  // was made with them can be traced to.
  const std::vector<std::pair<std::string, std::string>>& files() const;

 private:
  DictionaryCoder();
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

// Adds the dictionary's events to a document's records in the order of the text. An act that both tell (same
// sentence, type and states on both sides) is there once, with the dictionary's codes.
void merge(Records& records, std::vector<Event>&& events);

}  // namespace realign::coding
