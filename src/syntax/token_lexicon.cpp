#include "syntax/token_lexicon.h"

#include <algorithm>

#include "syntax/characters.h"
#include "text/table.h"

namespace realign::syntax {

TokenLexicon TokenLexicon::load(const std::string& dir) {
  TokenLexicon lexicon;
  const auto abbreviations = text::Table::read(dir + "/abbreviations.tsv", 2, 2);
  for (const auto& row : abbreviations.rows()) {
    Entry entry;
    if (row[1] == "title") {
      entry.kind = Stop::title;
    } else if (row[1] == "number") {
      entry.kind = Stop::number;
    } else if (row[1] == "often") {
      entry.kind = Stop::often;
    } else {
      throw abbreviations.error(row, "'" + row[1] + "' is none of title, number, often");
    }
    const auto low = ascii_lower(row[0]);
    entry.capital = low != row[0];
    const auto [at, added] = lexicon.stops_.emplace(low, entry);
    if (!added) at->second.capital = at->second.capital && entry.capital;  // "No" and "no": either
  }
  const auto tokens = text::Table::read(dir + "/tokens.tsv", 3, 2);
  for (const auto& row : tokens.rows()) {
    if (row[0] == "cut") {
      std::vector<std::size_t> lengths;
      std::string joined;
      for (const auto& part : text::split(row[2], ' ')) {
        lengths.push_back(part.size());
        joined += part;
      }
      if (joined != row[1] || lengths.size() < 2)
        throw tokens.error(row, "'" + row[2] + "' is not '" + row[1] + "' with blanks in it");
      lexicon.cuts_[row[1]] = std::move(lengths);
      continue;
    }
    WordSet* const set = row[0] == "prefix"    ? &lexicon.prefixes
                         : row[0] == "whole"   ? &lexicon.wholes
                         : row[0] == "unit"    ? &lexicon.units
                         : row[0] == "smiley"  ? &lexicon.smileys
                         : row[0] == "clipped" ? &lexicon.clipped
                         : row[0] == "starter" ? &lexicon.starters
                         : row[0] == "say"     ? &lexicon.says
                         : row[0] == "ending"  ? &lexicon.endings
                                               : nullptr;
    if (set == nullptr) throw tokens.error(row, "'" + row[0] + "' is no kind of token");
    if (ascii_lower(row[1]) != row[1]) throw tokens.error(row, "'" + row[1] + "' is not lower case");
    if (set == &lexicon.smileys) lexicon.longest_smiley = std::max(lexicon.longest_smiley, row[1].size());
    set->insert(row[1]);
  }
  return lexicon;
}

TokenLexicon::Stop TokenLexicon::stop_after(std::string_view word) const {
  if (word.empty() || word.size() > 16) return Stop::none;
  const auto found = stops_.find(ascii_lower(word));
  if (found == stops_.end()) return Stop::none;
  const bool title = is_upper(first_character(word));
  if (found->second.capital) return title ? found->second.kind : Stop::none;
  // "ie." is one, "IE." is a name at a sentence's end.
  return title && word.size() > 1 && word.find('.') == std::string_view::npos &&
                 is_upper(static_cast<unsigned char>(word[1]))
             ? Stop::none
             : found->second.kind;
}

const std::vector<std::size_t>* TokenLexicon::cuts(std::string_view low) const {
  const auto found = cuts_.find(low);
  return found == cuts_.end() ? nullptr : &found->second;
}

}  // namespace realign::syntax
