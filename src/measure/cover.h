// A small linear program: the cheapest amounts x_e >= 0 that meet every demand sum a_e x_e >= b.
//
// Dual simplex on a dense dictionary (Chvatal 1983, Linear Programming, chapter 10): demands may be added
// between solves and stay cheap, which is what cutting planes want. Every x_e costs 1. The bound that it
// states does not rest on the dictionary's arithmetic: it is checked against the demands as they were given.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace realign::measure {

class Cover {
 public:
  explicit Cover(int columns);

  // sum of factor * x[column] >= least; `keep`: never forgotten by purge().
  void add(std::vector<std::pair<int, double>> terms, double least, bool keep = false);
  // Least cost for the demands so far. False: no x meets them all, or `steps` (counted down) ran out.
  bool solve(long& steps);
  std::vector<double> values() const;
  // No x that meets the demands costs less than this (weak duality: the dual is scaled until it is feasible,
  // within rounding of 1e-9).
  double bound() const;
  // Forgets demands that x exceeds by more than `slack`.
  void purge(double slack);
  std::size_t rows() const { return basic_.size(); }

 private:
  struct Demand {
    std::vector<std::pair<int, double>> terms;
    double least;
    bool keep;
  };
  void pivot(std::size_t row, std::size_t column);

  int columns_;
  std::vector<Demand> demands_;
  // Each basic variable is beta + sum table * nonbasic ones. Variables: x by column, then a surplus by
  // demand.
  std::vector<std::vector<double>> table_;
  std::vector<double> beta_, cost_;
  std::vector<int> basic_, nonbasic_;
  std::vector<int> place_;  // by variable: column if nonbasic, -1 - row if basic, kGone if forgotten
};

}  // namespace realign::measure
