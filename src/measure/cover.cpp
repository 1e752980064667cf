#include "measure/cover.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace realign::measure {
namespace {

constexpr int kGone = std::numeric_limits<int>::min();
constexpr double kTiny = 1e-9;

}  // namespace

Cover::Cover(int columns) : columns_(columns) {
  std::uint64_t seed = 1;
  for (int j = 0; j < columns; ++j) {
    nonbasic_.push_back(j);
    place_.push_back(j);
    // Costs a little apart from each other keep the simplex from standing still on ties; bound() makes good
    // for it.
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    cost_.push_back(1 + 1e-5 * static_cast<double>(seed >> 40) / static_cast<double>(1 << 24));
  }
}

void Cover::add(std::vector<std::pair<int, double>> terms, double least, bool keep) {
  std::vector<double> row(static_cast<std::size_t>(columns_), 0);
  double beta = -least;
  for (const auto& [column, factor] : terms) {
    const int at = place_[static_cast<std::size_t>(column)];
    if (at >= 0) {
      row[static_cast<std::size_t>(at)] += factor;
    } else {
      const auto& of = table_[static_cast<std::size_t>(-1 - at)];
      for (std::size_t j = 0; j < row.size(); ++j) row[j] += factor * of[j];
      beta += factor * beta_[static_cast<std::size_t>(-1 - at)];
    }
  }
  place_.push_back(-1 - static_cast<int>(basic_.size()));
  basic_.push_back(columns_ + static_cast<int>(demands_.size()));
  demands_.push_back({std::move(terms), least, keep});
  table_.push_back(std::move(row));
  beta_.push_back(beta);
}

void Cover::pivot(std::size_t r, std::size_t c) {
  auto& row = table_[r];
  const double p = row[c];
  // The entering variable, by the leaving one and the others.
  for (auto& v : row) v = -v / p;
  row[c] = 1 / p;
  beta_[r] = -beta_[r] / p;
  std::vector<std::pair<std::size_t, double>> filled;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (std::abs(row[j]) < 1e-12) row[j] = 0;
    if (row[j] != 0 && j != c) filled.emplace_back(j, row[j]);
  }
  const auto substitute = [&](std::vector<double>& into, double factor) {
    for (const auto& [j, v] : filled) into[j] += factor * v;
    into[c] = factor * row[c];
  };
  for (std::size_t i = 0; i < table_.size(); ++i)
    if (const double factor = table_[i][c]; i != r && factor != 0) {
      beta_[i] += factor * beta_[r];
      substitute(table_[i], factor);
    }
  substitute(cost_, cost_[c]);
  std::swap(basic_[r], nonbasic_[c]);
  place_[static_cast<std::size_t>(basic_[r])] = -1 - static_cast<int>(r);
  place_[static_cast<std::size_t>(nonbasic_[c])] = static_cast<int>(c);
}

bool Cover::solve(long& steps) {
  while (true) {
    std::size_t r = 0;
    double worst = -kTiny;
    for (std::size_t i = 0; i < beta_.size(); ++i)
      if (beta_[i] < worst) worst = beta_[i], r = i;
    if (worst == -kTiny) return true;
    std::size_t c = cost_.size();
    double least = 0;
    for (std::size_t j = 0; j < cost_.size(); ++j)
      if (const double t = table_[r][j]; t > kTiny)
        if (const double ratio = std::max(cost_[j], 0.0) / t;
            c == cost_.size() || ratio < least - 1e-13 || (ratio < least + 1e-13 && t > table_[r][c]))
          c = j, least = ratio;
    if (c == cost_.size() || steps-- <= 0) return false;
    pivot(r, c);
  }
}

std::vector<double> Cover::values() const {
  std::vector<double> x(static_cast<std::size_t>(columns_), 0);
  for (std::size_t i = 0; i < basic_.size(); ++i)
    if (basic_[i] < columns_) x[static_cast<std::size_t>(basic_[i])] = beta_[i];
  return x;
}

double Cover::bound() const {
  std::vector<double> load(static_cast<std::size_t>(columns_), 0);
  double sum = 0;
  for (std::size_t j = 0; j < nonbasic_.size(); ++j)
    if (nonbasic_[j] >= columns_ && cost_[j] > 0) {
      const auto& demand = demands_[static_cast<std::size_t>(nonbasic_[j] - columns_)];
      sum += cost_[j] * demand.least;
      for (const auto& [column, factor] : demand.terms)
        load[static_cast<std::size_t>(column)] += cost_[j] * factor;
    }
  double most = 1;
  for (const double l : load) most = std::max(most, l);
  return sum / most;
}

void Cover::purge(double slack) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < basic_.size(); ++i) {
    const int v = basic_[i];
    if (v >= columns_ && !demands_[static_cast<std::size_t>(v - columns_)].keep && beta_[i] > slack) {
      place_[static_cast<std::size_t>(v)] = kGone;
      continue;
    }
    if (to != i) {
      table_[to] = std::move(table_[i]);
      beta_[to] = beta_[i];
      basic_[to] = v;
    }
    place_[static_cast<std::size_t>(v)] = -1 - static_cast<int>(to++);
  }
  table_.resize(to);
  beta_.resize(to);
  basic_.resize(to);
}

}  // namespace realign::measure
