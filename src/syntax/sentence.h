// A sentence as a Universal Dependencies tree: the words of a document with tags, lemmas and heads.
//
// Words point into the document by byte offsets [begin, end). A syntactic word inside a multi-word token ("did" "n't" is
// two tokens in English UD; French "du" one token of two words) carries the offsets of the whole token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace realign::syntax {

// Universal parts of speech (https://universaldependencies.org/u/pos/), in UD's alphabetical order.
enum class Upos : std::uint8_t {
  ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB, X
};

// Relations of English UD, subtypes included; `dep` stands for any relation not listed.
enum class Deprel : std::uint8_t {
  root, acl, acl_relcl, advcl, advcl_relcl, advmod, amod, appos, aux, aux_pass, case_, cc, cc_preconj, ccomp, compound,
  compound_prt, conj, cop, csubj, csubj_outer, csubj_pass, dep, det, det_predet, discourse, dislocated, expl, fixed,
  flat, goeswith, iobj, list, mark, nmod, nmod_desc, nmod_poss, nmod_unmarked, nsubj, nsubj_outer, nsubj_pass, nummod,
  obj, obl, obl_agent, obl_unmarked, orphan, parataxis, punct, reparandum, vocative, xcomp
};
inline constexpr std::size_t kDeprels = static_cast<std::size_t>(Deprel::xcomp) + 1;
inline constexpr std::size_t kUpos = static_cast<std::size_t>(Upos::X) + 1;

std::string_view to_string(Upos tag);
std::string_view to_string(Deprel relation);   // as in CoNLL-U: "nsubj:pass"
Upos upos_from(std::string_view name);         // unknown -> X
// Unknown subtypes fall back to their base relation; names of older UD versions (dobj, nsubjpass, nmod:tmod,
// auxpass, name, mwe, neg ...) to today's; anything else to dep.
Deprel deprel_from(std::string_view name);

struct Word {
  std::string form;   // as in the text, quotes straightened
  std::string lemma;  // lower case but for proper nouns
  std::string xpos;   // Penn tag: VBD, NNS, NNP ...
  Upos upos = Upos::X;
  Deprel deprel = Deprel::dep;
  int head = -1;                // index of the head in the sentence; -1 for the root
  std::size_t begin = 0, end = 0;  // bytes in the document
  bool space_after = true;
  float confidence = 1.0F;      // probability of head and relation by the parser, 0..1
  // A name that the parser may read in this one's place if it never met the form ("Smith" for a rare surname); "": none.
  // Points to a literal.
  std::string_view stand_in;
};

struct Sentence {
  std::vector<Word> words;  // in the order of the text
  std::size_t begin = 0, end = 0;  // bytes in the document
  int paragraph = 0;               // 0-based
  bool parsed = true;              // false: tokens only (left unparsed because it cannot hold a record)
};

}  // namespace realign::syntax
