#include "ledger/acts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "coding/arguments.h"
#include "text/document.h"
#include "text/error.h"

namespace realign::ledger {
namespace {

using actors::Actor;
using coding::Event;
namespace ch = std::chrono;

constexpr int kDays = 3;
constexpr std::size_t kLetters = 5;  // of a content word; also what of it is compared

std::optional<ch::sys_days> day_of(const std::string& iso) {
  const auto date = text::parse_date(iso);
  if (!date) return std::nullopt;
  return ch::sys_days(*date);
}

struct Words {
  std::set<std::string> all, capitalised;
};

void each_word(std::string_view text, const auto& take) {
  std::size_t begin = 0;
  const auto part_of_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t i = 0; i <= text.size(); ++i)
    if (i == text.size() || !part_of_word(text[i])) {
      if (i > begin) take(text.substr(begin, i - begin), begin == 0);
      begin = i + 1;
    }
}

std::string stem(std::string_view word) {
  std::string out(word.substr(0, kLetters));
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

Words words_of(const Event& event) {
  std::set<std::string> told;  // by other means: the sides, the day
  for (const auto* side : {&event.source, &event.target})
    for (const auto& actor : *side)
      for (const auto* names : {&actor.text, &actor.name})
        each_word(*names, [&](std::string_view word, bool) { told.insert(stem(word)); });
  each_word(event.date.text, [&](std::string_view word, bool) { told.insert(stem(word)); });
  Words words;
  each_word(event.text, [&](std::string_view word, bool first) {
    if (word.size() < kLetters) return;
    auto s = stem(word);
    if (told.contains(s)) return;
    if (!first && word.front() >= 'A' && word.front() <= 'Z') words.capitalised.insert(s);
    words.all.insert(std::move(s));
  });
  return words;
}

std::size_t shared(const std::set<std::string>& a, const std::set<std::string>& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); }));
}

bool same_side(const std::vector<Actor>& a, const std::vector<Actor>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Actor& x) {
    return std::any_of(b.begin(), b.end(), [&](const Actor& y) { return coding::same_actor(x, y); });
  });
}

bool days_agree(const Telling& a, const Telling& b) {
  const auto x = day_of(a.day), y = day_of(b.day);
  if (!x || !y || std::abs((*x - *y).count()) > kDays) return false;
  const auto &d = a.event.date, &e = b.event.date;
  if (d.from.empty() || e.from.empty()) return true;
  const auto from = day_of(d.from), to = day_of(d.to), others_from = day_of(e.from), others_to = day_of(e.to);
  if (!from || !to || !others_from || !others_to) return true;
  const auto slack = d.precision == coding::Precision::day && e.precision == coding::Precision::day
                         ? ch::days(1)
                         : ch::days(0);
  return *from <= *others_to + slack && *others_from <= *to + slack;
}

// What an actor is looked up by.
std::string key_of(const Actor& actor) {
  return !actor.country.empty() ? actor.country : actor.name.empty() ? std::string() : "~" + actor.name;
}

std::set<std::string> keys_of(const std::vector<Actor>& side) {
  std::set<std::string> keys;
  for (const auto& actor : side)
    if (auto key = key_of(actor); !key.empty()) keys.insert(std::move(key));
  return keys;
}

}  // namespace

bool alike(const Telling& a, const Telling& b) {
  const Event &e = a.event, &f = b.event;
  if (a.document == b.document || e.polarity != f.polarity || e.modality != f.modality) return false;
  const bool same_type = e.type == f.type;
  const bool same_root =
      e.cameo.size() > 1 && f.cameo.size() > 1 && e.cameo.compare(0, 2, f.cameo, 0, 2) == 0;
  if (!same_type && !same_root) return false;
  if (!days_agree(a, b) || !same_side(e.source, f.source) || !same_side(e.target, f.target)) return false;
  const Words x = words_of(e), y = words_of(f);
  if (!x.capitalised.empty() && !y.capitalised.empty() && shared(x.capitalised, y.capitalised) == 0)
    return false;
  const auto common = shared(x.all, y.all), fewer = std::min(x.all.size(), y.all.size());
  if (common >= 2) return true;
  if (!same_type) return false;
  const bool same_kind = (!e.cameo.empty() && e.cameo == f.cameo) || (!e.mode.empty() && e.mode == f.mode);
  if (fewer == 0) return same_kind;
  return common * 2 >= fewer || (same_kind && common == 1);
}

struct Acts::Work {
  explicit Work(SQLite::Database& database)
      : db(database),
        event(
            database,
            "SELECT e.document, e.day, e.day || ' ' || d.hash || printf(' %06d %09d ', e.sentence, e.begin) "
            "|| e.type, e.text, e.type, e.mode, e.cameo, e.polarity, e.modality, e.date_from, e.date_to, "
            "e.date_precision, e.act, e.date_text FROM events e JOIN documents d ON d.number = e.document "
            "WHERE e.id = ?"),
        sides(database,
              "SELECT side, country, role, name, text FROM actors WHERE event = ? ORDER BY side, place"),
        near(database,
             "SELECT event FROM told WHERE source = ? AND target = ? AND day BETWEEN date(?, ?) AND date(?, "
             "?)"),
        tell(database, "INSERT OR IGNORE INTO told (source, target, day, event) VALUES (?, ?, ?, ?)"),
        set(database, "UPDATE events SET act = ? WHERE id = ?") {}

  SQLite::Database& db;
  SQLite::Statement event, sides, near, tell, set;
  struct Known {
    Telling telling;
    std::int64_t act = 0;
    bool fresh = false;  // never judged yet
  };
  std::unordered_map<std::int64_t, Known> known;
  std::map<std::pair<std::string, std::int64_t>, bool> waiting;  // by place

  Known& load(std::int64_t id) {
    if (const auto at = known.find(id); at != known.end()) return at->second;
    Known& k = known[id];
    auto& t = k.telling;
    t.id = id;
    event.reset();
    event.bind(1, id);
    if (!event.executeStep()) throw text::Error("ledger", "lacks event " + std::to_string(id));
    t.document = event.getColumn(0).getInt64();
    t.day = event.getColumn(1).getString();
    t.place = event.getColumn(2).getString();
    auto& e = t.event;
    e.text = event.getColumn(3).getString();
    from_string(event.getColumn(4).getString(), e.type);
    e.mode = event.getColumn(5).getString();
    e.cameo = event.getColumn(6).getString();
    from_string(event.getColumn(7).getString(), e.polarity);
    from_string(event.getColumn(8).getString(), e.modality);
    e.date.from = event.getColumn(9).getString();
    e.date.to = event.getColumn(10).getString();
    from_string(event.getColumn(11).getString(), e.date.precision);
    k.act = event.getColumn(12).getInt64();
    e.date.text = event.getColumn(13).getString();
    sides.reset();
    sides.bind(1, id);
    while (sides.executeStep()) {
      Actor actor{sides.getColumn(1).getString(), sides.getColumn(2).getString(),
                  sides.getColumn(3).getString(), sides.getColumn(4).getString()};
      (sides.getColumn(0).getInt() == 0 ? e.source : e.target).push_back(std::move(actor));
    }
    return k;
  }

  // Events that may be alike to `t`, told before or after it, in the order of all.
  std::vector<Known*> around(const Telling& t, bool before) {
    std::set<std::int64_t> ids;
    for (const auto& source : keys_of(t.event.source))
      for (const auto& target : keys_of(t.event.target)) {
        near.reset();
        near.bind(1, source);
        near.bind(2, target);
        near.bind(3, t.day);
        near.bind(4, before ? fmt::format("-{} days", kDays) : "+0 days");
        near.bind(5, t.day);
        near.bind(6, before ? "+0 days" : fmt::format("+{} days", kDays));
        while (near.executeStep()) ids.insert(near.getColumn(0).getInt64());
      }
    std::vector<Known*> out;
    for (const auto id : ids) {
      Known& other = load(id);
      if (id != t.id && (before ? other.telling.place < t.place : other.telling.place > t.place))
        out.push_back(&other);
    }
    std::sort(out.begin(), out.end(),
              [](const Known* a, const Known* b) { return a->telling.place < b->telling.place; });
    return out;
  }

  void judge(Known& k) {
    std::int64_t act = k.telling.id;
    for (const Known* other : around(k.telling, true))
      if (other->act == other->telling.id && alike(other->telling, k.telling)) {
        act = other->telling.id;
        break;
      }
    const bool was_anchor = !k.fresh && k.act == k.telling.id;
    if (act != k.act) {
      set.reset();
      set.bind(1, act);
      set.bind(2, k.telling.id);
      set.exec();
      k.act = act;
    }
    k.fresh = false;
    if (was_anchor == (act == k.telling.id)) return;
    for (const Known* other : around(k.telling, false))
      if (alike(k.telling, other->telling)) waiting[{other->telling.place, other->telling.id}] = true;
  }
};

Acts::Acts(SQLite::Database& db) : work_(std::make_unique<Work>(db)) {}
Acts::~Acts() = default;

void Acts::place(std::span<const std::int64_t> events) {
  auto& w = *work_;
  for (const auto id : events) {
    auto& k = w.load(id);
    k.act = 0;
    k.fresh = true;
    // Nothing to be found by: an act of its own.
    w.waiting[{k.telling.place, id}] = true;
    if (k.telling.day.empty()) continue;
    for (const auto& source : keys_of(k.telling.event.source))
      for (const auto& target : keys_of(k.telling.event.target)) {
        w.tell.reset();
        w.tell.bind(1, source);
        w.tell.bind(2, target);
        w.tell.bind(3, k.telling.day);
        w.tell.bind(4, id);
        w.tell.exec();
      }
  }
  while (!w.waiting.empty()) {
    const auto id = w.waiting.begin()->first.second;
    w.waiting.erase(w.waiting.begin());
    w.judge(w.load(id));
  }
  // What is known would grow with the ledger.
  w.known.clear();
}

}  // namespace realign::ledger
