"""Short sentences and the event that each must give: cases.tsv; those not yet read so: cases-known-gaps.tsv."""
import json
import os
import unittest

from program import ProgramTest

HERE = os.path.dirname(os.path.abspath(__file__))
MODALITIES = {"intended", "demanded", "hypothetical", "counterfactual"}


def load(name):
    """(place, sentence, expectation) for each line."""
    cases = []
    with open(os.path.join(HERE, name), encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                sentence, expected = line.rstrip("\n").split("\t")
                cases.append((f"{name}:{number}", sentence, expected.split()))
    return cases


def countries(actors):
    return {actor["country"] for actor in actors}


def meets(events, expected):
    if expected == ["none"]:
        return not events
    source, kind, target, *marks = expected
    polarity = "negated" if "negated" in marks else "affirmed"
    modality = next((mark for mark in marks if mark in MODALITIES), "actual")
    mode = next((mark[len("mode="):] for mark in marks if mark.startswith("mode=")), None)
    return any(e["type"] == kind and source in countries(e["source"]) and target in countries(e["target"])
               and e["polarity"] == polarity and e["modality"] == modality and mode in (None, e["mode"]) for e in events)


class Cases(ProgramTest):
    def code(self, cases):
        """Events of each case, in one run."""
        lines = [{"id": place, "text": sentence, "date": "2023-05-10"} for place, sentence, _ in cases]
        found = {place: [] for place, _, _ in cases}
        for record in self.records("code", self.write_lines("cases.jsonl", *lines)):
            if record["kind"] == "event":
                found[record["document"]].append(record)
        return found

    def test_cases(self):
        cases = load("cases.tsv")
        self.assertGreaterEqual(len(cases), 150)
        found = self.code(cases)
        for place, sentence, expected in cases:
            with self.subTest(place):
                got = [(sorted(countries(e["source"])), e["type"], sorted(countries(e["target"])), e["polarity"], e["modality"], e["mode"])
                       for e in found[place]]
                self.assertTrue(meets(found[place], expected), f"{place}: {sentence} must give {' '.join(expected)}, gave {got}")

    def test_known_gaps_are_read_without_failing(self):
        cases = load("cases-known-gaps.tsv")
        found = self.code(cases)
        mended = [place for place, _, expected in cases if meets(found[place], expected)]
        if mended:
            print("read right by now, move to cases.tsv:", *mended)

    def test_same_records_for_any_number_of_threads(self):
        cases = load("cases.tsv")
        lines = [{"id": place, "text": sentence} for place, sentence, _ in cases]
        path = self.write_lines("cases.jsonl", *lines)
        one, _ = self.run_program("code", "--threads", "1", path)
        four, _ = self.run_program("code", "--threads", "4", path)
        self.assertEqual(one, four)
        self.assertEqual(one, self.run_program("code", "--input", "jsonl", stdin="".join(json.dumps(l) + "\n" for l in lines))[0])


if __name__ == "__main__":
    unittest.main()
