#include "syntax/petrarch_xml.h"

#include <algorithm>
#include <charconv>
#include <istream>
#include <iterator>
#include <map>
#include <sstream>

#include "syntax/characters.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::syntax {
namespace {

using text::trim;

// Comments as blanks, so that lines keep their numbers. One that nothing ends is none.
std::string without_comments(std::string content) {
  for (std::size_t at = 0; (at = content.find("<!--", at)) != std::string::npos;) {
    auto end = content.find("-->", at + 4);
    if (end == std::string::npos) break;
    end += 3;
    for (; at < end; ++at)
      if (content[at] != '\n') content[at] = ' ';
  }
  return content;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '&') {
      out += text[i];
      continue;
    }
    const auto end = text.find(';', i);
    const auto name =
        end == std::string_view::npos || end - i > 10 ? std::string_view{} : text.substr(i + 1, end - i - 1);
    static const std::map<std::string_view, char> kNames = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (const auto known = kNames.find(name); known != kNames.end()) {
      out += known->second;
      i = end;
    } else if (name.size() > 1 && name[0] == '#') {
      const bool hex = name[1] == 'x';
      std::uint32_t c = 0;
      const auto digits = name.substr(hex ? 2 : 1);
      const auto [stop, failed] =
          std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
      if (failed == std::errc{} && stop == digits.data() + digits.size() && c >= 0x20 && c < 0x110000 &&
          (c < 0xD800 || c > 0xDFFF)) {
        append_character(out, static_cast<char32_t>(c));
        i = end;
      } else {
        out += '&';
      }
    } else {
      out += '&';
    }
  }
  return out;
}

std::string attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = 0; (at = tag.find(name, at)) != std::string_view::npos; at += name.size()) {
    if (at > 0 && tag[at - 1] != ' ' && tag[at - 1] != '\t' && tag[at - 1] != '\n') continue;
    auto rest = trim(tag.substr(at + name.size()));
    if (!rest.starts_with('=')) continue;
    rest = trim(rest.substr(1));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) continue;
    const auto end = rest.find(rest[0], 1);
    if (end != std::string_view::npos) return decoded(rest.substr(1, end - 1));
  }
  return {};
}

// 20080804 and 080804 as 2008-08-04; of two digits, 31 to 99 are of the last century. "" for anything else.
std::string iso_date(std::string digits) {
  if (digits.find_first_not_of("0123456789") != std::string::npos) return {};
  const bool century = digits.size() == 8;
  if (!century && digits.size() != 6) return {};
  std::string out = century ? std::string() : std::string(digits > "31" ? "19" : "20");
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (out.size() == 4 || out.size() == 7) out += '-';
    out += digits[k];
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  return std::string(trim(out));
}

class Elements {
 public:
  Elements(const std::string& content, const std::string& name,
           const std::function<void(ConlluDocument&&)>& take,
           const std::function<void(const std::string&)>& problem)
      : content_(content), name_(name), take_(take), problem_(problem) {}

  void run() {
    std::size_t at = next_element(0);
    while (at != std::string::npos) {
      const auto end = next_element(at + 1);
      element(at, end == std::string::npos ? content_.size() : end);
      at = end;
    }
  }

 private:
  const std::string& content_;
  const std::string& name_;
  const std::function<void(ConlluDocument&&)>& take_;
  const std::function<void(const std::string&)>& problem_;
  std::size_t counted_ = 0, line_ = 1;  // lines up to byte counted_

  std::size_t next_element(std::size_t from) const {
    for (std::size_t at = from; (at = content_.find('<', at)) != std::string::npos; ++at)
      for (const std::string_view tag : {"<Sentence", "<Article"}) {
        if (content_.compare(at, tag.size(), tag) != 0 || at + tag.size() >= content_.size()) continue;
        const char next = content_[at + tag.size()];
        if (next == ' ' || next == '\t' || next == '\n' || next == '\r' || next == '>' || next == '/')
          return at;
      }
    return std::string::npos;
  }

  std::size_t line_at(std::size_t byte) {
    if (byte > counted_) {
      line_ +=
          static_cast<std::size_t>(std::count(content_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                              content_.begin() + static_cast<std::ptrdiff_t>(byte), '\n'));
      counted_ = byte;
    }
    return line_;
  }

  // What stands between <tag> and </tag> (or the end) in [begin, end); npos for none.
  std::pair<std::size_t, std::size_t> inside(std::string_view tag, std::size_t begin, std::size_t end) const {
    std::string open("<"), close("</");
    open.append(tag).append(">");
    close.append(tag).append(">");
    auto from = content_.find(open, begin);
    if (from == std::string::npos || from >= end) return {std::string::npos, 0};
    from += open.size();
    const auto to = content_.find(close, from);
    return {from, std::min(to, end)};
  }

  void element(std::size_t begin, std::size_t end) {
    const auto close = content_.find('>', begin);
    const std::string tag = content_.substr(begin, std::min(close, end) - begin);
    const auto [from, to] = inside("Parse", begin, end);
    if (from == std::string::npos) return;
    ConlluDocument document;
    const auto id = attribute(tag, "id");
    const auto date = iso_date(attribute(tag, "date"));
    const auto [text_from, text_to] = inside("Text", begin, std::min(from, end));
    std::string block = decoded(std::string_view(content_).substr(from, to - from));
    // The lines of <Parse>, numbered as in the file; blanks round them would be no CoNLL-U.
    std::string lines;
    bool sentences = false, any = false;
    std::size_t skipped = 0;  // blank lines before the first
    std::string_view rest = block;
    while (!rest.empty()) {
      const auto cut = rest.find('\n');
      auto line = rest.substr(0, cut);
      rest.remove_prefix(cut == std::string_view::npos ? rest.size() : cut + 1);
      while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
      if (trim(line).empty()) {
        if (any)
          lines += '\n';
        else
          ++skipped;
        continue;
      }
      sentences = sentences || (any && lines.ends_with("\n\n"));
      any = true;
      if (line[0] == '#') line = "#";  // comments of the tree say nothing that is used here
      lines += line;
      lines += '\n';
    }
    lines += '\n';
    if (!any) return;
    std::size_t shift = line_at(from) + skipped;
    if (!sentences && text_from != std::string::npos && lines.find("\n#") == std::string::npos) {
      // The sentence as it was printed.
      std::string comment("# text = ");
      comment += one_line(decoded(std::string_view(content_).substr(text_from, text_to - text_from)));
      comment += '\n';
      lines.insert(0, comment);
      --shift;
    }
    std::istringstream in(lines);
    try {
      std::vector<ConlluDocument> read;
      read_conllu(in, "", [&](ConlluDocument&& d) { read.push_back(std::move(d)); });
      for (auto& d : read) {
        d.id = id;
        d.date = date;
        take_(std::move(d));
      }
    } catch (const text::Error& e) {
      // ":7: what" counts from the block's first line.
      std::string_view what = e.what();
      std::size_t line = 0;
      if (what.starts_with(':')) {
        const auto [stop, failed] = std::from_chars(what.data() + 1, what.data() + what.size(), line);
        if (failed == std::errc{}) what.remove_prefix(static_cast<std::size_t>(stop - what.data()));
        if (what.starts_with(": ")) what.remove_prefix(2);
      }
      problem_(name_ + ":" + std::to_string(line + shift - 1) + ": " + std::string(what) +
               (id.empty() ? "" : " (" + id + ", left out)"));
    }
  }
};

}  // namespace

void read_petrarch_xml(std::istream& in, const std::string& name,
                       const std::function<void(ConlluDocument&&)>& take,
                       const std::function<void(const std::string&)>& problem) {
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw text::Error(name, "cannot be read");
  content = without_comments(std::move(content));
  Elements(content, name, take, problem).run();
}

}  // namespace realign::syntax
