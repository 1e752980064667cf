// Articles out of a feed: RSS 2.0, RSS 1.0 (RDF) and Atom.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "text/document.h"
#include "text/error.h"

namespace realign::text {

// Calls `take` for each item, in order; Error if the XML is damaged (with its line) or is no feed. No entity
// is fetched or expanded, whatever the file declares. An item's text is its whole content where the feed has
// it, else its description, else its title. Its id is the feed's (guid, id), else made from the text. An item
// without any text, or with a date that is none, is an Error given to `complain`; the latter is read all the
// same, undated.
void documents_from_feed(std::string_view xml, const std::string& name,
                         const std::function<void(Document&&)>& take,
                         const std::function<void(const Error&)>& complain);

}  // namespace realign::text
