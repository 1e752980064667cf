#include "text/reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "text/decode.h"
#include "text/feed.h"
#include "text/html.h"
#include "text/jsonl.h"
#include "text/plain.h"
#include "text/table.h"

namespace realign::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSniffed = 4096;  // bytes looked at to tell a format
constexpr std::size_t kChunk = 1U << 16U;

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool one_of(std::string_view extension, std::initializer_list<std::string_view> known) {
  return std::find(known.begin(), known.end(), extension) != known.end();
}

// Whether "<name" begins an element in `markup`, which is in lower case.
bool has_element(std::string_view markup, std::string_view name) {
  for (auto at = markup.find(name); at != std::string_view::npos; at = markup.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (at > 0 && markup[at - 1] == '<' && end < markup.size() &&
        std::string_view(" \t\r\n>/").find(markup[end]) != std::string_view::npos)
      return true;
  }
  return false;
}

InputFormat sniff(const std::string& name, std::string_view head) {
  const std::string extension = lower(fs::path(name).extension().string());
  if (one_of(extension, {".txt", ".text", ".md"})) return InputFormat::text;
  if (one_of(extension, {".jsonl", ".ndjson", ".json"})) return InputFormat::jsonl;
  if (one_of(extension, {".rss", ".atom", ".rdf"})) return InputFormat::feed;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::string start = lower(trim(head));
  if (start.starts_with('<')) {
    if (has_element(start, "rss") || has_element(start, "feed") || has_element(start, "rdf:rdf"))
      return InputFormat::feed;
    if (start.starts_with("<!doctype html") || has_element(start, "html") || has_element(start, "head") ||
        has_element(start, "body"))
      return InputFormat::html;
  }
  if (one_of(extension, {".html", ".htm", ".xhtml"})) return InputFormat::html;
  if (extension == ".xml" || start.starts_with("<?xml")) return InputFormat::feed;
  // An object whose first thing is a name.
  if (start.starts_with('{') && trim(start.substr(1)).starts_with('"')) return InputFormat::jsonl;
  return InputFormat::text;
}

// A stream's bytes with those first that were read to tell the format.
class Source {
 public:
  explicit Source(std::istream& in) : in_(in) { fill(kSniffed); }

  std::string_view head() const { return buffer_; }
  bool failed() const { return in_.bad(); }

  // The rest of the input, or one byte more than `limit` of it.
  std::string all(std::size_t limit) {
    while (buffer_.size() <= limit && fill(kChunk)) {
    }
    return std::move(buffer_);
  }

  // The next line without its line end, false at the end of the input; `cut` tells that it was longer than
  // `limit`, and that the rest of it was passed over.
  bool line(std::string& out, std::size_t limit, bool& cut) {
    out.clear();
    cut = false;
    for (bool any = false;; any = true) {
      const auto end = buffer_.find('\n', at_);
      const auto part = std::string_view(buffer_).substr(at_, end == std::string::npos ? end : end - at_);
      cut = cut || out.size() + part.size() > limit;
      if (!cut) out += part;
      if (end != std::string::npos) {
        at_ = end + 1;
        return true;
      }
      any = any || !part.empty();
      buffer_.clear();
      at_ = 0;
      if (!fill(kChunk)) return any || !out.empty();
    }
  }

 private:
  bool fill(std::size_t size) {
    if (!in_) return false;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + size);
    in_.read(buffer_.data() + before, static_cast<std::streamsize>(size));
    buffer_.resize(before + static_cast<std::size_t>(in_.gcount()));
    return buffer_.size() > before;
  }

  std::istream& in_;
  std::string buffer_;
  std::size_t at_ = 0;
};

// One run: what it was asked for, whom it tells, and what it did.
class Run {
 public:
  Run(const ReadOptions& options, const Take& take, const Complain& complain)
      : options_(options), take_(take), complain_(complain) {}

  ReadCounts counts() const { return counts_; }

  void read_path(const std::string& path) {
    if (path == "-") return read_stream(std::cin, path);
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (!fs::exists(status)) return complain(Error(path, "no such file or folder"));
    if (fs::is_directory(status)) return read_folder(path);
    std::ifstream in(path, std::ios::binary);
    if (!in) return complain(Error(path, "cannot be opened"));
    read_stream(in, path);
  }

  void read_stream(std::istream& in, const std::string& name) {
    Source source(in);
    const auto format =
        options_.format == InputFormat::automatic ? sniff(name, source.head()) : options_.format;
    if (format == InputFormat::jsonl && binary_format(source.head()) == nullptr)
      return read_lines(source, name);
    std::vector<Document>
        documents;  // handed on below, where what their taker throws is no fault of the input
    try {
      const std::string bytes = source.all(kLargestDocument);
      if (source.failed()) throw Error(name, "cannot be read");
      documents = read_whole(bytes, name, format);
    } catch (const Error& e) {
      complain(e);
    }
    for (auto& document : documents) take(std::move(document));
  }

 private:
  std::vector<Document> read_whole(const std::string& bytes, const std::string& name, InputFormat format) {
    std::vector<Document> documents;
    if (format == InputFormat::html) {
      documents.push_back(document_from_html(decode(bytes, name, declared_charset(bytes)), name));
      documents.back().id = content_id(documents.back().text);
    } else if (format == InputFormat::feed) {
      documents_from_feed(
          decode(bytes, name, declared_charset(bytes)), name,
          [&](Document&& document) { documents.push_back(std::move(document)); },
          [&](const Error& e) { complain(e); });
    } else {
      documents.push_back(document_from_plain(decode(bytes, name), name));
      auto& date = documents.back().date;
      if (!date) date = options_.date ? options_.date : date_of_name(name);
    }
    return documents;
  }

  void read_lines(Source& source, const std::string& name) {
    if (source.head().starts_with("\xFF\xFE") || source.head().starts_with("\xFE\xFF"))
      return complain(Error(name, "is UTF-16: JSON Lines are UTF-8"));
    std::string line;
    bool cut = false, any = false;
    for (std::size_t number = 1; source.line(line, kLargestDocument, cut); ++number) {
      if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
      if (!cut && trim(line).empty()) continue;
      any = true;
      const std::string place = name + ":" + std::to_string(number);
      std::optional<Document> document;
      try {
        if (cut)
          throw Error(place,
                      "is too large: at most " + std::to_string(kLargestDocument >> 20) + " MiB a document");
        document = document_from_json(line, place);
      } catch (const Error& e) {
        complain(e);
        continue;
      }
      document->path = name;
      take(std::move(*document));
    }
    if (source.failed()) return complain(Error(name, "cannot be read"));
    if (!any) complain(Error(name, "is empty"));
  }

  void read_folder(const std::string& path) {
    std::vector<std::string> files;
    std::error_code failed;
    fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, failed);
    if (failed) return complain(Error(path, "cannot be read: " + failed.message()));
    for (const auto end = fs::recursive_directory_iterator(); it != end; it.increment(failed)) {
      std::error_code ignored;
      if (it->path().filename().string().starts_with('.')) {
        if (it->is_directory(ignored)) it.disable_recursion_pending();
        continue;
      }
      if (it->is_regular_file(ignored) && holds_text(it->path())) files.push_back(it->path().string());
    }
    if (failed) complain(Error(path, "cannot be read in full: " + failed.message()));
    std::sort(files.begin(), files.end());
    if (files.empty()) complain(Error(path, "holds no file of a known kind"));
    for (const auto& file : files) read_path(file);
  }

  // A folder may hold other things: only files of the known kinds are read from it.
  static bool holds_text(const fs::path& path) {
    return one_of(lower(path.extension().string()),
                  {"", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json",
                   ".xml", ".rss", ".atom", ".rdf"});
  }

  void take(Document&& document) {
    if (!document.date) document.date = options_.date;
    ++counts_.documents;
    take_(std::move(document));
  }

  void complain(const Error& error) {
    ++counts_.errors;
    complain_(error);
  }

  const ReadOptions& options_;
  const Take& take_;
  const Complain& complain_;
  ReadCounts counts_;
};

}  // namespace

ReadCounts read_stream(std::istream& in, const std::string& name, const ReadOptions& options,
                       const Take& take, const Complain& complain) {
  Run run(options, take, complain);
  run.read_stream(in, name);
  return run.counts();
}

ReadCounts read_documents(const std::string& path, const ReadOptions& options, const Take& take,
                          const Complain& complain) {
  Run run(options, take, complain);
  run.read_path(path);
  return run.counts();
}

}  // namespace realign::text
