// One line of JSON Lines: an object with the fields id, text, date, source, url and title.
#pragma once

#include <string>
#include <string_view>

#include "text/document.h"

namespace realign::text {

// `place` ("FILE:LINE") for errors. "text" must be there, a string with something in it; the others may be
// absent or null. "id" may be a whole number; without one it is made from the text. "date" is ISO 8601
// (parse_date). "source" is Document::outlet. Other fields are passed over. Error for a line that is no
// UTF-8, no JSON or no such object.
Document document_from_json(std::string_view line, const std::string& place);

}  // namespace realign::text
