#!/usr/bin/env python3
"""Writes the weights that train.py learned (best.pt) in the program's format: see src/syntax/weights.h.

Usage: export.py best.pt data/models/english/network.bin
"""
import struct, sys
import numpy as np
import torch

model = torch.load(sys.argv[1], map_location="cpu", weights_only=False)
state = {k: v.float().numpy() for k, v in model["state"].items()}
arrays = []


def add(name, values, kind):
    values = np.atleast_2d(np.asarray(values, dtype=np.float32))
    rows, columns = values.shape
    if kind == 0:
        data = values.astype("<f4").tobytes()
    elif kind == 1:
        data = values.astype("<f2").tobytes()
    else:
        scale = np.maximum(np.abs(values).max(1), 1e-12) / 127
        data = scale.astype("<f4").tobytes() + np.clip(np.rint(values / scale[:, None]), -127, 127).astype(np.int8).tobytes()
    arrays.append((name, kind, rows, columns, data))


def strings(name, values):
    data = "\n".join(values).encode()
    arrays.append((name, 3, len(values), len(data), data))


word = state["word.weight"]
if "project.weight" in state:
    word = word + state["vectors"] @ state["project.weight"].T
# Words seen once or never, and not in the encoder's vocabulary, are read as unknown.
strings("words", model["words"])
add("word", word, 2)
add("affix", state["affix.weight"][:-1], 2)
add("shape", state["shape.weight"], 0)
layers = sum(1 for k in state if k.endswith(".weight_ih_l0"))
for layer in range(layers):
    for direction, suffix in (("forward", ""), ("backward", "_reverse")):
        name, part = f"lstm{layer + 1}.{direction}", f"lstm.{layer}."
        add(name + ".input", state[part + "weight_ih_l0" + suffix].T, 1)
        add(name + ".recurrent", state[part + "weight_hh_l0" + suffix].T, 1)
        add(name + ".bias", state[part + "bias_ih_l0" + suffix] + state[part + "bias_hh_l0" + suffix], 0)
strings("upos", model["upos"]); strings("xpos", model["xpos"]); strings("rels", model["rels"])
for ours, theirs in (("upos.out", "upos"), ("xpos.out", "xpos"), ("arc_dep", "arc_dep"), ("arc_head", "arc_head"), ("rel_dep", "rel_dep"), ("rel", "rel")):
    add(ours, state[theirs + ".weight"].T, 1)
    add(ours + ".bias", state[theirs + ".bias"], 0)
add("rel_head", state["rel_head.weight"].T, 1)
add("arc", state["arc"], 1)

payload = struct.pack("<I", len(arrays))
for name, kind, rows, columns, data in arrays:
    payload += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BII", kind, rows, columns) + data
# FNV-1a over words of 8 bytes, the tail over bytes.
h, prime, mask = 14695981039346656037, 1099511628211, (1 << 64) - 1
whole = len(payload) // 8 * 8
for (w,) in struct.iter_unpack("<Q", payload[:whole]):
    h = ((h ^ w) * prime) & mask
for b in payload[whole:]:
    h = ((h ^ b) * prime) & mask
with open(sys.argv[2], "wb") as f:
    f.write(b"RLNW" + struct.pack("<IQ", 1, h) + payload)
print(len(payload) + 16, "bytes")
