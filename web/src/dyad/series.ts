// Draws what one side did toward the other: level with its band, breaks, and every event as a mark at its day and score.
import { areaY, axisX, axisY, base, dot, gridY, line, plot, ruleX, ruleY, text, type Markish } from "../chart/plot";
import { family } from "../app/kinds";
import { date, middle, percent, period, signed } from "../app/words";
import type { Direction, Mark } from "../api/types";

export interface Drawn {
  direction: Direction;
  marks: Mark[];
  story: number[]; // ids of the marks of one story, joined by a line
  chosen: number;
  domain: [Date, Date];
  width: number;
  height: number;
}

type At = { when: Date; level: number; low: number; high: number };

export function levels(direction: Direction): At[] {
  return direction.points.filter((p) => p.level !== undefined).map((p) => ({ when: middle(p.period), level: p.level as number, low: p.low as number, high: p.high as number }));
}

const limit = (x: number) => Math.max(-10, Math.min(10, x));
// Not real (planned, denied, imagined): a ring, not a disc.
export const real = (m: Mark) => m.modality === "actual" && m.polarity === "affirmed";
export const tone = (m: Mark) => (m.score < 0 || family(m.type).endsWith("against") ? "var(--away)" : "var(--toward)");

export function series({ direction, marks, story, chosen, domain, width, height }: Drawn): Element {
  const at = levels(direction);
  const told = new Set(story);
  const steps = marks.filter((m) => told.has(m.id));
  const dated = marks.filter((m) => m.day);
  const breaks = direction.breaks.map((b) => ({ when: middle(b.period), words: `break ${period(b.period)}, ${percent(b.probability)}` }));
  const last = at.at(-1);
  // A break in the last third has its words on its left.
  const late = (when: Date) => (when.getTime() - domain[0].getTime()) / (domain[1].getTime() - domain[0].getTime()) > 0.66;
  const placed = { x: "when", frameAnchor: "top", text: "words", fill: "var(--note)", fontSize: 11 } as const;
  const narrow = width < 480;
  const parts: Markish[] = [
    gridY({ stroke: "var(--grid)", strokeOpacity: 1, ticks: 5 }),
    axisY({ ticks: 5, tickSize: 0, label: null, tickFormat: (y: number) => signed(y, 0) }),
    axisX({ ticks: narrow ? 4 : 8, tickSize: 4, label: null }),
    ruleY([0], { stroke: "var(--edge)" }),
    ruleX(breaks, { x: "when", stroke: "var(--note)", strokeDasharray: "3 3", strokeWidth: 1.2 }),
    // Each on a line of its own, so that none stands upon another.
    ...breaks.map((b, i) => text([b], { ...placed, dy: 1 + (i % 3) * 13, dx: late(b.when) ? -4 : 4, textAnchor: late(b.when) ? "end" : "start" })),
    areaY(at, { x: "when", y1: (p: At) => limit(p.low), y2: (p: At) => limit(p.high), fill: "var(--band)", curve: "monotone-x" }),
    line(at, { x: "when", y: "level", stroke: "var(--accent)", strokeWidth: 2, curve: "monotone-x" }),
    line(steps, { x: (m: Mark) => date(m.day), y: "score", stroke: "var(--ink)", strokeWidth: 1.2, curve: "bump-x" }),
    dot(dated, {
      x: (m: Mark) => date(m.day),
      y: "score",
      r: 4.4,
      fill: (m: Mark) => (real(m) ? tone(m) : "var(--page)"),
      stroke: (m: Mark) => (m.id === chosen || told.has(m.id) ? "var(--ink)" : real(m) ? "var(--page)" : tone(m)),
      strokeWidth: (m: Mark) => (m.id === chosen ? 2.5 : 1.4),
    }),
  ];
  if (last) parts.push(text([last], { x: "when", y: "level", text: (p: At) => signed(p.level), dx: 7, textAnchor: "start", fill: "var(--accent)", fontWeight: 600, fontSize: 12.5 }));
  return plot({ ...base, width, height, marginLeft: 30, marginRight: 40, marginTop: 14, marginBottom: 34, x: { type: "utc", domain }, y: { domain: [-10, 10], clamp: true }, marks: parts });
}
