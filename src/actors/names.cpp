#include "actors/names.h"

#include <algorithm>

namespace realign::actors {
namespace {

std::uint64_t mix(std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 32);
}

}  // namespace

NameTable::NameTable() : first_sense_(1, -1), has_edges_(1, 0) {
  grow();
}

void NameTable::grow() {
  std::vector<Edge> old = std::move(edges_);
  edges_.assign(old.empty() ? 1U << 15 : old.size() * 2, {});
  const std::size_t mask = edges_.size() - 1;
  for (const auto& edge : old) {
    if (edge.key == 0) continue;
    std::size_t at = mix(edge.key) & mask;
    while (edges_[at].key != 0) at = (at + 1) & mask;
    edges_[at] = edge;
  }
}

std::uint32_t NameTable::step(std::uint32_t node, std::uint32_t atom) const {
  const std::uint64_t key = (static_cast<std::uint64_t>(node) << 32) | atom;
  const std::size_t mask = edges_.size() - 1;
  for (std::size_t at = mix(key) & mask; edges_[at].key != 0; at = (at + 1) & mask)
    if (edges_[at].key == key) return edges_[at].to;
  return 0;
}

std::uint32_t NameTable::step_or_add(std::uint32_t node, std::uint32_t atom) {
  if (const auto to = step(node, atom); to != 0) return to;
  if ((edge_count_ + 1) * 2 > edges_.size()) grow();
  const std::uint64_t key = (static_cast<std::uint64_t>(node) << 32) | atom;
  const std::size_t mask = edges_.size() - 1;
  std::size_t at = mix(key) & mask;
  while (edges_[at].key != 0) at = (at + 1) & mask;
  const auto to = static_cast<std::uint32_t>(first_sense_.size());
  edges_[at] = {key, to};
  ++edge_count_;
  first_sense_.push_back(-1);
  has_edges_.push_back(0);
  has_edges_[node] = 1;
  return to;
}

void NameTable::add(std::string_view phrase, Sense sense, bool any_case) {
  if (phrase.starts_with("the ")) {
    sense.the = true;
    phrase.remove_prefix(4);
  }
  std::uint32_t node = 0;
  std::size_t i = 0;
  std::size_t from = 0;
  sense.capitals = sense.all_capitals = 0;
  for (;;) {
    const auto blank = phrase.find(' ', from);
    each_atom(phrase.substr(from, blank == std::string_view::npos ? blank : blank - from),
              [&](std::string_view atom, bool, bool, bool capital, bool all) {
                const auto id = vocabulary_.add(atom);
                if (node == 0) {
                  if (roots_.size() <= id) roots_.resize(std::max<std::size_t>(id + 1, roots_.size() * 2), 0);
                  if (roots_[id] == 0) {
                    roots_[id] = static_cast<std::uint32_t>(first_sense_.size());
                    first_sense_.push_back(-1);
                    has_edges_.push_back(0);
                  }
                  node = roots_[id];
                } else {
                  node = step_or_add(node, id);
                }
                if (!any_case && i < 32) {
                  if (capital) sense.capitals |= 1U << i;
                  if (all) sense.all_capitals |= 1U << i;
                }
                ++i;
              });
    if (blank == std::string_view::npos) break;
    from = blank + 1;
  }
  if (node == 0) return;
  for (std::int32_t at = first_sense_[node]; at >= 0; at = senses_[static_cast<std::size_t>(at)].next) {
    const auto& other = senses_[static_cast<std::size_t>(at)];
    if (other.kind == sense.kind && other.ref == sense.ref && other.plural == sense.plural &&
        other.the == sense.the && other.capitals == sense.capitals &&
        other.all_capitals == sense.all_capitals && other.prefix == sense.prefix)
      return;
  }
  // Senses keep the order in which they were added.
  sense.next = -1;
  const auto added = static_cast<std::int32_t>(senses_.size());
  senses_.push_back(sense);
  if (first_sense_[node] < 0) {
    first_sense_[node] = added;
  } else {
    std::int32_t at = first_sense_[node];
    while (senses_[static_cast<std::size_t>(at)].next >= 0) at = senses_[static_cast<std::size_t>(at)].next;
    senses_[static_cast<std::size_t>(at)].next = added;
  }
}

void NameTable::atoms(const syntax::Sentence& sentence, std::vector<Atom>& out) const {
  out.clear();
  for (std::size_t w = 0; w < sentence.words.size(); ++w) {
    each_atom(
        sentence.words[w].form, [&](std::string_view atom, bool first, bool last, bool capital, bool all) {
          out.push_back({vocabulary_.find(atom), static_cast<std::uint16_t>(w), first, last, capital, all});
        });
    if (!out.empty() && out.back().word == w) out.back().last = true;
  }
}

std::size_t NameTable::longest(std::span<const Atom> atoms, std::size_t i,
                               std::vector<const Sense*>& out) const {
  out.clear();
  if (atoms[i].id == 0 || atoms[i].id >= roots_.size()) return 0;
  std::uint32_t node = roots_[atoms[i].id];
  std::size_t length = 0;
  std::uint32_t capitals = 0, all = 0;
  for (std::size_t n = 0; node != 0; ++n) {
    if (n < 32) {
      if (atoms[i + n].capital) capitals |= 1U << n;
      if (atoms[i + n].all_capitals) all |= 1U << n;
    }
    if (first_sense_[node] >= 0) {
      bool fresh = true;
      for (std::int32_t at = first_sense_[node]; at >= 0; at = senses_[static_cast<std::size_t>(at)].next) {
        const auto& sense = senses_[static_cast<std::size_t>(at)];
        if ((sense.capitals & ~capitals) != 0 || (sense.all_capitals & ~all) != 0) continue;
        if (fresh) out.clear();
        fresh = false;
        out.push_back(&sense);
        length = n + 1;
      }
    }
    if (has_edges_[node] == 0 || i + n + 1 >= atoms.size() || atoms[i + n + 1].id == 0) break;
    node = step(node, atoms[i + n + 1].id);
  }
  return length;
}

bool NameTable::knows(std::string_view word) const {
  bool known = false, first = true;
  each_atom(word, [&](std::string_view atom, bool, bool, bool, bool) {
    if (!first) return;
    first = false;
    const auto id = vocabulary_.find(atom);
    known = id != 0 && id < roots_.size() && roots_[id] != 0;
  });
  return known;
}

std::vector<const Sense*> NameTable::find(std::string_view phrase) const {
  std::vector<const Sense*> out;
  std::uint32_t node = 0;
  bool lost = false, first = true;
  std::size_t from = 0;
  for (;;) {
    const auto blank = phrase.find(' ', from);
    each_atom(phrase.substr(from, blank == std::string_view::npos ? blank : blank - from),
              [&](std::string_view atom, bool, bool, bool, bool) {
                if (lost) return;
                const auto id = vocabulary_.find(atom);
                node = first ? (id < roots_.size() ? roots_[id] : 0) : step(node, id);
                first = false;
                if (id == 0 || node == 0) lost = true;
              });
    if (blank == std::string_view::npos) break;
    from = blank + 1;
  }
  if (lost || node == 0) return out;
  for (std::int32_t at = first_sense_[node]; at >= 0; at = senses_[static_cast<std::size_t>(at)].next)
    out.push_back(&senses_[static_cast<std::size_t>(at)]);
  return out;
}

}  // namespace realign::actors
