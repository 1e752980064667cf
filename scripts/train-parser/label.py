#!/usr/bin/env python3
"""Asks the teacher about sentences: the training part of the treebank, the same with words exchanged, and any text.

Usage: label.py --train ewt_train.conllu.gz --encoder FOLDER --teacher teacher.pt --out soft.npz [--copies N] [--names FILE...] [--text FILE...]

--names  tables of the project (data/actors/*.tsv) whose first column with capitals gives names to put in.
--text   CoNLL-U of any text (`realign code --trees`): its words alone are taken.
The file holds, word by word, the likeliest heads and their probabilities, and those of all relations, UPOS and XPOS.
"""
import argparse, os, random, time
import numpy as np
import torch

import variants
from teacher import Pieces, Teacher, code, collate
from train import TOP
from treebank import batches, lower, read


def names_of(paths):
    """Single words with a capital out of the fields of tables."""
    out = set()
    for path in paths:
        for line in open(path, encoding="utf-8"):
            if not line.startswith("#"):
                out |= {w for field in line.rstrip("\n").split("\t") for w in field.replace("|", " ").replace(";", " ").split()
                        if w.isalpha() and w[0].isupper() and not w.isupper() and len(w) > 2}
    return out


def main():
    ap = argparse.ArgumentParser()
    for name in ("--train", "--encoder", "--teacher", "--out"):
        ap.add_argument(name, required=True)
    ap.add_argument("--copies", type=int, default=2); ap.add_argument("--copies-only", action="store_true", help="leave the treebank's own sentences out"); ap.add_argument("--names", nargs="*", default=[])
    ap.add_argument("--text", nargs="*", default=[])
    ap.add_argument("--seed", type=int, default=1); ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    random.seed(args.seed); torch.set_num_threads(args.threads)
    train = [s for s in read(args.train) if len(s) <= 70]
    pieces = Pieces(args.encoder)
    seen = {lower(w[0]) for s in train for w in s}
    unseen = {w for w in pieces.index if w.isascii() and w.isalpha() and len(w) > 3 and w not in seen}
    names = names_of(args.names)
    words = variants.Substitutes(train, unseen, names)
    speech = [s for s in train if variants.quoted_first(s)]
    sentences = []
    for copy in range(args.copies):
        for s in train + [v for v in (variants.quoted_first(s) for s in speech) if v]:
            if len(s) >= 4:
                sentences.append(words.sentence(s, random.choice((0.15, 0.3, 0.5))))
    sentences = [[w[0] for w in s] for s in sentences + ([] if args.copies_only else train)]
    for path in args.text:
        sentences += [[w[0] for w in s] for s in read(path) if 3 <= len(s) <= 70]
    random.shuffle(sentences)
    saved = torch.load(args.teacher)
    net = Teacher(args.encoder, len(saved["upos"]), len(saved["xpos"]), len(saved["rels"]))
    net.load_state_dict(saved["state"])
    net.eval()
    data = [dict(code(s, pieces), number=i) for i, s in enumerate(sentences)]
    heads, arcs, rels, upos, xpos = [[None] * len(data) for _ in range(5)]
    start, done = time.time(), 0
    with torch.no_grad():
        for batch in batches(data, 2000, False):
            t = collate(batch)
            h = net.encode(t)
            p = net.arcs(h, t["mask"]).softmax(-1)
            k = min(TOP, p.shape[-1])
            best, where = p.topk(k, -1)
            where = where.masked_fill(best < 1e-9, 0)  # a short sentence has fewer places than that
            best = best / best.sum(-1, keepdim=True)
            r = net.relations(h, where[..., 0]).softmax(-1)
            u, x = net.upos(h).softmax(-1), net.xpos(h).softmax(-1)
            for j, s in enumerate(batch):
                i, n = s["number"], len(s["first"])
                heads[i] = np.zeros((n - 1, TOP), np.uint8); heads[i][:, :k] = where[j, 1:n].numpy()
                arcs[i] = np.zeros((n - 1, TOP), np.float16); arcs[i][:, :k] = best[j, 1:n].numpy()
                rels[i], upos[i], xpos[i] = (y[j, 1:n].numpy().astype(np.float16) for y in (r, u, x))
            done += len(batch)
            if done % 2000 < len(batch):
                print(f"{done} of {len(data)} sentences, {time.time() - start:.0f} s", flush=True)
    np.savez(args.out + ".part.npz", lengths=np.array([len(s) for s in sentences]), forms=np.array("\n".join(f for s in sentences for f in s)), heads=np.concatenate(heads),
             arcs=np.concatenate(arcs), rels=np.concatenate(rels), upos=np.concatenate(upos), xpos=np.concatenate(xpos), upos_names=np.array(saved["upos"]),
             xpos_names=np.array(saved["xpos"]), rel_names=np.array(saved["rels"]))
    os.replace(args.out + ".part.npz", args.out)


if __name__ == "__main__":
    main()
