#!/usr/bin/env python3
"""Writes data/actors/countries.tsv from ISO 3166, Unicode CLDR and our own supplement.

    mkdir names && cd names && npm install cldr-localenames-full
    scripts/build-countries.py --cldr names/node_modules/cldr-localenames-full

Codes and formal names come from Debian's iso-codes (LGPL-2.1+), common names and their variants from CLDR
(Unicode-3.0), everything else from data/actors/countries-supplement.tsv. The result is committed, so that neither
package is needed to build or run the program.
"""
import argparse
import json
import os
import re
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WITHDRAWN = ("CSK", "DDR", "SUN", "YUG")  # of ISO 3166-3: states that news still names
COLUMNS = ("short", "names", "adjectives", "singular", "plural", "capital", "metonyms", "abbreviations", "ambiguous")
NOT_DECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d"})

HEAD = """\
# States and territories, and the words by which news names them.
#
# Made by scripts/build-countries.py: do not edit, edit countries-supplement.tsv.
# Codes and formal names: Debian's iso-codes {iso} (LGPL-2.1+). Common names and variants: Unicode CLDR {cldr}
# (Unicode-3.0). Demonyms, capitals, metonyms, abbreviations and older names: our own.
#
# Columns, separated by tabs; | separates alternatives:
#   1 iso3           ISO 3166-1 alpha-3; XKX is Kosovo; CSK, DDR, SUN and YUG are withdrawn codes of former states
#   2 iso2           alpha-2
#   3 names          the first is the common English name; a name beginning with "the" holds only with the article
#   4 adjectives     one ending in a hyphen is a prefix only ("Sino-" in "Sino-Russian")
#   5 people_singular
#   6 people_plural
#   7 capital        with variants; a capital may stand for its government
#   8 metonyms       other places and bodies that stand for the government
#   9 abbreviations  to be matched case-sensitively
#  10 ambiguous      why a word of this row may mean something else; empty as a rule
# "Korean" belongs to neither Korea, "Congo" and "Congolese" to COD, "Dominican" to DOM, "Guinean" to GIN, "Samoan" to WSM.
"""


def fail(message):
    sys.exit(f"build-countries: {message}")


def read_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    except ValueError as error:
        fail(f"{path}: {error}")


def read_supplement(path):
    rows = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            fields = [field.strip() for field in line.rstrip("\n").split("\t")]
            code = fields[0]
            if code in rows:
                fail(f"{path}:{number}: {code} is there twice")
            if len(fields) > len(COLUMNS) + 1:
                fail(f"{path}:{number}: {len(fields)} fields, at most {len(COLUMNS) + 1} expected")
            fields += [""] * (len(COLUMNS) + 1 - len(fields))
            rows[code] = dict(zip(COLUMNS, fields[1:]))
    return rows


def parts(field):
    return [part.strip() for part in field.split("|") if part.strip()]


def plain(name):
    decomposed = unicodedata.normalize("NFD", name.translate(NOT_DECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spellings(name):
    """A formal name as an article would write it: "Korea, Republic of" is "Republic of Korea"."""
    name = name.replace("’", "'").strip()
    if re.match(r"the ", name, re.I):
        name = name[4:]
    inverted = re.fullmatch(r"([^,]+), (.* of(?: the)?)", name)
    if inverted:
        name = re.sub(r"^[Tt]he ", "", f"{inverted[2]} {inverted[1]}")
    bracket = re.fullmatch(r"(.+?) \((.+)\)", name)
    if bracket:
        return [bracket[1]] if bracket[2].endswith(" part") else [bracket[1], bracket[2]]
    return [re.sub(r" - ", "-", name)]


def tidy(names):
    """Drops removed (-X), repeated and "the X" beside "X"; adds a spelling without accents; keeps the order."""
    removed = {name[1:] for name in names if name.startswith("-")}
    result = []
    for name in names:
        if name.startswith("-"):
            continue
        verbatim = name.startswith("!")
        name = name.lstrip("!")
        for form in [name] if verbatim else [name, plain(name)]:
            if form not in removed and form not in result:
                result.append(form)
    verbatim = {plain(name[1:]) for name in names if name.startswith("!") and plain(name[1:]) != name[1:]}
    return [n for n in result if n not in verbatim and not (n.startswith("the ") and n[4:] in result)]


def cldr_names(territories, iso2):
    found = []
    for key in (iso2, f"{iso2}-alt-short", f"{iso2}-alt-variant"):
        name = territories.get(key)
        if name is None or (name.isupper() and len(name) <= 3):  # "US", "UK": abbreviations have their own column
            continue
        name = re.sub(r" SAR China$", "", name)
        for form in spellings(name):
            found.append(form.replace(" & ", " and ").replace("St. ", "Saint "))
            if "St. " in form:
                found += [form.replace(" & ", " and "), form.replace("St. ", "St ").replace(" & ", " and ")]
    return found


def build(iso, cldr, supplement):
    lines = []
    for code in sorted(iso):
        entry, own = iso[code], supplement.get(code)
        if own is None:
            fail(f"the supplement has no row for {code} ({entry['name']})")
        names = cldr_names(cldr, entry["alpha_2"])
        for key in ("common_name", "name", "official_name"):
            names += spellings(entry[key]) if key in entry else []
        names = tidy([own["short"]] * bool(own["short"]) + names + parts(own["names"]))
        adjectives = tidy(parts(own["adjectives"]))
        demonyms = [a for a in adjectives if not a.endswith("-")]
        singular = demonyms if own["singular"] == "=" else tidy(parts(own["singular"]))
        if own["plural"] == "+":
            plural = [f"{one}s" for one in singular]
        elif own["plural"] == "=":
            plural = demonyms
        else:
            plural = tidy(parts(own["plural"]))
        fields = [names, adjectives, singular, plural, tidy(parts(own["capital"])), tidy(parts(own["metonyms"])),
                  parts(own["abbreviations"])]
        lines.append("\t".join([code, entry["alpha_2"]] + ["|".join(f) for f in fields] + [own["ambiguous"]]).rstrip("\t"))
    unknown = sorted(set(supplement) - set(iso))
    if unknown:
        fail(f"the supplement has codes that no table knows: {', '.join(unknown)}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--iso", default="/usr/share/iso-codes/json", help="folder of Debian's iso-codes")
    parser.add_argument("--cldr", required=True, help="folder of npm's cldr-localenames-full")
    parser.add_argument("--data", default=os.path.join(ROOT, "data", "actors"), help="folder of the tables")
    options = parser.parse_args()

    iso = {e["alpha_3"]: e for e in read_json(os.path.join(options.iso, "iso_3166-1.json"))["3166-1"]}
    for entry in read_json(os.path.join(options.iso, "iso_3166-3.json"))["3166-3"]:
        if entry["alpha_3"] in WITHDRAWN:
            # Its names are in the form "USSR, Union of ...": ours are better.
            iso[entry["alpha_3"]] = {"alpha_2": entry["alpha_2"], "name": entry["name"].split(",")[0]}
    iso["XKX"] = {"alpha_2": "XK", "name": "Kosovo"}
    territories = read_json(os.path.join(options.cldr, "main", "en", "territories.json"))
    cldr = territories["main"]["en"]["localeDisplayNames"]["territories"]
    for former in ("SU", "YU", "CS", "DD"):
        cldr.pop(former, None)
    version = read_json(os.path.join(options.cldr, "package.json"))["version"]
    schema_version = read_version()
    supplement = read_supplement(os.path.join(options.data, "countries-supplement.tsv"))

    target = os.path.join(options.data, "countries.tsv")
    lines = build(iso, cldr, supplement)
    with open(target + ".new", "w", encoding="utf-8") as file:
        file.write(HEAD.format(iso=schema_version, cldr=version) + "\n".join(lines) + "\n")
    os.replace(target + ".new", target)
    print(f"{target}: {len(lines)} rows")


def read_version():
    """The installed version of iso-codes, if Debian's package database is here to say."""
    try:
        with open("/var/lib/dpkg/status", encoding="utf-8", errors="replace") as file:
            for block in file.read().split("\n\n"):
                if block.startswith("Package: iso-codes\n"):
                    return re.search(r"^Version: (.*)$", block, re.M)[1]
    except OSError:
        pass
    return "(version unknown)"


if __name__ == "__main__":
    main()
