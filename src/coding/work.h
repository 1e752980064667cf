// Documents in, records out, on all cores and in the order of the input, with bounded memory.
//
// A document longer than text::kLargestPart is coded in parts, as if each were an article of its own: whom
// "he" means is not looked for across their border. Records say the places in the whole document all the
// same.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "coding/coder.h"
#include "coding/dictionaries.h"
#include "syntax/parser.h"
#include "text/document.h"

namespace realign::coding {

// A document, or a part of one: then `document.text` is that part's.
struct Part {
  text::Document document;
  std::size_t base = 0;  // code points of the document before it
  bool first = true, last = true;
};

struct Coded {
  text::Document document;  // as in Part
  bool first = true, last = true;
  std::vector<syntax::Sentence> sentences;  // with places in the part's text
  Records records;                          // with places in the whole document
  Explanation why;                          // if asked for
};

// A document put together from its parts: the ledger takes it whole.
struct Whole {
  text::Document document;
  std::vector<std::pair<std::size_t, std::size_t>> sentences;  // bytes
  std::vector<Event> events;
  std::vector<Claim> claims;

  // True once it is complete.
  bool add(Coded&& coded);
};

// Our coder and, if the user has dictionaries, theirs beside it or instead of it.
class Coding {
 public:
  Coding();  // ours, from text::data_dir()

  // Codes with a user's dictionaries too, or with `only` them.
  void use(std::shared_ptr<const DictionaryCoder> dictionaries, bool only);

  const Coder& coder() const { return coder_; }
  const DictionaryCoder* dictionaries() const { return dictionaries_.get(); }  // nullptr without
  // Which dictionaries, as JSON: {"only":false,"files":{"x.actors.txt":"0123456789abcdef",...}}; "" without.
  std::string dictionaries_used() const;
  Records records(const text::Document& document, std::span<const syntax::Sentence> sentences,
                  Explanation* why) const;
  // Marks sentences that none of both needs parsed.
  void leave_out(std::span<syntax::Sentence> sentences, const syntax::Pipeline& pipeline) const;

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
  const Coding& coding() const { return coding_; }

  // Parses and codes some documents together. Sentences that cannot hold a record are left unparsed.
  std::vector<Coded> work(std::vector<Part> parts, bool explain) const;
  // One document as a whole, however long.
  Coded work(text::Document document, bool explain) const;

 private:
  syntax::Pipeline pipeline_;
  Coding coding_;
};

// Runs `feed` (which calls its argument for every document) on this thread, work() on `threads` others, and
// `take` in the order of the documents and their parts, one at a time.
void run_ordered(const Works& works, unsigned threads, bool explain,
                 const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
                 const std::function<void(Coded&&)>& take);

}  // namespace realign::coding
