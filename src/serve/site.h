// The built page: its files, read once into memory, with their types.
//
// Files under assets/ carry a hash in their names (Vite's doing) and may be kept for ever; all others are
// asked for anew.
#pragma once

#include <map>
#include <string>

namespace realign::serve {

class Site {
 public:
  struct File {
    std::string type, body, zipped, etag;
    bool lasting = false;
  };

  // $REALIGN_WEB, else the folder `web` beside the installed data, else web/dist of the source tree beside
  // the data's folder; "" if none holds an index.html.
  static std::string find(const std::string& data);

  // `folder` may be "": then the only file is a page that says how the real one is built.
  explicit Site(const std::string& folder);

  const File* get(const std::string& path) const;  // "/" is index.html; nullptr: there is none
  bool built() const { return built_; }

 private:
  std::map<std::string, File> files_;
  bool built_ = false;
};

}  // namespace realign::serve
