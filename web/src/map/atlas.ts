// The countries' outlines, fetched once, each with its alpha-3 code.
import { feature, merge } from "topojson-client";
import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import type { GeometryCollection, MultiPolygon as TopoMultiPolygon, Polygon as TopoPolygon, Topology } from "topojson-specification";
import type { State } from "../api/types";

type Outline = Feature<Polygon | MultiPolygon, { name: string }>;
type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export interface Land {
  code: string; // "" where it is no state that the ledger knows
  name: string;
  outline: Outline;
  main: Outline; // its largest part: without what lies overseas
}

let fetched: Promise<Countries> | undefined;

export function world(): Promise<Countries> {
  fetched ??= fetch("./world.json").then((response) => {
    if (!response.ok) throw new Error("The outlines of the countries could not be fetched");
    return response.json();
  });
  fetched.catch(() => (fetched = undefined));
  return fetched;
}

// Twice the signed area on the plane, which is enough to find the largest part.
function area(ring: Position[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; ++i) {
    const [x0 = 0, y0 = 0] = ring[i] as Position;
    const [x1 = 0, y1 = 0] = ring[i + 1] as Position;
    sum += (x0 * y1 - x1 * y0) * Math.cos((y0 * Math.PI) / 180);
  }
  return Math.abs(sum);
}

export function largest(outline: Outline): Outline {
  if (outline.geometry.type === "Polygon") return outline;
  const parts = outline.geometry.coordinates;
  const most = parts.reduce((a, b) => (area(b[0] ?? []) > area(a[0] ?? []) ? b : a));
  return { ...outline, geometry: { type: "Polygon", coordinates: most } };
}

export function codeOf(id: string | undefined, name: string, numeric: Map<string, string>): string {
  if (name === "Kosovo") return "XKX";
  return (id && numeric.get(id)) || "";
}

export function lands(topology: Countries, states: State[]): Land[] {
  const numeric = new Map(states.filter((s) => s.numeric).map((s) => [s.numeric, s.code]));
  const known = new Map(states.map((s) => [s.code, s.name]));
  return feature(topology, topology.objects.countries).features.map((f) => {
    const outline = f as Outline;
    const code = codeOf(f.id === undefined ? undefined : String(f.id), f.properties.name, numeric);
    return { code, name: known.get(code) ?? f.properties.name, outline, main: largest(outline) };
  });
}

// The common outline of several states.
export function together(topology: Countries, states: State[], members: Set<string>): MultiPolygon {
  const numeric = new Map(states.filter((s) => s.numeric).map((s) => [s.numeric, s.code]));
  const parts = topology.objects.countries.geometries.filter((g) => members.has(codeOf(g.id === undefined ? undefined : String(g.id), (g.properties as { name?: string })?.name ?? "", numeric)));
  return merge(topology, parts as (TopoPolygon | TopoMultiPolygon)[]);
}
