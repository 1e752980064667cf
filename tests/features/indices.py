"""realign import indicators and realign measure --partners, --influence, --similarity, --balance, --floor, as a user runs them."""
import csv
import io
import json
import os
import unittest

from program import ProgramTest

ARMS = """year,from,to,indicator,value
2019,RUS,KAZ,arms,60
2019,Turkey,Kazakhstan,arms,20
2020,RUS,KAZ,arms,30
2020,KAZ,AGO,arms,7
2020,China,KAZ,arms,"10"
"""
WEIGHTS = [.11, .19, .14, .35, .13, .08]
BANDWIDTH = ["norm_lor_avg_ma", "norm_igos_ma", "norm_tradeagreement_ma", "norm_lntotaltrade_ma", "norm_allianceindex_ma", "norm_armstotalstock_ma"]
DEPENDENCE = ["aidabgdpb_ma", "aidaballaidb_ma", "totaltradeabgdpb_ma", "totaltradeaballtradeb_ma", "armimportstockabmilstockb_ma",
              "armsimportsstockaballimstockb_ma"]


class Indices(ProgramTest):
    def lines(self, *arguments):
        return [json.loads(line) for line in self.run_program("measure", "--ledger", self.ledger, "--format", "jsonl", *arguments)[0].splitlines()]

    def rows(self, *arguments):
        out, _ = self.run_program("measure", "--ledger", self.ledger, "--format", "csv", *arguments)
        return list(csv.DictReader(io.StringIO(out), strict=True))

    def bring(self, content, status=0):
        return self.run_program("import", "indicators", self.write("arms.csv", content), "--ledger", self.ledger, status=status)

    def total(self, *arguments):
        return next(r for r in self.lines("--partners", "KAZ", "--indicator", "arms", *arguments) if r["kind"] == "diversification" and "year" not in r)

    def test_indicators(self):
        self.bring(ARMS)
        total = self.total()
        self.assertEqual(total["total"], 120)
        self.assertAlmostEqual(total["herfindahl"], .75 ** 2 + (1 / 6) ** 2 + (1 / 12) ** 2, places=5)
        self.assertEqual(self.total("--flow", "out")["total"], 7)
        self.assertEqual(self.total("--flow", "both")["total"], 127)
        self.assertEqual(self.total("--from", "2020-03-01")["total"], 40)
        years = {r["year"]: r["largest"] for r in self.lines("--partners", "KAZ", "--indicator", "arms") if r["kind"] == "diversification" and "year" in r}
        self.assertEqual(years, {2019: .75, 2020: .75})
        shares = {r["partner"]: float(r["share"]) for r in self.rows("--partners", "KAZ", "--indicator", "arms") if not r["year"]}
        self.assertEqual(shares, {"RUS": .75, "TUR": .166667, "CHN": .083333})
        out, _ = self.run_program("measure", "--partners", "KAZ", "--indicator", "arms", "--ledger", self.ledger, "--format", "table")
        self.assertIn("Russia", out)

    def test_votes(self):
        sides = {"US": (1, 1, 1), "GB": (1, 1, 0), "FR": (1, 0, 1), "RU": (0, 0, 0), "CU": (0, 0, 1), "BY": (0, 0, 0)}
        rows = [f"{10 * t + j},{t},{code},{'yes' if y else 'no'}" for t in (1, 2) for j in range(3) for code, ys in sides.items() for y in [ys[j]]]
        table = "rcid,session,country_code,vote\n" + "\n".join(rows) + "\n"
        run = lambda content, *more, status=0: self.run_program("import", "votes", self.write("votes.csv", content), "--ledger", self.ledger, *more, status=status)
        points = lambda: {(r["session"], r["country"]): float(r["value"]) for r in self.rows("--ideal-points")}
        _, err = self.run_program("measure", "--ideal-points", "--ledger", self.ledger, status=1)
        self.assertIn("ledger", err)
        run(table, "--matches", self.write("matches.csv", "rcid1,rcid2\n10,20\n"))
        first = points()
        self.assertEqual(len(first), 12)
        self.assertGreater(first["1", "USA"], first["1", "RUS"])
        _, err = run(table + "x,2,US,yes\n", status=1)
        self.assertIn("votes.csv:38", err)
        self.assertEqual(points(), first)

    def test_the_same_rows_replace(self):
        self.bring(ARMS)
        self.bring(ARMS.replace(",60", ",70"))
        self.assertEqual(self.total()["total"], 130)

    def test_a_bad_table_changes_nothing(self):
        self.bring(ARMS)
        head = "year,from,to,indicator,value\n2019,RUS,KAZ,arms,1\n"
        for content, word in (
            (head + "2019,RUS,Atlantis,arms,1\n", "arms.csv:3: 'Atlantis'"),
            (head + "2019,RUS,UZB,arms,nan\n", "arms.csv:3"),
            (head + "2019,RUS,UZB,arms,\n", "arms.csv:3"),
            (head + "19.5,RUS,UZB,arms,1\n", "arms.csv:3"),
            (head + "99999,RUS,UZB,arms,1\n", "arms.csv:3"),
            (head + "2019,RUS,UZB,,1\n", "arms.csv:3"),
            (head + "2019,RUS,UZB,arms\n", "arms.csv:3: has 4 cells"),
            (head + "2019,RUS,KAZ,arms,2\n", "arms.csv:3"),
            ("year,from,to,value\n2019,RUS,KAZ,1\n", "'indicator'"),
            ("year,from,to,indicator,value\n", "no rows"),
            ("", "is empty"),
        ):
            _, error = self.bring(content, status=1)
            self.assertIn(word, error, content)
            self.assertEqual(error.count("\n"), 1, content)
            self.assertEqual(self.total()["total"], 120, content)

    def test_partners_in_the_news(self):
        article = {"id": "a", "date": "2023-01-10", "text": "Japan signed a defence agreement with Vietnam. France signed a trade agreement with Japan."}
        self.read(self.write_lines("a.jsonl", article))
        rows = self.lines("--partners", "Japan", "--alliance", "NATO")
        self.assertTrue({"VNM", "FRA"} <= {r["partner"] for r in rows if r["kind"] == "share" and r["of"] == "all domains"})
        # Two acts are too few for an index.
        self.assertTrue(all("herfindahl" not in r for r in rows))
        self.assertTrue(any(r.get("why") == "too little to say" for r in rows))
        self.assertEqual(sum(r["outside"] for r in rows if r["kind"] == "security partners" and "VNM" in r["others"]), 1)
        self.assertEqual([r["why"] for r in self.lines("--partners", "Iceland")], ["too little to say"])

    def test_bands_over_time(self):
        day = {2021: "2021-05-0", 2022: "2022-05-0"}
        articles = [{"id": f"{year}{k}", "date": f"{day[year]}{k + 1}", "text": f"{other} praised Japan. The summit of {year} had {k} guests."}
                    for year, others in ((2021, ["Vietnam"] * 8), (2022, ["Vietnam", "France", "Germany", "India"] * 2))
                    for k, other in enumerate(others)]
        # Acts told within three days of each other count once: one act a month.
        for k, a in enumerate(articles):
            a["date"] = f"{a['id'][:4]}-{k % 8 + 1:02}-15"
        self.read(self.write_lines("b.jsonl", *articles))
        years = {r["year"]: r for r in self.lines("--partners", "Japan") if r["kind"] == "diversification" and "year" in r}
        self.assertEqual(years[2021]["herfindahl"], 1)
        self.assertAlmostEqual(years[2022]["herfindahl"], .25, places=3)
        self.assertLess(years[2022]["herfindahl_high"], 1)
        self.assertLessEqual(years[2022]["herfindahl_low"], years[2022]["herfindahl"])

    def panel(self, *rows):
        return self.write("panel.csv", "\n".join([",".join(["iso3a", "iso3b", "year"] + BANDWIDTH + DEPENDENCE)] + [",".join(map(str, r)) for r in rows]) + "\n")

    def test_influence(self):
        panel = self.panel(["RUS", "KAZ", "2014.0"] + [1, 2, 0, 3, 1, .5] + [0, 0, 12, 30, 5, 80], ["USA", "MEX", 2014] + [1] * 6 + [2] * 6,
                           ["USA", "KAZ", 2014] + [""] * 6 + [2] * 6)
        row, = self.rows("--influence", panel, "KAZ")
        want = sum(w * x for w, x in zip(WEIGHTS, [1, 2, 0, 3, 1, .5])) / 3.1831572
        self.assertAlmostEqual(float(row["bandwidth"]), want, places=7)
        self.assertAlmostEqual(sum(float(v) for k, v in row.items() if k.startswith("bandwidth: ")), want, places=5)
        self.assertEqual((row["from"], row["to"], row["year"]), ("RUS", "KAZ", "2014"))
        self.assertEqual(len(self.lines("--influence", panel)), 2)
        self.assertEqual(len(self.lines("--influence", panel, "USA", "MEX")), 1)
        bad = self.panel(["RUS", "KAZ", 2014] + [1] * 12, ["RUS", "UZB", 2014] + [1] * 11 + ["much"])
        out, error = self.run_program("measure", "--influence", bad, status=1)
        self.assertEqual(out, "")
        self.assertIn("panel.csv:3", error)

    def test_similarity(self):
        table = self.write("profiles.csv", "state,a,b,w\nX,3,0,0.5\nY,0,3,0.5\nZ,1,1,1\n")
        found = {r["measure"]: r["value"] for r in self.lines("--similarity", table, "--first", "a", "--second", "b", "--weight", "w")}
        self.assertAlmostEqual(found["S"], 1 - 2 * 6 / 9)
        self.assertAlmostEqual(found["weighted S"], 1 - 2 * 3 / 6)
        same = {r["measure"]: r["value"] for r in self.lines("--similarity", table, "--first", "a", "--second", "a")}
        self.assertEqual((same["S"], same["kappa"], same["tau-b"]), (1, 1, 1))
        flat = self.write("flat.csv", "a,b\n1,1\n1,1\n")
        self.assertIsNone({r["measure"]: r["value"] for r in self.lines("--similarity", flat, "--first", "a", "--second", "b")}["tau-b"])

    def test_balance(self):
        table = self.write("signed.csv", "window,from,to,sign\nw,a,b,-1\nw,b,c,-1\nw,a,c,-1\nv,a,b,1\nv,b,c,-1\nv,a,c,-1\n")
        found = {r["window"]: r for r in self.lines("--balance", table)}
        self.assertEqual((found["w"]["frustration"], found["w"]["proven"]), (1, True))
        self.assertEqual((found["v"]["frustration"], found["v"]["balanced"]), (0, 1))
        self.assertEqual(sorted(map(sorted, found["v"]["camps"])), [["a", "b"], ["c"]])

    def test_floor(self):
        first = self.lines("--floor", "Kazakhstan")[0]
        self.assertEqual((first["to"], first["border"], first["language"]), ("RUS", True, "ru"))
        held, = self.lines("--floor", "KAZ", "RUS")
        self.assertEqual(held, first)
        self.assertEqual(len(self.lines("--floor", "KAZ", "Central Asia")), 4)
        self.assertEqual(self.rows("--floor", "KAZ", "RUS")[0]["border"], "1")

    def test_shown_beside_the_state(self):
        self.read(self.write_lines("a.jsonl", {"id": "a", "date": "2023-01-10", "text": "Kazakhstan signed an agreement with Russia."}))
        out, _ = self.run_program("measure", "KAZ", "RUS", "--ledger", self.ledger, "--format", "table")
        self.assertIn("cannot pull itself out of the region", out)
        region = self.lines("--region", "Central Asia", "--toward", "RUS")
        self.assertEqual(max(region, key=lambda r: r["floor"])["source"], "KAZ")

    def test_bad_input(self):
        self.bring(ARMS)
        signed = self.write("s.csv", "from,to,sign\na,b,1\nb,a,1\n")
        loop = self.write("l.csv", "from,to,sign\na,a,1\n")
        two = self.write("t.csv", "from,to,sign\na,b,2\n")
        profiles = self.write("p.csv", "a,b\n1,9\n1,1\n")
        one = self.write("o.csv", "a,b\n1,1\n")
        for arguments, status, word in (
            (["--partners"], 1, "one country"),
            (["--partners", "Atlantis"], 1, "Atlantis"),
            (["--partners", "KAZ", "--indicator", "gas"], 1, "gas"),
            (["--partners", "KAZ", "--flow", "up"], 2, "up"),
            (["--partners", "KAZ", "--alliance", "Russia"], 1, "alliance"),
            (["--floor"], 1, "country"),
            (["--floor", "Central Asia"], 1, "no state"),
            (["--floor", "KAZ", "KAZ"], 1, "other state"),
            (["--balance", signed], 1, "s.csv:3"),
            (["--balance", loop], 1, "l.csv:2"),
            (["--balance", two], 1, "t.csv:2"),
            (["--balance", os.path.join(self.folder, "none.csv")], 1, "none.csv"),
            (["--similarity", profiles], 1, "--first"),
            (["--similarity", profiles, "--first", "a", "--second", "b"], 1, "outside 0 to 3"),
            (["--similarity", profiles, "--first", "a", "--second", "c"], 1, "'c'"),
            (["--similarity", one, "--first", "a", "--second", "b"], 1, "two states"),
            (["--influence", profiles], 1, "norm_lor_avg_ma"),
        ):
            out, error = self.run_program("measure", "--ledger", self.ledger, *arguments, status=status)
            self.assertIn(word, error, arguments)
            self.assertEqual(out, "", arguments)
            if status == 1:
                self.assertEqual(error.count("\n"), 1, arguments)


if __name__ == "__main__":
    unittest.main()
