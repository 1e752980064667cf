#include "serve/site.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace realign::serve {
namespace {

namespace fs = std::filesystem;

TEST(Site, ServesWhatLiesInItsFolderAndNothingElse) {
  const auto dir = fs::path(testing::TempDir()) / "realign-site";
  fs::remove_all(dir);
  fs::create_directories(dir / "dist" / "assets");
  const auto write = [&](const fs::path& name, const std::string& text) {
    std::ofstream(dir / name) << text;
  };
  write("dist/index.html", "<!doctype html>");
  write("dist/assets/index-4f2a.js", std::string(4000, 'a'));
  write("dist/assets/index-4f2a.js.map", "{}");
  write("secret.txt", "secret");
  fs::create_symlink(dir / "secret.txt", dir / "dist" / "link.txt");
  const Site site((dir / "dist").string());
  EXPECT_TRUE(site.built());
  ASSERT_NE(site.get("/"), nullptr);
  EXPECT_EQ(site.get("/")->type, "text/html; charset=utf-8");
  EXPECT_FALSE(site.get("/")->lasting);
  const auto* script = site.get("/assets/index-4f2a.js");
  ASSERT_NE(script, nullptr);
  EXPECT_TRUE(script->lasting);
  EXPECT_EQ(script->type, "text/javascript; charset=utf-8");
  EXPECT_LT(script->zipped.size(), 200U);
  for (const char* path :
       {"/assets/index-4f2a.js.map", "/link.txt", "/../secret.txt", "/assets/", "", "/assets/../index.html"})
    EXPECT_EQ(site.get(path), nullptr) << path;
  fs::remove_all(dir);
}

TEST(Site, SaysHowThePageIsBuilt) {
  const Site site("");
  EXPECT_FALSE(site.built());
  ASSERT_NE(site.get("/"), nullptr);
  EXPECT_THAT(site.get("/")->body, testing::HasSubstr("npm --prefix web run build"));
}

}  // namespace
}  // namespace realign::serve
