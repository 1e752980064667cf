#include "coding/work.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "text/parts.h"
#include "text/table.h"

namespace realign::coding {

bool Whole::add(Coded&& coded) {
  if (coded.first) *this = {};
  const auto before = document.text.size();
  for (const auto& s : coded.sentences) sentences.emplace_back(before + s.begin, before + s.end);
  std::move(coded.records.events.begin(), coded.records.events.end(), std::back_inserter(events));
  std::move(coded.records.claims.begin(), coded.records.claims.end(), std::back_inserter(claims));
  if (coded.first)
    document = std::move(coded.document);
  else
    document.text += coded.document.text;
  return coded.last;
}

Coding::Coding() : coder_(Coder::load(text::data_dir())) {}

void Coding::use(std::shared_ptr<const DictionaryCoder> dictionaries, bool only) {
  dictionaries_ = std::move(dictionaries);
  only_ = only;
}

std::string Coding::dictionaries_used() const {
  if (dictionaries_ == nullptr) return {};
  nlohmann::ordered_json used{{"only", only_}, {"files", nlohmann::ordered_json::object()}};
  for (const auto& [name, id] : dictionaries_->files()) used["files"][name] = id;
  return used.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Records Coding::records(const text::Document& document, std::span<const syntax::Sentence> sentences,
                        Explanation* why) const {
  Records records;
  if (!only_) records = coder_.code(document, sentences, why);
  if (dictionaries_ != nullptr)
    merge(records, dictionaries_->code(document, sentences, coder_.world(), !only_, why));
  return records;
}

void Coding::leave_out(std::span<syntax::Sentence> sentences, const syntax::Pipeline& pipeline) const {
  if (only_)
    for (auto& s : sentences) s.parsed = false;
  else
    coder_.leave_out(sentences, pipeline);
  if (dictionaries_ == nullptr) return;
  for (auto& s : sentences) s.parsed = s.parsed || dictionaries_->may_hold_record(s);
}

Works::Works() : pipeline_(syntax::Pipeline::load(text::data_dir() + "/models/english")) {}

std::vector<Coded> Works::work(std::vector<Part> parts, bool explain) const {
  std::vector<Coded> out(parts.size());
  std::vector<syntax::Sentence*> all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& sentences = out[i].sentences;
    sentences = pipeline_.split(parts[i].document.text);
    coder().world().introduce(sentences);
    coding_.leave_out(sentences, pipeline_);
    for (auto& s : sentences) all.push_back(&s);
  }
  pipeline_.annotate(all);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& c = out[i];
    c.records = coding_.records(parts[i].document, c.sentences, explain ? &c.why : nullptr);
    c.first = parts[i].first;
    c.last = parts[i].last;
    const auto move = [&](coding::Span& span) {
      span.begin += parts[i].base;
      span.end += parts[i].base;
    };
    for (auto& e : c.records.events) {
      move(e.span);
      for (auto& m : e.mentions) move(m);
    }
    for (auto& claim : c.records.claims) move(claim.span);
    c.document = std::move(parts[i].document);
  }
  return out;
}

Coded Works::work(text::Document document, bool explain) const {
  std::vector<Part> one(1);
  one.front().document = std::move(document);
  return std::move(work(std::move(one), explain).front());
}

namespace {

// Bytes of text that a worker takes at once, if so much is waiting: enough sentences for full batches.
constexpr std::size_t kTogether = 16 << 10;

// Calls take(Part) for the document, or for each part of a long one.
void cut(text::Document&& document, const std::function<void(Part&&)>& take) {
  if (document.text.size() <= text::kLargestPart) {
    Part whole;
    whole.document = std::move(document);
    return take(std::move(whole));
  }
  std::string_view rest = document.text;
  std::size_t base = 0;
  for (bool first = true; !rest.empty(); first = false) {
    const auto size = text::first_part(rest);
    Part part;
    auto& d = part.document;
    d.id = document.id;
    d.title = document.title;
    d.outlet = document.outlet;
    d.url = document.url;
    d.date = document.date;
    d.path = document.path;
    d.text = rest.substr(0, size);
    part.base = base;
    part.first = first;
    part.last = size == rest.size();
    base += text::CodePointIndex(d.text).at(size);
    rest.remove_prefix(size);
    take(std::move(part));
  }
}

// Numbers the sentences of a document's parts on.
class Numbering {
 public:
  void operator()(Coded& coded) {
    if (coded.first) before_ = 0;
    if (before_ > 0) {
      for (auto& e : coded.records.events) {
        e.span.sentence += before_;
        for (auto& m : e.mentions) m.sentence += before_;
      }
      for (auto& c : coded.records.claims) c.span.sentence += before_;
    }
    before_ += static_cast<int>(coded.sentences.size());
  }

 private:
  int before_ = 0;
};

void run_alone(const Works& works, bool explain,
               const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
               const std::function<void(Coded&&)>& take) {
  Numbering number;
  std::vector<Part> waiting;
  std::size_t bytes = 0;
  const auto flush = [&] {
    for (auto& coded : works.work(std::exchange(waiting, {}), explain)) {
      number(coded);
      take(std::move(coded));
    }
    bytes = 0;
  };
  feed([&](text::Document&& document) {
    cut(std::move(document), [&](Part&& part) {
      bytes += part.document.text.size();
      waiting.push_back(std::move(part));
      if (bytes >= kTogether) flush();
    });
  });
  flush();
}

}  // namespace

void run_ordered(const Works& works, unsigned threads, bool explain,
                 const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
                 const std::function<void(Coded&&)>& take) {
  if (threads <= 1) return run_alone(works, explain, feed, take);
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::pair<std::size_t, Part>> waiting;
  std::map<std::size_t, Coded> done;
  std::size_t fed = 0, taken = 0;
  bool finished = false;
  std::exception_ptr failure;
  // Under way at most, in numbers and, as articles go, in bytes.
  const std::size_t room = threads * 64;
  std::size_t bytes = 0;
  const std::size_t most_bytes = threads * 3 * text::kLargestPart / 2;
  Numbering numbering;
  std::vector<std::jthread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&] {
      for (;;) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return finished || !waiting.empty() || failure; });
        if (failure || waiting.empty()) return;
        // What waits is shared out: no worker takes all while others have none.
        const std::size_t number = waiting.front().first, share = waiting.size() / threads + 1;
        std::vector<Part> parts;
        for (std::size_t size = 0; !waiting.empty() && size < kTogether && parts.size() < share;) {
          size += waiting.front().second.document.text.size();
          parts.push_back(std::move(waiting.front().second));
          waiting.pop_front();
        }
        lock.unlock();
        try {
          auto coded = works.work(std::move(parts), explain);
          lock.lock();
          for (std::size_t i = 0; i < coded.size(); ++i) done.emplace(number + i, std::move(coded[i]));
        } catch (...) {
          if (!lock.owns_lock()) lock.lock();
          failure = std::current_exception();
        }
        changed.notify_all();
      }
    });
  // Everything that is next in order is given on by the feeding thread, so that `take` needs no lock of its
  // own.
  const auto give = [&](std::unique_lock<std::mutex>& lock) {
    while (!done.empty() && done.begin()->first == taken) {
      Coded coded = std::move(done.begin()->second);
      done.erase(done.begin());
      ++taken;
      bytes -= coded.document.text.size();
      lock.unlock();
      numbering(coded);
      take(std::move(coded));
      lock.lock();
    }
  };
  try {
    feed([&](text::Document&& document) {
      cut(std::move(document), [&](Part&& part) {
        std::unique_lock lock(mutex);
        give(lock);
        while ((fed - taken >= room || (bytes >= most_bytes && fed > taken)) && !failure) {
          changed.wait(lock, [&] { return failure || (!done.empty() && done.begin()->first == taken); });
          give(lock);
        }
        if (failure) std::rethrow_exception(failure);
        bytes += part.document.text.size();
        waiting.emplace_back(fed++, std::move(part));
        lock.unlock();
        changed.notify_all();
      });
    });
    std::unique_lock lock(mutex);
    finished = true;
    changed.notify_all();
    while (taken < fed && !failure) {
      changed.wait(lock, [&] { return failure || (!done.empty() && done.begin()->first == taken); });
      give(lock);
    }
  } catch (...) {
    const std::lock_guard lock(mutex);
    failure = std::current_exception();
    changed.notify_all();
  }
  {
    const std::lock_guard lock(mutex);
    finished = true;
    changed.notify_all();
  }
  workers.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace realign::coding
