// Bytes into clean UTF-8 text.
//
// A byte-order mark decides, then valid UTF-8, then what the markup declares, then ICU's detector, if it is
// sure enough and the result looks like writing. Plain text keeps every character (line ends too), so that
// offsets count the decoded file's own; only a byte-order mark is taken off.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace realign::text {

inline constexpr std::size_t kLargestDocument = std::size_t{64} << 20;  // bytes of one document

// `name`: the file, for errors; `declared`: a charset named by the markup or "". Error for empty or blank
// input, binary files (PDF, images, archives; NUL bytes), bytes that are invalid in the encoding (with their
// offset in the file), an encoding that nobody knows, and more than kLargestDocument.
std::string decode(std::string_view bytes, const std::string& name, std::string_view declared = "");

// Offset of the first byte that is not valid UTF-8, npos if all is.
std::size_t invalid_utf8(std::string_view bytes);

// What a file's first bytes say that it is ("a PDF file"), nullptr if they are no known binary format's.
const char* binary_format(std::string_view head);

// Nothing but white space (Unicode's, and characters of no width).
bool is_blank(std::string_view utf8);

}  // namespace realign::text
