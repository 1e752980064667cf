#!/usr/bin/env python3
"""Runs PyTorch on the weights of the program and writes what comes out, for the test that both agree.

Usage: fixture.py data/models/english/network.bin tests/syntax/network_fixture.txt > new.tsv

The text has a sentence a line, words separated by blanks. Output: word, UPOS, XPOS, head (from 1; 0 is the root), relation,
probability of head and relation; a blank line behind each sentence.
"""
import struct, sys
import numpy as np
import torch

import network
from treebank import BUCKETS, ROOT, UNK, affixes, lower, shape


def arrays_of(path):
    data = open(path, "rb").read()
    assert data[:4] == b"RLNW" and struct.unpack_from("<I", data, 4)[0] == 1
    count, at, out = struct.unpack_from("<I", data, 16)[0], 20, {}
    for _ in range(count):
        n = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2:at + 2 + n].decode()
        kind, rows, columns = struct.unpack_from("<BII", data, at + 2 + n)
        at += 2 + n + 9
        size = rows * columns
        if kind == 3:
            out[name] = data[at:at + columns].decode().split("\n")
            at += columns
        elif kind == 2:
            scale = np.frombuffer(data, "<f4", rows, at)
            out[name] = np.frombuffer(data, np.int8, size, at + 4 * rows).reshape(rows, columns) * scale[:, None]
            at += 4 * rows + size
        else:
            out[name] = np.frombuffer(data, "<f4" if kind == 0 else "<f2", size, at).reshape(rows, columns).astype(np.float32)
            at += size * (4 if kind == 0 else 2)
    return out


def is_tree(heads):
    """Whether the best heads (place 0 is the root's own) need no further decoding."""
    def reaches_root(i):
        for _ in heads:
            if i == 0:
                return True
            i = heads[i]
        return False
    return heads[1:].count(0) == 1 and all(reaches_root(i) for i in range(1, len(heads)))


a = arrays_of(sys.argv[1])
network.DIM = a["word"].shape[1]
network.HIDDEN = a["lstm1.forward.recurrent"].shape[0]
network.LAYERS = sum(1 for k in a if k.endswith("forward.recurrent"))
network.ARC, network.REL = a["arc"].shape[1], a["rel"].shape[0]
net = network.Network(len(a["words"]), len(a["upos"]), len(a["xpos"]), len(a["rels"]), None)
state = {"word.weight": a["word"], "affix.weight": np.vstack([a["affix"], np.zeros((1, network.DIM))]), "shape.weight": a["shape"], "arc": a["arc"],
         "rel_head.weight": a["rel_head"].T}
for ours, theirs in (("upos", "upos.out"), ("xpos", "xpos.out"), ("arc_dep", "arc_dep"), ("arc_head", "arc_head"), ("rel_dep", "rel_dep"), ("rel", "rel")):
    state[ours + ".weight"], state[ours + ".bias"] = a[theirs].T, a[theirs + ".bias"][0]
for layer in range(network.LAYERS):
    for direction, suffix in (("forward", ""), ("backward", "_reverse")):
        name, part = f"lstm{layer + 1}.{direction}", f"lstm.{layer}."
        state[part + "weight_ih_l0" + suffix], state[part + "weight_hh_l0" + suffix] = a[name + ".input"].T, a[name + ".recurrent"].T
        state[part + "bias_ih_l0" + suffix], state[part + "bias_hh_l0" + suffix] = a[name + ".bias"][0], np.zeros(4 * network.HIDDEN)
net.load_state_dict({k: torch.tensor(np.ascontiguousarray(v), dtype=torch.float32) for k, v in state.items()})
net.eval()
index = {w: i for i, w in enumerate(a["words"])}
for line in open(sys.argv[2], encoding="utf-8"):
    forms = line.split()
    if not forms or line.startswith("#"):
        continue
    t = dict(affix=torch.tensor([[[BUCKETS] * 8] + [affixes(f) for f in forms]]), shape=torch.tensor([[0] + [shape(f) for f in forms]]),
             lengths=torch.tensor([len(forms) + 1]), mask=torch.ones(1, len(forms) + 1, dtype=torch.bool))
    with torch.no_grad():
        h = net.encode(t, torch.tensor([[ROOT] + [index.get(lower(f), UNK) for f in forms]]))
        scores = net.arcs(h, t["mask"])
        heads = scores.argmax(-1)
        rels = net.relations(h, heads)
        if not is_tree(heads[0].tolist()):
            print("no tree at once, left out:", line.strip(), file=sys.stderr)
            continue
        p = scores.softmax(-1).max(-1).values[0] * rels.softmax(-1).max(-1).values[0]
        for i, form in enumerate(forms, 1):
            print(form, a["upos"][net.upos(h)[0, i].argmax()], a["xpos"][net.xpos(h)[0, i].argmax()], heads[0, i].item(), a["rels"][rels[0, i].argmax()],
                  f"{p[i].item():.4f}", sep="\t")
    print()
