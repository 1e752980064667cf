#include "coding/petrarch_actors.h"

#include <algorithm>
#include <map>

#include "text/table.h"

namespace realign::coding::petrarch {
namespace {

using text::trim;

std::string shown(std::string_view phrase) {
  std::string out(trim(phrase));
  std::replace(out.begin(), out.end(), '_', ' ');
  return std::string(trim(out));
}

bool is_code(std::string_view code) {
  return !code.empty() && code.find_first_of(" \t[]{}") == std::string_view::npos;
}

// "HTIELI 420101-911008", "ARN <911226", "IGOUNO  >070201", "FRA".
bool parse_dated(std::string_view inside, DatedCode& out, std::string& wrong) {
  inside = trim(inside);
  auto cut = inside.find_first_of(" \t<>");
  out.code = std::string(inside.substr(0, cut));
  if (!is_code(out.code)) {
    wrong = "a code is missing in [...]";
    return false;
  }
  if (cut == std::string_view::npos) return true;
  auto when = trim(inside.substr(cut));
  if (when.empty()) return true;
  const auto date = [&](std::string_view digits) {
    const int d = parse_date(trim(digits));
    if (d == 0) wrong = quoted(trim(digits)) + " is no date (YYMMDD or YYYYMMDD)";
    return d;
  };
  if (when[0] == '<') {
    out.to = date(when.substr(1));
    return out.to != 0;
  }
  if (when[0] == '>') {
    out.from = date(when.substr(1));
    return out.from != 0;
  }
  cut = when.find('-');
  if (cut == std::string_view::npos) {
    wrong = quoted(when) + " is no restriction by date (<date, >date or date-date)";
    return false;
  }
  out.from = date(when.substr(0, cut));
  if (out.from == 0) return false;
  out.to = date(when.substr(cut + 1));
  if (out.to == 0) return false;
  // "280101-350101": the years of a life that began before 1931.
  if (out.from > out.to && out.from - 1000000 <= out.to && trim(when.substr(0, cut)).size() == 6)
    out.from -= 1000000;
  if (out.from > out.to) {
    wrong = quoted(when) + " ends before it begins";
    return false;
  }
  return true;
}

// Every [...] of `text`; false if a bracket is not closed.
bool each_bracket(std::string_view text, const std::function<void(std::string_view)>& visit) {
  for (;;) {
    const auto open = text.find('[');
    if (open == std::string_view::npos) return true;
    const auto close = text.find(']', open);
    if (close == std::string_view::npos) return false;
    visit(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

}  // namespace

int parse_date(std::string_view digits) {
  if ((digits.size() != 6 && digits.size() != 8) ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return 0;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (digits.size() == 6) value += value / 10000 > 30 ? 19000000 : 20000000;
  const int month = value / 100 % 100, day = value % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? value : 0;
}

void ActorDictionary::read_actors(const std::string& path, Problems& problems) {
  parse_actors(text::read_file(path), path, problems);
}
void ActorDictionary::read_agents(const std::string& path, Problems& problems) {
  parse_agents(text::read_file(path), path, problems);
}
void ActorDictionary::read_discards(const std::string& path, Problems& problems) {
  parse_discards(text::read_file(path), path, problems);
}

void ActorDictionary::parse_actors(std::string_view content, const std::string& name, Problems& problems) {
  int current = -1;
  std::vector<std::string> pieces;
  std::vector<int> ids;
  const auto add_name = [&](std::string_view phrase, const Line& line) {
    pieces.clear();
    ids.clear();
    append_pieces(phrase, pieces);
    if (pieces.empty()) {
      problems.push_back(line.place() + ": a name is missing");
      return;
    }
    for (const auto& p : pieces) ids.push_back(vocabulary_->add(p));
    const int known = actor_trie_.add(ids, static_cast<int>(bearers_.size()));
    if (known < 0)
      bearers_.push_back({current});
    else if (auto& bearers = bearers_[static_cast<std::size_t>(known)]; bearers.back() != current)
      bearers.push_back(current);
  };
  each_line(content, name, problems, [&](const Line& line) {
    if (line.text.empty()) return;
    const auto bracket = line.text.find('[');
    const auto phrase = trim(line.text.substr(0, bracket));
    const bool synonym = phrase.starts_with('+');
    if (!phrase.empty() && !synonym) {
      current = static_cast<int>(actors_.size());
      actors_.push_back({shown(phrase), {}, {}});
      add_name(phrase, line);
    } else if (current < 0) {
      problems.push_back(line.place() + ": a line that belongs to a name, but no name stands before it");
      return;
    } else if (synonym) {
      add_name(phrase.substr(1), line);
    }
    if (bracket == std::string_view::npos) return;
    auto& entry = actors_[static_cast<std::size_t>(current)];
    const bool closed = each_bracket(line.text.substr(bracket), [&](std::string_view inside) {
      DatedCode code;
      std::string wrong;
      if (!parse_dated(inside, code, wrong)) {
        problems.push_back(line.place() + ": " + wrong);
      } else if (code.from == 0 && code.to == INT_MAX) {
        entry.standing = code.code;
      } else {
        entry.dated.push_back(std::move(code));
      }
    });
    if (!closed) problems.push_back(line.place() + ": [ without ]");
  });
}

void ActorDictionary::parse_agents(std::string_view content, const std::string& name, Problems& problems) {
  std::map<std::string, std::vector<std::string>, std::less<>> sets;  // !PERSON!
  const auto add = [&](std::string_view phrase, int value) {
    const auto pieces = pieces_of(phrase);
    std::vector<int> ids;
    for (const auto& p : pieces) ids.push_back(vocabulary_->add(p));
    if (!ids.empty()) agent_trie_.add(ids, value);
  };
  each_line(content, name, problems, [&](const Line& line) {
    if (line.text.empty()) return;
    if (line.text[0] == '!')
      if (const auto equals = line.text.find('='); equals != std::string_view::npos) {
        sets[std::string(trim(line.text.substr(0, equals)))] = text::split(line.text.substr(equals + 1), ',');
        return;
      }
    const auto open = line.text.find('['), close = line.text.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
      problems.push_back(line.place() + ": an agent's code in [...] is missing");
      return;
    }
    std::string code(line.text.substr(open + 1, close - open - 1));
    std::erase_if(code, [](char c) { return c == ' ' || c == '\t'; });
    const auto tilde = code.find('~');
    if (tilde == std::string::npos || code.size() == 1) {
      problems.push_back(line.place() + ": an agent's code has ~ where the actor's stands: [~GOV] or [NGO~]");
      return;
    }
    const int value = static_cast<int>(agents_.size());
    agents_.push_back({code.substr(0, tilde), code.substr(tilde + 1)});
    std::string_view phrase = line.text.substr(0, open), plural;
    bool made = true;
    if (const auto brace = phrase.find('{'); brace != std::string_view::npos) {
      const auto end = phrase.find('}', brace);
      if (end == std::string_view::npos) {
        problems.push_back(line.place() + ": { without }");
        return;
      }
      plural = trim(phrase.substr(brace + 1, end - brace - 1));
      phrase = phrase.substr(0, brace);
      made = false;
    }
    phrase = trim(phrase);
    if (pieces_of(phrase).empty()) {
      problems.push_back(line.place() + ": an agent's name is missing");
      return;
    }
    if (const auto mark = phrase.find('!'); mark != std::string_view::npos) {
      const auto end = phrase.find('!', mark + 1);
      const auto set =
          end == std::string_view::npos ? sets.end() : sets.find(phrase.substr(mark, end + 1 - mark));
      if (set == sets.end()) {
        problems.push_back(line.place() + ": a set !...! that is not defined before it");
        return;
      }
      for (const auto& member : set->second)
        add(std::string(phrase.substr(0, mark)) + member + std::string(phrase.substr(end + 1)), value);
      return;
    }
    add(phrase, value);
    if (!made) {
      if (!plural.empty()) add(plural, value);
      return;
    }
    auto pieces = pieces_of(phrase);
    pieces.back() = plural_of(pieces.back());
    std::vector<int> ids;
    for (const auto& p : pieces) ids.push_back(vocabulary_->add(p));
    agent_trie_.add(ids, value);
  });
}

void ActorDictionary::parse_discards(std::string_view content, const std::string& name, Problems& problems) {
  each_line(content, name, problems, [&](const Line& line) {
    if (line.text.empty()) return;
    DiscardEntry entry;
    auto phrase = line.text;
    if (phrase.starts_with('+')) {
      entry.kind = Discard::story;
      phrase = trim(phrase.substr(1));
    }
    entry.whole = phrase.ends_with('_');
    entry.pieces = pieces_of(phrase);
    if (entry.pieces.empty()) {
      problems.push_back(line.place() + ": a phrase is missing");
      return;
    }
    discard_by_first_[entry.pieces[0]].push_back(discards_.size());
    discards_.push_back(std::move(entry));
  });
}

std::string_view ActorDictionary::code(int name, int date) const {
  const auto& bearers = bearers_[static_cast<std::size_t>(name)];
  std::string_view first;
  for (std::size_t k = 0; k < bearers.size(); ++k) {
    bool dated = false;
    const auto found = own_code(bearers[k], date, dated);
    if (dated) return found;
    if (k == 0) first = found;
  }
  return first;
}

std::string_view ActorDictionary::own_code(int actor, int date, bool& dated) const {
  const auto& entry = actors_[static_cast<std::size_t>(actor)];
  std::string_view found = entry.standing;
  if (date == 0) {
    // No date: what holds latest, if it has not ended.
    for (const auto& d : entry.dated)
      if (d.to == INT_MAX) {
        found = d.code;
        dated = true;
      }
  } else {
    for (const auto& d : entry.dated)
      if (d.from <= date && date <= d.to) {
        found = d.code;
        dated = true;
        break;
      }
  }
  return found == "---" ? std::string_view{} : found;
}

Discard ActorDictionary::discard(std::span<const std::string> pieces) const {
  Discard worst = Discard::none;
  if (discards_.empty()) return worst;
  const auto try_entries = [&](const std::string& first, std::size_t at) {
    const auto entries = discard_by_first_.find(first);
    if (entries == discard_by_first_.end()) return;
    for (const auto e : entries->second) {
      const auto& entry = discards_[e];
      const auto n = entry.pieces.size();
      if (at + n > pieces.size()) continue;
      // The first of several words is a whole one; a single word may be a beginning.
      if (n > 1 && first != pieces[at]) continue;
      bool holds = true;
      for (std::size_t k = 1; k + 1 < n && holds; ++k) holds = pieces[at + k] == entry.pieces[k];
      const auto& last = pieces[at + n - 1];
      holds = holds && (entry.whole ? last == entry.pieces[n - 1] : last.starts_with(entry.pieces[n - 1]));
      if (holds) worst = std::max(worst, entry.kind);
    }
  };
  for (std::size_t at = 0; at < pieces.size(); ++at)
    for (std::size_t length = 1; length <= pieces[at].size(); ++length)
      try_entries(pieces[at].substr(0, length), at);
  return worst;
}

}  // namespace realign::coding::petrarch
