// The one door for input: files, folders and standard input of any known format, one document at a time.
//
// Formats: plain text (.txt or anything that is none of the others), HTML, JSON Lines (id, text, date,
// source, url, title), RSS and Atom. A bad input is reported and passed over; it never ends a run. JSON Lines
// are read line by line, so that memory holds one document whatever the file's length.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "text/document.h"
#include "text/error.h"

namespace realign::text {

enum class InputFormat : char { automatic, text, html, jsonl, feed };

struct ReadOptions {
  InputFormat format = InputFormat::automatic;
  std::optional<Date> date;  // of documents that state none
};

using Take = std::function<void(Document&&)>;
using Complain = std::function<void(const Error&)>;

// `path`: a file, a folder (all files in it, by name, subfolders too; hidden ones left out) or "-" for
// standard input.
void read_documents(const std::string& path, const ReadOptions& options, const Take& take,
                    const Complain& complain);

// As read_documents for an open stream; `name` stands in errors.
void read_stream(std::istream& in, const std::string& name, const ReadOptions& options, const Take& take,
                 const Complain& complain);

}  // namespace realign::text
