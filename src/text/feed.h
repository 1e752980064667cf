// Articles out of a feed: RSS 2.0, RSS 1.0 (RDF) and Atom.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "text/document.h"

namespace realign::text {

// Calls `take` for each item with text; Error if the XML is damaged or no feed. No entity is fetched,
// whatever the file declares.
void documents_from_feed(std::string_view xml, const std::string& name,
                         const std::function<void(Document&&)>& take);

// "Wed, 12 Oct 2022 08:00:00 GMT" (RFC 822) or ISO 8601.
std::optional<Date> parse_feed_date(std::string_view text);

}  // namespace realign::text
