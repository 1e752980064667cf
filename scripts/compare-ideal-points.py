#!/usr/bin/env python3
"""Compares ideal points of `realign measure --ideal-points --format csv` with the published ones.

Usage: compare-ideal-points.py OURS.csv ideal-points-published-2020.csv
Sessions 52 to 67, 71 and 72 are left out: there the published run has fewer roll calls.
"""
import csv, math, statistics, sys

ours = {(int(r["session"]), r["country"]): r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8"))}
theirs = {(int(r["session"]), r["iso3c"]): r for r in csv.DictReader(open(sys.argv[2], encoding="latin-1"))}
out = set(range(52, 68)) | {71, 72}
sessions = sorted({s for s, _ in theirs} - out)

def correlation(pairs):
    xs, ys = zip(*pairs)
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in pairs) / math.sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))

each, pooled, covered, back, n = {}, [], 0, 0, 0
for s in sessions:
    pairs = []
    for (t, c), r in theirs.items():
        if t == s and (s, c) in ours and r["IdealPoint"]:
            o = ours[(s, c)]
            pairs.append((float(o["value"]), float(r["IdealPoint"])))
    if len(pairs) > 2:
        each[s] = correlation(pairs)
        pooled += pairs
scale = sum(a * b for a, b in pooled) / sum(a * a for a, b in pooled)
for s in each:
    for (t, c), r in theirs.items():
        if t == s and (s, c) in ours and r["IdealPoint"]:
            o = ours[(s, c)]
            n += 1
            covered += float(r["Q5%"]) <= float(o["value"]) <= float(r["Q95%"])
            back += float(o["low"]) <= float(r["IdealPoint"]) <= float(o["high"])
print(f"{len(each)} sessions, {len(pooled)} points; correlation over states: median {statistics.median(each.values()):.4f}, "
      f"least {min(each.values()):.4f} (session {min(each, key=each.get)}), pooled {correlation(pooled):.4f}; scale {scale:.3f}")
print(f"ours within the published 90 % interval: {covered / n:.3f}; the published within ours: {back / n:.3f}")
