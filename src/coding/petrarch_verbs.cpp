#include "coding/petrarch_verbs.h"

#include <algorithm>
#include <map>
#include <optional>

#include "syntax/characters.h"
#include "text/table.h"

namespace realign::coding::petrarch {

using text::trim;

namespace {

constexpr std::string_view kArticles[] = {"a", "an", "the"};

bool is_article(std::string_view word) {
  return std::find(std::begin(kArticles), std::end(kArticles), syntax::ascii_lower(word)) !=
         std::end(kArticles);
}

// "[050]", "[040:040]", "[:173]", "[---]": what stands between the brackets.
Code parse_code(std::string_view inside) {
  Code code;
  inside = trim(inside);
  const auto colon = inside.find(':');
  code.there = std::string(trim(inside.substr(0, colon)));
  if (colon != std::string_view::npos) code.back = std::string(trim(inside.substr(colon + 1)));
  for (auto* part : {&code.there, &code.back}) {
    while (part->ends_with('!')) part->pop_back();
    if (*part == "---" || *part == "###") part->clear();
  }
  return code;
}

// A pattern's words: blanks part them, and so do brackets and the signs $ + % ^ *.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) tokens.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == ',') {
      end();
    } else if (std::string_view("(){}*$+%^").find(c) != std::string_view::npos) {
      end();
      tokens.emplace_back(1, c);
    } else {
      word += c;
    }
  }
  end();
  return tokens;
}

struct Forms {
  std::string third, past, gerund;
};

// Regular English forms of an upper- or lower-case verb; stop -> stopped must be given in the file.
Forms regular_forms(std::string_view verb) {
  const std::string base(verb);
  const auto ends = [&](std::string_view tail) { return verb.ends_with(tail); };
  Forms f;
  f.third = plural_of(verb);
  if (ends("ee") || ends("ye") || ends("oe")) {
    f.past = base + "d";
    f.gerund = base + "ing";
  } else if (ends("e")) {
    f.past = base + "d";
    f.gerund = base.substr(0, base.size() - 1) + "ing";
  } else if (base.size() > 1 && ends("y") &&
             std::string_view("aeiou").find(base[base.size() - 2]) == std::string_view::npos) {
    f.past = base.substr(0, base.size() - 1) + "ied";
    f.gerund = base + "ing";
  } else {
    f.past = base + "ed";
    f.gerund = base + "ing";
  }
  return f;
}

}  // namespace

// Reads one file line by line; what a line means depends on what came before it.
class VerbReader {
 public:
  VerbReader(VerbDictionary& into, Problems& problems) : into_(into), problems_(problems) {}

  void line(const Line& l) {
    line_ = &l;
    const auto t = l.text;
    if (t.empty()) {
      if (l.blank) in_synset_ = false;
    } else if (t.starts_with("---")) {
      block(t);
    } else if (t[0] == '&') {
      synset(t);
    } else if (in_synset_ && t[0] == '+') {
      member(t.substr(1));
    } else if (t[0] == '~') {
      pending_.push_back({std::string(trim(t.substr(1))), l.place()});
    } else if (t[0] == '-' || t[0] == '*') {
      in_synset_ = false;
      pattern(t[0] == '-' ? trim(t.substr(1)) : t);
    } else {
      in_synset_ = false;
      verb(t);
    }
  }

  // Transformations name verbs that may stand anywhere in the file.
  void finish() {
    for (const auto& [text, place] : pending_) transformation(text, place);
  }

 private:
  struct Set {
    Element phrases;
  };

  VerbDictionary& into_;
  Problems& problems_;
  const Line* line_ = nullptr;
  std::map<std::string, Set, std::less<>> sets_;
  std::string set_;
  bool in_synset_ = false, plurals_ = true;
  std::vector<std::pair<std::string, std::string>> pending_;
  std::map<std::string, int, std::less<>> block_of_;  // by a verb's base form

  void problem(const std::string& what) { problems_.push_back(line_->place() + ": " + what); }

  std::vector<int> ids(std::string_view phrase) {
    std::vector<int> out;
    for (const auto& p : pieces_of(phrase)) out.push_back(into_.vocabulary_->add(p));
    return out;
  }

  void block(std::string_view t) {
    in_synset_ = false;
    Block block;
    while (t.starts_with('-')) t.remove_prefix(1);
    const auto open = t.find('[');
    block.name = std::string(trim(t.substr(0, open)));
    if (open != std::string_view::npos) {
      const auto close = t.find(']', open);
      if (close == std::string_view::npos)
        problem("[ without ]");
      else
        block.code = parse_code(t.substr(open + 1, close - open - 1));
    }
    into_.blocks_.push_back(std::move(block));
  }

  void synset(std::string_view t) {
    set_ = std::string(trim(t.substr(0, t.find_first_of(" \t"))));
    in_synset_ = true;
    plurals_ = !set_.ends_with('_');
    if (set_.ends_with('_')) set_.pop_back();
    if (set_.size() < 2) problem("a set's name after & is missing");
    sets_[set_] = {};  // defined again: the later one holds, as in PETRARCH
  }

  void member(std::string_view t) {
    std::string phrase(trim(t));
    std::erase_if(phrase, [](char c) { return c == '(' || c == ')'; });
    auto& phrases = sets_[set_].phrases;
    if (phrase.starts_with('&')) {
      const auto* other = find_set(phrase);
      if (other == nullptr || other == &phrases) {
        problem(quoted(phrase) + " is a set that is not defined before it");
        return;
      }
      phrases.insert(phrases.end(), other->begin(), other->end());
      return;
    }
    const bool plural = plurals_ && !phrase.ends_with('_');
    auto pieces = pieces_of(phrase);
    if (pieces.empty()) {
      problem("a phrase is missing");
      return;
    }
    phrases.push_back(ids(phrase));
    if (!plural) return;
    pieces.back() = plural_of(pieces.back());
    std::vector<int> more;
    for (const auto& p : pieces) more.push_back(into_.vocabulary_->add(p));
    phrases.push_back(std::move(more));
  }

  const Element* find_set(std::string_view name) const {
    while (name.ends_with('_')) name.remove_suffix(1);
    const auto found = sets_.find(name);
    return found == sets_.end() ? nullptr : &found->second.phrases;
  }

  // A word, alternatives with /, or a synset; false if it cannot be read.
  bool element(std::string_view word, Element& out) {
    if (word.starts_with('&')) {
      const auto* set = find_set(word);
      if (set == nullptr || set->empty()) {
        problem(quoted(word) + " is a set that is not defined before it");
        return false;
      }
      out = *set;
      return true;
    }
    for (const auto& part : text::split(word, '/')) {
      auto phrase = ids(part);
      if (!phrase.empty()) out.push_back(std::move(phrase));
    }
    return !out.empty();
  }

  void pattern(std::string_view t) {
    if (into_.blocks_.empty()) {
      problem("a pattern before any verb");
      return;
    }
    const auto open = t.find('[');
    const auto close = open == std::string_view::npos ? open : t.find(']', open);
    if (close == std::string_view::npos) {
      problem("a pattern without its code in [...]");
      return;
    }
    Pattern p;
    p.text = std::string(trim(t.substr(0, open)));
    p.code = parse_code(t.substr(open + 1, close - open - 1));
    p.line = line_->number;
    const auto tokens = tokens_of(p.text);
    bool after = false;
    for (std::size_t i = 0; i < tokens.size();) {
      auto& items = after ? p.after : p.before;
      const auto& token = tokens[i];
      if (token == "*") {
        if (after && i > 0 && tokens[i - 1] != "*") {
          problem("a pattern has one *");
          return;
        }
        after = true;
        ++i;
      } else if (token == "(") {
        if (!preposition(tokens, i, items)) return;
      } else if (token == "{") {
        Item item;
        for (++i; i < tokens.size() && tokens[i] != "}"; ++i) {
          if (tokens[i].size() == 1 &&
              std::string_view("(){*$+%^").find(tokens[i][0]) != std::string_view::npos)
            continue;
          if (!phrase_word(tokens[i], item)) return;
        }
        if (i++ == tokens.size()) {
          problem("{ without }");
          return;
        }
        if (!item.words.empty()) items.push_back(std::move(item));
      } else if (token == ")" || token == "}") {
        problem(token + " without its beginning");
        return;
      } else if (auto kind = sign(token)) {
        items.push_back({*kind, {}, {}, Item::Kind::phrase});
        ++i;
      } else {
        Item item;
        if (!phrase_word(token, item)) return;
        if (!item.words.empty()) items.push_back(std::move(item));
        ++i;
      }
    }
    if (!after) {
      problem("a pattern without * for its verb");
      return;
    }
    for (const auto* side : {&p.before, &p.after})
      for (const auto& item : *side) p.weight += weight(item);
    into_.blocks_.back().patterns.push_back(std::move(p));
  }

  static int weight(const Item& item) {
    int w = item.kind == Item::Kind::preposition ? 2 : 0;
    w += 4 * static_cast<int>(item.words.size());
    if (item.kind != Item::Kind::phrase && item.kind != Item::Kind::preposition) w += 1;
    if (item.kind == Item::Kind::preposition && item.role != Item::Kind::phrase) w += 1;
    return w;
  }

  static std::optional<Item::Kind> sign(const std::string& token) {
    if (token == "$") return Item::Kind::source;
    if (token == "+") return Item::Kind::target;
    if (token == "^") return Item::Kind::anyone;
    if (token == "%") return Item::Kind::both;
    return std::nullopt;
  }

  bool phrase_word(std::string_view word, Item& item) {
    if (is_article(word)) return true;
    Element e;
    if (!element(word, e)) {
      if (!word.starts_with('&')) problem(quoted(word) + " is no word");
      return false;
    }
    item.words.push_back(std::move(e));
    return true;
  }

  // ( P {noun phrase} ), ( P + ), ( P ): `i` stands at "(" and moves behind ")".
  bool preposition(const std::vector<std::string>& tokens, std::size_t& i, std::vector<Item>& items) {
    Item item;
    item.kind = Item::Kind::preposition;
    bool first = true;
    for (++i; i < tokens.size() && tokens[i] != ")"; ++i) {
      const auto& token = tokens[i];
      if (token == "{" || token == "}" || token == "(" || token == "*") continue;
      if (first) {
        Element words;
        if (!element(token, words)) {
          problem(quoted(token) + " is no preposition");
          return false;
        }
        for (const auto& phrase : words) item.prepositions.push_back(phrase.back());
        first = false;
      } else if (auto kind = sign(token)) {
        item.role = *kind;
      } else if (!phrase_word(token, item)) {
        return false;
      }
    }
    if (i++ == tokens.size()) {
      problem("( without )");
      return false;
    }
    if (first) {
      problem("a preposition in () is missing");
      return false;
    }
    items.push_back(std::move(item));
    return true;
  }

  void verb(std::string_view t) {
    if (into_.blocks_.empty()) into_.blocks_.emplace_back();
    const int block = static_cast<int>(into_.blocks_.size()) - 1;
    Code code = into_.blocks_.back().code;
    if (const auto open = t.find('['); open != std::string_view::npos) {
      const auto close = t.find(']', open);
      if (close == std::string_view::npos) {
        problem("[ without ]");
        return;
      }
      code = parse_code(t.substr(open + 1, close - open - 1));
      t = t.substr(0, open);
    }
    std::vector<std::string> given;
    bool irregular = false;
    if (const auto open = t.find('{'); open != std::string_view::npos) {
      const auto close = t.find('}', open);
      if (close == std::string_view::npos) {
        problem("{ without }");
        return;
      }
      irregular = true;
      std::string inside(t.substr(open + 1, close - open - 1));
      std::replace(inside.begin(), inside.end(), ',', ' ');
      std::replace(inside.begin(), inside.end(), '\t', ' ');
      given = text::split(inside, ' ');
      t = t.substr(0, open);
    }
    t = trim(t);
    if (t.empty() || t.find_first_of(" \t") != std::string_view::npos) {
      problem(quoted(t) + " is no verb (words of one are joined with _, a pattern begins with -)");
      return;
    }
    block_of_.emplace(std::string(pieces_of(t).empty() ? std::string() : joined(pieces_of(t))), block);
    add_form(t, block, code, {});
    if (irregular) {
      for (const auto& form : given) add_form(form, block, code, {});
    }
    // Forms that the file does not give are made, also beside given ones: "BREAK {BROKE BROKEN}" has
    // "breaks".
    if (!irregular || given.size() < 3) {
      const auto inflected = inflected_word(t);
      const auto f = regular_forms(inflected);
      if (!irregular) {
        for (const auto* form : {&f.third, &f.past, &f.gerund}) add_form(t, block, code, *form);
      } else if (!given.empty()) {
        for (const auto* form : {&f.third, &f.gerund}) add_form(t, block, code, *form);
      }
    }
    ++into_.verbs_;
  }

  static std::string joined(const std::vector<std::string>& pieces) {
    std::string out;
    for (const auto& p : pieces) out += (out.empty() ? "" : "_") + p;
    return out;
  }

  // Parts of "WIRE_+TAP": before, the word with +, after. Without + the last word of several ("RE-ADMIT") or,
  // of a phrase with underscores, the first is inflected.
  struct Parts {
    std::vector<std::string> before, after;
    std::string word;
  };
  static Parts parts_of(std::string_view t) {
    Parts parts;
    const auto plus = t.find('+');
    if (plus != std::string_view::npos) {
      parts.before = pieces_of(t.substr(0, plus));
      auto rest = pieces_of(t.substr(plus + 1));
      if (rest.empty()) return parts;
      parts.word = rest.front();
      parts.after.assign(rest.begin() + 1, rest.end());
      return parts;
    }
    auto rest = pieces_of(t);
    if (rest.empty()) return parts;
    if (t.find('_') != std::string_view::npos && t.find('-') == std::string_view::npos &&
        !t.starts_with("RE_")) {
      parts.word = rest.front();
      parts.after.assign(rest.begin() + 1, rest.end());
    } else {
      parts.word = rest.back();
      parts.before.assign(rest.begin(), rest.end() - 1);
    }
    return parts;
  }
  static std::string inflected_word(std::string_view t) { return parts_of(t).word; }

  // Adds the verb under the form of its inflected word, or under `form` instead.
  void add_form(std::string_view t, int block, const Code& code, const std::string& form) {
    const auto parts = parts_of(t);
    if (parts.word.empty()) {
      problem("a verb is missing");
      return;
    }
    Verb verb;
    verb.block = block;
    verb.code = code;
    for (const auto& p : parts.before) verb.before.push_back(into_.vocabulary_->add(p));
    for (const auto& p : parts.after) verb.after.push_back(into_.vocabulary_->add(p));
    auto& verbs = into_.by_form_[into_.vocabulary_->add(form.empty() ? parts.word : form)];
    // The first of the same words stays; those of more words come first.
    const auto size = [](const Verb& v) { return v.before.size() + v.after.size(); };
    auto at = verbs.begin();
    for (; at != verbs.end() && size(*at) >= size(verb); ++at)
      if (at->before == verb.before && at->after == verb.after) return;
    verbs.insert(at, std::move(verb));
  }

  // a (b . ATTACK) SAY = a b 112
  void transformation(const std::string& text, const std::string& place) {
    const auto wrong = [&](const std::string& what) { problems_.push_back(place + ": " + what); };
    std::string spaced;
    for (const char c : text) {
      if (c == '(' || c == ')' || c == '=') {
        spaced += ' ';
        spaced += c;
        spaced += ' ';
      } else {
        spaced += c == '\t' ? ' ' : c;
      }
    }
    const auto t = text::split(spaced, ' ');
    if (t.size() != 11 || t[1] != "(" || t[5] != ")" || t[7] != "=") {
      wrong("a transformation reads ~ a (b c VERB) VERB = a b CODE");
      return;
    }
    // "= a b CODE" has three parts after the sign.
    Transformation out;
    out.upper_source = t[0];
    out.lower_source = t[2];
    out.lower_target = t[3];
    const auto find = [&](const std::string& verb, int& block) {
      if (verb == "Q") return true;
      const auto found = block_of_.find(joined(pieces_of(verb)));
      if (found == block_of_.end()) {
        wrong(quoted(verb) + " is no verb of this file");
        return false;
      }
      block = found->second;
      return true;
    };
    if (!find(t[4], out.lower_block) || !find(t[6], out.upper_block)) return;
    out.source = t[8];
    out.target = t[9];
    out.code = t[10];
    out.text = text;
    into_.transformations_.push_back(std::move(out));
  }
};

void VerbDictionary::read(const std::string& path, Problems& problems) {
  parse(text::read_file(path), path, problems);
}

void VerbDictionary::parse(std::string_view content, const std::string& name, Problems& problems) {
  VerbReader reader(*this, problems);
  each_line(content, name, problems, [&](const Line& line) { reader.line(line); });
  reader.finish();
}

const std::vector<Verb>* VerbDictionary::with_form(int piece) const {
  const auto found = by_form_.find(piece);
  return found == by_form_.end() ? nullptr : &found->second;
}

std::size_t VerbDictionary::patterns() const {
  std::size_t n = 0;
  for (const auto& b : blocks_) n += b.patterns.size();
  return n;
}

}  // namespace realign::coding::petrarch
