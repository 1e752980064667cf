#include "actors/knowledge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/table.h"

namespace realign::actors {
namespace {

// A date of any precision as text, compared over the digits that both have.
int compare(std::string_view a, std::string_view b) {
  const auto n = std::min(a.size(), b.size());
  return a.substr(0, n).compare(b.substr(0, n));
}

}  // namespace

int rank_of(std::string_view role) {
  constexpr std::array<std::string_view, 13> order = {
      "spokesperson",     "central bank",      "legislature",
      "official",         "opposition",        "envoy",
      "ambassador",       "security chief",    "defence minister",
      "foreign minister", "organisation head", "head of government",
      "head of state"};
  const auto at = std::find(order.begin(), order.end(), role);
  return at == order.end() ? 0 : static_cast<int>(at - order.begin()) + 1;
}

bool within(const std::optional<text::Date>& date, std::string_view from, std::string_view to) {
  if (!date) return to.empty();
  const std::string day = text::format_date(*date);
  return (from.empty() || compare(day, from) >= 0) && (to.empty() || compare(day, to) <= 0);
}

int Knowledge::code(std::string_view code) const {
  const auto at = code_index_.find(code);
  return at == code_index_.end() ? -1 : at->second;
}

bool Knowledge::is_class(std::string_view word, WordClass of) const {
  const auto at = classes_.find(word);
  return at != classes_.end() && (at->second >> static_cast<unsigned>(of) & 1U) != 0;
}

char Knowledge::given_name(std::string_view word) const {
  const auto at = given_.find(fold(word));
  return at == given_.end() ? '\0' : at->second;
}

const Knowledge::Namesake* Knowledge::namesake(std::string_view name) const {
  const auto at = namesakes_.find(name);
  return at == namesakes_.end() ? nullptr : &at->second;
}

const std::string* Knowledge::org_head(std::string_view word) const {
  const auto at = org_heads_.find(word);
  return at == org_heads_.end() ? nullptr : &org_head_roles[static_cast<std::size_t>(at->second)];
}

const std::vector<std::pair<int, std::string>>* Knowledge::borders(int code) const {
  const auto at = borders_.find(code);
  return at == borders_.end() ? nullptr : &at->second;
}

Knowledge::Standing Knowledge::standing(int person, const std::optional<text::Date>& date) const {
  const auto& offices = persons[static_cast<std::size_t>(person)].offices;
  const Office* now = nullptr;
  const Office* past = nullptr;    // the last one that ended before the date
  const Office* future = nullptr;  // the first one that began after it
  const std::string day = date ? text::format_date(*date) : std::string();
  for (const auto& office : offices) {
    if (within(date, office.from, office.to)) {
      if (now == nullptr || rank_of(office.role) > rank_of(now->role)) now = &office;
    } else if (!date || compare(day, office.from) > 0) {
      if (past == nullptr || compare(office.to, past->to) > 0 ||
          (compare(office.to, past->to) == 0 && rank_of(office.role) > rank_of(past->role)))
        past = &office;
    } else if (future == nullptr || compare(office.from, future->from) < 0) {
      future = &office;
    }
  }
  if (now != nullptr) return {now->country, now->role, false, true, rank_of(now->role)};
  // Without a date a person's last office is the likelier one to be meant; with one it is over.
  if (past != nullptr) return {past->country, past->role, date.has_value(), false, rank_of(past->role)};
  if (future != nullptr) return {future->country, "", false, false, rank_of(future->role)};
  return {};
}

int Knowledge::holder(std::string_view country, std::string_view role,
                      const std::optional<text::Date>& date) const {
  if (!date) return -1;
  const auto at = holders_.find(fmt::format("{}|{}", country, role));
  if (at == holders_.end()) return -1;
  int found = -1;
  for (const auto& [person, office] : at->second) {
    const auto& o = persons[static_cast<std::size_t>(person)].offices[static_cast<std::size_t>(office)];
    if (!within(date, o.from, o.to)) continue;
    if (found >= 0 && found != person) return -1;
    found = person;
  }
  return found;
}

std::string Knowledge::code_of(std::string_view what) const {
  const auto trimmed = text::trim(what);
  auto key = fold(trimmed);
  if (key.starts_with("the ")) key.erase(0, 4);
  const auto at = lookup_.find(key);
  return at == lookup_.end() ? std::string() : at->second;
}

}  // namespace realign::actors
