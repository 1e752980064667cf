"""Long inputs: parts of one long document, many short ones, one thread or several, always in the order of the input."""
import json
import unittest

from program import REPOSITORY, ProgramTest


class Long(ProgramTest):
    def setUp(self):
        super().setUp()
        with open(REPOSITORY + "/examples/dispatches.jsonl", encoding="utf-8") as lines:
            self.articles = [json.loads(line) for line in lines]

    def test_one_long_document(self):
        text, n = "", 0
        while len(text) < 700_000:
            text += self.articles[n % len(self.articles)]["text"] + " — №\n\n"
            n += 1
        path = self.write_lines("long.jsonl", {"id": "long", "date": "2024-05-05", "text": text})
        records = self.records("code", "--threads", "1", path)
        self.assertGreater(len(records), n)
        for record in records:
            self.assertEqual(record["document"], "long")
            self.assertEqual(text[record["begin"]:record["end"]], record["text"])
        events = [r for r in records if r["kind"] == "event"]
        sentences = [e["sentence"] for e in events]
        self.assertEqual(sentences, sorted(sentences))
        self.assertGreater(sentences[-1], n)
        self.assertGreater(events[-1]["begin"], 690_000)
        self.assertEqual(self.records("code", "--threads", "3", path), records)
        # In the ledger it is one document, and every record has its sentence.
        out, _ = self.read(path)
        self.assertIn("1 documents added", out)
        kept = self.events()
        self.assertEqual(len(kept), len(events))
        for e in kept:
            self.assertIn(e["text"], text)
            self.assertTrue(e["sentence_text"].strip())
            self.assertIn(e["sentence_text"], text)

    def test_many_short_ones_in_order(self):
        many = [dict(a, id=f"{a['id']}-{i}") for i in range(6) for a in self.articles]
        path = self.write_lines("many.jsonl", *many)
        records = self.records("code", "--threads", "1", path)
        seen = list(dict.fromkeys(r["document"] for r in records))
        self.assertEqual(seen, [a["id"] for a in many if a["id"] in set(seen)])
        for threads in ("2", "5"):
            self.assertEqual(self.records("code", "--threads", threads, path), records)
        # An article's records do not depend on what was read with it.
        for article in self.articles[:10]:
            alone = self.records("code", self.write_lines("alone.jsonl", dict(article, id=f"{article['id']}-0")))
            self.assertEqual(alone, [r for r in records if r["document"] == f"{article['id']}-0"])


if __name__ == "__main__":
    unittest.main()
