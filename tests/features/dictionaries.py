"""`realign code --dictionaries` and `realign read --dictionaries`: a group's own actors, agents, discards and verbs; and the published validation records."""
import importlib.util
import json
import os
import unittest

from program import REPOSITORY, ProgramTest

SHARED = os.environ.get("REALIGN_SHARED") or os.path.join(os.path.dirname(REPOSITORY), "shared")

ACTORS = """VARLAND_ [VAR]
+VARLANDIC
KAZAKHSTAN_ [KAZ]
+KAZAKH
RUSSIA_ [RUS] # a remark
+RUSSIAN
IDA_BRANDT
\t[RUSGOV 20200101-20211231]
\t[RUSOPP]
"""
AGENTS = "ENVOY [~GOV]\nSOLDIER [~MIL]\n"
DISCARDS = "CHESS\n+TORNADO\n"
VERBS = """--- BAMBOOZLE [111] ---
BAMBOOZLE
- * GRAIN (WITH) [061:061]

--- ARREST [173] ---
ARREST
"""
TREE = """1	Russian	Russian	ADJ	JJ	_	2	amod	_	_
2	soldiers	soldier	NOUN	NNS	_	3	nsubj	_	_
3	bamboozled	bamboozle	VERB	VBD	_	0	root	_	_
4	{}	{}	PROPN	NNP	_	3	obj	_	_

"""


def load_script(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), os.path.join(REPOSITORY, "scripts", name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sides(event):
    return [a["code"] for a in event["source"]], event["cameo"], [a["code"] for a in event["target"]]


class WithDictionaries(ProgramTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("ours"))
        for name, content in (("x.actors.txt", ACTORS), ("x.agents.txt", AGENTS), ("x.discards.txt", DISCARDS), ("x.verbs.txt", VERBS)):
            self.write("ours/" + name, content)
        self.folder_option = ("--dictionaries", self.path("ours"))


class Dictionaries(WithDictionaries):
    def only(self, *arguments, stdin=""):
        return self.records("code", *self.folder_option, "--dictionaries-only", *arguments, stdin=stdin)

    def test_records_carry_both_codes(self):
        event, = self.only("--input", "conllu", "--date", "2021-05-05", stdin=TREE.format("Varland", "Varland"))
        self.assertEqual(sides(event), (["RUSMIL"], "111", ["VAR"]))
        self.assertEqual((event["source"][0]["country"], event["source"][0]["role"]), ("RUS", "military"))
        self.assertEqual(event["target"][0]["country"], "", "VAR is no state")
        self.assertEqual([a["text"] for a in event["source"] + event["target"]], ["Russian soldiers", "Varland"])
        self.assertEqual((event["type"], event["polarity"], event["text"]), ("ACCUSE", "affirmed", "Russian soldiers bamboozled Varland"))

    def test_text_is_parsed_for_what_only_the_dictionaries_know(self):
        events = self.only("--date", "2021-05-05", stdin="Ida Brandt arrested envoys from Kazakhstan on Tuesday.\n")
        self.assertEqual([sides(e) for e in events], [(["RUSGOV"], "173", ["KAZGOV"])])
        self.assertEqual(events[0]["date"]["from"], "2021-05-04")
        events = self.only("--date", "2023-05-05", stdin="Ida Brandt arrested envoys from Kazakhstan on Tuesday.\n")
        self.assertEqual(sides(events[0])[0], ["RUSOPP"])

    def test_both_directions(self):
        events = self.only(stdin="Russia bamboozled grain with Kazakhstan.\n")
        self.assertEqual([sides(e) for e in events], [(["RUS"], "061", ["KAZ"]), (["KAZ"], "061", ["RUS"])])

    def test_discards(self):
        self.assertEqual(self.only(stdin="Russia arrested Kazakhstan's chess envoys.\n"), [])
        story = "Russia arrested Kazakh envoys.\nA tornado passed.\n"
        self.assertEqual(self.only(stdin=story), [])
        self.assertEqual(len(self.only(stdin=story.replace("tornado", "cloud"))), 1)

    def test_beside_our_own_an_act_is_told_once(self):
        text = "Russia arrested Kazakh envoys. Germany banned imports of Russian wheat.\n"
        ours = self.records("code", stdin=text)
        both = self.records("code", *self.folder_option, stdin=text)
        self.assertTrue(any(e.get("type") == "SANCTION" or e.get("type") == "COERCE" for e in ours))
        arrests = [e for e in both if e.get("cameo") == "173"]
        self.assertEqual(len(arrests), 1)
        self.assertEqual(len(both), len({json.dumps(e) for e in both}))
        self.assertEqual([e for e in ours if e["kind"] == "claim"], [e for e in both if e["kind"] == "claim"])

    def test_leaders_whom_the_dictionaries_lack_are_ours(self):
        text = "Emmanuel Macron bamboozled Russia.\n"
        both = [e for e in self.records("code", *self.folder_option, "--date", "2020-05-05", stdin=text) if e.get("cameo") == "111"]
        self.assertEqual([sides(e)[0] for e in both], [["FRAGOV"]])
        self.assertEqual(self.only("--date", "2020-05-05", stdin=text), [])

    def test_bad_lines_are_named_once_and_the_rest_goes_on(self):
        bad = self.write("bad.verbs.txt", VERBS + "- * NO CODE\nLAST [112]\n")
        out, err = self.run_program("code", *self.folder_option, "--dictionaries", bad, "--dictionaries-only", status=1, stdin="Russia lasted Kazakhstan. Russia lasted Kazakhstan again.\n")
        self.assertEqual(err, f"realign: {bad}:7: a pattern without its code in [...]\n")
        self.assertGreaterEqual(len(out.splitlines()), 1)

    def test_wrong_usage(self):
        _, err = self.run_program("code", "--dictionaries-only", status=2)
        self.assertIn("--dictionaries", err)
        self.run_program("code", "--dictionaries", self.path("none"), status=2)
        _, err = self.run_program("code", "--dictionaries", self.write("words.txt", "x"), status=1)
        self.assertIn("its name does not tell what it is", err)
        os.mkdir(self.path("empty"))
        _, err = self.run_program("code", "--dictionaries", self.path("empty"), status=1)
        self.assertIn("no verbs", err)

    def test_plovers_own_table_is_used(self):
        self.write("ours/CAMEO2PLOVER.txt", "11: ACCUSE\n111: REJECT, assist, diplomatic # for the test\n")
        event, = self.only("--input", "conllu", stdin=TREE.format("Varland", "Varland"))
        self.assertEqual((event["type"], event["mode"]), ("REJECT", "assist"))

    def test_petrarch_xml(self):
        xml = self.write("s.xml", '<Sentences><Sentence date="20210505" id="a_1"/>\n<Text>Russian soldiers bamboozled Varland</Text>\n<Parse>\n'
                         + TREE.format("Varland", "Varland") + '</Parse></Sentence>\n<Sentence id="a_2"><Parse>\n1\tbad\n</Parse></Sentence></Sentences>')
        out, err = self.run_program("code", *self.folder_option, "--dictionaries-only", "--input", "petrarch-xml", xml, status=1)
        event, = (json.loads(line) for line in out.splitlines())
        self.assertEqual((event["document"], event["begin"], event["end"]), ("a_1", 0, 35))
        self.assertEqual(err, f"realign: {xml}:11: a word line has 10 fields separated by tabs (a_2, left out)\n")

    def test_explain(self):
        out, _ = self.run_program("code", *self.folder_option, "--dictionaries-only", "--explain", stdin="Russia bamboozled grain with Kazakhstan.\n")
        self.assertIn("dictionary: verb 'bamboozled' with '* GRAIN (WITH)': RUS -> KAZ 061, back 061", out)


class ReadWithDictionaries(WithDictionaries):
    """`realign read` takes the same options with the same meaning, and the ledger says which dictionaries it was."""

    STORY = "Russia arrested Kazakh envoys. Germany banned imports of Russian wheat.\n"

    def told(self, records):
        """What `code` and the ledger both know of events, in the order of the text."""
        return sorted((e["begin"], sides(e) if e.get("cameo") == "173" else e["type"], e["source"], e["target"]) for e in records)

    def test_the_ledger_keeps_what_code_tells(self):
        for only in ((), ("--dictionaries-only",)):
            self.ledger = self.path("test" + "".join(only) + ".ledger")
            out, err = self.read(*self.folder_option, *only, "--date", "2021-05-05", stdin=self.STORY)
            self.assertIn("1 documents added", out)
            self.assertEqual(err, "")
            coded = self.records("code", *self.folder_option, *only, "--date", "2021-05-05", stdin=self.STORY)
            kept = self.events()
            self.assertEqual(self.told(kept), self.told(e for e in coded if e["kind"] == "event"))
            self.assertIn((["RUS"], "173", ["KAZGOV"]), [sides(e) for e in kept if e["cameo"] == "173"])
            self.assertEqual([e["type"] for e in kept if e["cameo"] != "173"], [] if only else ["SANCTION"])
            for e in kept:
                self.assertEqual(e["dictionaries"]["only"], bool(only))
                self.assertEqual(list(e["dictionaries"]["files"]), ["x.actors.txt", "x.agents.txt", "x.discards.txt", "x.verbs.txt"])

    def test_files_are_known_by_their_contents(self):
        def files(ledger):
            self.ledger = self.path(ledger)
            self.read(*self.folder_option, stdin=self.STORY)
            return self.events()[0]["dictionaries"]["files"]
        first = files("first.ledger")
        self.write("ours/x.agents.txt", AGENTS + "WORKER [~LAB]\n")
        second = files("second.ledger")
        self.assertEqual([name for name in first if first[name] != second[name]], ["x.agents.txt"])

    def test_without_dictionaries_nothing_is_said_of_any(self):
        self.read(stdin=self.STORY)
        self.assertEqual({"dictionaries" in e for e in self.events()}, {False})
        self.assertEqual({"code" in a for e in self.events() for a in e["source"] + e["target"]}, {False})

    def test_what_was_read_stays_as_it_was_read(self):
        self.read(stdin=self.STORY)
        before = self.events()
        out, _ = self.read(*self.folder_option, stdin=self.STORY)
        self.assertIn("0 documents added, 1 known already", out)
        self.assertEqual(self.events(), before)

    def test_usage_and_bad_lines_as_for_code(self):
        self.read("--dictionaries-only", status=2)
        self.read("--dictionaries", self.path("none"), status=2)
        bad = self.write("bad.verbs.txt", VERBS + "- * NO CODE\n")
        out, err = self.read(*self.folder_option, "--dictionaries", bad, status=1, stdin=self.STORY)
        self.assertEqual(err, f"realign: {bad}:7: a pattern without its code in [...]\n")
        self.assertIn("1 documents added", out)


class Validation(ProgramTest):
    """The figures that docs/dictionaries.md states, above those published of UniversalPetrarch."""

    def setUp(self):
        super().setUp()
        self.coding, self.words = (os.path.join(SHARED, "data", part) for part in ("coding", "dictionaries"))
        if not os.path.isdir(self.words):
            self.skipTest(f"{self.words} is not there: validation records are not scored")

    def score(self, records, *dictionaries):
        paths = [os.path.join(self.words, name) for name in dictionaries]
        scores, _, _ = load_script("score-petrarch").score(self.program, os.path.join(self.coding, records), paths)
        return {key: value[3:5] for key, value in scores.items()}

    def test_validation_records(self):
        scores = self.score("petrarch2-validation.xml", "CAMEO.2.0.txt", "Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt",
                            "Phoenix.MilNonState.actors.txt", "Phoenix.agents.txt", "Phoenix.discards.txt")
        self.assertGreater(scores["triples"][0], 0.87)
        self.assertGreater(scores["triples"][1], 0.84)

    def test_unit_test_records(self):
        scores = self.score("petrarch-unit-tests-ud.xml", "PETR.Validate.actors.txt", "PETR.Validate.agents.txt", "PETR.Validate.discards.txt",
                            "PETR.Validate.verbs.2.0.txt")
        self.assertGreater(scores["triples"][0], 0.84)
        self.assertGreater(scores["triples"][1], 0.92)
        self.assertGreater(scores["dyads"][0], 0.869)
        self.assertGreater(scores["dyads"][1], 0.94)


if __name__ == "__main__":
    unittest.main()
