#!/usr/bin/env python3
"""Trains the learned choice of sides (src/coding/side_model.h) from marked articles.

Usage: train-sides.py REALIGN FOLDER... [--write data/models/sides.tsv] [--folds N] [--margin M] [--l2 L]

FOLDER  articles NAME.txt (or their paths) with NAME.gold.jsonl (the records of ../shared/tools/score-coding.py; an event may name its "word") and NAME.date.
For each act that a marked record tells, the program lists who could be its source and its target (`realign code --acts`, run without
data/models/sides.tsv); those that the mark accepts are right. A conditional logit (McFadden 1974) learns to tell them. --folds N measures by
cross-validation over articles. Needs PyPI's numpy and torch.
"""
import argparse, collections, json, os, random, subprocess
import numpy as np
import torch

from marked import articles_of

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("folders", nargs="+"); ap.add_argument("--write"); ap.add_argument("--folds", type=int, default=0)
ap.add_argument("--margin", type=float, default=0.5); ap.add_argument("--l2", type=float, default=0.02); ap.add_argument("--least", type=int, default=4)
args = ap.parse_args()
torch.set_num_threads(1)


class Choice:
    __slots__ = ("article", "target", "features", "right", "current")


def choices_of(path):
    name = path[:-4]
    date = open(name + ".date").read().strip() if os.path.exists(name + ".date") else None
    out = subprocess.run([args.realign, "code", "--acts", "--threads", "1", *(["--date", date] if date else [])], stdin=open(path, "rb"), stdout=subprocess.PIPE, check=True).stdout.decode()
    text = open(path, encoding="utf-8").read()
    depth, asked = {}, collections.defaultdict(list)
    for line in out.splitlines()[1:]:
        f = line.split("\t")
        if f[3] in ("source", "target"):
            options = [(o.split(" ")[0], o.split(" ")[1:]) for o in f[5:]]
            asked[(int(f[1]), int(f[2]))].append((f[3], f[4].split("+"), options))
        elif f[3] != "record":
            depth[(int(f[1]), int(f[2]))] = int(f[3])
    found = []
    for line in open(name + ".gold.jsonl", encoding="utf-8"):
        g = json.loads(line) if line.strip() else {"kind": ""}
        if g["kind"] != "event":
            continue
        b = text.index(g["span"]); end = b + len(g["span"])
        within = [w for w in asked if w[0] < end and w[1] > b]
        named = [w for w in within if text[w[0]:w[1]] in g.get("word", "").split()]
        best = min(named or within, key=lambda w: depth.get(w, 99), default=None)
        if best is None:
            continue
        for side, other, options in asked[best]:
            right, wrong = (g["target"], g["source"]) if side == "target" else (g["source"], g["target"])
            if g.get("symmetric") and set(other) & set(right) and not set(other) & set(wrong):
                right = wrong
            c = Choice()
            c.article, c.target = name, side == "target"
            c.features = [f for _, f in options]
            c.right = [code.rstrip("*") in right for code, _ in options]
            c.current = next((i for i, (code, _) in enumerate(options) if code.endswith("*")), -1)
            found.append(c)
    return found


def fit(choices):
    count = collections.Counter(f for c in choices for o in c.features for f in o)
    index = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= args.least))}
    choices = [c for c in choices if any(c.right) and not all(c.right)]
    rows, columns, right, owner = [], [], [], []
    for k, c in enumerate(choices):
        for features, ok in zip(c.features, c.right):
            for f in features:
                if f in index:
                    rows.append(len(right)); columns.append(index[f])
            right.append(ok); owner.append(k)
    x = torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.ones(len(rows)), (len(right), len(index))).coalesce()
    right, owner = torch.tensor(right), torch.tensor(owner)
    w = torch.zeros(len(index), requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=200, line_search_fn="strong_wolfe")

    def log_sum(scores, mask):
        s = torch.where(mask, scores, torch.full_like(scores, -50.0)).exp()
        return torch.zeros(len(choices)).index_add(0, owner, s).log()

    def loss():
        opt.zero_grad()
        scores = torch.sparse.mm(x, w[:, None])[:, 0]
        value = (log_sum(scores, torch.ones_like(right)) - log_sum(scores, right)).sum() + args.l2 * 25 * (w * w).sum()
        value.backward()
        return value
    opt.step(loss)
    return {f: float(w[i]) for f, i in index.items()}


def chosen(weights, c, margin):
    scores = [sum(weights.get(f, 0.0) for f in o) + (margin if i == c.current else 0) for i, o in enumerate(c.features)]
    return int(np.argmax(scores))


choices = [c for path in articles_of(args.folders) for c in choices_of(path)]
articles = sorted({c.article for c in choices})
print(f"{len(articles)} articles, {len(choices)} choices", flush=True)
if args.folds:
    order = list(articles); random.Random(5).shuffle(order)
    said = collections.Counter()
    for k in range(args.folds):
        held = set(order[k::args.folds])
        weights = fit([c for c in choices if c.article not in held])
        for c in choices:
            if c.article not in held:
                continue
            name = "target" if c.target else "source"
            said[name] += 1
            said[name + " possible"] += any(c.right)
            said[name + " rules"] += c.current >= 0 and c.right[c.current]
            for m in (0.0, 0.5, 1.0, 2.0):
                said[f"{name} learned {m}"] += c.right[chosen(weights, c, m)]
    for k, v in sorted(said.items()):
        print(k, v, round(v / said[k.split(" ")[0]], 3))
if args.write:
    weights = fit(choices)
    with open(args.write, "w", encoding="utf-8") as f:
        f.write("# Weights of the choice of sides, made by scripts/train-sides.py: feature (coding/sides.cpp), weight. \"margin\": what the rules' choice is given ahead.\n")
        f.write(f"margin\t{args.margin}\n")
        for name, w in sorted(weights.items()):
            if abs(w) >= 0.01:
                f.write(f"{name}\t{w:.3f}\n")
