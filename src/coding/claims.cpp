#include "coding/claims.h"

#include <algorithm>
#include <map>
#include <set>

#include "coding/clause.h"
#include "text/lowered.h"
#include "text/table.h"

namespace realign::coding {

using actors::Cast;
using actors::Mention;
using actors::MentionKind;
using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;

namespace {

constexpr int kGap = 4;  // words that a '*' may stand for

// One bit of 64 that a word has by its letters: words without a common bit are different.
std::uint64_t mark(std::string_view word) {
  if (word.empty()) return 1;
  const auto letter = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)); };
  return std::uint64_t{1} << ((letter(word.front()) * 7 + letter(word.back()) * 3 +
                               letter(word[word.size() / 2]) + word.size() * 5) %
                              64);
}

// Does the actor stand for its state? What is said of a firm, a team or a writer is no judgement of a
// country.
bool public_side(const actors::Actor& actor) {
  const std::string_view role = actor.role;
  return role != "business" && role != "athlete" && role != "artist" && role != "media" &&
         role != "religious" && role != "lawyer" && role != "expert";
}

bool clausal(Deprel r) {
  switch (r) {
    case Deprel::root:
    case Deprel::acl_relcl:
    case Deprel::advcl:
    case Deprel::ccomp:
    case Deprel::parataxis:
    case Deprel::csubj:
      return true;
    default:
      return false;
  }
}

}  // namespace

ClaimFinder ClaimFinder::load(const std::string& dir) {
  ClaimFinder finder;
  const auto table = text::Table::read(dir + "/claims.tsv", 4, 2);
  int order = 0;
  for (const auto& row : table.rows()) {
    Cue cue;
    cue.order = order++;
    if (!from_string(row[0], cue.kind)) throw table.error(row, "no kind of claim '" + row[0] + "'");
    cue.direction = row[2];
    if (!row[3].empty() && row[3] != "said") throw table.error(row, "'" + row[3] + "' is not 'said'");
    cue.said = row[3] == "said";
    for (const auto& element : text::split(row[1], ' '))
      if (element == "ACTOR" && cue.elements.empty())
        cue.actor = true;
      else
        cue.elements.push_back(element == "*" ? std::vector<std::string>{} : text::split(element, '|'));
    if (cue.elements.empty() || cue.elements.front().empty())
      throw table.error(row, "a pattern begins with a word");
    for (const auto& element : cue.elements) {
      std::uint64_t marks = 0;
      for (const auto& alternative : element) marks |= mark(alternative);
      cue.marks.push_back(marks);
    }
    for (const auto& lemma : cue.elements.front()) finder.cues_[lemma].push_back(cue);
  }
  return finder;
}

struct ClaimFinder::Work {
  const text::Document& document;
  std::span<const Sentence> sentences;
  const Cast& cast;
  const Sources& sources;
  const text::CodePointIndex index;
  std::vector<std::string_view> low;   // lemmas of the sentence at hand
  std::vector<std::string_view> form;  // its forms, lower case
  std::vector<std::uint64_t> marks;    // of lemma and form
  std::vector<char> below;             // scratch of span_of
  text::Lowered lowered;

  bool element_fits(const std::vector<std::string>& alternatives, std::size_t w) const {
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](const std::string& a) { return low[w] == a || form[w] == a; });
  }

  // The word behind the match that begins at w, 0 if it does not fit.
  std::size_t fits(const Cue& cue, std::size_t element, std::size_t w) const {
    if (element == cue.elements.size()) return w;
    if (cue.elements[element].empty()) {
      for (std::size_t gap = 0; gap <= kGap && w + gap < low.size(); ++gap)
        if (const std::size_t end = fits(cue, element + 1, w + gap); end != 0) return end;
      return element + 1 == cue.elements.size() ? w : 0;
    }
    if (w >= low.size() || (cue.marks[element] & marks[w]) == 0 || !element_fits(cue.elements[element], w))
      return 0;
    return fits(cue, element + 1, w + 1);
  }

  int clause_of(const Sentence& s, int w) const {
    for (int steps = 0; steps < 60; ++steps) {
      const auto& x = s.words[static_cast<std::size_t>(w)];
      if (x.head < 0 || clausal(x.deprel) || (x.deprel == Deprel::conj && x.upos == Upos::VERB)) return w;
      w = x.head;
    }
    return w;
  }

  // Does the clause that the word belongs to have an actor for its subject, or something of one's?
  bool actor_is_subject(std::size_t s, int w) {
    const auto& words = sentences[s].words;
    int verb = w;
    const auto& x = words[static_cast<std::size_t>(w)];
    if ((x.deprel == Deprel::aux || x.deprel == Deprel::cop || x.deprel == Deprel::aux_pass) && x.head >= 0)
      verb = x.head;
    for (int steps = 0; steps < 4 && verb >= 0; ++steps) {
      for (int k = 0; k < static_cast<int>(words.size()); ++k) {
        const auto r = words[static_cast<std::size_t>(k)].deprel;
        if (words[static_cast<std::size_t>(k)].head != verb ||
            (r != Deprel::nsubj && r != Deprel::nsubj_pass))
          continue;
        const auto [first, last] = span_of(sentences[s], k);
        for (const auto& m : cast.in_sentence(static_cast<int>(s)))
          if (m.head >= first && m.head <= last && !m.actors.empty()) return true;
        return false;
      }
      const auto r = words[static_cast<std::size_t>(verb)].deprel;
      if (r != Deprel::conj && r != Deprel::xcomp) break;
      verb = words[static_cast<std::size_t>(verb)].head;
    }
    return false;
  }

  // The words below `head` and itself, from the first to the last that is no punctuation.
  std::pair<int, int> span_of(const Sentence& s, int head) {
    enum : char { unknown, inside, outside };
    const int n = static_cast<int>(s.words.size());
    below.assign(s.words.size(), unknown);
    below[static_cast<std::size_t>(head)] = inside;
    int first = head, last = head;
    for (int w = 0; w < n; ++w) {
      // Up to a word that is known, then down again to tell all on the way.
      int at = w;
      while (at >= 0 && below[static_cast<std::size_t>(at)] == unknown) {
        below[static_cast<std::size_t>(at)] = outside;  // until known better; ends a cycle too
        at = s.words[static_cast<std::size_t>(at)].head;
      }
      if (at >= 0 && below[static_cast<std::size_t>(at)] == inside)
        for (int k = w; k != at; k = s.words[static_cast<std::size_t>(k)].head)
          below[static_cast<std::size_t>(k)] = inside;
      if (below[static_cast<std::size_t>(w)] != inside ||
          s.words[static_cast<std::size_t>(w)].deprel == Deprel::punct)
        continue;
      first = std::min(first, w);
      last = std::max(last, w);
    }
    return {first, last};
  }

  // Leaves out the reporting clause at either end of a clause that holds it ("..., says X").
  void trim_to_speaker(std::size_t s, int word, std::pair<int, int>& span) const {
    const Attribution& own = sources.at(static_cast<int>(s), word);
    const auto same = [&](int w) {
      const Attribution& other = sources.at(static_cast<int>(s), w);
      return &other == &own || other.speaker == own.speaker;
    };
    while (span.first < word && !same(span.first)) ++span.first;
    while (span.second > word && !same(span.second)) --span.second;
  }
};

bool ClaimFinder::may_fit(std::span<const std::vector<std::string>> words) const {
  const auto stands = [&](const std::vector<std::string>& alternatives) {
    return std::any_of(words.begin(), words.end(), [&](const auto& word) {
      return std::any_of(alternatives.begin(), alternatives.end(), [&](const std::string& a) {
        return std::find(word.begin(), word.end(), a) != word.end();
      });
    });
  };
  for (const auto& word : words)
    for (const auto& reading : word)
      if (const auto found = cues_.find(reading); found != cues_.end())
        for (const auto& cue : found->second)
          if (!cue.actor && std::all_of(cue.elements.begin(), cue.elements.end(), [&](const auto& element) {
                return element.empty() || stands(element);
              }))
            return true;
  return false;
}

std::vector<Claim> ClaimFinder::find(const text::Document& document, std::span<const Sentence> sentences,
                                     const Cast& cast, const Sources& sources) const {
  Work work{document, sentences, cast, sources, text::CodePointIndex(document.text), {}, {}, {}, {}, {}};
  std::vector<Claim> claims;
  std::map<std::string, double> focus;  // states by how much they are spoken of, older mentions less
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const auto& sentence = sentences[s];
    for (auto& [code, weight] : focus) weight *= 0.8;
    const auto mentions = cast.in_sentence(static_cast<int>(s));
    for (const auto& m : mentions)
      for (const auto& actor : m.actors)
        if (!actor.country.empty() && public_side(actor)) focus[actor.country] += m.place ? 0.5 : 1.0;
    if (!sentence.parsed) continue;
    work.low.clear();
    work.form.clear();
    work.marks.clear();
    work.lowered.clear();
    for (const auto& w : sentence.words) {
      work.low.push_back(work.lowered(w.lemma));
      work.form.push_back(w.form == w.lemma ? work.low.back() : work.lowered(w.form));
      work.marks.push_back(mark(work.low.back()) | mark(work.form.back()));
    }
    struct Hit {
      ClaimKind kind{};
      std::string_view direction;
      int word = 0, order = 0;
      double confidence = 0.7;
    };
    std::map<int, Hit> by_clause;
    const auto offer = [&](Hit hit) {
      const int clause = work.clause_of(sentence, hit.word);
      const auto [at, fresh] = by_clause.emplace(clause, hit);
      if (!fresh && hit.order < at->second.order) at->second = hit;
    };
    const int n = static_cast<int>(sentence.words.size());
    for (int w = 0; w < n; ++w) {
      const auto u = static_cast<std::size_t>(w);
      for (const auto* key : {&work.low[u], &work.form[u]}) {
        if (key == &work.form[u] && work.form[u] == work.low[u]) continue;
        const auto found = cues_.find(*key);
        if (found == cues_.end()) continue;
        for (const auto& cue : found->second) {
          if (cue.said && sources.narrated(static_cast<int>(s), w)) continue;
          if (work.fits(cue, 1, u + 1) == 0 || (cue.actor && !work.actor_is_subject(s, w))) continue;
          offer({cue.kind, cue.direction, w, cue.order, 0.75});
        }
      }
      // Forms of the clause itself.
      const auto& word = sentence.words[u];
      if (word.deprel == Deprel::aux && work.form[u] == "would" && word.head >= 0)
        for (int k = 0; k < n; ++k)
          if (sentence.words[static_cast<std::size_t>(k)].head == word.head &&
              work.low[static_cast<std::size_t>(k)] == "have" &&
              sentence.words[static_cast<std::size_t>(k)].deprel == Deprel::aux)
            offer({ClaimKind::counterfactual, "", word.head, -1, 0.8});
      if (word.deprel == Deprel::mark && (work.form[u] == "if" || work.form[u] == "unless") &&
          word.head >= 0 && sentence.words[static_cast<std::size_t>(word.head)].head >= 0 &&
          sentence.words[static_cast<std::size_t>(word.head)].deprel == Deprel::advcl)
        offer(
            {ClaimKind::conditional, "", sentence.words[static_cast<std::size_t>(word.head)].head, 0, 0.75});
      // "Had the French remained, ...", "Were Washington to ...", "Should the talks fail, ..."
      if ((word.deprel == Deprel::aux || word.deprel == Deprel::cop || word.deprel == Deprel::advmod) &&
          (work.form[u] == "had" || work.form[u] == "were" || work.form[u] == "should") && word.head > w &&
          inverted(sentence, w))
        offer({work.form[u] == "had" ? ClaimKind::counterfactual : ClaimKind::conditional, "",
               sentence.words[static_cast<std::size_t>(word.head)].head >= 0
                   ? sentence.words[static_cast<std::size_t>(word.head)].head
                   : word.head,
               -1, 0.75});
      // A speaker's judgement in the present or about the future.
      if ((word.deprel == Deprel::cop || word.deprel == Deprel::aux) && word.head >= 0 &&
          !sources.narrated(static_cast<int>(s), w)) {
        if (word.deprel == Deprel::cop && (word.xpos == "VBZ" || word.xpos == "VBP"))
          offer({ClaimKind::evaluation, "", word.head, 10000, 0.5});
        if (word.xpos == "MD" && (work.form[u] == "can" || work.form[u] == "ca" || work.form[u] == "could"))
          offer({ClaimKind::constraint, "", word.head, 10001, 0.45});
        if (word.xpos == "MD" && (work.form[u] == "will" || work.form[u] == "'ll"))
          offer({ClaimKind::forecast, "", word.head, 10002, 0.45});
      }
    }
    // What somebody is quoted with, or says that things are, is a judgement though no cue tells of which
    // kind.
    for (int w = 0; w < n; ++w) {
      const auto& word = sentence.words[static_cast<std::size_t>(w)];
      const bool root = word.head < 0,
                 content = word.deprel == Deprel::ccomp || word.deprel == Deprel::parataxis;
      if (!root && !content) continue;
      const auto& attribution = sources.at(static_cast<int>(s), w);
      if (attribution.speaker != "narrator" &&
          (root || sources.teller(static_cast<int>(s), word.head) != nullptr))
        offer({ClaimKind::evaluation, "", w, 10003, 0.4});
    }
    for (const auto& [clause, hit] : by_clause) {
      Claim claim;
      auto span = work.span_of(sentence, clause);
      work.trim_to_speaker(s, hit.word, span);
      const Mention* speaker = sources.speaker_mention(static_cast<int>(s), hit.word);
      std::vector<std::string> about;
      const auto add = [&](std::string_view code) {
        if (!code.empty() && std::find(about.begin(), about.end(), code) == about.end())
          about.emplace_back(code);
      };
      const auto collect = [&](int first, int last) {
        for (const auto& m : mentions) {
          if (m.head < first || m.head > last || &m == speaker) continue;
          for (const auto& actor : m.actors)
            if (public_side(actor)) add(actor.country);
        }
      };
      collect(span.first, span.second);
      // "We", "our": the speaker's side.
      for (int w = span.first; w <= span.second; ++w) {
        const auto& f = work.form[static_cast<std::size_t>(w)];
        if ((f == "we" || f == "our" || f == "us") && speaker != nullptr && !speaker->actors.empty())
          add(speaker->actors.front().country);
      }
      if (about.size() < 2) {
        // Those under discussion: the rest of the sentence, then the passage.
        collect(0, n - 1);
        std::vector<std::pair<double, std::string_view>> order;
        for (const auto& [code, weight] : focus)
          if (weight > 0.4) order.emplace_back(weight, code);
        std::sort(order.rbegin(), order.rend());
        for (const auto& [weight, code] : order) {
          if (about.size() >= 2) break;
          add(code);
        }
      }
      if (about.empty()) continue;
      const auto begin = sentence.words[static_cast<std::size_t>(span.first)].begin,
                 end = sentence.words[static_cast<std::size_t>(span.second)].end;
      if (begin >= end || span.second - span.first < 3) continue;
      claim.document = document.id;
      claim.span = {static_cast<int>(s), work.index.at(begin), work.index.at(end)};
      claim.text = document.text.substr(begin, end - begin);
      claim.about = about;
      claim.claim = hit.kind;
      claim.direction = hit.direction;
      if (hit.kind == ClaimKind::conditional || hit.kind == ClaimKind::counterfactual)
        for (int w = 0; w < n; ++w)
          if (sentence.words[static_cast<std::size_t>(w)].deprel == Deprel::mark &&
              (work.form[static_cast<std::size_t>(w)] == "if" ||
               work.form[static_cast<std::size_t>(w)] == "unless")) {
            const auto part = work.span_of(sentence, sentence.words[static_cast<std::size_t>(w)].head);
            claim.condition =
                document.text.substr(sentence.words[static_cast<std::size_t>(part.first)].begin,
                                     sentence.words[static_cast<std::size_t>(part.second)].end -
                                         sentence.words[static_cast<std::size_t>(part.first)].begin);
            break;
          }
      claim.attribution = sources.at(static_cast<int>(s), hit.word);
      // "Officials insist that ...": what the whole clause says is theirs.
      if (claim.attribution.speaker == "narrator")
        if (const auto* teller = sources.teller(static_cast<int>(s), clause); teller != nullptr)
          claim.attribution = *teller;
      claim.confidence = hit.confidence;
      claims.push_back(std::move(claim));
    }
  }
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Claim& a, const Claim& b) { return a.span.begin < b.span.begin; });
  return claims;
}

}  // namespace realign::coding
