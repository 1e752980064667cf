#!/usr/bin/env python3
"""Writes data/actors/numeric.tsv: ISO 3166 numeric codes by alpha-3, by which world-atlas names the shapes of states.

Usage: apt-get install iso-codes && build-numeric.py data/actors/numeric.tsv
"""
import json
import sys

rows = json.load(open("/usr/share/iso-codes/json/iso_3166-1.json", encoding="utf-8"))["3166-1"]
with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("# ISO 3166 numeric codes. Made by scripts/build-numeric.py from Debian's iso-codes (LGPL-2.1+): do not edit.\n"
              "# Columns, separated by a tab: alpha-3; numeric, three digits. Kosovo (XKX) has none.\n")
    for row in sorted(rows, key=lambda r: r["alpha_3"]):
        out.write(f"{row['alpha_3']}\t{row['numeric']}\n")
