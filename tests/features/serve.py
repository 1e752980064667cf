"""realign serve over the examples: the API answers as the command line does and as web/openapi.json says."""
import csv
import io
import json
import time
import unittest
import urllib.parse

from program import REPOSITORY
from serving import Contract, ServingTest


class Serve(ServingTest):
    contract = Contract()

    def checked(self, template, path=None, **arguments):
        """An answer that must be as the contract has it."""
        method, status = arguments.get("method", "GET").lower(), arguments.get("status", 200)
        value = self.api(path or template.lstrip("/"), **arguments)
        self.assertEqual(self.contract.errors(self.contract.of_answer(template, method, status), value), [], template)
        return value

    def test_records(self):
        self.start()
        events = self.events()
        status = self.checked("/status")
        self.assertEqual(status["events"], len(events))
        self.assertEqual((status["first_day"], status["last_day"]),
                         (min(e["day"] for e in events if e["day"]), max(e["day"] for e in events)))
        self.assertFalse(status["write"])
        for sort in ("day", "score", "speaker", "source"):
            rows, after = [], ""
            while after is not None:
                page = self.checked("/events", limit=100, after=after, sort=sort, order="asc")
                rows += page["rows"]
                after = page["next"]
            self.assertEqual(sorted(r["id"] for r in rows), sorted(e["id"] for e in events), sort)
        self.assertEqual([r["attribution"]["speaker"] for r in self.checked("/events", sort="speaker", limit=500)["rows"]],
                         sorted((e["attribution"]["speaker"] for e in events), key=lambda s: s.encode()))
        one = next(e for e in events if e["id"] == rows[0]["id"])
        self.assertEqual({k: v for k, v in rows[0].items() if k in one}, one)
        sanctions = self.checked("/events", type="SANCTION,REJECT", actor="Russia")["rows"]
        self.assertEqual({r["type"] for r in sanctions}, {"SANCTION", "REJECT"})
        self.assertEqual(self.checked("/events/count", type="SANCTION,REJECT", actor="Russia")["count"], len(sanctions))
        claims = self.checked("/claims", limit=500)["rows"]
        self.assertEqual(len(claims), self.checked("/claims/count")["count"])
        document = self.checked("/documents/{id}", "documents/" + urllib.parse.quote(rows[0]["document"], safe=""))
        for e in document["events"]:
            self.assertEqual(document["text"][e["begin"]:e["end"]], e["text"])
        s = document["sentences"][document["events"][0]["sentence"]]
        self.assertLessEqual(s["begin"], document["events"][0]["begin"])
        self.assertEqual(document["corrections"], [])

    def test_measures(self):
        self.start()
        actors = self.checked("/actors")
        states = {s["code"]: s for s in actors["states"]}
        self.assertEqual((states["KAZ"]["numeric"], states["KAZ"]["name"]), ("398", "Kazakhstan"))
        self.assertIn("Central Asia", states["KAZ"]["regions"])
        self.assertIn("CSTO", states["KAZ"]["blocs"])
        self.assertEqual(states["KAZ"]["events"], len(self.events("KAZ")))
        dyad = self.checked("/dyad", first="KAZ", second="Russia")
        told = self.records("measure", "KAZ", "RUS", "--ledger", self.ledger, "--format", "jsonl")
        self.assertEqual(dyad["verdict"], told[0]["verdict"])
        between = self.events("KAZ", "RUS", "--distinct")
        self.assertEqual(sorted(m["id"] for m in dyad["marks"]), sorted(e["id"] for e in between))
        self.assertEqual(dyad["marks_left_out"], 0)
        few = self.checked("/dyad", first="KAZ", second="Russia", marks=3)
        self.assertEqual((len(few["marks"]), few["marks_left_out"]), (3, len(between) - 3))
        points = {p["period"]: p for p in dyad["both"]["points"]}
        for mark in dyad["marks"]:
            if mark["period"]:
                self.assertIn(mark["id"], points[mark["period"]]["records"])
        self.assertTrue(self.api("dyad.svg", first="KAZ", second="RUS").startswith("<svg"))
        self.assertEqual(len(self.checked("/region", region="Central Asia", toward="RUS")["rows"]), 5)
        # The map's windows are the dyad's where they end at the same month; the draws differ.
        end = dyad["both"]["trajectory"]["to"]
        frame = self.checked("/map", toward="RUS", ends=end)["frames"][0]
        row = next(r for r in frame["rows"] if r["code"] == "KAZ")
        self.assertEqual(row["events"], dyad["both"]["events"])
        self.assertAlmostEqual(row["change"], dyad["both"]["trajectory"]["change"], delta=0.3)
        self.assertAlmostEqual(row["probabilities"]["loosening"], dyad["both"]["trajectory"]["probabilities"]["loosening"],
                               delta=0.08)
        frames = self.checked("/map", toward="RUS", every="year")["frames"]
        self.assertEqual(frames[-1]["end"][:4], self.api("status")["last_day"][:4])
        self.assertIn("too little to say", {r["verdict"] for f in frames for r in f["rows"]})
        for wrong in ({"ends": "2024-13"}, {"every": "week"}, {"ends": "2024-01", "every": "year"}, {"ends": ",".join(["2024-01"] * 241)}):
            self.assertIn("error", self.api("map", toward="RUS", status=400, **wrong))
        country = self.checked("/country", country="Kazakhstan", patron="RUS")
        self.assertEqual(country["partners"][0]["code"], "RUS")
        self.assertEqual(country["partners"][0]["sentence"], dyad["verdict"])
        self.assertEqual(country["partners"][0]["both"], dyad["both"])
        told = self.records("measure", "KAZ", "--partners", "--ledger", self.ledger, "--format", "jsonl")
        whole = next(r for r in told if r["kind"] == "diversification" and r["of"] == "all domains" and "year" not in r)
        for key in ("herfindahl", "herfindahl_low", "largest", "largest_high"):
            self.assertAlmostEqual(country["diversification"]["all"][key], whole[key], places=5)
        self.assertTrue(country["floor"]["border"])
        self.checked("/country", country="Central Asia")
        self.checked("/country", country="Tuvalu")

    def test_explained(self):
        self.start('{"id":"a/b c","date":"2024-03-05","text":"The president of France visited Chad on Monday. It rained."}')
        where = "documents/" + urllib.parse.quote("a/b c", safe="")
        told = self.checked("/documents/{id}/explain", where + "/explain", sentence=0)
        self.assertEqual(told["text"], "The president of France visited Chad on Monday.")
        self.assertEqual([w["form"] for w in told["words"]][:3], ["The", "president", "of"])
        self.assertEqual(sum(w["head"] == 0 for w in told["words"]), 1)
        self.assertIn("TCD", {a["country"] for m in told["actors"] for a in m["actors"]})
        self.assertTrue(told["steps"])
        self.assertIn("sentence", self.api(where + "/explain", sentence=9, status=400)["error"])
        self.assertIn("sentence", self.api(where + "/explain", status=400)["error"])
        self.api("documents/none/explain", sentence=0, status=404)

    def test_exports(self):
        self.start()
        lines = self.api("events/export", format="jsonl", actor="KAZ").splitlines()
        self.assertIn("attachment", self.headers["Content-Disposition"])
        self.assertEqual({json.loads(line)["id"] for line in lines}, {e["id"] for e in self.events("KAZ")})
        table = list(csv.DictReader(io.StringIO(self.api("events/export", sort="score"))))
        self.assertEqual(len(table), len(self.events()))
        scores = [float(r["score"]) for r in table]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(len(list(csv.DictReader(io.StringIO(self.api("claims/export"))))), self.api("claims/count")["count"])
        self.assertIn("Atlantis", self.api("events/export", actor="Atlantis", status=400)["error"])
        self.assertIn("limit", self.api("events/export", limit=5, status=400)["error"])

    def test_corrections(self):
        self.start(options=["--write"])
        dyad = self.api("dyad", first="KAZ", second="RUS")
        mark = next(m for m in dyad["marks"] if m["type"] == "SANCTION" and m["source"] == "KAZ")
        before = self.api("documents/" + urllib.parse.quote(mark["document"], safe=""))
        correction = {"kind": "event", "record": mark["id"], "verdict": "wrong", "note": "=HYPERLINK(1) <b>no</b>", "author": "A. Reader"}
        one = self.checked("/corrections", method="POST", status=201, body=json.dumps(correction),
                           headers={"Content-Type": "application/json", "X-Realign-Token": self.api("status")["token"]})
        self.assertEqual((one["record"], one["document"]), (mark["id"], mark["document"]))
        # The answers follow at once, and with corrections=ignore nothing has changed.
        ids = {m["id"] for m in self.api("dyad", first="KAZ", second="RUS")["marks"]}
        self.assertEqual(ids, {m["id"] for m in dyad["marks"]} - {mark["id"]})
        self.assertEqual(self.api("dyad", first="KAZ", second="RUS", corrections="ignore"), dyad)
        # Read as something else.
        two = self.post("corrections", dict(correction, fields={"type": "YIELD", "target": ["China"]}), status=201)
        self.assertEqual((two["fields"]["type"], two["fields"]["target"]), ("CONCEDE", ["CHN"]))
        rows = self.checked("/events", source="KAZ", target="CHN", type="CONCEDE")["rows"]
        row = next(r for r in rows if r["id"] == mark["id"])
        self.assertEqual((row["correction"]["id"], row["score"]), (two["id"], two["fields"]["score"]))
        self.assertEqual(self.checked("/corrections", kind="event", record=mark["id"])["rows"], [two, one])
        page = self.checked("/corrections", limit=1)
        self.assertEqual(self.checked("/corrections", limit=1, after=page["next"]), {"rows": [one], "next": None})
        # The record itself is as it was.
        after = self.checked("/documents/{id}", "documents/" + urllib.parse.quote(mark["document"], safe=""))
        self.assertEqual(after["events"], before["events"])
        self.assertEqual([c["id"] for c in after["corrections"]], [two["id"], one["id"]])
        # The command line: lists, exports, with and without.
        listed = self.records("corrections", "--ledger", self.ledger, "--format", "jsonl")
        self.assertEqual(listed, [two, one])
        table = self.run_program("corrections", "--ledger", self.ledger, "--format", "csv")[0]
        self.assertEqual(next(csv.DictReader(io.StringIO(table)))["note"], "'" + correction["note"])
        self.assertEqual(table, self.api("corrections/export"))
        self.assertIn("2 corrections", self.run_program("corrections", "--ledger", self.ledger, "--format", "table")[0])
        self.run_program("corrections", "--ledger", self.ledger, "--record", "1", status=1)
        self.assertNotIn(mark["id"], {e["id"] for e in self.events("KAZ", "RUS")})
        self.assertIn(mark["id"], {e["id"] for e in self.events("KAZ", "RUS", "--corrections", "ignore")})
        with_them = self.records("measure", "KAZ", "RUS", "--ledger", self.ledger, "--format", "jsonl")
        without = self.records("measure", "KAZ", "RUS", "--ledger", self.ledger, "--format", "jsonl", "--corrections", "ignore")
        self.assertNotEqual(with_them, without)
        self.assertEqual(without[0]["verdict"], dyad["verdict"])
        briefs = [self.run_program("brief", "KAZ", "RUS", "--ledger", self.ledger, *more)[0] for more in ((), ("--corrections", "ignore"))]
        self.assertIn(mark["text"], briefs[1])
        self.assertNotIn("\u201c" + mark["text"] + "\u201d", briefs[0])
        # Right again.
        self.post("corrections", {"kind": "event", "record": mark["id"], "verdict": "right"}, status=201)
        self.assertEqual(self.api("dyad", first="KAZ", second="RUS"), dyad)
        for wrong, word in (({"record": 999999}, "999999"), ({"kind": "story"}, "kind"), ({"fields": {"type": "HUG"}}, "HUG"),
                            ({"fields": {"id": 3}}, "id"), ({"verdict": "maybe"}, "verdict"), ({"record": "1"}, "record"),
                            ({"note": "x" * 10001}, "note")):
            error = self.post("corrections", dict(correction, **wrong), status=400)["error"]
            self.assertIn(word, error)
            self.assertNotIn("\n", error)
        self.assertIn("JSON", self.post("corrections", "{", status=400)["error"])
        self.post("corrections", "x", kind="text/plain", status=415)
        self.assertEqual(self.api("status")["corrections"], 3)

    def scenario(self):
        with open(REPOSITORY + "/examples/pipeline-transit.toml", encoding="utf-8") as f:
            return f.read()

    def test_scenarios(self):
        self.start()
        toml = self.scenario()
        forecast = self.post("scenario/forecast", toml.encode(), kind="application/toml")
        self.assertEqual(self.contract.errors(self.contract.of_answer("/scenario/forecast", "post"), forecast), [])
        told = json.loads(self.run_program("scenario", REPOSITORY + "/examples/pipeline-transit.toml", "--format", "json")[0])
        for key in ("issue", "forecast", "conflict", "rounds", "choice"):
            self.assertEqual(forecast[key], told[key], key)
        # JSON with the same keys gives the same, and so does the file to save.
        self.assertEqual(self.post("scenario/forecast", forecast["scenario"])["forecast"], forecast["forecast"])
        self.assertEqual(self.post("scenario/forecast", forecast["toml"].encode(), kind="application/toml"), forecast)
        job = self.post("scenario/montecarlo", dict(forecast["scenario"], runs=500), status=202)["job"]
        done = self.waited(job)
        self.assertEqual(done["state"], "done", done)
        self.assertEqual(self.contract.errors(self.contract.of_answer("/scenario/forecast", "post"), done["result"]), [])
        self.assertEqual(done["result"]["monte_carlo"]["runs"], 500)
        # A long one is cancelled.
        job = self.post("scenario/montecarlo", dict(forecast["scenario"], runs=200000), status=202)["job"]
        self.post("jobs/" + job, None, method="DELETE")
        self.assertEqual(self.waited(job)["state"], "cancelled")
        self.checked("/jobs")
        self.api("jobs/99", status=404)
        for wrong, word in (("issue = 3", "issue"), ("issue = \"x\"\ncolour = 1", "colour"), ("[[", "scenario")):
            self.assertIn(word, self.post("scenario/forecast", wrong.encode(), kind="application/toml", status=400)["error"])
        self.assertIn("runs", self.post("scenario/montecarlo", dict(forecast["scenario"], runs=10**7), status=400)["error"])
        self.post("scenario/forecast", b"x", kind="image/png", status=415)
        derived = self.checked("/scenario/derive", country="KAZ", patron="RUS", at="2024-12")
        self.assertEqual(self.post("scenario/forecast", derived["scenario"])["issue"], derived["scenario"]["issue"])
        self.assertIn("no act", self.api("scenario/derive", country="KAZ", patron="Tuvalu", status=400)["error"])

    def waited(self, job):
        for _ in range(600):
            state = self.checked("/jobs/{id}", "jobs/" + job)
            if state["state"] not in ("waiting", "running"):
                return state
            time.sleep(0.1)
        self.fail("the job never ended")

    def test_reading(self):
        self.start(options=["--write"])
        before = self.api("status")
        text = "France praised Spain. Mali accused France of spying."
        job = self.post("read", text.encode(), kind="text/plain", status=202, date="2024-05-01", name="note.txt")["job"]
        done = self.waited(job)
        self.assertEqual(done["state"], "done", done)
        result = done["result"]
        self.assertEqual(self.contract.errors(self.contract.document["components"]["schemas"]["ReadResult"], result), [])
        self.assertEqual((result["added"], result["known"], result["problems"]), (1, 0, []))
        self.assertGreater(result["events"], 0)
        document = self.api("documents/" + urllib.parse.quote(result["documents"][0], safe=""))
        self.assertEqual((document["text"], document["date"]), (text, "2024-05-01"))
        after = self.api("status")
        self.assertEqual(after["documents"], before["documents"] + 1)
        self.assertNotEqual(after["data_version"], before["data_version"])
        # Several files, one of them damaged, one known already.
        parts = [("a.txt", text), ("b.jsonl", '{"id":"j1","text":"Peru visited Chile."}\n{"id":\n'),
                 ("c.html", "<html><body><article><p>Chile thanked Peru for the warm welcome in Lima on Tuesday morning.</p></article></body></html>")]
        body = "".join(f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{n}"\r\nContent-Type: application/octet-stream\r\n\r\n{t}\r\n'
                       for n, t in parts) + "--xx--\r\n"
        result = self.waited(self.post("read", body.encode(), kind="multipart/form-data; boundary=xx", status=202)["job"])["result"]
        self.assertEqual((result["added"], result["known"]), (2, 1), result)
        self.assertEqual(len(result["problems"]), 1)
        self.assertIn("b.jsonl:2", result["problems"][0])
        self.assertEqual(len(result["documents"]), 3)
        self.post("read", b"x", kind="image/png", status=415)
        self.assertIn("date", self.post("read", b"x", kind="text/plain", status=400, date="soon")["error"])


if __name__ == "__main__":
    unittest.main()
