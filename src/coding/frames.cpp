#include "coding/frames.h"

#include <algorithm>
#include <filesystem>

#include "text/table.h"

namespace realign::coding {
namespace {

using text::Row;
using text::split;
using text::Table;

WordKind word_kind(const Table& table, const Row& row) {
  if (row[0] == "verb") return WordKind::verb;
  if (row[0] == "noun") return WordKind::noun;
  if (row[0] == "adj") return WordKind::adj;
  throw table.error(row, "kind '" + row[0] + "' is none of verb, noun, adj");
}

Slot slot_from(std::string_view name) {
  Slot slot;
  if (name.ends_with('^')) {
    slot.place = true;
    name.remove_suffix(1);
  }
  static constexpr std::pair<std::string_view, SlotKind> kNames[] = {
      {"subj", SlotKind::subj},    {"obj", SlotKind::obj},     {"iobj", SlotKind::iobj},
      {"by", SlotKind::by},        {"poss", SlotKind::poss},   {"mod", SlotKind::mod},
      {"xcomp", SlotKind::xcomp},  {"ccomp", SlotKind::ccomp}, {"prt", SlotKind::prt},
      {"clause", SlotKind::clause}};
  for (const auto& [known, kind] : kNames)
    if (name == known) {
      slot.kind = kind;
      return slot;
    }
  slot.kind = SlotKind::prep;
  slot.prep = name;
  return slot;
}

std::vector<Slot> slots_from(std::string_view names) {
  std::vector<Slot> slots;
  for (const auto& name : split(names, ',')) slots.push_back(slot_from(name));
  return slots;
}

bool yes(const Table& table, const Row& row, const std::string& key, const std::string& value) {
  if (value == "yes") return true;
  if (value == "no") return false;
  throw table.error(row, key + " is yes or no, not '" + value + "'");
}

void set_attribute(Frame& frame, const Table& table, const Row& row, const std::string& key,
                   const std::string& value) {
  if (key == "source") {
    frame.source = slots_from(value);
  } else if (key == "target") {
    frame.target = slots_from(value);
  } else if (key == "mode") {
    frame.mode = value;
  } else if (key == "cameo") {
    frame.cameo = value;
  } else if (key == "context") {
    frame.context = split(value, ',');
  } else if (key == "domain") {
    frame.has_domain = true;
    if (!from_string(value, frame.domain)) throw table.error(row, "no domain '" + value + "'");
  } else if (key == "modality") {
    frame.has_modality = true;
    if (!from_string(value, frame.modality)) throw table.error(row, "no modality '" + value + "'");
  } else if (key == "polarity") {
    if (value != "negated") throw table.error(row, "polarity can only be negated");
    frame.negated = true;
  } else if (key == "implied") {
    const auto cut = value.find('>');
    if (cut == std::string::npos) throw table.error(row, "implied is ROLE>ROLE");
    frame.implied_source = value.substr(0, cut);
    frame.implied_target = value.substr(cut + 1);
    std::replace(frame.implied_source.begin(), frame.implied_source.end(), '_', ' ');
    std::replace(frame.implied_target.begin(), frame.implied_target.end(), '_', ' ');
  } else if (key == "recip") {
    frame.recip = yes(table, row, key, value);
  } else if (key == "self") {
    frame.self = yes(table, row, key, value);
  } else if (key == "infer") {
    frame.infer = yes(table, row, key, value);
  } else if (key == "alone") {
    frame.alone = yes(table, row, key, value);
  } else if (key == "stance") {
    frame.stance = yes(table, row, key, value);
  } else if (key == "ought") {
    frame.ought = yes(table, row, key, value);
  } else if (key == "needs") {
    frame.needs = yes(table, row, key, value);
  } else if (key == "speaker") {
    frame.speaker = yes(table, row, key, value);
  } else if (key == "drop") {
    frame.drop = yes(table, row, key, value);
  } else {
    throw table.error(row, "no attribute '" + key + "'");
  }
}

void set_defaults(Frame& frame) {
  if (frame.source.empty())
    frame.source = slots_from(frame.kind == WordKind::noun ? "poss,by,mod,subj" : "subj");
  if (frame.target.empty())
    frame.target = slots_from(frame.kind == WordKind::noun ? "against,on,of,with,toward,towards"
                                                           : "obj,iobj,against,to,with,on,toward,towards");
}

}  // namespace

void FrameSet::load_classes(const std::string& path) {
  const Table table = Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    auto& members = classes_[row[0]];
    for (const auto& lemma : split(row[1], '|')) {
      if (lemma.front() == '@') {
        const auto other = classes_.find(std::string_view(lemma).substr(1));
        if (other == classes_.end()) throw table.error(row, "class " + lemma + " is not defined above");
        members.insert(text::WordSet(other->second));
      } else {
        members.insert(lemma);
      }
    }
  }
}

void FrameSet::load_frames(const std::string& path) {
  const Table table = Table::read(path, 4, 3);
  for (const auto& row : table.rows()) {
    Frame frame;
    frame.kind = word_kind(table, row);
    const auto parts = split(row[1], ' ');
    for (std::size_t i = 1; i < parts.size(); ++i) {
      Condition condition;
      std::string_view part = parts[i];
      if (part.front() == '-') {
        condition.negated = true;
        part.remove_prefix(1);
      }
      const auto colon = part.find(':');
      for (const auto& slot : split(part.substr(0, colon), '|')) condition.slots.push_back(slot_from(slot));
      if (colon != std::string_view::npos)
        for (const auto& filler : split(part.substr(colon + 1), '|')) {
          if (filler.front() == '@') {
            const auto known = classes_.find(std::string_view(filler).substr(1));
            if (known == classes_.end()) throw table.error(row, "class " + filler + " is not in classes.tsv");
            condition.lemmas.insert(known->second);
          } else if (filler == "ACTOR") {
            condition.kinds.push_back(MentionClass::actor);
          } else if (filler == "STATE") {
            condition.kinds.push_back(MentionClass::state);
          } else if (filler == "PERSON") {
            condition.kinds.push_back(MentionClass::person);
          } else if (filler == "PEOPLE") {
            condition.kinds.push_back(MentionClass::people);
          } else if (filler == "ORG") {
            condition.kinds.push_back(MentionClass::organisation);
          } else {
            condition.lemmas.insert(filler);
          }
        }
      condition.joined =
          condition.lemmas.any([](std::string_view lemma) { return lemma.find('_') != lemma.npos; });
      frame.conditions.push_back(std::move(condition));
    }
    if (!from_string(row[2], frame.type)) throw table.error(row, "no type '" + row[2] + "'");
    for (const auto& attribute : split(row[3], ' ')) {
      const auto cut = attribute.find('=');
      if (cut == std::string::npos) throw table.error(row, "'" + attribute + "' is not key=value");
      set_attribute(frame, table, row, attribute.substr(0, cut), attribute.substr(cut + 1));
    }
    set_defaults(frame);
    frame.place = std::filesystem::path(path).filename().string() + ":" + std::to_string(row.line);
    frame.name = row[1];
    for (const auto& lemma : split(parts.front(), '|')) {
      Frame one = frame;
      const auto cut = lemma.find('_');
      if (cut != std::string::npos) one.particle = lemma.substr(cut + 1);
      one.order = static_cast<int>(count_++);
      frames_[static_cast<std::size_t>(frame.kind)][lemma.substr(0, cut)].push_back(std::move(one));
    }
  }
}

void FrameSet::load_operators(const std::string& path) {
  const Table table = Table::read(path, 4, 4);
  for (const auto& row : table.rows()) {
    Operator op;
    if (row[2] != "-") op.slots = split(row[2], ',');
    for (const auto& effect : split(row[3], ' ')) {
      if (effect == "negate") {
        op.negate = true;
      } else if (effect == "drop") {
        op.drop = true;
      } else if (effect == "ongoing") {
        op.ongoing = true;
      } else if (effect == "absorb") {
        op.absorb = true;
      } else if (effect == "object") {
        op.object_control = true;
      } else if (effect.starts_with("modality=")) {
        op.has_modality = true;
        if (!from_string(std::string_view(effect).substr(9), op.modality))
          throw table.error(row, "no modality in '" + effect + "'");
      } else {
        throw table.error(row, "no effect '" + effect + "'");
      }
    }
    for (const auto& lemma : split(row[1], '|')) {
      if (row[0] == "mod")
        modifiers_[lemma] = op;
      else
        operators_[static_cast<std::size_t>(word_kind(table, row))][lemma].push_back(op);
    }
  }
}

FrameSet FrameSet::load(const std::string& frames_dir) {
  namespace fs = std::filesystem;
  FrameSet set;
  set.load_classes(frames_dir + "/classes.tsv");
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(frames_dir, failed)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("frames-") && name.ends_with(".tsv")) files.push_back(entry.path().string());
  }
  if (failed) throw text::Error(frames_dir, failed.message());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) set.load_frames(file);
  set.load_operators(frames_dir + "/operators.tsv");
  for (auto& map : set.frames_)
    for (auto& [lemma, frames] : map)
      std::stable_sort(frames.begin(), frames.end(), [](const Frame& a, const Frame& b) {
        const auto weight =
            [](const Frame& f) {  // By as many conditions: what is no act first, then what names its words.
              std::size_t named = 0;
              for (const auto& condition : f.conditions)
                if (!condition.negated && !condition.lemmas.empty()) ++named;
              return 64 * (f.conditions.size() + (f.particle.empty() ? 0 : 1)) + (f.drop ? 32 : 0) +
                     std::min<std::size_t>(named, 31);
            };
        return weight(a) > weight(b);
      });
  return set;
}

const std::vector<Frame>& FrameSet::frames(WordKind kind, std::string_view lemma) const {
  static const std::vector<Frame> none;
  const auto& map = frames_[static_cast<std::size_t>(kind)];
  const auto found = map.find(lemma);
  return found == map.end() ? none : found->second;
}

const Operator* FrameSet::op(WordKind kind, std::string_view lemma, std::string_view slot) const {
  const auto& map = operators_[static_cast<std::size_t>(kind)];
  const auto found = map.find(lemma);
  if (found == map.end()) return nullptr;
  for (const auto& op : found->second)
    if (std::find(op.slots.begin(), op.slots.end(), slot) != op.slots.end()) return &op;
  return nullptr;
}

const Operator* FrameSet::modifier(std::string_view lemma) const {
  const auto found = modifiers_.find(lemma);
  return found == modifiers_.end() ? nullptr : &found->second;
}

bool FrameSet::in_class(std::string_view name, std::string_view lemma) const {
  const auto found = classes_.find(name);
  return found != classes_.end() && found->second.contains(lemma);
}

bool FrameSet::known(std::string_view lemma) const {
  return frames_[0].contains(lemma) || frames_[1].contains(lemma) || frames_[2].contains(lemma);
}

}  // namespace realign::coding
