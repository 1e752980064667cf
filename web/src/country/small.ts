// Small multiples: the level between a country and one partner, all on the same axes.
import { areaY, axisX, axisY, base, dot, gridY, line, plot, ruleX, ruleY, text } from "../chart/plot";
import { levels } from "../dyad/series";
import { middle, signed } from "../app/words";
import type { Direction, Point } from "../api/types";

export function small(direction: Direction, domain: [Date, Date], width: number): Element {
  const at = levels(direction);
  const limit = (x: number) => Math.max(-10, Math.min(10, x));
  const last = at.at(-1);
  const told = direction.points.filter((p) => p.mean !== undefined);
  const away = direction.trajectory.change !== undefined && direction.trajectory.change < 0;
  const colour = at.length ? (away ? "var(--away)" : "var(--toward)") : "var(--soft)";
  return plot({
    ...base,
    style: { ...base.style, fontSize: "11px" },
    width,
    height: 124,
    marginLeft: 30,
    marginRight: 32,
    marginTop: 6,
    marginBottom: 20,
    x: { type: "utc", domain },
    y: { domain: [-10, 10], clamp: true },
    marks: [
      gridY({ stroke: "var(--grid)", strokeOpacity: 1, ticks: [-10, 0, 10] }),
      axisY({ ticks: [-10, 0, 10], tickSize: 0, label: null, tickFormat: (y: number) => signed(y, 0) }),
      axisX({ ticks: "year", tickSize: 3, label: null, tickFormat: "%Y" }),
      ruleY([0], { stroke: "var(--edge)" }),
      ruleX(direction.breaks, { x: (b: { period: string }) => middle(b.period), stroke: "var(--note)", strokeDasharray: "3 3" }),
      areaY(at, { x: "when", y1: (p) => limit(p.low), y2: (p) => limit(p.high), fill: away ? "var(--band-away)" : "var(--band)", curve: "monotone-x" }),
      dot(told, { x: (p: Point) => middle(p.period), y: "mean", r: 2, fill: "var(--edge)" }),
      line(at, { x: "when", y: "level", stroke: colour, strokeWidth: 2, curve: "monotone-x" }),
      text(last ? [last] : [], { x: "when", y: "level", text: (p: { level: number }) => signed(p.level), dx: 5, textAnchor: "start", fill: colour, fontWeight: 600 }),
    ],
  });
}
