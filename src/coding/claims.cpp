#include "coding/claims.h"

#include <algorithm>
#include <map>

#include "coding/claim_features.h"
#include "coding/clause.h"
#include "syntax/characters.h"
#include "text/table.h"

namespace realign::coding {

using actors::Mention;
using syntax::Deprel;
using syntax::Sentence;
using syntax::Upos;
using syntax::Word;

namespace {

constexpr int kGap = 4;  // words that a '*' may stand for

// Does the actor stand for its state? What is said of a firm, a team or a writer is no judgement of a
// country.
bool public_side(const actors::Actor& actor) {
  return actor.role != "business" && actor.role != "athlete" && actor.role != "artist" &&
         actor.role != "media" && actor.role != "religious" && actor.role != "lawyer" &&
         actor.role != "expert";
}

// Why a clause may be a claim.
struct Hit {
  ClaimKind kind{};
  std::string direction;
  int word = 0, order = 0;
  double confidence = 0.7;
  std::string name;  // the cue's pattern, or the form's name
};

constexpr int kForms = 10000;  // weaker than any cue

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
    cue.pattern = row[1];
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
    for (const auto& lemma : cue.elements.front()) finder.cues_[lemma].push_back(cue);
  }
  return finder;
}

struct ClaimFinder::Work {
  const ClaimFinder& finder;
  const ClaimSources& from;
  const ClaimModel* model;
  std::vector<AskedClaim>* asked;
  const text::CodePointIndex index;
  std::map<std::string, double> focus{};  // states by how much they are spoken of, older mentions less
  std::vector<Claim> claims{};
  std::string main{};  // the state or bloc that the document speaks of most
  // Of the sentence at hand:
  int s = 0;
  std::vector<std::string> low{}, form{};  // lemmas and forms, lower case
  std::vector<int> clause_of{};            // of each word the head of its clause
  std::map<int, std::vector<Hit>> hits{};  // by clause; the strongest first

  const Sentence& sentence() const { return from.sentences[static_cast<std::size_t>(s)]; }
  const Word& word(int w) const { return sentence().words[static_cast<std::size_t>(w)]; }
  int size() const { return static_cast<int>(sentence().words.size()); }
  const std::string& form_of(int w) const { return form[static_cast<std::size_t>(w)]; }

  void run() {
    std::map<std::string, double> spoken;
    for (const auto& m : from.cast.mentions())
      for (const auto& actor : m.actors)
        if (!actor.country.empty() && public_side(actor)) spoken[actor.country] += m.place ? 0.5 : 1.0;
    double most = 0;
    for (const auto& [code, weight] : spoken)
      if (weight > most) most = weight, main = code;
    for (s = 0; s < static_cast<int>(from.sentences.size()); ++s) {
      for (auto& [code, weight] : focus) weight *= 0.8;
      for (const auto& m : from.cast.in_sentence(s))
        for (const auto& actor : m.actors)
          if (!actor.country.empty() && public_side(actor)) focus[actor.country] += m.place ? 0.5 : 1.0;
      if (sentence().parsed) read();
    }
    std::stable_sort(claims.begin(), claims.end(),
                     [](const Claim& a, const Claim& b) { return a.span.begin < b.span.begin; });
  }

  void read() {
    low.clear();
    form.clear();
    clause_of.clear();
    hits.clear();
    for (const auto& w : sentence().words) {
      low.push_back(syntax::ascii_lower(w.lemma));
      form.push_back(syntax::ascii_lower(w.form));
    }
    for (int w = 0; w < size(); ++w) clause_of.push_back(find_clause(w));
    find_cues();
    for (int w = 0; w < size(); ++w) {
      find_condition(w);
      find_judgement(w);
    }
    find_quoted();
    // The learned judgement is also asked of clauses without a cue. Where no actor stands the sentence may be
    // unparsed (leave_out.cpp), so there cues alone count.
    if ((model != nullptr || asked != nullptr) && !from.cast.in_sentence(s).empty())
      for (int w = 0; w < size(); ++w)
        if (clause_of[static_cast<std::size_t>(w)] == w) hits[w];
    for (auto& [clause, found] : hits) {
      std::stable_sort(found.begin(), found.end(),
                       [](const Hit& a, const Hit& b) { return a.order < b.order; });
      judge(clause, found);
    }
  }

  void offer(Hit hit) { hits[clause_of[static_cast<std::size_t>(hit.word)]].push_back(std::move(hit)); }

  void find_cues() {
    for (int w = 0; w < size(); ++w) {
      const auto u = static_cast<std::size_t>(w);
      for (const auto* key : {&low[u], &form[u]}) {
        if (key == &form[u] && form[u] == low[u]) continue;
        const auto found = finder.cues_.find(*key);
        if (found == finder.cues_.end()) continue;
        for (const auto& cue : found->second) {
          if (cue.said && from.sources.narrated(s, w)) continue;
          if (fits(cue, 0, u) == 0 || (cue.actor && !actor_is_subject(w))) continue;
          offer({cue.kind, cue.direction, w, cue.order, 0.75, cue.pattern});
        }
      }
    }
  }

  // "would have done"; "if ..."; "Had the French remained, ...", "Were Washington to ...".
  void find_condition(int w) {
    const auto& x = word(w);
    if (x.head < 0) return;
    const int governor = word(x.head).head;
    if (x.deprel == Deprel::aux && form_of(w) == "would")
      for (int k = 0; k < size(); ++k)
        if (word(k).head == x.head && low[static_cast<std::size_t>(k)] == "have" &&
            word(k).deprel == Deprel::aux)
          offer({ClaimKind::counterfactual, "", x.head, -1, 0.8, "(would have)"});
    if (x.deprel == Deprel::mark && (form_of(w) == "if" || form_of(w) == "unless") && governor >= 0 &&
        word(x.head).deprel == Deprel::advcl)
      offer({ClaimKind::conditional, "", governor, 0, 0.75, "(if)"});
    if ((x.deprel == Deprel::aux || x.deprel == Deprel::cop || x.deprel == Deprel::advmod) &&
        (form_of(w) == "had" || form_of(w) == "were" || form_of(w) == "should") && x.head > w &&
        inverted(sentence(), w))
      offer({form_of(w) == "had" ? ClaimKind::counterfactual : ClaimKind::conditional, "",
             governor >= 0 ? governor : x.head, -1, 0.75, "(" + form_of(w) + " first)"});
  }

  // A speaker's judgement in the present or about the future.
  void find_judgement(int w) {
    const auto& x = word(w);
    if ((x.deprel != Deprel::cop && x.deprel != Deprel::aux) || x.head < 0 || from.sources.narrated(s, w))
      return;
    if (x.deprel == Deprel::cop && (x.xpos == "VBZ" || x.xpos == "VBP"))
      offer({ClaimKind::evaluation, "", x.head, kForms, 0.5, "(is)"});
    if (x.xpos != "MD") return;
    if (form_of(w) == "can" || form_of(w) == "ca" || form_of(w) == "could")
      offer({ClaimKind::constraint, "", x.head, kForms + 1, 0.45, "(can)"});
    if (form_of(w) == "will" || form_of(w) == "'ll")
      offer({ClaimKind::forecast, "", x.head, kForms + 2, 0.45, "(will)"});
  }

  // What somebody is quoted with, or says that things are, is a judgement though no cue tells of which kind.
  void find_quoted() {
    for (int w = 0; w < size(); ++w) {
      const auto& x = word(w);
      const bool root = x.head < 0, content = x.deprel == Deprel::ccomp || x.deprel == Deprel::parataxis;
      if ((root || content) && !from.sources.narrated(s, w) &&
          (root || from.sources.teller(s, x.head) != nullptr))
        offer({ClaimKind::evaluation, "", w, kForms + 3, 0.4, "(said)"});
    }
  }

  void judge(int clause, const std::vector<Hit>& found) {
    const int at = found.empty() ? clause : found.front().word;
    auto span = span_of(clause);
    trim_to_speaker(at, span);
    const auto begin = word(span.first).begin, end = word(span.second).end;
    if (begin >= end || span.second - span.first < 3) return;
    std::size_t named = 0;
    Claim claim;
    claim.about = about(span, from.sources.speaker_mention(s, at), named);
    if (claim.about.empty()) return;
    claim.document = from.document.id;
    claim.span = {s, index.at(begin), index.at(end)};
    claim.text = from.document.text.substr(begin, end - begin);
    if (!found.empty()) {
      claim.claim = found.front().kind;
      claim.confidence = found.front().confidence;
    }
    bool is_claim = !found.empty();
    if (model != nullptr || asked != nullptr) {
      auto features = features_of(clause, found, span, named);
      if (model != nullptr) {
        const auto opinion = model->judge(features);
        claim.claim = opinion.best();
        claim.confidence = static_cast<double>(1 - opinion.none);
        is_claim = 1 - opinion.none >= (found.empty() ? model->limits().propose : model->limits().keep);
      }
      if (asked != nullptr) asked->push_back({claim, std::move(features)});
    }
    if (!is_claim) return;
    for (const auto& hit : found)
      if (hit.kind == claim.claim && claim.direction.empty()) claim.direction = hit.direction;
    if (claim.claim == ClaimKind::conditional || claim.claim == ClaimKind::counterfactual)
      claim.condition = condition();
    claim.attribution = from.sources.at(s, at);
    // "Officials insist that ...": what the whole clause says is theirs.
    if (claim.attribution.speaker == "narrator")
      if (const auto* teller = from.sources.teller(s, clause); teller != nullptr) claim.attribution = *teller;
    claims.push_back(std::move(claim));
  }

  std::vector<std::string> features_of(int clause, const std::vector<Hit>& found, std::pair<int, int> span,
                                       std::size_t named) const {
    std::vector<std::string> cues;
    for (const auto& hit : found) cues.push_back(std::string(to_string(hit.kind)) + " " + hit.name);
    const auto u = static_cast<std::size_t>(s);
    const auto paragraph = [&](std::size_t k) { return from.sentences[k].paragraph; };
    ClaimClause c{sentence(), s,     clause, clause_of, span.first, span.second,
                  cues,       named, false,  false,     false,      nullptr};
    c.opens = u == 0 || paragraph(u - 1) != paragraph(u);
    c.closes = u + 1 == from.sentences.size() || paragraph(u + 1) != paragraph(u);
    c.lead = paragraph(u) == paragraph(0);
    const auto place = index.at(word(clause).begin);
    for (const auto& e : from.events)
      if (e.span.sentence == s && e.span.begin <= place && place < e.span.end) {
        c.act = &e;
        break;
      }
    return claim_features(c, from.cast, from.sources);
  }

  // Whom a clause is about: those it names, those under discussion. `named`: how many it names itself.
  std::vector<std::string> about(std::pair<int, int> span, const Mention* speaker, std::size_t& named) const {
    std::vector<std::string> out;
    const auto add = [&](const std::string& code) {
      if (!code.empty() && std::find(out.begin(), out.end(), code) == out.end()) out.push_back(code);
    };
    // Nor is it about the house of the one who speaks ("an analyst at the Sahel Forum in Lagos").
    std::pair<int, int> house{-1, -1};
    if (speaker != nullptr && speaker->sentence == s) {
      house = span_of(speaker->head);
      if (house.first <= span.second && span.first <= house.second) house = {speaker->first, speaker->last};
    }
    const auto collect = [&](int first, int last) {
      for (const auto& m : from.cast.in_sentence(s)) {
        if (m.head < first || m.head > last || &m == speaker ||
            (m.head >= house.first && m.head <= house.second))
          continue;
        for (const auto& actor : m.actors)
          if (public_side(actor)) add(actor.country);
      }
    };
    collect(span.first, span.second);
    // "We", "our": the speaker's side.
    for (int w = span.first; w <= span.second; ++w)
      if ((form_of(w) == "we" || form_of(w) == "our" || form_of(w) == "us") && speaker != nullptr &&
          !speaker->actors.empty())
        add(speaker->actors.front().country);
    named = out.size();
    if (out.size() >= 2) return out;
    // The rest of the sentence, then the passage.
    collect(0, size() - 1);
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [code, weight] : focus)
      if (weight > 0.4) order.emplace_back(weight, code);
    std::sort(order.rbegin(), order.rend());
    for (const auto& [weight, code] : order) {
      if (out.size() >= 2) break;
      add(code);
    }
    if (named == 0) add(main);
    return out;
  }

  std::string condition() const {
    for (int w = 0; w < size(); ++w)
      if (word(w).deprel == Deprel::mark && (form_of(w) == "if" || form_of(w) == "unless")) {
        const auto part = span_of(word(w).head);
        return from.document.text.substr(word(part.first).begin,
                                         word(part.second).end - word(part.first).begin);
      }
    return {};
  }

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
    if (w >= low.size() || !element_fits(cue.elements[element], w)) return 0;
    return fits(cue, element + 1, w + 1);
  }

  int find_clause(int w) const {
    for (int steps = 0; steps < 60; ++steps) {
      const auto& x = word(w);
      if (x.head < 0 || clausal(x.deprel) || (x.deprel == Deprel::conj && x.upos == Upos::VERB)) return w;
      w = x.head;
    }
    return w;
  }

  // Does the clause that the word belongs to have an actor for its subject, or something of one's?
  bool actor_is_subject(int w) const {
    int verb = w;
    const auto& x = word(w);
    if ((x.deprel == Deprel::aux || x.deprel == Deprel::cop || x.deprel == Deprel::aux_pass) && x.head >= 0)
      verb = x.head;
    for (int steps = 0; steps < 4 && verb >= 0; ++steps) {
      for (int k = 0; k < size(); ++k) {
        const auto r = word(k).deprel;
        if (word(k).head != verb || (r != Deprel::nsubj && r != Deprel::nsubj_pass)) continue;
        const auto [first, last] = span_of(k);
        for (const auto& m : from.cast.in_sentence(s))
          if (m.head >= first && m.head <= last && !m.actors.empty()) return true;
        return false;
      }
      const auto r = word(verb).deprel;
      if (r != Deprel::conj && r != Deprel::xcomp) break;
      verb = word(verb).head;
    }
    return false;
  }

  std::pair<int, int> span_of(int head) const {
    int first = head, last = head;
    for (int w = 0; w < size(); ++w) {
      if (word(w).deprel == Deprel::punct) continue;
      int at = w;
      for (int steps = 0; at >= 0 && at != head && steps < 400; ++steps) at = word(at).head;
      if (at != head) continue;
      first = std::min(first, w);
      last = std::max(last, w);
    }
    return {first, last};
  }

  // Leaves out the reporting clause at either end of a clause that holds it ("..., says X").
  void trim_to_speaker(int w, std::pair<int, int>& span) const {
    const Attribution& own = from.sources.at(s, w);
    const auto same = [&](int k) { return from.sources.at(s, k).speaker == own.speaker; };
    while (span.first < w && !same(span.first)) ++span.first;
    while (span.second > w && !same(span.second)) --span.second;
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

std::vector<Claim> ClaimFinder::find(const ClaimSources& from, const ClaimModel* model,
                                     std::vector<AskedClaim>* asked) const {
  Work work{*this, from, model, asked, text::CodePointIndex(from.document.text)};
  work.run();
  return std::move(work.claims);
}

}  // namespace realign::coding
