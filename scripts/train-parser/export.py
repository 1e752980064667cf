#!/usr/bin/env python3
"""Writes the weights that train.py learned (best.pt) in the program's format: see src/syntax/weights.h.

Usage: export.py best.pt data/models/english/network.bin
"""
import sys
import torch

from weights import Weights

model = torch.load(sys.argv[1], map_location="cpu", weights_only=False)
state = {k: v.float().numpy() for k, v in model["state"].items()}
weights = Weights()
add, strings = weights.add, weights.strings
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

print(weights.write(sys.argv[2]), "bytes")
