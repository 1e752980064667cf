// Sides that a clause leaves to its context: "visited Yerevan and delivered equipment", "the junta refused",
// "the war in Ukraine".
//
// Only what the document supports is supplied, in this order: another actor of the same clause, the sides of
// the verb it is coordinated with, whoever acted upon the source just before, the only other state of the
// sentence, the state that the known side last had to do with, the state most spoken of besides it. Records
// with a supplied side are marked as inferred and weigh less.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/actor.h"
#include "coding/candidate.h"
#include "coding/side_model.h"
#include "text/document.h"

namespace realign::coding {

// Acts that the news names by one side only. data/coding/known-acts.tsv.
class KnownActs {
 public:
  static KnownActs load(const std::string& path);

  struct Act {
    std::vector<std::string> nouns;
    std::string source, target;
    std::optional<text::Date> from, to;
  };
  // The act that the noun names, told on `date`, of which one side is known ("" for the other): one whose
  // other side the document mentions, else the first listed; nullptr if none.
  const Act* find(std::string_view noun, std::string_view source, std::string_view target,
                  const std::optional<text::Date>& date,
                  const std::function<bool(std::string_view)>& mentioned) const;

 private:
  std::vector<Act> acts_;
};

void infer_sides(std::vector<Candidate>& candidates, std::span<const Clause> clauses,
                 const actors::Cast& cast, const actors::World& world, const FrameSet& frames,
                 const KnownActs& known, const std::optional<text::Date>& date,
                 const SideModel* model = nullptr, std::vector<AskedSide>* asked = nullptr);

}  // namespace realign::coding
