"""realign measure over the examples: series with their records, verdicts, regions, positions, pictures, bad input."""
import json
import os
import re
import unittest

from program import REPOSITORY, ProgramTest


class Measure(ProgramTest):
    def setUp(self):
        super().setUp()
        self.read(REPOSITORY + "/examples")

    def measure(self, *arguments, **options):
        return self.run_program("measure", "--ledger", self.ledger, *arguments, **options)

    def lines(self, *arguments):
        return [json.loads(line) for line in self.measure("--format", "jsonl", *arguments)[0].splitlines()]

    def test_every_point_has_its_records(self):
        for point in self.lines("Kazakhstan", "Russia", "--records"):
            if point["kind"] == "point":
                self.assertEqual(point["count"], len(point["records"]))
                if point["count"]:
                    self.assertAlmostEqual(point["mean"] * point["count"], point["cooperative"] + point["conflictual"], delta=0.05)

    def test_directions_add_up(self):
        count = {"forth": 0, "back": 0, "both": 0}
        for point in self.lines("KAZ", "RUS"):
            if point["kind"] == "point":
                count[point["direction"]] += point["count"]
        self.assertGreater(count["both"], 10)
        self.assertLessEqual(count["both"], count["forth"] + count["back"])
        self.assertGreaterEqual(count["both"], max(count["forth"], count["back"]))

    def test_probabilities_sum_to_one(self):
        for row in self.lines("KAZ", "RUS"):
            if row["kind"] == "trajectory" and "probabilities" in row:
                self.assertAlmostEqual(sum(row["probabilities"].values()), 1, delta=0.005)
                self.assertEqual(row["probability"], max(row["probabilities"].values()))

    def test_too_little_is_said_so(self):
        rows = self.lines("Iceland", "Bhutan")
        self.assertTrue(all(r["verdict"].startswith("too little to say") for r in rows if "verdict" in r))
        self.assertFalse(any("probability" in r for r in rows))

    def test_region(self):
        rows = self.lines("--region", "Central Asia", "--toward", "Russia")
        self.assertEqual({r["source"] for r in rows}, {"KAZ", "KGZ", "TJK", "TKM", "UZB"})
        said = [r["change"] for r in rows if "change" in r]
        self.assertEqual(said, sorted(said))

    def test_positions_are_split_by_mover(self):
        table = os.path.join(self.folder, "positions.csv")
        with open(table, "w") as out:
            out.write("country,year,value\n")
            for year in range(2000, 2020):
                out.write(f"KAZ,{year},{0.01 * (year % 3)}\nRUS,{year},{1 + 0.01 * (year % 2) - (0.9 if year >= 2015 else 0)}\n")
        rows = self.lines("KAZ", "RUS", "--positions", table)
        breaks = [r for r in rows if r["kind"] == "break"]
        self.assertEqual([(b["country"], b["year"], b["change"]) for b in breaks], [("RUS", 2015, "shift")])
        moved = next(r for r in rows if r["kind"] == "distance" and r["year"] == 2015)
        self.assertLess(moved["by"]["RUS"], -0.8)
        self.assertLess(abs(moved["by"]["KAZ"]), 0.05)

    def test_picture(self):
        picture = os.path.join(self.folder, "dyad.svg")
        self.measure("KAZ", "RUS", "--plot", picture)
        with open(picture) as f:
            svg = f.read()
        self.assertTrue(svg.startswith("<svg ") and svg.endswith("</svg>\n"))
        self.assertIn("prefers-color-scheme:dark", svg)
        self.assertNotIn("var(", svg)  # programs for print know no variables

    def test_panels_of_a_region_compare(self):
        """One axis of values and one of time: the same year stands at the same place in every panel."""
        picture = os.path.join(self.folder, "region.svg")
        self.measure("--region", "Central Asia", "--toward", "Russia", "--plot", picture, "--by", "quarter")
        with open(picture) as f:
            panels = f.read().split("<g transform")[1:]
        self.assertEqual(len(panels), 5)
        drawn = [p for p in panels if "<circle" in p or "<rect" in p]
        self.assertGreaterEqual(len(drawn), 2)
        values = [re.findall(r'text-anchor="end">(-?[0-9.]+)</text>', p) for p in drawn]
        times = [dict(re.findall(r'x="([0-9.]+)" y="[0-9]+" text-anchor="[a-z]+">([0-9]{4}-Q[1-4])</text>', p)) for p in drawn]
        for other, at in zip(values[1:], times[1:]):
            self.assertEqual(other, values[0])
            for place in set(at) & set(times[0]):
                self.assertEqual(at[place], times[0][place])
            self.assertEqual(len(set(at.values()) & set(times[0].values())), len(set(at) & set(times[0])))

    def test_bad_input(self):
        bad = os.path.join(self.folder, "bad.csv")
        with open(bad, "w") as out:
            out.write("country,year,value\nKAZ,2000,1\nKAZ,2001,much\n")
        for arguments, status, word in (
            (["KAZ"], 1, "two countries"),
            (["KAZ", "KAZ"], 1, "same"),
            (["KAZ", "Atlantis"], 1, "Atlantis"),
            (["KAZ", "RUS", "--by", "decade"], 2, "decade"),
            (["KAZ", "RUS", "--from", "2022-13-01"], 2, "2022-13-01"),
            (["KAZ", "--positions", bad], 1, "bad.csv:3"),
            (["KAZ", "--positions", bad, "--value", "size"], 1, "size"),
            (["KAZ", "RUS", "--from", "2023-01-01", "--to", "2022-01-01"], 2, "lies after"),
            (["Central Asia", "RUS"], 1, "does not act"),
            (["--region", "Central Asia"], 1, "--toward"),
            (["--toward", "RUS"], 1, "--region"),
            (["--region", "Atlantis", "--toward", "RUS"], 1, "Atlantis"),
        ):
            out, error = self.measure(*arguments, status=status)
            self.assertIn(word, error, arguments)
            self.assertEqual(error.count("\n"), error.count("\n") if status == 2 else 1)


if __name__ == "__main__":
    unittest.main()
