#include "text/markup.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "text/table.h"

namespace realign::text {
namespace {

constexpr std::size_t kLongestValue = 8192;        // bytes of an attribute's value
constexpr std::size_t kLongestScript = 1U << 20U;  // bytes of a JSON-LD script

enum class Kind : char {
  drop,     // the tag goes, its content stays
  element,  // stays, balanced
  loose,    // stays; its end may be left out, and the parser knows where it ends
  empty,    // stays, has no content
  cell,     // becomes a rule, that parts paragraphs
  link,     // becomes a span
  hidden,   // goes with its content
  raw       // goes with its content, in which tags do not count
};

Kind kind_of(std::string_view tag) {
  static const std::unordered_map<std::string_view, Kind> kinds = [] {
    std::unordered_map<std::string_view, Kind> map;
    const auto add = [&](Kind kind, std::initializer_list<const char*> names) {
      for (const char* name : names) map.emplace(name, kind);
    };
    add(Kind::element,
        {"article", "main", "section", "div",        "header", "footer", "nav",    "aside",
         "h1",      "h2",   "h3",      "h4",         "h5",     "h6",     "ul",     "ol",
         "dl",      "menu", "pre",     "blockquote", "figure", "span",   "center", "figcaption",
         "time",    "sup",  "table",   "address",    "details"});
    add(Kind::loose, {"p", "li", "dt", "dd"});
    add(Kind::empty, {"br", "hr", "meta", "link"});
    add(Kind::cell, {"tr", "td", "th", "caption"});
    add(Kind::link, {"a"});
    add(Kind::hidden, {"noscript", "svg", "math", "button", "select", "template", "object", "audio", "video",
                       "canvas", "label", "fieldset", "dialog"});
    add(Kind::raw, {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "title"});
    return map;
  }();
  const auto found = kinds.find(tag);
  return found == kinds.end() ? Kind::drop : found->second;
}

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

struct Tag {
  std::string name;        // lower case
  std::string attributes;  // those kept, as they are written out: ` class="..."`
  bool closing = false, hidden = false, json = false, link = false;
};

class Tamer {
 public:
  explicit Tamer(std::string_view html) : html_(html) { out_.reserve(html.size() / 2); }

  bool run() {
    out_ = "<!DOCTYPE html>";
    while (at_ < html_.size()) {
      const auto open = std::min(html_.find('<', at_), html_.size());
      write_text(html_.substr(at_, open - at_));
      at_ = open;
      if (at_ == html_.size()) break;
      const char next = at_ + 1 < html_.size() ? html_[at_ + 1] : '\0';
      if (letter(next) || (next == '/' && at_ + 2 < html_.size() && letter(html_[at_ + 2]))) {
        if (!take(read_tag())) return false;
      } else if (html_.substr(at_).starts_with("<!--")) {
        skip_to("-->", at_ + 2);  // "<!-->" is a whole comment
      } else if (next == '!' || next == '?' || next == '/') {
        skip_to(">", at_ + 1);
      } else {
        write_text("&lt;");
        ++at_;
      }
    }
    while (!open_.empty()) pop();
    return true;
  }

  std::string result() { return std::move(out_); }

 private:
  struct Open {
    std::string name;
    bool written;  // as a start tag that needs an end tag
    bool hidden;
  };

  void write_text(std::string_view text) {
    if (hidden_ > 0) return;
    for (std::size_t nul = 0; (nul = text.find('\0')) != std::string_view::npos;) {
      out_ += text.substr(0, nul);
      text.remove_prefix(nul + 1);
    }
    out_ += text;
  }

  void skip_to(std::string_view mark, std::size_t from) {
    const auto found = html_.find(mark, from);
    at_ = found == std::string_view::npos ? html_.size() : found + mark.size();
  }

  // The tag at at_, which is moved behind it.
  Tag read_tag() {
    Tag tag;
    ++at_;
    if (html_[at_] == '/') tag.closing = true, ++at_;
    while (at_ < html_.size() && !blank(html_[at_]) && html_[at_] != '>' && html_[at_] != '/') {
      if (tag.name.size() < 16) tag.name += lower(html_[at_]);  // no known name is longer
      ++at_;
    }
    unsigned kept = 0;
    while (at_ < html_.size() && html_[at_] != '>') {
      if (blank(html_[at_]) || html_[at_] == '/') {
        ++at_;
        continue;
      }
      read_attribute(tag, kept);
    }
    if (at_ < html_.size()) ++at_;
    return tag;
  }

  void read_attribute(Tag& tag, unsigned& kept) {
    std::string name;
    std::string_view value;
    const std::size_t begin = at_;
    while (at_ < html_.size() && !blank(html_[at_]) && html_[at_] != '>' && html_[at_] != '/' &&
           (html_[at_] != '=' || at_ == begin)) {
      if (name.size() < 16) name += lower(html_[at_]);
      ++at_;
    }
    std::size_t after = at_;
    while (after < html_.size() && blank(html_[after])) ++after;
    if (after < html_.size() && html_[after] == '=') {
      at_ = after + 1;
      while (at_ < html_.size() && blank(html_[at_])) ++at_;
      if (at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'')) {
        const auto end = std::min(html_.find(html_[at_], at_ + 1), html_.size());
        value = html_.substr(at_ + 1, end - at_ - 1);
        at_ = std::min(end + 1, html_.size());
      } else {
        const std::size_t from = at_;
        while (at_ < html_.size() && !blank(html_[at_]) && html_[at_] != '>') ++at_;
        value = html_.substr(from, at_ - from);
      }
    }
    value = value.substr(0, kLongestValue);
    keep_attribute(tag, kept, name, value);
  }

  static void keep_attribute(Tag& tag, unsigned& kept, const std::string& name, std::string_view value) {
    static constexpr std::array<std::string_view, 11> kWanted = {
        "class", "id", "role", "itemprop", "property", "name", "content", "rel", "href", "type", "datetime"};
    if (name == "hidden" || (name == "aria-hidden" && value == "true")) tag.hidden = true;
    if (name == "style") {
      std::string style;
      for (const char c : value)
        if (!blank(c)) style += lower(c);
      if (style.find("display:none") != std::string::npos) tag.hidden = true;
    }
    if (name == "type" && trim(value) == "application/ld+json") tag.json = true;
    if (std::find(kWanted.begin(), kWanted.end(), name) == kWanted.end() || kept >= kWanted.size()) return;
    if (name == "href" && tag.name == "a") tag.link = true;
    if (name == "href" && tag.name != "link") return;
    ++kept;
    tag.attributes += " " + name + "=\"";
    for (const char c : value)
      if (c == '"')
        tag.attributes += "&quot;";
      else if (c != '\0')
        tag.attributes += c;
    tag.attributes += '"';
  }

  bool take(const Tag& tag) {
    const Kind kind = kind_of(tag.name);
    if (kind == Kind::raw && !tag.closing) {
      take_raw(tag);
      return true;
    }
    if (kind == Kind::loose || kind == Kind::empty || kind == Kind::cell) {
      if (hidden_ > 0 || (tag.closing && kind == Kind::empty)) return true;
      if (kind == Kind::cell)
        out_ += "<hr>";
      else if (tag.closing)
        out_ += "</" + tag.name + ">";
      else
        out_ += "<" + tag.name + tag.attributes + (tag.hidden ? " hidden>" : ">");
      return true;
    }
    if (kind == Kind::drop || kind == Kind::raw) return true;
    if (tag.closing) {
      close(tag.name);
      return true;
    }
    if (kind == Kind::link) {
      if (!tag.link) return true;  // an anchor, often left open
      // A link in a link ends it, if nothing but formatting stands between.
      const auto inner =
          std::find_if(open_.rbegin(), open_.rend(), [](const Open& o) { return o.name != "span"; });
      if (inner != open_.rend() && inner->name == "a") close("a");
    }
    return open(tag, kind);
  }

  bool open(const Tag& tag, Kind kind) {
    if (open_.size() >= kDeepestMarkup) return false;
    const bool hides = kind == Kind::hidden || tag.hidden;
    const bool written = hidden_ == 0 && !hides;
    if (written && kind == Kind::link)
      out_ += "<span role=\"link\">";
    else if (written)
      out_.append(1, '<').append(written_name(tag.name)).append(tag.attributes).append(1, '>');
    hidden_ += hides ? 1 : 0;
    ++counts_[tag.name];
    open_.push_back({tag.name, written, hides});
    return true;
  }

  static std::string written_name(const std::string& name) {
    if (name == "a") return "span";
    if (name == "table" || name == "center") return "div";
    return name;
  }

  void pop() {
    const Open& top = open_.back();
    if (top.written) out_ += "</" + written_name(top.name) + ">";
    hidden_ -= top.hidden ? 1 : 0;
    --counts_[top.name];
    open_.pop_back();
  }

  // Closes the last element of that name and what was left open in it; an end without a start is dropped.
  void close(const std::string& name) {
    const auto count = counts_.find(name);
    if (count == counts_.end() || count->second == 0) return;
    while (open_.back().name != name) pop();
    pop();
  }

  void take_raw(const Tag& tag) {
    const std::size_t begin = at_;
    std::size_t end = html_.size();
    bool closed = false;
    if (!unclosed_[tag.name])
      for (auto at = html_.find("</", begin); at != std::string_view::npos; at = html_.find("</", at + 2)) {
        const auto name = html_.substr(at + 2, tag.name.size());
        if (!std::equal(name.begin(), name.end(), tag.name.begin(), tag.name.end(),
                        [](char a, char b) { return lower(a) == b; }))
          continue;
        const std::size_t after = at + 2 + tag.name.size();
        if (after < html_.size() && !blank(html_[after]) && html_[after] != '>' && html_[after] != '/')
          continue;
        end = at;
        closed = true;
        break;
      }
    if (!closed) {
      unclosed_[tag.name] = true;
      // As in a browser the rest of the page is script; but a title left open is only a slip.
      if (tag.name != "title" && tag.name != "textarea" && tag.name != "iframe") at_ = html_.size();
      return;
    }
    at_ = end;
    const bool json = tag.name == "script" && tag.json && end - begin <= kLongestScript;
    if (hidden_ > 0 || (!json && tag.name != "title")) return;
    out_ += "<" + tag.name + (json ? " type=\"application/ld+json\">" : ">");
    write_text(html_.substr(begin, end - begin));
    out_ += "</" + tag.name + ">";
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<Open> open_;
  std::unordered_map<std::string, std::size_t> counts_;  // of names in open_
  std::unordered_map<std::string, bool> unclosed_;       // raw elements that the rest of the page never ends
  std::size_t hidden_ = 0;                               // elements in open_ that hide their content
};

}  // namespace

std::optional<std::string> tame_markup(std::string_view html) {
  Tamer tamer(html);
  if (!tamer.run()) return std::nullopt;
  return tamer.result();
}

}  // namespace realign::text
