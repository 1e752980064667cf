// Makes world.json of world-atlas' countries: simplified to what a screen shows, without Antarctica, each country with its
// alpha-3 code (the atlas has numeric ones), as data/actors has it. The page's only large file: it is fetched, not bundled.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { presimplify, quantile, simplify } from "topojson-simplify";
import { quantize } from "topojson-client";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);
const kept = 0.42; // share of the atlas' points that stay
const grid = 8e3;

type Country = { id?: string; properties: { name: string } };

export function world(): string {
  const topology = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
  const weighed = presimplify(topology);
  const coarse = quantize(simplify(weighed, quantile(weighed, 1 - kept)), grid) as unknown as {
    objects: { countries: { geometries: Country[] } };
  };
  coarse.objects = { countries: coarse.objects.countries };
  coarse.objects.countries.geometries = coarse.objects.countries.geometries
    .filter((country) => country.properties.name !== "Antarctica")
    .map(({ properties, ...rest }) => ({ ...rest, properties: { name: properties.name } }));
  return JSON.stringify(coarse);
}

export function atlas(): Plugin {
  return {
    name: "realign-atlas",
    configureServer(server) {
      server.middlewares.use("/world.json", (_request, response) => {
        response.setHeader("Content-Type", "application/json");
        response.end(world());
      });
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "world.json", source: world() });
    },
  };
}
