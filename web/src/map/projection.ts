// How the earth is laid flat: the whole of it, or a part seen from above its middle. Both keep areas.
import { geoAzimuthalEqualArea, geoCentroid, geoDistance, geoEqualEarth, geoPath, type GeoProjection } from "d3-geo";
import type { FeatureCollection, MultiPoint } from "geojson";
import type { Land } from "./atlas";

export interface View {
  projection: GeoProjection;
  height: number;
}

export function whole(lands: Land[], width: number): View {
  const all: FeatureCollection = { type: "FeatureCollection", features: lands.map((l) => l.outline) };
  // Turned a little, so that Chukotka is not cut off.
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, all);
  const [[, top], [, bottom]] = geoPath(projection).bounds(all);
  const [x, y] = projection.translate();
  projection.translate([x, y - top + 2]);
  return { projection, height: Math.ceil(bottom - top + 4) };
}

// How far the farthest of them is from their middle, in radians.
function reach(lands: Land[], middle: [number, number]): number {
  return Math.max(...lands.map((l) => geoDistance(geoCentroid(l.main), middle)));
}

// Undefined where they lie too far apart to be seen from one point.
export function part(lands: Land[], width: number): View | undefined {
  const middles: MultiPoint = { type: "MultiPoint", coordinates: lands.map((l) => geoCentroid(l.main)) };
  const [longitude, latitude] = geoCentroid(middles);
  if (!lands.length || reach(lands, [longitude, latitude]) > 0.9) return undefined;
  const all: FeatureCollection = { type: "FeatureCollection", features: lands.map((l) => l.main) };
  const height = Math.round(Math.min(width * 0.62, 620));
  const edge = Math.min(width, height) * 0.1;
  const projection = geoAzimuthalEqualArea().rotate([-longitude, -latitude]).clipAngle(85);
  projection.fitExtent(
    [
      [edge, edge],
      [width - edge, height - edge],
    ],
    all,
  );
  // Cut a little outside of the frame: so the middle of what is seen can be found, and no outline is drawn along the frame.
  projection.clipExtent([
    [-8, -8],
    [width + 8, height + 8],
  ]);
  return { projection, height };
}
