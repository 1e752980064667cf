"""Where the ledger knows too little the program says so, in every form, and prints no confident number."""
import json
import re
import unittest

from program import ProgramTest

ACTS = ("Kenya signed a loan agreement with China.", "Kenya accused China.", "China sent aid to Kenya.", "Kenya praised China.",
        "China imposed sanctions on Kenya.", "Kenyan officials visited China.", "Kenya rejected a demand by China.",
        "China sent military aid to Kenya.")


class TooLittle(ProgramTest):
    def tell(self, *told):
        """A ledger of (date, text) or text without a date."""
        lines = []
        for number, one in enumerate(told):
            date, text = one if isinstance(one, tuple) else (None, one)
            # The same words in two articles would be the same article.
            lines.append({"id": str(number), "text": f"{text} It was report {number}."} | ({"date": date} if date else {}))
        self.read(self.write_lines("told.jsonl", *lines))

    def measure(self, *arguments, status=0):
        return self.run_program("measure", "--ledger", self.ledger, *arguments, status=status)[0]

    def check(self, first="Kenya", second="China", why="", *options):
        """Every form of the dyad's answer; gives the rows of JSON Lines."""
        rows = [json.loads(line) for line in self.measure(first, second, "--format", "jsonl", *options).splitlines()]
        judged = [row for row in rows if "verdict" in row]
        self.assertGreaterEqual(len(judged), 2)
        for row in judged:
            self.assertTrue(row["verdict"].startswith("too little to say"), row)
        self.assertIn(why, judged[0]["verdict"])
        for row in rows:
            for sure in ("probability", "probabilities", "change", "level", "low", "high", "by_first"):
                self.assertNotIn(sure, row)
        table = self.measure(first, second, "--format", "table", *options)
        self.assertIn("too little to say", table.splitlines()[0])
        self.assertEqual(table.splitlines()[0].count(first), 1, "names its sides once")
        self.assertNotRegex(table, r"probability|severance|deepening|loosening|stable")
        for line in self.measure(first, second, "--format", "csv", *options).splitlines()[1:]:
            self.assertEqual(line.split(",")[7:10], ["", "", ""], line)  # level, low, high
        self.measure(first, second, "--plot", self.path("p.svg"), *options)
        with open(self.path("p.svg"), encoding="utf-8") as picture:
            svg = picture.read()
        self.assertIn("too little to say", svg)
        self.assertNotIn('class="b"', svg)  # no band
        brief = self.run_program("brief", first, second, "--ledger", self.ledger)[0]
        self.assertRegex(brief, "(?i)too little to say|nothing")
        self.assertNotRegex(brief, r"probability [01]\.")
        return rows

    def test_no_event(self):
        self.tell(("2024-01-01", "It rained in the hills."))
        self.check(why="0 events")
        rows = [json.loads(line) for line in self.measure("--region", "Central Asia", "--toward", "Russia", "--format", "jsonl").splitlines()]
        self.assertEqual({row["verdict"] for row in rows}, {"too little to say"})
        self.assertFalse(any("change" in row or "probability" in row for row in rows))

    def test_one_event(self):
        self.tell(("2024-01-01", ACTS[0]))
        self.check(why="1 event in 1 period;")
        partners = self.measure("--partners", "Kenya", "--format", "table")
        self.assertIn("too little to say", partners)
        rows = [json.loads(line) for line in self.measure("--partners", "Kenya", "--format", "jsonl").splitlines()]
        self.assertIn("CHN", {row.get("partner") for row in rows})
        self.assertFalse(any("share" in row or "herfindahl" in row for row in rows), rows)

    def test_all_in_one_day(self):
        self.tell(*(("2024-01-01", act) for act in ACTS))
        for by in ("week", "month", "quarter", "year"):
            rows = self.check("Kenya", "China", "in 1 period;", "--by", by)
            self.assertEqual(sum(row["kind"] == "point" for row in rows if row.get("direction") == "both"), 1)

    def test_dates_without_a_year(self):
        self.tell(*(f"In {month}, {act}" for month, act in zip(("March", "April", "May", "June", "July", "August"), ACTS)))
        self.check(why="0 events")
        # They are there, and counted as what they are.
        self.assertGreater(len(self.events("Kenya", "China")), 3)
        table = self.measure("Kenya", "China", "--format", "table")
        self.assertRegex(table, r"\d events left out: their date is not known")

    def test_years_alone_are_no_months(self):
        self.tell(*(("2024-12-31", f"In {year}, {act}") for year, act in zip(range(2014, 2022), ACTS)))
        self.check(why="0 events")
        years = [json.loads(line) for line in self.measure("Kenya", "China", "--by", "year", "--format", "jsonl").splitlines()]
        self.assertGreater(sum(row.get("count", 0) for row in years), 5)

    def test_a_pair_that_never_met(self):
        self.tell(*((f"2024-{month:02}-01", act) for month, act in enumerate(ACTS, 1)))
        self.check("Iceland", "Bhutan", "0 events")

    def test_a_quiet_window(self):
        """Much before it, next to nothing in it."""
        self.tell(*((f"2022-{1 + n % 12:02}-{1 + n // 12:02}", ACTS[n % len(ACTS)]) for n in range(24)), ("2024-06-01", ACTS[0]))
        rows = [json.loads(line) for line in self.measure("Kenya", "China", "--format", "jsonl", "--undirected").splitlines()]
        self.assertIn("1 event after 2023-06, where the window begins; 6 are the least", rows[0]["verdict"])
        self.assertFalse(any("probability" in row for row in rows))

    def test_positions(self):
        table = self.write("p.csv", "country,year,value\nKEN,2020,0.5\nKEN,2021,0.4\n")
        out = self.measure("Kenya", "--positions", table, "--format", "table")
        self.assertIn("too little to say: 2 years", out)
        self.assertIsNone(re.search("break|probability", out))


if __name__ == "__main__":
    unittest.main()
