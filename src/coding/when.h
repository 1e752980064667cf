// When: expressions of time in a sentence, as spans of days.
//
// Relative words ("last week", "in August") are resolved from a reference date, the document's; without one
// they stay relative and are never guessed. Weeks run from Monday to Sunday. A bare month or weekday is the
// nearest one in the direction of the clause's tense: "signed in August" the last August, "will meet on
// Friday" the coming Friday. What is reckoned from the date told before ("a month later", "in the same year",
// "that June", "the next day") is reckoned from there; a bare month behind a date with its year follows that
// date.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "coding/record.h"
#include "syntax/sentence.h"
#include "text/document.h"
#include "text/word_map.h"

namespace realign::coding {

struct TimeExpression {
  int first = 0, last = 0;  // words, inclusive
  int head = 0;             // the word of it that hangs on the rest of the sentence
  When when;
};

class Calendar {
 public:
  // data/coding/dates.tsv: "month"|"weekday"|"number"|"unit"|"season"|"part"|"direction", word(s), value.
  static Calendar load(const std::string& file);
  // `told`: the last date told before in the passage, precision none if there is none; near: in the sentence
  // before.
  std::vector<TimeExpression> find(const syntax::Sentence& sentence, std::optional<text::Date> reference,
                                   const When& told = {}, bool told_near = false) const;

  // Could a word, in lower case, belong to an expression of time?
  bool may_tell(std::string_view low) const;

 private:
  struct Parse;
  enum class Kind : char { month, weekday, number, unit, season, part, direction };
  struct Entry {
    Kind kind{};
    std::string value;
  };
  text::WordMap<std::vector<Entry>> words_;
  const Entry* entry(std::string_view low, Kind kind) const;
};

// The expression that dates the clause headed by `event_word`: one within its clause, else one that opens the
// sentence, else that of the verb it is coordinate with or complement of. Precision none if there is none.
When when_of(const syntax::Sentence& sentence, int event_word, std::span<const TimeExpression> expressions);

// A story goes on at the time at which it began: the date of an act told in the simple past without one, from
// what its sentence's main clause says, else from the sentences before in the same paragraph. Only days,
// weeks and months go on so; what has happened ("has bombed"), had happened before or will happen keeps none.
When narrated_date(std::span<const syntax::Sentence> sentences, std::size_t sentence, int event_word,
                   std::span<const std::vector<TimeExpression>> expressions);

}  // namespace realign::coding
