// realign relations: marked pairs (TSV) on standard input to PLOVER types on standard output.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "coding/relation.h"
#include "syntax/encoder.h"
#include "syntax/parser.h"
#include "text/decode.h"
#include "text/table.h"
#include "verbs.h"

namespace realign::app {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line)
    if (c == '\t')
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  return fields;
}

// What the encoder reads: the numbers of its pieces, "s" or "t" behind those of a marked phrase.
std::vector<std::string> pieces(const syntax::WordPieces& vocabulary, const coding::MarkedPair& pair) {
  const std::array<syntax::ByteRange, 2> marked = {pair.source, pair.target};
  static constexpr std::array<const char*, 3> kRoles = {"s", "t", ""};
  std::vector<std::string> out;
  for (const auto& piece : vocabulary.cut(pair.text))
    out.push_back(std::to_string(piece.id) + kRoles[syntax::role_of(piece, marked)]);
  return out;
}

int relations(bool features, bool alone) {
  const std::string data = text::data_dir();
  // A damaged encoder is told, and done without.
  const auto model = [&] {
    if (!alone) try {
        return coding::Relations::load(data, true);
      } catch (const text::Error& e) {
        const std::string what = e.what();
        if (what.find("/encoder/") == std::string::npos &&
            what.find("relations-adapter") == std::string::npos)
          throw;
        fmt::print(stderr, "realign: {}; going on without the encoder\n", e.what());
      }
    return coding::Relations::load(data, false);
  }();
  const auto pipeline = syntax::Pipeline::load(data + "/models/english");
  std::optional<syntax::WordPieces> vocabulary;
  if (const auto path = data + "/models/encoder/vocab.txt";
      features && !alone && std::filesystem::exists(path))
    vocabulary = syntax::WordPieces::load(path);
  std::string line;
  if (!std::getline(std::cin, line))
    throw text::Error("-", "is empty: a header with the columns id and marked_sentence is needed");
  const auto header = fields_of(line);
  const auto column = [&](const char* name) {
    return std::find(header.begin(), header.end(), name) - header.begin();
  };
  const auto id = static_cast<std::size_t>(column("id")),
             sentence = static_cast<std::size_t>(column("sentence")),
             source = static_cast<std::size_t>(column("source")),
             target = static_cast<std::size_t>(column("target")),
             marked = static_cast<std::size_t>(column("marked_sentence"));
  if (id == header.size() || marked == header.size())
    throw text::Error("-:1", "the header needs the columns id and marked_sentence");
  const auto field = [](const std::vector<std::string>& row, std::size_t c) {
    return c < row.size() ? std::string_view(row[c]) : std::string_view();
  };
  int status = 0;
  std::size_t number = 1;
  std::vector<std::string> ids;
  std::vector<coding::MarkedPair> pairs;
  std::vector<syntax::Sentence> sentences;
  const auto flush = [&] {
    pipeline.annotate(sentences);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (features) {
        fmt::print("{}", ids[i]);
        for (const auto& f : model.features(pairs[i], sentences[i])) fmt::print("\t{}", f);
        if (vocabulary) fmt::print("\tpieces={}", fmt::join(pieces(*vocabulary, pairs[i]), ","));
        fmt::print("\n");
      } else {
        fmt::print("{}\t{}\n", ids[i], to_string(model.classify(pairs[i], sentences[i])));
      }
    }
    ids.clear();
    pairs.clear();
    sentences.clear();
  };
  while (std::getline(std::cin, line)) {
    ++number;
    if (text::trim(line).empty()) continue;
    const auto row = fields_of(line);
    coding::MarkedPair pair;
    std::string wrong;
    if (row.size() <= std::max(id, marked))
      wrong = "has " + std::to_string(row.size()) + " columns, fewer than the header";
    else if (text::invalid_utf8(line) != std::string_view::npos)
      wrong = "invalid UTF-8";
    else if (!coding::read_marks(row[marked], pair) &&
             !coding::find_phrases(field(row, sentence), field(row, source), field(row, target), pair))
      wrong = "the marks <s>..</s> and <t>..</t> do not stand in marked_sentence";
    if (!wrong.empty()) {
      fmt::print(stderr, "realign: -:{}: {}\n", number, wrong);
      status = 1;
      continue;
    }
    // One sentence whatever the splitter says: the pair belongs together.
    syntax::Sentence whole;
    for (auto& part : pipeline.split(pair.text))
      for (auto& w : part.words) whole.words.push_back(std::move(w));
    whole.end = pair.text.size();
    ids.push_back(row[id]);
    pairs.push_back(std::move(pair));
    sentences.push_back(std::move(whole));
    if (ids.size() == 256) flush();
  }
  flush();
  return status;
}

}  // namespace

void add_relations(CLI::App& app, Run& run) {
  auto* verb = app.add_subcommand("relations",
                                  "Type what a marked source does to a marked target: TSV on standard input "
                                  "(columns id, marked_sentence) to id and type");
  auto features = std::make_shared<bool>(false);
  verb->add_flag("--features", *features,
                 "Print what the model sees instead of its answer (for scripts/train-relations.py)");
  auto alone = std::make_shared<bool>(false);
  verb->add_flag("--no-encoder", *alone,
                 "Decide without the pretrained sentence encoder (data/models/encoder), even if it is there");
  verb->callback([=, &run] { run = [=] { return relations(*features, *alone); }; });
}

}  // namespace realign::app
