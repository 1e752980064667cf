// Dictionaries from anywhere, then a sentence coded with them: what is wrong is told by line, and nothing
// breaks. The input is cut at zero bytes into actors, agents, discards, verbs and a tree in CoNLL-U.
#include <array>
#include <cstdlib>
#include <sstream>
#include <string>

#include "coding/petrarch_events.h"
#include "syntax/conllu.h"
#include "text/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace realign::coding::petrarch;
  using namespace realign::syntax;
  std::array<std::string, 5> parts;
  std::size_t part = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == 0 && part + 1 < parts.size())
      ++part;
    else
      parts[part] += static_cast<char>(data[i]);
  }
  Vocabulary words;
  ActorDictionary actors(words);
  VerbDictionary verbs(words);
  Problems problems;
  actors.parse_actors(parts[0], "actors", problems);
  actors.parse_agents(parts[1], "agents", problems);
  actors.parse_discards(parts[2], "discards", problems);
  verbs.parse(parts[3], "verbs", problems);
  for (const auto& p : problems)
    if (p.find(':') == std::string::npos) std::abort();
  static const Combinations combinations =
      Combinations::load(std::string(REALIGN_SOURCE_DIR) + "/data/dictionaries/combine.tsv");
  std::istringstream in(parts[4]);
  try {
    read_conllu(in, "tree", [&](ConlluDocument&& d) {
      for (const auto& s : d.sentences) {
        const SentenceView view(s, actors, words, 20080804);
        actors.discard(view.piece_texts());
        Notes notes;
        for (const auto& act : find_acts(view, verbs, combinations, &notes))
          if (act.source.code.empty() || act.target.code.empty() || act.code.empty() ||
              act.source.code == act.target.code || act.verb < 0 || act.verb >= view.size())
            std::abort();
      }
    });
  } catch (const realign::text::Error&) {
  }
  return 0;
}
