#include "text/reader.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "text/decode.h"

namespace realign::text {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Reader : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "realign-reader-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string write(const std::string& name, const std::string& bytes) const {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  void read(const std::string& path) {
    const auto before = documents.size(), wrong = errors.size();
    const auto counts = read_documents(path, options, take(), complain());
    EXPECT_EQ(counts.documents, documents.size() - before);
    EXPECT_EQ(counts.errors, errors.size() - wrong);
  }

  void read_bytes(const std::string& bytes, const std::string& name = "-") {
    std::istringstream in(bytes);
    read_stream(in, name, options, take(), complain());
  }

  Take take() {
    return [this](Document&& d) { documents.push_back(std::move(d)); };
  }
  Complain complain() {
    return [this](const Error& e) { errors.emplace_back(e.what()); };
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const auto& d : documents) out.push_back(d.text);
    return out;
  }

  fs::path folder;
  ReadOptions options;
  std::vector<Document> documents;
  std::vector<std::string> errors;
};

TEST_F(Reader, PlainTextFile) {
  const auto path = write("a.txt", "Ministers meet\r\n\r\nFrance praised Spain.\r\n");
  read(path);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].text, "Ministers meet\r\n\r\nFrance praised Spain.\r\n");
  EXPECT_EQ(documents[0].path, path);
  EXPECT_EQ(documents[0].id, content_id(documents[0].text));
}

TEST_F(Reader, TellsFormatsByContent) {
  read_bytes("France praised Spain.");
  read_bytes("\n<!DOCTYPE html><p>France praised Spain.</p>");
  read_bytes("<?xml version='1.0'?><html xmlns='x'><p>France praised Spain.</p></html>");
  read_bytes("\xEF\xBB\xBF{\"text\":\"France praised Spain.\"}\n\n{ \"text\":\"France praised Spain.\"}");
  read_bytes(
      "<?xml version='1.0'?>\n<rss version='2.0'><channel><item><title>France praised "
      "Spain.</title></item></channel></rss>");
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(documents.size(), 6U);
  for (const auto& d : documents) EXPECT_EQ(d.text, "France praised Spain.");
  documents.clear();
  read_bytes("{he} said <html> is \"text\".");
  read_bytes("<html> is a tag.", "a.txt");
  EXPECT_THAT(texts(), ElementsAre("{he} said <html> is \"text\".", "<html> is a tag."));
}

TEST_F(Reader, FormatMayBeGiven) {
  options.format = InputFormat::text;
  read_bytes("{\"text\":\"France praised Spain.\"}");
  EXPECT_THAT(texts(), ElementsAre("{\"text\":\"France praised Spain.\"}"));
}

TEST_F(Reader, FoldersInOrderWithoutWhatIsHiddenOrNoText) {
  write("b.txt", "Two.");
  write("a/z.txt", "One.");
  write("c/page.html", "<p>Three.</p>");
  write(".hidden.txt", "No.");
  write(".git/x.txt", "No.");
  write("picture.jpg", "\xFF\xD8\xFF");
  read(folder.string());
  EXPECT_THAT(texts(), ElementsAre("One.", "Two.", "Three."));
  EXPECT_THAT(errors, IsEmpty());
}

TEST_F(Reader, BadFilesInAFolderAreNamedAndTheRestIsRead) {
  write("a.txt", "One.");
  write("b.txt", "");
  write("c.txt", "%PDF-1.4");
  write("d.html", "<p></p>");
  write("e.xml", "<rss>");
  write("f.txt", "Russia \xFF\xFE attacked.");
  write("g.txt", "Two.");
  read(folder.string());
  EXPECT_THAT(texts(), ElementsAre("One.", "Two."));
  EXPECT_THAT(errors, ElementsAre(HasSubstr("b.txt: is empty"), HasSubstr("c.txt: is a binary"),
                                  HasSubstr("d.html: "), HasSubstr("e.xml:1: "),
                                  AllOf(HasSubstr("f.txt: "), HasSubstr("byte 7"))));
}

TEST_F(Reader, WhatIsNotThere) {
  read((folder / "absent.txt").string());
  read(folder.string());
  EXPECT_THAT(errors,
              ElementsAre(HasSubstr("absent.txt: no such file"), HasSubstr("no file of a known kind")));
}

TEST_F(Reader, BadLinesAreNamedAndTheRestIsRead) {
  const auto path =
      write("a.jsonl",
            "{\"text\":\"One.\"}\r\n\r\n{\"text\":3}\n{\"text\":\"x\",\"date\":\"2023-02-31\"}\n"
            "{\"text\":\"\xFF\"}\n{\n{\"text\":\"Two.\"}");
  read(path);
  EXPECT_THAT(texts(), ElementsAre("One.", "Two."));
  EXPECT_THAT(errors, ElementsAre(StartsWith(path + ":3: "), StartsWith(path + ":4: "),
                                  StartsWith(path + ":5: "), StartsWith(path + ":6: ")));
}

TEST_F(Reader, LinesOfAnyLengthAcrossChunks) {
  std::string lines;
  std::vector<std::string> wanted;
  for (std::size_t i = 0; i < 300; ++i) {
    wanted.push_back(std::string(i * 37 + 1, 'a'));
    lines += "{\"text\":\"" + wanted.back() + "\"}\n";
  }
  read_bytes(lines, "a.jsonl");
  EXPECT_EQ(texts(), wanted);
}

TEST_F(Reader, LineThatIsTooLargeIsPassedOver) {
  read_bytes(
      "{\"text\":\"One.\"}\n{\"text\":\"" + std::string(kLargestDocument, 'a') + "\"}\n{\"text\":\"Two.\"}\n",
      "a.jsonl");
  EXPECT_THAT(texts(), ElementsAre("One.", "Two."));
  EXPECT_THAT(errors, ElementsAre(AllOf(StartsWith("a.jsonl:2: "), HasSubstr("too large"))));
}

TEST_F(Reader, EmptyJsonLines) {
  read_bytes("\n \n", "a.jsonl");
  read_bytes("\x1F\x8B\x08\n", "b.jsonl");
  read_bytes(std::string("\xFF\xFE{\0", 4), "c.jsonl");
  EXPECT_THAT(errors, ElementsAre("a.jsonl: is empty", HasSubstr("gzip"), HasSubstr("UTF-16")));
}

TEST_F(Reader, DatesStatedBeforeTheGivenOneBeforeTheNames) {
  const auto undated = write("2022-10-12.txt", "France praised Spain.");
  const auto dated = write("dated.txt", "Friday, August 21, 2015\n\nFrance praised Spain.");
  const auto lines = write("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\",\"date\":\"2001-02-03\"}");
  read(undated);
  EXPECT_EQ(documents.back().date, parse_date("2022-10-12"));
  options.date = parse_date("1999-09-09");
  documents.clear();
  errors.clear();
  for (const auto& path : {undated, dated, lines}) read_documents(path, options, take(), complain());
  std::vector<std::string> dates;
  for (const auto& d : documents) dates.push_back(format_date(d.date.value()));
  EXPECT_THAT(dates, ElementsAre("1999-09-09", "2015-08-21", "1999-09-09", "2001-02-03"));
}

TEST_F(Reader, DeclaredCharsetOfAPage) {
  read_bytes("<html><meta charset=windows-1251><p>\xC1\xE5\xEB\xE3\xF0\xE0\xE4.</p></html>");
  EXPECT_THAT(texts(), ElementsAre("\xD0\x91\xD0\xB5\xD0\xBB\xD0\xB3\xD1\x80\xD0\xB0\xD0\xB4."));
}

TEST_F(Reader, WhatTheTakerThrowsIsNoFaultOfTheInput) {
  for (const char* bytes : {"One.", "{\"text\":\"One.\"}", "<html>One.</html>",
                            "<rss><channel><item><title>One.</title></item></channel></rss>"}) {
    std::istringstream in(bytes);
    EXPECT_THROW(read_stream(
                     in, "-", options, [](Document&&) { throw Error("ledger", "is full"); }, complain()),
                 Error);
  }
  EXPECT_THAT(errors, IsEmpty());
}

}  // namespace
}  // namespace realign::text
