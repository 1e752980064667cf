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
