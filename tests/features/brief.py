"""Briefs of the examples, in Markdown and HTML; whatever an article contains comes out as inert text."""
import html.parser
import re
import unittest

from program import REPOSITORY, ProgramTest


class Page(html.parser.HTMLParser):
    """What a browser would see: tags, attributes, text."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.text += data


class Examples(ProgramTest):
    def setUp(self):
        super().setUp()
        self.read(REPOSITORY + "/examples")

    def brief(self, *arguments):
        return self.run_program("brief", "--ledger", self.ledger, *arguments)[0]

    def test_country(self):
        text = self.brief("Kazakhstan")
        self.assertTrue(text.startswith("# Kazakhstan\n"))
        headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
        for heading in ("With Russia", "With China", "Refused, promised, demanded", "Who assesses what", "Sources"):
            self.assertIn(heading, headings)
        self.assertEqual(headings[-1], "Sources")
        # Every number cited is a source, and every source is cited.
        cited = set(re.findall(r"\\\[(\d+)\\\]", text))
        listed = set(re.findall(r"^(\d+)\. ", text, re.MULTILINE))
        self.assertTrue(listed)
        self.assertEqual(cited, listed)

    def test_dyad(self):
        text = self.brief("Kazakhstan", "Russia")
        self.assertTrue(text.startswith("# Kazakhstan and Russia\n"))
        self.assertIn("## Between them", text)
        self.assertIn("## Sources", text)

    def test_days_bound_it(self):
        text = self.brief("Kazakhstan", "--from", "2022-01-01", "--to", "2022-12-31")
        acts = re.findall(r"^- \*\*(?:by )?(\d{4})", text, re.MULTILINE)
        self.assertTrue(acts)
        self.assertEqual(set(acts), {"2022"})

    def test_page(self):
        page = Page(self.brief("--html", "Kazakhstan"))
        self.assertIn("Kazakhstan", page.text)
        self.assertIn("Sources", page.text)
        self.assertNotIn("script", page.tags)
        ids = {value for _, name, value in page.attributes if name == "id"}
        links = [value for tag, name, value in page.attributes if tag == "a" and name == "href"]
        self.assertTrue(links)
        for link in links:
            if link.startswith("#"):
                self.assertIn(link[1:], ids)

    def test_unknown_country(self):
        _, err = self.run_program("brief", "--ledger", self.ledger, "Atlantis", status=1)
        self.assertIn("Atlantis", err)


OVERRIDE, END = "\u202e", "\u202c"
HOSTILE = {
    "id": "evil", "date": "2023-01-02", "source": "<img src=x onerror=alert(2)>", "url": "javascript:alert(3)",
    "title": f"<script>alert(1)</script> *bold* [link](javascript:alert(4)) {OVERRIDE}title{END}",
    "text": f"France praised Spain for <script>alert(9)</script> and *star* [link](http://example.org/x) `code` | pipe {OVERRIDE}edoc{END} courage.\n\n"
            "Germany criticised Spain for <b onmouseover=alert(5)>tariffs</b>\n# and more.",
}


class Hostile(ProgramTest):
    def setUp(self):
        super().setUp()
        self.read(self.write_lines("hostile.jsonl", HOSTILE))
        self.assertEqual(len({(e["source"][0]["country"]) for e in self.events("Spain")}), 2)

    def test_page_is_inert(self):
        source, _ = self.run_program("brief", "--ledger", self.ledger, "--html", "Spain")
        page = Page(source)
        for tag in ("script", "img", "b"):
            self.assertNotIn(tag, page.tags)
        for _, name, value in page.attributes:
            self.assertFalse(name.startswith("on"), name)
            self.assertFalse((value or "").lower().startswith("javascript:"), value)
        self.assertIn("<script>alert(1)</script>", page.text)  # shown, not run

    def test_markdown_is_inert(self):
        text, _ = self.run_program("brief", "--ledger", self.ledger, "Spain")
        self.assertIsNone(re.search(r"(?<!\\)<[a-z/]", text, re.IGNORECASE), text)
        self.assertIsNone(re.search(r"(?<!\\)\]\(", text), text)
        self.assertIsNone(re.search(r"(?<!\\)`", text), text)
        self.assertIsNone(re.search(r"^# and", text, re.MULTILINE), text)
        self.assertIn(r"\*bold\*", text)

    def test_right_to_left_override_is_inert_in_markdown(self):
        self.assertNotIn(OVERRIDE, self.run_program("brief", "--ledger", self.ledger, "Spain")[0])

    def test_right_to_left_override_is_inert_in_a_page(self):
        self.assertNotIn(OVERRIDE, self.run_program("brief", "--ledger", self.ledger, "--html", "Spain")[0])


if __name__ == "__main__":
    unittest.main()
