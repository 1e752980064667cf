"""realign serve over the examples: the API answers as the command line does, refuses what is not its own, and stays inert."""
import http.client
import json
import os
import subprocess
import unittest
import urllib.parse

from program import REPOSITORY, ProgramTest


class Serve(ProgramTest):
    def start(self, *texts):
        self.read(REPOSITORY + "/examples")
        for text in texts:
            self.read("-", stdin=text)
        environment = dict(os.environ, XDG_DATA_HOME=self.folder)
        self.server = subprocess.Popen([self.program, "serve", "--ledger", self.ledger, "--port", "0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=environment)
        self.addCleanup(self.stop)
        self.port = int(self.server.stdout.readline().decode().rsplit(":", 1)[1].strip("/\n"))

    def stop(self):
        self.server.kill()
        self.server.communicate()

    def ask(self, path, method="GET", status=200, headers=None, body=None, **query):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        url = path + ("?" + urllib.parse.urlencode(query) if query else "")
        connection.request(method, url, body=body, headers=headers or {})
        response = connection.getresponse()
        content = response.read().decode("utf-8")
        self.assertEqual(response.status, status, content[:300])
        self.headers = dict(response.getheaders())
        return json.loads(content) if self.headers["Content-Type"].startswith("application/json") else content

    def test_api(self):
        self.start()
        events = self.events()
        self.assertEqual(self.ask("/api/v1/status")["events"], len(events))
        rows, after = [], 0
        while after is not None:
            page = self.ask("/api/v1/events", limit=100, after=after)
            rows += page["rows"]
            after = page["next"]
        self.assertEqual(sorted(r["id"] for r in rows), sorted(e["id"] for e in events))
        one = next(e for e in events if e["id"] == rows[0]["id"])
        self.assertEqual({k: v for k, v in rows[0].items() if k in one}, one)
        sanctions = self.ask("/api/v1/events", type="SANCTION", actor="Russia")["rows"]
        self.assertEqual({r["type"] for r in sanctions}, {"SANCTION"})
        dyad = self.ask("/api/v1/dyad", first="KAZ", second="Russia")
        told = self.records("measure", "KAZ", "RUS", "--ledger", self.ledger, "--format", "jsonl")
        self.assertEqual(dyad["verdict"], told[0]["verdict"])
        self.assertTrue(self.ask("/api/v1/dyad.svg", first="KAZ", second="RUS").startswith("<svg"))
        self.assertEqual(len(self.ask("/api/v1/region", region="Central Asia", toward="RUS")["rows"]), 5)
        document = self.ask("/api/v1/documents/" + urllib.parse.quote(rows[0]["document"]))
        first = document["events"][0]
        self.assertEqual("".join(list(document["text"])[first["begin"]:first["end"]]), first["text"])

    def test_refusals(self):
        self.start()
        self.assertIn("Atlantis", self.ask("/api/v1/events", status=400, actor="Atlantis")["error"])
        self.assertIn("limit", self.ask("/api/v1/events", status=400, limit="many")["error"])
        self.assertIn("from", self.ask("/api/v1/events", status=400, **{"from": "2022-13-01"})["error"])
        self.assertIn("error", self.ask("/api/v1/documents/none", status=404))
        self.assertIn("error", self.ask("/api/v1/secrets", status=404))
        self.assertIn("error", self.ask("/../../etc/passwd", status=404))
        self.assertIn("host", self.ask("/api/v1/status", status=403, headers={"Host": "evil.example"})["error"])
        self.assertIn("site", self.ask("/api/v1/status", status=403, headers={"Origin": "http://evil.example"})["error"])
        self.assertIn("GET", self.ask("/api/v1/events", method="POST", status=405, body="x")["error"])
        # Words of a query are words, whatever they look like.
        self.assertEqual(self.ask("/api/v1/events", words="'; DROP TABLE events; --")["rows"], [])
        self.assertGreater(self.ask("/api/v1/status")["events"], 0)

    def test_page_and_inert_text(self):
        hostile = {"id": "hostile", "date": "2024-05-01", "title": "<img src=x onerror=alert(1)>",
                   "text": "Peru accused Chile of <script>alert(1)</script> spying on \u202e Lima."}
        self.start(json.dumps(hostile))
        page = self.ask("/")
        self.assertIn("default-src 'none'", self.headers["Content-Security-Policy"])
        self.assertNotIn("http", page)
        script = self.ask("/app.js")
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            self.assertNotIn(danger, script)
        self.ask("/style.css")
        document = self.ask("/api/v1/documents/hostile")
        self.assertEqual(document["text"], hostile["text"])
        self.assertEqual(self.headers["X-Content-Type-Options"], "nosniff")

    def test_bad_start(self):
        _, error = self.run_program("serve", "--ledger", self.path("none.ledger"), status=1)
        self.assertIn("none.ledger", error)
        self.run_program("serve", "--port", "99999", status=2)


if __name__ == "__main__":
    unittest.main()
