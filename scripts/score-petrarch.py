#!/usr/bin/env python3
"""Scores `realign code --dictionaries` on validation files in the XML of PETRARCH and UniversalPetrarch.

Usage: score-petrarch.py REALIGN RECORDS.xml DICTIONARY... [--show]

What is compared, strictly: for every record the set of triples (source code, target code, CAMEO code) of its
<EventCoding> elements with the set of triples of the program's events for that sentence. A triple is right only if all
three are the same strings, letter by letter; direction counts, and nothing is matched in part. Codes of one side that
stand for nobody ("---") and names in quotes count like any other: what the program cannot give is missed. Events in a
record that has none (noevents, error) are wrong. Dyads are the same with (source, target). Recall and precision are over
all records together. --show lists the records that differ.
"""
import json
import os
import re
import subprocess
import sys
import tempfile


def load(path):
    """[(id, gold triples, text)] and the file with a number for each record's id, since ids are not unique."""
    with open(path, encoding="utf-8", errors="replace") as file:
        content = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), file.read(), flags=re.S)
    records, parts, last = [], [], 0
    starts = [m.start() for m in re.finditer(r"<Sentence\b", content)] + [len(content)]
    for begin, end in zip(starts, starts[1:]):
        body = content[begin:end]
        name = re.search(r'\bid="([^"]*)"', body)
        gold = set()
        for coding in re.findall(r"<EventCoding\b([^>]*)>", body):
            fields = dict(re.findall(r'(\w+)="([^"]*)"', coding))
            if "eventcode" in fields:
                gold.add((fields["sourcecode"], fields["targetcode"], fields["eventcode"]))
        text = re.search(r"<Text>(.*?)</Text>", body, re.S)
        parts.append(content[last:begin] + body[:name.start(1)] + str(len(records)) + body[name.end(1):])
        last = end
        records.append((name[1], gold, " ".join(text[1].split()) if text else ""))
    return records, "".join(parts) + content[last:]


def triples_of(program, xml, dictionaries):
    arguments = [program, "code", "--input", "petrarch-xml", "--dictionaries-only"]
    for path in dictionaries:
        arguments += ["--dictionaries", path]
    with tempfile.TemporaryDirectory(prefix="score-petrarch-") as folder:
        path = os.path.join(folder, "records.xml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(xml)
        done = subprocess.run(arguments + [path], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    found = {}
    for line in done.stdout.decode().splitlines():
        event = json.loads(line)
        for source in event["source"]:
            for target in event["target"]:
                found.setdefault(int(event["document"]), set()).add((source["code"], target["code"], event["cameo"]))
    return found


def rates(gold, got, hit):
    recall, precision = hit / max(gold, 1), hit / max(got, 1)
    return recall, precision, 2 * recall * precision / max(recall + precision, 1e-9)


def score(program, path, dictionaries, show=False):
    """{"triples": (recall, precision, f1), "dyads": ...} and the names of the records that differ."""
    records, xml = load(path)
    found = triples_of(program, xml, dictionaries)
    counts = {"triples": [0, 0, 0], "dyads": [0, 0, 0]}
    differ = []
    for number, (name, gold, text) in enumerate(records):
        got = found.get(number, set())
        for key, a, b in (("triples", gold, got), ("dyads", {t[:2] for t in gold}, {t[:2] for t in got})):
            for k, n in enumerate((len(a), len(b), len(a & b))):
                counts[key][k] += n
        if gold != got:
            differ.append(name)
            if show:
                print(f"{name}: {text}\n  missed {sorted(gold - got)}\n  wrong  {sorted(got - gold)}")
    return {key: (*c, *rates(*c)) for key, c in counts.items()}, differ, len(records)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--show"]
    if len(arguments) < 3:
        sys.exit(__doc__)
    scores, differ, total = score(arguments[0], arguments[1], arguments[2:], "--show" in sys.argv)
    for key, (gold, got, hit, recall, precision, f1) in scores.items():
        print(f"{key}: {gold} in the file, {got} found, {hit} right: recall {recall:.3f} precision {precision:.3f} f1 {f1:.3f}")
    print(f"records: {total}, {total - len(differ)} the same")


if __name__ == "__main__":
    main()
