"""realign scenario: forecasts from files and from the ledger, counterfactual records, bad input."""
import json
import os
import unittest

from program import REPOSITORY, ProgramTest


class Scenario(ProgramTest):
    def forecast(self, *arguments, status=0):
        return self.run_program("scenario", *arguments, status=status)

    def test_example(self):
        file = REPOSITORY + "/examples/pipeline-transit.toml"
        once, again = (json.loads(self.forecast(file, "--format", "json", "--runs", "100", "--threads", n)[0]) for n in ("1", "2"))
        self.assertEqual(once, again)
        self.assertEqual(len(once["rounds"]), 8)
        self.assertEqual({p["pole"] for p in once["choice"]["poles"]}, {0, 100})
        self.assertEqual(len(once["monte_carlo"]["inputs"]), 3)
        text = self.forecast(file, "--format", "markdown", "--runs", "100")[0]
        for heading in ("## Drivers", "## Paths", "## If Country must choose", "## Which number matters"):
            self.assertIn(heading, text)

    def test_from_the_ledger_and_back(self):
        self.read(REPOSITORY + "/examples")
        arguments = ["--ledger", self.ledger, "--country", "Kazakhstan", "--patron", "Russia", "--at", "2024-12"]
        written = self.forecast(*arguments, "--write")[0]
        file = os.path.join(self.folder, "derived.toml")
        with open(file, "w") as out:
            out.write(written)
        self.assertEqual(json.loads(self.forecast(file, "--format", "json")[0])["forecast"],
                         json.loads(self.forecast(*arguments, "--format", "json")[0])["forecast"])
        self.assertGreater(written.count("#"), 10)

    def test_without_a_record(self):
        self.read(REPOSITORY + "/examples")
        events = self.run_program("events", "--ledger", self.ledger, "KAZ", "RUS", "--format", "jsonl", "--modality", "actual", "--distinct")[0]
        event = json.loads(events.splitlines()[0])
        answer = json.loads(self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--without", str(event["id"]), "--format", "jsonl")[0])
        self.assertNotEqual(answer["was"], answer["would_be"])
        moved = json.loads(self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--move", str(event["id"]), "2022-04-01", "--format", "jsonl")[0])
        self.assertEqual(moved["reactions"][0]["new_day"], "2022-04-01")
        act = '{"source":"RUS","target":"KAZ","type":"SANCTION","day":"2024-12-10"}'
        added = json.loads(self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--add", act, "--format", "jsonl")[0])
        self.assertLess(added["difference"], 0)
        self.assertIn("999999", self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--without", "999999", status=1)[1])

    def test_the_issue_in_words(self):
        self.read(REPOSITORY + "/examples")
        both = ["--ledger", self.ledger, "--at", "2024-12", "--format", "json"]
        by_words = json.loads(self.forecast("--issue", "KAZ between RUS and its other partners", *both)[0])
        by_codes = json.loads(self.forecast("--country", "Kazakhstan", "--patron", "Russia", *both)[0])
        self.assertEqual(by_words, by_codes)
        # Every number of every actor says where it comes from.
        told = {(o["actor"], o["what"]) for o in by_words["origins"] if o["from"]}
        for actor in by_words["actors"]:
            for what in ("position", "capability", "salience"):
                self.assertIn((actor["name"], what), told)
        self.assertIn("before", by_words["bargain"])
        for error, arguments in (("--issue", ["--issue", "Whatever", "--at", "2022-10"]), ("--at", ["--issue", "KAZ between RUS and others", "--at", "2022-13"]),
                                 ("no act", ["--country", "KAZ", "--patron", "BRA", "--at", "2022-10"])):
            self.assertIn(error, self.forecast("--ledger", self.ledger, *arguments, status=1)[1])

    def test_a_forced_choice_is_harmful_as_a_result(self):
        """What an official said of Kazakhstan in October 2022 comes out of numbers that do not contain it."""
        self.read(REPOSITORY + "/examples")
        arguments = ["--ledger", self.ledger, "--issue", "Kazakhstan between Russia and its other partners", "--at", "2022-10"]
        choice = json.loads(self.forecast(*arguments, "--format", "json")[0])["choice"]
        self.assertEqual(choice["actor"], "Kazakhstan")
        for pole in choice["poles"]:
            self.assertGreater(pole["cost"]["Kazakhstan"], 0)
        # With Russia alone nobody is left to quarrel with; with the others alone Russia is.
        self.assertGreater(max(pole["conflict"] for pole in choice["poles"]), choice["free"]["conflict"] + 0.05)
        text = self.forecast(*arguments, "--format", "markdown")[0]
        self.assertRegex(text, r"Forcing Kazakhstan to choose is a (very )?harmful step that leads to possible conflict")
        self.assertIn("its negotiating position strengthens", text)

    def test_the_same_act_before_the_war_and_now(self):
        self.read(REPOSITORY + "/examples")
        pact = [e for e in self.events("KAZ", "TUR", "--type", "AGREE", "--distinct") if "military" in e["text"]][0]
        answer = json.loads(self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--move", str(pact["id"]), "2022-02-20", "--at", "2022-12", "--format", "json")[0])
        reaction = answer["patron_reactions"][0]
        self.assertEqual((reaction["country"], reaction["patron"]), ("KAZ", "RUS"))
        before, now = reaction["dates"][0], reaction["dates"][-1]
        self.assertEqual((before["day"], now["day"]), ("2022-02-20", "2022-12-31"))
        for falls in ("blow", "grip", "capability", "chance", "gain"):
            self.assertGreater(before[falls], now[falls], falls)
        self.assertGreater(now["bound"], before["bound"] + 0.2)
        text = self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--move", str(pact["id"]), "2022-02-20", "--at", "2022-12", "--format", "markdown")[0]
        self.assertIn("A harsher answer was to be expected on 2022-02-20", text)
        added = '{"source":"KAZ","target":"TUR","type":"AGREE","day":"2022-02-20"}'
        self.assertIn("How Russia would take it", self.forecast("KAZ", "RUS", "--ledger", self.ledger, "--add", added, "--format", "markdown")[0])

    def test_differences_one_by_one(self):
        file = self.write("table.csv", "Actor,Capability,Position,Salience\n" + "".join(
            f"{name},{c},{x},{s}\n" for name, c, x, s in (("A", 0.9, 0, 80), ("B", 0.5, 40, 60), ("C", 1.2, 100, 50), ("D", 0.4, 70, 20), ("E", 0.3, 20, 35))))
        runs = {r["run"]: r for r in json.loads(self.forecast(file, "--rounds", "6", "--effects", "--format", "json")[0])["runs"]}
        self.assertEqual(len(runs), 12)
        for variant in ("scholz", "corrected"):
            alone = json.loads(self.forecast(file, "--rounds", "6", "--variant", variant, "--format", "json")[0])
            self.assertEqual(alone["forecast"], runs[variant]["forecast"])
        risk = json.loads(self.forecast(file, "--rounds", "6", "--variant", "scholz", "--with", "risk", "--format", "json")[0])
        self.assertEqual(risk["forecast"], runs["scholz with risk"]["forecast"])
        self.assertIn("luck", self.forecast(file, "--with", "luck", status=1)[1])

    def test_plot(self):
        svg = self.path("paths.svg")
        self.forecast(REPOSITORY + "/examples/pipeline-transit.toml", "--runs", "50", "--plot", svg, "--format", "json")
        with open(svg, encoding="utf-8") as file:
            picture = file.read()
        for word in ("<svg", "prefers-color-scheme:dark", "Patron", "Neighbour", "Risk of open conflict"):
            self.assertIn(word, picture)

    def test_bad_files_name_their_line(self):
        file = os.path.join(self.folder, "bad.toml")
        good = 'issue = "x"\n[[actor]]\nname = "A"\nposition = 0\ncapability = 1\nsalience = 0.5\n[[actor]]\nname = "B"\nposition = 100\ncapability = 1\nsalience = 0.5\n'
        for change, word in (
            (("capability = 1", "capability = -1"), "bad.toml:5"),
            (("position = 0", 'position = "low"'), "bad.toml:4"),
            (("position = 100", "position = 0"), "same position"),
            (('name = "B"', 'name = "A"'), "bad.toml:7"),
            (("salience", "silence"), "silence"),
            ((good, ""), "empty"),
            (("issue", "[issue"), "bad.toml:1"),
        ):
            with open(file, "w") as out:
                out.write(good.replace(change[0], change[1], 1))
            error = self.forecast(file, status=1)[1]
            self.assertIn(word, error)
            self.assertEqual(error.count("\n"), 1, error)


if __name__ == "__main__":
    unittest.main()
