// The options by which a verb that codes text takes a user's own dictionaries (docs/dictionaries.md).
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "coding/work.h"

namespace realign::app {

struct DictionaryOptions {
  std::vector<std::string> paths;
  bool only = false;
};

// --dictionaries, --dictionaries-only
void add_dictionaries(CLI::App& verb, DictionaryOptions& options);
// Takes the dictionaries into use; 1 if some of their lines could not be read, which stderr is told.
int use_dictionaries(const DictionaryOptions& options, coding::Coding& coding);

}  // namespace realign::app
