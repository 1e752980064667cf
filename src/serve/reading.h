// Reading articles that came over HTTP into the ledger, as `realign read` does.
#pragma once

#include <string>
#include <vector>

#include "serve/api.h"
#include "serve/jobs.h"

namespace realign::serve {

struct Upload {
  std::string name, type, content;  // type: a media type, or "" to go by the name and the first bytes
};

// The work of a job: its result is openapi.json's ReadResult. `date`: ISO day of articles that state none, or
// "".
Jobs::Work read_work(const Shared& shared, std::vector<Upload> uploads, const std::string& date);

}  // namespace realign::serve
