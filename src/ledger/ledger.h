// The ledger: every record that was ever read, with the document it came from, in one SQLite file.
//
// A document is known by the hash of its text: reading the same article again adds nothing. One transaction
// holds a document with all its records, so that an interrupted run leaves no half of it. The file is opened
// in WAL mode with foreign keys on; its schema is versioned (PRAGMA user_version) and older versions are
// migrated on opening.
//
// One Ledger is one connection: use it from one thread. Several processes may read while one writes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/record.h"
#include "text/document.h"

namespace realign::ledger {

enum class Mode : std::uint8_t { read, write };  // write creates the file where there is none

// Which records are wanted. Empty fields do not restrict. Codes are as in Actor; a bloc or region must be
// spread into its members by the caller (World::members_of) where that is meant.
struct Filter {
  std::vector<std::string> actors;            // any of these codes on either side (claims: about)
  std::vector<std::string> sources, targets;  // any of these codes on that side
  bool undirected = false;                    // with sources and targets: either way round
  std::vector<coding::Type> types;
  std::vector<coding::Domain> domains;
  std::vector<coding::ClaimKind> claims;
  std::optional<coding::Polarity> polarity;
  std::optional<coding::Modality> modality;
  std::vector<coding::Modality> modalities;  // any of these
  std::string from, to;                      // ISO days, inclusive: of the event, else of its document
  std::string speaker;                       // part of a name or of the words, any case
  std::string
      words;  // words that the sentence must hold, any order ("gas pipeline"); a phrase in double quotes
  std::string document;  // its name (document id)
  std::string chain;
  bool distinct =
      false;  // one record for each act, however many articles tell it: the first telling that fits
  std::int64_t after = 0;    // row id to go on behind (paging by key); 0: from the start
  std::size_t limit = 0;     // 0: all
  bool newest_first = true;  // else by row id
};

struct Source {  // the document that a record was read from
  std::string id, title, outlet, date, url;
  std::string dictionaries;  // of the user's, with which it was read (JSON, coding/work.h); "" with none
};

struct EventRow {
  std::int64_t id = 0;   // stable within this ledger
  std::int64_t act = 0;  // the same number: the same act told by several articles (ledger/acts.h)
  int articles = 1;      // that tell the act
  std::string day;       // its first day if known, else its document's date, else ""
  std::string sentence;  // the whole sentence
  coding::Event event;
  Source source;
  std::int64_t correction = 0;  // the id of the one that was applied (corrections.h)
};

struct ClaimRow {
  std::int64_t id = 0;
  std::string day;  // its document's date, or ""
  std::string sentence;
  coding::Claim claim;
  Source source;
  std::int64_t correction = 0;
};

struct Counts {
  std::int64_t documents = 0, events = 0, claims = 0;
};

class Ledger {
 public:
  // Error if the file cannot be opened, is no ledger, is damaged, or comes from a newer version.
  static Ledger open(const std::string& path, Mode mode);
  // A further connection for reading to a ledger that open() has found whole: at once.
  static Ledger again(const std::string& path);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  // $REALIGN_LEDGER, else realign/ledger.sqlite in $XDG_DATA_HOME (else ~/.local/share).
  static std::string default_path();

  // Adds a document and its records; `sentences` are the byte spans of its sentences in document.text,
  // `dictionaries` as in Source. False if the ledger has this text already (nothing is changed then).
  bool add(const text::Document& document, std::span<const std::pair<std::size_t, std::size_t>> sentences,
           const std::vector<coding::Event>& events, const std::vector<coding::Claim>& claims,
           const std::string& dictionaries = {});
  bool has(const text::Document& document) const;
  std::string name_of(const text::Document& document) const;  // the id under which it has this text, or ""

  void events(const Filter& filter,
              const std::function<bool(const EventRow&)>& take) const;  // until `take` gives false
  void claims(const Filter& filter, const std::function<bool(const ClaimRow&)>& take) const;
  std::optional<text::Document> document(const std::string& id) const;
  // Whether queries heed corrections (corrections.h); they do unless told otherwise.
  void apply_corrections(bool apply);
  static void heed_corrections(bool heed);  // the same for all that are opened later, in the whole program
  Counts counts() const;
  const std::string& path() const;

  struct Parts;
  Parts& parts() const { return *parts_; }  // for the other files of this room

 private:
  Ledger();
  std::unique_ptr<Parts> parts_;
};

}  // namespace realign::ledger
