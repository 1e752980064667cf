// The finder: mentions of one sentence as its own words show them, before anything is carried over from other
// sentences.
#pragma once

#include <string>
#include <vector>

#include "actors/actor.h"
#include "actors/lexicon.h"

namespace realign::actors {

// A mention on its way: what it still needs from the rest of the document.
struct Draft {
  Mention mention;
  std::string surname;          // of a person: the short name that later mentions use
  bool full_name = false;       // of a person: named in full here
  int person = -1;              // of a person: index in the lexicon, -1 if unknown
  std::vector<int> candidates;  // of a short name: persons of the lexicon that it may mean
  const Role* role = nullptr;   // of a role without a state: carried over from the focus
  const Nominal* nominal = nullptr;
  bool definite = false;  // "the", "its": refers to something known
  bool plural = false;
  int owner = -1;           // word of the possessive that a nominal hangs on
  std::string affiliation;  // of a person: the institution named with the role
};

class Finder {
 public:
  Finder(const Lexicon& lexicon, const text::Document& document, std::string date)
      : lexicon_(lexicon), document_(document), date_(std::move(date)) {}
  void find(const syntax::Sentence& sentence, int number, std::vector<Draft>& out) const;

 private:
  struct View;
  const Lexicon& lexicon_;
  const text::Document& document_;
  std::string date_;

  int end_of_institution(const View& view, int last) const;
  void names(const View& view, std::vector<Draft>& drafts) const;
  void unknown_names(const View& view, std::vector<Draft>& drafts) const;
  void roles(const View& view, std::vector<Draft>& drafts) const;
  void join_roles_and_persons(const View& view, std::vector<Draft>& drafts) const;
  void nominals_and_pronouns(const View& view, std::vector<Draft>& drafts) const;
  void places(const View& view, std::vector<Draft>& drafts) const;
};

}  // namespace realign::actors
