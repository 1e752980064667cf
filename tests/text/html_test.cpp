#include "text/html.h"

#include <gmock/gmock.h>

#include "text/error.h"
#include "text/markup.h"
#include "text/page.h"

namespace realign::text {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kFirst =
    "The foreign ministers of the two states met on Monday, and said that talks on the border would go on.";
const std::string kSecond =
    "A spokesman for the opposition, which has no seat at the table, called the meeting \xE2\x80\x9C"
    "a show\xE2\x80\x9D.";
const std::string kThird =
    "Observers expect an agreement before the end of the year, but not on the islands.";
const std::string kArticle = kFirst + "\n\n" + kSecond + "\n\n" + kThird;

std::string p(const std::string& text) {
  return "<p>" + text + "</p>\n";
}
std::string body() {
  return p(kFirst) + p(kSecond) + p(kThird);
}

Document read(const std::string& html) {
  return document_from_html(html, "page.html");
}

TEST(Html, ArticleElementWithoutItsSurroundings) {
  const auto d = read(
      "<!DOCTYPE html><html><head><title>Talks go on | The Courier</title><style>p { color: red }</style>"
      "<script>var s = '<p>No text of ours, though it stands in a paragraph.</p>';</script></head><body>"
      "<header><a href='/'>The Courier</a><p>All the news that matters to you and to yours, each "
      "day.</p></header>"
      "<nav><ul><li><a href='/w'>World</a></li><li><a href='/s'>Sport</a></li></ul></nav>"
      "<article><h1>Talks go on</h1><figure><img src=x><figcaption>The ministers on Monday, as they shake "
      "hands."
      "</figcaption></figure>" +
      body() +
      "<aside><p>Subscribe to our letter, which brings you the best of the week on "
      "Sunday.</p></aside></article>"
      "<footer><p>The Courier is a member of the association of publishers, and of "
      "others.</p></footer></body></html>");
  EXPECT_EQ(d.text, kArticle);
  EXPECT_EQ(d.title, "Talks go on");
  EXPECT_EQ(d.path, "page.html");
}

TEST(Html, ArticleBodyGoesBeforeArticle) {
  const auto d = read("<article><p>" + kSecond +
                      " This stands above the text, not in it.</p><div itemprop='articleBody'>" + p(kFirst) +
                      p(kThird) + "</div></article>");
  EXPECT_EQ(d.text, kFirst + "\n\n" + kThird);
}

TEST(Html, DensestBlockOfAPageThatMarksNothing) {
  const auto d = read(
      "<body><div id=top><div class=links><a href=1>World</a> <a href=2>Sport</a></div></div>"
      "<div class=page><div class=col1>" +
      body() +
      "</div><div class=col2><p>Weather: it will rain.</p></div></div>"
      "<div>Copyright: all rights reserved</div></body>");
  EXPECT_EQ(d.text, kArticle);
}

TEST(Html, TextBrokenByLineBreaksAndTablesOfLayout) {
  const auto d = read("<table><tr><td><a href=1>World</a><td><font size=2>" + kFirst + "<br><br>" + kSecond +
                      "<br>\n" + kThird + "</font></tr></table>");
  EXPECT_EQ(d.text, kArticle);
}

TEST(Html, LeavesOutWhatClassesNameAsNoText) {
  for (const char* name : {"related-links", "shareBar", "social_media", "newsletter-signup", "cookie-notice",
                           "ad", "wp-caption", "comments", "RelatedArticles", "breadcrumbs"}) {
    const auto d = read("<article>" + p(kFirst) + "<div class='x " + std::string(name) + "'>" +
                        p("Something else that you may like to read as well: the islands, a history.") +
                        "</div>" + p(kSecond) + p(kThird) + "</article>");
    EXPECT_EQ(d.text, kArticle) << name;
  }
}

TEST(Html, KeepsWhatOnlySoundsSo) {
  for (const char* name : {"shareholders", "commentary", "loading", "category-ads tag-sponsors", "authority",
                           "header-adjacent-story"})
    EXPECT_FALSE(names_aside(name)) << name;
  // A wrapper of the whole page is no sidebar.
  EXPECT_EQ(read("<div class='with-sidebar content'>" + body() + "</div>").text, kArticle);
}

TEST(Html, CommentsLongerThanTheArticleAreNotIt) {
  std::string comments;
  for (int i = 0; i < 20; ++i)
    comments += "<article class='comment' id='comment-" + std::to_string(i) + "'>" +
                p("I, for one, do not believe a word of what the ministers say, and never did before.") +
                "</article>";
  const auto d = read("<div id=main><h1>Talks go on</h1><div class=story>" + body() +
                      "</div><ol class=comment-list>" + comments + "</ol></div>");
  EXPECT_EQ(d.text, kArticle);
}

TEST(Html, TeasersOnAFrontPageAreAllRead) {
  std::string teasers;
  for (int i = 0; i < 5; ++i)
    teasers += "<article><h2>News</h2>" + p(std::to_string(i) + kFirst) + "</article>";
  const auto text = read("<body>" + teasers + "</body>").text;
  for (int i = 0; i < 5; ++i) EXPECT_THAT(text, HasSubstr(std::to_string(i) + kFirst));
}

TEST(Html, HeadingsStayWhereTextFollows) {
  const auto d = read("<article><h1>Talks</h1>" + p(kFirst) + "<h2>The islands</h2>" + p(kSecond) +
                      "<h2>Read more</h2><ul><li><a href=1>Islands: a history of the islands in "
                      "maps</a></li></ul></article>");
  EXPECT_EQ(d.text, kFirst + "\n\nThe islands\n\n" + kSecond);
}

TEST(Html, FoldsBlanksAndReadsEntities) {
  const auto d = read(
      "<p>A  minister&nbsp;of\n\tR&eacute;union &amp; <b>Ma</b>yotte&#8217;s said &lt;no&gt; "
      "to&shy;day.</p>");
  EXPECT_EQ(d.text, "A minister of R\xC3\xA9union & Mayotte\xE2\x80\x99s said <no> today.");
}

TEST(Html, ShortPageIsReadWhole) {
  EXPECT_EQ(read("France praised Spain").text, "France praised Spain");
  EXPECT_EQ(read("<p>France praised Spain</p>").text, "France praised Spain");
}

TEST(Html, HiddenTextIsNoText) {
  const auto d = read(
      "<article>" + body() + "<div hidden><p>" + kSecond + "</p></div><p style='display: none'>" + kFirst +
      "</p><noscript>Please enable scripts in your browser to read this page in full.</noscript>"
      "<div aria-hidden=true>" +
      kThird + "</div></article>");
  EXPECT_EQ(d.text, kArticle);
}

TEST(HtmlFacts, FromMetadata) {
  const auto d = read(
      "<meta property='og:title' content='Talks &quot;go on&quot; - The Courier'>"
      "<meta property='og:site_name' content='The Courier'>"
      "<link rel=canonical href='https://courier.example/talks'>"
      "<meta name=date content='2001-01-01'>"
      "<meta property='article:published_time' content='2022-10-12T08:30:00+06:00'>"
      "<time datetime='2003-03-03'>3 March</time><h1>Other</h1>" +
      body());
  EXPECT_EQ(d.title, "Talks \"go on\"");
  EXPECT_EQ(d.outlet, "The Courier");
  EXPECT_EQ(d.url, "https://courier.example/talks");
  EXPECT_EQ(d.date, parse_date("2022-10-12"));
}

TEST(HtmlFacts, FromLinkedData) {
  const auto d = read(
      "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":\"NewsArticle\","
      "\"datePublished\":\"2022-10-12\",\"publisher\":{\"name\":\"The Courier\"}}]}</script>"
      "<script type='application/ld+json'>{ broken </script>" +
      body());
  EXPECT_EQ(d.date, parse_date("2022-10-12"));
  EXPECT_EQ(d.outlet, "The Courier");
  EXPECT_EQ(d.text, kArticle);
}

TEST(HtmlFacts, DateThatIsNoneGivesWayToTheNext) {
  const auto d = read(
      "<meta property='article:published_time' content='yesterday'><meta name=pubdate content='2022-02-31'>"
      "<p><time>October 12, 2022</time></p>" +
      body());
  EXPECT_EQ(d.date, parse_date("2022-10-12"));
  EXPECT_FALSE(read("<meta name=date content='soon'>" + body()).date);
}

std::string complaint(const std::string& html) {
  try {
    read(html);
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

TEST(HostileHtml, DeepNestingIsRefused) {
  EXPECT_THAT(complaint(times(100000, "<div>") + "x"), AllOf(StartsWith("page.html: "), HasSubstr("nested")));
  EXPECT_THAT(complaint(times(100000, "<div></span>") + "x"), HasSubstr("nested"));
  EXPECT_EQ(read(times(200, "<div>") + "France praised Spain.").text, "France praised Spain.");
}

TEST(HostileHtml, UnclosedAndUnmatchedTagsDoNoHarm) {
  EXPECT_EQ(read("</p></div></body></html>" + times(1000, "<b><i><font>") + "<p>" + kFirst + "<p>" + kSecond +
                 "<p>" + kThird)
                .text,
            kArticle);
  EXPECT_EQ(read("<title>Talks <p>" + body()).text, kArticle);
  EXPECT_EQ(read(body() + "<!-- " + kFirst).text, kArticle);
  EXPECT_EQ(read(body() + "<p class=\"" + kFirst).text, kArticle);
  EXPECT_EQ(read(body() + "<script>" + kFirst).text, kArticle);
  EXPECT_EQ(read(p("3 < 4 and 5 > 4, as the minister of education is said to have said.") + "<").text,
            "3 < 4 and 5 > 4, as the minister of education is said to have said.");
}

TEST(HostileHtml, NulBytesVanish) {
  std::string page = body();
  page.insert(10, 3, '\0');
  page.insert(1, 1, '\0');
  EXPECT_THAT(read(page).text, HasSubstr(kSecond));
  EXPECT_THAT(read(page).text, Not(HasSubstr(std::string(1, '\0'))));
}

// Each of these took quadratic time or memory in the tree's builder; a tenth of a second's work each now.
TEST(HostileHtml, LargePagesTakeLinearTime) {
  const std::string end = p(kFirst);
  const std::size_t n = 100000;
  std::string attributes = "<p", fonts;
  for (std::size_t i = 0; i < n; ++i) {
    attributes += " a" + std::to_string(i) + "=1";
    if (i % 4 == 0) fonts += "<font size=" + std::to_string(i) + "><p>";
  }
  EXPECT_THAT(read(attributes + ">" + end).text, HasSubstr(kFirst));
  EXPECT_THAT(read(fonts + end).text, HasSubstr(kFirst));
  EXPECT_THAT(read("<p class='" + std::string(7 << 20, 'x') + "'>" + end).text, HasSubstr(kFirst));
  EXPECT_THAT(read("<table>" + times(n, "<div>x</div>") + end).text, HasSubstr(kFirst));
  EXPECT_THAT(read(times(n, "<a href=x>") + "</a>" + end).text, HasSubstr(kFirst));
}

TEST(HostileHtml, TooLargeIsRefused) {
  EXPECT_THAT(complaint(std::string(kLargestPage + 1, 'x')), HasSubstr("too large"));
}

TEST(HostileHtml, PageWithoutTextIsNamed) {
  EXPECT_THAT(complaint("<html><body><img src=x></body></html>"),
              AllOf(StartsWith("page.html: "), HasSubstr("no text")));
}

TEST(TameMarkup, BalancesAndDropsWhatIsNotNeeded) {
  EXPECT_EQ(tame_markup("<DIV onclick=x CLASS=a><span><b>x</b></DIV></i>y"),
            "<!DOCTYPE html><div class=\"a\"><span>x</span></div>y");
  EXPECT_EQ(tame_markup("<a href=1>x</a><table><tr><td>y</table>"),
            "<!DOCTYPE html><span role=\"link\">x</span><div><hr><hr>y</div>");
  EXPECT_EQ(tame_markup("<p title='>'>x<svg><title>t</title><p>in</svg>y"), "<!DOCTYPE html><p>xy");
  EXPECT_EQ(tame_markup("a<!--><b>-->c"), "<!DOCTYPE html>a-->c");
  EXPECT_EQ(tame_markup("<div class='a\"b'>"), "<!DOCTYPE html><div class=\"a&quot;b\"></div>");
}

TEST(DeclaredCharset, InMetaAndXmlDeclarationOnly) {
  EXPECT_EQ(declared_charset("<html><meta charset=\"Windows-1251\">"), "windows-1251");
  EXPECT_EQ(declared_charset("<meta http-equiv=x content='text/html; charset=koi8-r'>"), "koi8-r");
  EXPECT_EQ(declared_charset("<?xml version='1.0' encoding='ISO-8859-2'?>"), "iso-8859-2");
  EXPECT_EQ(declared_charset("Use charset=utf-16 in your pages"), "");
  EXPECT_EQ(declared_charset("<p>no"), "");
}

TEST(Fragment, AllOfItsText) {
  EXPECT_EQ(text_from_fragment("One.<br>Two &amp; <a href=x>three</a>.<p>Four", "x"),
            "One.\n\nTwo & three.\n\nFour");
  EXPECT_EQ(text_from_fragment(" <img src=x> ", "x"), "");
}

}  // namespace
}  // namespace realign::text
