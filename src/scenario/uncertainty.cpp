// Many runs over the distributions, and which number matters most.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "scenario/forecast.h"
#include "text/error.h"

namespace realign::scenario {
namespace {

// Work items in order of number on several threads; the first failure is thrown here.
void parallel(std::size_t n, unsigned threads, const std::function<void(std::size_t)>& work,
              const std::function<void(double)>& progress) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto worker = [&](bool tells) {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        work(i);
        // Here a caller may throw: that ends all.
        if (tells && progress && i % 64 == 0) progress(static_cast<double>(i) / static_cast<double>(n));
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (!failure) failure = std::current_exception();
        next = n;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back(worker, false);
    worker(true);
  }
  if (failure) std::rethrow_exception(failure);
}

// A stream of its own for each run: the order in which threads take them does not matter.
std::mt19937_64 stream(std::uint64_t seed, std::size_t run) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                         static_cast<std::uint32_t>(run), static_cast<std::uint32_t>(run >> 32)};
  return std::mt19937_64(sequence);
}

double uniform(std::mt19937_64& random) {
  return (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0;
}

}  // namespace

double Spread::quantile(double p) const {
  if (sorted.empty()) return std::nan("");
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const double rest = at - static_cast<double>(low);
  return low + 1 < sorted.size() ? sorted[low] * (1 - rest) + sorted[low + 1] * rest : sorted[low];
}

Sobol sobol(const std::function<double(const std::vector<double>&)>& f, std::size_t k, std::size_t n,
            std::uint64_t seed, unsigned threads) {
  return sobol([&](const std::vector<double>& x) { return std::vector<double>{f(x)}; }, 1, k, n, seed,
               threads)
      .front();
}

std::vector<Sobol> sobol(const std::function<std::vector<double>(const std::vector<double>&)>& f,
                         std::size_t outputs, std::size_t k, std::size_t n, std::uint64_t seed,
                         unsigned threads) {
  // values[i]: f of the i-th point of the first sample, of the second, and of the first with input j from the
  // second.
  std::vector<std::vector<std::vector<double>>> values(n, std::vector<std::vector<double>>(k + 2));
  parallel(n, threads,
           [&](std::size_t i) {
             auto random = stream(seed ^ 0x5eed5eedULL, i);
             std::vector<double> a(k), b(k);
             for (auto& x : a) x = uniform(random);
             for (auto& x : b) x = uniform(random);
             values[i][0] = f(a);
             values[i][1] = f(b);
             for (std::size_t j = 0; j < k; ++j) {
               const double kept = a[j];
               a[j] = b[j];
               values[i][j + 2] = f(a);
               a[j] = kept;
             }
           },
           {});
  std::vector<Sobol> all;
  const double count = static_cast<double>(n);
  for (std::size_t o = 0; o < outputs; ++o) {
    const std::vector<double> none(k, 0);
    Sobol out{none, none, none, none};
    double mean = 0, square = 0;
    for (const auto& v : values) mean += v[0][o] + v[1][o];
    mean /= 2 * count;
    for (const auto& v : values) square += std::pow(v[0][o] - mean, 2) + std::pow(v[1][o] - mean, 2);
    const double variance = square / (2 * count);
    // A constant has no indices: all its differences are rounding.
    for (std::size_t j = 0; variance > 1e-12 * (1 + mean * mean) && j < k; ++j) {
      double first = 0, first2 = 0, total = 0, total2 = 0;
      for (const auto& v : values) {
        const double one = (v[1][o] - mean) * (v[j + 2][o] - v[0][o]),
                     two = std::pow(v[0][o] - v[j + 2][o], 2) / 2;
        first += one, first2 += one * one, total += two, total2 += two * two;
      }
      first /= count, total /= count;
      out.first[j] = first / variance;
      out.total[j] = total / variance;
      out.first_error[j] = std::sqrt(std::max(first2 / count - first * first, 0.0) / count) / variance;
      out.total_error[j] = std::sqrt(std::max(total2 / count - total * total, 0.0) / count) / variance;
    }
    all.push_back(std::move(out));
  }
  return all;
}

Uncertainty spread(const Scenario& s, unsigned threads, const std::function<void(double)>& progress) {
  const auto base = middles(s);
  const auto inputs = inputs_of(s);
  const auto draw = [&](const std::vector<double>& u) {
    auto values = base;
    for (std::size_t j = 0; j < inputs.size(); ++j) values[inputs[j].at] = inputs[j].number->quantile(u[j]);
    return values;
  };
  const auto n = static_cast<std::size_t>(s.runs);
  std::vector<double> medians(n), means(n), expected(n), any(n), shares(s.bargain ? n : 0);
  std::vector<std::vector<Conflict>> conflicts(n);
  // The indices cost about as much as the runs.
  const std::size_t samples = std::clamp<std::size_t>(n / (inputs.size() + 2), 64, 4096);
  const double all = static_cast<double>(n + (inputs.empty() ? 0 : samples * (inputs.size() + 2)));
  parallel(
      n, threads,
      [&](std::size_t i) {
        auto random = stream(s.seed, i);
        std::vector<double> u(inputs.size());
        for (auto& x : u) x = uniform(random);
        const auto values = draw(u);
        auto r = run(s, values);
        medians[i] = r.outcome.median;
        means[i] = r.outcome.mean;
        expected[i] = r.election.expected();
        any[i] = r.any_conflict();
        conflicts[i] = std::move(r.conflicts);
        if (s.bargain) shares[i] = split_pie(terms_of(s, values)).share;
      },
      [&](double done) {
        if (progress) progress(done * static_cast<double>(n) / all);
      });
  Uncertainty out;
  out.runs = s.runs;
  const auto fill = [](Spread& spread, std::vector<double>& values) {
    for (const double v : values) spread.mean += v / static_cast<double>(values.size());
    spread.sorted = std::move(values);
    std::sort(spread.sorted.begin(), spread.sorted.end());
  };
  for (const double a : any) out.conflict += a / static_cast<double>(n);
  std::map<std::pair<std::size_t, std::size_t>, double> risks;
  for (const auto& list : conflicts)
    for (const auto& c : list) risks[{c.a, c.b}] += c.risk / static_cast<double>(n);
  for (const auto& [pair, risk] : risks) out.conflicts.push_back({pair.first, pair.second, risk});
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const auto& x, const auto& y) { return x.risk > y.risk; });
  if (!inputs.empty()) {
    const auto indices = sobol(
        [&](const std::vector<double>& u) {
          const auto r = run(s, draw(u));
          return std::vector<double>{r.outcome.median, r.any_conflict()};
        },
        2, inputs.size(), samples, s.seed, threads);
    for (std::size_t j = 0; j < inputs.size(); ++j)
      out.inputs.push_back({inputs[j].name, indices[0].first[j], indices[0].total[j],
                            indices[0].total_error[j], indices[1].first[j], indices[1].total[j]});
    std::stable_sort(out.inputs.begin(), out.inputs.end(), [](const auto& x, const auto& y) {
      return x.total != y.total ? x.total > y.total : x.conflict_total > y.conflict_total;
    });
  }
  fill(out.median, medians);
  fill(out.mean, means);
  fill(out.election, expected);
  fill(out.share, shares);
  return out;
}

}  // namespace realign::scenario
