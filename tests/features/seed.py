"""Records of a real article against what a careful reader found in it, where that article is at hand."""
import glob
import os
import re
import subprocess
import sys
import unittest

from program import REPOSITORY, ProgramTest

SHARED = os.environ.get("REALIGN_SHARED") or os.path.join(os.path.dirname(REPOSITORY), "shared")
SCORER = os.path.join(SHARED, "tools", "score-coding.py")
GOLD = os.path.join(SHARED, "seed", "gold.jsonl")
LEAST = {"events": 0.80, "events with polarity and modality": 0.70, "dates": 0.80, "attribution": 0.70, "claims": 0.70, "precision": 0.65}


class Seed(ProgramTest):
    @unittest.skipUnless(os.path.exists(SCORER) and os.path.exists(GOLD), "no seed article in ../shared or $REALIGN_SHARED")
    def test_scores(self):
        article, = glob.glob(os.path.join(SHARED, "seed", "*.txt"))
        out, _ = self.run_program("code", "--date", "2022-10-12", article)
        found = self.write("records.jsonl", out)
        done = subprocess.run([sys.executable, "-B", SCORER, GOLD, found, article], capture_output=True, text=True, check=True)
        summary = done.stdout.splitlines()[-1]
        scores = {name.split(" (")[0].strip(): float(value) for name, value in re.findall(r"([^;]+?) \d+/\d+ (\d\.\d+)", summary)}
        for name, least in LEAST.items():
            with self.subTest(name):
                self.assertIn(name, scores, summary)
                self.assertGreaterEqual(scores[name], least, summary)


if __name__ == "__main__":
    unittest.main()
