import { expect, test } from "vitest";
import { day, middle, percent, period, reading, sentence, signed, span, when } from "../src/app/words";
import type { EventRecord } from "../src/api/types";

const event = (values: object): EventRecord =>
  ({ kind: "event", source: [{ country: "FRA", role: "head of state", name: "Emmanuel Macron", text: "he" }], target: [{ country: "TCD", text: "Chad" }], type: "CONSULT", polarity: "affirmed", modality: "actual", day: "2024-03-04", date: { from: "2024-03-04", to: "2024-03-04", precision: "day", text: "Monday" }, ...values }) as EventRecord;

test("figures", () => {
  expect(signed(1.25)).toBe("+1.3");
  expect(signed(-0.04)).toBe("0.0");
  expect(signed(-3)).toBe("−3.0");
  expect(signed(undefined)).toBe("");
  expect(percent(0.483)).toBe("48 %");
  expect(percent(0.001)).toBe("under 1 %");
  expect(percent(0)).toBe("0 %");
});

test("periods and days", () => {
  expect(period("2024-12")).toBe("Dec 2024");
  expect(period("2022-W40")).toBe("week 40 of 2022");
  expect(period("2022-Q4")).toBe("Q4 2022");
  expect(period("2022")).toBe("2022");
  expect(day("2024-10-07")).toBe("7 Oct 2024");
  expect(span(12, "quarter")).toBe("3 years");
  expect(span(12, "month")).toBe("12 months");
});

test("the middle of a period", () => {
  // ISO 8601: week 1 of 2021 is that of January 4, its Thursday January 7; week 53 of 2020 is that of December 31.
  expect(middle("2021-W01").toISOString().slice(0, 10)).toBe("2021-01-07");
  expect(middle("2020-W53").toISOString().slice(0, 10)).toBe("2020-12-31");
  expect(middle("2022-Q4").toISOString().slice(0, 7)).toBe("2022-11");
  expect(middle("2022-10").toISOString().slice(0, 10)).toBe("2022-10-15");
  expect(Number.isNaN(middle("never").getTime())).toBe(true);
});

test("an act in words", () => {
  const name = (code: string) => ({ FRA: "France", TCD: "Chad" })[code] ?? code;
  expect(sentence(event({}), name)).toBe("Emmanuel Macron (France, head of state) met or talked with Chad");
  expect(sentence(event({ modality: "intended", polarity: "negated" }), name)).toMatch(/\(not planned\)$/);
  expect(reading({ polarity: "negated", modality: "actual" })).toBe("not done");
  expect(when(event({}))).toBe("4 Mar 2024");
  expect(when(event({ date: { from: "2022-08-01", to: "2022-08-31", precision: "month", text: "in August" } }))).toBe("Aug 2022");
  expect(when(event({ date: { from: "", to: "", precision: "none", text: "" } }))).toBe("by 4 Mar 2024");
  expect(when(event({ date: { from: "", to: "", precision: "relative", text: "last year" } }))).toBe("“last year”");
});
