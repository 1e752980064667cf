#include "text/decode.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <memory>

#include "text/error.h"
#include "text/table.h"

namespace realign::text {

std::size_t invalid_utf8(std::string_view s) {
  std::size_t i = 0;
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  while (i < s.size()) {
    const unsigned char c = byte(i);
    if (c < 0x80) {
      ++i;
      continue;
    }
    std::size_t n = 0;
    if (c >= 0xC2 && c <= 0xDF)
      n = 1;
    else if (c >= 0xE0 && c <= 0xEF)
      n = 2;
    else if (c >= 0xF0 && c <= 0xF4)
      n = 3;
    else
      return i;
    if (i + n >= s.size()) return i;
    for (std::size_t k = 1; k <= n; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    // Overlong forms, surrogates, beyond U+10FFFF.
    if ((c == 0xE0 && byte(i + 1) < 0xA0) || (c == 0xED && byte(i + 1) > 0x9F) ||
        (c == 0xF0 && byte(i + 1) < 0x90) || (c == 0xF4 && byte(i + 1) > 0x8F))
      return i;
    i += n + 1;
  }
  return std::string_view::npos;
}

namespace {

std::string convert(std::string_view bytes, const std::string& name, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset.c_str(), &status),
                                                               &ucnv_close);
  if (U_FAILURE(status)) throw Error(name, "unknown character encoding '" + charset + "'");
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), status);
  if (U_FAILURE(status)) throw Error(name, "cannot be read as " + charset);
  std::string out;
  text.toUTF8String(out);
  if (const auto bad = out.find("\xEF\xBF\xBD");
      bad != std::string::npos && bytes.find("\xEF\xBF\xBD") == std::string_view::npos)
    throw Error(name, "has bytes that are invalid in " + charset);
  return out;
}

}  // namespace

std::string decode(std::string_view bytes, const std::string& name, std::string_view declared) {
  if (bytes.size() > kLargestDocument)
    throw Error(name, "is too large: " + std::to_string(bytes.size() >> 20) + " MiB, at most " +
                          std::to_string(kLargestDocument >> 20) + " MiB a document");
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const std::string text = convert(bytes.substr(2), name, bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
    if (trim(text).empty()) throw Error(name, "is empty");
    return text;
  }
  for (const std::string_view magic :
       {std::string_view("%PDF-"), std::string_view("\x89PNG"), std::string_view("PK\x03\x04"),
        std::string_view("\x7F"
                         "ELF"),
        std::string_view("GIF8"), std::string_view("\xFF\xD8\xFF"), std::string_view("\x1F\x8B"),
        std::string_view("\xD0\xCF\x11\xE0")})
    if (bytes.starts_with(magic)) throw Error(name, "is a binary file, not text");
  if (const auto nul = bytes.find('\0'); nul != std::string_view::npos)
    throw Error(name, "is a binary file: a NUL byte at offset " + std::to_string(nul));
  const auto bad = invalid_utf8(bytes);
  std::string text;
  if (bad == std::string_view::npos) {
    text = bytes;
  } else if (!declared.empty() && declared != "utf-8" && declared != "UTF-8") {
    text = convert(bytes, name, std::string(declared));
  } else {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
    const auto sample = bytes.substr(0, 65536);
    ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
    const UCharsetMatch* match = U_SUCCESS(status) ? ucsdet_detect(detector.get(), &status) : nullptr;
    const int confidence = match != nullptr && U_SUCCESS(status) ? ucsdet_getConfidence(match, &status) : 0;
    const char* charset = match != nullptr && U_SUCCESS(status) ? ucsdet_getName(match, &status) : nullptr;
    // A text that is nearly UTF-8 is damaged UTF-8, not Latin-1.
    std::size_t high = 0;
    for (const char c : sample) high += static_cast<unsigned char>(c) >= 0x80 ? 1 : 0;
    const bool nearly =
        bytes.find("\xE2\x80") != std::string_view::npos ||
        (bad > 0 && bytes.substr(0, bad).find_first_of("\xC3\xC4\xC5\xD0\xD1\xE2") != std::string_view::npos);
    if (charset == nullptr || confidence < 20 || nearly || std::string_view(charset) == "UTF-8" ||
        high * 3 > sample.size() * 2)
      throw Error(name, "invalid UTF-8 at byte " + std::to_string(bad));
    text = convert(bytes, name, charset);
  }
  if (trim(text).empty()) throw Error(name, "is empty");
  return text;
}

}  // namespace realign::text
