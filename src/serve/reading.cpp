#include "serve/reading.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include "text/reader.h"

namespace realign::serve {
namespace {

text::InputFormat format_of(const std::string& type) {
  if (type == "text/html" || type == "application/xhtml+xml") return text::InputFormat::html;
  if (type == "application/jsonl" || type == "application/x-ndjson" || type == "application/json")
    return text::InputFormat::jsonl;
  if (type.ends_with("xml")) return text::InputFormat::feed;
  return text::InputFormat::automatic;
}

}  // namespace

Jobs::Work read_work(const Shared& shared, std::vector<Upload> uploads, const std::string& date) {
  return [&shared, uploads = std::move(uploads), date](const Jobs::Progress& progress) {
    progress(0, "opening the articles");
    nlohmann::ordered_json problems = nlohmann::ordered_json::array(), ids = problems;
    std::vector<text::Document> documents;
    for (const auto& upload : uploads) {
      text::ReadOptions options;
      if (!date.empty()) options.date = text::parse_date(date);
      options.format = format_of(upload.type);
      std::istringstream in(upload.content);
      text::read_stream(
          in, upload.name.empty() ? "text" : upload.name, options,
          [&](text::Document&& d) { documents.push_back(std::move(d)); },
          [&](const text::Error& e) { problems.push_back(e.what()); });
    }
    progress(0, "loading the language model");
    const auto& works = shared.works();
    auto ledger = ledger::Ledger::open(shared.ledger, ledger::Mode::write);
    coding::Whole whole;
    std::size_t done = 0, added = 0, known = 0, events = 0, claims = 0;
    const auto total = std::max<std::size_t>(documents.size(), 1);
    const auto tell = [&] {
      progress(static_cast<double>(done) / static_cast<double>(total),
               std::to_string(done) + (done == 1 ? " document" : " documents"));
    };
    coding::run_ordered(
        works, std::max(1U, std::thread::hardware_concurrency()), false,
        [&](const auto& take) {
          for (auto& d : documents) {
            if (ledger.has(d)) {
              ++known, ++done;
              ids.push_back(ledger.name_of(d));
              tell();
            } else {
              take(std::move(d));
            }
          }
        },
        [&](coding::Coded&& coded) {
          if (!whole.add(std::move(coded))) return;
          if (ledger.add(whole.document, whole.sentences, whole.events, whole.claims)) {
            ++added;
            events += whole.events.size();
            claims += whole.claims.size();
          } else {
            ++known;
          }
          ids.push_back(ledger.name_of(whole.document));
          ++done;
          tell();
        });
    return nlohmann::ordered_json{{"added", added},   {"known", known},   {"events", events},
                                  {"claims", claims}, {"documents", ids}, {"problems", problems}};
  };
}

}  // namespace realign::serve
