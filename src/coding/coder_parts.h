// What a Coder holds; shared by the files that implement it.
#pragma once

#include "actors/actor.h"
#include "coding/attribution.h"
#include "coding/claims.h"
#include "coding/coder.h"
#include "coding/frames.h"
#include "coding/scale.h"
#include "coding/sides.h"
#include "coding/when.h"

namespace realign::coding {

struct Coder::Parts {
  actors::World world;
  FrameSet frames;
  Calendar calendar;
  Attributor attributor;
  ClaimFinder claims;
  Scale scale;
  Domains domains;
  KnownActs known;
};

}  // namespace realign::coding
