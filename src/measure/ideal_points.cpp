#include "measure/ideal_points.h"

#include <algorithm>
#include <cmath>

#include "measure/ideal_model.h"

namespace realign::measure {
namespace ideal {
namespace {

// First guess: agreement with the anchor, within each session.
std::vector<double> first_guess(const Layout& l) {
  std::vector<double> sum(l.cells.size(), 0), many(l.cells.size(), 0);
  const auto vote = [&](const Span& s, std::uint32_t v) {
    return v < s.at[1] ? 0.0 : v < s.at[2] ? 1.0 : 2.0;
  };
  int sessions = 0;
  for (const auto& cell : l.cells) sessions = std::max(sessions, cell.session + 1);
  std::vector<double> anchor(static_cast<std::size_t>(sessions));
  for (const auto& item : l.items) {
    std::fill(anchor.begin(), anchor.end(), -1.0);
    for (auto v = item.at[0]; v < item.at[3]; ++v) {
      const auto& cell = l.cells[static_cast<std::size_t>(l.cell_of[v])];
      if (static_cast<std::size_t>(cell.state) == l.anchor)
        anchor[static_cast<std::size_t>(cell.session)] = vote(item, v);
    }
    for (auto v = item.at[0]; v < item.at[3]; ++v) {
      const auto c = static_cast<std::size_t>(l.cell_of[v]);
      const double theirs = anchor[static_cast<std::size_t>(l.cells[c].session)];
      if (theirs < 0) continue;
      sum[c] += 1 - std::abs(theirs - vote(item, v)) / 2;
      ++many[c];
    }
  }
  std::vector<double> x(l.cells.size(), 0);
  std::vector<double> mean(anchor.size(), 0), square(anchor.size(), 0), n(anchor.size(), 0);
  for (std::size_t c = 0; c < x.size(); ++c)
    if (many[c] > 0) {
      const auto t = static_cast<std::size_t>(l.cells[c].session);
      x[c] = sum[c] / many[c];
      mean[t] += x[c], square[t] += x[c] * x[c], ++n[t];
    }
  for (std::size_t c = 0; c < x.size(); ++c) {
    const auto t = static_cast<std::size_t>(l.cells[c].session);
    if (many[c] == 0 || n[t] < 2) {
      x[c] = 0;
      continue;
    }
    const double m = mean[t] / n[t], sd = std::sqrt(std::max(square[t] / n[t] - m * m, 1e-6));
    x[c] = std::clamp((x[c] - m) / sd, -3.0, 3.0);
  }
  return x;
}

}  // namespace

Mode climb(const Layout& l, const IdealOptions& o) {
  Mode m;
  m.x = first_guess(l);
  m.sd.assign(m.x.size(), 0);
  m.items.resize(l.items.size());
  standardise(l, m.x);
  // Slopes begin with the sign of the choices' covariance with the first guess.
  for (std::size_t j = 0; j < l.items.size(); ++j) {
    const auto& s = l.items[j];
    double sx = 0, sy = 0, sxy = 0;
    const double n = s.size(), no = s.at[1] - s.at[0], abstain = s.at[2] - s.at[1];
    for (auto v = s.at[0]; v < s.at[3]; ++v) {
      const double x = m.x[static_cast<std::size_t>(l.cell_of[v])], y = v < s.at[1] ? 0 : v < s.at[2] ? 1 : 2;
      sx += x, sy += y, sxy += x * y;
    }
    const auto quantile = [](double p) { return 2.2 * (std::clamp(p, 0.02, 0.98) - 0.5); };
    const double low = quantile(no / n), high = std::max(quantile((no + abstain) / n), low + 0.1);
    m.items[j] = to_item(l, j,
                         {std::clamp(2 * (sxy - sx * sy / n) / n, -1.5, 1.5),
                          l.three(j) || no > 0 ? low : high, std::log(high - low)});
  }
  // A resolution that swings to and fro takes shorter steps.
  struct Walk {
    std::array<double, 3> step{};
    double length = 1;
  };
  std::vector<Walk> walks(l.items.size());
  std::vector<Doubt> doubts(l.items.size());
  const auto improve = [&](std::size_t j) {
    Curve c;
    auto& item = m.items[j];
    auto& walk = walks[j];
    const auto was = to_numbers(l, j, item);
    auto is = to_numbers(l, j, newton(l, j, item, m.x, c, &m.sd));
    double turn = 0;
    for (std::size_t k = 0; k < 3; ++k) turn += (is[k] - was[k]) * walk.step[k];
    walk.length = turn < 0 ? 0.6 * walk.length : std::min(1.0, 1.2 * walk.length);
    for (std::size_t k = 0; k < 3; ++k) {
      walk.step[k] = walk.length * (is[k] - was[k]);
      is[k] = was[k] + walk.step[k];
    }
    item = to_item(l, j, is);
    doubts[j] = doubt(l, j, item, c);
  };
  const auto place = [&](std::size_t state) {
    for (std::size_t c = l.state_at[state]; c < l.state_at[state + 1]; ++c) {
      const auto& cell = l.cells[c];
      const double centre = cell.before < 0 ? 0 : m.x[static_cast<std::size_t>(cell.before)];
      const auto s = slope(l, cell, m.x[c], centre, m.items, m.pull, &doubts);
      // The step of EM, as if latent votes were seen: never too long, where few votes make Newton's wander.
      m.x[c] += s.gradient / std::max(s.whole * (1 + m.pull.share) + 1 / cell.variance, s.information);
      m.sd[c] = 1 / std::sqrt(s.information);
    }
  };
  constexpr int kBegin = 20, kEvery = 8;  // rounds of Aitken's steps
  constexpr double kLongest = 0.95;       // a step of at most 20 of the moves it carries on
  std::vector<double> moves(m.x.size(), 0);
  for (m.rounds = 1; m.rounds <= o.most_rounds; ++m.rounds) {
    in_parallel(l.items.size(), o.threads, improve);
    const auto last = m.x;
    in_parallel(l.state_at.size() - 1, o.threads, place);
    m.pull.adapt(spread_of(m.x, &m.sd), 0.1);
    standardise(l, m.x, &m.sd);
    double before = 0, along = 0, most = 0;
    for (std::size_t c = 0; c < m.x.size(); ++c) {
      const double move = m.x[c] - last[c];
      before += moves[c] * moves[c];
      along += moves[c] * move;
      moves[c] = move;
      most = std::max(most, std::abs(move));
    }
    if (o.progress) o.progress(static_cast<double>(m.rounds) / o.most_rounds);
    if (most < 2e-3) break;
    // What still creeps, the place and the unit of sessions that few resolutions bridge, shrinks by one ratio
    // a round: Aitken's step carries it on.
    if (m.rounds < kBegin || m.rounds % kEvery != 0 || !(before > 0)) continue;
    const double ratio = std::clamp(along / before, 0.0, kLongest);
    for (std::size_t c = 0; c < m.x.size(); ++c) m.x[c] += moves[c] * ratio / (1 - ratio);
    std::fill(moves.begin(), moves.end(), 0.0);
  }
  m.rounds = std::min(m.rounds, o.most_rounds);
  return m;
}

}  // namespace ideal

IdealPoints estimate(const RollCalls& calls, const IdealOptions& o) {
  const ideal::Layout l(calls, o);
  const auto m = ideal::climb(l, o);
  IdealPoints out;
  out.rounds = m.rounds;
  for (std::size_t c = 0; c < l.cells.size(); ++c) {
    const auto& cell = l.cells[c];
    out.points.push_back({cell.state, cell.session, static_cast<int>(cell.votes.size()), m.x[c], m.sd[c],
                          m.x[c] - 1.6449 * m.sd[c], m.x[c] + 1.6449 * m.sd[c]});
  }
  std::stable_sort(out.points.begin(), out.points.end(),
                   [](const auto& a, const auto& b) { return a.session < b.session; });
  return out;
}

}  // namespace realign::measure
