#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <random>

#include "measure/ideal_model.h"
#include "text/error.h"

namespace realign::measure {
namespace ideal {
namespace {

// Split R-hat and effective size of one point (Gelman and others 2013, 11.4 and 11.5).
struct Diagnosis {
  double r_hat, effective;
};
Diagnosis diagnose(const std::vector<std::vector<float>>& halves) {
  const auto m = static_cast<double>(halves.size()), n = static_cast<double>(halves[0].size());
  double grand = 0, between = 0, within = 0;
  std::vector<double> means;
  for (const auto& h : halves) {
    double mean = 0;
    for (const float v : h) mean += v;
    means.push_back(mean / n);
    grand += means.back() / m;
  }
  for (std::size_t k = 0; k < halves.size(); ++k) {
    between += n * (means[k] - grand) * (means[k] - grand) / (m - 1);
    for (const float v : halves[k]) within += (v - means[k]) * (v - means[k]) / ((n - 1) * m);
  }
  const double plus = (n - 1) / n * within + between / n;
  if (!(within > 0)) return {1, n * m};
  // Effective size by variograms, until two lags together add nothing.
  double tau = 1;
  for (std::size_t lag = 1; lag + 1 < halves[0].size(); lag += 2) {
    const auto rho = [&](std::size_t k) {
      double v = 0;
      for (const auto& x : halves)
        for (std::size_t i = k; i < x.size(); ++i) v += (x[i] - x[i - k]) * (x[i] - x[i - k]);
      return 1 - v / (m * (n - static_cast<double>(k))) / (2 * plus);
    };
    const double pair = rho(lag) + rho(lag + 1);
    if (pair < 0) break;
    tau += 2 * pair;
  }
  return {std::sqrt(plus / within), n * m / tau};
}

class Chain {
 public:
  Chain(const Layout& l, const Mode& mode, std::uint64_t seed, std::size_t number) : l_(l), mode_(mode) {
    std::seed_seq seeds{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                        static_cast<std::uint32_t>(number)};
    random_.seed(seeds);
    x = mode.x;
    items = mode.items;
    pull = mode.pull;
    centre_.assign(x.size(), 0);
    whole_.assign(x.size(), 0);
    for (const auto& cell : l.cells) sessions_ = std::max(sessions_, cell.session + 1);
    const auto sessions = static_cast<std::size_t>(sessions_);
    items_in_.resize(sessions);
    sum_.assign(sessions, 0);
    many_.assign(sessions, 0);
    votes_in_.assign(items.size(), 0);
    for (std::size_t c = 0; c < x.size(); ++c) {
      sum_[static_cast<std::size_t>(l.cells[c].session)] += x[c];
      ++many_[static_cast<std::size_t>(l.cells[c].session)];
    }
    for (std::size_t j = 0; j < items.size(); ++j) {
      std::map<std::int32_t, std::uint32_t> votes;
      for (auto v = l.items[j].at[0]; v < l.items[j].at[3]; ++v)
        ++votes[l.cells[static_cast<std::size_t>(l.cell_of[v])].session];
      for (const auto& [t, n] : votes) items_in_[static_cast<std::size_t>(t)].emplace_back(j, n);
    }
    // Chains begin apart.
    for (std::size_t c = 0; c < x.size(); ++c) x[c] += 2 * mode.sd[c] * normal_(random_);
  }

  void sweep() {
    for (std::size_t j = 0; j < items.size(); ++j) draw_item(j);
    for (std::size_t i = 0; i + 1 < l_.state_at.size(); ++i)
      for (std::size_t c = l_.state_at[i]; c < l_.state_at[i + 1]; ++c) draw_point(c);
    // Sessions together: all of them in spans of one length, another one each round, and all up to some.
    const auto any = [&](std::int32_t n) { return static_cast<std::int32_t>(uniform_(random_) * n); };
    const auto length = std::int32_t{1} << any(6), begin = -any(length);
    for (auto first = begin; first < sessions_; first += length)
      for (const auto kind : {Move::shift, Move::stretch})
        move(kind, std::max(0, first), std::min(first + length, sessions_));
    for (int k = 0; k < 2; ++k)
      for (const auto kind : {Move::shift, Move::stretch}) move(kind, 0, 1 + any(sessions_));
    raw = spread_of(x);
    standardise(l_, x);
  }

  std::vector<double> x;
  std::vector<Item> items;
  Pull pull;
  Spread raw;  // of the last sweep, before standardising
  double tried = 0, taken = 0;

 private:
  bool accept(double ratio) {
    ++tried;
    if (!std::isfinite(ratio) || std::log(uniform_(random_)) >= ratio) return false;
    ++taken;
    return true;
  }

  // A proposal from Student's t (five degrees) around the conditional mode, which the old value does not
  // touch.
  void draw_item(std::size_t j) {
    Curve c;
    Item best = newton(l_, j, mode_.items[j], x, c);
    best = newton(l_, j, best, x, c);
    const auto n = static_cast<std::size_t>(c.size);
    const auto at = to_numbers(l_, j, best), old = to_numbers(l_, j, items[j]);
    constexpr double kDegrees = 5;
    double chi = 0;
    for (int k = 0; k < 5; ++k) {
      const double z = normal_(random_);
      chi += z * z;
    }
    const double stretch = std::sqrt(kDegrees / chi);
    std::array<double, 3> e{}, draw{};
    double length_new = 0, length_old = 0;
    for (std::size_t k = 0; k < n; ++k) e[k] = normal_(random_) * stretch, length_new += e[k] * e[k];
    for (std::size_t r = n; r-- > 0;) {
      draw[r] = e[r];
      for (std::size_t k = r + 1; k < n; ++k) draw[r] -= c.factor[k][r] * draw[k];
      draw[r] /= c.factor[r][r];
    }
    for (std::size_t r = 0; r < n; ++r) {
      double w = 0;
      for (std::size_t k = r; k < n; ++k) w += c.factor[k][r] * (old[k] - at[k]);
      length_old += w * w;
    }
    const double half = 0.5 * (kDegrees + static_cast<double>(n));
    auto numbers = at;
    for (std::size_t k = 0; k < n; ++k) numbers[k] += draw[k];
    const auto next = to_item(l_, j, numbers);
    const double ratio = log_density(l_, j, next, x) - log_density(l_, j, items[j], x) +
                         half * (std::log1p(length_new / kDegrees) - std::log1p(length_old / kDegrees));
    if (accept(ratio)) items[j] = next;
  }

  void draw_point(std::size_t c) {
    const auto& cell = l_.cells[c];
    const double centre = cell.before < 0 ? 0 : centre_[static_cast<std::size_t>(cell.before)];
    double best = centre_[c];
    Slope s;
    for (int k = 0; k < 2; ++k) {
      s = slope(l_, cell, best, centre, items, pull);
      best += std::clamp(s.gradient / s.information, -1.0, 1.0);
    }
    centre_[c] = best;
    whole_[c] = s.whole;
    const double sd = 1.1 / std::sqrt(s.information), z = normal_(random_), old = (x[c] - best) / sd;
    const double next = best + sd * z;
    const double ratio = log_density(l_, cell, next, centre, items, s.whole, pull) -
                         log_density(l_, cell, x[c], centre, items, s.whole, pull) +
                         0.5 * (z * z - old * old);
    if (accept(ratio)) x[c] = next;
  }

  // The points of sessions `first` to before `end` together, moved by `by` or stretched by exp(by) around
  // where the mode has their mean. Resolutions voted only there go along, so that no vote's chance changes;
  // resolutions that reach over go along by the share of their votes there. Point by point such a move takes
  // hundreds of rounds.
  enum class Move { shift, stretch };
  void move(Move kind, std::int32_t first, std::int32_t end) {
    const auto inside = [&](const Cell& cell) { return cell.session >= first && cell.session < end; };
    const bool stretch = kind == Move::stretch;
    double pivot = 0, cells = 0;
    for (std::int32_t t = first; t < end; ++t) {
      pivot += sum_[static_cast<std::size_t>(t)];
      cells += many_[static_cast<std::size_t>(t)];
    }
    if (!(cells > 0)) return;
    pivot /= cells;
    // How sharply the density falls off along the move: the length of the step.
    double precision = 1, volume = cells;
    for (std::size_t c = 0; c < x.size(); ++c) {
      const auto& cell = l_.cells[c];
      if (!inside(cell)) continue;
      const double arm = stretch ? x[c] - pivot : 1, off = x[c] - centre_of(cell);
      precision += pull.share * whole_[c] * arm * arm;
      if (stretch)
        precision += 2 * off * off / cell.variance;
      else if (cell.before < 0 || !inside(l_.cells[static_cast<std::size_t>(cell.before)]))
        precision += 1 / cell.variance;
    }
    touched_.clear();
    for (std::int32_t t = first; t < end; ++t)
      for (const auto& [j, n] : items_in_[static_cast<std::size_t>(t)]) {
        if (votes_in_[j] == 0) touched_.push_back(j);
        votes_in_[j] += n;
      }
    for (const auto j : touched_) {
      const double n = votes_in_[j], all = l_.items[j].size(), share = n / all, b = items[j].slope;
      precision += 0.5 * b * b * n * (1 - share);
      if (stretch) precision += 2 * b * b * share * share, volume -= share;
    }
    const double by = 2.4 / std::sqrt(precision) * normal_(random_);
    const double factor = stretch ? std::exp(by) : 1, shift = stretch ? 0 : by;
    const auto moved = [&](double v) { return pivot + factor * (v - pivot) + shift; };
    next_ = x;
    double ratio = stretch ? volume * by : 0;
    for (std::size_t c = 0; c < x.size(); ++c) {
      const auto& cell = l_.cells[c];
      if (!inside(cell)) continue;
      next_[c] = moved(x[c]);
      const bool along = cell.before >= 0 && inside(l_.cells[static_cast<std::size_t>(cell.before)]);
      const double centre = centre_of(cell), was = x[c] - centre,
                   is = next_[c] - (along ? moved(centre) : centre);
      const double from = x[c] - pull.origin, to = next_[c] - pull.origin;
      ratio -=
          0.5 * ((is * is - was * was) / cell.variance + pull.share * whole_[c] * (to * to - from * from));
    }
    const auto changed = [&](std::size_t j) {
      const double share = votes_in_[j] / static_cast<double>(l_.items[j].size());
      Item i = items[j];
      i.slope *= stretch ? std::exp(-share * by) : 1;
      const double cut = (i.slope - items[j].slope) * pivot + share * items[j].slope * shift;
      if (std::abs(i.low) < kBeyond) i.low += cut;
      if (std::abs(i.high) < kBeyond) i.high += cut;
      return i;
    };
    for (const auto j : touched_) {
      const Item i = changed(j);
      if (votes_in_[j] == l_.items[j].size())
        ratio -= 0.5 * (i.slope * i.slope - items[j].slope * items[j].slope);
      else
        ratio += log_density(l_, j, i, next_) - log_density(l_, j, items[j], x);
    }
    if (accept(ratio)) {
      x.swap(next_);
      for (std::size_t c = 0; c < x.size(); ++c)
        if (inside(l_.cells[c])) centre_[c] = moved(centre_[c]);
      for (const auto j : touched_) items[j] = changed(j);
    }
    for (const auto j : touched_) votes_in_[j] = 0;
  }
  double centre_of(const Cell& cell) const {
    return cell.before < 0 ? 0 : centre_[static_cast<std::size_t>(cell.before)];
  }

  // By session: the resolutions voted there with their number of votes; the mode's points, summed, and their
  // number.
  std::vector<std::vector<std::pair<std::size_t, std::uint32_t>>> items_in_;
  std::vector<double> sum_, many_;
  std::vector<std::size_t> touched_;     // by a move
  std::vector<std::uint32_t> votes_in_;  // of a resolution in the sessions moved
  std::vector<double> next_;
  std::vector<double> whole_;
  std::int32_t sessions_ = 0;
  const Layout& l_;
  const Mode& mode_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_{0, 1};
  std::vector<double> centre_;
};

}  // namespace
}  // namespace ideal

IdealPoints sample(const RollCalls& calls, const IdealOptions& o) {
  if (o.chains < 1 || o.draws < 20 || o.warm_up < 0)
    throw text::Error("sampler", "wants a chain and twenty draws at least");
  const ideal::Layout l(calls, o);
  auto quiet = o;
  quiet.progress = {};
  const auto mode = ideal::climb(l, quiet);
  const auto draws = static_cast<std::size_t>(o.draws), points = l.cells.size();
  std::vector<std::vector<float>> kept(static_cast<std::size_t>(o.chains),
                                       std::vector<float>(draws * points));
  std::vector<double> accepted(kept.size(), 0);
  std::deque<ideal::Chain> chains;
  for (std::size_t k = 0; k < kept.size(); ++k) chains.emplace_back(l, mode, o.seed, k);
  const auto tell = [&](std::size_t k, int round) {
    if (k == 0 && o.progress) o.progress(static_cast<double>(round + 1) / (o.draws + o.warm_up));
  };
  ideal::in_parallel(kept.size(), o.threads, [&](std::size_t k) {
    auto& chain = chains[k];
    for (int round = 0; round < o.warm_up; ++round) {
      chain.sweep();
      chain.pull.adapt(chain.raw, 0.1 / std::sqrt(1 + 0.2 * round));
      tell(k, round);
    }
  });
  // One model for all chains: the mean of what each found.
  ideal::Pull pull{0, 0};
  for (const auto& chain : chains) {
    pull.share += chain.pull.share / static_cast<double>(chains.size());
    pull.origin += chain.pull.origin / static_cast<double>(chains.size());
  }
  ideal::in_parallel(kept.size(), o.threads, [&](std::size_t k) {
    auto& chain = chains[k];
    chain.pull = pull;
    for (std::size_t d = 0; d < draws; ++d) {
      chain.sweep();
      for (std::size_t c = 0; c < points; ++c) kept[k][d * points + c] = static_cast<float>(chain.x[c]);
      tell(k, o.warm_up + static_cast<int>(d));
    }
    accepted[k] = chain.taken / chain.tried;
  });
  IdealPoints out;
  out.rounds = mode.rounds;
  out.r_hat = 1;
  out.effective = std::numeric_limits<double>::infinity();
  for (const double a : accepted) out.accepted += a / static_cast<double>(accepted.size());
  std::vector<std::vector<float>> halves(2 * kept.size(), std::vector<float>(draws / 2));
  std::vector<float> all;
  for (std::size_t c = 0; c < points; ++c) {
    all.clear();
    for (std::size_t k = 0; k < kept.size(); ++k)
      for (std::size_t d = 0; d < draws; ++d) {
        all.push_back(kept[k][d * points + c]);
        if (d / (draws / 2) < 2) halves[2 * k + d / (draws / 2)][d % (draws / 2)] = all.back();
      }
    const auto many = static_cast<double>(all.size());
    double mean = 0, square = 0;
    for (const float v : all) mean += v / many;
    for (const float v : all) square += (v - mean) * (v - mean) / many;
    std::sort(all.begin(), all.end());
    const auto& cell = l.cells[c];
    out.points.push_back({cell.state, cell.session, static_cast<int>(cell.votes.size()), mean,
                          std::sqrt(square), all[all.size() / 20], all[all.size() * 19 / 20]});
    const auto d = ideal::diagnose(halves);
    out.r_hat = std::max(out.r_hat, d.r_hat);
    out.effective = std::min(out.effective, d.effective);
  }
  std::stable_sort(out.points.begin(), out.points.end(),
                   [](const auto& a, const auto& b) { return a.session < b.session; });
  return out;
}

}  // namespace realign::measure
