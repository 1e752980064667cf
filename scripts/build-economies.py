#!/usr/bin/env python3
"""Writes data/measure/economies.tsv and data/measure/languages.tsv from Unicode CLDR.

Usage: npm pack cldr-core && tar xzf cldr-core-*.tgz
       build-economies.py package/supplemental/territoryInfo.json data/actors/countries.tsv data/measure
"""
import csv, json, sys

info = json.load(open(sys.argv[1], encoding="utf-8"))["supplemental"]["territoryInfo"]
alpha3 = {}
for line in open(sys.argv[2], encoding="utf-8"):
    if line.startswith("#") or not line.strip():
        continue
    cells = line.rstrip("\n").split("\t")
    alpha3[cells[1]] = cells[0]
out = sys.argv[3]
head = ("# {} Made by scripts/build-economies.py from territoryInfo of npm's cldr-core 48 (Unicode-3.0 licence, "
        "https://www.unicode.org/license.txt): do not edit.\n")
with open(f"{out}/economies.tsv", "w", encoding="utf-8") as f:
    f.write(head.format("Population and gross domestic product (at purchasing power parity, US dollars) of states."))
    f.write("# Columns: code; population; gdp.\n")
    for two, three in sorted(alpha3.items(), key=lambda x: x[1]):
        t = info.get(two)
        if t and float(t.get("_population", 0)) > 0 and float(t.get("_gdp", 0)) > 0:
            f.write(f"{three}\t{int(float(t['_population']))}\t{int(float(t['_gdp']))}\n")
with open(f"{out}/languages.tsv", "w", encoding="utf-8") as f:
    f.write(head.format("Languages spoken in states, by share of the population that knows them (first or second language)."))
    f.write("# Columns: code; language (BCP 47), share of population 0..1, written as LANGUAGE:SHARE, the largest first; at least 1 %.\n")
    for two, three in sorted(alpha3.items(), key=lambda x: x[1]):
        t = info.get(two)
        if not t:
            continue
        merged = {}
        for name, l in t.get("languagePopulation", {}).items():
            base = name.split("_")[0]
            merged[base] = max(merged.get(base, 0), min(float(l["_populationPercent"]) / 100, 1))
        rows = sorted(((s, n) for n, s in merged.items() if s >= 0.01), reverse=True)
        if rows:
            f.write(three + "\t" + "|".join(f"{n}:{s:.3g}" for s, n in rows) + "\n")
