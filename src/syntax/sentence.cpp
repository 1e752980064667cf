#include "syntax/sentence.h"

#include <array>

#include "text/word_map.h"

namespace realign::syntax {
namespace {

constexpr std::array<std::string_view, kUpos> kUposNames = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                            "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                            "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<std::string_view, kDeprels> kDeprelNames = {
    "root",      "acl",           "acl:relcl",    "advcl",       "advcl:relcl", "advmod",      "amod",
    "appos",     "aux",           "aux:pass",     "case",        "cc",          "cc:preconj",  "ccomp",
    "compound",  "compound:prt",  "conj",         "cop",         "csubj",       "csubj:outer", "csubj:pass",
    "dep",       "det",           "det:predet",   "discourse",   "dislocated",  "expl",        "fixed",
    "flat",      "goeswith",      "iobj",         "list",        "mark",        "nmod",        "nmod:desc",
    "nmod:poss", "nmod:unmarked", "nsubj",        "nsubj:outer", "nsubj:pass",  "nummod",      "obj",
    "obl",       "obl:agent",     "obl:unmarked", "orphan",      "parataxis",   "punct",       "reparandum",
    "vocative",  "xcomp"};

const text::WordMap<Deprel>& deprels() {
  static const auto map = [] {
    text::WordMap<Deprel> m;
    for (std::size_t i = 0; i < kDeprels; ++i) m.emplace(kDeprelNames[i], static_cast<Deprel>(i));
    // UD version 1 and older subtypes of English.
    for (const auto& [old, now] : {std::pair<std::string_view, Deprel>{"dobj", Deprel::obj},
                                   {"nsubjpass", Deprel::nsubj_pass},
                                   {"csubjpass", Deprel::csubj_pass},
                                   {"auxpass", Deprel::aux_pass},
                                   {"name", Deprel::flat},
                                   {"mwe", Deprel::fixed},
                                   {"neg", Deprel::advmod},
                                   {"foreign", Deprel::flat},
                                   {"remnant", Deprel::orphan},
                                   {"nmod:tmod", Deprel::nmod_unmarked},
                                   {"nmod:npmod", Deprel::nmod_unmarked},
                                   {"obl:tmod", Deprel::obl_unmarked},
                                   {"obl:npmod", Deprel::obl_unmarked},
                                   {"nmod:agent", Deprel::obl_agent},
                                   {"rcmod", Deprel::acl_relcl},
                                   {"prt", Deprel::compound_prt},
                                   {"poss", Deprel::nmod_poss},
                                   {"acl:relat", Deprel::acl_relcl}})
      m.emplace(old, now);
    return m;
  }();
  return map;
}

}  // namespace

std::string_view to_string(Upos tag) {
  return kUposNames[static_cast<std::size_t>(tag)];
}
std::string_view to_string(Deprel relation) {
  return kDeprelNames[static_cast<std::size_t>(relation)];
}

Upos upos_from(std::string_view name) {
  for (std::size_t i = 0; i < kUpos; ++i)
    if (kUposNames[i] == name) return static_cast<Upos>(i);
  if (name == "CONJ") return Upos::CCONJ;
  return Upos::X;
}

Deprel deprel_from(std::string_view name) {
  const auto& map = deprels();
  if (const auto found = map.find(name); found != map.end()) return found->second;
  if (const auto colon = name.find(':'); colon != std::string_view::npos)
    if (const auto found = map.find(name.substr(0, colon)); found != map.end()) return found->second;
  return Deprel::dep;
}

}  // namespace realign::syntax
