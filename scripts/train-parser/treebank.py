"""Treebank sentences, and what the network sees of them. src/syntax/features.cpp computes the same features in C++."""
import gzip
import random

BUCKETS = 16384
PAD, UNK, ROOT = 0, 1, 2

QUOTES = str.maketrans({
    **dict.fromkeys("`´‘’‚‛′", "'"),
    **dict.fromkeys("«»“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
})


def straight(form):
    """Quotes and dashes straightened, as syntax/characters.h does."""
    return form.translate(QUOTES)


def read(path):
    """Sentences of a CoNLL-U file, each a list of (form, UPOS, XPOS, head from 1 or 0, relation)."""
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


def fnv(data):
    h = 2166136261
    for b in data:
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h


def lower(form):
    """Lower case code point by code point, as ICU's u_tolower does."""
    return "".join(c.lower() if len(c.lower()) == 1 else c.lower()[0] for c in form)


_affixes = {}


def affixes(form):
    """Buckets of the prefixes and suffixes of 1 to 4 characters of the lower-cased form ('<' or '>' marks the side)."""
    found = _affixes.get(form)
    if found is None:
        chars = lower(form)
        found = []
        for n in range(1, 5):
            if len(chars) >= n:
                found.append(fnv(("<" + chars[:n]).encode()) % BUCKETS)
                found.append(fnv((">" + chars[-n:]).encode()) % BUCKETS)
        found = found + [BUCKETS] * (8 - len(found))  # bucket BUCKETS is always zero
        _affixes[form] = found
    return found


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


def batches(data, size, shuffle):
    """Sentences of like length together, up to `size` words (padding counted) a batch."""
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
