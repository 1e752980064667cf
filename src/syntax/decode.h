// From scores of arcs to a tree: the maximum spanning arborescence with one root (Chu and Liu 1965, Edmonds 1967).
#pragma once

#include <cstddef>
#include <vector>

namespace realign::syntax {

// `scores`: n rows (dependents, words 0..n-1) of n + 1 columns: column 0 the root, column j + 1 word j. Gives each word's head as
// a word's index, -1 for the one root. n >= 1. Quadratic where the best heads already make a tree, as they mostly do.
std::vector<int> best_tree(const std::vector<float>& scores, std::size_t n);

}  // namespace realign::syntax
