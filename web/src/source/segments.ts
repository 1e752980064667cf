// Cuts an article's text where records begin and end. Offsets count code points, JavaScript's strings count UTF-16 units: the cuts
// are translated once, and each piece knows which records it belongs to.
import type { AnyRecord } from "../api/types";

export interface Piece {
  text: string;
  records: AnyRecord[]; // the longest first: the outermost underline
  starts: AnyRecord[]; // those that begin here
  ends: AnyRecord[]; // those whose last words these are
}

export interface Paragraph {
  begin: number;
  pieces: Piece[];
}

// UTF-16 indices of sorted code point offsets.
export function units(text: string, offsets: number[]): number[] {
  const out: number[] = [];
  let unit = 0;
  let point = 0;
  for (const offset of offsets) {
    while (point < offset && unit < text.length) {
      const code = text.charCodeAt(unit);
      unit += code >= 0xd800 && code < 0xdc00 && unit + 1 < text.length ? 2 : 1;
      point += 1;
    }
    out.push(unit);
  }
  return out;
}

export function paragraphs(text: string, records: AnyRecord[]): Paragraph[] {
  const sorted = [...records].filter((r) => r.end > r.begin).sort((a, b) => a.begin - b.begin || b.end - a.end);
  const cuts = [...new Set([0, ...sorted.flatMap((r) => [r.begin, r.end])])].sort((a, b) => a - b);
  const at = units(text, cuts);
  const out: Paragraph[] = [];
  let now: Paragraph = { begin: 0, pieces: [] };
  const open: AnyRecord[] = [];
  let next = 0;
  const close = () => {
    if (now.pieces.some((p) => p.text.trim())) out.push(now);
  };
  for (let i = 0; i < cuts.length; ++i) {
    const cut = cuts[i] as number;
    for (let k = open.length - 1; k >= 0; --k) if ((open[k] as AnyRecord).end <= cut) open.splice(k, 1);
    while (next < sorted.length && (sorted[next] as AnyRecord).begin <= cut) open.push(sorted[next++] as AnyRecord);
    const here = [...open].sort((a, b) => b.end - b.begin - (a.end - a.begin));
    const until = cuts[i + 1];
    const whole = text.slice(at[i], at[i + 1]);
    const lines = whole.split(/\n[^\S\n]*\n\s*/);
    lines.forEach((line, k) => {
      if (k > 0) {
        close();
        now = { begin: cut, pieces: [] };
      }
      if (!line) return;
      now.pieces.push({
        text: line,
        records: here,
        starts: k === 0 ? here.filter((r) => r.begin === cut) : [],
        ends: k === lines.length - 1 ? here.filter((r) => r.end === until) : [],
      });
    });
  }
  close();
  return out;
}
