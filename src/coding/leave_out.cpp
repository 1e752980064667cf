// Sentences that need no parse.
//
// A record needs a state, bloc or organisation among its actors, or among those that a claim is about. So a
// document in which no word can name one, or a person or body that belongs to one, has none.
//
// Within another document a sentence is left out if all of this holds, whatever its tags and tree would be:
//   - no word begins a phrase of the tables of actors (states, offices, roles, pronouns, "the country" ...),
//   and
//     none has a capital that could be a name's: then it has no mention, hence adds nothing to what later
//     pronouns and roles may stand for, and nobody in it speaks;
//   - no word can have a lemma that a frame begins with, or what else the frame asks for is not there: then
//   it has no act, not even one whose sides the document
//     would have to supply;
//   - no cue of a claim can fit, and it has none of the words that a claim by form needs (would, if, unless,
//     had, were, should);
//   - no word can tell a time: later ones may be reckoned from it;
//   - no quotation mark stands in its paragraph, and no colon before that: then its words are the narrator's.
#include <algorithm>

#include "coding/coder_parts.h"
#include "syntax/characters.h"

namespace realign::coding {

using syntax::Sentence;

namespace {

bool quotation_mark(std::string_view form) {
  return form == "\"" || form == "''" || form == "``" || form == "'" || form == "`";
}

// Anything but lower-case ASCII words, figures and plain punctuation could be part of a name.
bool may_be_name(std::string_view form) {
  return std::any_of(form.begin(), form.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; });
}

bool needed_by_form(std::string_view form) {
  return form == "would" || form == "'d" || form == "if" || form == "unless" || form == "had" ||
         form == "were" || form == "should";
}

class Judge {
 public:
  Judge(const actors::World& world, const FrameSet& frames, const ClaimFinder& claims,
        const Calendar& calendar, const syntax::Pipeline& pipeline)
      : world_(world), frames_(frames), claims_(claims), calendar_(calendar), pipeline_(pipeline) {}

  bool needs_parse(const Sentence& s) {
    // What is seen at a glance first: in news that is nearly every sentence.
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      const auto& form = s.words[i].form;
      if (may_be_name(form) && !(i == 0 && pipeline_.begins_sentences(syntax::ascii_lower(form)) &&
                                 !may_be_name(std::string_view(form).substr(1))))
        return true;
    }
    if (world_.may_name_actor(s)) return true;
    words_.clear();
    for (const auto& word : s.words) {
      const auto low = syntax::ascii_lower(word.form);
      if (needed_by_form(low)) return true;
      pipeline_.possible_lemmas(word.form, lemmas_);
      auto& all = words_.emplace_back();
      for (auto& lemma : lemmas_) all.push_back(syntax::ascii_lower(lemma));
      all.push_back(low);
      for (const auto& lemma : all)
        if (calendar_.may_tell(lemma)) return true;
    }
    return may_hold_act() || claims_.may_fit(words_);
  }

 private:
  bool stands(const auto& test) const {
    return std::any_of(words_.begin(), words_.end(), [&](const auto& readings) {
      return std::any_of(readings.begin(), readings.end(), test);
    });
  }

  // Could a frame's word stand here with all that the frame asks for? Kinds of actors it asks for in vain.
  bool may_fit(const Frame& frame) const {
    if (!frame.particle.empty() && !stands([&](const std::string& l) { return l == frame.particle; }))
      return false;
    return std::all_of(frame.conditions.begin(), frame.conditions.end(), [&](const Condition& c) {
      return c.negated || c.joined || (c.lemmas.empty() && c.kinds.empty()) ||
             stands([&](const std::string& l) { return c.lemmas.contains(l); });
    });
  }

  bool may_hold_act() const {
    return stands([&](const std::string& lemma) {
      for (const auto kind : {WordKind::verb, WordKind::noun, WordKind::adj}) {
        const auto& frames = frames_.frames(kind, lemma);
        if (std::any_of(frames.begin(), frames.end(), [&](const Frame& f) { return may_fit(f); }))
          return true;
      }
      return false;
    });
  }

  const actors::World& world_;
  const FrameSet& frames_;
  const ClaimFinder& claims_;
  const Calendar& calendar_;
  const syntax::Pipeline& pipeline_;
  std::vector<std::string> lemmas_;
  std::vector<std::vector<std::string>> words_;  // of each word its form and possible lemmas
};

}  // namespace

void Coder::leave_out(std::span<Sentence> sentences, const syntax::Pipeline& pipeline) const {
  const Parts& p = *parts_;
  if (std::none_of(sentences.begin(), sentences.end(),
                   [&](const Sentence& s) { return p.world.may_name_state(s); })) {
    for (auto& s : sentences) s.parsed = false;
    return;
  }
  Judge judge(p.world, p.frames, p.claims, p.calendar, pipeline);
  for (std::size_t begin = 0; begin < sentences.size();) {
    std::size_t end = begin + 1;
    while (end < sentences.size() && sentences[end].paragraph == sentences[begin].paragraph) ++end;
    const auto paragraph = sentences.subspan(begin, end - begin);
    const bool told_by_narrator =
        (begin == 0 || sentences[begin - 1].words.empty() || sentences[begin - 1].words.back().form != ":") &&
        std::none_of(paragraph.begin(), paragraph.end(), [](const Sentence& s) {
          return std::any_of(s.words.begin(), s.words.end(),
                             [](const auto& w) { return quotation_mark(w.form); });
        });
    if (told_by_narrator)
      for (auto& s : paragraph) s.parsed = judge.needs_parse(s);
    begin = end;
  }
}

}  // namespace realign::coding
