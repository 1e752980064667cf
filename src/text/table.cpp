#include "text/table.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace realign::text {

std::string_view trim(std::string_view text) {
  const char* blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto cut = text.find(separator);
    const auto part = trim(text.substr(0, cut));
    if (!part.empty()) parts.emplace_back(part);
    if (cut == std::string_view::npos) break;
    text.remove_prefix(cut + 1);
  }
  return parts;
}

std::string read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw Error(path, "is a folder, not a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error(path, "cannot be opened");
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (in.bad()) throw Error(path, "cannot be read");
  return std::move(bytes).str();
}

Table Table::read(const std::string& path, std::size_t columns, std::size_t required) {
  return parse(read_file(path), path, columns, required);
}

Table Table::parse(std::string_view content, const std::string& name, std::size_t columns,
                   std::size_t required) {
  Table table;
  table.name_ = name;
  for (std::size_t line = 1; !content.empty(); ++line) {
    const auto cut = content.find('\n');
    std::string_view text = content.substr(0, cut);
    content.remove_prefix(cut == std::string_view::npos ? content.size() : cut + 1);
    if (text.starts_with('#')) continue;
    for (const char* mark : {" # ", "\t# "}) text = text.substr(0, text.find(mark));
    if (trim(text).empty()) continue;
    Row row;
    row.line = line;
    for (;;) {
      const auto tab = text.find('\t');
      row.fields.emplace_back(trim(text.substr(0, tab)));
      if (tab == std::string_view::npos) break;
      text.remove_prefix(tab + 1);
    }
    if (row.fields.size() < columns) row.fields.resize(columns);
    for (std::size_t i = 0; i < required; ++i)
      if (row.fields[i].empty()) throw table.error(row, "field " + std::to_string(i + 1) + " is missing");
    table.rows_.push_back(std::move(row));
  }
  return table;
}

Error Table::error(const Row& row, const std::string& what) const {
  return Error(name_ + ":" + std::to_string(row.line), what);
}

std::string data_dir() {
  namespace fs = std::filesystem;
  const auto holds = [](const fs::path& dir) {
    std::error_code ignored;
    return fs::exists(dir / "actors" / "countries.tsv", ignored);
  };
  if (const char* named = std::getenv("REALIGN_DATA"); named != nullptr && *named != '\0') {
    if (holds(named)) return named;
    throw Error(named, "$REALIGN_DATA holds no actors/countries.tsv");
  }
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed)
    if (const auto installed = program.parent_path().parent_path() / "share" / "realign"; holds(installed))
      return installed.string();
  if (holds(REALIGN_DATA_DIR)) return REALIGN_DATA_DIR;
  throw Error("data", "not found: set REALIGN_DATA to the folder that holds actors/countries.tsv");
}

}  // namespace realign::text
