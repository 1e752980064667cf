import { expect, test } from "vitest";
import { world } from "../build/atlas";
import { codeOf, lands, largest } from "../src/map/atlas";

test("the atlas that is shipped: small, whole, without Antarctica", () => {
  const text = world();
  expect(text.length).toBeLessThan(450_000);
  const topology = JSON.parse(text);
  const names = topology.objects.countries.geometries.map((g: { properties: { name: string } }) => g.properties.name);
  expect(names.length).toBeGreaterThan(230);
  expect(names).toContain("Armenia");
  expect(names).not.toContain("Antarctica");
  expect(Object.keys(topology.objects)).toEqual(["countries"]);
  const some = lands(topology, [{ code: "KAZ", numeric: "398", name: "Kazakhstan", regions: [], blocs: [], events: 0, claims: 0 }]);
  expect(some.filter((l) => l.code).map((l) => l.code).sort()).toEqual(["KAZ", "XKX"]);
});

test("codes and largest parts", () => {
  expect(codeOf(undefined, "Kosovo", new Map())).toBe("XKX");
  expect(codeOf("398", "Kazakhstan", new Map([["398", "KAZ"]]))).toBe("KAZ");
  expect(codeOf("999", "Nowhere", new Map())).toBe("");
  const square = (size: number) => [[[0, 0], [size, 0], [size, size], [0, size], [0, 0]]];
  const of = largest({ type: "Feature", properties: { name: "x" }, geometry: { type: "MultiPolygon", coordinates: [square(1), square(3)] } });
  expect(of.geometry).toEqual({ type: "Polygon", coordinates: square(3) });
});
