// Documents in, records out, on all cores and in the order of the input, with bounded memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "coding/coder.h"
#include "coding/dictionaries.h"
#include "syntax/parser.h"
#include "text/document.h"

namespace realign::coding {

struct Coded {
  text::Document document;
  std::vector<syntax::Sentence> sentences;
  Records records;
  Explanation why;  // if asked for
};

// Our coder and, if the user has dictionaries, theirs beside it or instead of it.
class Coding {
 public:
  Coding();  // ours, from text::data_dir()

  // Codes with a user's dictionaries too, or with `only` them.
  void use(std::shared_ptr<const DictionaryCoder> dictionaries, bool only);

  const Coder& coder() const { return coder_; }
  Records records(const text::Document& document, std::span<const syntax::Sentence> sentences,
                          Explanation* why) const;
  bool may_hold_record(const syntax::Sentence& tokens) const;

 private:
  Coder coder_;
  std::shared_ptr<const DictionaryCoder> dictionaries_;
  bool only_ = false;
};

class Works {
 public:
  Works();  // loads models and knowledge from text::data_dir()

  const syntax::Pipeline& pipeline() const { return pipeline_; }
  const Coder& coder() const { return coding_.coder(); }
  Coding& coding() { return coding_; }

  // Parses and codes one document. Sentences that cannot hold a record are left unparsed.
  Coded work(text::Document document, bool explain) const;

 private:
  syntax::Pipeline pipeline_;
  Coding coding_;
};

// Runs `feed` (which calls its argument for every document) on this thread, work() on `threads` others, and
// `take` in the order of the documents, one at a time.
void run_ordered(const Works& works, unsigned threads, bool explain,
                 const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
                 const std::function<void(Coded&&)>& take);

}  // namespace realign::coding
