#include "coding/record_model.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "coding/weights.h"
#include "text/table.h"

namespace realign::coding {

RecordFeatures record_features(const Candidate& c, float arc, int tellings) {
  RecordFeatures out;
  const auto add = [&](std::string name, float value) {
    if (value != 0) out.emplace_back(std::move(name), value);
  };
  const auto log_of = [](float p) { return std::log(std::clamp(p, 0.01F, 1.0F)); };
  const std::string type(to_string(c.frame->type));
  add("bias", 1);
  add("act", log_of(1 - c.no_act) - log_of(c.no_act));
  add("type", log_of(c.type_odds));
  add("source", log_of(c.source_odds));
  add("target", log_of(c.target_odds));
  add("both", log_of(c.source_odds * c.target_odds * (1 - c.no_act)));
  add("once", tellings <= 1);
  if (c.frame->kind == WordKind::noun) add("noun-once", tellings <= 1);
  add("tellings", static_cast<float>(std::min(tellings, 4)));
  add("stranger", c.stranger);
  if (c.stranger) add("stranger=" + type, 1);
  add("unjudged", !c.judged);
  add("unweighed", !c.weighed);
  add("self", c.frame->self);
  add("implied", !c.frame->implied_source.empty());
  add("speaker", c.frame->speaker);
  add("conditions", static_cast<float>(std::min<std::size_t>(c.frame->conditions.size(), 3)));
  add("arc", log_of(arc));
  add("inferred", c.inferred);
  add("source-direct", c.source_direct);
  add("target-direct", c.target_direct);
  add("retold", c.retold);
  add(c.frame->name == "ANY" ? "any" : "frame", 1);
  add("retyped", c.own != nullptr);
  add(c.frame->kind == WordKind::noun ? "noun" : c.frame->kind == WordKind::adj ? "adjective" : "verb", 1);
  add("modality=" + std::string(to_string(c.reading.modality)), 1);
  add("negated", c.reading.polarity == Polarity::negated);
  add("purpose", c.reading.purpose);
  add("no-source", c.source.empty());
  add("no-target", c.target.empty());
  if (!c.source.empty() && !c.target.empty()) {
    const bool home = c.source.front().country == c.target.front().country;
    add("home", home);
    if (home) add("home=" + type, 1);
  }
  add("type=" + type, 1);
  if (c.frame->name != "ANY") add("frame=" + type, 1);
  return out;
}

std::optional<RecordModel> RecordModel::load(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  RecordModel model;
  const auto table = text::Table::read(path, 2, 2);
  for (const auto& row : table.rows()) {
    const float weight = weight_of(table, row, row[1]);
    if (row[0] == "limit")
      model.limit_ = weight;
    else
      model.weights_.emplace(row[0], weight);
  }
  return model;
}

float RecordModel::probability(const RecordFeatures& features) const {
  float sum = 0;
  for (const auto& [name, value] : features)
    if (const auto found = weights_.find(name); found != weights_.end()) sum += found->second * value;
  return 1 / (1 + std::exp(-sum));
}

}  // namespace realign::coding
