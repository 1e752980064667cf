// A map from words to what is known of them, for tables that are filled once and then asked for every word of
// every text.
//
// Most of what is asked is not there. So a key is hashed eight bytes at a time, and its slot holds half of the
// hash beside the entry's number: a miss touches one line of the slots and never a key. Entries lie in one
// vector in the order in which they were added; adding one moves them.
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
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    entries_.emplace_back(std::string(word), std::move(value));
    put(hash, static_cast<std::uint32_t>(entries_.size() - 1));
    return {end() - 1, true};
  }
  Value& operator[](std::string_view word) { return emplace(word, Value{}).first->second; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  struct Slot {
    std::uint32_t entry = kNone, tag = 0;
  };

  std::uint32_t lookup(std::string_view word, std::uint64_t hash) const {
    if (slots_.empty()) return kNone;
    const std::size_t mask = slots_.size() - 1;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & mask; slots_[at].entry != kNone; at = (at + 1) & mask)
      if (slots_[at].tag == tag && entries_[slots_[at].entry].first == word) return slots_[at].entry;
    return kNone;
  }

  void put(std::uint64_t hash, std::uint32_t entry) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].entry != kNone) at = (at + 1) & mask;
    slots_[at] = {entry, static_cast<std::uint32_t>(hash >> 32)};
  }

  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, {});
    for (std::size_t i = 0; i < entries_.size(); ++i)
      put(word_hash(entries_[i].first), static_cast<std::uint32_t>(i));
  }

  std::vector<value_type> entries_;
  std::vector<Slot> slots_;  // open addressing, at most half full; a power of two
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
