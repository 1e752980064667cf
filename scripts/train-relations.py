#!/usr/bin/env python3
"""Trains the linear model of `realign relations` and measures it by cross-validation.

Usage: train-relations.py REALIGN GOLD.tsv [--write data/models/relations.tsv] [--write-encoder data/models/relations-encoder.tsv] [--c 1.0]

REALIGN  the built program: its own features are trained on (`realign relations --features`).
GOLD     columns id, sentence, marked_sentence, plover.
Five folds by sentence (rows of one sentence never part); prints macro-F1 of types and of quad classes over all five together.
Where the encoder is installed, the same with its vectors beside the features (each scaled to --dense times its spread).
Multinomial logistic regression, L2 (scikit-learn, PyPI), features seen in at least two rows.
"""
import argparse, csv, subprocess, sys, zlib
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
SAME = {"YIELD": "CONCEDE", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "RETREAT": "CONCEDE"}
QUAD = {t: q for q, ts in {"1": "AGREE CONSULT SUPPORT", "2": "COOPERATE AID CONCEDE RETREAT", "3": "REQUEST ACCUSE REJECT THREATEN",
                           "4": "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}.items() for t in ts.split()}

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("gold"); ap.add_argument("--write"); ap.add_argument("--write-encoder"); ap.add_argument("--dense", type=float, default=0.3); ap.add_argument("--c", type=float, default=1.0)
args = ap.parse_args()
csv.field_size_limit(10**9)
rows = list(csv.DictReader(open(args.gold, encoding="utf-8"), delimiter="\t"))
out = subprocess.run([args.realign, "relations", "--features"], stdin=open(args.gold, "rb"), stdout=subprocess.PIPE, check=True).stdout.decode()
features, vectors = {}, {}
for line in out.splitlines():
    row, *seen = line.split("\t")
    if seen and seen[-1].startswith("dense="):
        vectors[row] = np.array(seen.pop()[6:].split(","), dtype=float)
    features[row] = seen
rows = [r for r in rows if r["id"] in features]
truth = np.array([TYPES.index(SAME.get(r["plover"], r["plover"])) for r in rows])
fold = np.array([zlib.crc32(r["sentence"].encode()) % 5 for r in rows])
# What frames say weighs more than single words.
SCALE = (("both=", 2.0), ("stated=", 2.0), ("by=", 1.5), ("meet", 1.3), ("verb", 1.3), ("on=", 1.2), ("any=", 0.5), ("mid2=", 0.7), ("after=", 0.5), ("s=", 0.5))


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
    """The linear model over some rows: sparse features, and the encoder's vectors if `dense`."""

    def __init__(self, some, labels, dense):
        count = {}
        for r in some:
            for f in features[r["id"]]:
                count[f] = count.get(f, 0) + 1
        self.names = sorted(f for f, n in count.items() if n >= 2)
        self.index = {f: i for i, f in enumerate(self.names)}
        self.dense = dense
        if dense:
            all_vectors = np.array([vectors[r["id"]] for r in some])
            half = all_vectors.shape[1] // 2
            self.mean = all_vectors.mean(axis=0)
            spread = np.concatenate([np.full(half, part.std()) for part in
                                     (all_vectors[:, :half] - self.mean[:half], all_vectors[:, half:] - self.mean[half:])])
            self.by = args.dense / spread
        self.model = LogisticRegression(C=args.c, max_iter=2000, class_weight=None)
        weight = np.array([1.0 / np.sqrt(np.sum(labels == y)) for y in labels])
        self.model.fit(self.matrix(some), labels, sample_weight=weight / weight.mean())

    def matrix(self, some):
        sparse = matrix(some, self.index)
        if not self.dense:
            return sparse
        return hstack([sparse, csr_matrix((np.array([vectors[r["id"]] for r in some]) - self.mean) * self.by)]).tocsr()

    def write(self, path):
        with open(path, "w", encoding="utf-8") as f:
            f.write("# Weights of the relations model, made by scripts/train-relations.py: feature, then one weight for each of the 16 types in the\n# order of coding/record.h.\n")

            def line(name, w, digits=".3f"):
                full = [-9.0 if name == "bias" else 0.0] * len(TYPES)
                for c, v in zip(self.model.classes_, w):
                    full[c] = v
                f.write(name + "\t" + "\t".join(format(v, digits) if v else "0" for v in full) + "\n")

            coefficients, bias = self.model.coef_, self.model.intercept_.copy()
            n = len(self.names)
            if self.dense:  # the program takes the vectors as they are: centre and spread go into the weights
                dense = coefficients[:, n:] * self.by
                bias -= dense @ self.mean
                for i in range(dense.shape[1]):
                    line(f"dense{i}", dense[:, i], ".4g")
            line("bias", bias)
            for i, name in enumerate(self.names):
                w = coefficients[:, i] * scale(name)
                if np.abs(w).max() >= 0.02:
                    line(name, w)


quad = lambda ys: [QUAD[TYPES[y]] for y in ys]
for dense in (False, True)[: 2 if vectors else 1]:
    said = np.zeros(len(rows), dtype=int)
    for k in range(5):
        model = Model([r for r, f in zip(rows, fold) if f != k], truth[fold != k], dense)
        said[fold == k] = model.model.predict(model.matrix([r for r, f in zip(rows, fold) if f == k]))
    print(f"five folds by sentence, C={args.c}, {'with' if dense else 'without'} the encoder: types macro-F1 {f1_score(truth, said, average='macro'):.4f}; quad classes macro-F1 {f1_score(quad(truth), quad(said), average='macro'):.4f}; {np.mean(truth == said):.4f} exact")
    for t in sorted(set(truth)):
        print(f"  {TYPES[t]:10s} {f1_score(truth == t, said == t):.3f}  {np.sum(truth == t)}")
if args.write:
    Model(rows, truth, False).write(args.write)
if args.write_encoder:
    if not vectors:
        sys.exit("train-relations.py: the encoder is not installed (scripts/fetch-encoder)")
    Model(rows, truth, True).write(args.write_encoder)
