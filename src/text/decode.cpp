#include "text/decode.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <utility>

#include "text/error.h"

namespace realign::text {
namespace {

constexpr std::size_t kSample = 1U << 16U;  // bytes shown to the detector
constexpr int kSure = 20;                   // the detector's confidence, of 100

// Converts all of `bytes`, of which `skipped` stand before in the file (for the offset in errors).
std::string convert(std::string_view bytes, std::size_t skipped, const std::string& name,
                    const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset.c_str(), &status),
                                                                     &ucnv_close);
  if (U_FAILURE(status)) throw Error(name, "declares an encoding that is unknown: '" + charset + "'");
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 4);
  std::array<UChar, 4096> units{};
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* source = begin;
  UChar32 lead = 0;  // of a pair that the last batch cut
  do {
    status = U_ZERO_ERROR;
    UChar* target = units.data();
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end, nullptr, 1, &status);
    for (const UChar* unit = units.data(); unit != target; ++unit) {
      UChar32 c = *unit;
      if (U16_IS_LEAD(c)) {
        lead = c;
        continue;
      }
      if (U16_IS_TRAIL(c)) c = U16_GET_SUPPLEMENTARY(lead, c);
      std::array<char, U8_MAX_LENGTH> utf8{};
      int size = 0;
      U8_APPEND_UNSAFE(utf8.data(), size, c);
      out.append(utf8.data(), static_cast<std::size_t>(size));
    }
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) {
    std::array<char, 32> bad{};
    auto size = static_cast<int8_t>(bad.size());
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad.data(), &size, &ignored);
    const auto at =
        static_cast<std::size_t>(source - begin) - (U_SUCCESS(ignored) ? static_cast<std::size_t>(size) : 0);
    throw Error(name, "invalid " + charset + " at byte " + std::to_string(skipped + at));
  }
  return out;
}

// Valid sequences of several bytes, and bytes that belong to none.
std::pair<std::size_t, std::size_t> utf8_sequences(std::string_view bytes) {
  std::size_t valid = 0, invalid = 0;
  for (auto bad = invalid_utf8(bytes);; bad = invalid_utf8(bytes)) {
    for (const char c : bytes.substr(0, bad)) valid += static_cast<unsigned char>(c) >= 0xC0 ? 1 : 0;
    if (bad == std::string_view::npos) return {valid, invalid};
    ++invalid;
    bytes.remove_prefix(bad + 1);
  }
}

// Mistaken decodings are full of control characters (of which the web's encodings have none above ASCII), and
// of letters that no word is written with beside signs.
bool looks_written(std::string_view utf8) {
  const auto* s = reinterpret_cast<const unsigned char*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 c = 0;
    U8_NEXT(s, i, utf8.size(), c);
    if (c >= 0x7F && c < 0xA0) return false;
    if (c == 0xFE || c == 0xFF || c == 0xDE || c == 0xF0) {  // þ ÿ Þ ð: not two of them in a row
      UChar32 next = 0;
      std::size_t after = i;
      if (after < utf8.size()) U8_NEXT(s, after, utf8.size(), next);
      if (next == 0xFE || next == 0xFF) return false;
    }
  }
  return true;
}

std::string detect(std::string_view bytes, const std::string& name, std::size_t bad) {
  const Error damaged(name, "invalid UTF-8 at byte " + std::to_string(bad));
  // Text with more good UTF-8 in it than bad is damaged UTF-8, and would be noise in another encoding.
  if (const auto [valid, invalid] = utf8_sequences(bytes.substr(0, bad + kSample)); valid >= invalid)
    throw damaged;
  const auto sample = bytes.substr(bad < kSample / 2 ? 0 : bad - kSample / 2, kSample);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            &ucsdet_close);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < kSure) throw damaged;
  std::string charset = ucsdet_getName(match, &status);
  if (charset == "UTF-8" || charset.starts_with("UTF-16") || charset.starts_with("UTF-32")) throw damaged;
  if (charset == "ISO-8859-1") charset = "windows-1252";  // of which it is a part, as every browser reads it
  auto text = convert(bytes, 0, name, charset);
  if (!looks_written(text)) throw damaged;
  return text;
}

}  // namespace

std::size_t invalid_utf8(std::string_view bytes) {
  const auto* s = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::size_t size = bytes.size();
  for (std::size_t i = 0; i < size;) {
    if (s[i] < 0x80) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    UChar32 c = 0;
    U8_NEXT(s, i, size, c);
    if (c < 0) return begin;
  }
  return std::string_view::npos;
}

const char* binary_format(std::string_view head) {
  using namespace std::string_view_literals;
  static constexpr std::pair<std::string_view, const char*> kFormats[] = {
      {"%PDF-"sv, "a PDF file"},
      {"\x89PNG"sv, "a PNG picture"},
      {"\xFF\xD8\xFF"sv, "a JPEG picture"},
      {"GIF87a"sv, "a GIF picture"},
      {"GIF89a"sv, "a GIF picture"},
      {"PK\x03\x04"sv, "a ZIP archive (or a document in one, as .docx and .odt are)"},
      {"\x1F\x8B"sv, "a gzip archive"},
      {"BZh91AY"sv, "a bzip2 archive"},
      {"\xFD\x37zXZ\0"sv, "an xz archive"},
      {"\x28\xB5\x2F\xFD"sv, "a zstd archive"},
      {"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
      {"Rar!\x1A\x07"sv, "a RAR archive"},
      {"\x7F\x45LF"sv, "a program"},
      {"\xD0\xCF\x11\xE0"sv, "an old Office document"},
      {"{\\rtf"sv, "a Rich Text document"},
      {"SQLite format 3\0"sv, "an SQLite database"},
  };
  for (const auto& [magic, what] : kFormats)
    if (head.starts_with(magic)) return what;
  return nullptr;
}

bool is_blank(std::string_view utf8) {
  const auto* s = reinterpret_cast<const unsigned char*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 c = 0;
    U8_NEXT(s, i, utf8.size(), c);
    if (!u_isUWhiteSpace(c) && c != 0x200B && c != 0xFEFF) return false;
  }
  return true;
}

std::string decode(std::string_view bytes, const std::string& name, std::string_view declared) {
  if (bytes.size() > kLargestDocument)
    throw Error(name, "is too large: at most " + std::to_string(kLargestDocument >> 20) + " MiB a document");
  if (const char* what = binary_format(bytes))
    throw Error(name, std::string("is a binary file, not text: ") + what);
  std::string text;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    if (bytes.size() % 2 == 0 || bytes.find('\0') != std::string_view::npos) {
      text = convert(bytes.substr(2), 2, name, bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
      if (is_blank(text)) throw Error(name, "is empty");
      if (text.find('\0') != std::string::npos)
        throw Error(name, "is a binary file, not text: it holds NUL characters");
      return text;
    }
  }
  const std::size_t mark = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (const auto nul = bytes.find('\0'); nul != std::string_view::npos)
    throw Error(name, "is a binary file, not text: a NUL byte at byte " + std::to_string(nul));
  const auto bad = invalid_utf8(bytes.substr(mark));
  if (bad == std::string_view::npos)
    text = bytes.substr(mark);
  else if (mark > 0 || declared == "utf-8" || declared == "UTF-8" || declared == "utf8")
    throw Error(name, "invalid UTF-8 at byte " + std::to_string(mark + bad));
  else if (declared == "iso-8859-1" || declared == "us-ascii" || declared == "latin1")
    text = convert(bytes, 0, name, "windows-1252");
  else if (!declared.empty())
    text = convert(bytes, 0, name, std::string(declared));
  else
    text = detect(bytes, name, bad);
  if (is_blank(text)) throw Error(name, "is empty");
  return text;
}

}  // namespace realign::text
