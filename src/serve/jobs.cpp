#include "serve/jobs.h"

#include <algorithm>
#include <exception>

namespace realign::serve {

struct Jobs::Job {
  std::string id, kind, state = "waiting", told, error;
  double progress = 0;
  nlohmann::ordered_json result;
  Work work;
  bool cancel = false;
};

Jobs::Jobs() : thread_([this] { run(); }) {}

Jobs::~Jobs() {
  {
    const std::scoped_lock lock(mutex_);
    ends_ = true;
    for (auto& job : jobs_) job->cancel = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::optional<std::string> Jobs::add(const std::string& kind, Work work) {
  const std::scoped_lock lock(mutex_);
  const auto waiting =
      std::count_if(jobs_.begin(), jobs_.end(), [](const auto& j) { return j->state == "waiting"; });
  if (static_cast<std::size_t>(waiting) >= kMostWaiting) return std::nullopt;
  auto job = std::make_shared<Job>();
  job->id = std::to_string(++last_);
  job->kind = kind;
  job->work = std::move(work);
  jobs_.push_back(job);
  while (jobs_.size() > kKept + kMostWaiting) {
    const auto old = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& j) {
      return j->state != "waiting" && j->state != "running";
    });
    if (old == jobs_.end()) break;
    jobs_.erase(old);
  }
  changed_.notify_all();
  return job->id;
}

std::shared_ptr<Jobs::Job> Jobs::find(const std::string& id) const {
  const auto at = std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& j) { return j->id == id; });
  return at == jobs_.end() ? nullptr : *at;
}

nlohmann::ordered_json Jobs::told(const Job& job, bool whole) const {
  nlohmann::ordered_json j{{"id", job.id},
                           {"kind", job.kind},
                           {"state", job.state},
                           {"progress", job.progress},
                           {"told", job.told}};
  if (whole && job.state == "done") j["result"] = job.result;
  if (job.state == "failed") j["error"] = job.error;
  return j;
}

std::optional<nlohmann::ordered_json> Jobs::get(const std::string& id) const {
  const std::scoped_lock lock(mutex_);
  const auto job = find(id);
  return job ? std::optional(told(*job, true)) : std::nullopt;
}

nlohmann::ordered_json Jobs::list() const {
  const std::scoped_lock lock(mutex_);
  auto list = nlohmann::ordered_json::array();
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) list.push_back(told(**job, false));
  return {{"jobs", std::move(list)}};
}

std::optional<nlohmann::ordered_json> Jobs::cancel(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  const auto job = find(id);
  if (!job) return std::nullopt;
  if (job->state == "waiting") {
    job->state = "cancelled";
    job->work = {};
  } else if (job->state == "running") {
    job->cancel = true;
  }
  return told(*job, true);
}

void Jobs::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::shared_ptr<Job> job;
    changed_.wait(lock, [&] {
      if (ends_) return true;
      for (const auto& j : jobs_)
        if (j->state == "waiting") {
          job = j;
          return true;
        }
      return false;
    });
    if (ends_) return;
    job->state = "running";
    const auto work = std::move(job->work);
    job->work = {};
    lock.unlock();
    nlohmann::ordered_json result;
    std::string state = "done", error;
    try {
      result = work([&](double share, const std::string& what) {
        const std::scoped_lock inner(mutex_);
        if (job->cancel) throw Cancelled{};
        job->progress = std::clamp(share, 0.0, 1.0);
        if (!what.empty()) job->told = what;
      });
    } catch (const Cancelled&) {
      state = "cancelled";
    } catch (const std::exception& e) {
      state = "failed";
      error = e.what();
    }
    lock.lock();
    job->state = state;
    job->error = error;
    job->result = std::move(result);
    if (state == "done") job->progress = 1;
  }
}

}  // namespace realign::serve
