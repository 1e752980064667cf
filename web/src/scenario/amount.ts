// A scenario's number, certain or not: its middle and how far it spreads, as sliders move them.
import type { Amount, Scenario } from "../api/types";

export function centre(a: Amount): number {
  if (typeof a === "number") return a;
  if ("normal" in a) return a.normal[0] ?? 0;
  if ("uniform" in a) return ((a.uniform[0] ?? 0) + (a.uniform[1] ?? 0)) / 2;
  return a.triangular[1] ?? 0;
}

// Half of the width: the standard deviation of a normal, half the range of the others. 0: certain.
export function spread(a: Amount): number {
  if (typeof a === "number") return 0;
  if ("normal" in a) return a.normal[1] ?? 0;
  const ends = "uniform" in a ? a.uniform : a.triangular;
  return ((ends.at(-1) ?? 0) - (ends[0] ?? 0)) / 2;
}

// Slider steps leave no dust behind: 0.1 + 0.2 is 0.3.
export const clean = (x: number) => Number(x.toPrecision(10));

// Moved as a whole; nothing is left of `low`, and beyond `high` if there is one.
export function moved(a: Amount, to: number, low: number, high = Infinity): Amount {
  const by = to - centre(a);
  const kept = (x: number) => clean(Math.min(high, Math.max(low, x + by)));
  if (typeof a === "number") return clean(to);
  if ("normal" in a) return { normal: [clean(to), a.normal[1] ?? 0] };
  if ("uniform" in a) return { uniform: a.uniform.map(kept) };
  return { triangular: a.triangular.map(kept) };
}

// With another spread around the same middle; a certain number becomes a uniform one.
export function widened(a: Amount, by: number, low: number, high = Infinity): Amount {
  const c = centre(a);
  if (by <= 0) return clean(c);
  const kept = (x: number) => clean(Math.min(high, Math.max(low, x)));
  if (typeof a !== "number" && "normal" in a) return { normal: [c, clean(by)] };
  if (typeof a !== "number" && "triangular" in a) return { triangular: [kept(c - by), clean(c), kept(c + by)] };
  return { uniform: [kept(c - by), kept(c + by)] };
}

export const certain = (s: Scenario) => s.actor.every((a) => typeof a.position === "number" && typeof a.capability === "number" && typeof a.salience === "number");

// The ends of the scale of positions: 0 to 100 unless actors stand outside.
export function scale(s: Scenario): [number, number] {
  const at = s.actor.map((a) => centre(a.position));
  return [Math.min(0, ...at), Math.max(100, ...at)];
}
