// A document: one article as clean UTF-8 text, with what is known of where and when it appeared.
//
// All later rooms point into Document::text by byte offsets; what leaves the program (records, ledger)
// carries Unicode code-point offsets into the same text, made by CodePointIndex.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace realign::text {

using Date = std::chrono::year_month_day;

struct Document {
  std::string id;            // as the input names it, else made from the content (content_id)
  std::string text;          // UTF-8; exactly the characters that offsets count
  std::string title;         // may be empty; not part of `text` unless the text contains it
  std::string outlet;        // who published it ("source" in JSON Lines), may be empty
  std::string url;           // may be empty
  std::optional<Date> date;  // of publication: the reference for relative dates
  std::string path;          // the file that it came from ("-" for stdin), for error messages
};

// "2022-10-12" for a date; parse_date takes YYYY-MM-DD (also followed by a time, as in ISO 8601) and gives
// nothing for a text that is no date or a day that does not exist.
std::string format_date(const Date& date);
std::optional<Date> parse_date(std::string_view text);

// A 16-hex-digit name made from the text alone: the same article has the same name wherever it is read.
std::string content_id(std::string_view text);

// Byte offset -> code-point offset of a UTF-8 text in O(1) amortised for nearby, O(log n) for any, calls.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  std::size_t at(std::size_t byte) const;  // byte <= text.size()
  std::size_t byte_of(std::size_t code_point) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> marks_;  // code points before each block of kBlock bytes
};

}  // namespace realign::text
