import { expect, test } from "vitest";
import { paragraphs, units } from "../src/source/segments";
import type { AnyRecord } from "../src/api/types";

const record = (id: number, begin: number, end: number) => ({ id, begin, end, kind: "event" }) as AnyRecord;
const said = (text: string, records: AnyRecord[]) => paragraphs(text, records).map((p) => p.pieces.map((s) => [s.text, s.records.map((r) => r.id)]));

test("offsets count code points", () => {
  expect(units("a😀b", [0, 1, 2, 3])).toEqual([0, 1, 3, 4]);
  expect(units("ab", [5])).toEqual([2]);
  expect(said("😀 ab cd", [record(1, 2, 4)])).toEqual([[["😀 ", []], ["ab", [1]], [" cd", []]]]);
});

test("records within and across one another", () => {
  const pieces = paragraphs("abcdefgh", [record(1, 1, 7), record(2, 2, 4), record(3, 6, 8)])[0]!.pieces;
  expect(pieces.map((p) => [p.text, p.records.map((r) => r.id)])).toEqual([["a", []], ["b", [1]], ["cd", [1, 2]], ["ef", [1]], ["g", [1, 3]], ["h", [3]]]);
  expect(pieces.map((p) => p.starts.map((r) => r.id))).toEqual([[], [1], [2], [], [3], []]);
  expect(pieces.map((p) => p.ends.map((r) => r.id))).toEqual([[], [], [2], [], [1], [3]]);
});

test("paragraphs, also within a record; the same words may carry several", () => {
  expect(said("one\n\ntwo", [])).toEqual([[["one", []]], [["two", []]]]);
  expect(said("one\n\ntwo", [record(1, 0, 8)])).toEqual([[["one", [1]]], [["two", [1]]]]);
  expect(said("abc", [record(1, 0, 3), record(2, 0, 3)])).toEqual([[["abc", [1, 2]]]]);
  expect(said("", [])).toEqual([]);
});
