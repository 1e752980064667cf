// A map from words to what is known of them, for tables that are filled once and then asked for every word of
// every text.
//
// Most of what is asked is not there. So a key is hashed eight bytes at a time, and each slot has a byte of
// the hash in a table of its own, small enough for a near cache: a miss reads that and seldom anything else.
// Entries lie in one vector in the order in which they were added; adding one moves them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace realign::text {

inline std::uint64_t word_hash(std::string_view word) {
  const auto load = [](const char* from, std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, bytes);
    return value;
  };
  const auto mix = [](std::uint64_t h) {
    h *= 0x9E3779B97F4A7C15ULL;
    return h ^ (h >> 32);
  };
  const char* at = word.data();
  std::size_t left = word.size();
  std::uint64_t h = left * 0xD6E8FEB86659FD93ULL;
  for (; left > 8; at += 8, left -= 8) h = mix(h ^ load(at, 8));
  if (left == 8) return mix(h ^ load(at, 8));
  if (left >= 4) return mix(h ^ (load(at, 4) | load(at + left - 4, 4) << 32));
  if (left >= 2) return mix(h ^ (load(at, 2) | load(at + left - 2, 2) << 16));
  return left == 1 ? mix(h ^ load(at, 1)) : mix(h);
}

// Are these the same bytes? As memcmp, without a call for the few bytes that a word has.
inline bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto differ = [&]<typename Block>(Block, std::size_t at) {
    Block x, y;
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    return x != y;
  };
  const std::size_t size = a.size();
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8)
      if (differ(std::uint64_t{}, at)) return false;
    return !differ(std::uint64_t{}, size - 8);
  }
  if (size >= 4) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
  if (size >= 2) return !differ(std::uint16_t{}, 0) && !differ(std::uint16_t{}, size - 2);
  return size == 0 || a[0] == b[0];
}

template <typename Value>
class WordMap {
 public:
  using value_type = std::pair<std::string, Value>;
  using iterator = value_type*;
  using const_iterator = const value_type*;

  iterator begin() { return entries_.data(); }
  iterator end() { return entries_.data() + entries_.size(); }
  const_iterator begin() const { return entries_.data(); }
  const_iterator end() const { return entries_.data() + entries_.size(); }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

  const_iterator find(std::string_view word) const {
    const auto at = lookup(word, word_hash(word));
    return at == kNone ? end() : begin() + at;
  }
  iterator find(std::string_view word) {
    const auto at = lookup(word, word_hash(word));
    return at == kNone ? end() : begin() + at;
  }
  bool contains(std::string_view word) const { return lookup(word, word_hash(word)) != kNone; }

  // What the word has already stays.
  std::pair<iterator, bool> emplace(std::string_view word, Value value) {
    const auto hash = word_hash(word);
    if (const auto at = lookup(word, hash); at != kNone) return {begin() + at, false};
    if ((entries_.size() + 1) * 2 > tags_.size()) grow();
    entries_.emplace_back(std::string(word), std::move(value));
    put(hash, static_cast<std::uint32_t>(entries_.size() - 1));
    return {end() - 1, true};
  }
  Value& operator[](std::string_view word) { return emplace(word, Value{}).first->second; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  static std::uint8_t tag_of(std::uint64_t hash) { return static_cast<std::uint8_t>(hash >> 56) | 1U; }

  std::uint32_t lookup(std::string_view word, std::uint64_t hash) const {
    if (tags_.empty()) return kNone;
    const std::size_t mask = tags_.size() - 1;
    const auto tag = tag_of(hash);
    for (std::size_t at = hash & mask; tags_[at] != 0; at = (at + 1) & mask)
      if (tags_[at] == tag && same_word(entries_[slots_[at]].first, word)) return slots_[at];
    return kNone;
  }

  void put(std::uint64_t hash, std::uint32_t entry) {
    const std::size_t mask = tags_.size() - 1;
    std::size_t at = hash & mask;
    while (tags_[at] != 0) at = (at + 1) & mask;
    tags_[at] = tag_of(hash);
    slots_[at] = entry;
  }

  void grow() {
    tags_.assign(tags_.empty() ? 16 : tags_.size() * 2, 0);
    slots_.resize(tags_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i)
      put(word_hash(entries_[i].first), static_cast<std::uint32_t>(i));
  }

  std::vector<value_type> entries_;
  // Open addressing, at most half full; as many as a power of two.
  std::vector<std::uint8_t> tags_;    // 0: free
  std::vector<std::uint32_t> slots_;  // into entries_
};

// Words alone.
class WordSet {
 public:
  bool contains(std::string_view word) const { return words_.contains(word); }
  void insert(std::string_view word) { words_.emplace(word, {}); }
  void insert(const WordSet& others) {
    for (const auto& [word, nothing] : others.words_) insert(word);
  }
  bool empty() const { return words_.empty(); }
  std::size_t size() const { return words_.size(); }
  template <typename Test>
  bool any(Test test) const {
    for (const auto& [word, nothing] : words_)
      if (test(std::string_view(word))) return true;
    return false;
  }

 private:
  struct Nothing {};
  WordMap<Nothing> words_;
};

}  // namespace realign::text
