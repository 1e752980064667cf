// Trees written by hand, one word a line: "form lemma UPOS head relation", heads counted from 1 (0: the root).
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "coding/frames.h"
#include "syntax/conllu.h"

namespace realign::coding::test {

inline syntax::ConlluDocument tree(const std::string& lines) {
  std::istringstream in(lines);
  std::string conllu, form, lemma, upos, head, relation;
  int id = 0;
  while (in >> form >> lemma >> upos >> head >> relation) {
    const std::string xpos = upos == "VERB" ? "VBD" : "_";
    conllu += std::to_string(++id) + "\t" + form + "\t" + lemma + "\t" + upos + "\t" + xpos + "\t_\t" + head + "\t" + relation + "\t_\t_\n";
  }
  conllu += "\n";
  std::istringstream trees(conllu);
  syntax::ConlluDocument out;
  syntax::read_conllu(trees, "tree", [&](syntax::ConlluDocument&& d) { out = std::move(d); });
  return out;
}

// Index of the first word with this form.
inline int at(const syntax::Sentence& sentence, std::string_view form) {
  for (std::size_t i = 0; i < sentence.words.size(); ++i)
    if (sentence.words[i].form == form) return static_cast<int>(i);
  throw std::logic_error("no word " + std::string(form));
}

inline const FrameSet& frames() {
  static const FrameSet loaded = FrameSet::load(std::string(REALIGN_SOURCE_DIR) + "/data/frames");
  return loaded;
}

}  // namespace realign::coding::test
