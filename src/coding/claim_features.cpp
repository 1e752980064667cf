#include "coding/claim_features.h"

#include <algorithm>

#include "syntax/characters.h"

namespace realign::coding {

using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Upos;
using syntax::Word;

namespace {

// A word as the model sees it.
std::string seen(const Word& w) {
  if (w.upos == Upos::PROPN) return "<name>";
  if (w.upos == Upos::NUM) return "<number>";
  return syntax::ascii_lower(w.lemma);
}

bool plain(const Word& w) {
  return w.upos != Upos::PUNCT && w.upos != Upos::SYM && w.upos != Upos::X &&
         w.form.find('#') == std::string::npos;
}

std::string_view subject_kind(const Mention& m) {
  switch (m.kind) {
    case MentionKind::state:
    case MentionKind::metonym:
      return "state";
    case MentionKind::organisation:
      return "organisation";
    case MentionKind::person:
      return "person";
    case MentionKind::role:
    case MentionKind::people:
      return "people";
    case MentionKind::nominal:
      return "nominal";
    default:
      return "other";
  }
}

class Features {
 public:
  Features(const ClaimClause& clause, const actors::Cast& cast, const Sources& sources)
      : clause_(clause), words_(clause.sentence.words), cast_(cast), sources_(sources) {}

  std::vector<std::string> all() {
    add("=");
    of_cues();
    of_words();
    of_head();
    of_subject();
    of_source();
    of_place();
    if (clause_.act != nullptr) {
      add("act=" + std::string(to_string(clause_.act->type)));
      add("act-mode=" + std::string(to_string(clause_.act->modality)));
      add("act");
    }
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    return std::move(names_);
  }

 private:
  const ClaimClause& clause_;
  const std::vector<Word>& words_;
  const actors::Cast& cast_;
  const Sources& sources_;
  std::vector<std::string> names_;  // each once in the end
  std::string tense_ = "none", subject_ = "none";

  void add(std::string name) { names_.push_back(std::move(name)); }
  const Word& word(int w) const { return words_[static_cast<std::size_t>(w)]; }
  bool own(int w) const { return clause_.clause_of[static_cast<std::size_t>(w)] == clause_.head; }

  void of_cues() {
    if (clause_.cues.empty()) add("no-cue");
    for (const auto& cue : clause_.cues) {
      const auto kind = cue.substr(0, cue.find(' '));
      if (&cue == &clause_.cues.front()) add("first=" + kind);
      add("cue=" + kind);
      add("pattern=" + cue);
    }
  }

  void of_words() {
    int count = 0;
    for (int w = clause_.first; w <= clause_.last; ++w) {
      const auto& x = word(w);
      if (!own(w)) {
        if (plain(x) &&
            (x.upos == Upos::VERB || x.upos == Upos::NOUN || x.upos == Upos::ADJ || x.upos == Upos::ADV))
          add("within=" + seen(x));
        if (x.deprel == Deprel::mark) add("within-mark=" + syntax::ascii_lower(x.form));
        continue;
      }
      if (x.form == "\"" || x.form == "?") add("own=" + x.form);
      if (!plain(x)) continue;
      ++count;
      add("own=" + seen(x));
      if (x.xpos == "JJR" || x.xpos == "RBR" || x.xpos == "JJS" || x.xpos == "RBS") add("degree=" + x.xpos);
      if (x.upos == Upos::NUM && x.form.size() == 4 && (x.form[0] == '1' || x.form[0] == '2')) add("year");
    }
    add("words=" + std::to_string(std::min(count / 4, 6)));
  }

  void of_head() {
    const auto& head = word(clause_.head);
    add("head=" + seen(head));
    add("head-tag=" + head.xpos);
    const std::string relation(to_string(head.deprel));
    add("relation=" + relation);
    if (head.head >= 0) add("on=" + relation + "_" + seen(word(head.head)));
    std::string mood, tense = head.upos == Upos::VERB ? head.xpos : "none";
    bool finite = false;
    for (int w = 0; w < static_cast<int>(words_.size()); ++w) {
      const auto& x = word(w);
      if (x.head != clause_.head) continue;
      const auto form = syntax::ascii_lower(x.form);
      switch (x.deprel) {
        case Deprel::aux:
        case Deprel::aux_pass:
        case Deprel::cop:
          mood += (mood.empty() ? "" : "+") + (x.xpos == "MD" ? form : syntax::ascii_lower(x.lemma));
          if (!finite) tense = x.xpos;
          finite = true;
          if (x.deprel == Deprel::cop) add("copula=" + head.xpos);
          break;
        case Deprel::mark:
          add("mark=" + form);
          break;
        case Deprel::advmod:
          add("adverb=" + seen(x));
          break;
        case Deprel::advcl:
        case Deprel::ccomp:
        case Deprel::xcomp:
        case Deprel::acl_relcl:
        case Deprel::csubj:
          add("holds=" + std::string(to_string(x.deprel)));
          break;
        default:
          break;
      }
      if (x.deprel == Deprel::obj || x.deprel == Deprel::obl || x.deprel == Deprel::xcomp)
        add(std::string(to_string(x.deprel)) + "=" + seen(x));
    }
    add("mood=" + mood);
    tense_ = tense;
    add("tense=" + tense);
    add("tense=" + tense + "&" + relation);
  }

  void of_subject() {
    for (int w = 0; w < static_cast<int>(words_.size()); ++w) {
      const auto& x = word(w);
      if (x.head != clause_.head || (x.deprel != Deprel::nsubj && x.deprel != Deprel::nsubj_pass &&
                                     x.deprel != Deprel::expl && x.deprel != Deprel::csubj))
        continue;
      const Mention* m = cast_.headed_by(clause_.number, w);
      if (x.upos == Upos::PRON || x.upos == Upos::DET)
        subject_ = seen(x);
      else if (m != nullptr)
        subject_ = std::string(subject_kind(*m));
      else
        subject_ = x.upos == Upos::PROPN ? "name" : "noun";
      add("subject-word=" + seen(x));
      break;
    }
    add("subject=" + subject_);
    add("subject=" + subject_ + "&" + tense_);
  }

  void of_source() {
    const auto& a = sources_.at(clause_.number, clause_.head);
    const std::string on = a.speaker == "narrator"            ? "narrator"
                           : a.quotation == Quotation::direct ? "direct"
                                                              : "indirect";
    add("word=" + on);
    add("word=" + on + "&" + tense_);
    if (sources_.teller(clause_.number, clause_.head) != nullptr) add("tells");
    add("about=" + std::to_string(std::min<std::size_t>(clause_.about, 3)));
  }

  void of_place() {
    if (clause_.opens) add("opens");
    if (clause_.closes) add("closes");
    if (clause_.lead) add("lead");
    if (word(clause_.head).head < 0)
      add("sentence=" + std::to_string(std::min(static_cast<int>(words_.size()) / 6, 6)));
  }
};

}  // namespace

std::vector<std::string> claim_features(const ClaimClause& clause, const actors::Cast& cast,
                                        const Sources& sources) {
  return Features(clause, cast, sources).all();
}

}  // namespace realign::coding
