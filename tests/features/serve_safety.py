"""realign serve against those who mean it no good: other hosts and sites, hostile text, slow and many clients, large bodies."""
import json
import os
import socket
import sqlite3
import time
import unittest
import urllib.parse

from serving import ServingTest


class Safety(ServingTest):
    examples = False
    hostile = {"id": "hostile", "date": "2024-05-01", "title": "<img src=x onerror=alert(1)>", "source": "\"><svg onload=alert(2)>",
               "text": "Peru accused Chile of <script>alert(1)</script> spying on \u202e Lima. \"Chile\" onmouseover=alert(3) visited Peru."}

    def setUp(self):
        super().setUp()
        self.text = json.dumps(self.hostile)

    def test_refusals(self):
        self.start(self.text)
        for path, query, word in (("events", {"actor": "Atlantis"}, "Atlantis"), ("events", {"limit": "many"}, "limit"),
                                  ("events", {"limit": "501"}, "limit"), ("events", {"from": "2022-13-01"}, "from"),
                                  ("events", {"tipe": "AID"}, "tipe"), ("events", {"sort": "colour"}, "colour"),
                                  ("events", {"after": "zzz"}, "after"), ("claims", {"sort": "score"}, "score"),
                                  ("dyad", {"first": "KAZ", "second": "KAZ"}, "same"), ("dyad", {"first": "KAZ"}, "second"),
                                  ("map", {"toward": "nowhere"}, "nowhere"), ("country", {"country": "RUS", "partners": "99"}, "partners")):
            error = self.api(path, status=400, **query)["error"]
            self.assertIn(word, error)
            self.assertNotIn("\n", error)
        for path in ("/api/v1/documents/none", "/api/v1/secrets", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../x"):
            self.assertIn("error", self.ask(path, status=404))
        for headers, word in (({"Host": "evil.example"}, "host"), ({"Host": "127.0.0.1.evil.example"}, "host"),
                              ({"Origin": "http://evil.example"}, "site"), ({"Origin": "null"}, "site")):
            self.assertIn(word, self.api("status", status=403, headers=headers)["error"])
        # Words of a query are words, whatever they look like.
        for words in ("'; DROP TABLE events; --", "\"unclosed", "a OR b NEAR(c) *", "sentence:Peru", "\u202e", "%"):
            self.api("events", words=words)
            self.api("events", speaker=words)
        self.assertEqual(self.api("events", words="'; DROP TABLE events; --")["rows"], [])
        self.assertGreater(self.api("status")["events"], 0)

    def test_nothing_is_changed_without_leave(self):
        self.start(self.text)
        token = self.api("status")["token"]
        body = json.dumps({"kind": "event", "record": 1, "verdict": "wrong"})
        kind = {"Content-Type": "application/json"}
        self.assertIn("token", self.api("corrections", method="POST", status=403, body=body, headers=kind)["error"])
        self.assertIn("token", self.api("corrections", method="POST", status=403, body=body, headers=dict(kind, **{"X-Realign-Token": "0" * 32}))["error"])
        own = dict(kind, **{"X-Realign-Token": token})
        self.assertIn("--write", self.api("corrections", method="POST", status=403, body=body, headers=own)["error"])
        self.assertIn("--write", self.api("read", method="POST", status=403, body="x", headers=own)["error"])
        self.assertIn("site", self.api("scenario/forecast", method="POST", status=403, body="x", headers=dict(own, Origin="https://evil.example"))["error"])
        for method, path in (("PUT", "events"), ("POST", "events"), ("DELETE", "events"), ("PATCH", "corrections"), ("DELETE", "documents/hostile")):
            self.assertIn("error", self.api(path, method=method, status=405, body="x", headers=own))
        self.assertEqual(self.ask("/", method="POST", status=405, body="x", headers=own), {"error": "only GET is understood here"})
        self.assertEqual(self.api("status")["corrections"], 0)

    def test_text_is_inert(self):
        self.start(self.text)
        document = self.api("documents/hostile")
        self.assertEqual(document["text"], self.hostile["text"])
        self.assertEqual(document["title"], self.hostile["title"])
        self.assertEqual(self.headers["Content-Type"], "application/json")
        self.assertEqual(self.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", self.headers["Content-Security-Policy"])
        self.assertNotIn("script-src 'self' '", self.headers["Content-Security-Policy"])
        picture = self.api("dyad.svg", first="Peru", second="Chile")
        for danger in ("<script", "onload=", "onerror="):
            self.assertNotIn(danger, picture)
        for name in ("<script>alert(1)</script>", "\u202e", "a\r\nSet-Cookie: x=1"):
            error = self.api("dyad", status=400, first=name, second="RUS")
            self.assertIn("error", error)
            self.assertNotIn("Set-Cookie", self.headers)
        self.api("documents/" + urllib.parse.quote("<script>", safe=""), status=404)

    def test_page_files(self):
        site = self.path("dist")
        os.makedirs(os.path.join(site, "assets"))
        self.write("dist/index.html", "<!doctype html><title>Page</title>")
        self.write("dist/assets/index-1a2b3c4d.js", "export const x = 1;\n" * 500)
        self.start(self.text, environment={"REALIGN_WEB": site})
        self.assertIn("<title>Page", self.ask("/"))
        self.assertEqual((self.headers["Cache-Control"], self.headers["Content-Type"]), ("no-cache", "text/html; charset=utf-8"))
        etag = self.headers["ETag"]
        self.ask("/", status=304, headers={"If-None-Match": etag})
        self.ask("/assets/index-1a2b3c4d.js")
        self.assertIn("immutable", self.headers["Cache-Control"])
        self.assertEqual(self.headers["Content-Type"], "text/javascript; charset=utf-8")
        self.assertNotIn("Content-Encoding", self.headers)
        raw = self.raw(b"GET /assets/index-1a2b3c4d.js HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n" % self.port)
        self.assertIn(b"Content-Encoding: gzip", raw)
        self.assertLess(len(raw), 2000)
        self.assertIn("error", self.ask("/assets/", status=404))
        self.assertEqual(self.ask("/", method="HEAD"), "")
        etag = (self.api("events"), self.headers["ETag"])[1]
        self.api("events", status=304, headers={"If-None-Match": etag})

    def raw(self, data, wait=30):
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as s:
            s.sendall(data)
            out = b""
            try:
                while True:
                    more = s.recv(65536)
                    if not more:
                        return out
                    out += more
            except ConnectionResetError:
                return out

    def test_large_bodies(self):
        long = {"id": "long", "text": ("Peru accused Chile of spying. " * 7 + "\n\n") * 50000}  # 10 MB
        self.assertGreater(len(long["text"]), 10_000_000)
        self.start(self.text, options=["--write"])
        answer = self.post("corrections", "x" * (1 << 20) + "y", status=413)
        self.assertIn("bytes", answer["error"])
        self.assertEqual(self.headers["Connection"], "close")
        self.assertIn("bytes", self.post("read", b"x" * ((32 << 20) + 1), kind="text/plain", status=413)["error"])
        token = self.api("status")["token"]
        head = f"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Realign-Token: {token}\r\nContent-Type: text/plain\r\n"
        self.assertIn(b" 411 ", self.raw((head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").encode()).split(b"\r\n")[0])
        self.assertIn(b" 411 ", self.raw((head + "\r\n").encode()).split(b"\r\n")[0])
        self.assertIn(b" 415 ", self.raw((head + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc").encode()).split(b"\r\n")[0])
        self.assertIn(b" 431 ", self.raw(b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 4000 + b"\r\n" * 1 + (b"X-More: " + b"b" * 4000 + b"\r\n") * 20).split(b"\r\n")[0])
        # Ten megabytes of article are taken; reading them would take a minute.
        job = self.post("read", json.dumps(long).encode(), kind="application/jsonl", status=202)["job"]
        self.assertIn(self.post("jobs/" + job, None, method="DELETE")["state"], ("waiting", "running", "cancelled"))

    def test_ten_megabytes_of_article(self):
        text = "1 2 3 <script>alert(1)</script> <b onclick=alert(2)>\u202e \u00e9.\n\n" * 200000
        self.assertGreater(len(text.encode()), 10_000_000)
        self.read("-", stdin=self.text)
        # Past the reader, which would take a minute over it.
        with sqlite3.connect(self.ledger) as ledger:
            ledger.execute("UPDATE documents SET text = ?", (text,))
        ledger.close()
        self.start()
        self.assertEqual(self.api("documents/hostile")["text"], text)

    def test_slow_clients(self):
        self.start(self.text, options=["--patience", "2"])
        host = f"Host: 127.0.0.1:{self.port}\r\n"
        begun = time.monotonic()
        self.assertIn(b" 408 ", self.raw(("GET /api/v1/status HTTP/1.1\r\n" + host).encode()).split(b"\r\n")[0])
        # A byte now and then does not keep a request alive.
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as s:
            s.sendall(b"GET /api/v1/status HTTP/1.1\r\n")
            answer = b""
            for _ in range(100):
                try:
                    s.sendall(b"X")
                except OSError:
                    break
                time.sleep(0.1)
                s.settimeout(0.01)
                try:
                    answer += s.recv(1000)
                    if answer:
                        break
                except TimeoutError:
                    pass
            self.assertIn(b" 408 ", answer)
        token = self.api("status")["token"]
        body = f"POST /api/v1/scenario/forecast HTTP/1.1\r\n{host}X-Realign-Token: {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        self.assertIn(b" 408 ", self.raw(body.encode()).split(b"\r\n")[0])
        self.assertLess(time.monotonic() - begun, 30)
        self.assertGreater(self.api("status")["events"], 0)

    def test_many_connections(self):
        self.start(self.text, options=["--connections", "20"])
        idle = []
        try:
            for _ in range(20):
                idle.append(socket.create_connection(("127.0.0.1", self.port), timeout=30))
            time.sleep(0.5)
            answer = self.raw(f"GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            self.assertIn(b" 503 ", answer.split(b"\r\n")[0])
            self.assertIn(b"too many connections", answer)
        finally:
            for s in idle:
                s.close()
        for _ in range(50):
            answer = self.raw(f"GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode())
            if b" 200 " in answer.split(b"\r\n")[0]:
                break
            time.sleep(0.2)
        self.assertIn(b" 200 ", answer.split(b"\r\n")[0])

    def test_bad_start(self):
        _, error = self.run_program("serve", "--ledger", self.path("none.ledger"), status=1)
        self.assertIn("none.ledger", error)
        self.run_program("serve", "--port", "99999", status=2)
        self.read("-", stdin=self.text)
        os.environ["REALIGN_WEB"] = self.path("nowhere")
        self.addCleanup(os.environ.pop, "REALIGN_WEB")
        self.assertIn("nowhere", self.run_program("serve", "--ledger", self.ledger, status=1)[1])


if __name__ == "__main__":
    unittest.main()
