#include "coding/petrarch_text.h"

#include <unicode/utf8.h>

#include "syntax/characters.h"
#include "text/table.h"

namespace realign::coding::petrarch {
namespace {

bool is_utf8(std::string_view line) {
  const auto size = static_cast<std::int32_t>(line.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(line.data(), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

}  // namespace

void each_line(const std::string& path, Problems& problems, const std::function<void(const Line&)>& visit) {
  const std::string content = text::read_file(path);
  each_line(content, path, problems, visit);
}

void each_line(std::string_view content, const std::string& name, Problems& problems,
               const std::function<void(const Line&)>& visit) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  std::string kept;
  std::size_t comment_from = 0;  // line on which a comment that is still open began
  for (std::size_t number = 1; !content.empty(); ++number) {
    const auto cut = content.find('\n');
    const std::string_view raw = content.substr(0, cut);
    content.remove_prefix(cut == std::string_view::npos ? content.size() : cut + 1);
    if (!is_utf8(raw)) {
      problems.push_back(name + ":" + std::to_string(number) + ": not UTF-8, left out");
      continue;
    }
    kept.clear();
    bool bracket = false;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const auto rest = raw.substr(i);
      if (comment_from != 0) {
        const auto end = rest.find("-->");
        if (end == std::string_view::npos) break;
        i += end + 2;
        comment_from = 0;
        continue;
      }
      if (rest.starts_with("<!--") || rest.starts_with("<! --")) {
        comment_from = number;
        i += 3;
        continue;
      }
      if ((rest[0] == '#' || rest[0] == ';') && !bracket) break;
      if (rest[0] == '[') bracket = true;
      if (rest[0] == ']') bracket = false;
      kept += rest[0];
    }
    visit({&name, number, text::trim(kept), text::trim(raw).empty()});
  }
  if (comment_from != 0)
    problems.push_back(name + ":" + std::to_string(comment_from) + ": a comment <!-- that nothing ends");
}

void append_pieces(std::string_view phrase, std::vector<std::string>& pieces) {
  const std::string lower = syntax::lower_case(phrase);
  std::string piece;
  const auto end = [&] {
    if (!piece.empty()) pieces.push_back(std::move(piece));
    piece.clear();
  };
  for (std::size_t i = 0; i < lower.size();) {
    const auto c = syntax::straightened(syntax::next_character(lower, i));
    switch (c) {
      case U' ':
      case U'\t':
      case U'_':
      case U'-':
        end();
        break;
      case U'.':
      case U',':
      case U'(':
      case U')':
      case U'"':
      case U'`':
        break;
      case U'\'':
        // 's begins a piece of its own, as in trees; any other apostrophe is dropped.
        if (i < lower.size() && lower[i] == 's' &&
            (i + 1 == lower.size() || lower[i + 1] == '_' || lower[i + 1] == ' ' || lower[i + 1] == '-')) {
          end();
          piece.assign(1, '\'');
        }
        break;
      default:
        syntax::append_character(piece, c);
    }
  }
  end();
}

std::vector<std::string> pieces_of(std::string_view phrase) {
  std::vector<std::string> pieces;
  append_pieces(phrase, pieces);
  return pieces;
}

int Vocabulary::add(std::string_view piece) {
  if (const auto known = numbers_.find(piece); known != numbers_.end()) return known->second;
  const int number = static_cast<int>(numbers_.size());
  numbers_.emplace(std::string(piece), number);
  return number;
}

int Vocabulary::find(std::string_view piece) const {
  const auto known = numbers_.find(piece);
  return known == numbers_.end() ? -1 : known->second;
}

int PhraseTrie::add(std::span<const int> phrase, int value) {
  int node = 0;
  for (const int piece : phrase) {
    const auto [edge, made] = edges_.try_emplace(key(node, piece), static_cast<int>(values_.size()));
    if (made) values_.push_back(-1);
    node = edge->second;
  }
  int& kept = values_[static_cast<std::size_t>(node)];
  const int before = kept;
  if (before < 0) {
    kept = value;
    ++phrases_;
  }
  return before;
}

Found PhraseTrie::longest(std::span<const int> pieces, std::size_t at) const {
  Found found;
  int node = 0;
  for (std::size_t i = at; i < pieces.size() && pieces[i] >= 0; ++i) {
    const auto edge = edges_.find(key(node, pieces[i]));
    if (edge == edges_.end()) break;
    node = edge->second;
    if (const int value = values_[static_cast<std::size_t>(node)]; value >= 0) found = {value, i + 1 - at};
  }
  return found;
}

std::string quoted(std::string_view word) {
  std::string out(1, '\'');
  out += word;
  out += '\'';
  return out;
}

std::string plural_of(std::string_view piece) {
  std::string out(piece);
  const auto ends = [&](std::string_view tail) { return piece.ends_with(tail); };
  if (piece.size() > 1 && ends("y") &&
      std::string_view("aeiou").find(piece[piece.size() - 2]) == std::string_view::npos) {
    out.pop_back();
    out += "ies";
  } else if (ends("s") || ends("x") || ends("z") || ends("ch") || ends("sh")) {
    out += "es";
  } else {
    out += 's';
  }
  return out;
}

}  // namespace realign::coding::petrarch
