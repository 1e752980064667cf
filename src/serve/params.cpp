#include "serve/params.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "text/document.h"
#include "text/table.h"

namespace realign::serve {
namespace {

template <typename Enum>
std::vector<Enum> several(const Query& q, const char* key) {
  std::vector<Enum> out;
  for (const auto& name : text::split(text_of(q, key), ',')) {
    Enum value{};
    if (!coding::from_string(name, value)) throw Bad{std::string("no ") + key + " '" + name + "'"};
    out.push_back(value);
  }
  return out;
}

std::vector<std::string> codes_of(const Query& q, const char* key, const actors::World& world) {
  const auto text = text_of(q, key);
  if (text.empty()) return {};
  const auto code = world.code_of(text);
  if (code.empty()) throw Bad{std::string(key) + ": no country, bloc or region is called '" + text + "'"};
  std::vector<std::string> codes{code};
  if (!world.is_state(code))
    for (auto& member : world.members_of(code, std::nullopt)) codes.push_back(std::move(member));
  return codes;
}

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64(std::string_view bytes) {
  std::string out;
  unsigned bits = 0, have = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (have += 8; have >= 6; have -= 6) out += kDigits[bits >> (have - 6) & 63];
  }
  if (have > 0) out += kDigits[bits << (6 - have) & 63];
  return out;
}

std::string from_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0, have = 0;
  for (const char c : text) {
    const auto at = kDigits.find(c);
    if (at == std::string_view::npos) return {};
    bits = bits << 6 | static_cast<unsigned>(at);
    have += 6;
    if (have >= 8) {
      out += static_cast<char>(bits >> (have - 8) & 255);
      have -= 8;
    }
  }
  return out;
}

}  // namespace

void only(const Query& query, std::initializer_list<std::string_view> names) {
  for (const auto& [key, unused] : query)
    if (std::find(names.begin(), names.end(), key) == names.end())
      throw Bad{"no parameter is called '" + key + "' here"};
}

std::string text_of(const Query& q, const char* key) {
  const auto at = q.find(key);
  return at == q.end() ? std::string() : at->second;
}

std::int64_t number_of(const Query& q, const char* key, std::int64_t low, std::int64_t high,
                       std::int64_t otherwise) {
  const auto text = text_of(q, key);
  if (text.empty()) return otherwise;
  std::int64_t v = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (failed != std::errc() || end != text.data() + text.size() || v < low || v > high)
    throw Bad{std::string(key) + " is a whole number from " + std::to_string(low) + " to " +
              std::to_string(high)};
  return v;
}

std::string day_of(const Query& q, const char* key) {
  auto text = text_of(q, key);
  if (!text.empty() && (text.size() != 10 || !text::parse_date(text)))
    throw Bad{std::string(key) + ": '" + text + "' is no date (YYYY-MM-DD)"};
  return text;
}

std::string one_code(const Query& q, const char* key, const actors::World& world) {
  const auto codes = codes_of(q, key, world);
  if (codes.empty()) throw Bad{std::string(key) + " is missing"};
  return codes.front();
}

bool flag_of(const Query& q, const char* key) {
  const auto text = text_of(q, key);
  if (!text.empty() && text != "0" && text != "1") throw Bad{std::string(key) + " is 0 or 1"};
  return text == "1";
}

bool heeds_corrections(const Query& q) {
  const auto text = text_of(q, "corrections");
  if (!text.empty() && text != "apply" && text != "ignore") throw Bad{"corrections is apply or ignore"};
  return text != "ignore";
}

measure::SeriesOptions series_options(const Query& q) {
  measure::SeriesOptions o;
  const auto by = text_of(q, "by");
  const auto step = measure::step_from(by.empty() ? "month" : by);
  if (!step) throw Bad{"by is week, month, quarter or year"};
  o.step = *step;
  const auto domains = several<coding::Domain>(q, "domain");
  if (domains.size() > 1) throw Bad{"domain is one domain here"};
  if (!domains.empty()) o.domain = domains.front();
  o.from = day_of(q, "from");
  o.to = day_of(q, "to");
  return o;
}

ledger::Filter filter_of(const Query& q, const actors::World& world, bool events) {
  ledger::Filter f;
  f.actors = codes_of(q, "actor", world);
  f.from = day_of(q, "from");
  f.to = day_of(q, "to");
  f.speaker = text_of(q, "speaker");
  f.words = text_of(q, "words");
  f.document = text_of(q, "document");
  if (events) {
    f.sources = codes_of(q, "source", world);
    f.targets = codes_of(q, "target", world);
    f.undirected = flag_of(q, "undirected");
    f.types = several<coding::Type>(q, "type");
    f.domains = several<coding::Domain>(q, "domain");
    f.modalities = several<coding::Modality>(q, "modality");
    const auto polarity = several<coding::Polarity>(q, "polarity");
    if (polarity.size() == 1) f.polarity = polarity.front();
    f.chain = text_of(q, "chain");
    f.distinct = flag_of(q, "distinct");
  } else {
    f.claims = several<coding::ClaimKind>(q, "kind");
  }
  return f;
}

ledger::Page page_of(const Query& q, bool events) {
  ledger::Page p;
  if (const auto sort = text_of(q, "sort"); !sort.empty() && !ledger::from_string(sort, p.sort))
    throw Bad{std::string(events ? "events" : "claims") + " have no column '" + sort + "'"};
  p.descending =
      p.sort == ledger::Sort::day || p.sort == ledger::Sort::score || p.sort == ledger::Sort::confidence;
  if (const auto order = text_of(q, "order"); !order.empty()) {
    if (order != "asc" && order != "desc") throw Bad{"order is asc or desc"};
    p.descending = order == "desc";
  }
  p.limit = static_cast<std::size_t>(number_of(q, "limit", 1, 500, 50));
  if (const auto after = text_of(q, "after"); !after.empty()) {
    const auto j = nlohmann::json::parse(from_base64(after), nullptr, false);
    if (!j.is_array() || j.size() != 6 || !j[0].is_string() || !j[1].is_boolean() || !j[2].is_string() ||
        !j[3].is_number() || !j[4].is_string() || !j[5].is_number_integer())
      throw Bad{"after is no `next` of a page before"};
    if (j[0] != to_string(p.sort) || j[1] != p.descending)
      throw Bad{"after belongs to a page of another sort or order"};
    p.after = ledger::Key{j[2], j[3], j[4], j[5]};
  }
  return p;
}

std::string written(const ledger::Key& k, const ledger::Page& p) {
  return to_base64(nlohmann::json{to_string(p.sort), p.descending, k.text, k.number, k.day, k.id}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::optional<int> period_from(const std::string& label, measure::Step step) {
  std::string day;
  int plus = 0;
  switch (step) {
    case measure::Step::year:
      day = label + "-01-01";
      break;
    case measure::Step::month:
      day = label + "-01";
      break;
    case measure::Step::quarter:
      if (label.size() == 7 && label[5] == 'Q' && label[6] >= '1' && label[6] <= '4') {
        constexpr const char* kMonths[] = {"-01-01", "-04-01", "-07-01", "-10-01"};
        day = label.substr(0, 4) + kMonths[label[6] - '1'];
      }
      break;
    case measure::Step::week:
      if (label.size() == 8 && label[5] == 'W') {
        day = label.substr(0, 4) + "-01-04";  // lies in week 1
        plus = (label[6] - '0') * 10 + (label[7] - '0') - 1;
      }
      break;
  }
  auto period = measure::period_of(day, step);
  if (period) *period += plus;
  return period && measure::label(*period, step) == label ? period : std::nullopt;
}

}  // namespace realign::serve
