// Forms of verbs that news uses and a treebank of web text hardly does ("severs", "annexed"): each is read by
// the network as the same form of a verb that it knows. data/models/english/verbs.tsv lists the verbs.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "syntax/token_lexicon.h"

namespace realign::syntax {

class VerbForms {
 public:
  static VerbForms load(const std::string& dir);  // text::Error names file and line

  // The known form to read in place of the lower-case form; "" if it is none of a listed verb. Points to a
  // literal.
  std::string_view stand_in(std::string_view form) const;

 private:
  std::unordered_map<std::string, std::string_view, StringHash, std::equal_to<>> forms_;
  void add(const std::string& verb, bool only);
};

}  // namespace realign::syntax
