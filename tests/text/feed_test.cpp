#include "text/feed.h"

#include <gmock/gmock.h>

namespace realign::text {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Read {
  std::vector<Document> documents;
  std::vector<std::string> errors;
};

Read read(const std::string& xml) {
  Read out;
  try {
    documents_from_feed(
        xml, "feed.xml", [&](Document&& d) { out.documents.push_back(std::move(d)); },
        [&](const Error& e) { out.errors.emplace_back(e.what()); });
  } catch (const Error& e) {
    out.errors.emplace_back(std::string("thrown ") + e.what());
  }
  return out;
}

TEST(Feed, Rss) {
  const auto r = read(
      "<?xml version='1.0'?><rss version='2.0' xmlns:content='c'><channel><title>The Courier &amp;amp; "
      "Post</title>"
      "<item><title>Talks &amp; more</title><link>https://courier.example/1</link><guid>urn:1</guid>"
      "<description>In short.</description><pubDate>Wed, 12 Oct 2022 08:00:00 GMT</pubDate>"
      "<content:encoded><![CDATA[<p>France praised <b>Spain</b>.</p><p>Spain said "
      "nothing.</p>]]></content:encoded></item>"
      "<item><title>Second</title><description>&lt;p&gt;Peru thanked Chile.&lt;/p&gt;</description>"
      "<source url='x'>Agency</source></item>"
      "<item><title>Only a headline</title></item></channel></rss>");
  EXPECT_THAT(r.errors, IsEmpty());
  ASSERT_EQ(r.documents.size(), 3U);
  const auto& d = r.documents[0];
  EXPECT_EQ(d.text, "France praised Spain.\n\nSpain said nothing.");
  EXPECT_EQ(d.title, "Talks & more");
  EXPECT_EQ(d.outlet, "The Courier & Post");
  EXPECT_EQ(d.url, "https://courier.example/1");
  EXPECT_EQ(d.id, "urn:1");
  EXPECT_EQ(d.date, parse_date("2022-10-12"));
  EXPECT_EQ(d.path, "feed.xml");
  EXPECT_EQ(r.documents[1].text, "Peru thanked Chile.");
  EXPECT_EQ(r.documents[1].outlet, "Agency");
  EXPECT_FALSE(r.documents[1].date);
  EXPECT_EQ(r.documents[1].id, content_id("Peru thanked Chile."));
  EXPECT_EQ(r.documents[2].text, "Only a headline");
}

TEST(Feed, Atom) {
  const auto r = read(
      "<feed xmlns='http://www.w3.org/2005/Atom'><title>Courier</title><entry><id>tag:1</id><title "
      "type='html'>A &amp;lt; B</title>"
      "<link rel='self' href='https://x.example/self'/><link href='https://x.example/1'/>"
      "<updated>2022-10-13T00:00:00Z</updated><published>2022-10-12T23:00:00-05:00</published>"
      "<summary>Short.</summary><content type='xhtml'><div><p>France praised "
      "<em>Spain</em>.</p></div></content></entry></feed>");
  EXPECT_THAT(r.errors, IsEmpty());
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text, "France praised Spain.");
  EXPECT_EQ(r.documents[0].title, "A < B");
  EXPECT_EQ(r.documents[0].url, "https://x.example/1");
  EXPECT_EQ(r.documents[0].date, parse_date("2022-10-12"));
  EXPECT_EQ(r.documents[0].outlet, "Courier");
}

TEST(Feed, Rdf) {
  const auto r = read(
      "<rdf:RDF xmlns:rdf='r' xmlns:dc='d'><channel><title>Courier</title></channel>"
      "<item><title>Talks</title><link>https://x.example/1</link><description>France praised "
      "Spain.</description>"
      "<dc:date>2022-10-12T08:00:00Z</dc:date></item></rdf:RDF>");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].outlet, "Courier");
  EXPECT_EQ(r.documents[0].date, parse_date("2022-10-12"));
}

TEST(Feed, BadItemsAreNamedAndTheRestIsRead) {
  const auto r = read(
      "<rss><channel><item><guid>1</guid></item><item><title>Two</title><pubDate>soon</pubDate></item>"
      "<item><title>Three</title></item></channel></rss>");
  EXPECT_THAT(r.errors, ElementsAre(AllOf(StartsWith("feed.xml: item 1: "), HasSubstr("no text")),
                                    AllOf(StartsWith("feed.xml: item 2: "), HasSubstr("'soon'"))));
  ASSERT_EQ(r.documents.size(), 2U);
  EXPECT_EQ(r.documents[0].title, "Two");
  EXPECT_FALSE(r.documents[0].date);
}

TEST(Feed, DamagedXmlIsNamedByLine) {
  EXPECT_THAT(read("<rss>\n<channel>\n<item></rss>").errors,
              ElementsAre(StartsWith("thrown feed.xml:3: damaged XML")));
  EXPECT_THAT(read("<svg></svg>").errors, ElementsAre(HasSubstr("no RSS or Atom")));
  EXPECT_THAT(read("<rss><channel/></rss>").errors, ElementsAre(HasSubstr("no items")));
}

TEST(Feed, FetchesAndExpandsNoEntities) {
  const auto r = read(
      "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]>"
      "<rss><channel><item><description>x &f; y &b; z</description></item></channel></rss>");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text, "x &f; y &b; z");
}

TEST(Feed, DeepElementsDoNoHarm) {
  std::string deep = "<feed><entry><content type='xhtml'>";
  for (int i = 0; i < 100000; ++i) deep += "<div>";
  for (int i = 0; i < 100000; ++i) deep += "</div>";
  const auto r = read(deep + "</content></entry><entry><title>Good</title></entry></feed>");
  EXPECT_THAT(r.errors, ElementsAre(AllOf(HasSubstr("item 1"), HasSubstr("nested"))));
  EXPECT_EQ(r.documents.size(), 1U);
}

}  // namespace
}  // namespace realign::text
