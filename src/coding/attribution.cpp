#include "coding/attribution.h"

#include <algorithm>
#include <unordered_set>

#include "syntax/characters.h"
#include "text/table.h"

namespace realign::coding {

using actors::Cast;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;

const Attribution* Sources::teller(int sentence, int verb) const {
  const auto found = told_by_.find({sentence, verb});
  return found == told_by_.end() ? nullptr : &speakers_[static_cast<std::size_t>(found->second)].attribution;
}

const Attribution& Sources::at(int sentence, int word) const {
  return speakers_[static_cast<std::size_t>(
                       by_word_[static_cast<std::size_t>(sentence)][static_cast<std::size_t>(word)])]
      .attribution;
}

const Mention* Sources::speaker_mention(int sentence, int word) const {
  return speakers_[static_cast<std::size_t>(
                       by_word_[static_cast<std::size_t>(sentence)][static_cast<std::size_t>(word)])]
      .mention;
}

Attributor Attributor::load(const std::string& dir) {
  Attributor attributor;
  const auto table = text::Table::read(dir + "/reporting.tsv", 2, 2);
  for (const auto& row : table.rows()) {
    for (const auto& lemma : text::split(row[1], '|'))
      if (row[0] == "say")
        attributor.verbs_.emplace(lemma, Kind::say);
      else if (row[0] == "describe")
        attributor.verbs_.emplace(lemma, Kind::describe);
      else if (row[0] == "deny")
        attributor.deny_.insert(lemma);
      else if (row[0] == "denied")
        attributor.denied_.insert(lemma);
      else
        throw table.error(row, "no kind '" + row[0] + "'");
  }
  return attributor;
}

namespace {

// Are these the same letters, `low` being in lower case?
bool same_word(std::string_view word, std::string_view low) {
  if (word.size() != low.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != low[i]) return false;
  }
  return true;
}

bool is_subject(Deprel r) {
  return r == Deprel::nsubj || r == Deprel::nsubj_outer;
}

}  // namespace

struct Attributor::Work {
  const Attributor& rules;
  const text::Document& document;
  std::span<const Sentence> sentences;
  const Cast& cast;
  Sources& out;
  std::vector<std::vector<int>> quote;  // [sentence][word] -> number of the quotation, 0 outside
  std::vector<int> quote_speaker;       // by quotation number
  struct Report {
    int sentence, verb, speaker;
    bool ends_with_colon;
  };
  std::vector<Report> reports;

  const syntax::Word& word(int s, int w) const {
    return sentences[static_cast<std::size_t>(s)].words[static_cast<std::size_t>(w)];
  }
  int size(int s) const { return static_cast<int>(sentences[static_cast<std::size_t>(s)].words.size()); }
  std::string lemma(int s, int w) const {
    return syntax::ascii_lower(word(s, w).lemma.empty() ? word(s, w).form : word(s, w).lemma);
  }

  // Is this the word's lemma (its form, if it has none), in lower case?
  bool is(int s, int w, std::string_view low) const {
    return same_word(word(s, w).lemma.empty() ? word(s, w).form : word(s, w).lemma, low);
  }

  bool in_subtree(int s, int w, int top) const {
    for (int steps = 0; w >= 0 && steps < 400; ++steps) {
      if (w == top) return true;
      w = word(s, w).head;
    }
    return false;
  }

  // Which words lie inside which quotation. A curly quote tells whether it opens; straight ones alternate
  // within a paragraph.
  void find_quotes() {
    quote.resize(sentences.size());
    quote_speaker.push_back(0);
    bool open = false;
    int number = 0, paragraph = -1;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      quote[s].assign(sentences[s].words.size(), 0);
      if (sentences[s].paragraph != paragraph) {
        // A quotation may run on over paragraphs only if the next opens with a quotation mark again.
        open = false;
        paragraph = sentences[s].paragraph;
      }
      for (std::size_t w = 0; w < sentences[s].words.size(); ++w) {
        const std::string_view form = sentences[s].words[w].form;
        if (form == "\"" || form == "''" || form == "``") {
          const auto at = sentences[s].words[w].begin;
          const auto mark = std::string_view(document.text).substr(at, 3);
          bool opens = !open;
          if (mark == "“" || mark == "„" || mark.starts_with("«")) opens = true;
          if (mark == "”" || mark.starts_with("»")) opens = false;
          if (opens) {
            open = true;
            ++number;
            quote_speaker.push_back(0);
          } else {
            open = false;
          }
          continue;
        }
        if (open) quote[s][w] = number;
      }
    }
  }

  std::string phrase(int s, const Mention& m) const {
    int first = m.first, last = m.last;
    // The whole coordination: "Kazakh officials, Western diplomats and business leaders".
    for (int w = m.last + 1; w < size(s); ++w)
      if (word(s, w).deprel == Deprel::conj && word(s, w).head == m.head &&
          (word(s, w).upos == Upos::NOUN || word(s, w).upos == Upos::PROPN))
        last = std::max(last, w);
    while (first < last && (is(s, first, "the") || is(s, first, "a") || is(s, first, "an"))) ++first;
    const auto begin = word(s, first).begin, end = word(s, last).end;
    return begin < end && end <= document.text.size() ? document.text.substr(begin, end - begin) : "";
  }

  // Is the word in a coordinate clause of verb v with a subject of its own?
  bool in_other_clause(int s, int x, int v) const {
    for (int steps = 0; x >= 0 && x != v && steps < 400; ++steps) {
      if (word(s, x).head == v && word(s, x).deprel == Deprel::conj)
        for (int k = 0; k < size(s); ++k)
          if (word(s, k).head == x && is_subject(word(s, k).deprel)) return true;
      x = word(s, x).head;
    }
    return false;
  }

  // Does a colon or semicolon part the two words?
  bool parted(int s, int a, int b) const {
    for (int k = std::min(a, b); k < std::max(a, b); ++k)
      if (word(s, k).form == ":" || word(s, k).form == ";") return true;
    return false;
  }

  // Somebody whom no table knows: "a historian at the university", "critics", "a poll"; "she", of whoever
  // spoke last.
  int unknown_speaker(int s, int head, Quotation quotation) {
    const auto& w = word(s, head);
    if (w.upos == syntax::Upos::PRON) {
      const auto form = syntax::ascii_lower(w.form);
      if (form != "he" && form != "she" && form != "they") return 0;
      for (auto r = reports.rbegin(); r != reports.rend() && r->sentence >= s - 2; ++r)
        if (r->sentence < s) return with_quotation(r->speaker, quotation);
      return 0;
    }
    if (w.upos != syntax::Upos::NOUN) return 0;
    Attribution a;
    a.quotation = quotation;
    int first = head;
    const Mention* of = nullptr;  // whose word it is: "a Kazakh historian", "a banker in Makati"
    for (int k = 0; k < size(s); ++k) {
      if (word(s, k).head != head) continue;
      const auto r = word(s, k).deprel;
      if (k < head && (r == Deprel::amod || r == Deprel::compound)) first = std::min(first, k);
      if (r == Deprel::amod || r == Deprel::compound || r == Deprel::nmod || r == Deprel::nmod_poss)
        if (const Mention* m = cast.headed_by(s, k); of == nullptr && m != nullptr && !m->actors.empty())
          of = m;
    }
    const auto begin = word(s, first).begin, end = w.end;
    if (begin >= end || end > document.text.size()) return 0;
    a.speaker = document.text.substr(begin, end - begin);
    if (of != nullptr) a.country = of->actors.front().country;
    out.speakers_.push_back({a, nullptr});
    return static_cast<int>(out.speakers_.size()) - 1;
  }

  // Registers the speaker named by the phrase at word `head`; 0 if it is nobody who can speak.
  int speaker(int s, int head, Quotation quotation) {
    const int known = known_speaker(s, head, quotation);
    return known != 0 ? known : unknown_speaker(s, head, quotation);
  }

  int known_speaker(int s, int head, Quotation quotation) {
    const Mention* m = cast.headed_by(s, head);
    if (m == nullptr) m = cast.covering(s, head);
    Attribution a;
    a.quotation = quotation;
    if (m == nullptr || m->kind == MentionKind::adjective) {
      // "Mr Vance's office": somebody's, whoever it is.
      const Mention* owner = nullptr;
      for (int k = 0; k < size(s); ++k)
        if (word(s, k).head == head && word(s, k).deprel == Deprel::nmod_poss && owner == nullptr)
          owner = cast.headed_by(s, k);
      if (owner == nullptr || owner->actors.empty() || word(s, head).upos != Upos::NOUN) return 0;
      const auto begin = word(s, owner->first).begin, end = word(s, head).end;
      if (begin >= end || end > document.text.size()) return 0;
      a.speaker = document.text.substr(begin, end - begin);
      a.country = owner->actors.front().country;
      a.affiliation = owner->actors.front().role;
      out.speakers_.push_back({a, owner});
      return static_cast<int>(out.speakers_.size()) - 1;
    }
    if (!m->actors.empty()) {
      const auto& actor = m->actors.front();
      a.country = actor.country;
      if (!actor.name.empty() && m->kind != MentionKind::organisation) {
        a.speaker = actor.name;
        a.named = true;
        a.affiliation = !m->affiliation.empty() ? m->affiliation : actor.role;
      } else if (m->kind == MentionKind::pronoun || m->kind == MentionKind::nominal) {
        a.speaker = phrase(s, *m);
        for (const auto& other : cast.mentions())
          if (other.entity >= 0 && other.entity == m->entity && other.kind != MentionKind::pronoun &&
              other.kind != MentionKind::nominal) {
            a.speaker = phrase(other.sentence, other);
            break;
          }
        a.affiliation = actor.role;
      } else {
        a.speaker = phrase(s, *m);
        a.affiliation = !m->affiliation.empty() ? m->affiliation : actor.role;
        if (a.affiliation == a.speaker) a.affiliation.clear();
      }
    } else {
      return 0;
    }
    out.speakers_.push_back({a, m});
    return static_cast<int>(out.speakers_.size()) - 1;
  }

  int with_quotation(int index, Quotation quotation) {
    const auto& known = out.speakers_[static_cast<std::size_t>(index)];
    if (known.attribution.quotation == quotation) return index;
    auto copy = known;
    copy.attribution.quotation = quotation;
    out.speakers_.push_back(copy);
    return static_cast<int>(out.speakers_.size()) - 1;
  }

  void assign(int s, int w, int who) {
    out.by_word_[static_cast<std::size_t>(s)][static_cast<std::size_t>(w)] = who;
  }

  int subject_of(int s, int verb) const {
    const auto quoted = [&](int w) {
      return quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(w)];
    };
    for (int w = 0; w < size(s); ++w)
      if (word(s, w).head == verb && is_subject(word(s, w).deprel) && quoted(w) == quoted(verb)) return w;
    // "..., says Temur Umarov": behind the verb, whatever the parser calls it.
    for (int w = verb + 1; w < size(s) && w <= verb + 4; ++w) {
      const auto r = word(s, w).deprel;
      if (word(s, w).head == verb && (r == Deprel::obj || r == Deprel::obl || r == Deprel::dep ||
                                      r == Deprel::ccomp || r == Deprel::xcomp || r == Deprel::parataxis))
        if (cast.headed_by(s, w) != nullptr && word(s, w).upos != Upos::VERB) return w;
    }
    // Behind a closing quotation mark or comma the verb and its speaker change places; then the next actor
    // speaks, wherever the parser hung it.
    if (verb > 1 && (word(s, verb - 1).form == "," || word(s, verb - 1).form == "\"")) {
      for (int w = verb + 1; w < size(s) && w <= verb + 5; ++w) {
        if (word(s, w).upos == Upos::VERB || word(s, w).upos == Upos::PUNCT) break;
        const Mention* m = cast.headed_by(s, w);
        if (m != nullptr && m->kind != MentionKind::adjective) return w;
      }
    }
    // A verb without a subject of its own shares that of the clause it goes on from.
    const auto& v = word(s, verb);
    if ((v.deprel == Deprel::conj || v.deprel == Deprel::parataxis) && v.head >= 0 && v.head < verb)
      return subject_of(s, v.head);
    // "he likes to say"
    if (v.deprel == Deprel::xcomp && v.head >= 0) return subject_of(s, v.head);
    return -1;
  }

  void reports_of(int s) {
    for (int v = 0; v < size(s); ++v) {
      const auto& w = word(s, v);
      if (w.upos != Upos::VERB && w.xpos != "VBZ" && w.xpos != "VBD") continue;
      if (quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(v)] != 0)
        continue;  // a verb within a quotation reports within it
      const std::string l = lemma(s, v);
      const auto found = rules.verbs_.find(l);
      const bool denies = rules.deny_.contains(l);
      // "as an official once put it"
      bool put_it = false;
      for (int k = 0; l == "put" && k < size(s); ++k)
        put_it = put_it || (word(s, k).head == v && word(s, k).deprel == Deprel::obj && is(s, k, "it"));
      if (found == rules.verbs_.end() && !denies && !put_it) continue;
      // "are said to be": nobody's word.
      bool passive = false;
      for (int k = 0; k < size(s); ++k)
        passive = passive || (word(s, k).head == v && (word(s, k).deprel == Deprel::aux_pass ||
                                                       word(s, k).deprel == Deprel::nsubj_pass));
      if (passive) continue;
      const int subject = subject_of(s, v);
      if (subject < 0) continue;
      // "as it claims" comments on a clause that stands on the narrator's word.
      bool as = false;
      for (int k = 0; k < size(s); ++k)
        as = as || (word(s, k).head == v && word(s, k).deprel == Deprel::mark && is(s, k, "as"));
      if (as || put_it) {
        // ... but a quotation beside it is its speaker's.
        const auto& q = quote[static_cast<std::size_t>(s)];
        if (std::any_of(q.begin(), q.end(), [](int n) { return n != 0; }))
          if (const int who = speaker(s, subject, Quotation::indirect); who != 0) {
            for (const int n : q)
              if (n != 0) quote_speaker[static_cast<std::size_t>(n)] = with_quotation(who, Quotation::direct);
            reports.push_back({s, v, who, false});
          }
        continue;
      }
      if (denies) {
        for (int k = 0; k < size(s); ++k)
          if (word(s, k).head == v && word(s, k).deprel == Deprel::obj &&
              rules.denied_.contains(lemma(s, k))) {
            const int who = speaker(s, subject, Quotation::indirect);
            if (who == 0) continue;
            for (int x = 0; x < size(s); ++x)
              if (in_subtree(s, x, v) && !in_other_clause(s, x, v)) assign(s, x, who);
            reports.push_back({s, v, who, false});
          }
        if (found == rules.verbs_.end()) continue;
      }
      const int who = speaker(s, subject, Quotation::indirect);
      if (who == 0) continue;
      out.told_by_[{s, v}] = who;
      if (found->second == Kind::describe) {
        bool as_phrase = false;
        for (int k = 0; k < size(s); ++k)
          if (in_subtree(s, k, v) && k > v && word(s, k).deprel == Deprel::case_ && is(s, k, "as"))
            as_phrase = true;
        for (int k = 0; k < size(s); ++k)
          if (word(s, k).head == v && word(s, k).deprel == Deprel::xcomp) as_phrase = true;
        if (!as_phrase) continue;
        for (int k = 0; k < size(s); ++k)
          if (in_subtree(s, k, v) && !in_subtree(s, k, subject)) assign(s, k, who);
        reports.push_back({s, v, who, false});
        continue;
      }
      content(s, v, subject, who);
    }
  }

  // Gives the words of what verb `v` reports to `who`.
  void content(int s, int v, int subject, int who) {
    bool any = false;
    const bool colon = word(s, size(s) - 1).form == ":";
    // The reporting clause itself: verb, speaker's phrase, and what else hangs on the verb but no clause.
    std::vector<char> frame(static_cast<std::size_t>(size(s)), 0);
    for (int k = 0; k < size(s); ++k) {
      if (k == v || in_subtree(s, k, subject)) frame[static_cast<std::size_t>(k)] = 1;
    }
    const Mention* m = cast.headed_by(s, subject);
    if (m != nullptr)
      for (int k = m->first; k <= m->last; ++k) frame[static_cast<std::size_t>(k)] = 1;
    for (int c = 0; c < size(s); ++c) {
      if (word(s, c).head != v || frame[static_cast<std::size_t>(c)] != 0) continue;
      const auto r = word(s, c).deprel;
      const bool clause =
          r == Deprel::ccomp || r == Deprel::parataxis || (r == Deprel::advcl && c < v) ||
          (r == Deprel::xcomp && word(s, c).upos == Upos::VERB && c > v) ||
          (r == Deprel::obj && quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(c)] != 0) ||
          (r == Deprel::dep && c < v);
      if (!clause) continue;
      // "told reporters that", "in a speech" stay outside; the clause with all its words is said.
      for (int k = 0; k < size(s); ++k)
        if (in_subtree(s, k, c) && frame[static_cast<std::size_t>(k)] == 0) {
          assign(s, k, who);
          any = true;
        }
    }
    // The verb hangs in what is said: "..., says X" as parataxis of it.
    const auto& w = word(s, v);
    if (w.deprel == Deprel::parataxis && w.head >= 0) {
      const int top = w.head;
      for (int k = 0; k < size(s); ++k)
        if (in_subtree(s, k, top) && !in_subtree(s, k, v) && !(k < v && parted(s, k, v))) {
          assign(s, k, who);
          any = true;
        }
    }
    // Whatever the arcs say: a clause that ends "..., says X" reports all before it.
    const int first_of_frame = std::min(v, subject);
    bool tail = true;
    for (int k = std::max(v, subject) + 1; k < size(s); ++k)
      if (word(s, k).upos == Upos::VERB && !in_subtree(s, k, subject)) tail = false;
    if (tail && v < subject && first_of_frame > 1)
      for (int k = 0; k < first_of_frame; ++k) {
        assign(s, k, who);
        any = true;
      }
    // "The chairs, one minister concedes, are being pulled apart": put in between commas, it reports all
    // round it.
    const int phrase_start = m != nullptr ? m->first : subject;
    if (phrase_start > 0 && phrase_start < v && word(s, phrase_start - 1).form == "," && v + 1 < size(s) &&
        word(s, v + 1).form == ",")
      for (int k = 0; k < size(s); ++k)
        if (k < phrase_start || k > v) {
          if (parted(s, k, v)) continue;
          assign(s, k, who);
          any = true;
        }
    // "It would trigger the treaty, officials have repeated": at the end, behind a comma, it reports all
    // before it.
    if (phrase_start > 1 && phrase_start < v && word(s, phrase_start - 1).form == ",") {
      bool last = true;
      for (int k = v + 1; k < size(s); ++k)
        last = last && word(s, k).upos != Upos::VERB && word(s, k).upos != Upos::NOUN;
      for (int k = 0; last && k + 1 < phrase_start; ++k) {
        assign(s, k, who);
        any = true;
      }
    }
    // Quotations of the sentence are the speaker's.
    for (int k = 0; k < size(s); ++k)
      if (const int q = quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)]; q != 0) {
        quote_speaker[static_cast<std::size_t>(q)] = with_quotation(who, Quotation::direct);
        any = true;
      }
    if (any || colon) reports.push_back({s, v, who, colon});
  }

  void according_to(int s) {
    for (int k = 0; k + 2 < size(s); ++k) {
      if (!is(s, k, "accord") && !same_word(word(s, k).form, "according")) continue;
      if (!same_word(word(s, k + 1).form, "to")) continue;
      // The source is the noun whose case this is.
      int noun = -1;
      for (int n = k + 2; n < size(s) && n < k + 14; ++n) {
        const Mention* m = cast.headed_by(s, n);
        if (m != nullptr && m->kind != MentionKind::adjective) {
          noun = n;
          break;
        }
      }
      if (noun < 0) continue;
      const int who = speaker(s, noun, Quotation::indirect);
      if (who == 0) continue;
      int top = word(s, noun).head;
      for (int steps = 0; top >= 0 && steps < 4 &&
                          (top == k || top == k + 1 ||
                           (word(s, top).upos != Upos::VERB && word(s, top).deprel == Deprel::nmod));
           ++steps)
        top = word(s, top).head;
      for (int w = 0; w < size(s); ++w) {
        const bool source = w == k || w == k + 1 || in_subtree(s, w, noun);
        if (!source && (top < 0 || in_subtree(s, w, top))) assign(s, w, who);
      }
      reports.push_back({s, k, who, false});
    }
  }

  void run() {
    find_quotes();
    out.by_word_.resize(sentences.size());
    for (std::size_t s = 0; s < sentences.size(); ++s) out.by_word_[s].assign(sentences[s].words.size(), 0);
    for (int s = 0; s < static_cast<int>(sentences.size()); ++s) {
      if (!sentences[static_cast<std::size_t>(s)].parsed) continue;
      according_to(s);
      reports_of(s);
    }
    // Quotations whose own sentence names nobody: the speaker of a neighbouring part, else the last of the
    // paragraph.
    int last = 0, paragraph = -1;
    std::size_t report = 0;
    for (int s = 0; s < static_cast<int>(sentences.size()); ++s) {
      const auto& sentence = sentences[static_cast<std::size_t>(s)];
      const int before = s > 0 ? sentences[static_cast<std::size_t>(s) - 1].paragraph : -1;
      if (sentence.paragraph != paragraph) {
        // "one official said:" hands the next paragraph over, quoted or not.
        bool handed = false;
        if (s > 0)
          for (const auto& r : reports)
            if (r.sentence == s - 1 && r.ends_with_colon && before != sentence.paragraph) {
              handed = true;
              const int who = with_quotation(r.speaker, Quotation::direct);
              for (int k = s; k < static_cast<int>(sentences.size()) &&
                              sentences[static_cast<std::size_t>(k)].paragraph == sentence.paragraph;
                   ++k)
                for (int w = 0; w < size(k); ++w)
                  if (out.by_word_[static_cast<std::size_t>(k)][static_cast<std::size_t>(w)] == 0)
                    assign(k, w, who);
            }
        last = handed ? last : 0;
        paragraph = sentence.paragraph;
      }
      for (int w = 0; w < size(s); ++w) {
        const int q = quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(w)];
        if (q == 0) continue;
        int& who = quote_speaker[static_cast<std::size_t>(q)];
        if (who == 0 && last != 0 && long_enough(q)) who = with_quotation(last, Quotation::direct);
      }
      while (report < reports.size() && reports[report].sentence <= s) last = reports[report++].speaker;
    }
    for (int s = 0; s < static_cast<int>(sentences.size()); ++s)
      for (int w = 0; w < size(s); ++w)
        if (const int q = quote[static_cast<std::size_t>(s)][static_cast<std::size_t>(w)];
            q != 0 && quote_speaker[static_cast<std::size_t>(q)] != 0)
          assign(s, w, quote_speaker[static_cast<std::size_t>(q)]);
  }

  // A quotation of a few words inside the narrator's sentence is coloured speech, not somebody's statement.
  bool long_enough(int q) const {
    int words = 0;
    for (const auto& list : quote) words += static_cast<int>(std::count(list.begin(), list.end(), q));
    return words >= 5;
  }
};

Sources Attributor::attribute(const text::Document& document, std::span<const Sentence> sentences,
                              const Cast& cast) const {
  Sources sources;
  Work work{*this, document, sentences, cast, sources, {}, {}, {}};
  work.run();
  return sources;
}

}  // namespace realign::coding
