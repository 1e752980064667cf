// Names on the map: where there is room, and none upon another.
export interface Wanted {
  code: string;
  text: string;
  x: number;
  y: number;
  room: number; // width of the country in pixels
  weight: number; // who goes first
}

export const size = 11;
const letter = size * 0.56;

export function placed(wanted: Wanted[], width: number, height: number): Wanted[] {
  const taken: { x0: number; x1: number; y0: number; y1: number }[] = [];
  const out: Wanted[] = [];
  for (const label of [...wanted].sort((a, b) => b.weight - a.weight)) {
    const half = (label.text.length * letter) / 2;
    if (label.room < half * 1.5) continue;
    const box = { x0: label.x - half - 3, x1: label.x + half + 3, y0: label.y - size * 0.7, y1: label.y + size * 0.7 };
    if (box.x0 < 0 || box.x1 > width || box.y0 < 0 || box.y1 > height) continue;
    if (taken.some((t) => t.x0 < box.x1 && box.x0 < t.x1 && t.y0 < box.y1 && box.y0 < t.y1)) continue;
    taken.push(box);
    out.push(label);
  }
  return out;
}
