#include "actors/describe.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace realign::actors {

std::string_view to_string(MentionKind kind) {
  constexpr std::array<std::string_view, 9> names = {"state",  "organisation", "metonym", "person", "role",
                                                     "people", "adjective",    "nominal", "pronoun"};
  return names[static_cast<std::size_t>(kind)];
}

std::string describe(const std::vector<Actor>& actors) {
  std::string out;
  for (const auto& actor : actors) {
    if (!out.empty()) out += " + ";
    out += actor.country.empty() ? "?" : actor.country;
    if (!actor.role.empty()) out += " " + actor.role;
    if (!actor.name.empty()) out += " (" + actor.name + ")";
  }
  return out.empty() ? "nobody" : out;
}

std::string describe(const Cast& cast, std::span<const syntax::Sentence> sentences) {
  std::string out;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const auto& words = sentences[s].words;
    for (const auto& word : words) {
      out += word.form;
      if (word.space_after) out += ' ';
    }
    out += '\n';
    for (const auto& m : cast.in_sentence(static_cast<int>(s))) {
      std::string text;
      for (int i = m.first; i <= m.last; ++i) {
        if (i > m.first && words[static_cast<std::size_t>(i) - 1].space_after) text += ' ';
        text += words[static_cast<std::size_t>(i)].form;
      }
      fmt::format_to(std::back_inserter(out), "    {:<40} {:<12} {}{} #{} {:.2f} @{}\n", text,
                     to_string(m.kind), describe(m.actors), m.place ? " [place]" : "", m.entity, m.confidence,
                     words[static_cast<std::size_t>(m.head)].form);
    }
  }
  return out;
}

}  // namespace realign::actors
