#include "serve/site.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "serve/cache.h"
#include "text/document.h"
#include "text/error.h"
#include "text/table.h"

namespace realign::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 16 << 20;

const char* type_of(const std::string& extension) {
  struct Type {
    const char* extension;
    const char* type;
  };
  static constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                                    {".js", "text/javascript; charset=utf-8"},
                                    {".mjs", "text/javascript; charset=utf-8"},
                                    {".css", "text/css; charset=utf-8"},
                                    {".json", "application/json"},
                                    {".webmanifest", "application/manifest+json"},
                                    {".svg", "image/svg+xml"},
                                    {".png", "image/png"},
                                    {".ico", "image/x-icon"},
                                    {".woff2", "font/woff2"},
                                    {".txt", "text/plain; charset=utf-8"}};
  for (const auto& t : kTypes)
    if (extension == t.extension) return t.type;
  return nullptr;  // not served: source maps and the like
}

constexpr const char* kAbsent =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Realign</title>\n"
    "<h1>The page has not been built</h1>\n"
    "<p>This is the server of a Realign ledger, and its API answers under <a "
    "href=\"/api/v1/status\">/api/v1/</a>. The page "
    "that draws it is built by</p>\n<pre>npm --prefix web ci\nnpm --prefix web run build</pre>\n"
    "<p>in Realign's source tree; then start <code>realign serve</code> again. A built page elsewhere is "
    "named by "
    "<code>REALIGN_WEB</code>.</p>\n</html>\n";

}  // namespace

std::string Site::find(const std::string& data) {
  if (const char* named = std::getenv("REALIGN_WEB"); named != nullptr && *named != '\0') {
    if (!fs::exists(fs::path(named) / "index.html"))
      throw text::Error(named, "REALIGN_WEB names it, but it holds no index.html");
    return named;
  }
  for (const auto& folder : {data + "/web", data + "/web/dist", data + "/../web/dist"})
    if (fs::exists(folder + "/index.html")) return folder;
  return {};
}

Site::Site(const std::string& folder) {
  if (folder.empty()) {
    files_["/index.html"] = {"text/html; charset=utf-8", kAbsent, "", "\"absent\"", false};
    return;
  }
  built_ = true;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    // No links: what is served lies in the folder.
    if (entry.is_symlink() || !entry.is_regular_file() || entry.file_size() > kLargestFile) continue;
    const char* type = type_of(entry.path().extension().string());
    if (type == nullptr) continue;
    const auto path = fmt::format("/{}", fs::relative(entry.path(), folder).generic_string());
    File file{type, text::read_file(entry.path().string()), "", "", path.starts_with("/assets/")};
    file.etag = fmt::format("\"{}\"", text::content_id(file.body));
    if (file.body.size() >= 1024) file.zipped = gzip(file.body);
    if (file.zipped.size() >= file.body.size()) file.zipped.clear();
    files_[path] = std::move(file);
  }
}

const Site::File* Site::get(const std::string& path) const {
  const auto at = files_.find(path == "/" ? "/index.html" : path);
  return at == files_.end() ? nullptr : &at->second;
}

}  // namespace realign::serve
