import { expect, test } from "vitest";
import { href, parse } from "../src/app/route";

test("an address says what is shown, and comes back the same", () => {
  expect(parse("")).toEqual({ view: "map", rest: "", query: {} });
  expect(parse("#/dyad?first=KAZ&second=Central+Asia")).toEqual({ view: "dyad", rest: "", query: { first: "KAZ", second: "Central Asia" } });
  const id = 'a/b?c#d%"<script>';
  expect(parse(href("source", { record: 12, kind: "" }, id))).toEqual({ view: "source", rest: id, query: { record: "12" } });
  expect(href("ledger", { undirected: true, distinct: false, words: 'x "y z"' })).toBe("#/ledger?undirected=1&words=x+%22y+z%22");
  expect(parse("#/source/%E0%A4%A").rest).toBe("%E0%A4%A");
});
