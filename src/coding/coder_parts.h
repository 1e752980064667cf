// What a Coder holds; shared by the files that implement it.
#pragma once

#include <optional>

#include "actors/actor.h"
#include "coding/act_model.h"
#include "coding/attribution.h"
#include "coding/claims.h"
#include "coding/coder.h"
#include "coding/frames.h"
#include "coding/record_model.h"
#include "coding/scale.h"
#include "coding/sides.h"
#include "coding/when.h"

namespace realign::coding {

struct Coder::Parts {
  actors::World world;
  FrameSet frames;
  std::optional<ActModel> acts;
  Calendar calendar;
  Attributor attributor;
  ClaimFinder claims;
  std::optional<ClaimModel> claim_kinds;
  Scale scale;
  Domains domains;
  KnownActs known;
  std::optional<SideModel> sides;
  std::optional<RecordModel> records;
};

}  // namespace realign::coding
