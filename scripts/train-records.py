#!/usr/bin/env python3
"""Trains all that the coder learns from marked articles: acts, sides, and how likely a record is (src/coding/record_model.h).

Usage: train-records.py REALIGN FOLDER... --encoder E --data DATA [--cases TSV] [--limit L]

FOLDER  articles NAME.txt (or their paths) with NAME.gold.jsonl (the records of ../shared/tools/score-coding.py) and NAME.date.
TSV     single sentences with what each must give (tests/features/cases.tsv); short plain sentences are what people try first.
E       the folder of the encoder, as train-acts.py wants it.
DATA    the project's data folder: models/acts.bin, models/sides.tsv and models/records.tsv are written there.
A record's likelihood is learned on articles that acts and sides had not seen: the articles are halved, each half is read with what the other
taught. Then acts and sides are learned from all. Prints what a limit on the likelihood would keep (precision, recall of marks), each
article read without its own marks. Needs PyPI's numpy, scikit-learn and torch.
"""
import argparse, json, os, shutil, subprocess, sys, tempfile
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from marked import articles_of

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("folders", nargs="+"); ap.add_argument("--encoder", required=True); ap.add_argument("--data", required=True)
ap.add_argument("--limit", type=float, default=0.15); ap.add_argument("--acts-limits", default="0.2,1.1,0.65,0.1"); ap.add_argument("--margin", default="1.0")
ap.add_argument("--cases"); ap.add_argument("--keep", help="folder for the models of the halves and of all, reused if they are there")
args = ap.parse_args()
here = os.path.dirname(os.path.abspath(__file__))


def bare(folder):
    """A data folder without the learned models, the rest as in DATA."""
    os.makedirs(folder + "/models", exist_ok=True)
    for name in os.listdir(args.data):
        if name != "models" and not os.path.exists(folder + "/" + name):
            os.symlink(os.path.abspath(args.data + "/" + name), folder + "/" + name)
    for name in os.listdir(args.data + "/models"):
        if name not in ("acts.bin", "sides.tsv", "records.tsv") and not os.path.exists(folder + "/models/" + name):
            os.symlink(os.path.abspath(args.data + "/models/" + name), folder + "/models/" + name)
    return folder


def teach(articles, folder):
    env = dict(os.environ, REALIGN_DATA=bare(folder))
    for name in ("acts.bin", "sides.tsv", "records.tsv"):
        if os.path.exists(folder + "/models/" + name):
            os.remove(folder + "/models/" + name)
    new = folder + "/new"
    os.makedirs(new, exist_ok=True)
    subprocess.run([sys.executable, "-W", "ignore", here + "/train-acts.py", args.realign, *articles, "--encoder", args.encoder, "--write", new + "/acts.bin", "--limits", args.acts_limits], env=env, check=True)
    subprocess.run([sys.executable, "-W", "ignore", here + "/train-sides.py", args.realign, *articles, "--write", new + "/sides.tsv", "--margin", args.margin], env=env, check=True)
    for name in ("acts.bin", "sides.tsv"):
        shutil.move(new + "/" + name, folder + "/models/" + name)


def records_of(path, folder):
    """Of each record its features, whether a mark accepts it, and which; and the number of marks."""
    name = path[:-4]
    date = open(name + ".date").read().strip() if os.path.exists(name + ".date") else None
    out = subprocess.run([args.realign, "code", "--acts", "--threads", "1", *(["--date", date] if date else [])], stdin=open(path, "rb"), stdout=subprocess.PIPE, check=True, env=dict(os.environ, REALIGN_DATA=folder)).stdout.decode()
    text = open(path, encoding="utf-8").read()
    gold = [g for g in map(json.loads, filter(str.strip, open(name + ".gold.jsonl", encoding="utf-8"))) if g["kind"] == "event"]
    spans = [(text.index(g["span"]), text.index(g["span"]) + len(g["span"])) for g in gold]
    rows = []
    for line in out.splitlines()[1:]:
        f = line.split("\t")
        if f[3] != "record":
            continue
        begin, end, kind, source, target = int(f[1]), int(f[2]), f[4], set(f[5].split()), set(f[6].split())
        hits = set()
        for k, g in enumerate(gold):
            if begin >= spans[k][1] or end <= spans[k][0] or kind not in g["type"].split("|"):
                continue
            if (set(g["source"]) & source and set(g["target"]) & target) or (g.get("symmetric") and set(g["source"]) & target and set(g["target"]) & source):
                hits.add((path, k))
        rows.append(({n: float(v) for n, v in (x.rsplit(":", 1) for x in f[7].split())}, hits))
    return rows, len(gold)


def articles_of_cases(path, folder):
    """Each sentence as an article of its own."""
    os.makedirs(folder, exist_ok=True)
    out = []
    for n, line in enumerate(open(path, encoding="utf-8")):
        if not line.strip() or line.startswith("#"):
            continue
        sentence, expected = line.rstrip("\n").split("\t")
        name = f"{folder}/{n:03}"
        open(name + ".txt", "w", encoding="utf-8").write(sentence)
        open(name + ".date", "w").write("2023-05-10\n")
        marks = expected.split()
        with open(name + ".gold.jsonl", "w", encoding="utf-8") as f:
            if marks != ["none"]:
                modality = [m for m in marks[3:] if m != "negated"]
                f.write(json.dumps(dict(kind="event", span=sentence, source=[marks[0]], type=marks[1], target=[marks[2]],
                                        polarity="negated" if "negated" in marks else "affirmed", modality=modality[0] if modality else "actual")) + "\n")
        out.append(name + ".txt")
    return out


keep = args.keep or tempfile.mkdtemp()
articles = articles_of(args.folders) + (articles_of_cases(args.cases, keep + "/cases") if args.cases else [])
halves = [articles[0::2], articles[1::2]]
rows, marks = [], 0
for k in (0, 1):
    folder = f"{keep}/half{k}"
    if not os.path.exists(folder + "/models/acts.bin"):
        teach(halves[1 - k], folder)
    for path in halves[k]:
        some, n = records_of(path, folder)
        rows += some; marks += n
names = sorted({n for f, _ in rows for n in f})
x = np.array([[f.get(n, 0.0) for n in names] for f, _ in rows])
y = np.array([bool(h) for _, h in rows])
model = LogisticRegression(C=0.3, max_iter=3000, fit_intercept=False)
p = cross_val_predict(model, x, y, cv=8, method="predict_proba")[:, 1]
print(f"{len(rows)} records, {y.sum()} accepted, {marks} marks")
for limit in (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
    kept = p >= limit
    found = set().union(*(h for (_, h), k in zip(rows, kept) if k))
    print(f"limit {limit}: {kept.sum()} records, recall {len(found) / marks:.3f}, precision {y[kept].mean():.3f}, F1 {2 * len(found) / marks * y[kept].mean() / (len(found) / marks + y[kept].mean()):.3f}")
for low in np.arange(0, 1, 0.1):
    inside = (p >= low) & (p < low + 0.1)
    if inside.sum():
        print(f"stated {low:.1f} to {low + 0.1:.1f}: {inside.sum()} records, stated {p[inside].mean():.2f}, accepted {y[inside].mean():.2f}")
model.fit(x, y)
if not os.path.exists(keep + "/all/models/acts.bin"):
    teach(articles, keep + "/all")
for name in ("acts.bin", "sides.tsv"):
    shutil.copy(f"{keep}/all/models/{name}", f"{args.data}/models/{name}")
with open(args.data + "/models/records.tsv", "w", encoding="utf-8") as f:
    f.write("# How likely a record is: weights of coding/record_model.h, made by scripts/train-records.py. \"limit\": a record less likely is not made.\n")
    f.write(f"limit\t{args.limit}\n")
    for name, w in zip(names, model.coef_[0]):
        f.write(f"{name}\t{w:.4f}\n")
