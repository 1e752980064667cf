#!/usr/bin/env python3
"""Trains the learned judgement of claims (src/coding/claim_model.h) from marked articles.

Usage: train-claims.py REALIGN FOLDER... [--write data/models/claims.tsv] [--folds N] [--keep K] [--propose P] [--l2 L]

FOLDER  articles NAME.txt (or their paths) with NAME.gold.jsonl (the records of ../shared/tools/score-coding.py) and NAME.date.
The program lists the clauses that could be claims (`realign code --claims`). The one that best covers a marked claim has its kind (several, if
the mark accepts several); others that touch it count little; all else is no claim. A multinomial logistic regression over the clauses' features
learns to tell them. --folds N measures by cross-validation over articles, by the rule of the scorer: share of marked claims found, found with the
right kind, records an article, and the share of records that touch a mark; for several limits. Needs PyPI's numpy and torch.
"""
import argparse, collections, json, os, random, subprocess
import numpy as np
import torch

KINDS = "trend constraint conditional counterfactual causal evaluation forecast".split()
NONE = len(KINDS)

from marked import articles_of

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("folders", nargs="+"); ap.add_argument("--write"); ap.add_argument("--folds", type=int, default=0)
ap.add_argument("--keep", type=float, default=0.08); ap.add_argument("--propose", type=float, default=0.12)
ap.add_argument("--l2", type=float, default=4.0); ap.add_argument("--least", type=int, default=4); ap.add_argument("--touching", type=float, default=0.2)
ap.add_argument("--evaluation", type=float, default=0.6, help="what the odds of an evaluation are multiplied by: the kind that says least yields to the others")
ap.add_argument("--without", default="", help="leave out features that begin with one of these, separated by commas")
args = ap.parse_args()
torch.set_num_threads(1)
left_out = tuple(filter(None, args.without.split(",")))


class Example:
    __slots__ = ("begin", "end", "about", "cued", "rule", "features", "kinds", "weight", "odds")


class Article:
    def __init__(self, path):
        name = path[:-4]
        date = open(name + ".date").read().strip() if os.path.exists(name + ".date") else None
        out = subprocess.run([args.realign, "code", "--claims", "--threads", "1", *(["--date", date] if date else [])], stdin=open(path, "rb"), stdout=subprocess.PIPE, check=True).stdout.decode()
        text = open(path, encoding="utf-8").read()
        self.examples = []
        for line in out.splitlines():
            f = line.split("\t")
            e = Example()
            e.begin, e.end, e.about, e.cued, e.kinds, e.weight = int(f[0]), int(f[1]), set(f[2].split()), f[3] == "cued", {NONE}, 1.0
            e.features = [x for x in f[6:] if not (left_out and x.startswith(left_out))]
            e.rule = next((KINDS.index(x[6:]) for x in f[6:] if x.startswith("first=")), NONE)
            self.examples.append(e)
        self.gold = []
        for line in open(name + ".gold.jsonl", encoding="utf-8"):
            g = json.loads(line) if line.strip() else {"kind": ""}
            if g["kind"] != "claim":
                continue
            b = text.index(g["span"]); end = b + len(g["span"])
            kinds = {KINDS.index(k) for k in g["claim"].split("|") if k in KINDS}
            self.gold.append((b, end, set(g["about"]), kinds))
            shared = lambda e: (min(e.end, end) - max(e.begin, b)) / (max(e.end, end) - min(e.begin, b))
            touching = [e for e in self.examples if e.begin < end and e.end > b]
            for e in touching:
                if e.kinds == {NONE}:
                    e.weight = args.touching
            if touching:
                best = max(touching, key=shared)
                best.kinds = kinds if best.kinds == {NONE} else best.kinds | kinds
                best.weight = 1.0


def matrix(examples, index):
    rows, columns = [], []
    for i, e in enumerate(examples):
        for f in e.features:
            if f in index:
                rows.append(i); columns.append(index[f])
    return torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.ones(len(rows)), (len(examples), len(index))).coalesce()


def fit(articles):
    examples = [e for a in articles for e in a.examples]
    count = collections.Counter(f for e in examples for f in e.features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= args.least))}
    x = matrix(examples, index)
    right = torch.zeros(len(examples), NONE + 1)
    for i, e in enumerate(examples):
        right[i, list(e.kinds)] = 1
    weight = torch.tensor([e.weight for e in examples])
    w = torch.zeros(len(index), NONE + 1, requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=120, line_search_fn="strong_wolfe")

    def loss():
        opt.zero_grad()
        log_p = torch.log_softmax(torch.sparse.mm(x, w), 1)
        value = -(weight * torch.logsumexp(log_p + (right + 1e-9).log(), 1)).sum() + args.l2 * (w * w).sum()
        value.backward()
        return value
    opt.step(loss)
    w = w.detach()
    w[index["="], KINDS.index("evaluation")] += float(np.log(args.evaluation))
    return index, w


def judge(model, articles):
    index, w = model
    for a in articles:
        if a.examples:
            odds = torch.softmax(torch.sparse.mm(matrix(a.examples, index), w), 1).numpy()
            for e, p in zip(a.examples, odds):
                e.odds = p


def score(articles, chosen):
    """`chosen` gives the kind of an example, or NONE."""
    found = kind = records = touching = marks = 0
    for a in articles:
        said = [(e, chosen(e)) for e in a.examples]
        said = [(e, k) for e, k in said if k != NONE]
        records += len(said)
        touching += sum(any(e.begin < end and e.end > b and e.about & about for b, end, about, _ in a.gold) for e, _ in said)
        for b, end, about, kinds in a.gold:
            near = [(k in kinds, len(e.about & about)) for e, k in said if e.begin < end and e.end > b]
            best = max(near, default=(False, 0))
            found += best[1] > 0; kind += best[1] > 0 and best[0]; marks += 1
    return f"found {found / marks:.3f}, right kind {kind / marks:.3f}; records an article {records / len(articles):.1f}, touching a mark {touching / max(records, 1):.3f}"


def by_limits(keep, propose):
    return lambda e: int(np.argmax(e.odds[:NONE])) if 1 - e.odds[NONE] >= (keep if e.cued else propose) else NONE


articles = [Article(p) for p in articles_of(args.folders)]
print(f"{len(articles)} articles, {sum(len(a.examples) for a in articles)} clauses, {sum(len(a.gold) for a in articles)} marks", flush=True)
print("cues alone:", score(articles, lambda e: e.rule))
if args.folds:
    order = list(articles); random.Random(5).shuffle(order)
    for k in range(args.folds):
        held = order[k::args.folds]
        judge(fit([a for a in order if a not in held]), held)
    print("cues, kinds learned:", score(articles, lambda e: int(np.argmax(e.odds[:NONE])) if e.cued else NONE))
    for keep in (0.06, 0.08, 0.1, 0.15, 0.2):
        for propose in (0.08, 0.1, 0.15, 0.2):
            print(f"keep {keep}, propose {propose}:", score(articles, by_limits(keep, propose)))
if args.write:
    index, w = fit(articles)
    with open(args.write, "w", encoding="utf-8") as f:
        f.write("# Judgement of claims, made by scripts/train-claims.py: feature (coding/claim_features.cpp), weights of " + ", ".join(KINDS) + ", no claim.\n")
        f.write(f"# \"keep\", \"propose\": how likely a clause must be a claim, with a cue and without.\nkeep\t{args.keep}\npropose\t{args.propose}\n")
        for name, i in sorted(index.items()):
            row = w[i].tolist()
            if max(map(abs, row)) >= 0.03:
                f.write(name + "\t" + " ".join(f"{v:.2f}".replace("-0.00", "0").replace("0.00", "0") for v in row) + "\n")
