#!/usr/bin/env python3
"""Trains the linear model of `realign relations` and measures it by cross-validation.

Usage: train-relations.py REALIGN GOLD.tsv [--write data/models/relations.tsv] [--folds FOLDS.tsv] [--c 1.0]

REALIGN  the built program: its own features are trained on (`realign relations --features --no-encoder`).
GOLD     columns id, sentence, marked_sentence, plover.
Five folds by sentence (rows of one sentence never part); prints macro-F1 of types and of quad classes over all five together. --folds writes each row's
log-probabilities from the fold it was left out of, for train-relations-adapter.py.
Multinomial logistic regression, L2 (scikit-learn, PyPI), features seen in at least two rows.
"""
import argparse, csv, subprocess, sys, zlib
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
SAME = {"YIELD": "CONCEDE", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "RETREAT": "CONCEDE"}
QUAD = {t: q for q, ts in {"1": "AGREE CONSULT SUPPORT", "2": "COOPERATE AID CONCEDE RETREAT", "3": "REQUEST ACCUSE REJECT THREATEN",
                           "4": "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}.items() for t in ts.split()}

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("gold"); ap.add_argument("--write"); ap.add_argument("--folds"); ap.add_argument("--c", type=float, default=1.0)
args = ap.parse_args()
csv.field_size_limit(10**9)
rows = list(csv.DictReader(open(args.gold, encoding="utf-8"), delimiter="\t"))
out = subprocess.run([args.realign, "relations", "--features", "--no-encoder"], stdin=open(args.gold, "rb"), stdout=subprocess.PIPE, check=True).stdout.decode()
features = {}
for line in out.splitlines():
    row, *seen = line.split("\t")
    features[row] = seen
rows = [r for r in rows if r["id"] in features]
truth = np.array([TYPES.index(SAME.get(r["plover"], r["plover"])) for r in rows])
fold = np.array([zlib.crc32(r["sentence"].encode()) % 5 for r in rows])
# What frames and classes of words say weighs more than single words.
SCALE = (("k-seq=", 0.85), ("k-near=", 0.85), ("k-", 1.2), ("both=", 2.0), ("stated=", 2.0), ("by=", 1.5), ("meet", 1.3), ("verb", 1.3), ("on=", 1.2), ("any=", 0.5), ("mid2=", 0.7), ("after=", 0.5), ("s=", 0.5))


def scale(f):
    return next((s for prefix, s in SCALE if f.startswith(prefix)), 1.0)


def matrix(some, index):
    data, where, start = [], [], [0]
    for r in some:
        for f in features[r["id"]]:
            if f in index:
                where.append(index[f]); data.append(scale(f))
        start.append(len(where))
    return csr_matrix((data, where, start), shape=(len(some), len(index)))


class Model:
    """The linear model over some rows."""

    def __init__(self, some, labels):
        count = {}
        for r in some:
            for f in features[r["id"]]:
                count[f] = count.get(f, 0) + 1
        self.names = sorted(f for f, n in count.items() if n >= 2)
        self.index = {f: i for i, f in enumerate(self.names)}
        self.model = LogisticRegression(C=args.c, max_iter=2000)
        weight = np.array([1.0 / np.sqrt(np.sum(labels == y)) for y in labels])
        self.model.fit(matrix(some, self.index), labels, sample_weight=weight / weight.mean())

    def logs(self, some):
        """Log-probabilities, a column for each of the 16 types."""
        out = np.full((len(some), len(TYPES)), -20.0)
        out[:, self.model.classes_] = self.model.predict_log_proba(matrix(some, self.index))
        return out

    def write(self, path):
        with open(path, "w", encoding="utf-8") as f:
            f.write("# Weights of the relations model, made by scripts/train-relations.py: feature, then one weight for each of the 16 types in the\n# order of coding/record.h.\n")

            def line(name, w, digits=".3f"):
                full = [-9.0 if name == "bias" else 0.0] * len(TYPES)
                for c, v in zip(self.model.classes_, w):
                    full[c] = v
                f.write(name + "\t" + "\t".join(format(v, digits) if v else "0" for v in full) + "\n")

            coefficients, bias = self.model.coef_, self.model.intercept_
            line("bias", bias)
            for i, name in enumerate(self.names):
                w = coefficients[:, i] * scale(name)
                if np.abs(w).max() >= 0.02:
                    line(name, w)


quad = lambda ys: [QUAD[TYPES[y]] for y in ys]
opinion = np.zeros((len(rows), len(TYPES)))
for k in range(5):
    opinion[fold == k] = Model([r for r, f in zip(rows, fold) if f != k], truth[fold != k]).logs([r for r, f in zip(rows, fold) if f == k])
said = opinion.argmax(axis=1)
print(f"five folds by sentence, C={args.c}: types macro-F1 {f1_score(truth, said, average='macro'):.4f}; quad classes macro-F1 {f1_score(quad(truth), quad(said), average='macro'):.4f}; {np.mean(truth == said):.4f} exact")
for t in sorted(set(truth)):
    print(f"  {TYPES[t]:10s} {f1_score(truth == t, said == t):.3f}  {np.sum(truth == t)}")
if args.folds:
    with open(args.folds, "w", encoding="utf-8") as f:
        f.writelines(r["id"] + "\t" + "\t".join(f"{v:.4f}" for v in o) + "\n" for r, o in zip(rows, opinion))
if args.write:
    Model(rows, truth).write(args.write)
