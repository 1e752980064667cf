"""The same act in several articles is one act with several tellings: shown, counted either way, whatever is read first."""
import csv
import io
import itertools
import json
import unittest

from program import ProgramTest

BAN = [
    {"id": "wire", "date": "2024-10-17", "text": "Russia banned imports of Kazakh wheat on October 17."},
    {"id": "daily", "date": "2024-10-18", "text": "Russia has banned wheat imports from Kazakhstan, traders said."},
    {"id": "weekly", "date": "2024-10-19", "text": "On Thursday, Russia banned imports of wheat from Kazakhstan."},
    {"id": "other", "date": "2024-10-18", "text": "France praised Ghana."},
    {"id": "later", "date": "2024-12-20", "text": "Russia banned imports of Kazakh wheat."},
]


class Acts(ProgramTest):
    def read_in(self, order, name):
        self.ledger = self.path(name)
        for n, article in enumerate(order):
            self.read(self.write_lines(f"{name}.{n}.jsonl", article))

    def acts(self):
        """Articles by act, and what is shown of each act."""
        tellings = {}
        for e in self.events():
            tellings.setdefault(e["act"], set()).add(e["document"])
            self.assertLessEqual(1, e["articles"])
        for e in self.events("--distinct"):
            self.assertEqual(e["articles"], len(tellings[e["act"]]))
        return sorted(map(sorted, tellings.values()))

    def test_three_articles_tell_one_ban(self):
        self.read_in(BAN, "ban")
        self.assertEqual(self.acts(), [["daily", "weekly", "wire"], ["later"], ["other"]])
        shown = self.events("--distinct", "Russia", "Kazakhstan")
        self.assertEqual([e["document"] for e in shown], ["later", "wire"])
        self.assertEqual([e["articles"] for e in shown], [1, 3])
        self.assertEqual(len(self.events("Russia", "Kazakhstan")), 4)

    def test_reading_again_changes_nothing(self):
        self.read_in(BAN, "again")
        before = self.events()
        self.read_in(BAN, "again")
        self.assertEqual(self.events(), before)

    def test_what_is_read_first_does_not_matter(self):
        for n, order in enumerate(itertools.permutations(BAN[:3])):
            self.read_in(order, f"order{n}")
            self.assertEqual(self.acts(), [["daily", "weekly", "wire"]])
            self.assertEqual([e["document"] for e in self.events("--distinct")], ["wire"])

    def test_only_what_fits_is_shown_for_an_act(self):
        self.read_in(BAN, "fits")
        shown = self.events("--distinct", "--document", "weekly")
        self.assertEqual([(e["document"], e["articles"]) for e in shown], [("weekly", 3)])

    def test_a_plan_a_denial_and_another_state_are_other_acts(self):
        self.read_in([BAN[0],
                      {"id": "plan", "date": "2024-10-16", "text": "Russia will ban imports of Kazakh wheat."},
                      {"id": "denial", "date": "2024-10-18", "text": "Russia did not ban imports of Kazakh wheat."},
                      {"id": "neighbour", "date": "2024-10-17", "text": "Russia banned imports of Uzbek wheat."}], "plan")
        self.assertEqual(self.acts(), [["denial"], ["neighbour"], ["plan"], ["wire"]])

    def test_table_and_csv(self):
        self.read_in(BAN, "table")
        out, _ = self.run_program("events", "--ledger", self.ledger, "--distinct", "--format", "table")
        self.assertIn("(told by 3 articles)", out)
        out, _ = self.run_program("events", "--ledger", self.ledger, "--format", "csv", "--document", "wire")
        self.assertEqual([r["articles"] for r in csv.DictReader(io.StringIO(out))], ["3"])

    def test_brief_counts_either_way(self):
        self.read_in(BAN, "brief")
        once, _ = self.run_program("brief", "--ledger", self.ledger, "Russia", "Kazakhstan")
        each, _ = self.run_program("brief", "--ledger", self.ledger, "Russia", "Kazakhstan", "--tellings")
        self.assertIn("\n2 acts", once)
        self.assertIn("(told by 3 articles)", once)
        self.assertIn("\n4 acts", each)
        page, _ = self.run_program("brief", "--ledger", self.ledger, "--html", "Russia", "Kazakhstan")
        self.assertIn("told by 3 articles", page)

    def test_series_count_either_way(self):
        self.read_in(BAN, "series")

        def count(*arguments):
            out, _ = self.run_program("measure", "--ledger", self.ledger, "Russia", "Kazakhstan", "--undirected",
                                      "--format", "jsonl", *arguments)
            rows = [json.loads(line) for line in out.splitlines()]
            return sum(r["count"] for r in rows if "count" in r)

        self.assertEqual((count(), count("--tellings")), (2, 4))


if __name__ == "__main__":
    unittest.main()
