// Shares of partners by year, the few largest by name and the rest together.
import type { Diversification } from "../api/types";

export interface Share {
  year: number;
  partner: string;
  name: string;
  share: number;
  from: number;
  to: number;
}

export const rest = "others";

// The partners with the largest sum of shares over the years.
export function largest(years: (Diversification & { year: number })[], most: number): { partner: string; name: string }[] {
  const sums = new Map<string, { partner: string; name: string; sum: number }>();
  for (const year of years) {
    for (const s of year.shares) {
      const known = sums.get(s.partner) ?? { partner: s.partner, name: s.name, sum: 0 };
      known.sum += s.share;
      sums.set(s.partner, known);
    }
  }
  return [...sums.values()].sort((a, b) => b.sum - a.sum || a.partner.localeCompare(b.partner)).slice(0, most);
}

export function stacked(years: (Diversification & { year: number })[], most = 5): Share[] {
  const named = largest(years, most);
  const out: Share[] = [];
  for (const year of years) {
    let from = 0;
    const put = (partner: string, name: string, share: number) => {
      if (share > 0) out.push({ year: year.year, partner, name, share, from, to: from + share });
      from += share;
    };
    for (const { partner, name } of named) put(partner, name, year.shares.find((s) => s.partner === partner)?.share ?? 0);
    put(rest, rest, Math.max(0, 1 - from));
  }
  return out;
}
