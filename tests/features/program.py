"""Runs the program ($REALIGN) in a folder of its own, for the tests beside this file."""
import json
import os
import subprocess
import tempfile
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class ProgramTest(unittest.TestCase):
    """Each test has an empty folder, removed behind it, and a ledger's path in it."""

    def setUp(self):
        self.program = os.environ["REALIGN"]
        folder = tempfile.TemporaryDirectory(prefix="realign-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.ledger = self.path("test.ledger")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        with open(self.path(name), "wb") as out:
            out.write(data)
        return self.path(name)

    def write_lines(self, name, *objects):
        """JSON Lines; a string stands for itself, as a line that may be wrong."""
        lines = [o if isinstance(o, str) else json.dumps(o, ensure_ascii=False) for o in objects]
        return self.write(name, "".join(line + "\n" for line in lines))

    def run_program(self, *arguments, stdin="", status=0):
        """Runs the program; its status must be `status`. Gives (stdout, stderr)."""
        environment = dict(os.environ, XDG_DATA_HOME=self.folder)
        environment.pop("REALIGN_LEDGER", None)
        done = subprocess.run([self.program, *arguments], input=stdin.encode("utf-8"), capture_output=True,
                              cwd=self.folder, env=environment, timeout=250, check=False)
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, f"{arguments}\n{out[-2000:]}\n{err[-2000:]}")
        return out, err

    def records(self, *arguments, stdin=""):
        out, _ = self.run_program(*arguments, stdin=stdin)
        return [json.loads(line) for line in out.splitlines()]

    def read(self, *arguments, status=0, stdin=""):
        return self.run_program("read", "--ledger", self.ledger, *arguments, status=status, stdin=stdin)

    def events(self, *arguments):
        return self.records("events", "--ledger", self.ledger, "--format", "jsonl", *arguments)
