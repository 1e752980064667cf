// Documents in, records out, on all cores and in the order of the input, with bounded memory.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "coding/coder.h"
#include "syntax/parser.h"
#include "text/document.h"

namespace realign::app {

struct Coded {
  text::Document document;
  std::vector<syntax::Sentence> sentences;
  coding::Records records;
  coding::Explanation why;  // if asked for
};

class Works {
 public:
  Works();  // loads models and knowledge from text::data_dir()

  const syntax::Pipeline& pipeline() const { return pipeline_; }
  const coding::Coder& coder() const { return coder_; }

  // Parses and codes one document. Sentences that cannot hold a record are left unparsed.
  Coded work(text::Document document, bool explain) const;

 private:
  syntax::Pipeline pipeline_;
  coding::Coder coder_;
};

// Runs `feed` (which calls its argument for every document) on this thread, work() on `threads` others, and
// `take` in the order of the documents, one at a time.
void run_ordered(const Works& works, unsigned threads, bool explain,
                 const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
                 const std::function<void(Coded&&)>& take);

}  // namespace realign::app
