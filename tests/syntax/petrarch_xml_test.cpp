#include "syntax/petrarch_xml.h"

#include <gmock/gmock.h>

#include <sstream>

namespace realign::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Read {
  std::vector<ConlluDocument> documents;
  std::vector<std::string> problems;
};

Read read(const std::string& xml) {
  Read out;
  std::istringstream in(xml);
  read_petrarch_xml(
      in, "f.xml", [&](ConlluDocument&& d) { out.documents.push_back(std::move(d)); },
      [&](const std::string& p) { out.problems.push_back(p); });
  return out;
}

const std::string kTree =
    "1\tVarland\tVarland\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\trested\trest\tVERB\tVBD\t_\t0\troot\t_"
    "\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n";

TEST(PetrarchXml, TreeTextAndDate) {
  const auto r = read(
      "<Sentences>\n<Sentence date=\"20080804\" id=\"A_1\" evaluate=\"true\">\n<Text>\nVarland\n "
      "rested.\n</Text>\n<Parse>\n" +
      kTree + "</Parse></Sentence></Sentences>");
  EXPECT_THAT(r.problems, IsEmpty());
  ASSERT_THAT(r.documents, SizeIs(1));
  EXPECT_EQ(r.documents[0].id, "A_1");
  EXPECT_EQ(r.documents[0].date, "2008-08-04");
  EXPECT_EQ(r.documents[0].text, "Varland rested.");
  ASSERT_THAT(r.documents[0].sentences, SizeIs(1));
  EXPECT_THAT(r.documents[0].sentences[0].words, SizeIs(3));
}

TEST(PetrarchXml, ClosedTwiceAndCommentsAndArticles) {
  const auto r =
      read("<Sentence id='1' date='121108'/>\n<!-- <Parse>\nbad\n</Parse> -->\n<Parse>\n" + kTree +
           "</Parse>\n</Sentence>\n<Article id='2'><Parse>" + kTree + "\n" + kTree + "</Parse></Article>");
  EXPECT_THAT(r.problems, IsEmpty());
  ASSERT_THAT(r.documents, SizeIs(2));
  EXPECT_EQ(r.documents[0].date, "2012-11-08");
  EXPECT_THAT(r.documents[1].sentences, SizeIs(2));
}

TEST(PetrarchXml, EntitiesOfXmlAndNoOthers) {
  const auto r =
      read("<Sentence id=\"a&quot;b\"><Parse>1\tA&amp;B&unknown;&#x3c;\t_\tX\t_\t_\t0\troot\t_\t_\n</Parse>");
  ASSERT_THAT(r.documents, SizeIs(1));
  EXPECT_EQ(r.documents[0].id, "a\"b");
  EXPECT_EQ(r.documents[0].sentences[0].words[0].form, "A&B&unknown;<");
}

TEST(PetrarchXml, ABadTreeIsToldWithItsLineAndTheRestGoesOn) {
  const auto r = read(
      "<Sentence id=\"1\">\n<Parse>\n\n1\tA\n</Parse>\n</Sentence>\n<Sentence id=\"2\">\n<Text>Varland "
      "rested.</Text>\n<Parse>\n" +
      kTree +
      "</Parse>\n</Sentence>\n<Sentence "
      "id=\"3\">\n<Text>B</Text>\n<Parse>\n1\tB\tB\tX\t_\t_\t9\troot\t_\t_\n</Parse>");
  EXPECT_THAT(r.problems, ElementsAre("f.xml:4: a word line has 10 fields separated by tabs (1, left out)",
                                      "f.xml:18: head 9 is out of the sentence (3, left out)"));
  ASSERT_THAT(r.documents, SizeIs(1));
  EXPECT_EQ(r.documents[0].id, "2");
}

TEST(PetrarchXml, WithoutTreesThereIsNothing) {
  EXPECT_THAT(read("").documents, IsEmpty());
  EXPECT_THAT(read("<Sentence id=\"1\"><Text>x</Text></Sentence><Sentence").documents, IsEmpty());
  EXPECT_THAT(read("<Sentence id=\"1\"><Parse>\n \n</Parse>").documents, IsEmpty());
}

}  // namespace
}  // namespace realign::syntax
