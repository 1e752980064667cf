// The date at which a story goes on (narrated_date of when.h).
#include "coding/when.h"

namespace realign::coding {

using syntax::Deprel;
using syntax::Sentence;

namespace {

// "signed", "was expelled", and what hangs on such a verb without a tense of its own ("signed ..., ending a
// quarrel").
bool simple_past(const Sentence& s, int word) {
  for (int steps = 0; word >= 0 && steps < 6; ++steps) {
    const auto& w = s.words[static_cast<std::size_t>(word)];
    bool was = false;
    for (const auto& k : s.words) {
      if (k.head != word ||
          (k.deprel != Deprel::aux && k.deprel != Deprel::aux_pass && k.deprel != Deprel::cop))
        continue;
      if (k.lemma == "have" || k.xpos == "MD" || k.xpos == "VBZ" || k.xpos == "VBP") return false;
      was = was || k.xpos == "VBD";
    }
    if (w.xpos == "VBD" || was) return true;
    const bool hangs = w.deprel == Deprel::xcomp || w.deprel == Deprel::advcl || w.deprel == Deprel::conj ||
                       w.deprel == Deprel::obj || (w.deprel == Deprel::acl && w.xpos == "VBG") ||
                       w.deprel == Deprel::obl || w.deprel == Deprel::nsubj;
    if (!hangs || w.xpos == "VBZ" || w.xpos == "VBP") return false;
    word = w.head;
  }
  return false;
}

int root_of(const Sentence& s) {
  for (std::size_t i = 0; i < s.words.size(); ++i)
    if (s.words[i].head < 0) return static_cast<int>(i);
  return -1;
}

bool goes_on(const When& when) {
  return !when.from.empty() && (when.precision == Precision::day || when.precision == Precision::week ||
                                when.precision == Precision::month);
}

}  // namespace

When narrated_date(std::span<const Sentence> sentences, std::size_t sentence, int event_word,
                   std::span<const std::vector<TimeExpression>> expressions) {
  const auto& s = sentences[sentence];
  if (!simple_past(s, event_word)) return {};
  const int root = root_of(s);
  if (root >= 0 && root != event_word && simple_past(s, root)) {
    // Not into relative clauses, whose acts are older as a rule.
    bool relative = false;
    for (int at = event_word; at >= 0 && at != root; at = s.words[static_cast<std::size_t>(at)].head)
      relative = relative || s.words[static_cast<std::size_t>(at)].deprel == Deprel::acl_relcl;
    if (relative) return {};
    if (When when = when_of(s, root, expressions[sentence]); when.precision != Precision::none)
      return goes_on(when) ? when : When{};
  }
  constexpr std::size_t kReach = 3;  // sentences back
  for (std::size_t at = sentence; expressions[at].empty() && at > 0 && sentence - at < kReach; --at) {
    const auto& before = sentences[at - 1];
    if (before.paragraph != s.paragraph || !before.parsed) return {};
    const int told = root_of(before);
    if (told < 0 || !simple_past(before, told)) return {};
    if (When when = when_of(before, told, expressions[at - 1]); when.precision != Precision::none)
      return goes_on(when) ? when : When{};
  }
  return {};
}

}  // namespace realign::coding
