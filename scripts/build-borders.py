#!/usr/bin/env python3
"""Makes data/actors/borders.tsv: which states share a land border, and on which side.

Usage: build-borders.py COUNTRIES.json > data/actors/borders.tsv

COUNTRIES.json is countries-50m.json of the npm package world-atlas 2 (ISC; its data is Natural Earth's, public domain). Its numeric
codes are read by Debian's iso-codes (/usr/share/iso-codes). Two states are neighbours where their outlines share an arc; the side is
where the middle of the shared border lies as seen from the middle of the state's largest polygon.
"""
import json
import math
import sys

ISO_CODES = "/usr/share/iso-codes/json/iso_3166-1.json"


def rings(geometry):
    """The outer and inner rings of a geometry, each a list of arc numbers; the outer ones with their polygon."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    return [ring for polygon in polygons for ring in polygon], [polygon[0] for polygon in polygons]


def decode(topology):
    """Arcs as lists of (longitude, latitude)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def middle(ring, arcs):
    """Area and centroid of a ring (shoelace, on the plane of longitudes shrunk by latitude)."""
    points = []
    for number in ring:
        points += arcs[number] if number >= 0 else list(reversed(arcs[~number]))
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        cross = x0 * y1 - x1 * y0
        area += cross
        cx += (x0 + x1) * cross
        cy += (y0 + y1) * cross
    if not area:
        return 0.0, points[0]
    return abs(area) / 2, (cx / (3 * area), cy / (3 * area))


def side(centre, border):
    """n, e, s, w or two of them, by the angle."""
    dx = (border[0] - centre[0]) * math.cos(math.radians(centre[1]))
    dy = border[1] - centre[1]
    angle = math.degrees(math.atan2(dy, dx))
    eight = ["e", "ne", "n", "nw", "w", "sw", "s", "se"]
    return eight[round(angle / 45) % 8]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    with open(ISO_CODES, encoding="utf-8") as file:
        alpha3 = {row["numeric"]: row["alpha_3"] for row in json.load(file)["3166-1"]}
    arcs = decode(topology)
    owners, centres = {}, {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = alpha3.get(geometry.get("id", ""), "")
        if geometry.get("properties", {}).get("name") == "Kosovo":
            code = "XKX"
        if not code or "arcs" not in geometry:
            continue
        all_rings, outer = rings(geometry)
        centres[code] = max(middle(ring, arcs) for ring in outer)[1]
        for ring in all_rings:
            for number in ring:
                owners.setdefault(number if number >= 0 else ~number, set()).add(code)
    shared = {}
    for number, codes in owners.items():
        for one in codes:
            for other in codes - {one}:
                shared.setdefault(one, {}).setdefault(other, []).append(number)
    print("# Land borders, and on which side of the state they lie. Made by scripts/build-borders.py from world-atlas 2 (ISC; Natural Earth,")
    print("# public domain): do not edit. Columns: iso3; neighbours as CODE:side, the side one or two of n, e, s, w. For \"its northern")
    print("# neighbour\"; disputed lines are as Natural Earth draws them.")
    for one in sorted(shared):
        found = []
        for other in sorted(shared[one]):
            points = [point for number in shared[one][other] for point in arcs[number]]
            border = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
            found.append(f"{other}:{side(centres[one], border)}")
        print(one + "\t" + "|".join(found))


main()
