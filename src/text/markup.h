// Hostile or careless HTML, made fit for a parser that trusts its input.
//
// Gumbo builds the tree that a browser would, but some pages cost it quadratic time or a stack: thousands of
// attributes, formatting elements left open, tables that foster what stands in them, elements nested a
// hundred thousand deep. tame_markup() is one linear pass that leaves only what an article's reader needs:
// elements that give the page its structure, balanced; the few attributes that say what they are; titles,
// metadata and JSON-LD. Formatting, scripts, tables' grids (cells become paragraphs) and everything hidden
// are gone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace realign::text {

inline constexpr std::size_t kDeepestMarkup = 256;  // open elements; pages in use have fewer than 100

// nullopt: nested more than kDeepestMarkup deep. A link becomes <span role="link">. Bytes need not be UTF-8.
std::optional<std::string> tame_markup(std::string_view html);

}  // namespace realign::text
