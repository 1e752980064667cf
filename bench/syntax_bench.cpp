// Speed of splitting, tagging and parsing, and of CoNLL-U, in sentences a second. Text: every .txt and .jsonl
// under examples/ repeated to at least kSentences sentences.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "syntax/conllu.h"
#include "syntax/parser.h"
#include "text/table.h"

namespace {

using realign::syntax::Pipeline;
using realign::syntax::Sentence;

constexpr std::size_t kSentences = 500;
const std::string kSource = REALIGN_SOURCE_DIR;

const Pipeline& pipeline() {
  static const auto loaded = Pipeline::load(kSource + "/data/models/english");
  return loaded;
}

const std::string& text() {
  static const std::string all = [] {
    std::string once;
    std::istringstream lines(realign::text::read_file(kSource + "/examples/dispatches.jsonl"));
    for (std::string line; std::getline(lines, line);)
      once += nlohmann::json::parse(line).value("text", std::string{}) + "\n\n";
    if (pipeline().split(once).empty()) return std::string{};
    std::string out = once;
    while (pipeline().split(out).size() < kSentences) out += once;
    return out;
  }();
  return all;
}

std::vector<Sentence> sentences() {
  auto all = pipeline().split(text());
  all.resize(std::min(all.size(), kSentences));
  return all;
}

bool ready(benchmark::State& state) {
  if (text().empty()) state.SkipWithError("no text in examples/dispatches.jsonl");
  return !text().empty();
}

void Split(benchmark::State& state) {
  if (!ready(state)) return;
  std::size_t n = 0;
  for (auto _ : state) n += pipeline().split(text()).size();
  state.SetItemsProcessed(static_cast<std::int64_t>(n));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text().size()));
}
BENCHMARK(Split)->Unit(benchmark::kMillisecond);

void Annotate(benchmark::State& state) {
  if (!ready(state)) return;
  const auto given = sentences();
  std::size_t n = 0;
  for (auto _ : state) {
    auto copy = given;
    pipeline().annotate(copy);
    n += copy.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(n));
}
BENCHMARK(Annotate)->Unit(benchmark::kMillisecond)->UseRealTime()->Threads(1)->Threads(2);

std::string trees() {
  auto all = sentences();
  pipeline().annotate(all);
  std::ostringstream out;
  realign::syntax::write_conllu(out, text(), all);
  return out.str();
}

void ReadConllu(benchmark::State& state) {
  if (!ready(state)) return;
  const auto content = trees();
  std::size_t n = 0;
  for (auto _ : state) {
    std::istringstream in(content);
    realign::syntax::read_conllu(in, "trees",
                                 [&](realign::syntax::ConlluDocument&& d) { n += d.sentences.size(); });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(n));
}
BENCHMARK(ReadConllu)->Unit(benchmark::kMillisecond);

void WriteConllu(benchmark::State& state) {
  if (!ready(state)) return;
  auto all = sentences();
  pipeline().annotate(all);
  std::size_t n = 0;
  for (auto _ : state) {
    std::ostringstream out;
    realign::syntax::write_conllu(out, text(), all);
    n += all.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(n));
}
BENCHMARK(WriteConllu)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
