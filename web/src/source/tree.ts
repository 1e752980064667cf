// Lays out a sentence's tree as arcs over its words: a head and its dependents joined, short arcs low, long ones high, none through
// another of its height.
import type { Word } from "../api/types";

export interface Arc {
  from: number; // x of the head
  to: number; // x of the dependent
  level: number; // 1: lowest
  label: string;
}

export interface Layout {
  x: number[]; // the middle of each word
  width: number;
  levels: number;
  arcs: Arc[];
  root: number; // x of the root, or -1
}

const letter = 7.4;
const gap = 16;

export function layout(words: Word[]): Layout {
  const x: number[] = [];
  let at = 8;
  for (const word of words) {
    const wide = Math.max(word.form.length * letter, word.upos.length * 6.6, word.deprel.length * 6.2, 22);
    x.push(at + wide / 2);
    at += wide + gap;
  }
  const place = new Map(words.map((w, i) => [w.id, i]));
  const pairs = words
    .flatMap((word, i) => {
      const head = place.get(word.head);
      return head === undefined ? [] : [{ head, i, label: word.deprel, low: Math.min(head, i), high: Math.max(head, i) }];
    })
    .sort((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low);
  const done: { low: number; high: number; level: number }[] = [];
  const arcs = pairs.map((p) => {
    const level = 1 + Math.max(0, ...done.filter((d) => d.low < p.high && p.low < d.high).map((d) => d.level));
    done.push({ low: p.low, high: p.high, level });
    return { from: x[p.head] as number, to: x[p.i] as number, level, label: p.label };
  });
  const root = words.findIndex((w) => w.head === 0);
  return { x, width: at, levels: Math.max(1, ...arcs.map((a) => a.level)), arcs, root: root < 0 ? -1 : (x[root] as number) };
}
