"""Bad input: one clear line that names the place, the right exit status, nothing half-written, the rest done."""
import os
import shutil
import unittest

from program import ProgramTest

GOOD = "Italy praised Greece.\n"


class BadFiles(ProgramTest):
    def complains(self, bad, *words, place=None):
        """Reads `bad` between two good files: one line on stderr with the place and `words`; both good files are read."""
        first = self.write("first.txt", GOOD)
        last = self.write("last.txt", "Japan criticised China.\n")
        _, err = self.read(first, bad, last, status=1)
        lines = err.splitlines()
        self.assertEqual(len(lines), 1, err[:2000])
        self.assertIn((place or bad) + ":", lines[0])
        for word in words:
            self.assertIn(word, lines[0])
        self.assertEqual(sorted(e["type"] for e in self.events()), ["ACCUSE", "SUPPORT"])

    def test_binary(self):
        self.complains(self.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0France praised Spain."), "binary")

    def test_empty(self):
        self.complains(self.write("empty.txt", ""), "empty")

    def test_blank(self):
        self.complains(self.write("blank.txt", " \n\t\n\n"), "empty")

    def test_too_large(self):
        path = self.path("large.txt")
        with open(path, "wb") as out:  # sparse: takes no room on disk
            out.write(b"France praised Spain.\n")
            out.seek(70 * 1024 * 1024)
            out.write(b"\n")
        self.complains(path, "too large")

    def test_deep_markup(self):
        depth = 100_000
        self.complains(self.write("deep.html", "<div>" * depth + "France praised Spain." + "</div>" * depth), "nested")

    def test_missing(self):
        self.complains(self.path("absent.txt"), "no such file")

    def test_invalid_utf8_in_json_lines(self):
        bad = self.write("bytes.jsonl", b'{"id":"x","text":"France praised \xff\xfe Spain."}\n')
        self.complains(bad, place=bad + ":1")

    def test_invalid_utf8_in_plain_text_stops_nothing(self):
        # Not UTF-8: a file of an older encoding, or an error that names it. Either way the output is UTF-8 and the other file is read.
        bad = self.write("latin.txt", b"The caf\xe9 opened. France praised Spain.\n")
        good = self.write("good.txt", GOOD)
        self.read(bad, good, status=0)
        found = {(e["source"][0]["country"], e["target"][0]["country"]) for e in self.events()}
        self.assertEqual(found, {("ITA", "GRC"), ("FRA", "ESP")})


class BadLines(ProgramTest):
    def good(self, name, sentence):
        return {"id": name, "text": sentence, "date": "2023-01-02"}

    def names_line(self, bad, *words):
        path = self.write_lines("lines.jsonl", self.good("a", "France praised Spain."), bad,
                                self.good("c", "Japan praised Peru."))
        _, err = self.read(path, status=1)
        self.assertEqual(len(err.splitlines()), 1, err)
        self.assertIn(path + ":2:", err)
        for word in words:
            self.assertIn(word, err)
        self.assertEqual(sorted(e["document"] for e in self.events()), ["a", "c"])

    def test_broken_line(self):
        self.names_line('{"id":"b", "text"', "JSON")

    def test_line_that_is_no_object(self):
        self.names_line("[1, 2]")

    def test_line_without_text(self):
        self.names_line({"id": "b", "date": "2023-01-02"}, "text")

    def test_text_that_is_a_number(self):
        self.names_line({"id": "b", "text": 7}, "text")

    def test_day_that_does_not_exist(self):
        self.names_line({"id": "b", "text": "Chile praised Peru.", "date": "2023-02-31"}, "date", "2023-02-31")

    def test_code_does_the_other_lines_too(self):
        path = self.write_lines("lines.jsonl", self.good("a", "France praised Spain."), "{", self.good("c", "Japan praised Peru."))
        out, err = self.run_program("code", path, status=1)
        self.assertEqual(len(out.splitlines()), 2)
        self.assertIn(path + ":2:", err)


class BadUsage(ProgramTest):
    def refuses(self, *arguments, word):
        out, err = self.run_program(*arguments, status=2)
        self.assertEqual(out, "")
        self.assertIn(word, err.splitlines()[0])
        self.assertFalse(os.path.exists(self.ledger))

    def test_no_verb(self):
        self.refuses(word="subcommand")

    def test_unknown_option(self):
        self.refuses("events", "--colour", "red", word="--colour")

    def test_date_that_is_none(self):
        good = self.write("good.txt", GOOD)
        self.refuses("read", "--ledger", self.ledger, "--date", "2023-02-31", good, word="--date")
        self.refuses("events", "--ledger", self.ledger, "--from", "yesterday", word="--from")

    def test_number_out_of_range(self):
        good = self.write("good.txt", GOOD)
        self.refuses("read", "--ledger", self.ledger, "--threads", "0", good, word="--threads")
        self.refuses("read", "--ledger", self.ledger, "--threads", "5000", good, word="--threads")
        self.refuses("events", "--ledger", self.ledger, "--limit", "-1", word="--limit")

    def test_unknown_type(self):
        self.refuses("events", "--ledger", self.ledger, "--type", "HUG", word="HUG")


class BadLedgers(ProgramTest):
    def setUp(self):
        super().setUp()
        many = [{"id": f"d{i}", "text": f"Italy praised Greece on day {i}.", "date": "2023-01-02"} for i in range(60)]
        self.read(self.write_lines("many.jsonl", *many))
        self.good = self.write("good.txt", GOOD)

    def damaged(self, change):
        path = self.path("damaged.ledger")
        shutil.copy(self.ledger, path)
        with open(path, "r+b") as file:
            change(file)
        with open(path, "rb") as file:
            before = file.read()
        for verb in (["events"], ["claims"], ["brief", "Italy"], ["read", self.good]):
            _, err = self.run_program(*verb, "--ledger", path, status=1)
            self.assertEqual(len(err.splitlines()), 1, err)
            self.assertIn(path + ":", err)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before, "a damaged ledger was written to")

    def test_truncated(self):
        self.damaged(lambda file: file.truncate(3000))

    def test_head_overwritten(self):
        self.damaged(lambda file: file.write(b"no ledger any more, but forty bytes of it"))

    def test_pages_overwritten(self):
        def overwrite(file):
            size = file.seek(0, os.SEEK_END)
            file.seek(4096)
            file.write(b"\xa5" * (size - 4096))
        self.damaged(overwrite)

    def test_folder_for_a_ledger(self):
        for verb in (["events"], ["read", self.good]):
            _, err = self.run_program(*verb, "--ledger", self.folder, status=1)
            self.assertEqual(len(err.splitlines()), 1)
            self.assertIn(self.folder + ":", err)
            self.assertIn("folder", err)

    def test_no_ledger_there(self):
        path = self.path("absent.ledger")
        _, err = self.run_program("events", "--ledger", path, status=1)
        self.assertIn(path + ":", err)
        self.assertFalse(os.path.exists(path))

    def test_unknown_actor(self):
        _, err = self.run_program("events", "--ledger", self.ledger, "Atlantis", status=1)
        self.assertEqual(len(err.splitlines()), 1)
        self.assertIn("Atlantis", err)
        self.run_program("brief", "--ledger", self.ledger, "Atlantis", status=1)

    def test_bad_input_changes_no_counts(self):
        before = len(self.events())
        self.read(self.write("empty.txt", ""), status=1)
        self.read(self.write_lines("l.jsonl", "{"), status=1)
        self.assertEqual(len(self.events()), before)


if __name__ == "__main__":
    unittest.main()
