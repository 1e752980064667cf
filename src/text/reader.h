// The one door for input: files, folders and standard input of any known format, one document at a time.
//
// Formats: plain text, HTML, JSON Lines (id, text, date, source, url, title), RSS and Atom. A bad input is
// reported and passed over; it never ends a run. JSON Lines are read line by line, so that memory holds one
// document whatever the file's length; any other file is at most kLargestDocument long (text/decode.h).
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "text/document.h"
#include "text/error.h"

namespace realign::text {

enum class InputFormat : char { automatic, text, html, jsonl, feed };

struct ReadOptions {
  InputFormat format = InputFormat::automatic;  // automatic: by the file's extension, else by its first bytes
  // Of documents that state none; it is believed before the date in a plain text's file name.
  std::optional<Date> date;
};

struct ReadCounts {
  std::size_t documents = 0, errors = 0;
};

using Take = std::function<void(Document&&)>;
using Complain = std::function<void(const Error&)>;

// `path`: a file, a folder (all files in it in the order of their names, subfolders too; hidden ones and
// those of which the extension tells that they hold no text left out) or "-" for standard input. What `take`
// throws passes through.
ReadCounts read_documents(const std::string& path, const ReadOptions& options, const Take& take,
                          const Complain& complain);

// As read_documents for an open stream; `name` stands in errors.
ReadCounts read_stream(std::istream& in, const std::string& name, const ReadOptions& options,
                       const Take& take, const Complain& complain);

}  // namespace realign::text
