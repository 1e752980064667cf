#include "dictionaries.h"

#include <fmt/format.h>

#include <memory>

#include "text/table.h"

namespace realign::app {

void add_dictionaries(CLI::App& verb, DictionaryOptions& o) {
  auto* dictionaries = verb.add_option(
      "--dictionaries", o.paths,
      "Folder or files of actors, agents, discards and verbs in PETRARCH2's format, used beside our own");
  dictionaries->check(CLI::ExistingPath)->allow_extra_args(false);
  verb.add_flag("--dictionaries-only", o.only, "Events by these dictionaries alone")->needs(dictionaries);
}

int use_dictionaries(const DictionaryOptions& o, coding::Coding& coding) {
  if (o.paths.empty()) return 0;
  std::vector<std::string> problems;
  auto loaded = coding::DictionaryCoder::load(o.paths, text::data_dir(), problems);
  for (const auto& p : problems) fmt::print(stderr, "realign: {}\n", p);
  coding.use(std::make_shared<const coding::DictionaryCoder>(std::move(loaded)), o.only);
  return problems.empty() ? 0 : 1;
}

}  // namespace realign::app
