#!/usr/bin/env python3
"""Learns the lemmatizer's table from a treebank: exceptions by form and tag, suffix rules by tag.

Usage: train-lemmatizer.py TRAIN.conllu[.gz] > data/models/english/lemmas.tsv

A rule "tag, suffix, strip, add" says: a form with this tag that ends in the suffix loses `strip` letters and gains `add`; the longest
suffix that is known wins. Words that the rules would get wrong are listed whole.
"""
import collections, gzip, sys

LONGEST = 5


def edit(form, lemma):
    n = 0
    while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
        n += 1
    return len(form) - n, lemma[n:]


def main():
    path = sys.argv[1]
    words = collections.Counter()
    for line in gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) == 10 and f[0].isdigit():
            form = f[1].replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
            proper = f[3] == "PROPN"
            words[(form if proper else form.lower(), f[4], f[2] if proper else f[2].lower(), proper)] += 1
    counts = collections.defaultdict(collections.Counter)
    best = collections.defaultdict(collections.Counter)
    for (form, tag, lemma, proper), n in words.items():
        strip, add = edit(form, lemma)
        best[(form.lower(), tag)][(lemma if not proper else lemma, proper)] += n
        if strip > 4 or len(add) > 4 or not form.isalpha():
            continue
        for k in range(0, min(LONGEST, len(form)) + 1):
            counts[(tag, form[len(form) - k:].lower())][(strip, add)] += 1  # types, not tokens: rules are for unseen words
    rules = {}
    for (tag, suffix), edits in sorted(counts.items(), key=lambda kv: len(kv[0][1])):
        (rule, n), total = edits.most_common(1)[0], sum(edits.values())
        if len(suffix) > 0 and (n < 2 or n / total < 0.6):
            continue
        shorter = next((rules[(tag, suffix[k:])] for k in range(1, len(suffix) + 1) if (tag, suffix[k:]) in rules), None)
        if rule != shorter and rule[0] <= len(suffix):
            rules[(tag, suffix)] = rule
        elif not suffix and rule[0] == 0:
            rules[(tag, suffix)] = rule

    def guess(form, tag):
        for k in range(min(LONGEST, len(form)), -1, -1):
            rule = rules.get((tag, form[len(form) - k:].lower()))
            if rule and len(form) > rule[0]:
                return form[:len(form) - rule[0]] + rule[1]
        return form

    print("# Lemmas of English, learned from UD English EWT 2.16 (CC BY-SA 4.0) by scripts/train-lemmatizer.py.")
    print("# 'rule', tag, suffix ('-': none), letters to strip, letters to add ('-': none); 'word', tag, form, lemma.")
    for (tag, suffix), (strip, add) in sorted(rules.items()):
        print("rule", tag, suffix or "-", strip, add or "-", sep="\t")
    for (form, tag), lemmas in sorted(best.items()):
        (lemma, proper), n = lemmas.most_common(1)[0]
        shown = guess(form, tag)
        if shown.lower() != lemma.lower() and "\t" not in form and not form.startswith("#") and (n > 1 or not proper):
            print("word", tag, form, lemma, sep="\t")


main()
