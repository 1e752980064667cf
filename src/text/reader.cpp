#include "text/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "text/decode.h"
#include "text/feed.h"
#include "text/html.h"
#include "text/table.h"

namespace realign::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSniffed = 4096;  // bytes looked at to tell a format

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

InputFormat sniff(const std::string& name, std::string_view head) {
  const std::string extension = lower(fs::path(name).extension().string());
  if (extension == ".jsonl" || extension == ".ndjson") return InputFormat::jsonl;
  if (extension == ".html" || extension == ".htm" || extension == ".xhtml") return InputFormat::html;
  if (extension == ".rss" || extension == ".atom") return InputFormat::feed;
  std::string_view start = head;
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  start = trim(start);
  const std::string low = lower(start.substr(0, 1024));
  if (low.find("<rss") != std::string::npos || low.find("<feed") != std::string::npos ||
      low.find("<rdf:rdf") != std::string::npos)
    return InputFormat::feed;
  if (low.starts_with("<!doctype html") || low.starts_with("<html") ||
      (low.starts_with("<") && low.find("<html") != std::string::npos))
    return InputFormat::html;
  if (low.starts_with("{\"") || low.starts_with("{ \"")) return InputFormat::jsonl;
  return InputFormat::text;
}

// "Friday, August 21, 2015", "21 August 2015", "2015-08-21": a line that is nothing but a date.
std::optional<Date> line_date(std::string_view line) {
  line = trim(line);
  if (line.size() > 40) return std::nullopt;
  if (line.size() == 10)
    if (const auto iso = parse_date(line)) return iso;
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  int month = 0, day = 0, year = 0;
  std::string cleaned(line);
  std::replace(cleaned.begin(), cleaned.end(), ',', ' ');
  for (const auto& part : split(cleaned, ' ')) {
    const std::string word = lower(part);
    int number = 0;
    if (std::find(kDays.begin(), kDays.end(), word) != kDays.end()) continue;
    if (const auto m = std::find(kMonths.begin(), kMonths.end(), word); m != kMonths.end() && month == 0)
      month = static_cast<int>(m - kMonths.begin()) + 1;
    else if (std::from_chars(word.data(), word.data() + word.size(), number).ptr ==
                 word.data() + word.size() &&
             number > 0 && number < 32 && day == 0)
      day = number;
    else if (number >= 1900 && number <= 2100 && year == 0)
      year = number;
    else
      return std::nullopt;
  }
  const Date date = std::chrono::year(year) / month / day;
  return year > 0 && date.ok() ? std::optional(date) : std::nullopt;
}

// Title and date that a plain text states in its first lines; the text itself stays as it is.
void head_of(Document& document) {
  std::string_view rest = document.text;
  std::size_t shown = 0;
  std::string_view first;
  bool first_stands_alone = false;
  for (int lines = 0; lines < 8 && !rest.empty() && shown < 3; ++lines) {
    const auto cut = rest.find('\n');
    const auto line = trim(rest.substr(0, cut));
    rest.remove_prefix(cut == std::string_view::npos ? rest.size() : cut + 1);
    if (line.empty()) {
      if (shown == 1) first_stands_alone = true;
      continue;
    }
    ++shown;
    if (shown == 1) first = line;
    if (!document.date) document.date = line_date(line);
  }
  if (document.title.empty() && first_stands_alone && first.size() <= 160 && !first.ends_with('.') &&
      !line_date(first))
    document.title = first;
}

Document from_json(const std::string& line, const std::string& place) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (json.is_discarded()) throw Error(place, "is no JSON");
  if (!json.is_object()) throw Error(place, "is no JSON object");
  const auto field = [&](const char* name, bool required) -> std::string {
    const auto at = json.find(name);
    if (at == json.end() || at->is_null()) {
      if (required) throw Error(place, std::string("lacks '") + name + "'");
      return {};
    }
    if (at->is_number_integer() && std::string_view(name) == "id")
      return std::to_string(at->get<long long>());
    if (!at->is_string()) throw Error(place, std::string("'") + name + "' is no text");
    return at->get<std::string>();
  };
  Document d;
  d.text = field("text", true);
  if (trim(d.text).empty()) throw Error(place, "'text' is empty");
  if (d.text.find('\0') != std::string::npos) throw Error(place, "'text' holds a NUL character");
  d.id = field("id", false);
  d.title = field("title", false);
  d.outlet = field("source", false);
  d.url = field("url", false);
  if (const auto date = field("date", false); !date.empty()) {
    d.date = parse_date(date);
    if (!d.date) throw Error(place, "'date' is no date: '" + date.substr(0, 40) + "'");
  }
  return d;
}

void finish(Document&& d, const std::string& name, const ReadOptions& options, const Take& take) {
  d.path = name;
  if (!d.date) d.date = options.date;
  if (d.id.empty()) d.id = content_id(d.text);
  take(std::move(d));
}

void read_lines(std::istream& in, const std::string& name, const ReadOptions& options, const Take& take,
                const Complain& complain, std::string pending) {
  std::size_t number = 0, good = 0;
  std::string line;
  // `pending`: what was read ahead to tell the format.
  const auto next = [&]() -> bool {
    line.clear();
    if (!pending.empty()) {
      const auto cut = pending.find('\n');
      if (cut != std::string::npos) {
        line = pending.substr(0, cut);
        pending.erase(0, cut + 1);
        return true;
      }
      std::string more;
      std::getline(in, more);
      line = pending + more;
      pending.clear();
      return true;
    }
    return static_cast<bool>(std::getline(in, line));
  };
  while (next()) {
    ++number;
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (trim(line).empty()) continue;
    const std::string place = name + ":" + std::to_string(number);
    try {
      if (line.size() > kLargestDocument) throw Error(place, "is too large");
      if (const auto bad = invalid_utf8(line); bad != std::string_view::npos)
        throw Error(place, "invalid UTF-8 at byte " + std::to_string(bad) + " of the line");
      Document d = from_json(line, place);
      ++good;
      finish(std::move(d), name, options, take);
    } catch (const Error& e) {
      complain(e);
      ++good;
    }
  }
  if (good == 0) complain(Error(name, "is empty"));
}

void read_whole(const std::string& bytes, const std::string& name, InputFormat format,
                const ReadOptions& options, const Take& take) {
  switch (format) {
    case InputFormat::html:
      finish(document_from_html(decode(bytes, name, declared_charset(bytes)), name), name, options, take);
      break;
    case InputFormat::feed:
      documents_from_feed(decode(bytes, name, declared_charset(bytes)), name,
                          [&](Document&& d) { finish(std::move(d), name, options, take); });
      break;
    default: {
      Document d;
      d.text = decode(bytes, name);
      head_of(d);
      finish(std::move(d), name, options, take);
    }
  }
}

}  // namespace

void read_stream(std::istream& in, const std::string& name, const ReadOptions& options, const Take& take,
                 const Complain& complain) {
  try {
    std::string head(kSniffed, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    const InputFormat format = options.format == InputFormat::automatic ? sniff(name, head) : options.format;
    if (format == InputFormat::jsonl) {
      if (head.size() < kSniffed) in.clear();
      return read_lines(in, name, options, take, complain, std::move(head));
    }
    // Read on up to one byte more than allowed; decode() then says that it is too large.
    std::string chunk(1 << 16, '\0');
    while (in && head.size() <= kLargestDocument) {
      in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      head.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) throw Error(name, "cannot be read");
    read_whole(head, name, format, options, take);
  } catch (const Error& e) {
    complain(e);
  }
}

void read_documents(const std::string& path, const ReadOptions& options, const Take& take,
                    const Complain& complain) {
  if (path == "-") return read_stream(std::cin, "-", options, take, complain);
  std::error_code failed;
  if (!fs::exists(path, failed)) return complain(Error(path, "no such file or folder"));
  if (!fs::is_directory(path, failed)) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return complain(Error(path, "cannot be opened"));
    return read_stream(in, path, options, take, complain);
  }
  std::vector<std::string> files;
  for (auto it =
           fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed);
       !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    const auto name = it->path().filename().string();
    if (name.starts_with('.')) {
      if (it->is_directory(failed)) it.disable_recursion_pending();
      continue;
    }
    const std::string extension = lower(it->path().extension().string());
    // A folder may hold other things: only files of the known kinds are read from it.
    if (it->is_regular_file(failed) &&
        (extension == ".txt" || extension == ".html" || extension == ".htm" || extension == ".jsonl" ||
         extension == ".ndjson" || extension == ".xml" || extension == ".rss" || extension == ".atom" ||
         extension.empty()))
      files.push_back(it->path().string());
  }
  if (failed) complain(Error(path, failed.message()));
  std::sort(files.begin(), files.end());
  if (files.empty()) complain(Error(path, "holds no file of a known kind"));
  for (const auto& file : files) read_documents(file, options, take, complain);
}

}  // namespace realign::text
