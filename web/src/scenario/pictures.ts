// The pictures of a forecast.
import { axisX, axisY, barX, base, dot, gridX, gridY, line, link, plot, ruleX, spread, text } from "../chart/plot";
import type { Forecast } from "../api/types";
import { fixed, percent } from "../app/words";

type Step = { name: string; round: number; at: number };
const tones = ["var(--toward-4)", "var(--away-3)", "var(--note)", "var(--toward-2)", "var(--away-4)", "var(--edge)", "var(--toward-3)", "var(--away-2)"];

export function paths(f: Forecast, ends: [number, number], width: number): Element {
  const steps: Step[] = f.actors.flatMap((a) => a.path.flatMap((at, round) => (at === null ? [] : [{ name: a.name, round, at }])));
  const tone = (name: string) => tones[f.actors.findIndex((a) => a.name === name) % tones.length] as string;
  const lasts = f.actors.flatMap((a) => steps.filter((s) => s.name === a.name).slice(-1));
  const medians = [f.start, ...f.rounds].map((r, round) => ({ round, at: r.median }));
  const height = 300;
  const [top, bottom] = [12, 26];
  const y = (at: number) => top + ((ends[1] - at) / (ends[1] - ends[0] || 1)) * (height - top - bottom);
  const labels = spread([...lasts.map((s) => y(s.at))], 14, top, height - bottom);
  const rounds = Math.max(1, ...steps.map((s) => s.round));
  const right = Math.min(130, Math.max(60, ...f.actors.map((a) => a.name.length * 7.2 + 14)));
  return plot({
    ...base,
    width,
    height,
    marginLeft: 34,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    x: { domain: [0, rounds] },
    y: { domain: ends },
    marks: [
      gridY({ stroke: "var(--grid)", strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, label: null }),
      axisX({ ticks: Math.min(rounds, Math.floor(width / 70)), tickSize: 4, label: null, tickFormat: (r: number) => (Number.isInteger(r) ? (r === 0 ? "start" : `round ${r}`) : "") }),
      line(medians, { x: "round", y: "at", stroke: "var(--ink)", strokeWidth: 5, strokeOpacity: 0.16 }),
      line(steps, { x: "round", y: "at", z: "name", stroke: (s: Step) => tone(s.name), strokeWidth: 2.2 }),
      dot(steps, { x: "round", y: "at", r: 2.6, fill: (s: Step) => tone(s.name) }),
      ...lasts.map((s, i) => text([s], { x: "round", y: "at", text: "name", dx: 9, dy: (labels[i] ?? 0) - y(s.at), textAnchor: "start", fill: "var(--ink)", fontWeight: 600 })),
    ],
  });
}

export function risks(conflicts: { pair: string[]; risk: number }[], width: number): Element {
  const shown = [...conflicts].sort((a, b) => b.risk - a.risk).slice(0, 12).map((c) => ({ pair: c.pair.join(" and "), risk: c.risk }));
  const left = Math.min(width * 0.45, Math.max(60, ...shown.map((c) => c.pair.length * 6.3)));
  return plot({
    ...base,
    width,
    height: 28 + shown.length * 22,
    marginLeft: left + 8,
    marginRight: 48,
    marginTop: 4,
    marginBottom: 22,
    x: { domain: [0, 1] },
    y: { type: "band", domain: shown.map((c) => c.pair), padding: 0.35, axis: null },
    marks: [
      gridX({ stroke: "var(--grid)", strokeOpacity: 1, ticks: [0.25, 0.5, 0.75, 1] }),
      axisX({ ticks: [0, 0.5, 1], tickSize: 0, label: null, tickFormat: percent }),
      barX(shown, { x: "risk", y: "pair", fill: "var(--away-3)" }),
      ruleX([0], { stroke: "var(--edge)" }),
      text(shown, { x: 0, y: "pair", text: "pair", dx: -8, textAnchor: "end", fill: "var(--ink)" }),
      text(shown, { x: "risk", y: "pair", text: (c: { risk: number }) => percent(c.risk), dx: 5, textAnchor: "start", fill: "var(--ink)", fontWeight: 600 }),
    ],
  });
}

// Quantiles as the program names them ("0.1", "q10", "10") to numbers from 0 to 1.
export function quantiles(q: Record<string, number>): { at: number; value: number }[] {
  return Object.entries(q)
    .map(([key, value]) => {
      const n = Number(key.replace(/[^\d.]/g, ""));
      return { at: n > 1 ? n / 100 : n, value };
    })
    .filter((x) => Number.isFinite(x.at))
    .sort((a, b) => a.at - b.at);
}

export function outcome(q: { at: number; value: number }[], mean: number, ends: [number, number], width: number): Element {
  const low = q[0]?.value ?? 0;
  const high = q.at(-1)?.value ?? 0;
  const middle = q.reduce((a, b) => (Math.abs(b.at - 0.5) < Math.abs(a.at - 0.5) ? b : a), q[0] ?? { at: 0.5, value: mean });
  const inner = q.filter((x) => x !== q[0] && x !== q.at(-1) && x !== middle);
  return plot({
    ...base,
    width,
    height: 84,
    marginLeft: 14,
    marginRight: 24,
    marginTop: 26,
    marginBottom: 24,
    x: { domain: ends },
    y: { domain: [-1, 1], axis: null },
    marks: [
      axisX({ ticks: 5, tickSize: 4, label: null }),
      link([{ low, high }], { x1: "low", x2: "high", y1: 0, y2: 0, stroke: "var(--accent)", strokeOpacity: 0.35, strokeWidth: 10, strokeLinecap: "round" }),
      ...(inner.length >= 2 ? [link([{ low: inner[0]!.value, high: inner.at(-1)!.value }], { x1: "low", x2: "high", y1: 0, y2: 0, stroke: "var(--accent)", strokeOpacity: 0.75, strokeWidth: 10, strokeLinecap: "round" })] : []),
      dot([middle], { x: "value", y: 0, r: 6, fill: "var(--ink)", stroke: "var(--page)", strokeWidth: 1.5 }),
      text([middle], { x: "value", y: 0, dy: -17, text: (m: { value: number }) => `median ${fixed(m.value)}`, fill: "var(--ink)", fontWeight: 600, textAnchor: middle.value > (ends[0] + ends[1]) / 2 ? "end" : "start" }),
    ],
  });
}

export function inputs(list: { input: string; first: number; total: number }[], width: number): Element {
  const shown = [...list].sort((a, b) => b.total - a.total).slice(0, 12);
  const left = Math.min(width * 0.45, Math.max(80, ...shown.map((c) => c.input.length * 6.3)));
  return plot({
    ...base,
    width,
    height: 28 + shown.length * 22,
    marginLeft: left + 8,
    marginRight: 40,
    marginTop: 4,
    marginBottom: 22,
    x: { domain: [0, Math.max(1, ...shown.map((s) => s.total))] },
    y: { type: "band", domain: shown.map((c) => c.input), padding: 0.35, axis: null },
    marks: [
      axisX({ ticks: [0, 0.5, 1], tickSize: 0, label: null }),
      barX(shown, { x: (s: { total: number }) => Math.max(0, s.total), y: "input", fill: "var(--toward-1)" }),
      barX(shown, { x: (s: { first: number }) => Math.max(0, s.first), y: "input", fill: "var(--toward-3)" }),
      ruleX([0], { stroke: "var(--edge)" }),
      text(shown, { x: 0, y: "input", text: "input", dx: -8, textAnchor: "end", fill: "var(--ink)" }),
      text(shown, { x: (s: { total: number }) => Math.max(0, s.total), y: "input", text: (s: { total: number }) => fixed(s.total, 2), dx: 5, textAnchor: "start", fill: "var(--ink)" }),
    ],
  });
}
