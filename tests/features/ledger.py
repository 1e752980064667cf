"""Reading into a ledger and asking it: nothing twice, every filter, formats that parse, offsets that hold."""
import csv
import io
import json
import unittest

from program import REPOSITORY, ProgramTest

ARTICLES = [
    {"id": "one", "title": "Pact", "date": "2023-01-10", "source": "Wire", "text":
     "Japan signed a defence agreement with Vietnam. Vietnam's foreign minister said that China had attacked Vietnamese boats."},
    {"id": "two", "date": "2023-02-20", "text": "Germany sanctioned Belarus. Poland criticised Hungary."},
    {"id": "three", "date": "2023-03-05", "text": "Iran rejected the American proposal. Serbia did not impose sanctions on Russia. Russia's growing "
     "dependence on China limits its room for manoeuvre."},
]
CURLY = ("“Наши союзники помогут,” said an aide – 中文, العربية, 𝒜. Later the Turkish president’s spokesman said that Greece had "
         "“violated” the treaty.\n\nÀ Paris – on a “grey” day – France praised Spain’s “courage”. Côte d’Ivoire accused Mali of attacks.")


class Ledger(ProgramTest):
    def setUp(self):
        super().setUp()
        self.articles = self.write_lines("articles.jsonl", *ARTICLES)
        self.read(self.articles)

    def found(self, *arguments):
        """Types with their first sides, in the ledger's order."""
        return {(e["source"][0]["country"], e["type"], e["target"][0]["country"]) for e in self.events(*arguments)}

    def test_the_same_article_adds_nothing(self):
        before = self.events()
        self.assertGreaterEqual(len(before), 5)
        out, _ = self.read(self.articles)
        self.assertIn("0 documents added, 3 known already", out)
        # Also under another name and from another kind of input.
        out, _ = self.read("--date", "2023-02-20", self.write("two.txt", ARTICLES[1]["text"]))
        self.assertIn("0 documents added, 1 known already", out)
        self.assertEqual(self.events(), before)

    def test_twice_in_one_run(self):
        text = {"text": "Kenya praised Ghana.", "date": "2023-01-01"}
        out, _ = self.read(self.write_lines("twice.jsonl", dict(text, id="x"), dict(text, id="y")))
        self.assertIn("1 documents added, 1 known already", out)

    def test_actor(self):
        self.assertEqual(self.found("Vietnam"), {("JPN", "AGREE", "VNM"), ("CHN", "ASSAULT", "VNM")})
        self.assertEqual(self.found("VNM"), self.found("vietnam"))
        self.assertEqual(self.found("--source", "Japan"), {("JPN", "AGREE", "VNM")})
        self.assertEqual(self.found("--target", "Japan"), set())

    def test_dyad_either_way_round(self):
        self.assertEqual(self.found("Vietnam", "China"), {("CHN", "ASSAULT", "VNM")})
        self.assertEqual(self.found("China", "Vietnam"), {("CHN", "ASSAULT", "VNM")})
        self.assertEqual(self.found("Japan", "China"), set())

    def test_bloc(self):
        members = self.found("European Union")
        self.assertIn(("DEU", "SANCTION", "BLR"), members)
        self.assertIn(("POL", "ACCUSE", "HUN"), members)
        self.assertNotIn(("JPN", "AGREE", "VNM"), members)

    def test_type_domain_polarity(self):
        self.assertEqual({k for _, k, _ in self.found("--type", "SANCTION,ACCUSE")}, {"SANCTION", "ACCUSE"})
        self.assertEqual(self.found("--type", "SANCTION", "--polarity", "negated"), {("SRB", "SANCTION", "RUS")})
        military = self.events("--domain", "military")
        self.assertTrue(military)
        self.assertEqual({e["domain"] for e in military}, {"military"})
        self.assertEqual(self.found("--modality", "demanded"), set())

    def test_dates(self):
        self.assertEqual(self.found("--from", "2023-02-01", "--to", "2023-02-28"), {("DEU", "SANCTION", "BLR"), ("POL", "ACCUSE", "HUN")})
        self.assertEqual(self.found("--from", "2023-03-05", "--to", "2023-03-05"), {("IRN", "REJECT", "USA"), ("SRB", "SANCTION", "RUS")})
        self.assertEqual(self.found("--to", "2022-12-31"), set())

    def test_speaker_words_document_limit(self):
        self.assertEqual(self.found("--speaker", "foreign minister"), {("CHN", "ASSAULT", "VNM")})
        self.assertEqual(self.found("--words", "belarus sanctioned"), {("DEU", "SANCTION", "BLR")})
        self.assertEqual(self.found("--words", '"sanctioned Belarus"'), {("DEU", "SANCTION", "BLR")})
        self.assertEqual(self.found("--words", "zebra"), set())
        self.assertEqual({e["document"] for e in self.events("--document", "three")}, {"three"})
        self.assertEqual(len(self.events("--limit", "2")), 2)

    def test_words_are_data(self):
        everything = self.events()
        for words in ("'; DROP TABLE events; --", '" OR 1=1', "sanctions*", "NEAR(", "a AND", "100% _", "text:sanctions", "("):
            self.run_program("events", "--ledger", self.ledger, "--words", words)
            self.run_program("events", "--ledger", self.ledger, "--speaker", words)
        self.assertEqual(self.found("--speaker", "%"), set())
        self.assertEqual(self.events(), everything)

    def test_csv_parses_and_agrees_with_json(self):
        out, _ = self.run_program("events", "--ledger", self.ledger, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out, newline=""), strict=True))
        records = self.events()
        self.assertEqual([(r["document"], r["type"], r["text"], r["sentence"]) for r in rows],
                         [(e["document"], e["type"], e["text"], e["sentence_text"]) for e in records])
        self.assertTrue(all(None not in r and None not in r.values() for r in rows))

    def test_claims(self):
        claims = self.records("claims", "--ledger", self.ledger, "Russia")
        self.assertTrue(claims)
        for claim in claims:
            self.assertEqual(claim["kind"], "claim")
            self.assertIn("RUS", claim["about"])
        kind = claims[0]["claim"]
        self.assertEqual({c["claim"] for c in self.records("claims", "--ledger", self.ledger, "--kind", kind)}, {kind})


class Offsets(ProgramTest):
    def holds(self, text, records):
        self.assertTrue(records)
        for record in records:
            self.assertEqual(text[record["begin"]:record["end"]], record["text"])
            self.assertTrue(record["text"].strip())

    def test_code_points_of_json_lines(self):
        records = self.records("code", self.write_lines("a.jsonl", {"id": "a", "text": CURLY, "date": "2023-01-01"}))
        self.holds(CURLY, records)
        self.assertIn(("FRA", "ESP"), {(r["source"][0]["country"], r["target"][0]["country"]) for r in records if r["kind"] == "event"})

    def test_code_points_of_plain_text(self):
        crlf = CURLY.replace("\n", "\r\n")
        self.holds(crlf, self.records("code", self.write("a.txt", crlf)))
        # A byte-order mark is no character of the text.
        self.holds(crlf, self.records("code", self.write("b.txt", b"\xef\xbb\xbf" + crlf.encode("utf-8"))))

    def test_from_standard_input(self):
        self.holds(CURLY, self.records("code", "--input", "text", stdin=CURLY))

    def test_the_ledger_keeps_them(self):
        self.read("--date", "2023-01-01", self.write("a.txt", CURLY))
        self.holds(CURLY, self.events())

    def test_examples(self):
        path = REPOSITORY + "/examples/dispatches.jsonl"
        with open(path, encoding="utf-8") as lines:
            texts = {article["id"]: article["text"] for article in map(json.loads, lines)}
        records = self.records("code", path)
        self.assertGreater(len(records), len(texts))
        for record in records:
            self.assertEqual(texts[record["document"]][record["begin"]:record["end"]], record["text"])


if __name__ == "__main__":
    unittest.main()
