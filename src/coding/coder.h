// The coder: a document and its trees in, records out. docs/coding.md tells how a sentence becomes records.
//
// Loaded once from data/, never changed: any number of threads may call code() at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "actors/actor.h"
#include "coding/act_features.h"
#include "coding/claims.h"
#include "coding/record.h"
#include "coding/side_model.h"
#include "syntax/parser.h"
#include "syntax/sentence.h"
#include "text/document.h"

namespace realign::coding {

struct Records {
  std::vector<Event> events;  // in the order of the text
  std::vector<Claim> claims;
};

// Why each record was or was not made, one line a step, by sentence (for `realign code --explain`).
struct Explanation {
  std::vector<std::vector<std::string>> sentences;
  // For the trainer of the learned judgement (act_model.h): every word that it was asked of, with what it
  // saw.
  struct Asked {
    int sentence = 0, word = 0;
    ActFeatures features;
  };
  std::vector<Asked> asked;
  std::vector<AskedSide> sides;  // and of the choice of sides
  std::vector<std::pair<Event, std::vector<std::pair<std::string, float>>>>
      records;                     // and of whole records (record_model.h)
  std::vector<AskedClaim> claims;  // and of clauses (claim_model.h)
  void note(int sentence, std::string line);
};

class Coder {
 public:
  static Coder load(const std::string& data_dir);
  Coder(Coder&&) noexcept;
  Coder& operator=(Coder&&) noexcept;
  ~Coder();

  Records code(const text::Document& document, std::span<const syntax::Sentence> sentences,
               Explanation* why = nullptr) const;

  // Marks the sentences of a document (tokens only, as Pipeline::split gives them) that need no parse: all,
  // if no word of the document can name a state or whoever belongs to one; else those that can neither hold a
  // record nor change what others hold. Records are the same with and without (leave_out.cpp says why).
  void leave_out(std::span<syntax::Sentence> sentences, const syntax::Pipeline& pipeline) const;

  const actors::World& world() const;

 private:
  Coder();
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace realign::coding
