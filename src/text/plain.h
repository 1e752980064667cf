// A plain text as a document: all of it is its text, and its first lines may tell its title and date.
#pragma once

#include <optional>
#include <string>

#include "text/document.h"

namespace realign::text {

// `text`: as decode() gives it, kept to the character. The title is a first line of at most 160 characters
// without a full stop that stands alone (a blank line or a date below). The date is that of one of the first
// three lines that are not blank, if the line is nothing else ("Friday, August 21, 2015", "2022-10-12") or,
// with its weekday, begins a paragraph.
Document document_from_plain(std::string text, const std::string& path);

// The day that a file's name is or begins with ("2022-10-12.txt", "2022-10-12_astana.txt").
std::optional<Date> date_of_name(const std::string& path);

}  // namespace realign::text
