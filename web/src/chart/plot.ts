// What all pictures by Observable Plot share, and the few of its marks that are used (so that the rest stays out of the bundle).
export { areaY, axisX, axisY, barX, barY, dot, gridX, gridY, line, lineY, link, plot, rectY, ruleX, ruleY, text } from "@observablehq/plot";
export type { Markish, PlotOptions } from "@observablehq/plot";

export const ink = "var(--ink)";
export const soft = "var(--soft)";
export const rule = "var(--grid)";
export const edge = "var(--edge)";

export const base = { className: "plot", style: { fontSize: "12px", fontFamily: "var(--sans)", color: "var(--soft)", background: "none" } } as const;

// Labels pushed apart so that none stands on another: y of each in pixels, at least `gap` from the next.
export function spread(wanted: number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < order.length; ++i) order[i]!.y = Math.max(order[i]!.y, order[i - 1]!.y + gap);
  let over = (order.at(-1)?.y ?? high) - high;
  for (let i = order.length - 1; i >= 0 && over > 0; --i) {
    order[i]!.y = Math.min(order[i]!.y, (order[i + 1]?.y ?? high + gap) - gap);
    over = i > 0 ? order[i - 1]!.y + gap - order[i]!.y : 0;
  }
  const out = new Array<number>(wanted.length).fill(low);
  for (const { y, i } of order) out[i] = Math.max(y, low);
  return out;
}
