#include "coding/work.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "text/table.h"

namespace realign::coding {

Coding::Coding() : coder_(Coder::load(text::data_dir())) {}

void Coding::use(std::shared_ptr<const DictionaryCoder> dictionaries, bool only) {
  dictionaries_ = std::move(dictionaries);
  only_ = only;
}

Records Coding::records(const text::Document& document, std::span<const syntax::Sentence> sentences,
                                Explanation* why) const {
  Records records;
  if (!only_) records = coder_.code(document, sentences, why);
  if (dictionaries_ != nullptr)
    merge(records, dictionaries_->code(document, sentences, coder_.world(), !only_, why));
  return records;
}

bool Coding::may_hold_record(const syntax::Sentence& tokens) const {
  return (!only_ && coder_.may_hold_record(tokens)) ||
         (dictionaries_ != nullptr && dictionaries_->may_hold_record(tokens));
}

Works::Works() : pipeline_(syntax::Pipeline::load(text::data_dir() + "/models/english")) {}

Coded Works::work(text::Document document, bool explain) const {
  Coded out;
  out.sentences = pipeline_.split(document.text);
  coder().world().introduce(out.sentences);
  for (auto& s : out.sentences) s.parsed = coding_.may_hold_record(s);
  pipeline_.annotate(out.sentences);
  out.records = coding_.records(document, out.sentences, explain ? &out.why : nullptr);
  out.document = std::move(document);
  return out;
}

void run_ordered(const Works& works, unsigned threads, bool explain,
                 const std::function<void(const std::function<void(text::Document&&)>&)>& feed,
                 const std::function<void(Coded&&)>& take) {
  if (threads <= 1) {
    feed([&](text::Document&& document) { take(works.work(std::move(document), explain)); });
    return;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::pair<std::size_t, text::Document>> waiting;
  std::map<std::size_t, Coded> done;
  std::size_t fed = 0, taken = 0;
  bool finished = false;
  std::exception_ptr failure;
  const std::size_t room = threads * 4;  // documents under way at most
  std::vector<std::jthread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&] {
      for (;;) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return finished || !waiting.empty() || failure; });
        if (failure || waiting.empty()) return;
        auto [number, document] = std::move(waiting.front());
        waiting.pop_front();
        lock.unlock();
        try {
          Coded coded = works.work(std::move(document), explain);
          lock.lock();
          done.emplace(number, std::move(coded));
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
      lock.unlock();
      take(std::move(coded));
      lock.lock();
    }
  };
  try {
    feed([&](text::Document&& document) {
      std::unique_lock lock(mutex);
      give(lock);
      while (fed - taken >= room && !failure) {
        changed.wait(lock, [&] { return failure || (!done.empty() && done.begin()->first == taken); });
        give(lock);
      }
      if (failure) std::rethrow_exception(failure);
      waiting.emplace_back(fed++, std::move(document));
      changed.notify_all();
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
