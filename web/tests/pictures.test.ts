import { expect, test } from "vitest";
import { spread } from "../src/chart/plot";
import { broken, fileName } from "../src/chart/save";
import { bounds, colour, colours } from "../src/chart/scale";
import { stacked } from "../src/country/spread";
import { fieldsOf, formOf } from "../src/source/correction";
import { layout } from "../src/source/tree";
import { quantiles } from "../src/scenario/pictures";
import { placed } from "../src/map/labels";
import { filterOf } from "../src/ledger/columns";
import { chosen } from "../src/read/files";
import type { EventRecord, Word } from "../src/api/types";

test("the diverging scale has a middle and turns sign with its value", () => {
  expect(colours.length).toBe(bounds.length + 1);
  expect(colour(0)).toBe("var(--steady)");
  expect(colour(-9)).toBe("var(--away-4)");
  expect(colour(9)).toBe("var(--toward-4)");
  expect(colour(-1)).toBe("var(--away-2)");
});

test("labels are pushed apart and stay inside", () => {
  const at = spread([10, 11, 12, 100], 14, 0, 100);
  for (let i = 1; i < 3; ++i) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(14);
  expect(Math.max(...at)).toBeLessThanOrEqual(100);
  const low = spread([98, 99, 100], 14, 0, 100);
  expect(low).toEqual([72, 86, 100]);
});

test("names on the map: the heavier first, none upon another, none where there is no room", () => {
  const label = (code: string, x: number, weight: number, room = 200) => ({ code, text: "Kazakhstan", x, y: 50, room, weight });
  expect(placed([label("a", 100, 1), label("b", 110, 2), label("c", 300, 1), label("d", 300, 9, 20)], 400, 100).map((l) => l.code)).toEqual(["b", "c"]);
});

test("shares of partners add up to one", () => {
  const year = (n: number, shares: [string, number][]) => ({ year: n, acts: 9, shares: shares.map(([partner, share]) => ({ partner, name: partner, amount: share, share })) });
  const bars = stacked([year(2023, [["A", 0.5], ["B", 0.3], ["C", 0.2]]), year(2024, [["B", 0.9], ["D", 0.1]])], 2);
  expect(bars.filter((b) => b.year === 2023).map((b) => b.partner)).toEqual(["B", "A", "others"]);
  expect(bars.filter((b) => b.year === 2024).map((b) => [b.partner, Math.round(b.to * 100)])).toEqual([["B", 90], ["others", 100]]);
});

test("quantiles, however they are named", () => {
  expect(quantiles({ "0.9": 3, "0.1": 1, "0.5": 2 })).toEqual([{ at: 0.1, value: 1 }, { at: 0.5, value: 2 }, { at: 0.9, value: 3 }]);
  expect(quantiles({ q10: 1, q90: 3 }).map((x) => x.at)).toEqual([0.1, 0.9]);
});

test("a tree's arcs: short ones low, none through another of its height", () => {
  const word = (id: number, head: number) => ({ id, head, form: "word", upos: "X", deprel: "dep" }) as Word;
  const laid = layout([word(1, 3), word(2, 3), word(3, 0), word(4, 3)]);
  expect(laid.arcs.length).toBe(3);
  expect(laid.root).toBe(laid.x[2]);
  expect(laid.levels).toBe(2);
  expect(laid.arcs.find((a) => a.to === laid.x[0])?.level).toBe(2);
});

test("only what was changed is sent as a correction", () => {
  const e = { kind: "event", type: "SANCTION", mode: "", domain: "economic", polarity: "affirmed", modality: "actual", source: [{ country: "RUS", text: "Russia" }], target: [{ country: "KAZ", text: "x" }], date: { from: "2024-10-17", to: "2024-10-17", precision: "day", text: "" } } as unknown as EventRecord;
  const form = formOf(e);
  expect(fieldsOf(e, form)).toEqual({});
  expect(fieldsOf(e, { ...form, type: "REJECT", target: "KAZ, UZB" })).toEqual({ type: "REJECT", target: ["KAZ", "UZB"] });
  expect(fieldsOf(e, { ...form, from: "2024-10-18", to: "2024-10-18" })).toEqual({ date: { from: "2024-10-18", to: "2024-10-18", precision: "day" } });
});

test("a ledger's filter holds the API's own parameters only", () => {
  expect(filterOf({ type: "AID", sort: "score", show: "events", words: "" }, false)).toEqual({ type: "AID" });
  expect(filterOf({ type: "AID", kind: "trend" }, true)).toEqual({ kind: "trend" });
});

test("files that can be read are taken, up to a size", () => {
  const file = (name: string, size: number) => new File([new Uint8Array(size)], name);
  const { taken, skipped } = chosen([file("a.txt", 10), file("b.png", 1), file("c.HTML", 10), file("d.jsonl", 100)], 50);
  expect(taken.map((f) => f.name)).toEqual(["a.txt", "c.HTML"]);
  expect(skipped.length).toBe(2);
});

test("words of a saved picture", () => {
  expect(broken("one two three", 8)).toEqual(["one two", "three"]);
  expect(fileName("Kazakhstan and Russia")).toBe("kazakhstan-and-russia");
  expect(fileName("../..")).toBe("realign");
});
