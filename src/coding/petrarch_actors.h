// Who, as dictionaries of the PETRARCH family say it: names with codes that change over time, agents
// ("police" is ~COP) that are added to them, and phrases whose sentence or story is not to be coded.
//
// Actor files: a phrase with an optional code in [...]; further names on lines with +; codes that hold for a
// time on lines of their own, [CODE <date], [CODE >date], [CODE date-date] with dates YYMMDD or YYYYMMDD,
// both ends included. The first that holds wins, else the code without dates. [---] is no actor. Of several
// people of one name it is the first whose dated code holds, else the first.
#pragma once

#include <climits>
#include <string>
#include <string_view>
#include <vector>

#include "coding/petrarch_text.h"

namespace realign::coding::petrarch {

struct DatedCode {
  std::string code;
  int from = 0, to = INT_MAX;  // YYYYMMDD, included
};

struct ActorEntry {
  std::string name;  // as in the file, underscores as blanks
  std::vector<DatedCode> dated;
  std::string standing;  // when no date holds; "" or "---": nobody
};

struct AgentEntry {
  std::string before, after;  // "NGO~" and "~GOV"
};

enum class Discard : char { none, sentence, story };

class ActorDictionary {
 public:
  explicit ActorDictionary(Vocabulary& vocabulary) : vocabulary_(&vocabulary) {}

  void read_actors(const std::string& path, Problems& problems);
  void read_agents(const std::string& path, Problems& problems);
  void read_discards(const std::string& path, Problems& problems);
  void parse_actors(std::string_view content, const std::string& name, Problems& problems);
  void parse_agents(std::string_view content, const std::string& name, Problems& problems);
  void parse_discards(std::string_view content, const std::string& name, Problems& problems);

  Found actor_at(std::span<const int> pieces, std::size_t at) const {
    return actor_trie_.longest(pieces, at);
  }
  Found agent_at(std::span<const int> pieces, std::size_t at) const {
    return agent_trie_.longest(pieces, at);
  }
  const AgentEntry& agent(int value) const { return agents_[static_cast<std::size_t>(value)]; }
  // The code at a date YYYYMMDD (0: unknown, then the latest); "" for nobody. Namesakes are looked at too.
  std::string_view code(int name, int date) const;

  // Whether the words hold a phrase of the discard files. `pieces` are a sentence's, as text.
  Discard discard(std::span<const std::string> pieces) const;

  std::size_t names() const { return actor_trie_.size(); }
  std::size_t entries() const { return actors_.size(); }
  std::size_t agents() const { return agent_trie_.size(); }

 private:
  struct DiscardEntry {
    std::vector<std::string> pieces;
    bool whole = false;  // the last piece must be the whole word; else its beginning
    Discard kind = Discard::sentence;
  };

  Vocabulary* vocabulary_;
  PhraseTrie actor_trie_, agent_trie_;
  std::string_view own_code(int actor, int date, bool& dated) const;
  std::vector<ActorEntry> actors_;
  std::vector<std::vector<int>> bearers_;  // by value of the trie: the actors of a name
  std::vector<AgentEntry> agents_;
  std::vector<DiscardEntry> discards_;
  std::unordered_map<std::string, std::vector<std::size_t>> discard_by_first_;
};

// A date of a dictionary as YYYYMMDD; 0 if it is none. Of two digits, 31 to 99 are of the last century.
int parse_date(std::string_view digits);

}  // namespace realign::coding::petrarch
