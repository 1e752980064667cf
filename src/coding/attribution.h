// On whose word: the speaker of every clause of a document, the narrator where nobody else is named.
//
// Direct quotations (also over several sentences, with the speaker before, behind or between), reported
// speech ("said that ..."), "according to X", descriptions ("X described Y as Z"), statements behind a colon.
// Which verbs report is data: data/coding/reporting.tsv.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/actor.h"
#include "coding/record.h"
#include "syntax/sentence.h"
#include "text/document.h"
#include "text/word_map.h"

namespace realign::coding {

class Sources {
 public:
  // Of the innermost speaker on whose word the word's clause stands.
  const Attribution& at(int sentence, int word) const;
  bool narrated(int sentence, int word) const {
    return std::string_view(at(sentence, word).speaker) == "narrator";
  }
  // Who reports by the verb ("officials insist that ..."), nullptr if it reports nothing.
  const Attribution* teller(int sentence, int verb) const;
  // The mention that names that speaker, nullptr for the narrator or one that no mention names; valid as long
  // as the Cast.
  const actors::Mention* speaker_mention(int sentence, int word) const;

 private:
  friend class Attributor;
  struct Speaker {
    Attribution attribution;
    const actors::Mention* mention = nullptr;
  };
  std::vector<Speaker> speakers_{1};            // [0] is the narrator
  std::vector<std::vector<int>> by_word_;       // [sentence][word] -> speakers_
  std::map<std::pair<int, int>, int> told_by_;  // sentence and verb of reporting -> speakers_
};

class Attributor {
 public:
  static Attributor load(const std::string& dir);  // reads DIR/reporting.tsv
  Sources attribute(const text::Document& document, std::span<const syntax::Sentence> sentences,
                    const actors::Cast& cast) const;

 private:
  enum class Kind : char { say, describe };
  text::WordMap<Kind> verbs_;
  text::WordSet deny_, denied_;  // verbs of denying, and nouns that a denial is about ("claim" can be both)
  struct Work;
};

}  // namespace realign::coding
